"""How members of a commission score: marks by criteria, a member's mean, the mean over members."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from service.law.points import mean

Marks = Mapping[str, int]  # criterion → mark
SECOND_LOOK_FROM: Final = 2  # one member alone cannot be of two minds


@dataclass(frozen=True, slots=True)
class Method:
    """The method of a stage: each criterion gets a whole mark from `lowest` to `highest`."""

    criteria: tuple[str, ...]
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class MarkFault:
    """Why a sheet of marks cannot be taken; `criterion` names the one it is about."""

    criterion: str
    why: Literal["missing", "unknown", "not-whole", "too-low", "too-high"]


def mark_faults(method: Method, marks: Mapping[str, object]) -> list[MarkFault]:
    """Everything that is wrong with a sheet of marks, in the order of the criteria."""
    faults = []
    for criterion in method.criteria:
        mark = marks.get(criterion)
        if mark is None:
            faults.append(MarkFault(criterion, "missing"))
        elif isinstance(mark, bool) or not isinstance(mark, int):
            faults.append(MarkFault(criterion, "not-whole"))
        elif mark < method.lowest:
            faults.append(MarkFault(criterion, "too-low"))
        elif mark > method.highest:
            faults.append(MarkFault(criterion, "too-high"))
    unknown = sorted(set(marks) - set(method.criteria))
    return faults + [MarkFault(each, "unknown") for each in unknown]


def member_score(method: Method, marks: Marks) -> Fraction:
    """A member's score: the mean of the marks.

    Raises:
        ValueError: the sheet has a fault.
    """
    faults = mark_faults(method, marks)
    if faults:
        raise ValueError(f"these marks cannot be taken: {faults}")
    return mean(marks.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """There is no stage score yet: these seats of the commission have not scored."""

    seats: tuple[str, ...]


def stage_score(
    method: Method,
    sheets: Mapping[str, Marks],
    seats: Collection[str],
    conflicted: Collection[str] = (),
) -> Fraction | Waiting:
    """The stage score of a candidate: the mean over the members who may score.

    Args:
        method: the method of the stage.
        sheets: the marks by seat; those of a conflicted member count nothing (CM-4).
        seats: every seat of the commission.
        conflicted: the seats whose members have a conflict of interest with this candidate.

    Raises:
        ValueError: a sheet has a fault, or nobody may score.
    """
    scoring = sorted(set(seats) - set(conflicted))
    missing = tuple(seat for seat in scoring if seat not in sheets)
    if missing:
        return Waiting(missing)
    return mean(member_score(method, sheets[seat]) for seat in scoring)


def spread(scores: Iterable[Fraction]) -> Fraction:
    """How far the highest and the lowest score of the members lie apart."""
    every = list(scores)
    return max(every) - min(every) if len(every) >= SECOND_LOOK_FROM else Fraction()


def may_see(viewer: str, signed: Collection[str], conflicted: Collection[str] = ()) -> bool:
    """May a member see the others' marks of a candidate: only who has signed the own (ST-5).

    A member with a conflict of interest sees nothing of that candidate (CM-4).
    """
    return viewer in signed and viewer not in conflicted
