"""Who may enter the civil service on a day: citizenship, age, the fourteen bars, the round."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.law.bars import GROWN_UP
from service.law.calendar import ONE_DAY
from service.law.dated import Dated, on
from service.law.declarations import (
    LW_2,
    Declaration,
    Finding,
    Penalty,
    after_penalties,
    findings,
)
from service.law.line import Line, Outcome, Remedy
from service.law.record import plain
from service.law.rule import rule
from service.law.terms import MONTHS_A_YEAR, Term, eve_of_end
from service.law.vacancy import LW_4, NO_STANDING, Round, Standing, ground_of

LW_1 = rule("LW-1", "LAW 16(1), 16(3)1; the pension ages are a DEFAULT", default=True)

ADULT: Final = Term(years=GROWN_UP)  # LAW 16(3)1


@dataclass(frozen=True, slots=True)
class PensionAges:
    """The lowest and the highest pension age of a time, in months of life."""

    lowest: int
    highest: int


def _years(years: float) -> int:
    return int(years * MONTHS_A_YEAR)


_HIGHEST: Final = _years(63)
# LAW 16(1) refers to "the law" and prints no number. These are the ages of the pension law, later
# of the Social Code: they differ by sex up to 2030. Sex decides nothing here (LW-3), so whoever is
# between the two ages is looked at by a person, unless the state itself has told the day.
PENSION_AGES: Final = (
    Dated(PensionAges(_years(58), _HIGHEST), date(2016, 1, 1), date(2017, 12, 31)),
    Dated(PensionAges(_years(58.5), _HIGHEST), date(2018, 1, 1), date(2018, 12, 31)),
    Dated(PensionAges(_years(59), _HIGHEST), date(2019, 1, 1), date(2019, 12, 31)),
    Dated(PensionAges(_years(59.5), _HIGHEST), date(2020, 1, 1), date(2020, 12, 31)),
    Dated(PensionAges(_years(60), _HIGHEST), date(2021, 1, 1), date(2021, 12, 31)),
    Dated(PensionAges(_years(60.5), _HIGHEST), date(2022, 1, 1), date(2022, 12, 31)),
    Dated(PensionAges(_years(61), _HIGHEST), date(2023, 1, 1), date(2027, 12, 31)),
    Dated(PensionAges(_years(61.5), _HIGHEST), date(2028, 1, 1), date(2028, 12, 31)),
    Dated(PensionAges(_years(62), _HIGHEST), date(2029, 1, 1), date(2029, 12, 31)),
    Dated(PensionAges(_years(62.5), _HIGHEST), date(2030, 1, 1), date(2030, 12, 31)),
    Dated(PensionAges(_HIGHEST, _HIGHEST), date(2031, 1, 1)),
)


@dataclass(frozen=True, slots=True)
class Person:
    """What entry depends on, and nothing else: no field of LAW 16(5) has a place here.

    Args:
        born_on: None where the state has not told it yet.
        citizen: of Kazakhstan; None where it is not confirmed.
        pension_on: the day on which pension age is reached, where a register of the state says.
        standing: serving, former official, or neither.
        declared: the candidate's items of LAW 16(3).
        checked: the same from registers of the state.
        penalties: those of LAW 37(3), for serving officials.
    """

    born_on: date | None
    citizen: bool | None
    pension_on: date | None = None
    standing: Standing = NO_STANDING
    declared: tuple[Declaration, ...] = ()
    checked: tuple[Declaration, ...] = ()
    penalties: tuple[Penalty, ...] = ()


def turns(born_on: date, term: Term) -> date:
    """The day on which an age is reached.

    Whose day of birth a month does not have reaches it on the first of the next (DEFAULT), so who
    was born on 29 February is of age on 1 March of a year without that day.
    """
    return eve_of_end(born_on, term) + ONE_DAY


def entry_lines(
    person: Person,
    *,
    round_: Round,
    circle: frozenset[str],
    health_asked: bool,
    day: date,
    closes_on: date,
) -> Iterator[Line]:
    """The conditions of entry, one line each, in the law's order.

    Args:
        person: the facts.
        round_: the round announced.
        circle: the bodies of a round in the body.
        health_asked: whether the post asks for special health (LAW 16(3)4).
        day: the day of the application.
        closes_on: the last day of reception. Ages and terms are judged by it (DEFAULT): whoever
            turns 18, or whose look-back has ended, by that day may apply.
    """
    yield _round(person.standing, round_, circle, day)
    yield _citizenship(person)
    yield from _ages(person, closes_on)
    serving = person.standing.serving_in is not None
    for found in findings(
        person.declared, person.checked, closes_on, health_asked=health_asked, serving=serving
    ):
        yield _bar(found)
    if serving:
        yield _penalties(person, closes_on)


def _round(standing: Standing, round_: Round, circle: frozenset[str], day: date) -> Line:
    ground = ground_of(round_, circle, standing, day)
    source = {
        Round.INTERNAL_BODY: "LAW 29(1)",
        Round.INTERNAL_ALL: "LAW 29(2)",
        Round.GENERAL: "LAW 27(1), 28",
    }[round_]
    if ground in {"former-official", "displaced-official"}:
        source = "LAW 29(5)" if ground == "former-official" else "LAW 62(2)"
    facts = {"round": round_.value, "ground": ground, "serving_in": standing.serving_in}
    if ground is None:
        return Line("round", "not-met", LW_4, source, "", "", facts, None, "wait-for-later-round")
    return Line("round", "met", LW_4, source, facts=facts)


def _citizenship(person: Person) -> Line:
    facts = {"citizen": person.citizen}
    if person.citizen is None:
        return Line(
            "citizenship",
            "look",
            LW_1,
            "LAW 16(1)",
            why="not-confirmed",
            facts=facts,
            remedy="confirm-citizenship",
        )
    outcome: Outcome = "met" if person.citizen else "not-met"
    return Line("citizenship", outcome, LW_1, "LAW 16(1)", facts=facts)


def _ages(person: Person, day: date) -> Iterator[Line]:
    if person.born_on is None:
        for code, source in (("age-18", "LAW 16(3)1"), ("pension-age", "LAW 16(1)")):
            yield Line(
                "age-18" if code == "age-18" else "pension-age",
                "look",
                LW_1,
                source,
                why="no-birth-date",
                remedy="add-birth-date",
            )
        return
    adult_on = turns(person.born_on, ADULT)
    facts = plain({"born_on": person.born_on, "turns_on": adult_on})
    if adult_on <= day:
        yield Line("age-18", "met", LW_1, "LAW 16(3)1", facts=facts)
    else:
        yield Line(
            "age-18",
            "not-met",
            LW_1,
            "LAW 16(3)1",
            facts=facts,
            first_on=adult_on,
            remedy="wait",
        )
    yield _pension(person.born_on, person.pension_on, day)


def _pension(born_on: date, told_on: date | None, day: date) -> Line:
    if told_on is not None:
        outcome: Outcome = "met" if day < told_on else "not-met"
        facts = plain({"pension_on": told_on, "last_free_on": told_on - ONE_DAY})
        return Line("pension-age", outcome, LW_1, "LAW 16(1)", why="told", facts=facts)
    ages = on(PENSION_AGES, day)
    facts = plain({"born_on": born_on, "lowest": ages.lowest, "highest": ages.highest})
    if turns(born_on, Term(months=ages.highest)) <= day:
        return Line("pension-age", "not-met", LW_1, "LAW 16(1)", why="reached", facts=facts)
    if turns(born_on, Term(months=ages.lowest)) <= day:
        return Line("pension-age", "look", LW_1, "LAW 16(1)", why="between-ages", facts=facts)
    return Line("pension-age", "met", LW_1, "LAW 16(1)", facts=facts)


_OUTCOME: Final[dict[str, Outcome]] = {"free": "met", "barred": "not-met", "look": "look"}
_REMEDY: Final[dict[str, Remedy]] = {
    "not-declared": "declare",
    "declared-otherwise": "declare",
    "no-date": "declare",
    "restrictions-refused": "accept-restrictions",
}


def _bar(found: Finding) -> Line:
    remedy = _REMEDY.get(found.why)
    if remedy is None and found.first_free_on is not None:
        remedy = "wait"
    return Line(
        "bar",
        _OUTCOME[found.verdict],
        LW_2,
        "LAW 16(4)" if found.why in {"not-declared", "declared-otherwise"} else found.bar.source,
        found.code,
        found.why,
        plain(found.facts),
        found.first_free_on,
        remedy,
    )


def _penalties(person: Person, day: date) -> Line:
    running = list(after_penalties(person.penalties, day))
    if not running:
        return Line("penalty", "met", LW_2, "LAW 37(3)")
    frees = [free for _, free in running]
    first = None if None in frees else max(free for free in frees if free is not None)
    facts = {"penalties": plain([each for each, _ in running])}
    remedy: Remedy | None = "wait" if first else None
    return Line("penalty", "not-met", LW_2, "LAW 37(3)", "", "", facts, first, remedy)
