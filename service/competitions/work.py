"""What happens to competitions by themselves: they begin, go on, end their rounds."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.commissions.actions import dissolve_commission
from service.commissions.queries import commission_of
from service.competitions import queries
from service.competitions.actions import begin_competition, is_closed
from service.competitions.course import Course, course_of
from service.competitions.following import bring_up_to_date
from service.core.due_work import Doing
from service.core.i18n import Message
from service.law.calendar import WorkingCalendar, local_day
from service.law.complaint import ST_9
from service.law.hiring import LW_9
from service.law.ranking import ST_8
from service.vacancies.ending import cancel_round, end_round
from service.vacancies.models import Announcement, AnnouncementState, RoundOutcome

log = structlog.get_logger()
EVERY: Final = timedelta(seconds=20)


def go_on(doing: Doing) -> None:
    """Begin what is due to begin and bring every running competition up to date.

    Each in a transaction of its own: one that fails must not hold up its neighbours. A worker
    that was away for a day catches up, each thing once.
    """
    calendar: WorkingCalendar = doing.wiring.parts["calendar"]
    database = doing.wiring.database
    with database.reading() as db:
        due = [
            *queries.announced_without_competition(db, local_day(doing.now)),
            *queries.running_competitions(db),
        ]
    for announcement_id in due:
        try:
            with database.writing() as db:
                bring_on(db, announcement_id, calendar=calendar, now=doing.now)
        except Exception:
            log.exception("competition_stands_still", announcement=str(announcement_id))


def bring_on(
    db: Session, announcement_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> Course:
    """Bring one competition up to date; begin it where it is due, close it where it is over."""
    course = course_of(db, announcement_id, calendar, lock=True)
    if course is None:
        course = begin_competition(db, announcement_id, calendar=calendar, now=now)
    course = bring_up_to_date(db, course, now=now)
    if is_closed(course, now):
        _close(db, course, now=now)
    return course


def _close(db: Session, course: Course, *, now: datetime) -> None:
    """End the round when nothing can come back any more; the vacancy is filled or goes on."""
    if course.row.closed_at is not None:
        return
    if course.announcement.state is AnnouncementState.ANNOUNCED:
        ended = _end(db, course, now)
        assert isinstance(ended, Announcement), ended
    course.row.closed_at = now
    db.add(course.row)
    commission = commission_of(db, course.row.announcement_id)
    if commission is not None:
        dissolve_commission(db, commission, now=now)


def _end(db: Session, course: Course, now: datetime) -> Announcement | Message:
    """A competition annulled by a complaint is as if it had not been held."""
    reason, round_id = course.state.ending, course.row.announcement_id
    if course.state.state == "cancelled":
        return cancel_round(db, round_id, reason=reason, rule=ST_9.id, by=None, now=now)
    filled = course.state.state == "filled"
    outcome = RoundOutcome.WINNER if filled else RoundOutcome.NOBODY
    rule = LW_9.id if filled else ST_8.id
    return end_round(db, round_id, outcome, reason=reason, by=None, now=now, rule=rule)
