"""Conflict of interest: every member declares it for every candidate before seeing anything."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from service.law.rule import Rule, rule

CM_4 = rule("CM-4", "LAW 1(17), 51; the form of the declaration is a DEFAULT", default=True)

Tie = Literal[
    "close-relative",
    "in-law",
    "property",  # common property or business, debts
    "subordination",  # now, or within the last year
    "dispute",  # in court or otherwise
    "other",  # said in words
]
TIES: Final[tuple[Tie, ...]] = get_args(Tie)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a member declared about a candidate; no ties means that there is no conflict."""

    person: str
    candidate: str
    at: datetime
    ties: frozenset[Tie] = frozenset()


Standing = Literal["undeclared", "conflicted", "clear"]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a member does not see a candidate; `candidates` are those still to be declared for."""

    rule: Rule
    source: str
    why: Literal["declare-first", "conflicted"]
    candidates: tuple[str, ...] = ()


def standing(declared: Iterable[Declared], person: str, candidate: str) -> Standing:
    """How a member stands to a candidate. A conflict once declared stays: it is not talked away."""
    found = [each for each in declared if (each.person, each.candidate) == (person, candidate)]
    if not found:
        return "undeclared"
    return "conflicted" if any(each.ties for each in found) else "clear"


def undeclared(
    declared: Iterable[Declared], person: str, candidates: Collection[str]
) -> tuple[str, ...]:
    """The candidates for whom a member has still to declare."""
    done = {each.candidate for each in declared if each.person == person}
    return tuple(sorted(set(candidates) - done))


def closed(
    declared: Collection[Declared], person: str, candidate: str, candidates: Collection[str]
) -> Closed | None:
    """Why a member neither sees nor scores a candidate; None where it does (CM-4).

    Args:
        declared: every declaration so far.
        person: the member.
        candidate: whom the member wants to see.
        candidates: everybody who is to be scored at this stage; all are declared for first.
    """
    missing = undeclared(declared, person, {*candidates, candidate})
    if missing:
        return Closed(CM_4, "LAW 51(2)", "declare-first", missing)
    if standing(declared, person, candidate) == "conflicted":
        return Closed(CM_4, "LAW 51(1)", "conflicted")
    return None


def conflicted(declared: Iterable[Declared], candidate: str) -> frozenset[str]:
    """The persons with a conflict of interest with a candidate; their marks count nothing."""
    return frozenset(each.person for each in declared if each.candidate == candidate and each.ties)
