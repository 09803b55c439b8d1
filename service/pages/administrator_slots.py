"""For administrators: open slots, see who sits in them, close them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData

from service.booking import queries as bookings
from service.booking.models import Centre, Slot
from service.booking.slots import (
    Opened,
    Skipped,
    SkippedSlot,
    StillTaken,
    close_slot,
    open_slots,
)
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import FieldFault, Form, check_form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.exam_day import queries
from service.law.calendar import WorkingCalendar, local_day
from service.pages.administrator_attempts import standing
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind

SHOWN_DAYS: Final = 14
MOST_DAYS: Final = 92
MOST_TIMES: Final = 40
MOST_NAMED: Final = 20
TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
REASONS: Final[dict[Skipped, Message]] = {
    Skipped.DAY_OFF: say("Day off or holiday (BK-3)"),
    Skipped.OUTSIDE_HOURS: say("Outside the opening hours or in the midday break (BK-3)"),
    Skipped.PAST: say("Has passed already"),
    Skipped.THERE: say("Is there already"),
}

router = APIRouter(prefix="/administrator/slots", dependencies=behind(administrator_gate))


def read_times(text: str) -> list[time]:
    """Return the times of a text such as "09:00, 10:30".

    Raises:
        FieldFault: a word of it is no time, or there are too many.
    """
    times = []
    for word in filter(None, re.split(r"[\s,;]+", text)):
        found = TIME.fullmatch(word)
        if found is None:
            raise FieldFault(say("“%(word)s” is not a time such as 09:30.", word=word))
        times.append(time(int(found[1]), int(found[2])))
    if len(times) > MOST_TIMES:
        raise FieldFault(say("Please enter at most %(n)s times.", n=MOST_TIMES))
    return times


def _readable(text: str) -> str:
    read_times(text)
    return text


class Schedule(Sure):
    centre: UUID
    first_on: date
    last_on: date
    times: Annotated[str, Field(max_length=500), AfterValidator(_readable)]
    capacity: int = Field(ge=1, le=2000)
    until_late: bool = False

    @property
    def days(self) -> list[date]:
        return [
            self.first_on + timedelta(days=n)
            for n in range((self.last_on - self.first_on).days + 1)
        ]


class Search(BaseModel):
    centre: UUID | None = None
    day: date | None = None


@router.get("")
def slots(request: Request, db: Db, now: Now, _: Administrator) -> Response:
    form: Form[Search] = check_form(FormData(dict(request.query_params)), Search)
    search = form.data or Search()
    first = search.day or local_day(now)
    last = first + timedelta(days=SHOWN_DAYS - 1)
    centres = bookings.all_centres(db)
    shown = [one for one in centres if search.centre in (None, one.id)]
    rows = [
        (slot, one) for one in shown for slot in bookings.slots_between(db, one.id, first, last)
    ]
    return page(
        request,
        "administrator/slots.html",
        422 if form.errors else 200,
        form=form,
        first=first,
        last=last,
        centres=centres,
        rows=sorted(rows, key=lambda row: (row[0].starts_at, row[1].code)),
        before=first - timedelta(days=SHOWN_DAYS),
        after=last + timedelta(days=1),
        chosen=search.centre,
    )


@router.get("/new")
def schedule_form(
    request: Request, db: Db, now: Now, _: Administrator, centre: str = ""
) -> Response:
    tomorrow = local_day(now) + timedelta(days=1)
    form = empty_form(
        centre=centre,
        first_on=tomorrow.isoformat(),
        last_on=(tomorrow + timedelta(days=13)).isoformat(),
        times="09:00, 11:00, 14:30, 16:30",
    )
    return _editing(request, db, form)


@router.post("/new")
def open_schedule(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    person: Administrator,
    form: Annotated[Form[Schedule], form_of(Schedule)],
) -> Response:
    sent, form = form.data, _checked(db, form)
    if sent is None or form.errors or sent.change:
        return _editing(request, db, form)
    centre = bookings.centre(db, sent.centre)
    assert centre is not None
    calendar: WorkingCalendar = house.parts["calendar"]
    if sent.sure:
        opened = _open(db, centre, sent, calendar, person.account_id, now)
        said = say("Slots opened: %(n)s.", n=len(opened.slots))
        return redirect(request, f"/administrator/slots?centre={centre.id}", said=said)
    trial = db.begin_nested()  # what would be opened, found out by opening it for a moment
    try:
        opened = _open(db, centre, sent, calendar, person.account_id, now)
    finally:
        trial.rollback()
    if not opened.slots:
        form = form.with_error("times", say("None of these starts can be opened."))
        return _editing(request, db, form, refusals(opened.skipped))
    return ask(request, _opening_asked(centre, sent, opened, form))


@router.get("/{slot_id}")
def one_slot(request: Request, db: Db, slot_id: UUID, _: Administrator) -> Response:
    slot = _slot(db, slot_id)
    seats = queries.seats_in_slot(db, slot_id)
    return page(
        request,
        "administrator/slot.html",
        slot=slot,
        centre=bookings.centre_of(db, slot),
        rows=[(seat, standing(seat)) for seat in seats],
    )


@router.post("/{slot_id}/close")
def close(
    request: Request,
    db: Db,
    now: Now,
    slot_id: UUID,
    person: Administrator,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    slot, url = _slot(db, slot_id), f"/administrator/slots/{slot_id}"
    if form.data is None or not form.data.sure:
        return ask(request, _closing_asked(slot, bookings.centre_of(db, slot)))
    match close_slot(db, slot_id, actor_id=person.account_id, now=now):
        case StillTaken(taken):
            said = say("The slot is not closed: seats taken in it: %(n)s.", n=taken)
            return redirect(request, url, said=said, kind="refused")
    return redirect(request, url, said=say("The slot is closed."))


def refusals(skipped: Sequence[SkippedSlot]) -> list[Message]:
    """Return a sentence for each reason with the days, the times, or both that it is about."""
    sentences = []
    for why, reason in REASONS.items():
        found = [one for one in skipped if one.why is why]
        if why is Skipped.DAY_OFF:
            starts = {f"{one.day:%d.%m.%Y}": None for one in found}
        elif why is Skipped.OUTSIDE_HOURS:
            starts = {f"{one.clock:%H:%M}": None for one in found}
        else:
            starts = {f"{one.day:%d.%m.%Y} {one.clock:%H:%M}": None for one in found}
        if starts:
            listed = ", ".join(list(starts)[:MOST_NAMED]) + (
                " …" if len(starts) > MOST_NAMED else ""
            )
            sentences.append(say("Not opened: %(starts)s. %(why)s.", starts=listed, why=reason))
    return sentences


def _checked(db: Session, form: Form[Schedule]) -> Form[Schedule]:
    """Return the form with what only several fields together, or the centre, can say."""
    sent = form.data
    if sent is None:
        return form
    centre = bookings.centre(db, sent.centre)
    if centre is None or centre.closed_at is not None:
        return form.with_error("centre", say("This centre is closed. Open it first."))
    if sent.last_on < sent.first_on:
        form = form.with_error("last_on", say("The last day must not come before the first."))
    elif len(sent.days) > MOST_DAYS:
        form = form.with_error("last_on", say("Please choose at most %(n)s days.", n=MOST_DAYS))
    if sent.capacity > centre.seats:
        sentence = say("Seats in a slot: from 1 to %(n)s, as the centre has.", n=centre.seats)
        form = form.with_error("capacity", sentence)
    return form


def _open(
    db: Session,
    centre: Centre,
    sent: Schedule,
    calendar: WorkingCalendar,
    actor_id: UUID,
    now: datetime,
) -> Opened:
    return open_slots(
        db,
        centre,
        sent.days,
        read_times(sent.times),
        sent.capacity,
        calendar=calendar,
        actor_id=actor_id,
        now=now,
        until_late=sent.until_late or centre.until_late,
    )


def _opening_asked(centre: Centre, sent: Schedule, opened: Opened, form: Form[Schedule]) -> Asking:
    number = len(opened.slots)
    names = ("centre", "first_on", "last_on", "times", "capacity", "until_late")
    return Asking(
        title=say("Open these slots?"),
        facts=[
            (say("Centre"), centre.name),
            (say("First day"), sent.first_on),
            (say("Last day"), sent.last_on),
            (say("Times"), sent.times),
            (say("Seats in each"), sent.capacity),
        ],
        happens=[
            say("Slots opened: %(n)s, seats: %(seats)s.", n=number, seats=number * sent.capacity),
            say("Candidates can book them at once; a waiting list gets its seats first."),
            *refusals(opened.skipped),
        ],
        yes=say("Open the slots"),
        kind="primary",
        url="/administrator/slots/new",
        back="/administrator/slots/new",
        fields={name: form.values[name] for name in names if name in form.values},
    )


def _closing_asked(slot: Slot, centre: Centre) -> Asking:
    return Asking(
        title=say("Close this slot?"),
        facts=[(say("Start"), slot.starts_at), (say("Centre"), centre.name)],
        happens=[
            say("Nobody can book it any more. It can only be closed while nobody has a seat."),
            say("It cannot be opened again."),
        ],
        yes=say("Close the slot"),
        url=f"/administrator/slots/{slot.id}/close",
        back=f"/administrator/slots/{slot.id}",
    )


def _slot(db: Session, slot_id: UUID) -> Slot:
    slot = bookings.slot(db, slot_id)
    if slot is None:
        raise NotFound
    return slot


def _editing(
    request: Request, db: Session, form: Form[Any], not_opened: Sequence[Message] = ()
) -> Response:
    return page(
        request,
        "administrator/slots_new.html",
        422 if form.errors else 200,
        form=form,
        centres=bookings.open_centres(db),
        not_opened=not_opened,
    )
