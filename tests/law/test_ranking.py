from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.announcement import Stage
from service.law.ranking import (
    ST_6,
    ST_8,
    Entry,
    NeedsLot,
    Ranking,
    answer_due,
    invitation_due,
    next_invited,
    protocol_due,
    rank,
    results_due,
    sum_of,
    tied,
)
from service.law.requirements import Level
from tests.law.working_days import CALENDAR, TERMS, almaty, end_of

DAY = date(2026, 3, 10)
B, M = Level.BACHELOR, Level.MASTER


def entry(key: str, ability: Any, essay: Any, interview: Any, **merit: Any) -> Entry:
    raw: dict[Stage, Fraction] = {
        "ability": Fraction(ability),
        "essay": Fraction(essay),
        "interview": Fraction(interview),
    }
    return Entry(key, raw, merit.get("days", 1000), merit.get("education", B))


def ranked(*entries: Entry, **asked: Any) -> Ranking:
    found = rank(entries, DAY, **asked)
    assert isinstance(found, Ranking)
    return found


def test_st_6_the_total_with_its_arithmetic():
    found = sum_of(entry("a", 32, "3.6", Fraction(21, 5)).raw, DAY)
    assert found.total == Fraction(142, 10)
    assert [part.formula() for part in found.parts] == ["32 × 10 ÷ 50 = 6.40", "3.60", "4.20"]
    assert found.formula() == "6.40 + 3.60 + 4.20 = 14.20"
    assert ST_6.default


def test_st_6_the_sum_so_far_has_the_stages_so_far_in_their_order():
    assert sum_of({}, DAY).total == 0
    assert sum_of({"ability": Fraction(50)}, DAY).total == 10
    parts = sum_of({"interview": Fraction(1), "ability": Fraction(5)}, DAY).parts
    assert [part.stage for part in parts] == ["ability", "interview"]


def test_st_6_personal_qualities_have_no_points():
    assert sum_of({"personal-qualities": Fraction(10)}, DAY).parts == ()


ORDERS = [
    pytest.param(
        [entry("a", 30, 3, 4), entry("b", 40, 3, 4)], "ba", ["total", "last"], id="the total"
    ),
    pytest.param(
        [entry("a", 30, 3, 4), entry("b", 30, 3, 4, days=1001)],
        "ba",
        ["experience", "last"],
        id="a day more of experience",
    ),
    pytest.param(
        [entry("a", 30, 3, 4), entry("b", 30, 3, 4, education=M)],
        "ba",
        ["education", "last"],
        id="the higher education",
    ),
    pytest.param(
        [entry("a", 30, 3, 4, education=M), entry("b", 30, 3, 4, days=1001)],
        "ba",
        ["experience", "last"],
        id="experience before education",
    ),
    pytest.param(
        [entry("a", 30, 3, 4, days=9000, education=M), entry("b", 31, 3, 4)],
        "ba",
        ["total", "last"],
        id="the total before both",
    ),
    pytest.param(
        [entry("a", 30, 3, 4, education=None), entry("b", 30, 3, 4, education=Level.SECONDARY)],
        "ba",
        ["education", "last"],
        id="any education before none",
    ),
    pytest.param(
        [entry("a", 30, 3, 4), entry("b", 25, 4, 4)],
        "ab",
        ["lot", "last"],
        id="equal by other stages",
    ),
]


@pytest.mark.parametrize(("entries", "order", "by"), ORDERS)
def test_st_6_what_decides(entries, order, by):
    found = ranked(*entries, lot="ab")
    assert "".join(found.order) == order
    assert [each.by for each in found.placed] == by
    assert found.winner == order[0]


def test_st_6_a_tie_needs_a_draw_of_those_whom_nothing_sets_apart():
    four = [
        entry("d", 30, 3, 4),
        entry("a", 40, 3, 4),
        entry("c", 30, 3, 4),
        entry("b", 40, 3, 4),
        entry("e", 50, 3, 4),
    ]
    assert tied(four, DAY) == ("a", "b", "c", "d")
    assert rank(four, DAY) == NeedsLot(("a", "b", "c", "d"))
    assert rank(four, DAY, lot="abc") == NeedsLot(("a", "b", "c", "d"))
    assert "".join(ranked(*four, lot="dbca").order) == "ebadc"
    assert [each.by for each in ranked(*four, lot="dbca").placed] == [
        "total",
        "lot",
        "total",
        "lot",
        "last",
    ]


def test_st_6_a_hair_sets_totals_apart_and_is_printed():
    found = ranked(entry("a", 30, "3.333", 4), entry("b", 30, Fraction(10, 3), 4))
    assert found.order == ("b", "a")
    assert found.digits == 4
    assert [each.sum.formula(found.digits) for each in found.placed] == [
        "6.0000 + 3.3333 + 4.0000 = 13.3333",
        "6.0000 + 3.3330 + 4.0000 = 13.3330",
    ]


def test_st_6_one_alone_with_less_than_one_point_is_no_winner():
    poor = entry("a", 50, 5, "0.99")
    assert ranked(poor).winner is None
    assert ranked(entry("a", 50, 5, 1)).winner == "a"
    assert ranked(poor, others=[Fraction(4)]).winner == "a"
    assert ranked(poor, entry("b", 10, 3, 0)).winner == "a"


@pytest.mark.parametrize("entries", [[], [entry("a", 1, 1, 1), entry("a", 2, 2, 2)]])
def test_a_ranking_is_of_those_who_took_part_each_once(entries):
    with pytest.raises(ValueError, match="each once"):
        rank(entries, DAY)


ENTRIES = st.builds(
    entry,
    st.just(""),
    st.integers(10, 12),
    st.integers(3, 4),
    st.integers(0, 1),
    days=st.sampled_from([0, 1]),
    education=st.sampled_from([None, B, M]),
)


@given(many=st.lists(ENTRIES, min_size=1, max_size=8), seed=st.randoms(use_true_random=False))
def test_st_6_the_order_in_which_they_come_decides_nothing(many, seed):
    entries = [Entry(f"k{n}", e.raw, e.experience_days, e.education) for n, e in enumerate(many)]
    lot = [each.key for each in entries]
    seed.shuffle(lot)
    found = ranked(*entries, lot=lot)
    mixed = list(entries)
    seed.shuffle(mixed)
    assert ranked(*mixed, lot=lot) == found
    totals = [each.sum.total for each in found.placed]
    assert totals == sorted(totals, reverse=True)
    assert sorted(found.order) == sorted(lot)


INVITED = [
    pytest.param("", "a", id="the winner"),
    pytest.param("a", "b", id="the second after the first"),
    pytest.param("b", "a", id="the winner though the second is gone"),
    pytest.param("ab", "c", id="the third"),
    pytest.param("abc", None, id="nobody is left"),
]


@pytest.mark.parametrize(("out", "invited"), INVITED)
def test_st_8_down_the_list(out, invited):
    assert next_invited("abc", set(out)) == invited
    assert ST_8.default


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_st_7_st_8_terms_end_with_a_working_day(event, first, third, fifth):
    moment = almaty(event)
    assert protocol_due(moment, CALENDAR) == end_of(first)
    assert results_due(moment, CALENDAR) == end_of(first)
    assert invitation_due(moment, CALENDAR) == end_of(first)
    assert answer_due(moment, CALENDAR) == end_of(third)
