"""Totals with their arithmetic, the order of the candidates, the winner, and who is invited next.

ST-6: the highest total; of equal ones the longer experience, then the higher education, then the
verifiable draw (`service.law.lot`). ST-7: the protocol. ST-8: down the list.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final, Literal

from service.law.announcement import Stage
from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.dated import Dated, on
from service.law.defaults import DEFAULTS, Defaults
from service.law.interview import has_no_winner
from service.law.points import digits_apart, printed
from service.law.requirements import Level
from service.law.rule import rule

ST_6 = rule("ST-6", "O26 IS 139; the scales of the total are a DEFAULT", default=True)
ST_7 = rule("ST-7", "O26 IS 140")
ST_8 = rule("ST-8", "O26 IS 143; the list and HR's term to invite are a DEFAULT", default=True)

PROTOCOL_WITHIN: Final = (Dated(1, date(2024, 2, 1)),)  # working days, O26 IS 140
ANSWER_WITHIN: Final = (Dated(3, date(2024, 2, 1)),)  # working days, O26 IS 143
_LEVELS: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Scale:
    """How a stage counts in the total: its points of `full` become points of `scaled_to`."""

    stage: Stage
    full: int
    scaled_to: int
    weight: Fraction = Fraction(1)


# DEFAULT: the method of annex 3 is not printed in the order. Ability counts as its share of the 50
# questions, out of ten; essay and interview as they are. Personal qualities have no points: their
# conclusion is taken into account (LAW 28(4)), it is no hidden filter.
SCALES: Final = (
    Dated(
        (Scale("ability", 50, 10), Scale("essay", 5, 5), Scale("interview", 5, 5)),
        date(2024, 2, 1),
    ),
)


@dataclass(frozen=True, slots=True)
class Summand:
    """One stage's part of a total, so that a protocol can print the arithmetic."""

    stage: Stage
    raw: Fraction
    scale: Scale

    @property
    def points(self) -> Fraction:
        """What the stage adds."""
        return self.raw * self.scale.scaled_to * self.scale.weight / self.scale.full

    def formula(self, digits: int = 2) -> str:
        """The arithmetic in signs, as 32 of 50 scaled to ten are 6.40; the points where none is."""
        whole = self.raw.denominator == 1
        text = str(self.raw.numerator) if whole else printed(self.raw, digits)
        steps = ""
        if self.scale.scaled_to != self.scale.full:
            steps += f" \u00d7 {self.scale.scaled_to} \u00f7 {self.scale.full}"
        if self.scale.weight != 1:
            steps += f" \u00d7 {self.scale.weight}"
        points = printed(self.points, digits)
        return f"{text}{steps} = {points}" if steps else points


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of a candidate and the stages that it is made of, in their order."""

    parts: tuple[Summand, ...]

    @property
    def total(self) -> Fraction:
        """What the stages add up to."""
        return sum((part.points for part in self.parts), Fraction())

    def formula(self, digits: int = 2) -> str:
        """The addition in signs: ``6.40 + 3.60 + 4.20 = 14.20``."""
        terms = " + ".join(printed(part.points, digits) for part in self.parts)
        return f"{terms} = {printed(self.total, digits)}"


def sum_of(raw: Mapping[Stage, Fraction], day: date) -> Sum:
    """The sum of the stages so far, by the scales in force on the day of the announcement."""
    scales = on(SCALES, day)
    return Sum(
        tuple(Summand(each.stage, raw[each.stage], each) for each in scales if each.stage in raw)
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate who took part in the interview.

    Args:
        key: the application.
        raw: the points of each stage as they were given.
        experience_days: all work up to the day of the announcement's closing, overlaps once.
        education: the highest level in the file that was checked; None where there is none.
    """

    key: str
    raw: Mapping[Stage, Fraction]
    experience_days: int
    education: Level | None


Decided = Literal["total", "experience", "education", "lot", "last"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate's place; `by` is what sets it above the next one (``last``: there is none)."""

    key: str
    place: int
    sum: Sum
    by: Decided


@dataclass(frozen=True, slots=True)
class Ranking:
    """The list of a competition.

    Args:
        placed: all who took part, the first place first.
        winner: None where one alone took part with less than one point (O26 IS 139).
        digits: how many digits to print so that totals that differ do not look alike.
    """

    placed: tuple[Placed, ...]
    winner: str | None
    digits: int

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in their order."""
        return tuple(each.key for each in self.placed)


@dataclass(frozen=True, slots=True)
class NeedsLot:
    """Only a draw can decide: these stand equal in everything else."""

    among: tuple[str, ...]


def tied(entries: Iterable[Entry], day: date) -> tuple[str, ...]:
    """Everybody whom nothing but a draw can set apart from another, in the order of the keys."""
    groups = groupby(
        sorted(entries, key=lambda each: _merit(each, day)), lambda each: _merit(each, day)
    )
    equals = ([each.key for each in group] for _, group in groups)
    return tuple(sorted(key for group in equals if len(group) > 1 for key in group))


def rank(
    entries: Sequence[Entry],
    day: date,
    lot: Sequence[str] = (),
    others: Sequence[Fraction] = (),
) -> Ranking | NeedsLot:
    """The order of all who took part in the interview, and the winner (ST-6).

    Args:
        entries: everybody who took part and is still in the running, at least one.
        day: the day of the announcement; its scales count.
        lot: the order drawn of those whom nothing else sets apart, where there are any.
        others: the interview scores of those who took part and withdrew since.

    Raises:
        ValueError: nobody took part, or a key stands twice.
    """
    if not entries or len({each.key for each in entries}) != len(entries):
        raise ValueError("a ranking is of those who took part, each once")
    among = tied(entries, day)
    if not set(among) <= set(lot):
        return NeedsLot(among)
    drawn = {key: place for place, key in enumerate(lot)} if among else {}
    order = sorted(entries, key=lambda each: (_merit(each, day), drawn.get(each.key, 0), each.key))
    by = [*(_what_decides(one, other, day) for one, other in pairwise(order)), "last"]
    placed = tuple(
        Placed(each.key, place, sum_of(each.raw, day), word)
        for place, (each, word) in enumerate(zip(order, by, strict=True), 1)
    )
    alone = has_no_winner([*others, *(each.raw["interview"] for each in entries)])
    digits = digits_apart([each.sum.total for each in placed])
    return Ranking(placed, None if alone else placed[0].key, digits)


def next_invited(order: Sequence[str], out: Collection[str]) -> str | None:
    """Who is invited now: the first of the list who is not out; None where nobody is left (ST-8).

    Args:
        order: the list; the winner stands first.
        out: who refused, was late, was not appointed, left on probation, or is gone otherwise.
    """
    return next((key for key in order if key not in out), None)


def results_due(
    ended_at: datetime, calendar: WorkingCalendar, defaults: Defaults = DEFAULTS
) -> datetime:
    """The last moment for the results after the last interview (DEFAULT)."""
    return _end(ended_at, defaults.results_days, calendar)


def protocol_due(results_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment for the signed protocol: one working day after the results (ST-7)."""
    return _end(results_at, on(PROTOCOL_WITHIN, local_day(results_at)), calendar)


def invitation_due(
    free_at: datetime, calendar: WorkingCalendar, defaults: Defaults = DEFAULTS
) -> datetime:
    """The last moment for HR to invite the next one after the one before fell out (DEFAULT)."""
    return _end(free_at, defaults.invitation_days, calendar)


def answer_due(invited_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment for the answer of who was invited next: three working days (ST-8)."""
    return _end(invited_at, on(ANSWER_WITHIN, local_day(invited_at)), calendar)


def _end(moment: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    return end_of_day(calendar.add_working_days(local_day(moment), working_days))


def _merit(entry: Entry, day: date) -> tuple[Fraction, int, int]:
    """What decides before a draw does; the best comes first."""
    education = -1 if entry.education is None else _LEVELS.index(entry.education)
    return -sum_of(entry.raw, day).total, -entry.experience_days, -education


def _what_decides(one: Entry, other: Entry, day: date) -> Decided:
    words: tuple[Decided, ...] = ("total", "experience", "education")
    for word, mine, yours in zip(words, _merit(one, day), _merit(other, day), strict=True):
        if mine != yours:
            return word
    return "lot"
