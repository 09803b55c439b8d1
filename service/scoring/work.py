"""What happens to essays by themselves: the time ends, scores stand, members are reminded."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.competitions.course import course_of
from service.core.due_work import Doing, enqueue
from service.law.calendar import WorkingCalendar
from service.law.essay import score_reminders
from service.scoring import queries
from service.scoring.essay_scores import rate_essay
from service.scoring.essay_telling import WAITS, tell_scorers
from service.scoring.essays import Desk, end_by_time
from service.scoring.models import Essay

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
        wanted = {
            f"{REMIND}:{one.application_id}:{turn}:{number}": (at, one.application_id)
            for one in queries.essays_in_scoring(db)
            for turn, since in _turns(db, one)
            for number, at in enumerate(score_reminders(since, calendar))
        }
        known = queries.known_jobs(db, [*wanted])
    new = {key: what for key, what in wanted.items() if key not in known}
    if new:
        with doing.wiring.database.writing() as db:
            for key, (at, one) in new.items():
                enqueue(db, REMIND, key=key, due_at=at, payload={"application": str(one)})


def _turns(db: Session, essay: Essay) -> Iterator[tuple[int, datetime]]:
    """Since when the members have their term: from the review, or from the second look."""
    decided = queries.second_look(db, essay.application_id)
    if decided is not None and decided.again:
        yield 2, decided.decided_at
    elif essay.reviewed_at is not None:
        yield 1, essay.reviewed_at


def remind_members(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind the members who have not scored an essay yet."""
    db, calendar = doing.db, doing.wiring.parts["calendar"]
    essay = queries.essay(db, UUID(payload["application"]))
    assert essay is not None
    course = course_of(db, essay.announcement_id, calendar)
    if course is None or course.state.is_suspended:
        return
    if course.state.candidacy(str(essay.application_id)).state == "essay-scoring":
        tell_scorers(db, course, essay, WAITS, now=doing.now, sms=True)
