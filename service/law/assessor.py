"""Who can be an assessor of a competition commission, and the list that they are drawn from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from service.law.experience import Employment, ExperienceNeed, Measured, measure
from service.law.rule import Rule, rule
from service.law.terms import MONTHS_A_YEAR

CM_2 = rule("CM-2", "O26 IS 3(2), 25, 27")

YEARS_NEEDED: Final = 3  # O26 IS 3(2)

Ground = Literal["experience", "hr-specialist", "other-body"]


@dataclass(frozen=True, slots=True)
class Call:
    """The public notice on the selection of assessors for a competition (O26 IS 25).

    Args:
        body: the body that fills the post.
        fields: the fields of the post's functions, by the codes of the registers.
        closes_on: the last day on which applications are received; the notice says it.
    """

    body: str
    fields: frozenset[str]
    published_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies for the role of an assessor.

    Args:
        work: the employment history; work in science counts as any other in its field.
        hr_specialist: a specialist in the management of personnel.
        serves_in: the body in which the applicant is an official; None for nobody.
    """

    person: str
    work: tuple[Employment, ...] = ()
    hr_specialist: bool = False
    serves_in: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The applicant can be drawn; on which grounds, and how the experience was counted."""

    grounds: tuple[Ground, ...]
    experience: Measured


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why the applicant cannot be drawn; goes to the applicant's cabinet (O26 IS 27).

    Args:
        first_on: the first day on which the experience is enough if it goes on; None where not.
    """

    rule: Rule
    source: str
    why: Literal["not-open", "closed", "no-ground"]
    experience: Measured
    first_on: date | None = None


def match(applicant: Applicant, call: Call, day: date) -> Match | Mismatch:
    """Whether an applicant fits a call, judged on the day of the application (CM-2).

    Three years in the fields of the functions, or a specialist of personnel, or an official of
    another body: any of them is enough.
    """
    need = ExperienceNeed(YEARS_NEEDED * MONTHS_A_YEAR, fields=call.fields)
    measured = measure(need, applicant.work, day)
    if day < call.published_on:
        return Mismatch(CM_2, "O26 IS 25", "not-open", measured, call.published_on)
    if day > call.closes_on:
        return Mismatch(CM_2, "O26 IS 25", "closed", measured)
    grounds: list[Ground] = []
    if measured.met:
        grounds.append("experience")
    if applicant.hr_specialist:
        grounds.append("hr-specialist")
    if applicant.serves_in not in {None, call.body}:
        grounds.append("other-body")
    if not grounds:
        return Mismatch(CM_2, "O26 IS 3(2)", "no-ground", measured, measured.met_on)
    return Match(tuple(grounds), measured)


def matching_list(
    matched: Iterable[str], members: Collection[str], candidates: Collection[str]
) -> tuple[str, ...]:
    """The list that assessors are drawn from, in the order of the names (O26 IS 13).

    Whoever fits, without those who sit on the commission already or compete for the post.
    """
    return tuple(sorted(set(matched) - set(members) - set(candidates)))
