"""What people do in a competition: the one door for pages and for the rooms that score."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.competitions.actions import keep
from service.competitions.course import Course, course_of
from service.competitions.following import bring_up_to_date, go_on_by_itself
from service.law.calendar import WorkingCalendar
from service.law.machine import Actor, Illegal, Step


def act(
    db: Session,
    announcement_id: UUID,
    what: str,
    *,
    by: Actor,
    now: datetime,
    calendar: WorkingCalendar,
    application_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    actor_id: UUID | None = None,
) -> Course | Illegal:
    """Do something in a competition: what other rooms have decided comes first, then the step.

    What follows from it by itself is recorded too.

    Args:
        db: the open write transaction; the competition is locked until its end.
        announcement_id: the round.
        what: the event, in the past tense (docs/competition.md has them all).
        by: in which part the person acts.
        now: the moment.
        calendar: working days and holidays.
        application_id: the application it is about; None for the competition itself.
        facts: what the step needs, JSON-able.
        actor_id: who did it; None for the system.

    Returns:
        The competition after it, or why it cannot happen.
    """
    course = course_of(db, announcement_id, calendar, lock=True)
    assert course is not None, "a competition has not begun before its reception has ended"
    candidate = None if application_id is None else str(application_id)
    step = Step(what, now, by, candidate, dict(facts or {}))
    course = bring_up_to_date(db, course, now=now)
    after = keep(db, course, step, actor_id=actor_id)
    return after if isinstance(after, Illegal) else go_on_by_itself(db, after, now=now)
