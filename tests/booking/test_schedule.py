"""What a candidate sees of a schedule."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import Session

from service.booking import schedule
from service.booking.models import Centre
from service.booking.schedule import Day
from tests import make_booking as make
from tests.clock import START

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
EARLIEST = date(2026, 11, 24)


def month(db: Session, centre: Centre, first: date = NOVEMBER) -> schedule.Month:
    return schedule.month_of(db, centre, first, earliest_on=EARLIEST, now=START)


def test_a_month_shows_free_full_and_empty_days(db: Session, centre: Centre):
    make.slot(db, centre, date(2026, 11, 20), capacity=9)
    make.slot(db, centre, date(2026, 11, 23), time(16, 0), capacity=9)
    make.slot(db, centre, date(2026, 11, 24), capacity=3, taken=1)
    make.slot(db, centre, date(2026, 11, 24), time(15, 0), capacity=4)
    make.slot(db, centre, date(2026, 11, 25), capacity=3, taken=3)
    make.slot(db, centre, date(2026, 11, 26), capacity=3, closed_at=START)
    make.slot(db, make.centre(db), date(2026, 11, 27), capacity=3)
    days = {day.on.day: day for day in month(db, centre).days}
    assert len(days) == 30
    assert [days[number] for number in range(20, 28)] == [
        Day(date(2026, 11, 20), "past"),
        Day(date(2026, 11, 21), "past"),
        Day(date(2026, 11, 22), "past"),
        Day(date(2026, 11, 23), "too-early"),
        Day(date(2026, 11, 24), "free", 6),
        Day(date(2026, 11, 25), "full"),
        Day(date(2026, 11, 26), "none"),
        Day(date(2026, 11, 27), "none"),
    ]


def test_weeks_begin_on_monday(db: Session, centre: Centre):
    weeks = month(db, centre).weeks
    assert [len(week) for week in weeks] == [7] * 6
    first = weeks[0][-1]  # 1 November 2026 is a Sunday
    assert weeks[0][:-1] == [None] * 6
    assert first is not None
    assert first.on == NOVEMBER
    assert weeks[-1][1:] == [None] * 6


def test_one_leafs_as_far_as_there_is_something_to_see(db: Session, centre: Centre):
    make.slot(db, centre, date(2026, 12, 31))
    assert (month(db, centre).previous, month(db, centre).following) == (None, DECEMBER)
    december = month(db, centre, DECEMBER)
    assert (december.previous, december.following) == (NOVEMBER, None)
    assert december.has_free
    assert not month(db, centre).has_free


def test_a_day_is_astanas_day(db: Session, centre: Centre):
    make.slot(db, centre, date(2026, 11, 30), time(23, 30))
    assert month(db, centre).days[-1].state == "free"
    assert schedule.slots_on(db, centre, date(2026, 12, 1), now=START) == []


def test_the_next_free_slot_is_the_earliest_that_may_be_booked(db: Session, centre: Centre):
    other = make.centre(db)
    make.slot(db, centre, date(2026, 11, 23), time(16, 0), capacity=9)
    make.slot(db, centre, date(2026, 11, 24), capacity=1, taken=1)
    make.slot(db, centre, date(2026, 11, 25), capacity=1, closed_at=START)
    mine = make.slot(db, centre, date(2026, 11, 30))
    theirs = make.slot(db, other, date(2026, 11, 26))
    here = schedule.next_free_slot(db, earliest_on=EARLIEST, now=START, centre_id=centre.id)
    anywhere = schedule.next_free_slots(db, earliest_on=EARLIEST, now=START)
    assert here == mine
    assert list(anywhere) == [theirs, mine]
    other.closed_at = START
    db.add(other)
    assert schedule.next_free_slot(db, earliest_on=EARLIEST, now=START) == mine
    late = EARLIEST + timedelta(days=60)
    assert schedule.next_free_slot(db, earliest_on=late, now=START) is None


@pytest.mark.parametrize(
    ("day", "first", "following"),
    [
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 1, 31), date(2027, 1, 1), date(2027, 2, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_months(day: date, first: date, following: date):
    assert schedule.first_of_month(day) == first
    assert schedule.next_month(first) == following
