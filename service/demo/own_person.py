"""The form of the demo provider for signing in as somebody made up."""

import re
from collections.abc import Mapping
from typing import Final

from service.demo.people import DemoPerson, demo_people
from service.law.identity import birth_date, iin_fault

FIELDS: Final = ("iin", "family_name", "given_name", "patronymic", "phone", "email")
NEEDED: Final = ("family_name", "given_name", "phone")
PHONE: Final = re.compile(r"\+7\d{10}", re.ASCII)
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST: Final = 100


def read_own_person(
    form: Mapping[str, object],
) -> tuple[DemoPerson | None, dict[str, str], dict[str, str]]:
    """Return the person, or None with the faults; then what was typed.

    The faults are {field: name of the word that says it}. The IIN of one of the demo people
    gives that person: the provider vouches for one name to a number.
    """
    values = {name: str(form.get(name, "")).strip()[:LONGEST] for name in FIELDS}
    iin = re.sub(r"\s", "", values["iin"])
    phone = re.sub(r"^8(?=\d{10}$)", "+7", re.sub(r"[\s()-]", "", values["phone"]))
    faults = {name: f"fault_{name}" for name in NEEDED if not values[name]}
    fault = iin_fault(iin)
    if fault:
        faults["iin"] = f"fault_iin_{fault.replace('-', '_')}"
    if not PHONE.fullmatch(phone):
        faults["phone"] = "fault_phone"
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        faults["email"] = "fault_email"
    if faults:
        return None, {name: faults[name] for name in FIELDS if name in faults}, values
    for known in demo_people():
        if known.iin == iin:
            return known, {}, values
    person = DemoPerson(
        iin=iin,
        family_name=values["family_name"],
        given_name=values["given_name"],
        patronymic=values["patronymic"],
        birth_on=birth_date(iin),
        phone=phone,
        email=values["email"],
    )
    return person, {}, values
