"""A candidate's own interview: when and where, the waiting room, the clock, what comes next."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.admissions.telling import title_of
from service.competitions.course import Course
from service.competitions.queries import candidacy
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message
from service.core.live import live, screen
from service.core.render import page, redirect, render
from service.core.wiring import Wiring
from service.gateways.video import GUEST_GOOD_FOR, Guest
from service.law.calendar import local_day
from service.pages import competition_links as links
from service.pages.doors import House, Now
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.interview_doors import hall_of, own_interview
from service.people.person import Person
from service.scoring.interview_board import Board, board_of
from service.scoring.interview_waiting import leave_waiting_room
from service.scoring.interviews import enter_waiting_room
from service.scoring.queries import interviews_stamp
from service.vacancies.queries import vacancy

router = APIRouter(prefix="/me/interviews/{application_id}", dependencies=behind(candidate_gate))

Phase = Literal[
    "no-time", "ahead", "open", "waits", "inside", "over", "absent", "gone", "suspended"
]


@router.get("")
def interview(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    course, filed = own_interview(db, house, person, application_id)
    return page(
        request,
        "interviews/candidate.html",
        title=title_of(vacancy(db, course.announcement.vacancy_id)),
        **_seen(db, course, filed, now),
    )


@router.get("/screen")
def show_screen(
    house: House, request: Request, person: Candidate, application_id: UUID
) -> Response:
    return screen(house, lambda db: _screen(request, db, house, person, application_id))


@router.get("/events")
def events(house: House, request: Request, person: Candidate, application_id: UUID) -> Response:
    return live(
        house,
        lambda db: _screen(request, db, house, person, application_id),
        lambda db: _stamp(db, application_id),
        person.account_id,
    )


@router.post("/enter")
def enter(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
) -> Response:
    """Enter the waiting room; a second time changes nothing."""
    course, filed = own_interview(db, house, person, application_id)
    done = enter_waiting_room(db, hall_of(house, course), filed.id, now=now)
    return _back(request, filed, done)


@router.post("/leave")
def leave(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
) -> Response:
    """Leave the waiting room; one may come again."""
    _, filed = own_interview(db, house, person, application_id)
    return _back(request, filed, leave_waiting_room(db, filed.id, now=now))


@router.get("/room")
def enter_room(db: Db, house: House, person: Candidate, now: Now, application_id: UUID) -> Response:
    """Lead into the video room, once the secretary has let the candidate in."""
    course, filed = own_interview(db, house, person, application_id)
    board = board_of(db, course)
    if board.interview is None or phase_of(course, board, filed.id, now) != "inside":
        raise NotFound
    guest = Guest(str(filed.id), person.name, good_for=GUEST_GOOD_FOR)
    return lead_in(house, board.interview.link, guest, now)


def lead_in(house: Wiring, link: str, guest: Guest, now: datetime) -> Response:
    """Send the browser into the video room as this guest.

    Raises:
        NotFound: there is no room.
    """
    if not link:
        raise NotFound
    rooms = house.parts["video"]
    return RedirectResponse(rooms.entrance(link, guest, now=now) if rooms else link, 303)


def phase_of(course: Course, board: Board, application_id: UUID, now: datetime) -> Phase:
    """Return where the candidate stands on the way through the interview."""
    place, held = board.place(application_id), board.interview
    if place is not None and place.step in ("inside", "over", "absent"):
        return place.step
    if course.state.is_suspended:
        return "suspended"
    if place is None or place.step == "gone":
        return "gone"
    if held is None or course.state.state != "interview":
        return "no-time"
    if place.step == "waits":
        return "waits"
    return "open" if local_day(now) >= held.held_on else "ahead"


def _screen(
    request: Request, db: Session, house: Wiring, person: Person, application_id: UUID
) -> str:
    course, filed = own_interview(db, house, person, application_id)
    seen = _seen(db, course, filed, house.clock.now())
    return render(request, "interviews/candidate_screen.html", **seen)


def _stamp(db: Session, application_id: UUID) -> object:
    row = candidacy(db, application_id)
    return row and interviews_stamp(db, row.announcement_id)


def _seen(
    db: Session, course: Course, filed: CompetitionApplication, now: datetime
) -> dict[str, Any]:
    board = board_of(db, course)
    return {
        "course": course,
        "filed": filed,
        "held": board.interview,
        "place": board.place(filed.id),
        "before": board.before(filed.id),
        "phase": phase_of(course, board, filed.id, now),
        "url": links.interview(filed.id),
        "links": links,
    }


def _back(request: Request, filed: CompetitionApplication, done: object | Message) -> Response:
    url = links.interview(filed.id)
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url)
