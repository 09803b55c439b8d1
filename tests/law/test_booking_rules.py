from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.booking import (
    FEE,
    DoorClosed,
    DoorOpen,
    TooEarly,
    counted_on,
    earliest_test_day,
    is_open,
    may_start,
)
from service.law.calendar import ASTANA, WorkingCalendar, local_day
from service.law.defaults import Defaults

# 8 March 2027 is a Monday and a holiday.
CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 8)}))


def astana(text: str) -> datetime:
    """`3 14:30` is that moment of March 2027 in Astana (1 March is a Monday)."""
    day, clock = text.split()
    return datetime.combine(date(2027, 3, int(day)), time.fromisoformat(clock), ASTANA)


@pytest.mark.parametrize(
    ("filed", "counted"),
    [
        pytest.param("3 09:00", 3, id="in the hours, the same day"),
        pytest.param("3 00:00", 3, id="at night, the working day that follows"),
        pytest.param("3 08:59:59", 3, id="before nine, the same day"),
        pytest.param("3 13:30", 3, id="in the midday break, the same day"),
        pytest.param("3 18:29:59", 3, id="the last second of the hours, the same day"),
        pytest.param("3 18:30", 4, id="at closing time, the next working day"),
        pytest.param("3 23:59:59", 4, id="late in the evening, the next working day"),
        pytest.param("5 18:29:59", 5, id="Friday within the hours"),
        pytest.param("5 18:30", 9, id="Friday evening before a Monday holiday, Tuesday"),
        pytest.param("6 10:00", 9, id="Saturday before a Monday holiday, Tuesday"),
        pytest.param("8 10:00", 9, id="on the holiday, Tuesday"),
    ],
)
def test_bk_3_the_day_on_which_an_application_counts(filed, counted):
    assert counted_on(astana(filed), CALENDAR) == date(2027, 3, counted)


@pytest.mark.parametrize(
    ("filed", "first"),
    [
        pytest.param("3 10:00", 4, id="tomorrow"),
        pytest.param("3 18:30", 5, id="after the hours, the day after tomorrow"),
        pytest.param("5 10:00", 6, id="calendar days: Friday to Saturday"),
        pytest.param("6 10:00", 10, id="a day off counts as Tuesday, so Wednesday"),
    ],
)
def test_bk_1_the_first_day_of_the_test(filed, first):
    assert earliest_test_day(astana(filed), CALENDAR) == date(2027, 3, first)


@given(moment=st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_bk_1_never_on_the_day_of_the_application(moment):
    counted = counted_on(moment, CALENDAR)
    assert counted >= local_day(moment)
    assert CALENDAR.is_working(counted)
    assert earliest_test_day(moment, CALENDAR) == counted + timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "open_", "open_late"),
    [
        ("3 08:59:59", False, False),
        ("3 09:00", True, True),
        ("3 12:59:59", True, True),
        ("3 13:00", False, False),
        ("3 14:29:59", False, False),
        ("3 14:30", True, True),
        ("3 18:29:59", True, True),
        ("3 18:30", False, True),
        ("3 22:59:59", False, True),
        ("3 23:00", False, False),
        ("6 10:00", False, False),
        ("8 10:00", False, False),
    ],
)
def test_bk_3_the_halls_are_open(moment, open_, open_late):
    assert is_open(astana(moment), CALENDAR) is open_
    assert is_open(astana(moment), CALENDAR, until_late=True) is open_late


def test_bk_3_another_late_hour_is_a_setting():
    earlier = Defaults(hall_late_until=time(21, 0))
    assert is_open(astana("3 20:59:59"), CALENDAR, until_late=True, defaults=earlier)
    assert not is_open(astana("3 21:00"), CALENDAR, until_late=True, defaults=earlier)


SLOT = astana("3 09:00")
CLOSES = astana("3 09:10")


@pytest.mark.parametrize(
    ("now", "answer"),
    [
        pytest.param("3 08:59:59", TooEarly(SLOT), id="a second before the slot"),
        pytest.param("3 09:00", DoorOpen(CLOSES), id="at the slot's start"),
        pytest.param("3 09:10", DoorOpen(CLOSES), id="ten minutes later to the second"),
        pytest.param("3 09:10:01", DoorClosed(CLOSES), id="a second after that"),
        pytest.param("4 09:05", DoorClosed(CLOSES), id="a day later"),
    ],
)
def test_bk_4_the_door(now, answer):
    assert may_start(SLOT, astana(now)) == answer


def test_bk_4_the_minutes_of_the_door_are_a_setting():
    assert may_start(SLOT, SLOT + timedelta(minutes=1), 0) == DoorClosed(SLOT)


def test_bk_5_the_service_is_free_of_charge():
    assert FEE == 0
