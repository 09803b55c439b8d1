from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.complaint import (
    ST_9,
    Pause,
    TooLate,
    complaint_refusal,
    complaint_until,
    put_off,
    without_pauses,
)
from tests.law.working_days import CALENDAR, TERMS, almaty, end_of


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_st_9_five_working_days_from_the_publication(event, first, third, fifth):
    published_at, until = almaty(event), end_of(fifth)
    assert complaint_until(published_at, CALENDAR) == until
    assert complaint_refusal(published_at, until, CALENDAR) is None
    too_late = complaint_refusal(published_at, until + timedelta(microseconds=1), CALENDAR)
    assert too_late == TooLate(ST_9, "O26 IS 146", until)


def test_st_9_hrs_action_can_be_complained_of_before_there_are_results():
    assert complaint_refusal(None, almaty("2026-02-02 10:00"), CALENDAR) is None


# from Friday 6 February, three working days: Wednesday 11 February
PAUSES = [
    pytest.param([], "2026-02-11", id="no pause"),
    pytest.param([("02-09", "02-09")], "2026-02-12", id="a complaint decided on its day"),
    pytest.param([("02-09", "02-11")], "2026-02-16", id="three working days"),
    pytest.param([("02-07", "02-08")], "2026-02-11", id="a weekend"),
    pytest.param([("02-11", "02-13")], "2026-02-16", id="on the last day"),
    pytest.param([("02-12", "02-20")], "2026-02-11", id="after the last day"),
    pytest.param([("02-05", "02-06")], "2026-02-11", id="before the first day"),
    pytest.param([("02-09", "02-10"), ("02-10", "02-11")], "2026-02-16", id="two that overlap"),
]


def pauses_of(rows: list[tuple[str, str]]) -> list[Pause]:
    return [Pause(*(date.fromisoformat(f"2026-{each}") for each in row)) for row in rows]


@pytest.mark.parametrize(("rows", "due"), PAUSES)
def test_st_9_terms_of_working_days_stand_still(rows, due):
    calendar = without_pauses(CALENDAR, pauses_of(rows))
    assert calendar.add_working_days(date(2026, 2, 6), 3) == date.fromisoformat(due)


def test_st_9_a_sunday_made_working_stands_still_too():
    calendar = without_pauses(CALENDAR, [Pause(date(2026, 12, 27), date(2026, 12, 28))])
    assert calendar.add_working_days(date(2026, 12, 25), 1) == date(2026, 12, 29)


PUT_OFF = [
    pytest.param([], "02-20", id="no pause"),
    pytest.param([("02-15", "02-15")], "02-21", id="one day"),
    pytest.param([("02-15", "02-19")], "02-25", id="five days"),
    pytest.param([("02-20", "02-22")], "02-23", id="from its last day"),
    pytest.param([("02-21", "02-22")], "02-20", id="after it"),
    pytest.param([("02-01", "02-09")], "02-20", id="before it was known"),
    pytest.param(
        [("02-15", "02-15"), ("02-21", "02-22")], "02-23", id="a pause within what is added"
    ),
]


@pytest.mark.parametrize(("rows", "due"), PUT_OFF)
def test_st_9_a_calendar_day_is_put_off(rows, due):
    found = put_off(date(2026, 2, 20), date(2026, 2, 10), pauses_of(rows))
    assert found == date.fromisoformat(f"2026-{due}")


def test_st_9_nothing_is_counted_over_a_pause_that_lasts():
    lasting = [Pause(date(2026, 2, 9))]
    with pytest.raises(ValueError, match="no end yet"):
        without_pauses(CALENDAR, lasting)
    with pytest.raises(ValueError, match="no end yet"):
        put_off(date(2026, 2, 20), date(2026, 2, 10), lasting)


START = date(2026, 1, 5)
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


@given(event=DAYS, first=DAYS, length=st.integers(0, 20), n=st.integers(1, 10))
def test_a_pause_never_shortens_a_term_and_never_ends_it_within_itself(event, first, length, n):
    pause = Pause(first, first + timedelta(days=length))
    plain = CALENDAR.add_working_days(event, n)
    found = without_pauses(CALENDAR, [pause]).add_working_days(event, n)
    assert pause.last_on is not None
    assert found >= plain
    assert not first <= found <= pause.last_on
    if first > plain:
        assert found == plain
