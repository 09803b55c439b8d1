"""When an application counts, when a test may take place, when the door is open."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.law.calendar import ONE_DAY, WorkingCalendar, at, local_time
from service.law.defaults import DEFAULTS, Defaults
from service.law.rule import rule

BK_1 = rule("BK-1", "O26 LE annex 2 row 3; AD annex 5 row 3; IS 37")
BK_3 = rule("BK-3", "O26 LE annex 2 row 7; AD annex 5 row 7")
BK_4 = rule("BK-4", "O26 IS 41; the door's minutes are a DEFAULT", default=True)
BK_5 = rule("BK-5", "O26 LE annex 2 row 6; AD annex 5 row 6")

FEE = 0
OPENS, BREAK_FROM, BREAK_TO, CLOSES = time(9, 0), time(13, 0), time(14, 30), time(18, 30)


def counted_on(filed_at: datetime, calendar: WorkingCalendar) -> date:
    """The day on which an application counts as filed (BK-3).

    The source moves what comes *after* the working hours, on a day off or on a holiday to the next
    working day. What comes before nine or in the midday break counts on its own day; 18:30 itself
    is after the hours.
    """
    filed = local_time(filed_at)
    late = filed.time() >= CLOSES
    return calendar.next_working(filed.date() + ONE_DAY if late else filed.date())


def earliest_test_day(filed_at: datetime, calendar: WorkingCalendar) -> date:
    """The first day on which the test may take place (BK-1): the day after the counted one."""
    return counted_on(filed_at, calendar) + ONE_DAY


def is_open(
    moment: datetime,
    calendar: WorkingCalendar,
    *,
    until_late: bool = False,
    defaults: Defaults = DEFAULTS,
) -> bool:
    """Are the halls open (BK-3)? Each opening moment counts in, each closing moment out.

    Args:
        moment: aware.
        calendar: the working days.
        until_late: the provider runs the halls late that day.
        defaults: say until when.
    """
    here = local_time(moment)
    clock, closes = here.time(), defaults.hall_late_until if until_late else CLOSES
    return calendar.is_working(here.date()) and (
        OPENS <= clock < BREAK_FROM or BREAK_TO <= clock < closes
    )


@dataclass(frozen=True, slots=True)
class TooEarly:
    """The slot has not begun."""

    opens_at: datetime


@dataclass(frozen=True, slots=True)
class DoorOpen:
    """The candidate may start now, up to and with `closes_at`."""

    closes_at: datetime


@dataclass(frozen=True, slots=True)
class DoorClosed:
    """The candidate did not come: the seat is free again."""

    closed_at: datetime


def may_start(
    slot_starts_at: datetime, now: datetime, door_minutes: int = DEFAULTS.door_minutes
) -> TooEarly | DoorOpen | DoorClosed:
    """May the candidate start now (BK-4)? Both edges of the door are inside."""
    closes_at = slot_starts_at + timedelta(minutes=door_minutes)
    if now < slot_starts_at:
        return TooEarly(slot_starts_at)
    return DoorOpen(closes_at) if now <= closes_at else DoorClosed(closes_at)


def latest_filing(test_day: date, calendar: WorkingCalendar) -> datetime:
    """The moment before which an application must be filed for a test on that day (BK-1, BK-3).

    It is the end of the working hours of the last working day before the test.
    """
    day = test_day - ONE_DAY
    while not calendar.is_working(day):
        day -= ONE_DAY
    return at(day, CLOSES)
