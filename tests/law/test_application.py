"""The states of an application and the moves between them; the latest moment to file."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.application import OPEN, ApplicationState, may_become
from service.law.booking import earliest_test_day, latest_filing
from service.law.calendar import WorkingCalendar, at

S = ApplicationState
ALLOWED = {
    (S.FILED, S.BOOKED),
    (S.FILED, S.CANCELLED),
    (S.FILED, S.LAPSED),
    (S.BOOKED, S.IN_TEST),
    (S.BOOKED, S.CANCELLED),
    (S.BOOKED, S.NO_SHOW),
    (S.BOOKED, S.TECHNICAL_FAILURE),
    (S.IN_TEST, S.UNDER_REVIEW),
    (S.IN_TEST, S.PASSED),
    (S.IN_TEST, S.BELOW_THRESHOLD),
    (S.IN_TEST, S.ASSESSED),
    (S.IN_TEST, S.NOT_PASSED),
    (S.IN_TEST, S.TECHNICAL_FAILURE),
    (S.UNDER_REVIEW, S.PASSED),
    (S.UNDER_REVIEW, S.BELOW_THRESHOLD),
    (S.UNDER_REVIEW, S.ASSESSED),
    (S.UNDER_REVIEW, S.NOT_PASSED),
    (S.UNDER_REVIEW, S.TECHNICAL_FAILURE),
    (S.NO_SHOW, S.TECHNICAL_FAILURE),
}
CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 22), date(2027, 3, 23)}))


@pytest.mark.parametrize("present", S)
@pytest.mark.parametrize("wanted", S)
def test_only_these_moves_are_allowed(present: S, wanted: S):
    assert may_become(present, wanted) == ((present, wanted) in ALLOWED)


def test_what_is_open_can_still_move_and_what_has_a_result_cannot():
    assert {S.FILED, S.BOOKED, S.IN_TEST, S.UNDER_REVIEW} == OPEN
    for state in S:
        moves = any(may_become(state, other) for other in S)
        assert moves == (state.is_open or state is S.NO_SHOW)
        assert not (state.has_result and moves)


@pytest.mark.parametrize(
    ("test_day", "latest"),
    [
        pytest.param(date(2026, 11, 25), date(2026, 11, 24), id="Wednesday: Tuesday"),
        pytest.param(date(2026, 11, 30), date(2026, 11, 27), id="Monday: Friday"),
        pytest.param(date(2027, 3, 24), date(2027, 3, 19), id="after Nauryz: Friday before"),
    ],
)
def test_bk_1_until_when_one_can_apply_for_a_day(test_day: date, latest: date):
    assert latest_filing(test_day, CALENDAR) == at(latest, time(18, 30))


@given(
    filed_at=st.datetimes(datetime(2027, 3, 1), datetime(2027, 4, 30)).map(  # noqa: DTZ001  # local clock, made aware below
        lambda moment: at(moment.date(), moment.time())
    ),
    days=st.integers(0, 20),
)
def test_bk_1_latest_filing_and_earliest_day_say_the_same(filed_at: datetime, days: int):
    test_day = earliest_test_day(filed_at, CALENDAR) + timedelta(days=days - 5)
    in_time = filed_at < latest_filing(test_day, CALENDAR)
    assert in_time == (earliest_test_day(filed_at, CALENDAR) <= test_day)
