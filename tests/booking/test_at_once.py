"""Many at once: no seat is sold twice, nothing is done twice, nobody waits for ever."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.booking import actions, waiting
from service.booking.actions import Booked, Filed, Moved, NotFiled, SlotFault
from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from service.core.db import Database
from service.core.wiring import Wiring
from service.law.calendar import local_day
from service.people.models import Account
from service.people.one_time_password import Purpose, WrongCode, send_one_time_password
from tests import make_booking as make
from tests.clock import START
from tests.outbox import Outbox

MANY = 50
T = TypeVar("T")
Deed = Callable[[Session], T]


@pytest.fixture
def at_once(database_url: str) -> Iterator[Callable[[Sequence[Deed[T]]], list[T]]]:
    """A function that does deeds at the same moment, each on a connection of its own."""
    database = Database(database_url, pool_size=MANY)

    def run(deeds: Sequence[Deed[T]]) -> list[T]:
        ready = Barrier(len(deeds))

        def one(deed: Deed[T]) -> T:
            ready.wait()
            with database.writing() as own:
                return deed(own)

        with ThreadPoolExecutor(len(deeds)) as threads:
            return list(threads.map(one, deeds))

    yield run
    database.dispose()


AtOnce = Callable[[Sequence[Deed[T]]], list[T]]


def test_the_last_seat_is_sold_once(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[Filed | NotFiled],
    taken: Callable[[Slot], int],
):
    slot = make.slot(db, centre, capacity=1)
    people = [make.candidate(db, house) for _ in range(MANY)]
    db.commit()

    def wants(person: Account) -> Deed[Filed | NotFiled]:
        return lambda own: make.filing(own, house, person, slot)

    answers = at_once([wants(person) for person in people])
    assert len([one for one in answers if isinstance(one, Filed)]) == 1
    refused = [one for one in answers if isinstance(one, NotFiled)]
    assert {one.obstacles.slot_fault for one in refused} == {SlotFault.FULL}
    assert taken(slot) == 1
    assert len(db.exec(select(Application)).all()) == 1


def test_a_form_sent_from_many_tabs_is_filed_once(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[Filed | NotFiled],
    taken: Callable[[Slot], int],
):
    slot, person = make.slot(db, centre, capacity=10), make.candidate(db, house)
    db.commit()
    answers = at_once([lambda own: make.filing(own, house, person, slot)] * 10)
    assert all(isinstance(one, Filed) for one in answers)
    assert len(db.exec(select(Application)).all()) == 1
    assert taken(slot) == 1


def test_different_choices_from_many_tabs_leave_one_seat_held(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[Filed | NotFiled],
    taken: Callable[[Slot], int],
):
    slots = [make.slot(db, centre, clock=time(9 + n, 0)) for n in range(4)]
    person = make.candidate(db, house)
    db.commit()

    def wants(slot: Slot) -> Deed[Filed | NotFiled]:
        return lambda own: make.filing(own, house, person, slot)

    at_once([wants(slot) for slot in slots * 2])
    states = [one.state for one in db.exec(select(Application)).all()]
    assert states.count(ApplicationState.FILED) == 1
    assert sum(taken(slot) for slot in slots) == 1


def test_two_who_swap_slots_at_once_both_succeed(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[object],
    taken: Callable[[Slot], int],
):
    one, other = (
        make.slot(db, centre, capacity=9),
        make.slot(db, centre, clock=time(12, 0), capacity=9),
    )
    there = [make.application(db, make.candidate(db, house), one) for _ in range(4)]
    back = [make.application(db, make.candidate(db, house), other) for _ in range(4)]
    db.commit()

    def moves(application: Application, slot: Slot) -> Deed[object]:
        return lambda own: move(own, house, application.id, slot.id)

    answers = at_once([moves(each, other) for each in there] + [moves(each, one) for each in back])
    assert all(isinstance(each, Moved) for each in answers)
    assert (taken(one), taken(other)) == (4, 4)


def test_moving_and_cancelling_at_once_keeps_the_seats_right(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[object],
    taken: Callable[[Slot], int],
):
    one, other = make.slot(db, centre), make.slot(db, centre, clock=time(12, 0))
    application = make.application(db, make.candidate(db, house), one)
    db.commit()
    at_once(
        [
            lambda own: move(own, house, application.id, other.id),
            lambda own: cancel(own, house, application.id),
            lambda own: move(own, house, application.id, other.id),
            lambda own: cancel(own, house, application.id),
        ]
    )
    assert (taken(one), taken(other)) == (0, 0)
    assert db.get_one(Application, application.id).state is ApplicationState.CANCELLED


def test_one_seat_freed_many_move_to_it_and_one_gets_it(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[object],
    taken: Callable[[Slot], int],
):
    wanted, other = make.slot(db, centre), make.slot(db, centre, clock=time(12, 0), capacity=10)
    mine = [make.application(db, make.candidate(db, house), other) for _ in range(10)]
    db.commit()

    def moves(application: Application) -> Deed[object]:
        return lambda own: move(own, house, application.id, wanted.id)

    answers = at_once([moves(each) for each in mine])
    assert len([one for one in answers if isinstance(one, Moved)]) == 1
    assert (taken(wanted), taken(other)) == (1, 9)


def test_a_code_sent_twice_books_once(
    db: Session,
    house: Wiring,
    centre: Centre,
    outbox: Outbox,
    at_once: AtOnce[object],
):
    slot, person = make.slot(db, centre), make.candidate(db, house)
    application = make.filed(db, house, person, slot)
    send_one_time_password(
        db,
        person.id,
        purpose=Purpose.APPLICATION,
        subject_id=application.id,
        keys=house.keys,
        now=START,
    )
    application_id, code = application.id, outbox.newest_code()

    def confirms(own: Session) -> object:
        return actions.confirm_application(
            own,
            application_id,
            code,
            keys=house.keys,
            calendar=house.parts["calendar"],
            now=START,
        )

    answers = at_once([confirms] * 4)
    assert [type(each) for each in answers] == [Booked] * 4
    assert not any(isinstance(each, WrongCode) for each in answers)


def test_seats_freed_at_once_go_to_the_first_ones_in_the_line(
    db: Session,
    house: Wiring,
    centre: Centre,
    at_once: AtOnce[object],
    taken: Callable[[Slot], int],
):
    slot = make.slot(db, centre, make.TOMORROW + timedelta(days=7), capacity=4)
    booked = [make.application(db, make.candidate(db, house), slot) for _ in range(4)]
    line = [make.candidate(db, house) for _ in range(6)]
    for minutes, person in enumerate(line):
        waiting.join_waiting_list(
            db,
            person.id,
            centre=centre,
            day=local_day(slot.starts_at),
            programme_code="LE-3",
            calendar=house.parts["calendar"],
            now=START - timedelta(minutes=60 - minutes),
        )
    db.commit()

    def cancels(application: Application) -> Deed[object]:
        return lambda own: cancel(own, house, application.id)

    at_once([cancels(each) for each in booked])
    assert taken(slot) == 4
    offered = db.exec(
        select(WaitingEntry.account_id).where(WaitingEntry.offered_slot_id == slot.id)
    )
    assert set(offered) == {person.id for person in line[:4]}


def move(db: Session, house: Wiring, application_id: UUID, slot_id: UUID) -> object:
    calendar = house.parts["calendar"]
    return actions.move_application(db, application_id, slot_id, calendar=calendar, now=START)


def cancel(db: Session, house: Wiring, application_id: UUID) -> bool:
    calendar = house.parts["calendar"]
    return actions.cancel_application(db, application_id, calendar=calendar, now=START)
