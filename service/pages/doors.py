"""What a person asks for by its id, or 404 where it is another's; and what every route takes."""

import re
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.booking import queries as bookings
from service.booking.models import Application
from service.core.doors import House, Now, form_of
from service.core.errors import NotFound
from service.people import queries as people
from service.people.models import SignIn
from service.people.person import Person

__all__ = ["House", "Now", "application_for", "form_of", "own_path", "sign_in_for"]

# browsers drop tabs and line ends and read \ as /, so "/<tab>/evil" would be another host
OWN_PATH: Final = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def own_path(url: str) -> str:
    """Return the address if it is a page of ours, else the start page: no open redirect."""
    return url if OWN_PATH.fullmatch(url) else "/"


def sign_in_for(db: Session, person: Person, sign_in_id: UUID) -> SignIn:
    """Return the person's own session of this id."""
    found = people.sign_in_of(db, person.account_id, sign_in_id)
    if found is None:
        raise NotFound
    return found


def application_for(db: Session, person: Person, application_id: UUID) -> Application:
    """Return the person's own application of this id."""
    found = bookings.application_for(db, person.account_id, application_id)
    if found is None:
        raise NotFound
    return found
