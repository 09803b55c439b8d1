"""Numbers of law as dated rows: an amendment adds a row, an old case is judged by its own day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Bounded(Protocol):
    """Anything in force from a day up to and with another; None means until further notice."""

    @property
    def valid_from(self) -> date:
        """The first day in force."""

    @property
    def valid_to(self) -> date | None:
        """The last day in force; None where no end is known."""


B = TypeVar("B", bound=Bounded)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value and the days on which it is in force, both bounds included."""

    value: T
    valid_from: date
    valid_to: date | None = None


class NotInForceError(LookupError):
    """Nothing was in force on that day."""


def row_on(rows: Sequence[B], day: date) -> B:
    """The row in force on a day.

    Raises:
        NotInForceError: the day lies before the first row or after the last.
        ValueError: the rows overlap, leave a gap, or one ends before it begins.
    """
    check(rows)
    for row in rows:
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    message = f"nothing is in force on {day.isoformat()}"
    raise NotInForceError(message)


def on(rows: Sequence[Dated[T]], day: date) -> T:
    """The value in force on a day; errors as in `row_on`."""
    return row_on(rows, day).value


def check(rows: Sequence[Bounded]) -> None:
    """Refuse rows that overlap, leave a gap or end before they begin.

    Raises:
        ValueError: with the days of the two rows that do not join.
    """
    in_order = sorted(rows, key=lambda row: row.valid_from)
    for row in in_order:
        if row.valid_to is not None and row.valid_to < row.valid_from:
            message = f"a row ends on {row.valid_to}, before it begins on {row.valid_from}"
            raise ValueError(message)
    for row, following in pairwise(in_order):
        if row.valid_to is None or row.valid_to >= following.valid_from:
            message = f"rows overlap: one ends on {row.valid_to}, the next {following.valid_from}"
            raise ValueError(message)
        if row.valid_to + timedelta(days=1) != following.valid_from:
            message = f"rows leave a gap between {row.valid_to} and {following.valid_from}"
            raise ValueError(message)
