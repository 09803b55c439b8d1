from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.filing import (
    Filed,
    NotFiled,
    Obstacles,
    SlotFault,
    Wish,
    file_application,
    held_until,
    obstacles_for,
    slot_fault,
)
from service.booking.models import Application, ApplicationState, Slot
from service.booking.seats import free_seat, take_seat
from service.booking.steps import IllegalMove, add_step, advance
from service.booking.waiting import (
    join_waiting_list,
    leave_waiting_list,
    offer_freed_seat,
    take_offer,
)
from service.core.due_work import enqueue
from service.core.errors import NotFound
from service.core.i18n import say
from service.core.security import Keys
from service.law import qualities
from service.law.booking import BK_4, DoorClosed, may_start
from service.law.calendar import WorkingCalendar
from service.law.defaults import DEFAULTS
from service.notices.actions import tell
from service.people.contact import hide_phone
from service.people.one_time_password import (
    Confirmed,
    Expired,
    Purpose,
    TooManyTries,
    WrongCode,
    confirm_one_time_password,
)
from service.programmes.queries import programme

__all__ = [
    "Booked",
    "Filed",
    "HoldIsOver",
    "IllegalMove",
    "Moved",
    "NotFiled",
    "NotMoved",
    "Obstacles",
    "SlotFault",
    "Wish",
    "add_step",
    "advance",
    "cancel_application",
    "confirm_application",
    "file_application",
    "held_until",
    "join_waiting_list",
    "lapse_application",
    "leave_waiting_list",
    "mark_no_show",
    "may_be_changed",
    "move_application",
    "obstacles_for",
    "offer_freed_seat",
]

REMIND_BEFORE: Final = (timedelta(days=1), qualities.REMIND_BEFORE)


@dataclass(frozen=True)
class Booked:
    application: Application


@dataclass(frozen=True)
class HoldIsOver:
    """The application was not confirmed in time, or it is over: the seat is free again."""

    application: Application


@dataclass(frozen=True)
class Moved:
    application: Application


@dataclass(frozen=True)
class NotMoved:
    """The fault of the slot wished for; None where the application can be moved no more."""

    fault: SlotFault | None = None


def may_be_changed(application: Application, slot: Slot, *, now: datetime) -> bool:
    """Whether the candidate may still move or cancel it: until the slot begins."""
    waiting = {ApplicationState.FILED, ApplicationState.BOOKED}
    return application.state in waiting and now < slot.starts_at


def door_closes(slot: Slot) -> datetime:
    """Return the moment up to which a candidate may start (BK-4)."""
    return slot.starts_at + timedelta(minutes=_door_minutes(slot))


def confirm_application(
    db: Session,
    application_id: UUID,
    code: str,
    *,
    keys: Keys,
    calendar: WorkingCalendar,
    now: datetime,
) -> Booked | HoldIsOver | WrongCode | Expired | TooManyTries:
    """Book what was filed, by the one-time password (ID-3); sent twice it is booked once."""
    application = _locked(db, application_id)
    if application.confirmed_at is not None and application.state.is_open:
        return Booked(application)
    if application.state is not ApplicationState.FILED:
        return HoldIsOver(application)
    if now >= held_until(application):
        _lapse(db, application, calendar=calendar, now=now)
        return HoldIsOver(application)
    answer = confirm_one_time_password(
        db,
        application.account_id,
        purpose=Purpose.APPLICATION,
        subject_id=application.id,
        code=code,
        keys=keys,
        now=now,
    )
    if not isinstance(answer, Confirmed):
        return answer
    application.confirmed_at = now
    advance(
        db,
        application,
        ApplicationState.BOOKED,
        what="confirmed",
        now=now,
        rule="ID-3",
        facts={"phone": hide_phone(answer.phone)},
        actor_id=application.account_id,
    )
    _after_booking(db, application, now)
    return Booked(application)


def _after_booking(db: Session, application: Application, now: datetime) -> None:
    slot = queries.slot_of(db, application)
    _enqueue_after(db, application, str(application.id), now)
    _remind(db, application, slot, now)
    text = say(
        "You are booked: %(programme)s, %(at)s, %(centre)s.",
        programme=_title(db, application),
        at=slot.starts_at,
        centre=queries.centre_of(db, slot).name,
    )
    tell(db, application.account_id, text, url=page_of(application), now=now, sms=True)


def _enqueue_after(db: Session, application: Application, key: str, now: datetime) -> None:
    """Have done what a booking or a move brings with it, in transactions of their own."""
    payload = {"application": str(application.id)}
    for kind in ("prepare-attempt", "leave-lines"):
        enqueue(db, kind, key=f"{kind}:{key}", due_at=now, payload=payload)


def _remind(db: Session, application: Application, slot: Slot, now: datetime) -> None:
    for before in REMIND_BEFORE:
        due_at = slot.starts_at - before
        if due_at > now:
            hours = before // timedelta(hours=1)
            enqueue(
                db,
                "remind-application",
                key=f"remind-application:{application.id}:{slot.id}:{hours}",
                due_at=due_at,
                payload={"application": str(application.id), "slot": str(slot.id)},
            )


def remind(db: Session, application_id: UUID, slot_id: UUID, *, now: datetime) -> None:
    """Remind of a test that is near; one that was moved or cancelled is not spoken of."""
    application = _locked(db, application_id)
    slot = queries.slot_of(db, application)
    if application.state is not ApplicationState.BOOKED or slot.id != slot_id:
        return
    if slot.starts_at <= now:
        return
    text = say(
        "Your test begins on %(at)s, %(centre)s. Start it no later than %(until)s.",
        at=slot.starts_at,
        centre=queries.centre_of(db, slot).name,
        until=door_closes(slot),
    )
    tell(db, application.account_id, text, url=page_of(application), now=now, sms=True)
    add_step(db, application, "reminded", now=now)


def move_application(
    db: Session,
    application_id: UUID,
    slot_id: UUID,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> Moved | NotMoved:
    """Change the slot of a booked application until it begins; both seats or neither.

    The day of filing stays (BK-1), and so do the draw's seed, its commitment and the word.
    """
    application = _locked(db, application_id)
    former, wanted = queries.slot_of(db, application), queries.slot(db, slot_id)
    if application.state is not ApplicationState.BOOKED or former.starts_at <= now:
        return NotMoved()
    if wanted is None:
        return NotMoved(SlotFault.GONE)
    if wanted.id == former.id:
        return Moved(application)
    filed_at = application.filed_at
    fault = slot_fault(db, wanted, filed_at=filed_at, calendar=calendar, now=now)
    if fault is not None:
        return NotMoved(fault)
    is_offered = take_offer(db, application.account_id, slot_id, now=now)
    queries.locked_slots(db, [former.id, wanted.id])
    if not is_offered and not take_seat(db, slot_id, now=now):
        return NotMoved(SlotFault.FULL)
    application.slot_id = slot_id
    db.add(application)
    _note_move(db, application, former, wanted, now)
    offer_freed_seat(db, former.id, calendar=calendar, now=now)
    return Moved(application)


def _note_move(
    db: Session, application: Application, former: Slot, wanted: Slot, now: datetime
) -> None:
    owner = application.account_id
    centres = [queries.centre_of(db, one) for one in (former, wanted)]
    facts = {
        "from": former.starts_at.isoformat(),
        "to": wanted.starts_at.isoformat(),
        "from_centre": centres[0].name,
        "to_centre": centres[1].name,
    }
    step = add_step(db, application, "moved", now=now, facts=facts, actor_id=owner)
    # the attempt may have been made for a hall and is now remote, or the other way round
    _enqueue_after(db, application, f"{application.id}:{step.id}", now)
    _remind(db, application, wanted, now)
    text = say(
        "Your test was moved to %(at)s, %(centre)s.", at=wanted.starts_at, centre=centres[1].name
    )
    tell(db, owner, text, url=page_of(application), now=now, sms=True)


def cancel_application(
    db: Session, application_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> bool:
    """Take an application back until its slot begins; return whether it is cancelled.

    No ground of refusal arises. Sent twice it is cancelled once.
    """
    application = _locked(db, application_id)
    if application.state is ApplicationState.CANCELLED:
        return True
    slot = queries.slot_of(db, application)
    if not may_be_changed(application, slot, now=now):
        return False
    owner = application.account_id
    advance(db, application, ApplicationState.CANCELLED, what="cancelled", now=now, actor_id=owner)
    offer_freed_seat(db, slot.id, calendar=calendar, now=now)
    text = say(
        "You have cancelled application %(number)s. You can apply again at any time.",
        number=application.number,
    )
    tell(db, owner, text, url=page_of(application), now=now)
    return True


def lapse_application(
    db: Session, application_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> bool:
    """Free the seat of an application that was not confirmed in time; return whether it was."""
    application = _locked(db, application_id)
    if application.state is not ApplicationState.FILED or now < held_until(application):
        return False
    _lapse(db, application, calendar=calendar, now=now)
    return True


def _lapse(
    db: Session, application: Application, *, calendar: WorkingCalendar, now: datetime
) -> None:
    advance(db, application, ApplicationState.LAPSED, what="lapsed", now=now, rule="ID-3")
    offer_freed_seat(db, application.slot_id, calendar=calendar, now=now)
    text = say(
        "Application %(number)s was not confirmed in time: its seat is free again. You can apply "
        "again at any time.",
        number=application.number,
    )
    tell(db, application.account_id, text, url=page_of(application), now=now)


def mark_no_show(db: Session, application_id: UUID, *, now: datetime) -> bool:
    """Record that a candidate did not come, when the door has closed (BK-4); free the seat.

    Returns whether it was so. No ground of refusal arises.
    """
    application = _locked(db, application_id)
    if application.state is not ApplicationState.BOOKED:
        return False
    slot = queries.slot_of(db, application)
    answer = may_start(slot.starts_at, now, _door_minutes(slot))
    if not isinstance(answer, DoorClosed):
        return False
    facts = {
        "starts_at": slot.starts_at.isoformat(),
        "door_closed_at": answer.closed_at.isoformat(),
    }
    advance(
        db,
        application,
        ApplicationState.NO_SHOW,
        what="no-show",
        now=now,
        rule=BK_4.id,
        facts=facts,
    )
    free_seat(db, slot.id)
    text = say(
        "You did not start the test by %(at)s, so the door has closed. Nothing bars you: you can "
        "apply again.",
        at=answer.closed_at,
    )
    tell(db, application.account_id, text, url=page_of(application), now=now)
    return True


def page_of(application: Application) -> str:
    """Return the address of the application's page in the cabinet."""
    return f"/cabinet/applications/{application.id}"


def _door_minutes(slot: Slot) -> int:
    return DEFAULTS.door_minutes if slot.door_minutes is None else slot.door_minutes


def _title(db: Session, application: Application) -> dict[str, str]:
    found = programme(db, application.programme_code, application.programme_version)
    return dict(found.title)


def _locked(db: Session, application_id: UUID) -> Application:
    application = queries.locked_application(db, application_id)
    if application is None:
        raise NotFound
    return application
