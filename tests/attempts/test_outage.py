"""The service's own outages are never the candidate's loss (TT-5)."""

from datetime import timedelta

import pytest

from service.attempts import actions, outage, queries
from service.attempts.models import Attempt
from service.attempts.outage import Heart
from service.attempts.work import settle_due
from service.core.due_work import Doing
from service.law.attempt import Phase, State, What
from tests import make_attempts
from tests.make_attempts import Player


@pytest.fixture
def attempt(db, house):
    made = make_attempts.started(db, house)
    outage.beat(db, now=house.clock.now())
    db.commit()
    return made


@pytest.fixture
def sweep(db, house):
    """The worker's sweep at the clock's moment."""

    def run() -> None:
        db.close()
        settle_due(Doing(lambda: db, house.clock.now(), house))

    return run


def phase_of(db, attempt) -> Phase:
    return state_of(db, attempt).phase


def be_seen(db, attempt, seconds: int) -> None:
    """Move by so many seconds when the player was last heard."""
    present = queries.presence(db, attempt.id)
    assert present is not None
    present.seen_ms += seconds * 1000
    db.flush()


def state_of(db, attempt) -> State:
    db.rollback()  # look at what stands there now
    return actions.seen(db, attempt.id).state


def test_a_worker_that_is_back_before_the_web_breaks_nobody_off(db, house, clock, attempt, sweep):
    clock.move(minutes=4)
    sweep()
    assert phase_of(db, attempt) is Phase.OPEN
    Heart(house.database, clock).beat()
    sweep()
    state = state_of(db, attempt)
    assert state.phase is Phase.OPEN
    assert state.windows[0].deadline_at == clock.now() + timedelta(minutes=20)


def test_a_worker_ends_no_section_while_the_web_is_away(db, house, clock, attempt, sweep):
    clock.move(minutes=18)
    outage.beat(db, now=clock.now(), was_alive=True)
    be_seen(db, attempt, 18 * 60)
    db.commit()
    clock.move(minutes=3)
    sweep()
    assert phase_of(db, attempt) is Phase.OPEN
    Heart(house.database, clock).beat()
    state = state_of(db, attempt)
    assert state.windows[0].deadline_at == clock.now() + timedelta(minutes=2)


def test_a_break_over_an_outage_costs_no_time_of_the_next_section(db, house, clock, attempt, sweep):
    actions.finish_section(db, attempt.id, 0, now=clock.now())
    db.commit()
    clock.move(minutes=4)
    outage.beat(db, now=clock.now(), was_alive=True)
    db.commit()
    clock.move(minutes=4)
    Heart(house.database, clock).beat()
    sweep()
    state = state_of(db, attempt)
    assert state.windows[1].opened_at == clock.now()


@pytest.mark.parametrize(
    ("seconds", "outages"), [(5.9, 0), (6, 1)], ids=["a short wait", "an outage"]
)
def test_a_database_that_held_everything_up_was_an_outage(db, house, clock, seconds, outages):
    ticks = [100.0]
    heart = Heart(house.database, clock, lambda: ticks[0])
    heart.beat()
    clock.move(seconds=seconds)
    ticks[0] += seconds
    heart.beat()
    assert len(queries.outages(db)) == outages


def test_a_clock_that_jumps_under_a_beating_heart_is_no_outage(db, house, clock):
    ticks = [100.0]
    heart = Heart(house.database, clock, lambda: ticks[0])
    heart.beat()
    clock.move(hours=1)
    ticks[0] += 2
    heart.beat()
    assert queries.outages(db) == []


def test_a_second_process_that_restarts_alone_is_no_outage(db, house, clock):
    first, second = (Heart(house.database, clock, lambda: 0.0) for _ in range(2))
    first.beat()
    clock.move(seconds=5)
    second.beat()
    clock.move(seconds=5)
    Heart(house.database, clock).beat()
    assert queries.outages(db) == []


def test_one_attempt_that_cannot_be_settled_keeps_nobody_from_his_time(db, house, clock, attempt):
    row = db.get(Attempt, attempt.id)
    row.programme_version = 99  # no such programme
    fine = make_attempts.started(db, house)
    db.commit()
    clock.move(minutes=2)
    Heart(house.database, clock).beat()
    state = state_of(db, fine)
    assert state.windows[0].deadline_at == clock.now() + timedelta(minutes=20)


def test_the_first_request_after_an_outage_is_not_judged_before_it_is_settled(
    client, db, house, clock, attempt
):
    player = Player(client, db, house, attempt.id)
    ticks = [0.0]
    heart = house.parts["heart"] = Heart(house.database, clock, lambda: ticks[0])
    heart.beat()
    clock.move(minutes=4)
    ticks[0] += 240
    player.save(1, "a")
    steps = queries.steps_of(db, attempt.id)
    assert [step.what for step in steps][-1] is What.TIME_GIVEN_BACK
    assert phase_of(db, attempt) is Phase.OPEN


def test_who_is_back_in_time_with_a_queue_is_not_broken_off_after_it(
    client, db, house, clock, attempt, run_due
):
    player = Player(client, db, house, attempt.id)
    clock.move(seconds=179)
    reply = player.send(player.answer(1, "a"), player.answer(2, "b") | {"seq": 2})
    assert reply.status_code == 200
    clock.move(seconds=2)
    run_due()
    assert phase_of(db, attempt) is Phase.OPEN


def test_a_player_that_was_taken_over_keeps_nobody_present(
    client, db, house, clock, attempt, run_due
):
    old = Player(client, db, house, attempt.id)
    actions.take_over(db, attempt.id, device="another", now=clock.now())
    for _ in range(20):
        clock.move(seconds=10)
        assert old.post("heartbeat", {}).json()["generation"] == 1
        old.send(old.answer(1, "a"))
    run_due()
    assert phase_of(db, attempt) is Phase.BROKEN_OFF


def test_the_longest_silent_are_looked_at_first(db, house, clock, attempt):
    late = make_attempts.started(db, house)
    for row, ago in ((attempt, 70), (late, 170)):
        be_seen(db, row, -ago)
    db.flush()
    now = clock.now() - timedelta(minutes=1)
    assert queries.attempts_silent(db, now, limit=1) == [late.id]
