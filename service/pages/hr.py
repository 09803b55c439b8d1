"""The cabinet of HR: the bodies it works for, what waits and by when, vacancies by state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.bodies.models import Body
from service.core.db import Db
from service.core.render import page
from service.law.calendar import local_day
from service.pages import hr_words, vacancies_words
from service.pages.doors import Now
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import bodies_for
from service.vacancies import queries
from service.vacancies.models import Announcement, Vacancy, VacancyState
from service.vacancies.tasks import Task, Waiting, counts_of, tasks_of

router = APIRouter(prefix="/hr", dependencies=behind(hr_gate))


@dataclass(frozen=True, slots=True)
class Closed:
    """A vacancy that is closed, with its rounds that were announced."""

    vacancy: Vacancy
    rounds: Sequence[Announcement]


@router.get("")
def cabinet(request: Request, db: Db, person: Hr, now: Now, state: str = "") -> Response:
    own = bodies_for(db, person)
    shown = next((one for one in VacancyState if one == state), VacancyState.OPEN)
    waiting = tasks_of(db, [one.code for one in own], local_day(now))
    return page(
        request,
        "hr/cabinet.html",
        bodies=own,
        waiting=waiting,
        stats=_stats(waiting, local_day(now)),
        shown=shown,
        counts={one: len(queries.vacancies_of(db, _codes(own), one)) for one in VacancyState},
        closed=[] if shown is VacancyState.OPEN else _closed(db, own, shown),
        today=local_day(now),
        words=vacancies_words,
        hr=hr_words,
    )


def _codes(own: Sequence[Body]) -> list[str]:
    return [one.code for one in own]


def _stats(waiting: Sequence[Waiting], today: date) -> dict[str, int]:
    """The large numbers on top: what is HR's to do, what runs, what is late."""
    counts = counts_of(waiting)
    return {
        "own": sum(one.is_hrs for one in waiting),
        "late": sum(one.due_on is not None and one.due_on < today for one in waiting),
        "open": counts[Task.RECEIVE],
        "running": counts[Task.END],
    }


def _closed(db: Session, own: Sequence[Body], state: VacancyState) -> list[Closed]:
    rows = queries.vacancies_of(db, _codes(own), state)
    rounds = queries.rounds_of_all(db, [one.id for one in rows])
    return [
        Closed(row, [one for one in rounds.get(row.id, ()) if one.published_on]) for row in rows
    ]
