"""The people of the demo, read from people.yaml."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from service.law.identity import iin_fault

FILE: Final = Path(__file__).with_name("people.yaml")

Past = Literal["below-threshold", "certificate", "conclusion"]


@dataclass(frozen=True)
class History:
    """A past result that the product's demo data gives the person."""

    result: Past
    programme: str
    days_ago: int


@dataclass(frozen=True)
class DemoPerson:
    """One of people.yaml, or somebody made up in the provider's form (without key and story)."""

    iin: str
    family_name: str
    given_name: str
    patronymic: str
    birth_on: date
    phone: str
    email: str
    key: str = ""
    roles: tuple[str, ...] = ()
    story: tuple[tuple[str, str], ...] = ()
    extra_time: int = 0
    history: History | None = None

    @property
    def full_name(self) -> str:
        """Return family name, given name and patronymic."""
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))

    def told(self, language: str) -> str:
        """Return the story in a language."""
        return dict(self.story)[language]


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Return everybody of people.yaml, in its order.

    Raises:
        ValueError: an IIN is faulty.
    """
    return tuple(_person(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _person(entry: dict[str, Any]) -> DemoPerson:
    fault = iin_fault(entry["iin"])
    if fault:
        message = f"{FILE.name}: {entry['key']}: the IIN is faulty ({fault})"
        raise ValueError(message)
    past = entry.pop("history", None)
    return DemoPerson(
        **entry
        | {
            "roles": tuple(entry["roles"]),
            "story": tuple(entry["story"].items()),
            "history": History(**past) if past else None,
        }
    )
