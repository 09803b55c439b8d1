"""HR forms the commission of an announced round: begins it, seats people, takes them off (CM-1)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from service.commissions.actions import Who, begin_commission, seat_person, unseat_person
from service.commissions.models import Part
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.pages import competition_links as links
from service.pages.doors import Now, form_of
from service.pages.gates import behind, hr_gate
from service.pages.hr_commission_room import HrRoom, Room, show
from service.pages.people_found import Meant, one_of
from service.personal_files.codes import codes

router = APIRouter(
    prefix="/hr/announcements/{number}/{ordinal}/commission", dependencies=behind(hr_gate)
)


class BeginSent(BaseModel):
    fields: list[str] = Field(default_factory=list)
    head_of_hr: Literal["yes", "no"]


class SeatSent(Meant):
    part: Part
    representative: bool = False


BeginForm = Annotated[Form[BeginSent], form_of(BeginSent)]
SeatForm = Annotated[Form[SeatSent], form_of(SeatSent)]


@router.get("")
def commission(request: Request, room: HrRoom) -> Response:
    if room.found is None:
        return _begin(request, room, empty_form(head_of_hr="no"))
    return show(request, room, empty_form(part="member"))


@router.post("")
def begin(request: Request, db: Db, now: Now, room: HrRoom, form: BeginForm) -> Response:
    """Begin to form the commission: from now on the lot for its assessors is promised."""
    sent, closed = form.data, room.closed()
    if closed is not None:
        return redirect(request, room.url, said=closed, kind="refused")
    if sent is not None and not set(sent.fields) <= set(codes().work.names):
        form = form.with_error("fields", say("Please choose one of the answers."))
    elif sent is not None and not sent.fields:
        fault = say("Choose at least one field of work: assessors are found by it.")
        form = form.with_error("fields", fault)
    if form.data is None or sent is None:
        return _begin(request, room, form)
    is_head = sent.head_of_hr == "yes"
    begin_commission(db, room.round.id, sent.fields, is_for_head_of_hr=is_head, by=room.by, now=now)
    said = say("The commission is begun and the lot for its assessors is promised.")
    return redirect(request, room.url, said=said)


@router.post("/seats")
def seat(request: Request, db: Db, now: Now, room: HrRoom, form: SeatForm) -> Response:
    """Seat the person who is meant by an IIN or a name; of several one is chosen first."""
    made, closed = room.commission, room.closed()
    if closed is not None:
        return redirect(request, room.url, said=closed, kind="refused")
    if form.data is None:
        return show(request, room, form)
    who, checked, meant = one_of(db, form)
    if who is None:
        return show(request, room, checked, tuple(meant))
    seated = Who(who.id, is_representative=form.data.representative)
    done = seat_person(db, made, form.data.part, seated, by=room.by, now=now)
    if isinstance(done, Message):
        return show(request, room, form.with_error("who", done))
    said = say("%(name)s is on the commission.", name=who.name)
    return redirect(request, f"{room.url}#members", said=said)


@router.post("/seats/{seat_id}/off")
def take_off(request: Request, db: Db, now: Now, room: HrRoom, seat_id: UUID) -> Response:
    """Take somebody off while the commission is being formed."""
    refused = room.closed() or unseat_person(db, room.commission, seat_id, by=room.by, now=now)
    if refused is not None:
        return redirect(request, room.url, said=refused, kind="refused")
    return redirect(request, f"{room.url}#members", said=say("The place is free again."))


def _begin(request: Request, room: Room, form: Form[BeginSent]) -> Response:
    return page(
        request,
        "hr_commission/begin.html",
        422 if form.errors else 200,
        room=room,
        form=form,
        fields=codes().work.names,
        closed=room.closed(),
        links=links,
    )
