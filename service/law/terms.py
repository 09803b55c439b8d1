"""Terms in years, months and calendar days.

A term runs from the day after the event and ends with the day of the same number (a month without
that number ends it with its last day). So a result on 3 March with a term of one month bars up to
and with 3 April, and 4 April is the first free day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A term of law; its parts are added in the order years and months, then days."""

    months: int = 0
    days: int = 0
    years: int = 0

    def __post_init__(self) -> None:
        if min(self.months, self.days, self.years) < 0 or not (
            self.months or self.days or self.years
        ):
            message = f"{self} is no term: its parts are not negative and not all zero"
            raise ValueError(message)


def last_day(start: date, term: Term) -> date:
    """The last day of a term that an event on `start` sets running."""
    months = start.month - 1 + term.months
    year = start.year + term.years + months // MONTHS_A_YEAR
    month = months % MONTHS_A_YEAR + 1
    day = min(start.day, monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=term.days)


def first_free(start: date, term: Term) -> date:
    """The first day on which the term no longer stands in the way."""
    return last_day(start, term) + timedelta(days=1)


def eve_of_end(first: date, term: Term) -> date:
    """The last day of a term whose first day counts itself: the eve of the day of the same number.

    Where the month has no such day, its last day: three months from 30 November end on 28 February.

    Raises:
        ValueError: the term counts days.
    """
    if term.days:
        message = f"{term} counts days; only months and years end by the number of a day"
        raise ValueError(message)
    last = last_day(first, term)
    return last - timedelta(days=1) if last.day == first.day else last
