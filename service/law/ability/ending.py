"""The end of the stage of text and number ability: who passed, or that nobody did (ST-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from service.law.rule import rule

ST_2 = rule("ST-2", "O26 IS 96, 102-1, 111-1")

QUESTIONS: Final = 50
THRESHOLD: Final = 10
Standing = Literal["taken", "not-taken", "broken-off", "under-review", "breach", "void"]
_OPEN: Final = frozenset({"under-review", "void"})


@dataclass(frozen=True, slots=True)
class AbilityResult:
    """What came of the two ability tests of one candidate of a competition.

    `points` are right answers of both tests together. `under-review`: remote, the proctor has not
    published yet; `void`: a technical failure, the candidate is booked again; `breach`: the
    proctor's list of breaches ended the part in the selection (PR-1).
    """

    candidate: UUID
    standing: Standing
    points: int = 0


@dataclass(frozen=True, slots=True)
class StageGoesOn:
    """Somebody has passed: these go on to the next stage, those do not; both sorted by points."""

    passed: tuple[AbilityResult, ...]
    not_passed: tuple[AbilityResult, ...]


@dataclass(frozen=True, slots=True)
class NobodyPassed:
    """The competition ends, and HR is told (ST-2)."""

    results: tuple[AbilityResult, ...]
    rule_id: str = ST_2.id


@dataclass(frozen=True, slots=True)
class NotDecidedYet:
    """Results are open: nothing can be said of the stage as a whole."""

    waits_for: tuple[UUID, ...]


def has_passed(points: int) -> bool:
    """Whether so many right answers of the fifty reach the threshold (ST-2).

    Raises:
        ValueError: there are not so many questions.
    """
    if not 0 <= points <= QUESTIONS:
        message = f"{points} is not within 0 and {QUESTIONS} points"
        raise ValueError(message)
    return points >= THRESHOLD


def ability_ending(
    results: Sequence[AbilityResult],
) -> StageGoesOn | NobodyPassed | NotDecidedYet:
    """Say how the stage ends for a competition (ST-2).

    Args:
        results: one for each candidate admitted to the stage, in any order. Who did not come, broke
            off or was found in a breach has not passed; nobody admitted means nobody passed.

    Returns:
        Open results hold the ending back, though somebody may have passed already: who goes on is
        known only when all are known.

    Raises:
        ValueError: a candidate stands there twice, or has more points than there are questions.
    """
    candidates = [each.candidate for each in results]
    if len(set(candidates)) != len(candidates):
        message = "a candidate stands among the results twice"
        raise ValueError(message)
    waits = tuple(each.candidate for each in results if each.standing in _OPEN)
    if waits:
        return NotDecidedYet(waits)
    ordered = sorted(results, key=lambda each: (-_points(each), each.candidate))
    passed = tuple(each for each in ordered if has_passed(_points(each)))
    if not passed:
        return NobodyPassed(tuple(ordered))
    return StageGoesOn(passed, tuple(ordered[len(passed) :]))


def _points(result: AbilityResult) -> int:
    """The points that count: of a test that was taken to its end."""
    return result.points if result.standing == "taken" else 0
