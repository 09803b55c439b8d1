"""The grounds on which an application for a test is refused, all of them at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from service.law.calendar import ONE_DAY
from service.law.rule import Rule, rule
from service.law.rule_set import Kind, RuleSet
from service.law.terms import Term, first_free, last_day

RF_1 = rule("RF-1", "O26 LE annex 2 row 9(1); AD annex 5 row 9(1)")
RF_2 = rule("RF-2", "O26 LE annex 2 row 9(2); AD annex 5 row 9(2)")
RF_3 = rule("RF-3", "O26 LE annex 2 row 9(3); AD annex 5 row 9(3)")
RF_4 = rule("RF-4", "O26 LE annex 2 row 9(4); AD annex 5 row 9(4)")
RF_5 = rule("RF-5", "O26 LE annex 2 row 9(5); AD annex 5 row 9(5); IS 34")
RF_6 = rule("RF-6", "O26 IS 49")

ActKind = Literal["breach", "impersonator", "technical"]
Remedy = Literal["wait", "give-consent", "use-certificate"]


@dataclass(frozen=True, slots=True)
class PastResult:
    """The final result of an earlier attempt; `on` is the local day of the test."""

    programme: str
    kind: Kind
    on: date
    passed: bool
    broken_off: bool = False


@dataclass(frozen=True, slots=True)
class PastAct:
    """An act drawn up about an earlier attempt; an act of technical failure never bars."""

    kind: ActKind
    on: date


@dataclass(frozen=True, slots=True)
class ValidCertificate:
    """A certificate that is not revoked; `valid_until` is its last valid day."""

    programme: str
    kind: Kind
    valid_until: date
    number: str


@dataclass(frozen=True, slots=True)
class History:
    """What the service knows of a candidate on the day of the application."""

    results: Sequence[PastResult] = ()
    acts: Sequence[PastAct] = ()
    certificates: Sequence[ValidCertificate] = ()
    consent_given: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """One ground: its rule, the facts it rests on, the first free day and the way out."""

    rule: Rule
    facts: dict[str, object] = field(hash=False)
    first_free_on: date | None
    remedy: Remedy


def refusals(history: History, programme_code: str, rules: RuleSet, day: date) -> list[Refusal]:
    """Every ground that stands against an application on a day, in the order of the rules.

    Args:
        history: results, acts, certificates and consent of the candidate.
        programme_code: the programme applied for.
        rules: the rule set of the application's own day; its kind is the kind applied for.
        day: the day on which the application counts as filed.

    Returns:
        At most one refusal a ground: the one that stands in the way longest. Results of other
        kinds do not count (each kind has a list of grounds of its own); acts count everywhere.
    """
    return [
        *_after_results(history, rules, day),
        *_after_acts(history, rules, day),
        *_without_consent(history),
        *_with_certificate(history, programme_code, rules, day),
        *_after_breaking_off(history, rules, day),
    ]


def _after_results(history: History, rules: RuleSet, day: date) -> Iterator[Refusal]:
    if rules.below_threshold_wait is None:
        return
    below = [
        one.on
        for one in history.results
        if one.kind == rules.kind
        and not one.passed
        and not (one.broken_off and rules.broken_off_wait)
    ]
    yield from _wait(RF_1, below, rules.below_threshold_wait, rules, day)


def _after_acts(history: History, rules: RuleSet, day: date) -> Iterator[Refusal]:
    bars: tuple[tuple[Rule, ActKind, Term], ...] = (
        (RF_2, "breach", rules.breach_bar),
        (RF_3, "impersonator", rules.impersonator_bar),
    )
    for ground, kind, term in bars:
        yield from _wait(
            ground, [act.on for act in history.acts if act.kind == kind], term, rules, day
        )


def _without_consent(history: History) -> Iterator[Refusal]:
    if not history.consent_given:
        yield Refusal(RF_4, {}, None, "give-consent")


def _with_certificate(
    history: History, programme_code: str, rules: RuleSet, day: date
) -> Iterator[Refusal]:
    valid = [
        one
        for one in history.certificates
        if one.programme == programme_code and day <= one.valid_until
    ]
    if valid:
        longest = max(valid, key=lambda one: (one.valid_until, one.number))
        facts: dict[str, object] = {
            "number": longest.number,
            "valid_until": longest.valid_until,
            "source": rules.source,
        }
        yield Refusal(RF_5, facts, longest.valid_until + ONE_DAY, "use-certificate")


def _after_breaking_off(history: History, rules: RuleSet, day: date) -> Iterator[Refusal]:
    if rules.broken_off_wait:
        broken = [
            one.on
            for one in history.results
            if one.kind == rules.kind and one.broken_off and not one.passed
        ]
        yield from _wait(RF_6, broken, rules.broken_off_wait, rules, day)


def _wait(
    ground: Rule, events: Iterable[date], term: Term, rules: RuleSet, day: date
) -> Iterator[Refusal]:
    """The refusal of the latest event whose term still runs; what comes after `day` is unknown."""
    running = [on for on in events if on <= day <= last_day(on, term)]
    if running:
        latest = max(running)
        facts: dict[str, object] = {"on": latest, "term": term, "source": rules.source}
        yield Refusal(ground, facts, first_free(latest, term), "wait")
