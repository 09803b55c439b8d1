"""The course of an attempt: start, end, result, review; what happens by itself."""

from datetime import timedelta

import pytest

from service.attempts import actions, outage, queries
from service.attempts.models import Outcome
from service.core.errors import Refused, TooLate
from service.law.application import ApplicationState
from service.law.attempt import Phase, What
from service.proctoring import queries as reviews
from service.proctoring.actions import FoundBreach, publish_review
from tests import make, make_attempts
from tests.make_attempts import LEGISLATION, Player


def walk(db, house, client, attempt, *, right: int) -> Player:
    """Take the whole test with so many right answers of the legislation section."""
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.start(0)
    player.save(1, make_attempts.right_choice(db, house, attempt, 0, 1))
    player.finish(0)
    player.start(LEGISLATION)
    for position in range(1, 76):
        good = make_attempts.right_choice(db, house, attempt, LEGISLATION, position)
        wrong = "abcd"["abcd".index(good) - 1]
        # the right ones spread over all acts, so that each act's own threshold is met
        is_right = (position - 1) % 15 < right // 5 or position > 75 - right % 5
        player.save(position, good if is_right else wrong, section=LEGISLATION)
    player.finish(LEGISLATION)
    return player


@pytest.mark.parametrize(
    ("right", "outcome", "state"),
    [
        (35, Outcome.PASSED, ApplicationState.PASSED),
        (30, Outcome.BELOW_THRESHOLD, ApplicationState.BELOW_THRESHOLD),
    ],
    ids=["at the threshold", "below the threshold"],
)
def test_in_a_hall_the_result_is_final_at_once(db, house, client, run_due, right, outcome, state):
    attempt = make_attempts.prepared(db, house)
    walk(db, house, client, attempt, right=right)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.is_final) == (outcome, True)
    assert result.scores["sections"][1]["correct"] == right
    assert make_attempts.application_of(db, attempt).state is state


def test_remote_the_result_waits_for_the_proctor(db, house, client, run_due):
    attempt = make_attempts.prepared(db, house, remote=True)
    walk(db, house, client, attempt, right=50)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert not result.is_final
    assert make_attempts.application_of(db, attempt).state is ApplicationState.UNDER_REVIEW
    review = reviews.review_of(db, attempt.id)
    assert review is not None
    publish_review(db, review.id, [], proctor_id=make.account(db).id, now=house.clock.now())
    assert make_attempts.application_of(db, attempt).state is ApplicationState.PASSED


def test_pr_1_a_list_of_breaches_ends_the_candidates_part(db, house, client, run_due):
    attempt = make_attempts.prepared(db, house, remote=True)
    walk(db, house, client, attempt, right=70)
    run_due()
    review = reviews.review_of(db, attempt.id)
    assert review is not None
    found = [FoundBreach("phone", 75, "спрашивает по телефону")]
    proctor = make.account(db)
    publish_review(db, review.id, found, proctor_id=proctor.id, now=house.clock.now())
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.rule, result.is_final) == (Outcome.NOT_PASSED, "PR-1", True)
    assert make_attempts.application_of(db, attempt).state is ApplicationState.NOT_PASSED
    with pytest.raises(Refused):
        publish_review(db, review.id, [], proctor_id=proctor.id, now=house.clock.now())


def test_a_test_ends_on_the_server_though_nobody_answers(db, house, client, clock, run_due):
    attempt = make_attempts.started(db, house)
    db.commit()
    player = Player(client, db, house, attempt.id)
    for minutes in (20, 5, 60):
        player.stay(minutes=minutes)
        run_due()
    row = queries.attempt(db, attempt.id)
    assert row is not None
    assert row.phase is Phase.FINISHED
    clock.move(seconds=5)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert result.outcome is Outcome.BELOW_THRESHOLD


def test_tt_4_silence_breaks_the_test_off_and_it_is_not_passed(db, house, clock, run_due):
    attempt = make_attempts.started(db, house)
    db.commit()
    clock.move(seconds=179)
    run_due()
    still = queries.attempt(db, attempt.id)
    assert still is not None
    assert still.phase is Phase.OPEN
    clock.move(seconds=1)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.rule) == (Outcome.NOT_PASSED, "TT-4")
    assert make_attempts.application_of(db, attempt).state is ApplicationState.NOT_PASSED


def test_tt_4_a_loss_is_noted_when_the_candidate_is_back(db, house, clock, client):
    attempt = make_attempts.started(db, house)
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.save(1, "a")
    clock.move(seconds=100)
    player.save(2, "b")
    (lost,) = [s for s in queries.steps_of(db, attempt.id) if s.what is What.CONNECTION_LOST]
    assert lost.facts["seconds"] == 100


@pytest.mark.parametrize(
    ("minutes", "fault"),
    [(-0.01, Refused), (10.01, TooLate)],
    ids=["a moment too early", "a moment after the door has closed"],
)
def test_bk_4_the_door(db, house, clock, minutes, fault):
    attempt = make_attempts.prepared(db, house)
    with pytest.raises(fault):
        actions.start_section(
            db, attempt.id, 0, device="", now=clock.now() + timedelta(minutes=minutes)
        )


@pytest.mark.parametrize("minutes", [0, 10], ids=["at the slot's start", "ten minutes later"])
def test_bk_4_inside_the_door_a_late_starter_has_the_full_time(db, house, clock, minutes):
    attempt = make_attempts.prepared(db, house)
    running = actions.start_section(db, attempt.id, 0, device="", now=clock.move(minutes=minutes))
    assert running.state.windows[0].deadline_at == clock.now() + timedelta(minutes=20)
    assert make_attempts.application_of(db, attempt).state is ApplicationState.IN_TEST


def test_starting_twice_starts_one_clock(db, house, clock):
    attempt = make_attempts.started(db, house)
    began = queries.windows_of(db, attempt.id)[0].opened_ms
    clock.move(minutes=3)
    actions.start_section(db, attempt.id, 0, device="", now=clock.now())
    assert queries.windows_of(db, attempt.id)[0].opened_ms == began


def test_extra_time_applies_to_every_section(db, house, clock):
    attempt = make_attempts.prepared(db, house)
    attempt.extra_percent = 50
    db.add(attempt)
    running = actions.start_section(db, attempt.id, 0, device="", now=clock.now())
    assert running.state.windows[0].deadline_at == clock.now() + timedelta(minutes=30)
    assert running.plan.length(1) == timedelta(minutes=90)


def test_tt_5_a_short_outage_of_the_service_gives_the_time_back(db, house, clock):
    attempt = make_attempts.started(db, house)
    outage.beat(db, now=clock.now())
    clock.move(minutes=4)
    outage.beat(db, now=clock.now())
    state = actions.seen(db, attempt.id).state
    assert state.phase is Phase.OPEN
    assert state.windows[0].deadline_at == clock.now() + timedelta(minutes=20)


def test_tt_5_a_long_outage_is_a_technical_failure_without_a_ground(db, house, clock, run_due):
    attempt = make_attempts.started(db, house)
    outage.beat(db, now=clock.now())
    clock.move(minutes=5)
    outage.beat(db, now=clock.now())
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert result.outcome is Outcome.VOID
    assert make_attempts.application_of(db, attempt).state is ApplicationState.TECHNICAL_FAILURE


def test_a_clock_that_jumps_is_no_outage(db, house, clock):
    make_attempts.started(db, house)
    outage.beat(db, now=clock.now())
    clock.move(hours=1)
    assert outage.beat(db, now=clock.now(), was_alive=True) is None


def test_tt_3_remarks_wait_for_an_answer_once(db, house, client):
    attempt = make_attempts.prepared(db, house)
    player = walk(db, house, client, attempt, right=40)
    remarks = {"kind": "complaint", "text": "Сұрақ 5 түсініксіз."}
    for _ in range(2):
        player.finish(LEGISLATION, remarks)
    (remark,) = queries.open_remarks(db)
    assert (remark.kind, remark.text) == ("complaint", "Сұрақ 5 түсініксіз.")
    actions.answer_remark(db, remark.id, "Рахмет.", actor_id=make.account(db).id, now=remark.at)
    assert queries.open_remarks(db) == []


def test_time_is_given_back_to_open_sections_with_the_reason(db, house, clock):
    attempt = make_attempts.started(db, house)
    by = make.account(db).id
    given = actions.give_time_back(
        db, [attempt.id], seconds=300, reason="қуат", actor_id=by, now=clock.now()
    )
    assert given == 1
    state = actions.seen(db, attempt.id).state
    assert state.windows[0].deadline_at == clock.now() + timedelta(minutes=25)
