"""Which posts are never put to competition, and in which order the rounds of the others run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from service.law.rule import Rule, rule
from service.law.terms import Term, last_day

LW_4 = rule("LW-4", "LAW 28, 29")
LW_6 = rule("LW-6", "LAW 3(2), 14, 15, 22-23, 29(4); POL; CIV")

FORMER_OFFICIAL: Final = Term(days=30)  # LAW 29(5), calendar days from the dismissal
DISPLACED_OFFICIAL: Final = Term(months=3)  # LAW 62(2)
FORMER_AKIM: Final = Term(years=1)  # LAW 15(4)
LEAST_TIME_IN_OFFICE: Final = Term(months=6)  # LAW 15(3)


class PostKind(StrEnum):
    """What a post is to the law on the civil service."""

    CORPS_B = "corps-b"
    CORPS_A = "corps-a"
    POLITICAL = "political"
    CIVILIAN = "civilian"
    TECHNICAL = "technical"
    ELECTED = "elected"  # elected, or appointed by a local representative body
    OF_FIRST_HEAD = "of-first-head"  # assistant, adviser or press secretary of a first head


Filling = Literal[
    "appointment-after-agreement",
    "labour-contract",
    "reserve",
    "election",
    "appointment-by-first-head",
]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a post cannot be announced, and how it is filled instead."""

    rule: Rule
    kind: PostKind
    source: str
    filled_by: Filling
    filled_source: str


_EXCLUDED: Final = {
    each.kind: each
    for each in (
        Exclusion(
            LW_6,
            PostKind.POLITICAL,
            "LAW 14(1), 17(2)",
            "appointment-after-agreement",
            "LAW 14(1)-(2); POL",
        ),
        Exclusion(LW_6, PostKind.CIVILIAN, "LAW 3(2)3; CIV", "labour-contract", "LAW 3(2)3"),
        Exclusion(LW_6, PostKind.TECHNICAL, "LAW 3(2)1", "labour-contract", "LAW 3(2)1"),
        Exclusion(LW_6, PostKind.CORPS_A, "LAW 1(1), 22-23", "reserve", "LAW 22(2), 23(2)"),
        Exclusion(LW_6, PostKind.ELECTED, "LAW 15(1), 26", "election", "LAW 15(1)"),
        Exclusion(
            LW_6, PostKind.OF_FIRST_HEAD, "LAW 29(4)", "appointment-by-first-head", "LAW 29(4)"
        ),
    )
}


def exclusion(kind: PostKind) -> Exclusion | None:
    """Why posts of that kind are not put to competition; None where they are."""
    return _EXCLUDED.get(kind)


class Round(StrEnum):
    """The rounds of a vacancy in the law's order."""

    INTERNAL_BODY = "internal-body"
    INTERNAL_ALL = "internal-all"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Past:
    """A round that is over; a cancelled one is as if it had not been."""

    round: Round
    ended_on: date
    outcome: Literal["winner", "nobody", "cancelled"]


Office = Literal["central", "territorial", "local"]
Agreeing = Literal["authorised-body", "territorial-unit"]


@dataclass(frozen=True, slots=True)
class Vacant:
    """What the order of rounds depends on.

    Args:
        lowest: a lowest post by the body's staff table (LAW 1(19)).
        body_is_new: the body is being created (LAW 29(4-1)).
        direct: the case of the authorised body under which HR chooses LAW 29(2-1); else None.
        office: central (with departments), a territorial unit, or paid from a local budget.
        past: the rounds so far of this vacancy, in any order.
    """

    lowest: bool
    office: Office
    body_is_new: bool = False
    direct: str | None = None
    past: Sequence[Past] = ()


@dataclass(frozen=True, slots=True)
class NextRound:
    """The round that may be announced now, why this one, and who must agree to it first."""

    round: Round
    rule: Rule
    source: str
    why: Literal[
        "lowest-post", "first-round", "new-body", "nobody-in-body", "nobody-in-all", "direct"
    ]
    agreement_of: Agreeing | None = None
    exempt: bool = False  # LAW 29(2-1): officials and persons of 29(5) take no test


@dataclass(frozen=True, slots=True)
class Filled:
    """The vacancy has a winner: there is nothing to announce."""

    on: date


def next_round(vacant: Vacant) -> NextRound | Filled:
    """The round that the law has next for a vacancy (LW-4).

    A general competition that brought nobody may be announced again (DEFAULT: the law is silent).
    """
    done = [each for each in vacant.past if each.outcome != "cancelled"]
    won = [each.ended_on for each in done if each.outcome == "winner"]
    if won:
        return Filled(max(won))
    if vacant.lowest:
        return NextRound(Round.GENERAL, LW_4, "LAW 28(1), 29(2)", "lowest-post")
    return _after(frozenset(each.round for each in done), vacant)


def _after(held: frozenset[Round], vacant: Vacant) -> NextRound:
    """The round that follows those held in vain, for a post that is not the lowest."""
    if Round.INTERNAL_ALL in held:
        return _general(vacant, "LAW 28(2), 29(3)", "nobody-in-all")
    if Round.INTERNAL_BODY in held and vacant.direct is not None:
        return _general(vacant, "LAW 28(2), 29(2-1)", "direct")
    if Round.INTERNAL_BODY in held:
        return NextRound(Round.INTERNAL_ALL, LW_4, "LAW 29(2)", "nobody-in-body")
    if vacant.body_is_new:
        return NextRound(Round.INTERNAL_ALL, LW_4, "LAW 29(4-1)", "new-body")
    return NextRound(Round.INTERNAL_BODY, LW_4, "LAW 29(1)", "first-round")


def _general(vacant: Vacant, source: str, why: Literal["nobody-in-all", "direct"]) -> NextRound:
    agreeing = agreement_of(vacant.office)
    return NextRound(Round.GENERAL, LW_4, source, why, agreeing, exempt=why == "direct")


def agreement_of(office: Office) -> Agreeing:
    """Who agrees to a general competition for a post that is not the lowest (LAW 28(2)).

    The law names central executive bodies; other central bodies are taken the same (DEFAULT).
    """
    return "authorised-body" if office == "central" else "territorial-unit"


Answer = Literal["asked", "agreed", "refused"]


@dataclass(frozen=True, slots=True)
class RoundRefusal:
    """Why a round cannot be announced now; `due` is the round that can."""

    rule: Rule
    source: str
    why: Literal["filled", "out-of-order", "agreement-missing", "agreement-refused"]
    due: NextRound | None


def round_refusal(
    wanted: Round, vacant: Vacant, agreement: Answer | None = None
) -> RoundRefusal | None:
    """Why HR may not announce that round; None where it may.

    Args:
        wanted: the round that HR wants to announce.
        vacant: the vacancy with its rounds so far.
        agreement: the answer of `agreement_of`; None where it was not asked.
    """
    due = next_round(vacant)
    if isinstance(due, Filled):
        return RoundRefusal(LW_4, "LAW 27(5)", "filled", None)
    if wanted is not due.round:
        return RoundRefusal(LW_4, due.source, "out-of-order", due)
    if due.agreement_of is None or agreement == "agreed":
        return None
    if agreement == "refused":
        return RoundRefusal(LW_4, "LAW 28(2)", "agreement-refused", due)
    return RoundRefusal(LW_4, "LAW 28(2)", "agreement-missing", due)


def must_refuse_agreement(vacant: Vacant) -> bool:
    """Must the authorised body refuse: were the rounds of LAW 29 not held (28(2))?"""
    due = next_round(vacant)
    return isinstance(due, NextRound) and due.round is not Round.GENERAL


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody left the administrative service.

    Args:
        on: the day of the dismissal.
        displaced: the post went to a person whom a court reinstated (LAW 62(2)).
        employed_since: works for others now.
        left_country: has left Kazakhstan since.
    """

    on: date
    displaced: bool = False
    employed_since: bool = False
    left_country: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands to the service: the body served in, or how it was left."""

    serving_in: str | None = None
    left: Leaving | None = None


NO_STANDING: Final = Standing()

Ground = Literal["serving", "former-official", "displaced-official", "citizen"]


def is_former_official(standing: Standing, day: date) -> bool:
    """A person of LAW 29(5) on that day; DEFAULT: the day of the application counts."""
    left = standing.left
    return (
        standing.serving_in is None
        and left is not None
        and not left.employed_since
        and not left.left_country
        and left.on <= day <= last_day(left.on, FORMER_OFFICIAL)
    )


def ground_of(
    round_: Round, circle: frozenset[str], standing: Standing, day: date
) -> Ground | None:
    """On what ground a candidate may take part in a round; None where not.

    Args:
        round_: the round announced.
        circle: for the round in the body, the codes of the body, its department and territorial
            units, and of the bodies with the same single HR service or commission (LAW 29(1)).
        standing: where the candidate stands on `day`.
        day: the day of the application.
    """
    if round_ is Round.GENERAL:
        return "citizen" if standing.serving_in is None else "serving"
    if standing.serving_in is not None:
        inside = round_ is Round.INTERNAL_ALL or standing.serving_in in circle
        return "serving" if inside else None
    if is_former_official(standing, day):
        return "former-official"
    left = standing.left
    if (
        left is not None
        and left.displaced
        and left.on <= day <= last_day(left.on, DISPLACED_OFFICIAL)
    ):
        return "displaced-official"
    return None
