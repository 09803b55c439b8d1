"""What happens to interviews by themselves: who has every score that is still due is rated."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.competitions.course import course_of
from service.competitions.work import bring_on
from service.core.due_work import Doing
from service.law.calendar import WorkingCalendar
from service.scoring import queries
from service.scoring.interview_board import board_of
from service.scoring.interviews import Hall, rate_interview

log = structlog.get_logger()
EVERY: Final = timedelta(seconds=15)


def rate_interviews(doing: Doing) -> None:
    """Rate whom nobody has still to score: the last one waited for has declared a conflict.

    Each in a transaction of its own: one that fails must not hold up its neighbours.
    """
    calendar: WorkingCalendar = doing.wiring.parts["calendar"]
    database = doing.wiring.database
    with database.reading() as db:
        complete = [
            (one.announcement_id, one.application_id)
            for one in queries.interviews_in_scoring(db)
            if _is_complete(db, one.announcement_id, one.application_id, calendar)
        ]
    for announcement_id, application_id in complete:
        try:
            with database.writing() as db:
                bring_on(db, announcement_id, calendar=calendar, now=doing.now)
                rate_interview(db, Hall(announcement_id, calendar), application_id, now=doing.now)
        except Exception:
            log.exception("interview_stands_still", application=str(application_id))


def _is_complete(
    db: Session, announcement_id: UUID, application_id: UUID, calendar: WorkingCalendar
) -> bool:
    course = course_of(db, announcement_id, calendar)
    if course is None or course.state.is_suspended:
        return False
    place = board_of(db, course).place(application_id)
    return place is not None and bool(place.signed) and not place.waited
