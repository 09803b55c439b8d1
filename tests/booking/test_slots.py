"""Opening and closing slots within the law's hours (BK-2, BK-3)."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.booking import queries, slots
from service.booking.actions import NotFiled
from service.booking.models import Centre, Slot
from service.booking.slots import Closed, Opened, Skipped, StillTaken
from service.core.errors import Refused
from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.law.calendar import at
from tests import make_booking as make
from tests.clock import START

MONDAY = date(2026, 11, 30)
Opening = Callable[..., Opened]


@pytest.fixture
def opening(db: Session, house: Wiring, centre: Centre) -> Opening:
    def run(days: list[date], times: list[time], capacity: int = 5, **options: Any) -> Opened:
        return slots.open_slots(
            db,
            options.pop("centre", centre),
            days,
            times,
            capacity,
            calendar=house.parts["calendar"],
            actor_id=None,
            now=START,
            **options,
        )

    return run


def test_bk_2_slots_are_opened_at_each_time_of_each_day(
    db: Session, centre: Centre, opening: Opening
):
    tuesday = MONDAY + timedelta(days=1)
    opened = opening([MONDAY, tuesday], [time(14, 30), time(9, 0)])
    assert [(one.starts_at, one.capacity, one.taken) for one in opened.slots] == [
        (at(MONDAY, time(9, 0)), 5, 0),
        (at(MONDAY, time(14, 30)), 5, 0),
        (at(tuesday, time(9, 0)), 5, 0),
        (at(tuesday, time(14, 30)), 5, 0),
    ]
    assert opened.skipped == []
    assert [one.verb for one in entries_about(db, "centre", centre.id)] == ["slots opened"]


def test_a_slot_that_is_there_is_left_alone(db: Session, centre: Centre, opening: Opening):
    there = make.slot(db, centre, MONDAY, time(9, 0), capacity=2)
    opened = opening([MONDAY], [time(9, 0), time(10, 0)])
    assert [one.starts_at for one in opened.slots] == [at(MONDAY, time(10, 0))]
    assert [one.why for one in opened.skipped] == [Skipped.THERE]
    assert there.capacity == 2


@pytest.mark.parametrize(
    ("day", "why"),
    [
        pytest.param(date(2026, 11, 28), Skipped.DAY_OFF, id="Saturday"),
        pytest.param(date(2027, 1, 1), Skipped.DAY_OFF, id="New Year"),
        pytest.param(date(2027, 3, 22), Skipped.DAY_OFF, id="Nauryz"),
        pytest.param(date(2026, 12, 16), Skipped.DAY_OFF, id="Independence Day"),
        pytest.param(date(2026, 11, 20), Skipped.PAST, id="a day that is over"),
        pytest.param(date(2026, 12, 31), None, id="New Year's Eve"),
    ],
)
def test_bk_3_no_slots_on_days_off(opening: Opening, day: date, why: Skipped | None):
    opened = opening([day], [time(10, 0)])
    assert [one.why for one in opened.skipped] == ([] if why is None else [why])
    assert len(opened.slots) == (1 if why is None else 0)


@pytest.mark.parametrize(
    ("clock", "late", "is_opened"),
    [
        pytest.param(time(8, 59), False, False, id="before nine"),
        pytest.param(time(9, 0), False, True, id="nine"),
        pytest.param(time(12, 59), False, True, id="before the break"),
        pytest.param(time(13, 0), False, False, id="the break begins"),
        pytest.param(time(14, 29), False, False, id="the break's last minute"),
        pytest.param(time(14, 30), False, True, id="after the break"),
        pytest.param(time(18, 29), False, True, id="before the end"),
        pytest.param(time(18, 30), False, False, id="the end"),
        pytest.param(time(18, 30), True, True, id="late hall in the evening"),
        pytest.param(time(22, 59), True, True, id="late hall before eleven"),
        pytest.param(time(23, 0), True, False, id="late hall at eleven"),
        pytest.param(time(13, 30), True, False, id="late hall in the break"),
    ],
)
def test_bk_3_hours_and_the_midday_break(
    db: Session,
    opening: Opening,
    clock: time,
    late: bool,  # noqa: FBT001  # a column of the table
    is_opened: bool,  # noqa: FBT001  # a column of the table
):
    late_hall = make.centre(db, until_late=late)
    opened = opening([MONDAY], [clock], centre=late_hall)
    assert len(opened.slots) == int(is_opened)
    assert [one.why for one in opened.skipped] == ([] if is_opened else [Skipped.OUTSIDE_HOURS])


@pytest.mark.parametrize("capacity", [0, 11])
def test_a_slot_has_as_many_seats_as_the_centre_at_most(opening: Opening, capacity: int):
    with pytest.raises(Refused):
        opening([MONDAY], [time(9, 0)], capacity)


def test_a_closed_centre_opens_no_slots(centre: Centre, opening: Opening):
    centre.closed_at = START
    with pytest.raises(Refused):
        opening([MONDAY], [time(9, 0)])


def test_only_an_empty_slot_is_closed(db: Session, house: Wiring, centre: Centre):
    taken, empty = make.slot(db, centre, capacity=5), make.slot(db, centre, clock=time(12, 0))
    for _ in range(2):
        make.application(db, make.candidate(db, house), taken)
    assert slots.close_slot(db, taken.id, actor_id=None, now=START) == StillTaken(2)
    assert isinstance(slots.close_slot(db, empty.id, actor_id=None, now=START), Closed)
    assert isinstance(slots.close_slot(db, empty.id, actor_id=None, now=START), Closed)
    states = [queries.slot(db, one.id) for one in (taken, empty)]
    assert [one.closed_at for one in states if one] == [None, START]
    assert [one.verb for one in entries_about(db, "slot", empty.id)] == ["slot closed"]


def test_a_closed_slot_takes_nobody(db: Session, house: Wiring, centre: Centre):
    slot: Slot = make.slot(db, centre)
    slots.close_slot(db, slot.id, actor_id=None, now=START)
    answer = make.filing(db, house, make.candidate(db, house), slot)
    assert isinstance(answer, NotFiled)
