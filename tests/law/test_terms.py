from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.terms import Term, eve_of_end, first_free, last_day

TERMS = st.builds(Term, months=st.integers(0, 30), days=st.integers(0, 60), years=st.integers(1, 5))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        pytest.param(date(2026, 3, 3), Term(months=1), date(2026, 4, 3), id="a month"),
        pytest.param(date(2026, 1, 31), Term(months=1), date(2026, 2, 28), id="to a short month"),
        pytest.param(date(2028, 1, 31), Term(months=1), date(2028, 2, 29), id="to a leap February"),
        pytest.param(date(2026, 2, 28), Term(months=1), date(2026, 3, 28), id="28 Feb to 28 March"),
        pytest.param(date(2026, 12, 15), Term(months=1), date(2027, 1, 15), id="over New Year"),
        pytest.param(date(2026, 8, 31), Term(months=6), date(2027, 2, 28), id="half a year"),
        pytest.param(date(2026, 3, 3), Term(years=1), date(2027, 3, 3), id="a year"),
        pytest.param(date(2028, 2, 29), Term(years=1), date(2029, 2, 28), id="from a leap day"),
        pytest.param(date(2027, 2, 28), Term(years=1), date(2028, 2, 28), id="into a leap year"),
        pytest.param(date(2026, 3, 3), Term(days=15), date(2026, 3, 18), id="fifteen days"),
        pytest.param(date(2026, 2, 27), Term(days=3), date(2026, 3, 2), id="three days"),
        pytest.param(
            date(2026, 1, 31), Term(months=1, days=1), date(2026, 3, 1), id="month, then day"
        ),
    ],
)
def test_the_last_day_of_a_term_and_the_first_free_one(start, term, last):
    assert last_day(start, term) == last
    assert first_free(start, term) == last + timedelta(days=1)


@pytest.mark.parametrize(
    "parts", [{}, {"months": 0}, {"days": -1}, {"years": 1, "days": -400}], ids=str
)
def test_a_term_that_is_none_is_refused(parts):
    with pytest.raises(ValueError, match="is no term"):
        Term(**parts)


@given(start=DAYS, term=TERMS)
def test_a_term_ends_after_it_began(start, term):
    assert start < last_day(start, term) < first_free(start, term)


@given(start=DAYS, term=TERMS)
def test_a_later_start_never_ends_earlier(start, term):
    assert last_day(start, term) <= last_day(start + timedelta(days=1), term)


@given(start=DAYS, months=st.integers(1, 60))
def test_months_keep_the_day_of_the_month_or_take_the_last(start, months):
    end = last_day(start, Term(months=months))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2026, 3, 1), date(2026, 5, 31), id="from the first of a month"),
        pytest.param(date(2026, 3, 17), date(2026, 6, 16), id="from the middle"),
        pytest.param(date(2025, 11, 30), date(2026, 2, 28), id="where the month has no such day"),
        pytest.param(date(2024, 2, 29), date(2024, 5, 28), id="from 29 February"),
    ],
)
def test_a_term_whose_first_day_counts(first, last):
    assert eve_of_end(first, Term(months=3)) == last


def test_a_term_in_days_has_no_such_eve():
    with pytest.raises(ValueError, match="counts days"):
        eve_of_end(date(2026, 3, 1), Term(days=30))
