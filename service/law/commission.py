"""The competition commission: who sits on it, how many must attend, how a member is replaced."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from service.law.defaults import DEFAULTS, Defaults
from service.law.rule import Rule, rule

CM_1 = rule(
    "CM-1", "O26 IS 13; LAW 27(2)3; the least size and the quorum are a DEFAULT", default=True
)
CM_3 = rule("CM-3", "O26 IS 26")

ASSESSORS_OF: Final = 3  # one of so many members at the least, O26 IS 13


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the commission.

    Args:
        seat: the place on the commission; a successor takes it over with all that was scored.
        person: who sits on it.
        assessor: drawn from the matching list, or the representative of CM-3.
        of_authorised: represents the authorised body or its territorial unit.
    """

    seat: str
    person: str
    chair: bool = False
    assessor: bool = False
    of_authorised: bool = False


@dataclass(frozen=True, slots=True)
class Commission:
    """The members, and the secretary, who is no member and scores nothing (DEFAULT)."""

    members: tuple[Member, ...]
    secretary: str | None = None

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats in their order."""
        return tuple(each.seat for each in self.members)

    @property
    def people(self) -> frozenset[str]:
        """Everybody who sits on it now, without the secretary."""
        return frozenset(each.person for each in self.members)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the composition depends on.

    Args:
        head_of_hr: the post is that of a head of an HR service (CM-3).
        drawn: who was drawn by the verifiable draw, the reserve included.
        candidates: who competes.
    """

    head_of_hr: bool = False
    drawn: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()


Flaw = Literal[
    "too-few-members",
    "too-few-assessors",
    "assessor-not-drawn",
    "authorised-body-missing",
    "no-chair",
    "several-chairs",
    "no-secretary",
    "secretary-is-member",
    "seat-twice",
    "person-twice",
    "member-is-candidate",
]


@dataclass(frozen=True, slots=True)
class CommissionFault:
    """Why a commission cannot work: the rule, who or how many it is about, how many it takes."""

    rule: Rule
    source: str
    code: Flaw
    subject: str = ""
    found: int | None = None
    needed: int | None = None


def assessors_needed(members: int) -> int:
    """How many of so many members must be drawn assessors: a third, rounded up (CM-1)."""
    return -(-members // ASSESSORS_OF)


def assessors_to_draw(others: int) -> int:
    """How many assessors to draw to so many others: the body's own and the one of CM-3.

    The representative of the authorised body is an assessor but is sent, not drawn; the third is
    of those drawn (DEFAULT: the stricter reading of O26 IS 13 and 26).
    """
    return -(-others // (ASSESSORS_OF - 1))


def commission_faults(
    made: Commission, asked: Setting, defaults: Defaults = DEFAULTS
) -> list[CommissionFault]:
    """Everything that stands against a commission, at once (CM-1, CM-3)."""
    return [*_size(made, defaults), *_assessors(made, asked), *_persons(made, asked)]


def has_quorum(
    seats: Collection[str],
    present: Collection[str],
    conflicted: Collection[str] = (),
    defaults: Defaults = DEFAULTS,
) -> bool:
    """May the commission interview a candidate: two thirds of those who may score attend.

    DEFAULT after O26 LE 33, which says it of the appeal commission; the sources print no quorum
    for this one. Members with a conflict of interest count neither here nor there.
    """
    may = set(seats) - set(conflicted)
    return bool(may) and len(may & set(present)) * ASSESSORS_OF >= (
        len(may) * defaults.commission_quorum
    )


def least_present(
    seats: Collection[str], conflicted: Collection[str] = (), defaults: Defaults = DEFAULTS
) -> int:
    """How many of those who may score have to attend for a quorum."""
    may = len(set(seats) - set(conflicted))
    return -(-may * defaults.commission_quorum // ASSESSORS_OF)


def must_replace(
    seats: Collection[str], conflicted: Collection[str], defaults: Defaults = DEFAULTS
) -> bool:
    """Have so many members a conflict with a candidate that others must come (LAW 51(3)1)?

    DEFAULT: fewer than two thirds of all members may score.
    """
    may = len(set(seats) - set(conflicted))
    return may * ASSESSORS_OF < len(set(seats)) * defaults.commission_quorum


Reason = Literal["conflict", "illness", "leave", "dismissal", "refusal", "overdue", "other"]


def next_reserve(order: Sequence[str], gone: Collection[str]) -> str | None:
    """The assessor who comes next: the first in the order drawn who is not gone.

    Args:
        order: the order of the verifiable draw, the reserve included.
        gone: who sits on the commission, left it, declined, or has a conflict of interest.

    Returns None where the reserve is used up: then another draw is made.
    """
    return next((person for person in order if person not in gone), None)


def replaced(
    made: Commission, seat: str, person: str, *, of_authorised: bool = False
) -> Commission:
    """The commission with another person on a seat; whether it can work, `commission_faults` says.

    What was scored from the seat stays scored; the successor scores what was not (DEFAULT).

    Raises:
        ValueError: there is no such seat.
    """
    if seat not in made.seats:
        raise ValueError(f"there is no seat {seat}")
    return replace(
        made,
        members=tuple(
            replace(each, person=person, of_authorised=of_authorised) if each.seat == seat else each
            for each in made.members
        ),
    )


def _size(made: Commission, defaults: Defaults) -> Iterator[CommissionFault]:
    found, least = len(made.members), defaults.commission_members
    if found < least:
        source = "LAW 27(2)3; DEFAULT"
        yield CommissionFault(CM_1, source, "too-few-members", found=found, needed=least)
    chairs = sum(each.chair for each in made.members)
    if chairs != 1:
        code: Flaw = "several-chairs" if chairs else "no-chair"
        yield CommissionFault(CM_1, "LAW 27(2)3; DEFAULT", code, found=chairs, needed=1)
    if made.secretary is None:
        yield CommissionFault(CM_1, "O26 IS 130-1", "no-secretary")


def _assessors(made: Commission, asked: Setting) -> Iterator[CommissionFault]:
    assessors = [each for each in made.members if each.assessor]
    drawn = sum(each.person in asked.drawn for each in assessors)
    needed = assessors_needed(len(made.members))
    if drawn < needed:
        yield CommissionFault(CM_1, "O26 IS 13", "too-few-assessors", found=drawn, needed=needed)
    for each in assessors:
        represents = asked.head_of_hr and each.of_authorised
        if each.person not in asked.drawn and not represents:
            yield CommissionFault(CM_1, "O26 IS 13", "assessor-not-drawn", each.person)
    if asked.head_of_hr and not any(each.of_authorised for each in assessors):
        yield CommissionFault(CM_3, "O26 IS 26", "authorised-body-missing")


def _persons(made: Commission, asked: Setting) -> Iterator[CommissionFault]:
    named: dict[Flaw, list[str]] = {
        "seat-twice": list(made.seats),
        "person-twice": [each.person for each in made.members],
    }
    for code, names in named.items():
        for name in sorted({each for each in names if names.count(each) > 1}):
            yield CommissionFault(CM_1, "O26 IS 13", code, name)
    if made.secretary in made.people:
        yield CommissionFault(CM_1, "DEFAULT", "secretary-is-member", made.secretary or "")
    for person in sorted((made.people | {made.secretary or ""}) & asked.candidates):
        yield CommissionFault(CM_1, "LAW 51(1)", "member-is-candidate", person)
