"""What a proctor decides: breaches of conduct, their terms, when a result stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.defaults import DEFAULTS
from service.law.refusal import ActKind
from service.law.rule import rule
from service.law.rule_set import RuleSet
from service.law.terms import Term, last_day

TT_2 = rule("TT-2", "O26 IS 10")
PR_1 = rule("PR-1", "O26 IS 10-1, 57")
PR_2 = rule("PR-2", "O26 LE annex 2 row 9(2)-(3); AD annex 5 row 9(2)-(3)")
PR_3 = rule("PR-3", "O26 IS 123; the term for a clean recording is a DEFAULT", default=True)
TT_6 = rule("TT-6", "O26 AD annex 5 row 5; IS 10-1, 57")

Place = Literal["hall", "remote"]


@dataclass(frozen=True, slots=True)
class BreachKind:
    """One item of the conduct in TT-2, in the words a list of breaches uses."""

    code: str
    kk: str
    ru: str
    en: str


BREACH_KINDS: tuple[BreachKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Final:
    """The result stands at once."""


@dataclass(frozen=True, slots=True)
class UnderReview:
    """The result is provisional until a proctor publishes the review."""

    due_at: datetime


def review_due(finished_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment (UTC) for the review or the list of breaches (PR-1, PR-3)."""
    days = DEFAULTS.review_working_days
    return end_of_day(calendar.add_working_days(local_day(finished_at), days))


def standing(place: Place, finished_at: datetime, calendar: WorkingCalendar) -> Final | UnderReview:
    """How the result stands when the test ends (TT-6): in a hall final, remote under review."""
    return Final() if place == "hall" else UnderReview(review_due(finished_at, calendar))


def outcome_of_review(breaches: Collection[str]) -> Literal["final", "not-passed"]:
    """What a published review does: no breach makes the result final (PR-3), any ends it (PR-1)."""
    return "not-passed" if breaches else "final"


def bar_of(act: ActKind, rules: RuleSet) -> Term | None:
    """How long an act bars (PR-2); an act of technical failure bars nobody."""
    terms: dict[ActKind, Term] = {
        "breach": rules.breach_bar,
        "impersonator": rules.impersonator_bar,
    }
    return terms.get(act)


def barred_until(act: ActKind, day: date, rules: RuleSet) -> date | None:
    """The last barred day of an act drawn up on `day`; None where it bars nobody."""
    term = bar_of(act, rules)
    return None if term is None else last_day(day, term)
