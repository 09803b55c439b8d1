from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.dated import check
from service.law.declarations import DECLARED, Declaration, Penalty
from service.law.entry import ADULT, LW_1, PENSION_AGES, Person, entry_lines, turns
from service.law.line import Line
from service.law.terms import Term
from service.law.vacancy import Round, Standing

CLOSES = date(2026, 3, 20)
FILED = date(2026, 3, 12)
CLEAN = tuple(Declaration(bar.number, applies=False) for bar in DECLARED)
PERSON = Person(date(1990, 5, 5), citizen=True, declared=CLEAN)


def lines(person: Person, closes_on: date = CLOSES, round_: Round = Round.GENERAL) -> list[Line]:
    return list(
        entry_lines(
            person,
            round_=round_,
            circle=frozenset({"moj"}),
            health_asked=False,
            day=FILED,
            closes_on=closes_on,
        )
    )


def line(code: str, person: Person, closes_on: date = CLOSES) -> Line:
    (one,) = [each for each in lines(person, closes_on) if each.code == code]
    return one


def test_lw_1_the_conditions_come_in_the_laws_order():
    found = lines(PERSON)
    assert [each.code for each in found] == [
        "round",
        "citizenship",
        "age-18",
        "pension-age",
        *["bar"] * 13,
    ]
    assert {each.outcome for each in found} == {"met"}


@pytest.mark.parametrize(
    ("citizen", "outcome"), [(True, "met"), (False, "not-met"), (None, "look")]
)
def test_lw_1_a_citizen_of_kazakhstan(citizen, outcome):
    assert line("citizenship", replace(PERSON, citizen=citizen)).outcome == outcome


ADULTS = [
    pytest.param(date(2008, 3, 20), CLOSES, "met", None, id="eighteen on the closing day"),
    pytest.param(
        date(2008, 3, 21), CLOSES, "not-met", date(2026, 3, 21), id="eighteen a day too late"
    ),
    pytest.param(
        date(2008, 2, 29),
        date(2026, 2, 28),
        "not-met",
        date(2026, 3, 1),
        id="born on 29 February: not yet on 28 February",
    ),
    pytest.param(
        date(2008, 2, 29), date(2026, 3, 1), "met", None, id="born on 29 February: on 1 March"
    ),
]


@pytest.mark.parametrize(("born_on", "closes_on", "outcome", "first_on"), ADULTS)
def test_lw_1_age_on_the_closing_day(born_on, closes_on, outcome, first_on):
    one = line("age-18", replace(PERSON, born_on=born_on), closes_on)
    assert (one.outcome, one.first_on, one.rule) == (outcome, first_on, LW_1)
    assert one.remedy == ("wait" if first_on else None)


def test_lw_1_who_turns_18_between_applying_and_closing_may_apply():
    assert line("age-18", replace(PERSON, born_on=date(2008, 3, 15))).outcome == "met"


PENSIONS = [
    pytest.param(date(1965, 3, 21), CLOSES, "met", id="eve of 61 on the closing day"),
    pytest.param(date(1965, 3, 20), CLOSES, "look", id="61 on the closing day: a person looks"),
    pytest.param(date(1963, 3, 21), CLOSES, "look", id="eve of 63 on the closing day"),
    pytest.param(date(1963, 3, 20), CLOSES, "not-met", id="63 on the closing day"),
    pytest.param(date(1966, 7, 2), date(2028, 1, 1), "met", id="from 2028 on 61 and a half"),
    pytest.param(date(1966, 7, 1), date(2028, 1, 1), "look", id="61 and a half on that day"),
    pytest.param(date(1968, 1, 2), date(2031, 1, 1), "met", id="eve of 63 from 2031 on"),
    pytest.param(date(1968, 1, 1), date(2031, 1, 1), "not-met", id="63 from 2031 on, no looking"),
]


@pytest.mark.parametrize(("born_on", "closes_on", "outcome"), PENSIONS)
def test_lw_1_pension_age_on_the_closing_day(born_on, closes_on, outcome):
    assert line("pension-age", replace(PERSON, born_on=born_on), closes_on).outcome == outcome


def test_lw_1_the_day_that_the_state_tells_outweighs_the_ages():
    told = replace(PERSON, born_on=date(1964, 1, 1), pension_on=CLOSES)
    assert line("pension-age", told, CLOSES).outcome == "not-met"
    assert line("pension-age", told, CLOSES - timedelta(days=1)).outcome == "met"


def test_lw_1_without_a_birth_date_a_person_must_look():
    found = lines(replace(PERSON, born_on=None))
    assert [(each.code, each.outcome) for each in found if each.outcome != "met"] == [
        ("age-18", "look"),
        ("pension-age", "look"),
    ]


def test_lw_1_the_rows_of_pension_ages_join():
    check(PENSION_AGES)
    assert all(row.value.lowest <= row.value.highest == 63 * 12 for row in PENSION_AGES)


def test_lw_2_a_look_back_that_ends_on_the_closing_day_still_bars():
    said = Declaration(7, applies=True, happened_on=date(2023, 3, 20))
    declared = (said, *(each for each in CLEAN if each.number != 7))
    barred = [each for each in lines(replace(PERSON, declared=declared)) if each.outcome != "met"]
    assert [(each.subject, each.source, each.why, each.first_on) for each in barred] == [
        ("corruption-offence", "LAW 16(3)7)", "look-back-runs", date(2026, 3, 21))
    ]
    assert barred[0].facts == {"happened_on": "2023-03-20"}
    later = lines(replace(PERSON, declared=declared), closes_on=date(2026, 3, 21))
    assert {each.outcome for each in later} == {"met"}


def test_lw_2_what_is_not_declared_names_16_4_and_the_way_out():
    bars = [each for each in lines(replace(PERSON, declared=())) if each.code == "bar"]
    assert {(each.outcome, each.source, each.remedy) for each in bars} == {
        ("not-met", "LAW 16(4)", "declare")
    }


def test_lw_4_a_citizen_is_told_to_wait_for_a_later_round():
    (one,) = [each for each in lines(PERSON, round_=Round.INTERNAL_ALL) if each.code == "round"]
    assert (one.outcome, one.remedy) == ("not-met", "wait-for-later-round")


def test_lw_2_an_official_with_a_running_penalty_waits_for_its_end():
    penalty = Penalty("corruption-offence", executed_on=date(2025, 3, 20))
    serving = replace(PERSON, standing=Standing("moj"), penalties=(penalty,))
    one = line("penalty", serving)
    assert (one.outcome, one.source, one.first_on) == ("not-met", "LAW 37(3)", date(2026, 3, 21))
    assert line("penalty", serving, date(2026, 3, 21)).outcome == "met"


def test_lw_2_one_penalty_without_an_end_leaves_no_day():
    both = (
        Penalty("corruption-offence", executed_on=date(2025, 3, 20)),
        Penalty("discrediting-misdemeanour"),
    )
    one = line("penalty", replace(PERSON, standing=Standing("moj"), penalties=both))
    assert (one.outcome, one.first_on, one.remedy) == ("not-met", None, None)


@given(born_on=st.dates(date(1940, 1, 1), date(2020, 12, 31)), months=st.integers(1, 800))
def test_an_age_is_reached_once_and_later_ages_later(born_on, months):
    assert turns(born_on, Term(months=months)) <= turns(born_on, Term(months=months + 1))
    assert turns(born_on, Term(years=18)) == turns(born_on, ADULT)
