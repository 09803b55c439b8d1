"""Due work: once for its key, in one transaction, tried again, given up; nothing is lost."""

import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from service.core.due_work import (
    LEASE,
    MOST_TRIES,
    Doing,
    GiveUp,
    Handler,
    Job,
    Worker,
    failed_jobs,
)
from service.core.due_work import enqueue as ask
from service.core.wiring import Wiring
from service.journal.actions import record
from service.journal.models import JournalEntry
from tests.clock import START, FixedClock

Make = Callable[[Handler], Worker]


@pytest.fixture
def worker(house: Wiring) -> Make:
    def make(handler: Handler) -> Worker:
        return Worker(house.database, house.clock, house, {"write": handler}, {})

    return make


def write(doing: Doing, payload: Mapping[str, Any]) -> None:
    record(doing.db, "written", subject=("thing", payload.get("n", 1)), now=doing.now)


def written(db: Session) -> list[str]:
    db.expire_all()
    return [entry.subject_id for entry in db.exec(select(JournalEntry))]


def test_work_is_done_once_when_it_is_due(db: Session, worker: Make, clock: FixedClock):
    ask(db, "write", key="a", due_at=START + timedelta(minutes=1))
    db.commit()
    assert worker(write).run_all() == 0
    db.commit()
    clock.move(minutes=1)
    assert worker(write).run_all() == 1
    assert worker(write).run_all() == 0
    assert written(db) == ["1"]


def test_what_is_asked_for_twice_is_done_once(db: Session, worker: Make):
    for _ in range(2):
        ask(db, "write", key="a", due_at=START)
    db.commit()
    assert worker(write).run_all() == 1


def test_work_asked_for_in_a_transaction_that_fails_is_not_done(db: Session, worker: Make):
    ask(db, "write", key="a", due_at=START)
    db.rollback()
    assert worker(write).run_all() == 0


def test_a_failure_leaves_nothing_half_done_and_is_tried_again_later(
    db: Session, worker: Make, clock: FixedClock
):
    def fail(doing: Doing, payload: Mapping[str, Any]) -> None:
        write(doing, payload)
        raise OSError("the disk is full")

    ask(db, "write", key="a", due_at=START)
    db.commit()
    worker(fail).run_all()
    assert written(db) == []
    db.commit()
    assert worker(write).run_all() == 0
    clock.move(seconds=2)
    assert worker(write).run_all() == 1
    assert written(db) == ["1"]


def test_work_that_can_never_succeed_is_given_up_and_shown(db: Session, worker: Make):
    def refuse(_doing: Doing, _payload: Mapping[str, Any]) -> None:
        raise GiveUp("there is nobody to write to")

    ask(db, "write", key="a", due_at=START)
    db.commit()
    worker(refuse).run_all()
    assert worker(write).run_all() == 0
    [job] = failed_jobs(db)
    assert job.error is not None
    assert "there is nobody to write to" in job.error


def test_work_is_given_up_after_its_last_try(db: Session, worker: Make, clock: FixedClock):
    def fail(_doing: Doing, _payload: Mapping[str, Any]) -> None:
        raise OSError

    ask(db, "write", key="a", due_at=START)
    db.commit()
    for _ in range(MOST_TRIES + 3):
        worker(fail).run_all()
        clock.move(hours=1)
    [job] = failed_jobs(db)
    assert job.tries == MOST_TRIES


def test_work_of_a_worker_that_died_is_taken_over(db: Session, worker: Make, clock: FixedClock):
    ask(db, "write", key="a", due_at=START)
    db.flush()
    job = db.exec(select(Job)).one()
    job.leased_until, job.tries = START + LEASE, 1
    db.add(job)
    db.commit()
    assert worker(write).run_all() == 0
    clock.move(minutes=2, seconds=1)
    assert worker(write).run_all() == 1


def test_work_that_writes_nothing_yet_holds_no_lock(db: Session, house: Wiring, worker: Make):
    def ask_the_outside_world(doing: Doing, payload: Mapping[str, Any]) -> None:
        # another request writes while this one waits for an answer from outside
        with house.database.writing() as other:
            record(other, "written", subject=("thing", "meanwhile"), now=START)
        write(doing, payload)

    ask(db, "write", key="a", due_at=START)
    db.commit()
    worker(ask_the_outside_world).run_all()
    assert sorted(written(db)) == ["1", "meanwhile"]


def test_several_workers_do_each_piece_of_work_once(db: Session, worker: Make):
    for number in range(20):
        ask(db, "write", key=f"k{number}", due_at=START, payload={"n": number})
    db.commit()
    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(lambda _: worker(write).run_all(), range(3)))
    assert done == 20
    assert sorted(written(db), key=int) == [str(number) for number in range(20)]


def test_periodic_work_runs_once_for_its_slot_of_time(
    db: Session, house: Wiring, clock: FixedClock
):
    def look(doing: Doing) -> None:
        record(doing.db, "looked", subject=("thing", 1), now=doing.now)

    one = Worker(house.database, clock, house, {}, {"look": (timedelta(minutes=5), look)})
    for _ in range(10):
        one.run_all()
        clock.move(minutes=1)
    assert len(written(db)) == 2


def test_signals_that_come_again_and_again_end_the_loop(worker: Make):
    ended = worker(write)
    ends = 0

    def stop(*_: object) -> None:
        ended.stop()

    before = signal.signal(signal.SIGALRM, stop)
    try:
        for _ in range(40):
            ended = worker(write)
            # fast enough to come while another is at it, and while the loop waits
            signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0001)
            ended.run()
            signal.setitimer(signal.ITIMER_REAL, 0)
            ends += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert ends == 40
