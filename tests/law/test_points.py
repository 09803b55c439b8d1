from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.points import best, digits_apart, mean, printed

FRACTIONS = st.fractions(-50, 50, max_denominator=500)
SUMS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), FRACTIONS, max_size=12)


PRINTED = [
    pytest.param(Fraction(3), "3.00", id="a whole number"),
    pytest.param(Fraction(7, 3), "2.33", id="a third"),
    pytest.param(Fraction(8, 3), "2.67", id="two thirds"),
    pytest.param(Fraction(2995, 1000), "3.00", id="a half is rounded up"),
    pytest.param(Fraction(2994999, 1000000), "2.99", id="less than a half is not"),
    pytest.param(Fraction(1005, 1000), "1.01", id="a half that binary numbers would lose"),
    pytest.param(Fraction(0), "0.00", id="nothing"),
    pytest.param(Fraction(-1, 200), "-0.01", id="a negative half goes away from zero"),
    pytest.param(Fraction(-1, 300), "0.00", id="no negative zero"),
]


@pytest.mark.parametrize(("value", "text"), PRINTED)
def test_points_are_printed_to_two_digits_half_up(value, text):
    assert printed(value) == text


def test_points_are_printed_to_as_many_digits_as_asked():
    assert [printed(Fraction(5, 2), digits) for digits in (0, 1, 3)] == ["3", "2.5", "2.500"]


def test_values_that_differ_do_not_look_alike():
    assert digits_apart([Fraction(10, 3), Fraction(11, 3)]) == 2
    assert digits_apart([Fraction(10, 3), Fraction(33333, 10000), Fraction(10, 3)]) == 5
    assert digits_apart([Fraction(1), Fraction(1) + Fraction(1, 10**12)]) == 9


@given(value=FRACTIONS)
def test_what_is_printed_lies_within_half_a_hundredth(value):
    assert abs(Fraction(printed(value)) - value) <= Fraction(1, 200)


@given(values=st.lists(FRACTIONS, min_size=1))
def test_a_mean_lies_between_the_lowest_and_the_highest(values):
    assert min(values) <= mean(values) <= max(values)
    assert mean([str_read(each) for each in values]) == mean(values)


def str_read(value: Fraction) -> Fraction:
    """The value as a record keeps it."""
    return Fraction(str(value))


def test_there_is_no_mean_of_nothing():
    with pytest.raises(ValueError, match="mean of nothing"):
        mean([])


BEST = [
    pytest.param({"a": 3, "b": 5, "c": 4}, 2, ("b", "c"), id="the two best"),
    pytest.param({"a": 3, "b": 5}, 3, ("b", "a"), id="fewer than asked"),
    pytest.param({"a": 4, "b": 5, "c": 4}, 2, ("b", "a", "c"), id="a tie at the last place"),
    pytest.param({"a": 5, "b": 5, "c": 4}, 2, ("a", "b"), id="a tie above the last place"),
    pytest.param({"a": 1, "b": 1, "c": 1}, 1, ("a", "b", "c"), id="everybody tied"),
    pytest.param({}, 3, (), id="nobody"),
]


@pytest.mark.parametrize(("sums", "most", "found"), BEST)
def test_the_best_and_whoever_ties_with_the_last_of_them(sums, most, found):
    assert best({key: Fraction(each) for key, each in sums.items()}, most) == found


@given(sums=SUMS, most=st.integers(1, 6))
def test_nobody_among_the_best_is_below_one_who_is_not(sums, most):
    chosen = best(sums, most)
    others = set(sums) - set(chosen)
    assert len(chosen) >= min(most, len(sums))
    assert all(sums[other] < min(sums[key] for key in chosen) for other in others)


def test_the_best_none_are_refused():
    with pytest.raises(ValueError, match="nobody"):
        best({"a": Fraction(1)}, 0)
