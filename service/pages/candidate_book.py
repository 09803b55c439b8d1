"""Booking a test: which programme, does anything stand against it, where and when.

Every choice travels in the address: reload, the back button and a second tab are harmless.
"""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import join_waiting_list, leave_waiting_list
from service.booking.models import Slot
from service.booking.waiting import NotWaiting
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.booking import latest_filing
from service.law.calendar import local_day
from service.law.programme import Programme
from service.pages.candidate_choice import (
    STEPS,
    Choice,
    Chosen,
    Wanted,
    by_kind,
    obstacles,
    offered,
    wanted,
)
from service.pages.candidate_seats import Placed, Seats, seats
from service.pages.candidate_words import ground
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.programmes import Finding
from service.programmes.programme_words import KINDS, is_setting

PROGRAMME, CONDITIONS, PLACE, REVIEW = range(4)
NO_CATEGORY: Final = say("Please enter the category of the post, for example C-GP-5.")
UNKNOWN_CATEGORY: Final = say(
    "No programme names this category. Please compare it with the announcement of the vacancy."
)
NO_PROGRAMME: Final = say("Please choose one of the programmes.")

router = APIRouter(dependencies=behind(candidate_gate))


class WaitingForm(Choice):
    """Where and for which day somebody wants to wait."""

    centre: str
    day: date


@router.get("/book")
def choose(request: Request, db: Db, now: Now, choice: Chosen, _: Candidate) -> Response:
    return _choose_page(request, db, now, choice)


@router.get("/book/check")
def check(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    choice: Chosen,
    how: str = "",
) -> Response:
    found = wanted(db, choice, local_day(now))
    if found is None:
        errors = {"category": NO_CATEGORY} if how == "category" else {"programme": NO_PROGRAMME}
        return _choose_page(request, db, now, choice, errors)
    if isinstance(found, Finding):
        return _question_page(request, db, now, choice, found)
    return _conditions_page(request, db, house, person, now, choice, found)


@router.get("/book/place")
def place(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    choice: Chosen,
    placed: Placed,
) -> Response:
    found = wanted(db, choice, local_day(now))
    if not isinstance(found, Wanted):
        return RedirectResponse(choice.url("/book"), 303)
    against = obstacles(db, house, person, found.programme, now)
    if against:
        return RedirectResponse(choice.url("/book/check"), 303)

    def page_url(**more: object) -> str:
        return f"{choice.url('/book/place', **more)}#times"

    def slot_url(slot: Slot) -> str:
        return choice.url("/book/review", slot=slot.id)

    shown = seats(
        db, placed, page_url=page_url, slot_url=slot_url, earliest_on=against.earliest_on, now=now
    )
    return page(
        request,
        "candidate/place.html",
        steps=STEPS,
        step=PLACE,
        choice=choice,
        programme=found.programme,
        seats=shown,
        against=against,
        back=choice.url("/book/check"),
        waiting=_waiting(db, person, shown, found.programme),
        apply_until=_apply_until(house, shown),
    )


@router.post("/book/waiting")
def join(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    form: Annotated[Form[WaitingForm], form_of(WaitingForm)],
) -> Response:
    sent = form.data
    if sent is None:
        return RedirectResponse("/book", 303)
    found, centre = wanted(db, sent, local_day(now)), queries.centre_by_code(db, sent.centre)
    if centre is None or not isinstance(found, Wanted):
        return RedirectResponse("/book", 303)
    back = sent.url("/book/place", centre=centre.code, day=sent.day)
    if obstacles(db, house, person, found.programme, now):
        return RedirectResponse(sent.url("/book/check"), 303)
    answer = join_waiting_list(
        db,
        person.account_id,
        centre=centre,
        day=sent.day,
        programme_code=found.programme.code,
        calendar=house.parts["calendar"],
        now=now,
    )
    if isinstance(answer, NotWaiting):
        return redirect(request, back, said=answer.sentence, kind="warning")
    said = say("You are number %(n)s on the waiting list of %(day)s.", n=answer.place, day=sent.day)
    return redirect(request, back, said=said)


@router.post("/cabinet/waiting/{entry_id}/leave")
def leave(
    request: Request, db: Db, house: House, person: Candidate, now: Now, entry_id: UUID
) -> Response:
    calendar = house.parts["calendar"]
    if not leave_waiting_list(db, person.account_id, entry_id, calendar=calendar, now=now):
        raise NotFound
    return redirect(request, "/cabinet", said=say("You have left the waiting list."))


def _choose_page(
    request: Request,
    db: Session,
    now: Now,
    choice: Choice,
    errors: dict[str, Message] | None = None,
    nearest: tuple[str, ...] = (),
) -> Response:
    form: Form[Any] = empty_form(**choice.model_dump())
    if errors:
        form = Form(None, form.values, errors)
    return page(
        request,
        "candidate/choose.html",
        422 if errors else 200,
        steps=STEPS,
        step=PROGRAMME,
        form=form,
        choice=choice,
        nearest=[(each, Choice(category=each).url("/book/check")) for each in nearest],
        groups=by_kind(offered(db, local_day(now))),
        kinds=KINDS,
    )


def _question_page(
    request: Request, db: Session, now: Now, choice: Choice, found: Finding
) -> Response:
    if not found.asks_among:
        errors = {"category": UNKNOWN_CATEGORY}
        return _choose_page(request, db, now, choice, errors, tuple(found.nearest))
    return page(
        request,
        "candidate/education.html",
        steps=STEPS,
        step=PROGRAMME,
        choice=choice,
        finding=found,
        back=choice.url("/book"),
    )


def _conditions_page(
    request: Request,
    db: Session,
    house: House,
    person: Candidate,
    now: Now,
    choice: Choice,
    found: Wanted,
) -> Response:
    programme = found.programme
    against = obstacles(db, house, person, programme, now)
    return page(
        request,
        "candidate/conditions.html",
        steps=STEPS,
        step=CONDITIONS,
        choice=choice,
        programme=programme,
        kind=KINDS[programme.kind],
        is_setting=is_setting(programme),
        reason=found.reason,
        against=against,
        grounds=[ground(one) for one in against.grounds],
        standing=against.standing,
        today=local_day(now),
        here=choice.url("/book/check"),
        onward=choice.url("/book/place"),
        back=choice.url("/book"),
    )


def _waiting(
    db: Session, person: Candidate, shown: Seats, programme: Programme
) -> tuple[int, UUID] | None:
    """Return the person's place in the line of the day shown, with the entry's id."""
    if shown.centre is None:
        return None
    for entry in queries.entries_of(db, person.account_id):
        where = (entry.centre_id, entry.day, entry.programme_code)
        if where == (shown.centre.id, shown.day, programme.code):
            return queries.place_in_line(db, entry), entry.id
    return None


def _apply_until(house: House, shown: Seats) -> object:
    """Return until when one can apply for the day shown (BK-1)."""
    return None if shown.day is None else latest_filing(shown.day, house.parts["calendar"])
