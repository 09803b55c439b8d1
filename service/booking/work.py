"""What happens to bookings by itself: handlers of due work and the sweep of the clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from service.booking import queries
from service.booking.actions import lapse_application, mark_no_show, remind
from service.booking.waiting import close_line, lapse_offer, leave_later_lines
from service.core.due_work import Doing
from service.law.calendar import WorkingCalendar, local_day

log = structlog.get_logger()


def lapse(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Free the seat of an application that nobody has confirmed."""
    application_id = UUID(payload["application"])
    lapse_application(doing.db, application_id, calendar=_calendar(doing), now=doing.now)


def pass_offer_on(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Pass a seat on that was offered and not taken."""
    until = datetime.fromisoformat(payload["until"])
    entry_id = UUID(payload["entry"])
    lapse_offer(doing.db, entry_id, until, calendar=_calendar(doing), now=doing.now)


def leave_lines(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Leave the waiting lists that a booking has made needless."""
    application_id = UUID(payload["application"])
    leave_later_lines(doing.db, application_id, calendar=_calendar(doing), now=doing.now)


def send_reminder(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind of a test that is near."""
    remind(doing.db, UUID(payload["application"]), UUID(payload["slot"]), now=doing.now)


def mark_no_shows(doing: Doing) -> None:
    """Record who did not come before the door closed (BK-4)."""
    database = doing.wiring.database
    with database.reading() as db:
        due = queries.booked_before(db, doing.now)
    for application_id in due:
        try:
            # one transaction each: one that fails must not hold up its neighbours
            with database.writing() as db:
                mark_no_show(db, application_id, now=doing.now)
        except Exception:
            log.exception("no_show_not_marked", application=str(application_id))


def close_lines(doing: Doing) -> None:
    """Close the waiting lists of days that are over."""
    database = doing.wiring.database
    with database.reading() as db:
        over = queries.lines_before(db, local_day(doing.now))
    for entry_id in over:
        with database.writing() as db:
            close_line(db, entry_id, calendar=_calendar(doing), now=doing.now)


def _calendar(doing: Doing) -> WorkingCalendar:
    calendar: WorkingCalendar = doing.wiring.parts["calendar"]
    return calendar
