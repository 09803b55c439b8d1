"""A member's own page: on which commissions one sits, what is to be done there and by when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.admissions.telling import title_of
from service.commissions import queries
from service.commissions.models import (
    Commission,
    CommissionSeat,
    CommissionState,
    Part,
    SeatHolder,
)
from service.competitions.composition import to_declare_about
from service.competitions.course import Course, course_of
from service.competitions.protocol import signature_of_protocol
from service.core.db import Db
from service.core.i18n import Message, say
from service.core.render import page
from service.core.wiring import Wiring
from service.law.competition_guards import OVER
from service.law.competition_todo import Todo
from service.law.conflict import standing, undeclared
from service.pages import commission_words as words
from service.pages import competition_links as links
from service.pages.competition_view import grouped, state_words
from service.pages.competition_words import TODOS
from service.pages.doors import House
from service.pages.gates import Anyone, anyone_gate, behind
from service.people.person import Person
from service.scoring.queries import essays_of, interview
from service.vacancies.models import Announcement
from service.vacancies.queries import announcement, vacancy

router = APIRouter(prefix="/commission", dependencies=behind(anyone_gate))

SCORING: Final = frozenset({"essay-scored", "interview-signed"})


@dataclass(frozen=True, slots=True)
class Task:
    """Something that this person has to do: the words, how many, by when, where."""

    text: Message
    number: int
    due_at: datetime | None
    is_late: bool
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A commission as its member sees it.

    Attributes:
        missing: for how many candidates conflicts are still to be declared; while there are any,
            nothing else is shown.
        closed: the names of those whom this member neither sees nor scores.
    """

    announcement: Announcement
    title: dict[str, str]
    part: Part
    state: tuple[str, Message]
    is_over: bool
    is_suspended: bool
    missing: int
    declares: bool
    closed: Sequence[str]
    tasks: Sequence[Task]
    ways: Sequence[tuple[str, Message]]


@router.get("")
def own(request: Request, db: Db, house: House, person: Anyone) -> Response:
    cards = [
        _card(db, house, *each)
        for each in queries.seats_of_person(db, person.account_id)
        if each[0].state is not CommissionState.FORMING
    ]
    return page(
        request,
        "commission/own.html",
        open=[one for one in cards if not one.is_over],
        over=[one for one in cards if one.is_over],
        parts=words.PARTS,
        links=links,
    )


def is_on_commission(db: Session, person: Person) -> bool:
    """Tell whether the person sits on a commission: other pages then lead here."""
    return queries.holds_seat(db, person.account_id)


def _card(
    db: Session, house: Wiring, commission: Commission, place: CommissionSeat, holder: SeatHolder
) -> Card:
    announced = announcement(db, commission.announcement_id)
    course = course_of(db, announced.id, house.parts["calendar"])
    declares = place.part is not Part.SECRETARY
    about = to_declare_about(db, course) if course is not None and declares else []
    said, me = queries.declared(db, commission.id), str(holder.account_id)
    missing = undeclared(said, me, [str(one) for one, _ in about])
    closed = [name for key, name in about if standing(said, me, str(key)) == "conflicted"]
    is_over = commission.state is CommissionState.DISSOLVED
    is_over = is_over or (course is not None and course.state.state in OVER)
    shown = course if not missing else None
    return Card(
        announcement=announced,
        title=title_of(vacancy(db, announced.vacancy_id)),
        part=place.part,
        state=state_words(course) if course is not None else RECEIVING,
        is_over=is_over,
        is_suspended=course is not None and course.state.is_suspended,
        missing=len(missing),
        declares=declares and bool(about),
        closed=closed if shown else (),
        tasks=list(_tasks(shown, place, house.clock.now())) if shown else (),
        ways=list(_ways(db, shown)) if shown else (),
    )


RECEIVING: Final = ("note", say("Applications are received"))


def _tasks(course: Course, place: CommissionSeat, now: datetime) -> Iterator[Task]:
    number = course.announcement.number
    for todo, count in grouped([one for one in course.todos if _is_own(one, place)]):
        essays = todo.event == "essay-scored"
        url = links.commission_essays(number) if essays else links.commission_interviews(number)
        yield Task(TODOS[todo.event], count, todo.due_at, todo.overdue(now), url)


def _is_own(todo: Todo, place: CommissionSeat) -> bool:
    """Is it for this seat: the law leaves out who has scored and who has a conflict."""
    if place.part is Part.SECRETARY:
        return todo.actor == "secretary"
    return todo.event in SCORING and str(place.id) in todo.seats


def _ways(db: Session, course: Course) -> Iterator[tuple[str, Message]]:
    """The pages of this competition that there are for its commission by now."""
    round_id, number = course.row.announcement_id, course.announcement.number
    if essays_of(db, round_id):
        yield links.commission_essays(number), say("Essays")
    if interview(db, round_id) is not None:
        yield links.commission_interviews(number), say("Interviews")
    if signature_of_protocol(db, round_id) is not None:
        yield links.protocol_file(number), say("Protocol")
