from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.defaults import Defaults
from service.law.interview import (
    METHOD,
    ST_4,
    ST_5,
    ends_at,
    has_no_winner,
    recheck_due,
    to_recheck,
)
from tests.law.working_days import CALENDAR, TERMS, almaty, end_of


def by_key(*sums: float) -> dict[str, Fraction]:
    return {key: Fraction(each) for key, each in zip("abcdefgh", sums, strict=False)}


CHOSEN = [
    pytest.param([9, 8, 7, 6, 5], "", "abc", id="the three best"),
    pytest.param([9, 8, 7, 7, 5], "", "abcd", id="four where the third place is tied"),
    pytest.param([9, 9, 9, 9, 5], "", "abcd", id="everybody of the best sum"),
    pytest.param([9, 8], "", "ab", id="two of two"),
    pytest.param([], "", "", id="nobody"),
    pytest.param([0, 0, 0, 0, 0], "", "abcde", id="all, where there are no points so far"),
    pytest.param([9, 8, 7, 6, 5], "b", "abcd", id="one refused brings the next one in"),
    pytest.param([9, 8, 7, 6, 5], "bd", "abcde", id="whose refusal brings in the next"),
    pytest.param([9, 8, 7, 6, 6], "a", "abcde", id="the next two where they are tied"),
    pytest.param([9, 8, 7, 7, 5], "a", "abcd", id="nobody while three of four are left"),
    pytest.param([9, 8, 7, 7, 5], "ab", "abcde", id="the next one when two of four are left"),
    pytest.param([9, 8, 7], "abc", "abc", id="nobody is left"),
]


@pytest.mark.parametrize(("sums", "out", "chosen"), CHOSEN)
def test_st_4_whose_files_are_checked_again(sums, out, chosen):
    assert "".join(to_recheck(by_key(*sums), set(out))) == chosen
    assert ST_4.default


def test_st_4_the_number_is_a_setting():
    assert to_recheck(by_key(3, 2, 1), defaults=Defaults(interview_candidates=2)) == ("a", "b")


SUMS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 4).map(Fraction), max_size=8)


@given(sums=SUMS, out=st.frozensets(st.sampled_from("abcdefgh")), more=st.sampled_from("abcdefgh"))
def test_st_4_whoever_was_sent_stays_sent_and_nobody_is_passed_over(sums, out, more):
    before, after = to_recheck(sums, out), to_recheck(sums, out | {more})
    assert after[: len(before)] == before
    left_out = set(sums) - set(before)
    assert all(sums[other] < sums[key] for other in left_out for key in before)
    if left_out:
        assert sum(key not in out for key in before) >= 3


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_st_4_hr_has_one_working_day(event, first, third, fifth):
    assert recheck_due(almaty(event), CALENDAR) == end_of(first)


def test_st_5_twenty_minutes_from_letting_in():
    let_in_at = almaty("2026-03-10 10:07")
    assert ends_at(let_in_at) - let_in_at == timedelta(minutes=20)
    assert ends_at(let_in_at, Defaults(interview_minutes=30)) - let_in_at == timedelta(minutes=30)


def test_st_5_five_criteria_from_nothing_to_five():
    assert len(METHOD.criteria) == 5
    assert (METHOD.lowest, METHOD.highest) == (0, 5)
    assert ST_5.default


ALONE = [
    pytest.param(["0.99"], True, id="one with less than a point"),
    pytest.param(["1"], False, id="one with one point"),
    pytest.param(["0"], True, id="one with nothing"),
    pytest.param(["0", "0"], False, id="two with nothing"),
    pytest.param(["0.5", "3"], False, id="two"),
    pytest.param([], False, id="nobody"),
]


@pytest.mark.parametrize(("scores", "nobody"), ALONE)
def test_st_6_one_alone_with_less_than_a_point_does_not_win(scores, nobody):
    assert has_no_winner([Fraction(each) for each in scores]) is nobody
