"""What happens to essays by themselves: the time ends, scores stand, members are reminded."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.commissions import queries as commissions
from service.competitions.course import course_of
from service.core.due_work import Doing, enqueue
from service.core.i18n import say
from service.law.calendar import WorkingCalendar
from service.law.essay import score_reminders
from service.notices.actions import tell
from service.scoring import queries
from service.scoring.essay_scores import rate_essay
from service.scoring.essays import Desk, end_by_time

log = structlog.get_logger()
REMIND: Final = "remind-essay-scores"
EVERY: Final = timedelta(seconds=5)
REMINDERS_EVERY: Final = timedelta(minutes=5)


def desk_of(parts: Mapping[str, Any]) -> Desk:
    """Where essays are written, of the house's parts."""
    return Desk(parts["calendar"], parts["essay_topics"])


def end_essays(doing: Doing) -> None:
    """End the essays whose time is over; rate those whose scores are all due."""
    desk = desk_of(doing.wiring.parts)
    with doing.wiring.database.reading() as db:
        over = queries.essays_over(db, doing.now)
        due = queries.essays_scored_until(db, doing.now)
    for one in over:
        _each(doing, one, lambda db, one: end_by_time(db, one, desk=desk, now=doing.now))
    for one in due:
        _each(doing, one, lambda db, one: _rate(db, one, desk.calendar, doing))


def _rate(db: Session, application_id: UUID, calendar: WorkingCalendar, doing: Doing) -> None:
    essay = queries.essay(db, application_id)
    assert essay is not None
    rate_essay(db, essay, calendar=calendar, now=doing.now)


def _each(doing: Doing, application_id: UUID, deed: Callable[[Session, UUID], object]) -> None:
    """Do it in a transaction of its own: one that fails must not hold up its neighbours."""
    try:
        with doing.wiring.database.writing() as db:
            deed(db, application_id)
    except Exception:
        log.exception("essay_stands_still", application=str(application_id))


def ask_for_reminders(doing: Doing) -> None:
    """Ask for the reminders of all essays that are being scored; each once."""
    calendar: WorkingCalendar = doing.wiring.parts["calendar"]
    with doing.wiring.database.reading() as db:
        scored = [(one.application_id, one.reviewed_at) for one in queries.essays_in_scoring(db)]
        wanted = [
            (one, number, at)
            for one, reviewed_at in scored
            if reviewed_at is not None
            for number, at in enumerate(score_reminders(reviewed_at, calendar))
        ]
        known = queries.known_jobs(db, [_key(one, number) for one, number, _ in wanted])
    new = [each for each in wanted if _key(each[0], each[1]) not in known]
    if new:
        with doing.wiring.database.writing() as db:
            for one, number, at in new:
                enqueue(db, REMIND, key=_key(one, number), due_at=at,
                        payload={"application": str(one)})  # fmt: skip


def _key(application_id: UUID, number: int) -> str:
    return f"{REMIND}:{application_id}:{number}"


def remind_members(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind the members who have not scored an essay yet."""
    db, calendar = doing.db, doing.wiring.parts["calendar"]
    essay = queries.essay(db, UUID(payload["application"]))
    assert essay is not None
    course = course_of(db, essay.announcement_id, calendar)
    commission = commissions.commission_of(db, essay.announcement_id)
    if course is None or commission is None or course.state.is_suspended:
        return
    one = course.state.candidacy(str(essay.application_id))
    if one.state != "essay-scoring":
        return
    waited = set(course.state.seats) - one.conflicted - one.scored
    text = say(
        "%(number)s: an essay waits for your score until %(until)s.",
        number=course.announcement.number,
        until=essay.due_at,
    )
    url = f"/commission/{course.announcement.number}/essays"
    for place, holder, _ in commissions.holders(db, commission.id):
        if str(place.id) in waited:
            tell(db, holder.account_id, text, url=url, now=doing.now, sms=True)
