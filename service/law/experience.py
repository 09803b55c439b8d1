"""Experience by the calendar: days of work, overlaps counted once, by sector, field and level.

A year of work is 365 days and 29 February is not counted, so a period from one day to the eve of
the same day N years later is N years wherever it begins. Days are added up over all periods: what
is added never takes anything away, and the order of the periods does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from service.law.calendar import ONE_DAY
from service.law.terms import MONTHS_A_YEAR

DAYS_A_YEAR: Final = 365
FEBRUARY: Final = 2
LEAP_DAY: Final = 29
_MONTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _fewest_days() -> tuple[int, ...]:
    """How many days 0 to 11 successive months have where they are shortest."""
    runs = [
        tuple(accumulate((*_MONTHS[first:], *_MONTHS[:first]), initial=0)) for first in range(12)
    ]
    return tuple(min(each) for each in zip(*runs, strict=True))[:MONTHS_A_YEAR]


FEWEST_DAYS: Final = _fewest_days()


@dataclass(frozen=True, slots=True)
class Employment:
    """One entry of an employment history; both days are days of work.

    Args:
        key: the id of the entry, so that a decision names what it counted.
        ended_on: None while it goes on.
        sectors: where: ``civil``, ``law-enforcement``, ``other``, and what else a register tells.
        fields: the fields of work by their codes.
        levels: how high the post stood: ``unit-head`` and the like, its category, or both.
    """

    key: str
    began_on: date
    ended_on: date | None = None
    sectors: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExperienceNeed:
    """So many months of work; an empty set asks nothing, else one of its words must fit."""

    months: int
    sectors: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def fits(self, work: Employment) -> bool:
        """Does this entry count for the need?"""
        pairs = (
            (self.sectors, work.sectors),
            (self.fields, work.fields),
            (self.levels, work.levels),
        )
        return all(not asked or asked & held for asked, held in pairs)


@dataclass(frozen=True, slots=True)
class Duration:
    """Days of work, and the same in years, months and days as a person reads it."""

    days: int

    @property
    def parts(self) -> tuple[int, int, int]:
        """Years, months and days; it is at least N months exactly where `reaches` says so."""
        years, rest = divmod(self.days, DAYS_A_YEAR)
        months = max(n for n, fewest in enumerate(FEWEST_DAYS) if fewest <= rest)
        return years, months, rest - FEWEST_DAYS[months]

    def reaches(self, months: int) -> bool:
        """Is it so many months or more?"""
        return self.days >= days_of(months)


@dataclass(frozen=True, slots=True)
class Measured:
    """How far one need is met: the entries counted, and the day on which it is met.

    `met_on` lies after the day of the question only where a running entry will bring it; None
    where the entries do not bring it.
    """

    need: ExperienceNeed
    counted: tuple[str, ...]
    days: int
    parts: tuple[int, int, int]
    met: bool
    met_on: date | None


def days_of(months: int) -> int:
    """How many days of work count as so many months: the shortest such run, for the candidate."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return years * DAYS_A_YEAR + FEWEST_DAYS[rest]


def spans(work: Iterable[Employment], day: date) -> list[tuple[date, date]]:
    """The days of work up to and with `day`: first and last days, apart from each other, in order.

    What begins later, or ends before it begins, counts nothing.
    """
    ends = ((each.began_on, min(each.ended_on or day, day)) for each in work)
    joined: list[tuple[date, date]] = []
    for first, last in sorted(each for each in ends if each[0] <= each[1]):
        if joined and first <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def days_between(first: date, last: date) -> int:
    """The days from one to the other, both counted, 29 February not."""
    return _counted_before(last + ONE_DAY) - _counted_before(first)


def duration(work: Iterable[Employment], day: date) -> Duration:
    """All work up to and with `day`, overlaps counted once."""
    return Duration(sum(days_between(first, last) for first, last in spans(work, day)))


def measure(need: ExperienceNeed, work: Iterable[Employment], day: date) -> Measured:
    """How much of what the need asks had been done by `day`, that day included."""
    fitting = [each for each in work if need.fits(each)]
    done = duration(fitting, day)
    counted = tuple(
        sorted(each.key for each in fitting if each.began_on <= min(day, each.ended_on or day))
    )
    return Measured(
        need, counted, done.days, done.parts, done.reaches(need.months), _met_on(need, fitting, day)
    )


def _met_on(need: ExperienceNeed, fitting: list[Employment], day: date) -> date | None:
    """The first day by which the need is met if what goes on or is agreed goes on.

    Nobody knows how long an entry without an end will last; here it lasts as long as is missing.
    """
    missing = days_of(need.months)
    if missing == 0:
        return day
    last = max((each.ended_on or date.max for each in fitting), default=date.min)
    horizon = min(last, day + timedelta(days=missing * 2))
    for first, end in spans(fitting, horizon):
        have = days_between(first, end)
        if have >= missing:
            return _day_of(first, missing)
        missing -= have
    return None


def _day_of(first: date, count: int) -> date:
    """The day on which `count` days from `first` on are full."""
    found = first + timedelta(days=count - 1)
    while (short := count - days_between(first, found)) > 0:
        found += timedelta(days=short)
    return found


def _counted_before(day: date) -> int:
    """Counted days from the year 1 to the eve of `day`."""
    in_year = day.timetuple().tm_yday - 1
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    if leap and (day.month > FEBRUARY or (day.month == FEBRUARY and day.day > LEAP_DAY)):
        in_year -= 1
    return (day.year - 1) * DAYS_A_YEAR + in_year
