"""The live screen of the interviews for the commission: attendance, who waits, the clock (ST-5)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from service.admissions.telling import title_of
from service.commissions.queries import holder
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.live import live, screen
from service.core.render import page, redirect, render
from service.core.wiring import Wiring
from service.gateways.video import Guest
from service.law.calendar import local_day
from service.pages.candidate_interview import lead_in
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Anyone, anyone_gate, behind
from service.pages.interview_doors import Chair, chair_of, hall_of, place_in
from service.pages.interview_words import PARTS, STEPS
from service.people.person import Person
from service.scoring.interview_board import Place
from service.scoring.interview_failure import hold_again
from service.scoring.interviews import end_interview, let_in, mark_absent, note_attendance
from service.scoring.queries import interviews_stamp
from service.vacancies.queries import announcement_numbered, vacancy

router = APIRouter(
    prefix="/commission/{number}/{ordinal}/interviews", dependencies=behind(anyone_gate)
)
Reason = Annotated[str, AfterValidator(str.strip), Field(min_length=10, max_length=1000)]
CLOSED = say("You see no candidate here before you have declared conflicts of interest.")


class FailureSent(BaseModel):
    """What has failed, in words."""

    reason: Reason


@router.get("")
def interviews(
    request: Request, db: Db, house: House, person: Anyone, number: str, ordinal: int
) -> Response:
    chair = chair_of(db, house, person, number, ordinal)
    title = title_of(vacancy(db, chair.course.announcement.vacancy_id))
    return page(request, "interviews/commission.html", title=title, **_seen(db, house, chair))


@router.get("/screen")
def show_screen(
    request: Request, house: House, person: Anyone, number: str, ordinal: int
) -> Response:
    return screen(house, lambda db: _screen(request, db, house, person, number, ordinal))


@router.get("/events")
def events(request: Request, house: House, person: Anyone, number: str, ordinal: int) -> Response:
    return live(
        house,
        lambda db: _screen(request, db, house, person, number, ordinal),
        lambda db: stamp_of(db, number, ordinal),
        person.account_id,
    )


@router.get("/room")
def enter_room(
    db: Db, house: House, person: Anyone, now: Now, number: str, ordinal: int
) -> Response:
    """Lead into the video room on the day, unless the candidate inside is closed to the member."""
    chair = chair_of(db, house, person, number, ordinal)
    held, place = (
        chair.board.interview,
        chair.board.inside or chair.board.waiting or chair.board.following,
    )
    if held is None or local_day(now) < held.held_on:
        raise NotFound
    if place is not None and chair.closed(db, place.application_id) is not None:
        raise Refused(CLOSED)
    guest = Guest(str(chair.holder.id), person.name, is_host=chair.is_secretary)
    return lead_in(house, held.link, guest, now)


@router.post("/attendance/{holder_id}")
def attend(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    holder_id: UUID,
) -> Response:
    """Note that a member attends."""
    chair = chair_of(db, house, person, number, ordinal)
    who = holder(db, holder_id)
    if who is None or who.commission_id != chair.holder.commission_id or who.ended_at:
        raise NotFound
    hall = hall_of(house, chair.course)
    return _back(request, chair, note_attendance(db, hall, person.account_id, who, now=now))


@router.post("/{application_id}/let-in")
def let_candidate_in(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
) -> Response:
    """Let the candidate in: the clock starts by itself on all screens."""
    chair = chair_of(db, house, person, number, ordinal)
    place_in(chair, application_id)
    hall = hall_of(house, chair.course)
    return _back(request, chair, let_in(db, hall, person.account_id, application_id, now=now))


@router.post("/{application_id}/end")
def end(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
) -> Response:
    """End the talk; the points can still be signed."""
    chair = chair_of(db, house, person, number, ordinal)
    place_in(chair, application_id)
    hall = hall_of(house, chair.course)
    done = end_interview(db, hall, person.account_id, application_id, now=now)
    return _back(request, chair, done)


@router.post("/{application_id}/absent")
def absent(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    """Note that the candidate did not come, after a page that asks."""
    chair = chair_of(db, house, person, number, ordinal)
    place = place_in(chair, application_id)
    if chair.is_secretary and form.data is not None and not form.data.sure:
        return ask(request, _absence_asked(chair, place))
    hall = hall_of(house, chair.course)
    done = mark_absent(db, hall, person.account_id, application_id, now=now)
    return _back(request, chair, done)


@router.get("/{application_id}/failure")
def failure(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    number: str,
    ordinal: int,
    application_id: UUID,
) -> Response:
    """Ask what has failed: the interview is held again."""
    chair = chair_of(db, house, person, number, ordinal)
    return _failure_page(request, chair, application_id, empty_form())


@router.post("/{application_id}/failure")
def fail(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
    form: Annotated[Form[FailureSent], form_of(FailureSent)],
) -> Response:
    """Let the interview be held again after a technical failure (TT-5)."""
    chair = chair_of(db, house, person, number, ordinal)
    if form.data is None:
        return _failure_page(request, chair, application_id, form)
    place_in(chair, application_id)
    hall, reason = hall_of(house, chair.course), form.data.reason
    done = hold_again(db, hall, person.account_id, application_id, reason, now=now)
    return _back(request, chair, done)


def _failure_page(
    request: Request, chair: Chair, application_id: UUID, form: Form[Any]
) -> Response:
    place = place_in(chair, application_id)
    if not chair.is_secretary or place.turn is None or place.turn.let_in_at is None:
        raise NotFound
    status = 422 if form.errors else 200
    url = f"{chair.url}/{application_id}/failure"
    return page(
        request, "interviews/failure.html", status, chair=chair, place=place, form=form, url=url
    )


def _screen(
    request: Request, db: Session, house: Wiring, person: Person, number: str, ordinal: int
) -> str:
    chair = chair_of(db, house, person, number, ordinal)
    return render(request, "interviews/commission_screen.html", **_seen(db, house, chair))


def stamp_of(db: Session, number: str, ordinal: int) -> object:
    """Return another value each time when something about these interviews has changed."""
    announced = announcement_numbered(db, f"{number}/{ordinal}")
    return announced and interviews_stamp(db, announced.id)


def _seen(db: Session, house: Wiring, chair: Chair) -> dict[str, Any]:
    board, now = chair.board, house.clock.now()
    places = [(one, chair.closed(db, one.application_id)) for one in board.places]
    is_day = board.interview is not None and local_day(now) >= board.interview.held_on
    inside = next(((one, why) for one, why in places if one.step == "inside"), None)
    return {
        "chair": chair,
        "course": chair.course,
        "board": board,
        "places": places,
        "inside": inside,
        "has_to_declare": any(why and why.why == "declare-first" for _, why in places),
        "is_day": is_day and not chair.course.state.is_suspended,
        "late": {one.application_id for one in board.places if one.is_overdue(now)},
        "concerned": board.inside or board.waiting or board.following,  # whose quorum counts now
        "steps": STEPS,
        "parts": PARTS,
        "url": chair.url,
    }


def _absence_asked(chair: Chair, place: Place) -> Asking:
    return Asking(
        title=say("Note that the candidate did not come?"),
        facts=[(say("Candidate"), place.name)],
        happens=[
            say("The candidate is out of the competition and is told so."),
            say("This cannot be undone."),
            say("It stands in the journal with your name."),
        ],
        yes=say("The candidate did not come"),
        url=f"{chair.url}/{place.application_id}/absent",
        back=chair.url,
    )


def _back(request: Request, chair: Chair, done: object | Message) -> Response:
    if isinstance(done, Message):
        return redirect(request, chair.url, said=done, kind="refused")
    return redirect(request, chair.url)
