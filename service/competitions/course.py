"""A competition as its steps make it: read, with its law, its plan and what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlmodel import Session

from service.competitions import queries
from service.competitions.models import Competition, CompetitionStep
from service.law import competition as law
from service.law.announcement import Stage
from service.law.calendar import WorkingCalendar
from service.law.competition_state import Competition as State
from service.law.competition_state import Plan
from service.law.competition_todo import Todo, todos
from service.law.machine import Actor, Illegal, Step
from service.vacancies.models import Announcement
from service.vacancies.queries import announcement

KNOWN: Final = "competition"  # under which a session remembers what it has folded


@dataclass(frozen=True, slots=True)
class Course:
    """A competition with all that has happened in it."""

    row: Competition
    announcement: Announcement
    plan: Plan
    state: State
    steps: Sequence[CompetitionStep]

    @property
    def todos(self) -> list[Todo]:
        """What is owed now, by whom and by when."""
        return todos(self.plan, self.state)


def plan_of(row: Competition, announced: Announcement, calendar: WorkingCalendar) -> Plan:
    """What was announced, as the law sees it."""
    assert announced.published_on is not None
    assert announced.closes_on is not None
    return Plan(
        announced_on=announced.published_on,
        closes_on=announced.closes_on,
        stages=tuple(cast("list[Stage]", row.plan["stages"])),
        calendar=calendar,
        interview_on=announced.interview_on,
    )


def read_step(row: CompetitionStep) -> Step:
    """The step as the law sees it."""
    candidate = None if row.application_id is None else str(row.application_id)
    return Step(row.what, row.at, cast("Actor", row.by), candidate, row.facts)


def course_of(
    db: Session, announcement_id: UUID, calendar: WorkingCalendar, *, lock: bool = False
) -> Course | None:
    """Return the competition of a round; None before its reception has ended.

    Args:
        db: with `lock` an open write transaction.
        announcement_id: the round.
        calendar: working days and holidays.
        lock: keep it until the end of the transaction.
    """
    find = queries.competition_for_update if lock else queries.competition
    row = find(db, announcement_id)
    if row is None:
        return None
    announced = announcement(db, announcement_id)
    plan = plan_of(row, announced, calendar)
    known = _known(db, row, plan)
    if known is not None and len(known.steps) == row.steps:
        return known
    new = queries.steps_of(db, announcement_id, after=len(known.steps) if known else 0)
    state = law.fold(plan, map(read_step, new), known.state if known else None)
    assert not isinstance(state, Illegal), state
    course = Course(row, announced, plan, state, [*(known.steps if known else ()), *new])
    if not db.in_nested_transaction():
        db.info[KNOWN, announcement_id] = (db.get_transaction(), course)
    return course


def _known(db: Session, row: Competition, plan: Plan) -> Course | None:
    """The competition as this transaction has folded it before: steps are added, never changed.

    None where there is nothing that still holds: another transaction, or steps that were undone.
    """
    transaction, course = db.info.get((KNOWN, row.announcement_id), (None, None))
    if course is None or transaction is not db.get_transaction() or db.in_nested_transaction():
        return None
    is_same = course.row is row and course.plan == plan and len(course.steps) <= row.steps
    return course if is_same else None


def due_at(course: Course) -> datetime | None:
    """The moment at which the next thing is owed; None where nothing has a term."""
    return min((one.due_at for one in course.todos if one.due_at is not None), default=None)
