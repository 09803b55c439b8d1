"""Whom somebody means by an IIN or a name: one person, several to choose from, or nobody."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.forms import Form
from service.core.i18n import Message, say
from service.people.models import Account
from service.people.queries import account, find_people

MOST: Final = 10
IIN: Final = 12  # figures
SHORTEST: Final = 3  # letters: nobody reads the register of accounts through


class Meant(BaseModel):
    """The part of a form that names a person; `account` is the choice among several."""

    who: str = Field(default="", max_length=100)
    account: UUID | None = None


def meant_by(db: Session, sent: Meant) -> Account | Sequence[Account] | Message:
    """Return the one who is meant, those to choose from, or why nobody can be."""
    if sent.account is not None:
        found = account(db, sent.account)
        return found if found is not None else say("Nobody is known by this.")
    text = sent.who.replace("\0", "").strip()
    if len(text) < SHORTEST or _is_piece_of_iin(text):
        return say("Write the IIN, or at least three letters of the name.")
    people = [one for one in find_people(db, text, limit=MOST + 1) if one.blocked_at is None]
    if not people:
        return say("Nobody is known by this. The person must have signed in here once.")
    if len(people) > MOST:
        return say("Too many people are called so. Write more of the name, or the IIN.")
    return people[0] if len(people) == 1 else people


def _is_piece_of_iin(text: str) -> bool:
    """Tell whether figures are looked for that are no whole IIN: nobody finds one out by pieces."""
    return any(word[0].isdigit() and len(word) < IIN for word in text.split())


def choices_of(people: Sequence[Account]) -> list[tuple[str, str]]:
    """Return people to choose from: the id, and the name with the last figures of the IIN."""
    return [(str(one.id), f"{one.name} (…{one.iin[-4:]})") for one in people]


def one_of(
    db: Session, form: Form[Any], name: str = "who"
) -> tuple[Account | None, Form[Any], Sequence[Account]]:
    """Return the person meant by a valid form, the form with its fault, those to choose from."""
    assert form.data is not None
    found = meant_by(db, form.data)
    if isinstance(found, Account):
        return found, form, ()
    if isinstance(found, Message):
        return None, form.with_error(name, found), ()
    return None, form.with_error("account", say("Several people are called so. Choose one.")), found
