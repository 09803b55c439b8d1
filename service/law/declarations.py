"""The fourteen bars to the civil service: each declared, each checked, each with its own term."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from service.law.bars import BARS, Bar
from service.law.calendar import ONE_DAY
from service.law.rule import rule
from service.law.terms import Term, first_free, last_day

LW_2 = rule("LW-2", "LAW 16(3)-(4)")

AFTER_CORRUPTION_PENALTY: Final = Term(years=1)  # LAW 37(3)

Gravity = Literal["misdemeanour", "minor", "medium", "grave", "especially-grave"]
_CRIMES_OF_NINE: Final = frozenset({"minor", "medium"})


class Lasting(StrEnum):
    """How long a bar stands."""

    IN_FORCE = "in-force"  # as long as the decision stands
    WHERE_HEALTH_ASKED = "where-health-asked"
    UNTIL_ACCEPTED = "until-accepted"
    LOOK_BACK = "look-back"
    FOR_EVER = "for-ever"


_LASTING: Final = {
    4: Lasting.WHERE_HEALTH_ASKED,
    5: Lasting.UNTIL_ACCEPTED,
    8: Lasting.FOR_EVER,
    11: Lasting.FOR_EVER,
    12: Lasting.FOR_EVER,
    14: Lasting.FOR_EVER,
}
CODES: Final = {
    2: "incapable",
    3: "deprived-of-right",
    4: "illness",
    5: "restrictions-refused",
    6: "discrediting-misdemeanour",
    7: "corruption-offence",
    8: "corruption-crime",
    9: "lesser-crime",
    10: "unspent-conviction",
    11: "grave-crime",
    12: "crime-in-group",
    13: "group-case-ended",
    14: "dismissed-for-cause",
}


def lasting(bar: Bar) -> Lasting:
    """How long a bar stands: three years back (6, 7, 9), for ever, or while a decision does."""
    if bar.look_back is not None:
        return Lasting.LOOK_BACK
    return _LASTING.get(bar.number, Lasting.IN_FORCE)


DECLARED: Final = tuple(bar for bar in BARS if not bar.known_to_state)
# A serving official does not enter the service: LAW 37(3) stands in the place of these for him.
OF_ENTRY_ONLY: Final = frozenset({6, 7})


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is said about one bar, by the candidate or by a register of the state.

    Args:
        number: the subparagraph of LAW 16(3).
        applies: whether it is so; for 5, whether the restrictions are refused.
        happened_on: the day of the penalty, the verdict or the release.
        until_on: the last day of the ban (3), of the record (2, 10), or of the term of 13.
        dismissed: for 6, whether the penalty was dismissal.
        released: for 9, released from liability rather than convicted.
        gravity: for 9, of what.
    """

    number: int
    applies: bool
    happened_on: date | None = None
    until_on: date | None = None
    dismissed: bool = False
    released: bool = False
    gravity: Gravity | None = None


Verdict = Literal["free", "barred", "look"]
Why = Literal[
    "not-so",
    "not-declared",
    "stands",
    "look-back-runs",
    "look-back-over",
    "ended",
    "never-ends",
    "no-date",
    "no-health-requirement",
    "medical-report-needed",
    "restrictions-refused",
    "two-readings",
    "declared-otherwise",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one bar comes to: the verdict, why, and the first day without it where there is one."""

    bar: Bar
    verdict: Verdict
    why: Why
    first_free_on: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        """The bar's stable word."""
        return CODES[self.bar.number]


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty of a serving official (LAW 37(3)).

    Args:
        kind: an administrative one for corruption, or a disciplinary one that discredits.
        executed_on: the day on which the execution of the administrative penalty ended.
        removed_on: the day on which the disciplinary penalty was removed.
    """

    kind: Literal["corruption-offence", "discrediting-misdemeanour"]
    executed_on: date | None = None
    removed_on: date | None = None


def findings(
    declared: Iterable[Declaration],
    checked: Iterable[Declaration],
    day: date,
    *,
    health_asked: bool,
    serving: bool = False,
) -> list[Finding]:
    """What each bar but the first comes to on a day, in the law's order.

    Args:
        declared: the candidate's own items; a bar without one is not declared (LAW 16(4)).
        checked: what registers of the state say; it outweighs what is declared.
        day: the day of entry, for the look-back ends on its eve at the latest.
        health_asked: whether the post sets special requirements to health (16(3)4).
        serving: a serving official: 6 and 7 are left to LAW 37(3).
    """
    own = _by_bar(declared)
    state = _by_bar(checked)
    return [
        _judged(
            bar, own.get(bar.number, []), state.get(bar.number, []), day, health_asked=health_asked
        )
        for bar in DECLARED
        if not (serving and bar.number in OF_ENTRY_ONLY)
    ]


def after_penalties(
    penalties: Iterable[Penalty], day: date
) -> Iterator[tuple[Penalty, date | None]]:
    """The penalties that keep a serving official from a competition, and the first free day."""
    for penalty in penalties:
        if penalty.kind == "discrediting-misdemeanour":
            if penalty.removed_on is None or day < penalty.removed_on:
                yield penalty, penalty.removed_on
        elif penalty.executed_on is None:
            yield penalty, None
        elif day <= last_day(penalty.executed_on, AFTER_CORRUPTION_PENALTY):
            yield penalty, first_free(penalty.executed_on, AFTER_CORRUPTION_PENALTY)


def _by_bar(said: Iterable[Declaration]) -> dict[int, list[Declaration]]:
    found: dict[int, list[Declaration]] = {}
    for each in said:
        found.setdefault(each.number, []).append(each)
    return found


def _judged(
    bar: Bar, own: list[Declaration], state: list[Declaration], day: date, *, health_asked: bool
) -> Finding:
    said = [_weighed(bar, each, day, health_asked=health_asked) for each in (*state, *own)]
    worst = max(said, key=_weight, default=None)
    if worst is None or (not own and worst.verdict != "barred"):
        return Finding(bar, "barred", "not-declared")
    hidden = any(each.applies for each in state) and not any(each.applies for each in own)
    if hidden and worst.verdict != "barred":
        # LAW 16(4) asks whether it was on purpose: that is for a person to say
        return Finding(bar, "look", "declared-otherwise", None, worst.facts)
    return worst


def _weight(one: Finding) -> tuple[int, bool, date]:
    """Bars before questions before nothing; among bars the one that stands longest."""
    rank = ("free", "look", "barred").index(one.verdict)
    return rank, one.first_free_on is None, one.first_free_on or date.min


def _weighed(bar: Bar, said: Declaration, day: date, *, health_asked: bool) -> Finding:
    if not said.applies:
        return Finding(bar, "free", "not-so")
    match lasting(bar):
        case Lasting.LOOK_BACK:
            found = _looked_back(bar, said, day)
        case Lasting.IN_FORCE:
            found = _in_force(bar, said, day)
        case Lasting.WHERE_HEALTH_ASKED if health_asked:
            found = Finding(bar, "look", "medical-report-needed")
        case Lasting.WHERE_HEALTH_ASKED:
            found = Finding(bar, "free", "no-health-requirement")
        case Lasting.UNTIL_ACCEPTED:
            found = Finding(bar, "barred", "restrictions-refused")
        case _:
            found = Finding(bar, "barred", "never-ends", None, _facts(said))
    return found


def _in_force(bar: Bar, said: Declaration, day: date) -> Finding:
    if said.until_on is None:
        return Finding(bar, "barred", "stands", None, _facts(said))
    if day <= said.until_on:
        return Finding(bar, "barred", "stands", said.until_on + ONE_DAY, _facts(said))
    return Finding(bar, "free", "ended", None, _facts(said))


def _looked_back(bar: Bar, said: Declaration, day: date) -> Finding:
    if said.dismissed:
        return Finding(bar, "barred", "never-ends", None, _facts(said))
    if said.happened_on is None or bar.look_back is None:
        return Finding(bar, "look", "no-date", None, _facts(said))
    if day <= last_day(said.happened_on, bar.look_back):
        free = first_free(said.happened_on, bar.look_back)
        return Finding(bar, "barred", "look-back-runs", free, _facts(said))
    if said.released and said.gravity in _CRIMES_OF_NINE:
        # 16(3)9 forgets it after three years; 16(3)11, read word by word, never does
        return Finding(bar, "look", "two-readings", None, _facts(said))
    return Finding(bar, "free", "look-back-over", None, _facts(said))


def _facts(said: Declaration) -> dict[str, object]:
    """What the finding rests on; `dismissed` is told only where it decides."""
    told: dict[str, object] = {"happened_on": said.happened_on, "until_on": said.until_on}
    if said.dismissed:
        told["dismissed"] = True
    return {name: value for name, value in told.items() if value is not None}
