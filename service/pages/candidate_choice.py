"""What a candidate has chosen so far: it travels in the address, so that going back is harmless."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, BeforeValidator
from sqlmodel import Session

from service.booking import queries as bookings
from service.booking.actions import Obstacles, obstacles_for
from service.booking.models import Slot
from service.core.i18n import Message, say
from service.law.calendar import local_day
from service.law.programme import Programme
from service.pages.doors import House, Now
from service.pages.programmes import ANSWERS, Finding, find
from service.people.person import Person
from service.programmes.queries import programmes_on

LONGEST: Final = 40
BY_NAME: Final = say("You chose the programme by its name.")
STEPS: Final = (
    say("Programme"),
    say("Conditions"),
    say("Place and time"),
    say("Last look"),
    say("Code"),
)


def _short(text: object) -> object:
    """Cut what is longer than any field of ours: an address may hold anything."""
    return " ".join(text.split())[:LONGEST] if isinstance(text, str) else text


Short = Annotated[str, BeforeValidator(_short)]


class Choice(BaseModel):
    """The choice as it stands in the address or in a form."""

    programme: Short = ""
    category: Short = ""
    education: Short = ""
    word: Short = ""

    def url(self, path: str, **more: object) -> str:
        """Return the address of a page that knows the choice."""
        fields = {**self.model_dump(include=set(Choice.model_fields)), **more}
        named = {name: value for name, value in fields.items() if value not in ("", None)}
        return f"{path}?{urlencode(named)}" if named else path


Chosen = Annotated[Choice, Query()]


@dataclass(frozen=True)
class Wanted:
    """The programme that the choice leads to, and why."""

    programme: Programme
    reason: Message
    category: str | None = None
    legal_education: bool | None = None


def offered(db: Session, day: date) -> list[Programme]:
    """Return the tests that people book by themselves; a competition books its own stages."""
    return [each for each in programmes_on(db, day) if not each.is_ability]


def wanted(db: Session, choice: Choice, day: date) -> Wanted | Finding | None:
    """Return what the choice leads to: a programme, a question, nearest categories, nothing."""
    in_force = offered(db, day)
    if choice.category:
        education = ANSWERS.get(choice.education)
        found = find(choice.category, education, in_force)
        if found.programme is None or found.reason is None:
            return found
        return Wanted(found.programme, found.reason, found.category, education)
    for programme in in_force:
        if programme.code == choice.programme:
            return Wanted(programme, BY_NAME)
    return None


def obstacles(
    db: Session,
    house: House,
    person: Person,
    programme: Programme,
    now: Now,
    slot: Slot | None = None,
) -> Obstacles:
    """Return everything that stands against an application filed now."""
    return obstacles_for(
        db,
        person.account_id,
        programme,
        consent_version=consent_version(house, now),
        calendar=house.parts["calendar"],
        now=now,
        slot=slot,
    )


def consent_version(house: House, now: Now) -> str:
    """Return the version of the consent that is asked for now."""
    return str(house.parts["consent"].version_on(local_day(now)))


def has_offer(db: Session, person: Person, slot: Slot, now: Now) -> bool:
    """Whether a freed seat of this slot is kept for the person."""
    return bookings.offer_for(db, person.account_id, slot.id, now) is not None


def by_kind(programmes: Sequence[Programme]) -> dict[str, list[Programme]]:
    """Return the programmes in groups of a kind, in their order."""
    groups: dict[str, list[Programme]] = {}
    for programme in programmes:
        groups.setdefault(programme.kind, []).append(programme)
    return groups
