"""Experience as a person can count it after: periods of work, and sums by field, level, service."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.law.experience import Duration, Employment, days_between, duration, spans
from service.personal_files.models import PostLevel, ServiceKind

LEVELS: Final = tuple(reversed(PostLevel))


@dataclass(frozen=True, slots=True)
class Period:
    """Days of work without a gap; `works` says how many times of work lie in it."""

    first: date
    last: date
    days: int
    works: int


@dataclass(frozen=True, slots=True)
class Sums:
    """All work up to a day, days that several share counted once.

    Attributes:
        total: of everything.
        periods: the newest first; their days make the total.
        by_field: for each code of a field, the longest first.
        without_field: of what has no field by a code.
        by_level: for each level, what was worked at it or above, the highest first.
        by_service: for each kind of service, the longest first.
    """

    total: Duration
    periods: Sequence[Period]
    by_field: Sequence[tuple[str, Duration]]
    without_field: Duration
    by_level: Sequence[tuple[str, Duration]]
    by_service: Sequence[tuple[str, Duration]]


def experience_sums(work: Sequence[Employment], today: date) -> Sums:
    """Return what experience the work comes to on that day."""
    fields = sorted({field for each in work for field in each.fields})
    return Sums(
        total=duration(work, today),
        periods=[_period(first, last, work, today) for first, last in reversed(spans(work, today))],
        by_field=_longest(_each(fields, lambda each: each.fields, work, today)),
        without_field=duration([each for each in work if not each.fields], today),
        by_level=_each(LEVELS, lambda each: each.levels, work, today),
        by_service=_longest(_each(ServiceKind, lambda each: each.sectors, work, today)),
    )


def _each(
    words: Iterable[str],
    held: Callable[[Employment], frozenset[str]],
    work: Sequence[Employment],
    today: date,
) -> list[tuple[str, Duration]]:
    """Return the sum for each word of the work that has it, nothing left out."""
    sums = [
        (str(word), duration([each for each in work if word in held(each)], today))
        for word in words
    ]
    return [one for one in sums if one[1].days]


def _period(first: date, last: date, work: Iterable[Employment], today: date) -> Period:
    inside = [each for each in work if each.began_on <= last and (each.ended_on or today) >= first]
    return Period(first, last, days_between(first, last), len(inside))


def _longest(sums: list[tuple[str, Duration]]) -> list[tuple[str, Duration]]:
    return sorted(sums, key=lambda one: -one[1].days)
