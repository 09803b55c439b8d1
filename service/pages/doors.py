"""What routes take: the moment, the parts, a checked form; the session is core/db's `Db`.

And the doors: what a person asks for by its id, or 404 where it is another's.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlmodel import Session

from service.core.errors import NotFound
from service.core.forms import Form, read_form
from service.core.wiring import Wiring, wiring
from service.people import queries as people
from service.people.models import SignIn
from service.people.person import Person

# browsers drop tabs and line ends and read \ as /, so "/<tab>/evil" would be another host
OWN_PATH: Final = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def _now(request: Request) -> datetime:
    return wiring(request).clock.now()


Now = Annotated[datetime, Depends(_now)]
House = Annotated[Wiring, Depends(wiring)]


def form_of(model: type[BaseModel]) -> Any:
    """Return the dependency that reads the request's form against the model."""

    async def read(request: Request) -> Form[Any]:
        return await read_form(request, model)

    return Depends(read)


def own_path(url: str) -> str:
    """Return the address if it is a page of ours, else the start page: no open redirect."""
    return url if OWN_PATH.fullmatch(url) else "/"


def sign_in_for(db: Session, person: Person, sign_in_id: UUID) -> SignIn:
    """Return the person's own session of this id."""
    found = people.sign_in_of(db, person.account_id, sign_in_id)
    if found is None:
        raise NotFound
    return found
