"""What HR does to a commission after being asked: draws assessors, forms it, replaces (CM-1)."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from service.commissions import queries
from service.commissions.actions import Who, draw_assessors, faults_of, reserve_of
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.commissions.seating import fitting_now, number_to_draw, representatives
from service.competitions.composition import Succession, against_replacing
from service.competitions.composition import form as form_in_course
from service.competitions.composition import replace as replace_in_course
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.core.tickets import use_ticket
from service.law.commission import Reason
from service.lots.queries import lot
from service.pages.commission_words import PARTS, REASONS
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import behind, hr_gate
from service.pages.hr_commission_room import HrRoom, Room
from service.pages.people_found import Meant, choices_of, one_of
from service.people.models import Account
from service.people.queries import account

router = APIRouter(
    prefix="/hr/announcements/{number}/{ordinal}/commission", dependencies=behind(hr_gate)
)
NO_RESERVE: Final = say("The reserve is used up: nobody on the list of the lot can follow.")
SureSent = Annotated[Form[Sure], form_of(Sure)]


class ReplaceSent(Meant, Sure):
    reason: Reason
    words: str = Field(min_length=5, max_length=500)
    was: UUID


ReplaceForm = Annotated[Form[ReplaceSent], form_of(ReplaceSent)]


@router.post("/draw")
def draw(request: Request, db: Db, now: Now, room: HrRoom, form: SureSent) -> Response:
    """Draw the assessors by the promised lot, after being asked; it is done once."""
    made, closed = room.commission, room.closed()
    if closed is not None or form.data is None:
        return redirect(request, room.url, said=closed, kind="refused")
    if not form.data.sure:
        return ask(request, _draw_asked(room))
    if form.data.ticket is not None and not use_ticket(db, form.data.ticket, now=now):
        return redirect(request, room.url)
    done = draw_assessors(db, made, body_code=room.body_code, candidates=(), by=room.by, now=now)
    if isinstance(done, Message):
        return redirect(request, room.url, said=done, kind="refused")
    return redirect(request, f"{room.url}#members", said=say("The assessors are drawn and seated."))


@router.post("/form")
def form_it(request: Request, db: Db, now: Now, room: HrRoom, form: SureSent) -> Response:
    """Declare the commission formed, after being asked, where nothing stands against it."""
    made, closed = room.commission, room.closed()
    if closed is not None or form.data is None:
        return redirect(request, room.url, said=closed, kind="refused")
    unready = say("Something stands against the commission: see what, and mend it first.")
    if not form.data.sure:
        if faults_of(db, made, ()):
            return redirect(request, room.url, said=unready, kind="refused")
        return ask(request, _form_asked(room))
    if form.data.ticket is not None and not use_ticket(db, form.data.ticket, now=now):
        return redirect(request, room.url)
    done = form_in_course(db, made, by=room.by, calendar=room.calendar, now=now)
    if done:
        refused = done if isinstance(done, Message) else unready
        return redirect(request, room.url, said=refused, kind="refused")
    return redirect(request, room.url, said=say("The commission is formed. Its members are told."))


@router.get("/seats/{seat_id}/replace")
def replacing(request: Request, now: Now, room: HrRoom, seat_id: UUID) -> Response:
    return _replacing(request, room, seat_id, empty_form(), now=now)


@router.post("/seats/{seat_id}/replace")
def replace(
    request: Request, db: Db, now: Now, room: HrRoom, seat_id: UUID, form: ReplaceForm
) -> Response:
    """Replace a member with the reason, after being asked; a drawn one by the reserve only."""
    place, before, _ = room.seat(seat_id)
    if form.data is None or form.data.change:
        return _replacing(request, room, seat_id, form, now=now)
    follower, checked, meant = _follower(room, before, form)
    if follower is None:
        return _replacing(request, room, seat_id, checked, now=now, meant=tuple(meant))
    sent = form.data
    if not sent.sure:
        return ask(request, _replace_asked(room, place, before, follower, sent))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, room.url)
    change = Succession(seat_id, sent.was, follower, sent.reason, sent.words)
    done = replace_in_course(
        db, room.commission, change, by=room.by, calendar=room.calendar, now=now
    )
    if isinstance(done, Message):
        return _replacing(request, room, seat_id, form.with_error("", done), now=now)
    said = say("The member is replaced. The successor is told.")
    return redirect(request, f"{room.url}#members", said=said)


def _follower(
    room: Room, before: SeatHolder, form: Form[ReplaceSent]
) -> tuple[Who | None, Form[ReplaceSent], list[Account]]:
    """Who follows: the next one of the reserve, or the person meant."""
    if before.assessor_id is not None:
        following = reserve_of(room.db, room.commission)
        if following is None:
            return None, form.with_error("", NO_RESERVE), []
        if form.data and form.data.sure and form.data.account != following.account_id:
            fault = say("The reserve has moved on meanwhile. See who follows now.")
            return None, form.with_error("", fault), []
        return Who(following.account_id, following.id), form, []
    person, checked, meant = one_of(room.db, form)
    if person is None:
        return None, checked, list(meant)
    return Who(person.id, is_representative=before.is_representative), checked, []


def _replacing(
    request: Request,
    room: Room,
    seat_id: UUID,
    form: Form[ReplaceSent],
    *,
    now: Now,
    meant: tuple[Account, ...] = (),
) -> Response:
    place, before, leaves = room.seat(seat_id)
    drawn = before.assessor_id is not None
    following = reserve_of(room.db, room.commission) if drawn else None
    closed = room.closed() or against_replacing(room.db, room.course(), seat_id, now)
    return page(
        request,
        "hr_commission/replace.html",
        422 if form.errors else 200,
        room=room,
        place=place,
        before=before,
        leaves=leaves,
        following=following,
        following_person=account(room.db, following.account_id) if following else None,
        closed=closed or (NO_RESERVE if drawn and following is None else None),
        representatives=choices_of(representatives(room.db)) if before.is_representative else [],
        meant=choices_of(meant),
        form=form,
        parts=PARTS,
        reasons=[(code, translate(name)) for code, name in REASONS.items()],
    )


def _draw_asked(room: Room) -> Asking:
    made = queries.law_commission(room.db, room.commission.id)
    assert room.commission.lot_id is not None
    return Asking(
        title=say("Draw the assessors now?"),
        facts=[
            (say("To be drawn"), number_to_draw(made)),
            (say("Fitting assessors on the list"),
             len(fitting_now(room.db, room.commission, room.body_code))),
            (say("Lot"), lot(room.db, room.commission.lot_id).number),
        ],
        happens=[
            say("The list is fixed as it is now; those drawn first are seated, the others stand "
                "in reserve in the order drawn."),
            say("The draw is made once: it cannot be repeated with another result."),
            say("The seed is disclosed: everybody can repeat the draw on its public page."),
        ],
        yes=say("Draw the assessors"),
        url=f"{room.url}/draw",
        back=room.url,
        kind="primary",
    )  # fmt: skip


def _form_asked(room: Room) -> Asking:
    held = queries.holders(room.db, room.commission.id)
    members = sum(place.part is not Part.SECRETARY for place, _, _ in held)
    return Asking(
        title=say("Declare the commission formed?"),
        facts=[(say("Members"), members)],
        happens=[
            say("Every member and the secretary are told at once, by text message too."),
            say("Members declare conflicts of interest before anything is shown to them."),
            say("After this a member can only be replaced, with a reason."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Form the commission"),
        url=f"{room.url}/form",
        back=room.url,
        kind="primary",
    )


def _replace_asked(
    room: Room, place: CommissionSeat, before: SeatHolder, who: Who, sent: ReplaceSent
) -> Asking:
    url = f"{room.url}/seats/{place.id}/replace"
    gone, comes = account(room.db, before.account_id), account(room.db, who.account_id)
    assert gone is not None
    assert comes is not None
    return Asking(
        title=say("Replace this member?"),
        facts=[
            (say("Leaves"), gone.name),
            (say("Comes"), comes.name),
            (say("Reason"), REASONS[sent.reason]),
            (say("In words"), sent.words),
        ],
        happens=[
            say("What was scored from the seat stays scored; the successor scores what was not."),
            say("The successor declares conflicts of interest first."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Replace the member"),
        url=url,
        back=room.url,
        fields={"account": comes.id, "reason": sent.reason, "words": sent.words, "was": sent.was},
    )
