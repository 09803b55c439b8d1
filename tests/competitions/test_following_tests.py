"""What candidates do in real tests becomes steps of their competition, in order, each once."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session

from service.booking.actions import cancel_application, mark_no_show, move_application
from service.competitions import queries
from service.competitions.stage_booking import NotOpen, stage_served
from service.law.calendar import at, local_day
from tests.make_competitions import CALENDAR, Play
from tests.make_stages import Stages

# the law alone decides here; what is asked of the database is asked by the others on both kinds
on_one_kind = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def play(db: Session) -> Play:
    return Play(db, candidates=2)


@pytest.fixture
def stages(db: Session, play: Play) -> Stages:
    """Two candidates who are to be assessed for personal qualities."""
    made = Stages(db, play)
    play.close()
    return made


def first_morning(play: Play) -> datetime:
    """Ten in the morning of the first day of the stage."""
    course = play.go_on()
    return at(course.state.windows[course.state.state].opens_on, time(10))


def whats(play: Play, place: int) -> list[str]:
    """The steps of a candidate since the application."""
    steps = queries.steps_of(play.db, play.round.id)
    own = [one.what for one in steps if one.application_id == play.applications[place]]
    return own[2:]


def at_ability(stages: Stages) -> datetime:
    """Bring both through the assessment by hand; ten in the morning of the tests of ability."""
    play = stages.play
    play.first_day()
    for one in play.applications:
        play.take("personal-qualities", one)
    return first_morning(play)


def test_st_1_an_assessment_in_a_hall_step_by_step(stages: Stages):
    play = stages.play
    slot = stages.slot(first_morning(play))
    booked = stages.book(0, slot)
    assert booked.programme_code == "PQ-2"  # a specialist's post
    assert stages.one(0).slot_at == slot.starts_at
    made = stages.start(booked)
    assert stages.one(0).started_at == slot.starts_at
    stages.finish(made)
    assert stages.one(0).state == "personal-qualities-review"
    stages.result(made)
    assert stages.one(0).state == "waiting"
    assert whats(play, 0) == ["slot-chosen", "started", "finished", "review-published"]
    steps = play.go_on().row.steps
    assert play.go_on().row.steps == steps


def test_st_2_right_answers_of_both_tests_become_points(stages: Stages):
    slot = stages.slot(at_ability(stages))
    for place in (0, 1):
        stages.book(place, slot)
    stages.take(0, slot, right=31)
    stages.play.now = slot.starts_at
    stages.take(1, slot, right=9)
    course = stages.play.go_on()
    first, second = (course.state.candidacy(str(one)) for one in stages.play.applications)
    assert first.points["ability"] == 31
    assert first.state == "recheck"
    assert second.state == "not-passed"


def test_pr_3_a_remote_test_waits_for_the_proctor(stages: Stages):
    slot = stages.slot(at_ability(stages), stages.remote)
    stages.book(0, slot)
    made = stages.take(0, slot, right=20)
    assert stages.one(0).state == "ability-review"
    stages.review(made)
    one = stages.one(0)
    assert one.state == "waiting"
    assert one.points["ability"] == 20
    assert queries.steps_of(stages.db, stages.play.round.id)[-1].by == "proctor"


@on_one_kind
def test_pr_1_a_breach_ends_the_part_in_the_selection(stages: Stages):
    slot = stages.slot(at_ability(stages), stages.remote)
    stages.book(0, slot)
    made = stages.take(0, slot, right=50)
    stages.review(made, "phone")
    assert stages.one(0).state == "breach"


@on_one_kind
def test_tt_4_a_test_that_was_broken_off_is_not_passed(stages: Stages):
    play = stages.play
    booked = stages.book(0, stages.slot(first_morning(play)))
    stages.one(0)
    made = stages.start(booked)
    play.now += timedelta(minutes=30)
    stages.result(made)  # nobody was heard for half an hour
    assert stages.one(0).state == "not-passed"
    assert whats(play, 0) == ["slot-chosen", "started", "broken-off"]


def test_tt_5_after_a_failure_there_are_days_for_another_one(stages: Stages):
    play = stages.play
    last = play.go_on().state.windows["personal-qualities"].closes_on
    booked = stages.book(0, stages.slot(at(last, time(10))))
    stages.one(0)
    made = stages.start(booked)
    stages.fail(made)
    stages.result(made)
    one = stages.one(0)
    assert (one.state, one.started_at) == ("personal-qualities", None)
    assert one.extended_to is not None
    assert one.extended_to > last
    play.until(at(last, time(23, 59)) + timedelta(minutes=1))
    assert stages.one(1).state == "missed"  # the other one's days are over
    again = stages.slot(at(one.extended_to, time(10)))
    stages.book(0, again)
    stages.take(0, again)
    assert stages.one(0).state == "ability"  # nobody else is left
    assert whats(play, 0) == [
        "slot-chosen", "started", "technical-failure", "started", "finished", "review-published",
    ]  # fmt: skip


@on_one_kind
def test_bk_4_who_did_not_come_cancelled_or_moved_takes_another_time(stages: Stages):
    play, morning = stages.play, first_morning(stages.play)
    first, second = stages.slot(morning), stages.slot(morning + timedelta(hours=6))
    third = stages.slot(morning + timedelta(days=1))
    missed = stages.book(0, first)
    cancelled = stages.book(1, first)
    assert stages.one(1).slot_at == first.starts_at
    assert cancel_application(stages.db, cancelled.id, calendar=CALENDAR, now=play.now)
    moved = stages.book(1, second)
    move_application(stages.db, moved.id, third.id, calendar=CALENDAR, now=play.now)
    assert stages.one(1).slot_at == third.starts_at
    play.now = morning + timedelta(minutes=11)
    assert mark_no_show(stages.db, missed.id, now=play.now)
    assert stages.one(0).state == "personal-qualities"
    stages.book(0, third)
    assert stages.one(0).slot_at == third.starts_at
    assert whats(play, 1) == ["slot-chosen"] * 2


def test_a_worker_away_for_days_catches_up_once_and_nobody_is_missed(stages: Stages):
    play, morning = stages.play, first_morning(stages.play)
    slots = [stages.slot(morning), stages.slot(morning + timedelta(hours=3))]
    for place in (1, 0):
        stages.book(place, slots[place])
    before = play.now  # nobody looks from here on
    for place in (0, 1):
        stages.take(place, slots[place])
    assert all(one.at <= before for one in queries.steps_of(play.db, play.round.id))
    play.now += timedelta(days=9)
    course = play.go_on()
    assert course.state.state == "ability"
    assert whats(play, 0) == whats(play, 1) == ["started", "finished", "review-published"]
    steps = [one for one in course.steps if one.what in {"started", "review-published"}]
    assert [one.at for one in steps] == sorted(one.at for one in steps)
    assert steps[0].at == slots[0].starts_at
    assert play.go_on().row.steps == course.row.steps


@on_one_kind
def test_st_1_whoever_did_nothing_has_missed_the_stage(stages: Stages):
    play = stages.play
    play.until(play.go_on().state.windows["personal-qualities"].closes_at)
    assert [stages.one(place).state for place in (0, 1)] == ["missed", "missed"]
    assert play.go_on().state.ending == "nobody-left"


@on_one_kind
def test_st_1_a_time_outside_of_the_days_is_refused(stages: Stages):
    play, morning = stages.play, first_morning(stages.play)
    last = play.go_on().state.windows["personal-qualities"].closes_on
    assert stages.file(0, stages.slot(at(last, time(10)) + timedelta(days=1))) is NotOpen.OTHER_DAYS
    booked = stages.book(0, stages.slot(morning))
    served = stage_served(stages.db, booked, calendar=CALENDAR, now=play.now)
    assert served is not None
    assert served[0] == play.applications[0]
    assert served[1].closes_on == last
    stages.start(booked)
    play.go_on()
    assert stages.file(0, stages.slot(morning + timedelta(days=1))) is NotOpen.BEGUN


def test_st_9_while_suspended_no_test_is_begun_and_what_was_done_counts_after(stages: Stages):
    play, morning = stages.play, first_morning(stages.play)
    slot = stages.slot(morning)
    booked = stages.book(0, slot)
    stages.one(0)
    play.do("complaint-filed", "candidate", complaint="C-1")
    assert stages.file(1, slot) is NotOpen.SUSPENDED
    made = stages.start(booked)  # the hall was open all the same
    assert stages.one(0).started_at is None
    stages.finish(made)
    stages.result(made)
    play.do("complaint-dismissed", "authorised-body", complaint="C-1")
    assert stages.one(0).state == "waiting"
    assert local_day(play.now) == local_day(morning)
