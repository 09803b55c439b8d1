"""The door of a test: open from the slot's start for some minutes (BK-4)."""

from datetime import datetime

from sqlmodel import Session

from service.booking import queries as bookings
from service.booking.actions import door_closes
from service.booking.models import Application
from service.booking.steps import advance
from service.core.errors import Refused, TooLate
from service.core.i18n import say
from service.law.application import ApplicationState
from service.law.booking import BK_4


def guard_door(db: Session, application: Application, *, now: datetime) -> None:
    """Refuse a start before the slot's, after the door has closed, or without a booking (BK-4).

    Raises:
        Refused: it is too early, or the application is not booked.
        TooLate: the door is closed.
    """
    if application.state is not ApplicationState.BOOKED:
        raise Refused(say("This application has no test to start."))
    slot = bookings.slot_of(db, application)
    if now < slot.starts_at:
        raise Refused(say("The test begins on %(at)s. Please come back then.", at=slot.starts_at))
    closes_at = door_closes(slot)
    if now > closes_at:
        raise TooLate(
            say(
                "The door closed on %(at)s. You can book another time in your cabinet.",
                at=closes_at,
            )
        )


def enter(db: Session, application: Application, *, now: datetime) -> None:
    """Let the candidate in: the application is in the test from now on.

    Raises:
        Refused, TooLate: see guard_door.
    """
    guard_door(db, application, now=now)
    advance(
        db,
        application,
        ApplicationState.IN_TEST,
        what="started",
        now=now,
        rule=BK_4.id,
        actor_id=application.account_id,
    )
