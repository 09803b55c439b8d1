"""A seat that its candidate needs no more is given back by the service itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.actions import may_be_changed, page_of
from service.booking.models import ApplicationState
from service.booking.steps import advance
from service.booking.waiting import offer_freed_seat
from service.core.errors import NotFound
from service.core.i18n import Message
from service.law.calendar import WorkingCalendar
from service.notices.actions import tell


def release_seat(
    db: Session,
    application_id: UUID,
    text: Message,
    *,
    rule: str,
    facts: Mapping[str, Any],
    calendar: WorkingCalendar,
    now: datetime,
) -> bool:
    """Cancel a booking that what it was made for has made needless; tell whether it was done.

    Nothing happens where the slot has begun or the booking is over. No ground of refusal arises.

    Args:
        db: the open write transaction.
        application_id: the booking.
        text: what the candidate is told.
        rule: the rule that the test was taken by.
        facts: JSON-able: what it was made for, and what has ended that.
        calendar: working days and holidays.
        now: the moment.
    """
    application = queries.locked_application(db, application_id)
    if application is None:
        raise NotFound
    slot = queries.slot_of(db, application)
    if not may_be_changed(application, slot, now=now):
        return False
    cancelled = ApplicationState.CANCELLED
    advance(db, application, cancelled, what="released", now=now, rule=rule, facts=facts)
    offer_freed_seat(db, slot.id, calendar=calendar, now=now)
    tell(db, application.account_id, text, url=page_of(application), now=now, sms=True)
    return True
