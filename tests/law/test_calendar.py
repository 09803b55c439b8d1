from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.calendar import (
    WorkingCalendar,
    end_of_day,
    local_day,
    local_time,
    start_of_day,
)

# May 2024 as it was: 1, 7 and 9 May holidays, Wednesday 8 May off for Saturday 4 May.
MAY = WorkingCalendar(
    holidays=frozenset({date(2024, 5, 1), date(2024, 5, 7), date(2024, 5, 8), date(2024, 5, 9)}),
    moved_working=frozenset({date(2024, 5, 4)}),
)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(DAYS, max_size=30),
    moved_working=st.frozensets(DAYS, max_size=10),
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2024, 5, 3), True, id="a Friday is working"),
        pytest.param(date(2024, 5, 4), True, id="a Saturday that was made working is working"),
        pytest.param(date(2024, 5, 5), False, id="a Sunday is off"),
        pytest.param(date(2024, 5, 7), False, id="a holiday on a Tuesday is off"),
        pytest.param(date(2024, 5, 8), False, id="a moved day off is off"),
        pytest.param(date(2024, 5, 11), False, id="a plain Saturday is off"),
    ],
)
def test_working_days(day, working):
    assert MAY.is_working(day) is working


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        pytest.param(date(2024, 5, 3), 1, date(2024, 5, 4), id="Friday to the working Saturday"),
        pytest.param(date(2024, 5, 4), 1, date(2024, 5, 6), id="working Saturday to Monday"),
        pytest.param(date(2024, 5, 5), 1, date(2024, 5, 6), id="from a Sunday to Monday"),
        pytest.param(date(2024, 5, 6), 1, date(2024, 5, 10), id="over three days off"),
        pytest.param(date(2024, 5, 6), 3, date(2024, 5, 14), id="three working days"),
    ],
)
def test_working_days_are_counted_from_the_next_one(day, n, due):
    assert MAY.add_working_days(day, n) == due


@pytest.mark.parametrize(
    ("day", "following"),
    [(date(2024, 5, 4), date(2024, 5, 4)), (date(2024, 5, 7), date(2024, 5, 10))],
    ids=["a working day is its own next", "after the holidays"],
)
def test_next_working_day(day, following):
    assert MAY.next_working(day) == following


@pytest.mark.parametrize("n", [0, -1])
def test_a_term_of_no_working_days_is_refused(n):
    with pytest.raises(ValueError, match="is no term"):
        MAY.add_working_days(date(2024, 5, 6), n)


@given(calendar=CALENDARS, day=DAYS, n=st.integers(1, 15))
def test_exactly_n_working_days_lie_behind_a_term(calendar, day, n):
    due = calendar.add_working_days(day, n)
    between = [day + timedelta(days=i) for i in range(1, (due - day).days + 1)]
    assert calendar.is_working(due)
    assert sum(map(calendar.is_working, between)) == n


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 3, 3, 18, 59, 59, tzinfo=UTC), date(2026, 3, 3), id="23:59:59"),
        pytest.param(datetime(2026, 3, 3, 19, 0, tzinfo=UTC), date(2026, 3, 4), id="midnight"),
    ],
)
def test_a_day_begins_at_midnight_in_astana(moment, day):
    assert local_day(moment) == day


def test_astana_is_five_hours_ahead_the_whole_year():
    """A time-zone table older than March 2024 would say six."""
    moments = [datetime(2026, month, 1, 12, tzinfo=UTC) for month in (1, 7)]
    assert [local_time(moment).utcoffset() for moment in moments] == [timedelta(hours=5)] * 2


def test_a_day_ends_where_the_next_begins():
    day = date(2026, 3, 3)
    assert end_of_day(day) + timedelta(microseconds=1) == start_of_day(day + timedelta(days=1))
    assert end_of_day(day) == datetime(2026, 3, 3, 18, 59, 59, 999999, tzinfo=UTC)


@given(day=DAYS)
def test_start_and_end_belong_to_the_day(day):
    assert local_day(start_of_day(day)) == local_day(end_of_day(day)) == day


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        local_day(datetime(2026, 3, 3, 12))  # noqa: DTZ001 - the fault under test
