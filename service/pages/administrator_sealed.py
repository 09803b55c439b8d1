"""For administrators: load a sealed answer file that a candidate's player wrote."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.datastructures import UploadFile

from service.attempts import queries as attempts
from service.attempts.sealed import LARGEST, Opened, load_sealed, open_sealed
from service.booking import queries as bookings
from service.core.columns import from_milliseconds
from service.core.db import Db
from service.core.errors import Fault, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.items.in_memory import bank_of
from service.pages.doors import House, Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.pages.pace import MEGABYTE, no_larger_than
from service.people import queries as people

router = APIRouter(prefix="/administrator/sealed", dependencies=behind(administrator_gate))
uploads = APIRouter(
    prefix="/administrator/sealed",
    dependencies=[Depends(no_larger_than(LARGEST // MEGABYTE)), *behind(administrator_gate)],
)
NO_FILE: Final = say("Please choose the file.")


class FileSent(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile


class Loading(BaseModel):
    content: str = Field(max_length=LARGEST)
    reason: str = Field(min_length=5, max_length=500)


@router.get("")
def choose(request: Request, _: Administrator) -> Response:
    return page(request, "administrator/sealed.html", form=empty_form())


@uploads.post("")
def look(
    request: Request,
    db: Db,
    house: House,
    _: Administrator,
    form: Annotated[Form[FileSent], form_of(FileSent)],
) -> Response:
    if form.data is None or not form.data.file.filename:
        fresh = empty_form().with_error("file", NO_FILE)
        return page(request, "administrator/sealed.html", 422, form=fresh)
    content = form.data.file.file.read(LARGEST + 1)
    try:
        opened = open_sealed(db, house.keys, content)
    except Fault as fault:
        fresh = empty_form().with_error("file", fault.sentence)
        return page(request, "administrator/sealed.html", 422, form=fresh)
    form_of_loading = empty_form(content=content.decode())
    return page(request, "administrator/sealed_load.html", **_preview(db, opened, form_of_loading))


@router.post("/load")
def load(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    person: Administrator,
    form: Annotated[Form[Loading], form_of(Loading)],
) -> Response:
    if form.data is None:
        return _again(request, db, house, form)
    content = form.data.content.encode()
    opened = open_sealed(db, house.keys, content)
    url = f"/administrator/attempts/{opened.attempt.id}"
    try:
        taken = load_sealed(
            db,
            house.keys,
            content,
            reason=form.data.reason,
            actor_id=person.account_id,
            bank=bank_of(house),
            now=now,
        )
    except Refused as refused:
        return redirect(request, url, said=refused.sentence, kind="refused")
    if not taken:
        nothing = say("Every answer of this file was saved already: nothing has changed.")
        return redirect(request, url, said=nothing, kind="info")
    return redirect(request, url, said=say("Answers loaded: %(n)s.", n=taken))


def _again(request: Request, db: Session, house: Wiring, form: Form[Loading]) -> Response:
    """Ask for the reason again; a file that has got lost on the way is asked for from the start."""
    try:
        opened = open_sealed(db, house.keys, str(form.values.get("content", "")).encode())
    except Fault as fault:
        fresh = empty_form().with_error("file", fault.sentence)
        return page(request, "administrator/sealed.html", 422, form=fresh)
    return page(request, "administrator/sealed_load.html", 422, **_preview(db, opened, form))


def _preview(db: Session, opened: Opened, form: Form[Any]) -> dict[str, Any]:
    row = opened.attempt
    result = attempts.result_of(db, row.id)
    known = attempts.current_answers(db, row.id)
    fresh = [
        given
        for given in opened.usable
        if (given.section, given.position) not in known
        or known[given.section, given.position].answered_ms < given.answered_ms
    ]
    return {
        "form": form,
        "attempt": row,
        "account": people.account(db, row.account_id),
        "application": bookings.application(db, row.application_id),
        "made_at": from_milliseconds(opened.made_ms),
        "fresh": len(fresh),
        "known": len(opened.usable) - len(fresh),
        "too_late": opened.too_late,
        "is_final": result is not None and result.is_final,
        "has_result": result is not None,
    }
