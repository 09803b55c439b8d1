"""What a candidate sees of a centre's schedule: a month of days, the times of one, what is next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.models import Centre, Slot
from service.law.calendar import local_day, start_of_day

WEEK = 7
DayState = Literal["free", "full", "none", "too-early", "past"]


@dataclass(frozen=True)
class Day:
    """A day of a centre; `free` counts the seats that can be booked."""

    on: date
    state: DayState
    free: int = 0


@dataclass(frozen=True)
class Month:
    """The weeks of a month, Monday first; None stands for a day of another month."""

    first: date
    weeks: Sequence[Sequence[Day | None]]
    previous: date | None  # the first day of the month before, where there is something to see
    following: date | None

    @property
    def days(self) -> Sequence[Day]:
        """The days of the month in their order."""
        return [day for week in self.weeks for day in week if day is not None]

    @property
    def has_free(self) -> bool:
        """Whether a seat is left on any day."""
        return any(day.state == "free" for day in self.days)


def first_of_month(day: date) -> date:
    """Return the first day of the day's month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return first_of_month(first + timedelta(days=31))


def month_of(
    db: Session, centre: Centre, first: date, *, earliest_on: date, now: datetime
) -> Month:
    """Return a month of a centre with its free seats.

    Args:
        db: a session that reads.
        centre: whose schedule.
        first: the first day of the month.
        earliest_on: the first day that may be booked (BK-1).
        now: the moment.
    """
    last = next_month(first) - timedelta(days=1)
    by_day: dict[date, list[Slot]] = defaultdict(list)
    for slot in queries.slots_between(db, centre.id, first, last):
        if slot.closed_at is None and slot.starts_at > now:
            by_day[local_day(slot.starts_at)].append(slot)
    cells: list[Day | None] = [None] * first.weekday()
    for number in range(last.day):
        on = first + timedelta(days=number)
        cells.append(_day(on, by_day[on], earliest_on, local_day(now)))
    cells += [None] * (-len(cells) % WEEK)
    weeks = [cells[start : start + WEEK] for start in range(0, len(cells), WEEK)]
    end = queries.last_slot_from(db, centre.id, now)
    goes_on = end is not None and local_day(end.starts_at) > last
    return Month(
        first=first,
        weeks=weeks,
        previous=first_of_month(first - timedelta(days=1)) if first > earliest_on else None,
        following=next_month(first) if goes_on else None,
    )


def _day(on: date, slots: Sequence[Slot], earliest_on: date, today: date) -> Day:
    if on < today:
        return Day(on, "past")
    if on < earliest_on:
        return Day(on, "too-early" if slots else "none")
    if not slots:
        return Day(on, "none")
    free = sum(slot.capacity - slot.taken for slot in slots)
    return Day(on, "free" if free else "full", free)


def slots_on(db: Session, centre: Centre, day: date, *, now: datetime) -> Sequence[Slot]:
    """Return the open slots of a day that have not begun, full ones too."""
    slots = queries.slots_between(db, centre.id, day, day)
    return [slot for slot in slots if slot.closed_at is None and slot.starts_at > now]


def next_free_slots(
    db: Session,
    *,
    earliest_on: date,
    now: datetime,
    centre_id: UUID | None = None,
    limit: int = 3,
) -> Sequence[Slot]:
    """Return the next slots with a free seat, of a centre or of all, earliest first."""
    moment = max(start_of_day(earliest_on), now + timedelta(microseconds=1))
    return queries.free_slots_from(db, moment, centre_id=centre_id, limit=limit)


def next_free_slot(
    db: Session, *, earliest_on: date, now: datetime, centre_id: UUID | None = None
) -> Slot | None:
    """Return the next slot with a free seat, None where there is none."""
    found = next_free_slots(db, earliest_on=earliest_on, now=now, centre_id=centre_id, limit=1)
    return found[0] if found else None
