"""The essay: how long it is, who writes it, how it is scored and by when (ST-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

from service.law.calendar import WorkingCalendar, at, end_of_day, local_day
from service.law.dated import Dated, on
from service.law.defaults import DEFAULTS, Defaults
from service.law.marks import Method, spread
from service.law.points import best
from service.law.rule import Rule, rule
from service.law.words import count_words

ST_3 = rule(
    "ST-3",
    "O26 IS 113, 117, 123, 124-1; time, criteria, threshold and writers are a DEFAULT",
    default=True,
)

REMIND_AT: Final = (time(9, 0), time(15, 0))  # on the last day for scores; DEFAULT


@dataclass(frozen=True, slots=True)
class EssayTerms:
    """What the order sets for the essay.

    Args:
        most_words: as `service.law.words` counts them.
        languages: in one of which it is written.
        highest_mark: the five-point scale.
        scored_within: working days from the publication of the proctor's review.
    """

    most_words: int
    languages: tuple[str, ...]
    highest_mark: int
    scored_within: int


# O26 IS 117, 123
ESSAY: Final = (Dated(EssayTerms(250, ("kk", "ru"), 5, 1), date(2024, 2, 1)),)
# DEFAULT: O26 points to the method of annex 3 of the rules, which it does not print
METHOD: Final = Method(("understanding", "argument", "structure", "language", "originality"), 1, 5)


@dataclass(frozen=True, slots=True)
class EssayFault:
    """Why an essay cannot be handed in as it is: which rule, what was found, what is allowed."""

    rule: Rule
    source: str
    code: str
    found: object
    allowed: object


def essay_faults(text: str, language: str, day: date) -> list[EssayFault]:
    """Everything that stands against handing in a text written on that day.

    An empty essay may be handed in: it is a poor one, not a forbidden one.
    """
    terms, faults = on(ESSAY, day), []
    words = count_words(text)
    if words > terms.most_words:
        faults.append(EssayFault(ST_3, "O26 IS 117", "too-many-words", words, terms.most_words))
    if language not in terms.languages:
        faults.append(EssayFault(ST_3, "O26 IS 117", "language", language, terms.languages))
    return faults


def ends_at(
    started_at: datetime, defaults: Defaults = DEFAULTS, extra_percent: int = 0
) -> datetime:
    """When the writing time is over, with the candidate's extra time."""
    return started_at + timedelta(minutes=defaults.essay_minutes) * (100 + extra_percent) / 100


def writers(sums: Mapping[str, Fraction], defaults: Defaults = DEFAULTS) -> tuple[str, ...]:
    """Who writes the essay: the best sums so far, more than the setting where the last is tied."""
    return best(sums, defaults.essay_writers)


def threshold(defaults: Defaults = DEFAULTS) -> Fraction:
    """The stage score from which the essay is passed."""
    return Fraction(defaults.essay_threshold, 10)


def is_reached(score: Fraction, defaults: Defaults = DEFAULTS) -> bool:
    """Does a stage score reach the threshold?"""
    return score >= threshold(defaults)


def asks_second_look(scores: Iterable[Fraction], defaults: Defaults = DEFAULTS) -> bool:
    """Do the members lie so far apart that the chair is shown it? It never changes a score."""
    return spread(scores) >= Fraction(defaults.essay_spread, 10)


def scores_due(published_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment for the members' scores: one working day after the review's publication."""
    day = local_day(published_at)
    return end_of_day(calendar.add_working_days(day, on(ESSAY, day).scored_within))


def score_reminders(published_at: datetime, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """When the members who have not scored yet are reminded, the earliest first."""
    last = local_day(scores_due(published_at, calendar))
    return tuple(at(last, clock) for clock in REMIND_AT)
