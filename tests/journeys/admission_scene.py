"""Applications for the tour of all pages: those that the demo brings, and a hiring under way."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.hirings import queries as hirings

# what the tour calls it: whose application of the demo it is (service/demo/admissions.py)
PEOPLE = {"admitted": "zarina", "refused": "timur", "to-look-at": "ainur", "hired": "adilet"}


def applications_of_scene(db: Session, accounts: Mapping[str, UUID]) -> dict[str, str]:
    """Return the ids of the applications, of the hiring and of a scan, and the open round."""
    things: dict[str, str] = {}
    for name, key in PEOPLE.items():
        (filed,) = queries.filed_by(db, accounts[key])
        things[f"{name}-application"] = str(filed.application.id)
        things[f"{name}-round"] = filed.announcement.number
    hiring = hirings.hiring_of(db, UUID(things["hired-application"]))
    assert hiring is not None
    return {**things, "hiring": str(hiring.id)}
