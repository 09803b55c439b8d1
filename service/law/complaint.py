"""A complaint about the results or HR's action suspends a competition (ST-9); terms stand still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from service.law.calendar import ONE_DAY, WorkingCalendar, end_of_day, local_day
from service.law.dated import Dated, on
from service.law.rule import Rule, rule

LW_10 = rule("LW-10", "LAW 27(6)")
ST_9 = rule("ST-9", "O26 IS 146; how terms stand still is a DEFAULT", default=True)

COMPLAINT_WITHIN: Final = (Dated(5, date(2024, 2, 1)),)  # working days, O26 IS 146


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a competition was suspended, both counted; no end while it is."""

    first_on: date
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class TooLate:
    """Why a complaint no longer suspends the competition; it may still be filed (LAW 27(6))."""

    rule: Rule
    source: str
    until: datetime


def complaint_until(published_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment at which a complaint suspends: five working days from the publication."""
    day = local_day(published_at)
    return end_of_day(calendar.add_working_days(day, on(COMPLAINT_WITHIN, day)))


def complaint_refusal(
    published_at: datetime | None, filed_at: datetime, calendar: WorkingCalendar
) -> TooLate | None:
    """Why a complaint does not suspend the competition; None where it does.

    HR's action or inaction can be complained of before there are results: the term has an end
    only, no beginning. `published_at` is None until then.
    """
    if published_at is None:
        return None
    until = complaint_until(published_at, calendar)
    return TooLate(ST_9, "O26 IS 146", until) if filed_at > until else None


def without_pauses(calendar: WorkingCalendar, pauses: Iterable[Pause]) -> WorkingCalendar:
    """The calendar in which no day of a pause is a working day, its first and last included.

    Terms of working days counted by it stand still while the competition is suspended (DEFAULT:
    the day of the complaint and that of the decision both count for the one who has to act).

    Raises:
        ValueError: a pause has no end yet; nothing can be counted over it.
    """
    off = frozenset(_days(pauses))
    return WorkingCalendar(calendar.holidays | off, calendar.moved_working - off)


def put_off(day: date, known_on: date, pauses: Iterable[Pause]) -> date:
    """A calendar day put off by every day of a pause that lay between it and `known_on`.

    Raises:
        ValueError: a pause has no end yet.
    """
    off = frozenset(_days(pauses))
    owed = sum(known_on <= each <= day for each in off)
    while owed:
        day += ONE_DAY
        owed -= day not in off
    return day


def _days(pauses: Iterable[Pause]) -> Iterable[date]:
    for pause in pauses:
        if pause.last_on is None:
            raise ValueError(f"the pause from {pause.first_on} has no end yet")
        for number in range(pause.first_on.toordinal(), pause.last_on.toordinal() + 1):
            yield date.fromordinal(number)
