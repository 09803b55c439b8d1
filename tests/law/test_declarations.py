from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.bars import BARS
from service.law.declarations import (
    CODES,
    DECLARED,
    LW_2,
    Declaration,
    Finding,
    Lasting,
    Penalty,
    after_penalties,
    findings,
    lasting,
)

DAY = date(2026, 3, 10)
NOTHING = tuple(Declaration(bar.number, applies=False) for bar in DECLARED)


def found(
    *said: Declaration,
    day: date = DAY,
    checked: tuple[Declaration, ...] = (),
    health: bool = False,
    serving: bool = False,
) -> dict[int, Finding]:
    """What the bars come to when nothing but `said` is declared to apply."""
    given_numbers = {each.number for each in said}
    rest = [each for each in NOTHING if each.number not in given_numbers]
    answers = findings([*said, *rest], checked, day, health_asked=health, serving=serving)
    return {each.bar.number: each for each in answers}


def test_lw_2_there_are_fourteen_bars_and_thirteen_are_declared():
    assert [bar.number for bar in BARS] == list(range(1, 15))
    assert [bar.number for bar in DECLARED] == list(range(2, 15))
    assert set(CODES) == {bar.number for bar in DECLARED}
    assert LW_2.source == "LAW 16(3)-(4)"


def test_lw_2_whoever_declares_that_nothing_applies_is_free():
    assert {each.verdict for each in found().values()} == {"free"}


LASTING = {
    2: Lasting.IN_FORCE,
    3: Lasting.IN_FORCE,
    4: Lasting.WHERE_HEALTH_ASKED,
    5: Lasting.UNTIL_ACCEPTED,
    6: Lasting.LOOK_BACK,
    7: Lasting.LOOK_BACK,
    8: Lasting.FOR_EVER,
    9: Lasting.LOOK_BACK,
    10: Lasting.IN_FORCE,
    11: Lasting.FOR_EVER,
    12: Lasting.FOR_EVER,
    13: Lasting.IN_FORCE,
    14: Lasting.FOR_EVER,
}


def test_lw_2_how_long_each_bar_stands():
    assert {bar.number: lasting(bar) for bar in DECLARED} == LASTING


LOOKED_BACK = [pytest.param(each, id=CODES[each]) for each in (6, 7, 9)]


@pytest.mark.parametrize("number", LOOKED_BACK)
def test_lw_2_three_years_last_refused_day_and_first_free_one(number):
    said = Declaration(number, applies=True, happened_on=date(2023, 3, 10))
    last = found(said, day=date(2026, 3, 10))[number]
    assert (last.verdict, last.why) == ("barred", "look-back-runs")
    assert last.first_free_on == date(2026, 3, 11)
    assert last.facts == {"happened_on": date(2023, 3, 10)}
    free = found(said, day=date(2026, 3, 11))[number]
    assert (free.verdict, free.why) == ("free", "look-back-over")


@pytest.mark.parametrize("number", LOOKED_BACK)
def test_lw_2_three_years_from_29_february_end_with_28_february(number):
    said = Declaration(number, applies=True, happened_on=date(2024, 2, 29))
    assert found(said, day=date(2027, 2, 28))[number].first_free_on == date(2027, 3, 1)
    assert found(said, day=date(2027, 3, 1))[number].verdict == "free"


@pytest.mark.parametrize("number", LOOKED_BACK)
def test_lw_2_without_its_day_a_person_must_look(number):
    one = found(Declaration(number, applies=True))[number]
    assert (one.verdict, one.why) == ("look", "no-date")


def test_lw_2_dismissal_for_a_discrediting_misdemeanour_bars_without_a_term():
    said = Declaration(6, applies=True, happened_on=date(1999, 1, 1), dismissed=True)
    one = found(said)[6]
    assert (one.verdict, one.why, one.first_free_on) == ("barred", "never-ends", None)


@pytest.mark.parametrize("number", [pytest.param(n, id=CODES[n]) for n in (8, 11, 12, 14)])
def test_lw_2_some_bars_never_end(number):
    one = found(Declaration(number, applies=True, happened_on=date(1995, 1, 1)))[number]
    assert (one.verdict, one.why, one.first_free_on) == ("barred", "never-ends", None)


@pytest.mark.parametrize("number", [pytest.param(n, id=CODES[n]) for n in (2, 3, 10, 13)])
def test_lw_2_a_decision_bars_up_to_and_with_its_last_day(number):
    said = Declaration(number, applies=True, until_on=DAY)
    last = found(said, day=DAY)[number]
    assert (last.verdict, last.first_free_on) == ("barred", DAY + timedelta(days=1))
    free = found(said, day=DAY + timedelta(days=1))[number]
    assert (free.verdict, free.why) == ("free", "ended")


@pytest.mark.parametrize("number", [pytest.param(n, id=CODES[n]) for n in (2, 3, 10, 13)])
def test_lw_2_a_decision_without_an_end_bars_without_a_day(number):
    one = found(Declaration(number, applies=True))[number]
    assert (one.verdict, one.why, one.first_free_on) == ("barred", "stands", None)


def test_lw_2_an_illness_matters_only_where_the_post_asks_for_health():
    said = Declaration(4, applies=True)
    assert found(said)[4].why == "no-health-requirement"
    asked = found(said, health=True)[4]
    assert (asked.verdict, asked.why) == ("look", "medical-report-needed")


def test_lw_2_who_refuses_the_restrictions_is_barred_until_accepting_them():
    assert found(Declaration(5, applies=True))[5].why == "restrictions-refused"
    assert found(Declaration(5, applies=False))[5].verdict == "free"


def test_lw_2_what_is_not_declared_is_a_ground_of_its_own():
    answers = findings(NOTHING[1:], (), DAY, health_asked=False)
    assert [(each.bar.number, each.why) for each in answers if each.verdict != "free"] == [
        (2, "not-declared")
    ]


def test_lw_2_a_register_of_the_state_outweighs_what_is_declared():
    known = (Declaration(8, applies=True, happened_on=date(2015, 5, 5)),)
    assert found(checked=known)[8].why == "never-ends"


def test_lw_2_what_was_hidden_but_no_longer_bars_is_for_a_person():
    known = (Declaration(7, applies=True, happened_on=date(2010, 1, 1)),)
    one = found(checked=known)[7]
    assert (one.verdict, one.why) == ("look", "declared-otherwise")


def test_lw_2_what_was_declared_and_is_known_and_over_is_free():
    known = Declaration(7, applies=True, happened_on=date(2010, 1, 1))
    assert found(known, checked=(known,))[7].verdict == "free"


def test_lw_2_release_for_a_lesser_crime_has_two_readings_once_three_years_are_over():
    said = Declaration(
        9, applies=True, happened_on=date(2020, 1, 1), released=True, gravity="medium"
    )
    one = found(said)[9]
    assert (one.verdict, one.why) == ("look", "two-readings")


def test_lw_2_release_for_a_misdemeanour_is_over_after_three_years():
    said = Declaration(
        9, applies=True, happened_on=date(2020, 1, 1), released=True, gravity="misdemeanour"
    )
    assert found(said)[9].verdict == "free"


def test_lw_2_of_several_the_one_that_stands_longest_counts():
    older = Declaration(7, applies=True, happened_on=date(2023, 6, 1))
    newer = Declaration(7, applies=True, happened_on=date(2025, 6, 1))
    for order in ((older, newer), (newer, older)):
        assert found(*order)[7].first_free_on == date(2028, 6, 2)


def test_lw_2_an_official_is_asked_for_penalties_in_the_place_of_6_and_7():
    assert set(found(serving=True)) == set(range(2, 15)) - {6, 7}


PENALTIES = [
    pytest.param(
        Penalty("corruption-offence", executed_on=date(2025, 3, 10)),
        date(2026, 3, 10),
        id="a year after the execution of a penalty for corruption",
    ),
    pytest.param(
        Penalty("corruption-offence", executed_on=date(2024, 2, 29)),
        date(2025, 2, 28),
        id="a year after 29 February",
    ),
    pytest.param(
        Penalty("discrediting-misdemeanour", removed_on=date(2026, 3, 10)),
        date(2026, 3, 9),
        id="until the disciplinary penalty is removed",
    ),
]


@pytest.mark.parametrize(("penalty", "last"), PENALTIES)
def test_lw_2_a_penalty_of_37_3_last_refused_and_first_free_day(penalty, last):
    free = last + timedelta(days=1)
    assert list(after_penalties([penalty], last)) == [(penalty, free)]
    assert list(after_penalties([penalty], free)) == []


def test_lw_2_a_penalty_without_an_end_has_no_free_day():
    for kind in ("corruption-offence", "discrediting-misdemeanour"):
        penalty = Penalty(kind)
        assert list(after_penalties([penalty], DAY)) == [(penalty, None)]


DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
SAID = st.builds(
    Declaration,
    number=st.sampled_from([bar.number for bar in DECLARED]),
    applies=st.booleans(),
    happened_on=st.none() | DAYS,
    until_on=st.none() | DAYS,
    dismissed=st.booleans(),
)


@given(said=st.lists(SAID, max_size=8), checked=st.lists(SAID, max_size=4), day=DAYS)
def test_the_order_of_declarations_does_not_matter(said, checked, day):
    forth = findings(said, checked, day, health_asked=True)
    back = findings(said[::-1], checked[::-1], day, health_asked=True)
    assert [(each.verdict, each.first_free_on) for each in forth] == [
        (each.verdict, each.first_free_on) for each in back
    ]


@given(said=SAID, day=DAYS)
def test_whoever_waits_for_the_first_free_day_is_free(said, day):
    one = found(said, day=day)[said.number]
    if one.first_free_on is not None:
        assert one.first_free_on > day
        assert found(said, day=one.first_free_on)[said.number].verdict == "free"
        eve = one.first_free_on - timedelta(days=1)
        assert found(said, day=eve)[said.number].verdict == "barred"
