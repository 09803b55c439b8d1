"""The waiting list: first come, first served, two hours each."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, select

from service.booking import actions, queries, slots, waiting
from service.booking.actions import Moved
from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from service.booking.waiting import NotWaiting, Waiting
from service.core.wiring import Wiring
from service.law.calendar import at, local_day
from service.notices.queries import notices_of
from service.people.models import Account
from tests import make_booking as make
from tests.clock import START, FixedClock
from tests.outbox import Outbox

Taken = Callable[[Slot], int]
RunDue = Callable[[], int]
DAY = date(2026, 12, 3)


class Line:
    """A full slot of one seat, its owner, and those who wait for it."""

    def __init__(self, db: Session, house: Wiring, centre: Centre) -> None:
        self.db, self.house, self.centre = db, house, centre
        self.slot = make.slot(db, centre, DAY)
        self.owner = make.candidate(db, house)
        self.booked = make.application(db, self.owner, self.slot)

    def joins(self, person: Account, code: str = "LE-3", day: date = DAY) -> WaitingEntry:
        answer = self.asks(person, code, day)
        assert isinstance(answer, Waiting), answer
        return answer.entry

    def asks(self, person: Account, code: str = "LE-3", day: date = DAY) -> Waiting | NotWaiting:
        return waiting.join_waiting_list(
            self.db,
            person.id,
            centre=self.centre,
            day=day,
            programme_code=code,
            calendar=self.house.parts["calendar"],
            now=self.house.clock.now(),
        )

    def newcomer(self) -> WaitingEntry:
        return self.joins(make.candidate(self.db, self.house))

    def seat_is_freed(self) -> None:
        assert actions.cancel_application(
            self.db,
            self.booked.id,
            calendar=self.house.parts["calendar"],
            now=self.house.clock.now(),
        )

    def leaves(self, entry: WaitingEntry) -> bool:
        return waiting.leave_waiting_list(
            self.db,
            entry.account_id,
            entry.id,
            calendar=self.house.parts["calendar"],
            now=self.house.clock.now(),
        )

    def offered(self) -> list[WaitingEntry]:
        """The places with an offer that stands."""
        self.db.expire_all()
        entries = [self.db.get_one(WaitingEntry, one) for one in self._ids]
        return [one for one in entries if one.closed_at is None and one.offered_slot_id]

    @property
    def _ids(self) -> list[object]:
        return list(self.db.exec(select(WaitingEntry.id)).all())


@pytest.fixture
def line(db: Session, house: Wiring, centre: Centre) -> Line:
    return Line(db, house, centre)


def test_a_freed_seat_goes_to_the_first_in_the_line(line: Line, clock: FixedClock, taken: Taken):
    first = line.newcomer()
    clock.move(seconds=1)
    second = line.newcomer()
    line.seat_is_freed()
    assert line.offered() == [first]
    assert first.offered_until == START + timedelta(hours=2, seconds=1)
    assert second.offered_until is None
    assert taken(line.slot) == 1


def test_nobody_overtakes_the_line(db: Session, house: Wiring, line: Line):
    line.newcomer()
    line.seat_is_freed()
    answer = make.filing(db, house, make.candidate(db, house), line.slot)
    assert isinstance(answer, actions.NotFiled)
    assert answer.obstacles.slot_fault is actions.SlotFault.FULL


def test_the_offer_is_told_in_the_cabinet_and_by_text_message(
    db: Session, line: Line, outbox: Outbox
):
    entry = line.newcomer()
    line.seat_is_freed()
    sent = [one.text for one in outbox.delivered()]
    assert len(sent) == 1
    assert "Synaq" in sent[0]
    notice = notices_of(db, entry.account_id)[0]
    assert str(notice.text["msgid"]).startswith("A seat is free on %(at)s")


def test_an_offer_not_taken_passes_to_the_next_and_then_to_everybody(
    line: Line, clock: FixedClock, run_due: RunDue, taken: Taken
):
    first = line.newcomer()
    clock.move(seconds=1)
    second = line.newcomer()
    line.seat_is_freed()
    clock.move(hours=2)
    run_due()
    assert line.offered() == [second]
    assert first.closed_at is not None
    clock.move(hours=2)
    run_due()
    assert line.offered() == []
    assert taken(line.slot) == 0


def test_an_offer_taken_is_an_application_with_that_seat(
    db: Session, house: Wiring, line: Line, clock: FixedClock, run_due: RunDue, taken: Taken
):
    entry = line.newcomer()
    line.seat_is_freed()
    person = db.get_one(Account, entry.account_id)
    application = make.filed(db, house, person, line.slot)
    assert application.slot_id == line.slot.id
    assert line.offered() == []
    assert taken(line.slot) == 1
    clock.move(hours=2)
    run_due()  # the offer's end comes to nothing, the unconfirmed application lapses
    assert taken(line.slot) == 0


def test_an_offer_moves_an_existing_booking(
    db: Session, house: Wiring, centre: Centre, line: Line, taken: Taken
):
    later = make.slot(db, centre, DAY + timedelta(days=7))
    person = make.candidate(db, house)
    booked = make.application(db, person, later)
    line.joins(person)
    line.seat_is_freed()
    answer = actions.move_application(
        db, booked.id, line.slot.id, calendar=house.parts["calendar"], now=START
    )
    assert answer == Moved(booked)
    assert (taken(line.slot), taken(later)) == (1, 0)
    assert line.offered() == []


def test_leaving_passes_the_offer_on_at_once(line: Line, clock: FixedClock, taken: Taken):
    first = line.newcomer()
    clock.move(seconds=1)
    second = line.newcomer()
    line.seat_is_freed()
    assert line.leaves(first)
    assert line.offered() == [second]
    assert line.leaves(second)
    assert taken(line.slot) == 0


def test_who_leaves_and_comes_back_stands_at_the_end(line: Line, clock: FixedClock):
    first = line.newcomer()
    clock.move(seconds=1)
    second = line.newcomer()
    clock.move(seconds=1)
    line.leaves(first)
    again = line.asks(line.db.get_one(Account, first.account_id))
    assert again == Waiting(first, 2)
    line.seat_is_freed()
    assert line.offered() == [second]


def test_asked_again_the_place_is_kept(line: Line, clock: FixedClock):
    first = line.newcomer()
    clock.move(seconds=1)
    line.newcomer()
    assert line.asks(line.db.get_one(Account, first.account_id)) == Waiting(first, 1)


def test_another_persons_place_cannot_be_left(db: Session, house: Wiring, line: Line):
    entry = line.newcomer()
    stranger = make.candidate(db, house)
    assert not waiting.leave_waiting_list(
        db, stranger.id, entry.id, calendar=house.parts["calendar"], now=START
    )
    assert entry.closed_at is None


def test_there_is_nothing_to_wait_for(
    db: Session, house: Wiring, centre: Centre, line: Line, clock: FixedClock
):
    person = make.candidate(db, house)
    make.slot(db, centre, DAY + timedelta(days=1))
    free = line.asks(person, day=DAY + timedelta(days=1))
    none = line.asks(person, day=DAY + timedelta(days=2))
    own = line.asks(line.owner)
    clock.set(at(DAY - timedelta(days=1), time(18, 30)))
    late = line.asks(person)
    assert [
        one.sentence.msgid for one in (free, none, own, late) if isinstance(one, NotWaiting)
    ] == [
        "A seat is free on this day: you can book it now.",
        "There are no tests on this day. Please choose another day.",
        "You have a seat on this day. You can move it to another time.",
        "It is too late to apply for this day. Please choose a later one.",
    ]


def test_who_may_not_take_the_seat_is_passed_over(
    db: Session, centre: Centre, line: Line, clock: FixedClock
):
    first = line.newcomer()
    in_test = make.slot(db, centre, local_day(START), time(9, 0))
    make.application(
        db,
        db.get_one(Account, first.account_id),
        in_test,
        state=ApplicationState.UNDER_REVIEW,
    )
    clock.move(seconds=1)
    second = line.newcomer()
    line.seat_is_freed()
    assert line.offered() == [second]


@pytest.mark.parametrize(
    ("freed_at", "offered_until"),
    [
        pytest.param((16, 0), (18, 0), id="two hours"),
        pytest.param((17, 30), (18, 30), id="until the hours end: BK-1 after that"),
        pytest.param((18, 16), None, id="too short to answer"),
    ],
)
def test_bk_1_an_offer_lasts_no_longer_than_an_application_may_be_filed(
    line: Line,
    clock: FixedClock,
    freed_at: tuple[int, int],
    offered_until: tuple[int, int] | None,
):
    entry = line.newcomer()
    eve = DAY - timedelta(days=1)
    clock.set(at(eve, time(*freed_at)))
    line.seat_is_freed()
    expected = None if offered_until is None else at(eve, time(*offered_until))
    assert entry.offered_until == expected


def test_new_slots_are_offered_to_those_who_wait(
    db: Session, house: Wiring, centre: Centre, line: Line, clock: FixedClock, taken: Taken
):
    first = line.newcomer()
    clock.move(seconds=1)
    second = line.newcomer()
    opened = slots.open_slots(
        db,
        centre,
        [DAY],
        [time(15, 0)],
        3,
        calendar=house.parts["calendar"],
        actor_id=None,
        now=clock.now(),
    )
    assert opened.offered == 2
    assert {one.id for one in line.offered()} == {first.id, second.id}
    assert taken(opened.slots[0]) == 2


def test_a_booking_leaves_the_lines_of_its_day_and_of_later_ones(
    db: Session, house: Wiring, centre: Centre, line: Line, run_due: RunDue
):
    person = make.candidate(db, house)
    before = line.joins(person)
    week_later = make.slot(db, centre, DAY + timedelta(days=7))
    make.application(db, make.candidate(db, house), week_later)
    after = line.joins(person, day=DAY + timedelta(days=7))
    between = make.slot(db, centre, DAY + timedelta(days=1))
    other = make.slot(db, centre, DAY + timedelta(days=4))
    booked = make.application(db, person, other)
    calendar = house.parts["calendar"]
    actions.move_application(db, booked.id, between.id, calendar=calendar, now=START)
    run_due()
    assert db.get_one(WaitingEntry, before.id).closed_at is None
    assert db.get_one(WaitingEntry, after.id).closed_at is not None


def test_lines_of_days_that_are_over_are_closed(line: Line, clock: FixedClock, run_due: RunDue):
    entry = line.newcomer()
    clock.set(at(DAY, time(23, 0)))
    run_due()
    assert line.db.get_one(WaitingEntry, entry.id).closed_at is None
    clock.set(at(DAY + timedelta(days=1), time(1, 0)))
    run_due()
    assert line.db.get_one(WaitingEntry, entry.id).closed_at is not None


def test_a_no_show_frees_the_seat_but_offers_it_to_nobody(
    line: Line, clock: FixedClock, run_due: RunDue, taken: Taken
):
    line.newcomer()
    clock.set(at(DAY, time(10, 11)))
    run_due()
    assert line.offered() == []
    assert taken(line.slot) == 0
    assert line.db.get_one(Application, line.booked.id).state is ApplicationState.NO_SHOW
    assert queries.steps_of(line.db, line.booked.id)[-1].what == "no-show"
