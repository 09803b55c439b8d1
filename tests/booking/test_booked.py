"""From the one-time password to the door: confirm, move, cancel, lapse, remind, no-show."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, select

from service.booking import actions, queries
from service.booking.actions import Booked, HoldIsOver, IllegalMove, Moved, NotMoved, SlotFault
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.core.due_work import Job
from service.core.wiring import Wiring
from service.law.calendar import at
from service.notices.queries import notices_of
from service.people.models import Account
from service.people.one_time_password import (
    Expired,
    Purpose,
    Sent,
    WrongCode,
    send_one_time_password,
)
from tests import make_booking as make
from tests.clock import START, FixedClock
from tests.outbox import Outbox

Taken = Callable[[Slot], int]
RunDue = Callable[[], int]
S = ApplicationState


@pytest.fixture
def person(db: Session, house: Wiring, centre: Centre) -> Account:
    return make.candidate(db, house)


@pytest.fixture
def slot(db: Session, centre: Centre) -> Slot:
    return make.slot(db, centre, date(2026, 11, 26))


@pytest.fixture
def later(db: Session, centre: Centre) -> Slot:
    return make.slot(db, centre, date(2026, 11, 27))


def send(db: Session, house: Wiring, application: Application) -> None:
    sent = send_one_time_password(
        db,
        application.account_id,
        purpose=Purpose.APPLICATION,
        subject_id=application.id,
        keys=house.keys,
        now=house.clock.now(),
    )
    assert isinstance(sent, Sent)


def confirm(db: Session, house: Wiring, application: Application, code: str) -> object:
    return actions.confirm_application(
        db,
        application.id,
        code,
        keys=house.keys,
        calendar=house.parts["calendar"],
        now=house.clock.now(),
    )


def move(db: Session, house: Wiring, application: Application, slot: Slot) -> object:
    return actions.move_application(
        db, application.id, slot.id, calendar=house.parts["calendar"], now=house.clock.now()
    )


def cancel(db: Session, house: Wiring, application: Application) -> bool:
    return actions.cancel_application(
        db, application.id, calendar=house.parts["calendar"], now=house.clock.now()
    )


def told(db: Session, person: Account) -> list[str]:
    """What the person was told, oldest first."""
    return [str(one.text["msgid"]) for one in reversed(notices_of(db, person.id))]


def steps(db: Session, application: Application) -> list[str]:
    return [step.what for step in queries.steps_of(db, application.id)]


def jobs(db: Session, kind: str) -> list[str]:
    return [job.key for job in db.exec(select(Job).where(Job.kind == kind)).all()]


def test_id_3_the_code_books_what_was_filed(
    db: Session, house: Wiring, outbox: Outbox, person: Account, slot: Slot
):
    application = make.filed(db, house, person, slot)
    send(db, house, application)
    code = outbox.newest_code()
    assert isinstance(confirm(db, house, application, code), Booked)
    assert application.state is S.BOOKED
    assert application.confirmed_at == START
    assert [(step.what, step.rule) for step in queries.steps_of(db, application.id)] == [
        ("filed", "BK-1"),
        ("confirmed", "ID-3"),
    ]
    assert jobs(db, "prepare-attempt") == [f"prepare-attempt:{application.id}"]
    assert told(db, person) == ["You are booked: %(programme)s, %(at)s, %(centre)s."]


def test_id_3_a_second_sending_of_the_right_code_is_harmless(
    db: Session, house: Wiring, outbox: Outbox, person: Account, slot: Slot
):
    application = make.filed(db, house, person, slot)
    send(db, house, application)
    code = outbox.newest_code()
    confirm(db, house, application, code)
    assert isinstance(confirm(db, house, application, code), Booked)
    assert steps(db, application) == ["filed", "confirmed"]


def test_id_3_a_wrong_code_books_nothing(db: Session, house: Wiring, person: Account, slot: Slot):
    application = make.filed(db, house, person, slot)
    assert isinstance(confirm(db, house, application, "000000"), Expired)
    send(db, house, application)
    assert confirm(db, house, application, "no code") == WrongCode(4)
    assert application.state is S.FILED


def test_an_application_that_nobody_confirms_lapses(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    run_due: RunDue,
    person: Account,
    slot: Slot,
    taken: Taken,
):
    application = make.filed(db, house, person, slot)
    clock.move(minutes=14, seconds=59)
    run_due()
    assert (db.get_one(Application, application.id).state, taken(slot)) == (S.FILED, 1)
    clock.move(seconds=1)
    run_due()
    assert taken(slot) == 0
    assert db.get_one(Application, application.id).state is S.LAPSED
    assert steps(db, application) == ["filed", "lapsed"]
    assert told(db, person)[0].startswith("Application %(number)s was not confirmed in time")


def test_a_code_after_the_hold_books_nothing_even_before_the_worker_comes(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    outbox: Outbox,
    person: Account,
    slot: Slot,
    taken: Taken,
):
    application = make.filed(db, house, person, slot)
    clock.move(minutes=14)
    send(db, house, application)
    code = outbox.newest_code()
    clock.move(minutes=1)
    assert isinstance(confirm(db, house, application, code), HoldIsOver)
    db.commit()
    assert taken(slot) == 0


def test_a_booked_application_does_not_lapse(
    db: Session, clock: FixedClock, run_due: RunDue, person: Account, slot: Slot
):
    application = make.application(db, person, slot)
    clock.move(minutes=20)
    run_due()
    assert db.get_one(Application, application.id).state is S.BOOKED


def test_moving_changes_both_seats_and_keeps_the_draw(
    db: Session, house: Wiring, person: Account, slot: Slot, later: Slot, taken: Taken
):
    application = make.application(db, person, slot)
    before = (application.draw_commitment, application.filed_at)
    assert isinstance(move(db, house, application, later), Moved)
    assert (taken(slot), taken(later)) == (0, 1)
    assert (application.draw_commitment, application.filed_at) == before
    step = queries.steps_of(db, application.id)[-1]
    assert (step.what, step.facts["from"], step.facts["to"]) == (
        "moved",
        slot.starts_at.isoformat(),
        later.starts_at.isoformat(),
    )
    assert isinstance(move(db, house, application, later), Moved)
    assert steps(db, application) == ["moved"]


@pytest.mark.parametrize(
    ("seconds", "moved"), [(-1, True), (0, False)], ids=["a second before", "at the start"]
)
def test_moving_ends_when_the_slot_begins(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    person: Account,
    slot: Slot,
    later: Slot,
    seconds: int,
    moved: bool,  # noqa: FBT001  # a column of the table
):
    application = make.application(db, person, slot)
    clock.set(slot.starts_at + timedelta(seconds=seconds))
    answer = move(db, house, application, later)
    assert answer == (Moved(application) if moved else NotMoved(None))


def test_moving_to_a_full_a_closed_or_an_unknown_slot(
    db: Session, house: Wiring, centre: Centre, person: Account, slot: Slot, later: Slot
):
    application = make.application(db, person, slot)
    make.application(db, make.candidate(db, house), later)
    assert move(db, house, application, later) == NotMoved(SlotFault.FULL)
    closed = make.slot(db, centre, date(2026, 11, 30), closed_at=START)
    assert move(db, house, application, closed) == NotMoved(SlotFault.GONE)
    assert move(db, house, application, Slot(centre_id=centre.id, starts_at=START, capacity=1)) == (
        NotMoved(SlotFault.GONE)
    )
    assert application.slot_id == slot.id


def test_bk_1_an_application_is_not_moved_to_the_day_of_its_filing(
    db: Session, house: Wiring, centre: Centre, person: Account, slot: Slot
):
    application = make.application(db, person, slot)
    today = make.slot(db, centre, date(2026, 11, 23), time(17, 0))
    assert move(db, house, application, today) == NotMoved(SlotFault.TOO_EARLY)


@pytest.mark.parametrize(
    ("seconds", "cancelled"), [(-1, True), (0, False)], ids=["a second before", "at the start"]
)
def test_cancelling_ends_when_the_slot_begins(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    person: Account,
    slot: Slot,
    taken: Taken,
    seconds: int,
    cancelled: bool,  # noqa: FBT001  # a column of the table
):
    application = make.application(db, person, slot)
    clock.set(slot.starts_at + timedelta(seconds=seconds))
    assert cancel(db, house, application) is cancelled
    assert taken(slot) == (0 if cancelled else 1)


def test_cancelling_twice_frees_one_seat_and_bars_nobody(
    db: Session, house: Wiring, person: Account, centre: Centre, taken: Taken
):
    slot = make.slot(db, centre, date(2026, 11, 26), capacity=2)
    make.application(db, make.candidate(db, house), slot)
    application = make.application(db, person, slot)
    assert cancel(db, house, application)
    assert cancel(db, house, application)
    assert taken(slot) == 1
    assert make.filed(db, house, person, slot).state is S.FILED


@pytest.mark.parametrize(
    ("door", "after", "state"),
    [
        pytest.param(None, timedelta(minutes=10), S.BOOKED, id="the door's last moment"),
        pytest.param(None, timedelta(minutes=10, seconds=30), S.NO_SHOW, id="the door is closed"),
        pytest.param(20, timedelta(minutes=20), S.BOOKED, id="a longer door"),
        pytest.param(20, timedelta(minutes=20, seconds=30), S.NO_SHOW, id="a longer door closed"),
    ],
)
def test_bk_4_who_does_not_come_is_recorded_and_the_seat_freed(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    run_due: RunDue,
    centre: Centre,
    person: Account,
    taken: Taken,
    door: int | None,
    after: timedelta,
    state: ApplicationState,
):
    slot = make.slot(db, centre, date(2026, 11, 26), door_minutes=door)
    application = make.application(db, person, slot)
    clock.set(slot.starts_at + after)
    run_due()
    kept = db.get_one(Application, application.id)
    assert kept.state is state
    if state is S.NO_SHOW:
        assert taken(slot) == 0
        step = queries.steps_of(db, application.id)[-1]
        assert (step.what, step.rule) == ("no-show", "BK-4")
        nothing_bars = make.slot(db, centre, date(2026, 12, 1))
        assert make.filed(db, house, person, nothing_bars)


def test_bk_4_who_is_in_the_test_is_no_no_show(
    db: Session, clock: FixedClock, run_due: RunDue, person: Account, slot: Slot
):
    application = make.application(db, person, slot, state=S.IN_TEST)
    clock.set(slot.starts_at + timedelta(hours=1))
    run_due()
    assert db.get_one(Application, application.id).state is S.IN_TEST


def test_reminders_come_a_day_and_an_hour_before(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    outbox: Outbox,
    run_due: RunDue,
    person: Account,
    slot: Slot,
):
    application = book(db, house, outbox, person, slot)
    for before, expected in [
        (timedelta(days=1, seconds=1), 0),
        (timedelta(days=1), 1),
        (timedelta(hours=1, seconds=1), 1),
        (timedelta(hours=1), 2),
    ]:
        clock.set(slot.starts_at - before)
        run_due()
        assert steps(db, application).count("reminded") == expected
    assert "Synaq" in outbox.delivered()[-1].text


def test_a_moved_or_cancelled_test_is_not_reminded_of(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    outbox: Outbox,
    run_due: RunDue,
    person: Account,
    slot: Slot,
    later: Slot,
):
    application = book(db, house, outbox, person, slot)
    move(db, house, application, later)
    clock.set(slot.starts_at)
    run_due()
    assert steps(db, application).count("reminded") == 1  # a day before `later`
    cancel(db, house, db.get_one(Application, application.id))
    clock.set(later.starts_at - timedelta(hours=1))
    run_due()
    assert steps(db, application).count("reminded") == 1


def book(db: Session, house: Wiring, outbox: Outbox, person: Account, slot: Slot) -> Application:
    application = make.filed(db, house, person, slot)
    send(db, house, application)
    confirm(db, house, application, outbox.newest_code())
    return application


def test_advance_follows_the_table_and_writes_the_step(db: Session, person: Account, slot: Slot):
    application = make.application(db, person, slot)
    with pytest.raises(IllegalMove):
        actions.advance(db, application, S.PASSED, what="result", now=START)
    moment = at(date(2026, 11, 26), time(10, 1))
    actions.advance(db, application, S.IN_TEST, what="started", now=moment, rule="BK-4")
    facts = {"test_on": "2026-11-26", "passed": True, "broken_off": False}
    actions.advance(db, application, S.PASSED, what="result", now=moment, facts=facts)
    assert [(step.what, step.at, step.rule) for step in queries.steps_of(db, application.id)] == [
        ("started", moment, "BK-4"),
        ("result", moment, None),
    ]
    assert application.state is S.PASSED


def test_another_persons_application_is_not_found(
    db: Session, house: Wiring, person: Account, slot: Slot
):
    application = make.application(db, person, slot)
    other = make.candidate(db, house)
    assert queries.application_for(db, other.id, application.id) is None
    assert queries.application_for(db, person.id, application.id) == application
