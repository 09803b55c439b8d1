"""What stands in the header for whom: the ways that a person's roles open."""

from typing import Final

from service.core.i18n import Message, say
from service.people.models import Role
from service.people.person import Person

WAYS: Final[tuple[tuple[Role, str, Message], ...]] = (
    (Role.CANDIDATE, "/cabinet", say("My cabinet")),
    (Role.CANDIDATE, "/book", say("Book a test")),
    (Role.CANDIDATE, "/me/applications", say("My applications to vacancies")),
    (Role.CANDIDATE, "/me/competitions", say("My competitions")),
    (Role.AUTHOR, "/bank", say("Question bank")),
    (Role.AUTHOR, "/bank/new", say("Write an item")),
    (Role.AUTHOR, "/bank/similar", say("Items that are alike")),
    (Role.REVIEWER, "/bank", say("Question bank")),
    (Role.REVIEWER, "/bank/similar", say("Items that are alike")),
    (Role.AUTHOR, "/bank/papers", say("Papers")),
    (Role.REVIEWER, "/bank/papers", say("Papers")),
    (Role.AUTHOR, "/bank/statistics", say("Statistics")),
    (Role.REVIEWER, "/bank/statistics", say("Statistics")),
    (Role.PROCTOR, "/proctor", say("Reviews")),
    (Role.PROCTOR, "/proctor/essays", say("Essays to review")),
    (Role.CANDIDATE, "/vacancies", say("Vacancies")),
    (Role.HR, "/hr", say("HR cabinet")),
    (Role.HR, "/hr/vacancies/new", say("New vacancy")),
    (Role.HR, "/hr/requirements", say("Requirements of posts")),
    (Role.HR, "/hr/competitions", say("Competitions")),
    (Role.AUTHORITY, "/authority", say("Agreement tasks")),
    (Role.AUTHORITY, "/authority/complaints", say("Complaints")),
    (Role.OPERATOR, "/administrator/attempts", say("Today's tests")),
    (Role.ADMINISTRATOR, "/administrator", say("Exam day")),
    (Role.ADMINISTRATOR, "/administrator/slots", say("Slots")),
    (Role.ADMINISTRATOR, "/administrator/attempts", say("Attempts")),
    (Role.ADMINISTRATOR, "/administrator/remarks", say("Remarks")),
    (Role.ADMINISTRATOR, "/administrator/documents", say("Documents")),
    (Role.ADMINISTRATOR, "/administrator/programmes", say("Programmes")),
    (Role.ADMINISTRATOR, "/administrator/registers", say("Registers of posts")),
    (Role.ADMINISTRATOR, "/administrator/bodies", say("State bodies")),
    (Role.ADMINISTRATOR, "/administrator/people", say("People")),
    (Role.ADMINISTRATOR, "/administrator/journal", say("Journal")),
)


def ways_of(person: Person | None, path: str) -> list[tuple[str, Message, bool]]:
    """Return (address, text, is this page below it) for each way open to the person."""
    if person is None:
        return []
    works_here = person.has(
        Role.ADMINISTRATOR,
        Role.PROCTOR,
        Role.OPERATOR,
        Role.AUTHOR,
        Role.REVIEWER,
        Role.HR,
        Role.AUTHORITY,
    )
    found: dict[str, Message] = {}
    for role, url, text in WAYS:
        # everybody is a candidate too; whoever works here is not offered a test at every turn
        if person.has(role) and not (works_here and role is Role.CANDIDATE):
            found.setdefault(url, text)
    here = max((url for url in found if _is_below(path, url)), key=len, default="")
    return [(url, text, url == here) for url, text in found.items()]


def _is_below(path: str, url: str) -> bool:
    return path == url or path.startswith(url + "/")
