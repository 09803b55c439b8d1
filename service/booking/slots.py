"""The schedule of a centre: an administrator opens slots within the law's hours and closes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.models import Centre, Slot
from service.booking.seats import close_empty
from service.booking.waiting import offer_free_seats
from service.core.db import insert_new
from service.core.errors import NotFound, Refused
from service.core.i18n import say
from service.core.ids import new_id
from service.journal.actions import record
from service.law.booking import BK_3, is_open
from service.law.calendar import WorkingCalendar, at


class Skipped(StrEnum):
    """Why a slot was not opened."""

    DAY_OFF = "day-off"  # BK-3: weekend or holiday
    OUTSIDE_HOURS = "outside-hours"  # BK-3: before, after or in the midday break
    PAST = "past"
    THERE = "there"  # the centre has a slot at that time already


@dataclass(frozen=True)
class SkippedSlot:
    day: date
    clock: time
    why: Skipped


@dataclass(frozen=True)
class Opened:
    """What came of it; seats that went to the waiting list at once are counted in `offered`."""

    slots: list[Slot] = field(default_factory=list)
    skipped: list[SkippedSlot] = field(default_factory=list)
    offered: int = 0


@dataclass(frozen=True)
class Closed:
    slot: Slot


@dataclass(frozen=True)
class StillTaken:
    """Somebody has a seat, or is just being offered one: move or cancel these first."""

    taken: int


def open_slots(
    db: Session,
    centre: Centre,
    days: Iterable[date],
    times: Iterable[time],
    capacity: int,
    *,
    calendar: WorkingCalendar,
    actor_id: UUID | None,
    now: datetime,
    until_late: bool | None = None,
    door_minutes: int | None = None,
) -> Opened:
    """Open a slot at each time of each day (BK-2), as far as the halls are open then (BK-3).

    Args:
        db: the open write transaction.
        centre: where.
        days: local days.
        times: Astana times at which tests begin.
        capacity: seats in each slot, at most the centre's own.
        calendar: the working days.
        actor_id: the administrator; None for the service itself.
        now: the moment.
        until_late: the hall runs until late; the centre's own setting where None.
        door_minutes: how long the door stays open; the setting where None.

    Raises:
        Refused: the centre is closed or has fewer seats.
    """
    if centre.closed_at is not None:
        raise Refused(say("This centre is closed. Open it first."))
    if not 0 < capacity <= centre.seats:
        raise Refused(say("Seats in a slot: from 1 to %(n)s, as the centre has.", n=centre.seats))
    late = centre.until_late if until_late is None else until_late
    clocks, slots, skipped, offered = sorted(set(times)), [], [], 0
    for day in sorted(set(days)):
        for clock in clocks:
            starts_at = at(day, clock)
            why = _why_not(starts_at, day, calendar, now, until_late=late)
            made = None if why else _add(db, centre, starts_at, capacity, door_minutes)
            if made is None:
                skipped.append(SkippedSlot(day, clock, why or Skipped.THERE))
                continue
            offered += offer_free_seats(db, made.id, calendar=calendar, now=now)
            slots.append(made)
            queries.slot(db, made.id)  # as it stands after the offers
    facts = {"slots": [one.starts_at.isoformat() for one in slots], "capacity": capacity}
    about = ("centre", centre.id)
    record(db, "slots opened", subject=about, now=now, actor_id=actor_id, rule="BK-2", facts=facts)
    return Opened(slots, skipped, offered)


def _why_not(
    starts_at: datetime, day: date, calendar: WorkingCalendar, now: datetime, *, until_late: bool
) -> Skipped | None:
    if starts_at <= now:
        return Skipped.PAST
    if not calendar.is_working(day):
        return Skipped.DAY_OFF
    return None if is_open(starts_at, calendar, until_late=until_late) else Skipped.OUTSIDE_HOURS


def _add(
    db: Session, centre: Centre, starts_at: datetime, capacity: int, door_minutes: int | None
) -> Slot | None:
    values = {
        "id": new_id(),
        "centre_id": centre.id,
        "starts_at": starts_at,
        "capacity": capacity,
        "taken": 0,
        "door_minutes": door_minutes,
    }
    unique = ["centre_id", "starts_at"]
    if not insert_new(db, Slot, unique=unique, values=values):
        return None
    return queries.slot_at(db, centre.id, starts_at)


def close_slot(
    db: Session, slot_id: UUID, *, actor_id: UUID | None, now: datetime
) -> Closed | StillTaken:
    """Close a slot in which nobody has a seat; asked for again it stays closed.

    Raises:
        NotFound: there is no such slot.
    """
    slot = queries.slot(db, slot_id)
    if slot is None:
        raise NotFound
    if slot.closed_at is not None:
        return Closed(slot)
    is_closed = close_empty(db, slot_id, now=now)
    slot = queries.slot(db, slot_id)
    assert slot is not None
    if not is_closed:
        return Closed(slot) if slot.closed_at else StillTaken(slot.taken)
    facts = {"starts_at": slot.starts_at.isoformat()}
    about = ("slot", slot_id)
    record(db, "slot closed", subject=about, now=now, actor_id=actor_id, rule=BK_3.id, facts=facts)
    return Closed(slot)
