"""Interviews: a time, the waiting room, the clock, attendance, and points that are signed."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.competitions.course import course_of
from service.competitions.queries import candidacy
from service.core.due_work import Doing
from service.core.i18n import Message
from service.core.wiring import Wiring
from service.law.conflict import Closed, Tie
from service.law.interview import METHOD
from service.notices import queries as notices
from service.people.models import Account
from service.scoring import queries
from service.scoring.interview_board import board_of
from service.scoring.interview_waiting import leave_waiting_room
from service.scoring.interview_work import rate_interviews
from service.scoring.interviews import (
    Hall,
    end_interview,
    enter_waiting_room,
    keep_signed_points,
    let_in,
    mark_absent,
    note_attendance,
    points_to_sign,
    schedule_interviews,
)
from service.scoring.models import Interview, InterviewScore, InterviewTurn
from service.signatures.matter import Matter
from tests.make_competitions import CALENDAR, Play
from tests.scoring.signing import signed

Seated = tuple[CommissionSeat, SeatHolder, Account]


@pytest.fixture
def play(db: Session) -> Play:
    """A competition on the day of its interviews; everybody has declared and attends."""
    play = Play(db)
    play.close()
    play.tests(dict.fromkeys(play.applications, 30))
    play.form()
    course = play.go_on()
    for one in course.state.at("recheck"):
        play.do("file-confirmed", "hr", UUID(one.key))
    at = play.now + timedelta(days=1)
    made = schedule_interviews(db, hall(play), at, "https://meet.example/x", by=play.hr.id,
                               now=play.now)  # fmt: skip
    assert isinstance(made, Interview), made
    play.until(at)
    for place, holder, _ in seated(play):
        if place.part is not Part.SECRETARY:
            note_attendance(db, hall(play), secretary(play), holder, now=play.now)
    return play


def hall(play: Play) -> Hall:
    return Hall(play.round.id, CALENDAR)


def seated(play: Play) -> list[Seated]:
    commission = commissions.commission_of(play.db, play.round.id)
    assert commission is not None
    return commissions.holders(play.db, commission.id)


def members(play: Play) -> list[Seated]:
    return [each for each in seated(play) if each[0].part is not Part.SECRETARY]


def secretary(play: Play) -> UUID:
    return next(person.id for place, _, person in seated(play) if place.part is Part.SECRETARY)


def declare(play: Play) -> None:
    for one, _ in queries.turns(play.db, play.round.id):
        for _, holder, _ in members(play):
            declare_conflicts(
                play.db, holder, {one.application_id: (frozenset(), "")}, now=play.now
            )


def inside(play: Play, number: int = 0) -> InterviewTurn:
    one = play.applications[number]
    enter_waiting_room(play.db, hall(play), one, now=play.now)
    declare(play)
    turn = let_in(play.db, hall(play), secretary(play), one, now=play.now)
    assert isinstance(turn, InterviewTurn), turn
    return turn


def sign(play: Play, person: Account, mark: int) -> object:
    points = dict.fromkeys(METHOD.criteria, mark)
    matter = points_to_sign(play.db, hall(play), person.id, play.applications[0], points)
    if not isinstance(matter, Matter):
        return matter
    signature = signed(play.db, person, matter, now=play.now)
    return keep_signed_points(play.db, hall(play), signature, now=play.now)


def test_is_131_the_clock_starts_when_the_candidate_is_let_in(play: Play):
    turn = inside(play)
    assert (turn.let_in_at, turn.ends_at) == (play.now, play.now + timedelta(minutes=20))
    row = candidacy(play.db, turn.application_id)
    assert row is not None
    assert row.state == "in-interview"


def test_who_does_not_wait_is_not_let_in_and_only_the_secretary_does(play: Play):
    one = play.applications[0]
    assert isinstance(let_in(play.db, hall(play), secretary(play), one, now=play.now), Message)
    enter_waiting_room(play.db, hall(play), one, now=play.now)
    chair = members(play)[0][2]
    assert isinstance(let_in(play.db, hall(play), chair.id, one, now=play.now), Message)


def test_one_candidate_at_a_time(play: Play):
    inside(play)
    second = play.applications[1]
    enter_waiting_room(play.db, hall(play), second, now=play.now)
    found = let_in(play.db, hall(play), secretary(play), second, now=play.now)
    assert isinstance(found, Message)
    end_interview(play.db, hall(play), secretary(play), play.applications[0], now=play.now)
    found = let_in(play.db, hall(play), secretary(play), second, now=play.now)
    assert isinstance(found, InterviewTurn)


def test_is_130_without_a_quorum_nobody_is_let_in(db: Session):
    play = Play(db)
    play.close()
    play.tests(dict.fromkeys(play.applications, 30))
    play.form()
    course = play.go_on()
    for one in course.state.at("recheck"):
        play.do("file-confirmed", "hr", UUID(one.key))
    at = play.now + timedelta(days=1)
    schedule_interviews(db, hall(play), at, "", by=play.hr.id, now=play.now)
    play.until(at)
    first = play.applications[0]
    enter_waiting_room(db, hall(play), first, now=play.now)
    found = let_in(db, hall(play), secretary(play), first, now=play.now)
    assert isinstance(found, Message)


def test_who_does_not_come_is_marked_and_is_out(play: Play):
    first = play.applications[0]
    turn = mark_absent(play.db, hall(play), secretary(play), first, now=play.now)
    assert isinstance(turn, InterviewTurn)
    row = candidacy(play.db, first)
    assert row is not None
    assert row.state == "missed"
    assert isinstance(enter_waiting_room(play.db, hall(play), first, now=play.now), Message)


def test_cm_4_points_are_not_given_before_conflicts_are_declared(play: Play):
    one = play.applications[0]
    enter_waiting_room(play.db, hall(play), one, now=play.now)
    let_in(play.db, hall(play), secretary(play), one, now=play.now)
    found = sign(play, members(play)[0][2], 4)
    assert isinstance(found, Closed)


def test_st_5_the_points_that_were_signed_count_and_the_mean_rates(play: Play):
    turn = inside(play)
    marks = (5, 4, 4, 3, 4, 4)
    for (_, _, person), mark in zip(members(play), marks, strict=True):
        score = sign(play, person, mark)
        assert isinstance(score, InterviewScore), score
        assert set(score.points.values()) == {mark}
    row = candidacy(play.db, turn.application_id)
    assert row is not None
    assert (row.state, Fraction(row.points["interview"])) == ("interviewed", Fraction(4))
    assert turn.ended_at is not None


def test_points_are_signed_once_and_not_by_the_secretary(play: Play):
    inside(play)
    chair = members(play)[0][2]
    assert isinstance(sign(play, chair, 4), InterviewScore)
    assert isinstance(sign(play, chair, 5), Message)
    keeper = next(person for place, _, person in seated(play) if place.part is Part.SECRETARY)
    assert isinstance(sign(play, keeper, 5), Message)


def test_a_link_that_is_no_address_and_a_time_that_is_over_are_refused(play: Play):
    later = play.now + timedelta(days=2)
    no_links = ("javascript:x", "https://", "https://[x", "https:meet.test", "https://a b.test")
    for link, at in (*((each, later) for each in no_links), ("", play.now)):
        found = schedule_interviews(play.db, hall(play), at, link, by=play.hr.id, now=play.now)
        assert isinstance(found, Message)


def told(play: Play, person: UUID) -> list[str]:
    found = notices.notices_of(play.db, person)
    return [str(one.text["msgid"]) for one in found]


def test_is_128_a_new_time_is_told_to_everybody_and_nobody_waits_for_the_old_one(play: Play):
    first = play.applications[0]
    enter_waiting_room(play.db, hall(play), first, now=play.now)
    later = play.now + timedelta(days=3)
    made = schedule_interviews(play.db, hall(play), later, "https://meet.example/y",
                               by=play.hr.id, now=play.now)  # fmt: skip
    assert isinstance(made, Interview)
    moved = "%(number)s: the interview has another time or link: %(at)s."
    assert all(moved in told(play, each.id) for each in play.people)
    begins = "%(number)s: the interviews begin on %(at)s."
    assert all(told(play, person.id).count(begins) == 2 for _, _, person in seated(play))
    turn = queries.turn(play.db, first)
    assert turn is not None
    assert turn.waiting_at is None
    assert queries.present(play.db, play.round.id) == frozenset()  # of the new day
    too_early = enter_waiting_room(play.db, hall(play), first, now=play.now)
    assert isinstance(too_early, Message)
    _, holder, _ = members(play)[0]
    refused = note_attendance(play.db, hall(play), secretary(play), holder, now=play.now)
    assert isinstance(refused, Message)


def test_the_board_says_who_waits_who_attends_and_whose_points_are_late(play: Play):
    first = play.applications[0]
    assert isinstance(leave_waiting_room(play.db, first, now=play.now), Message)
    enter_waiting_room(play.db, hall(play), first, now=play.now)
    left = leave_waiting_room(play.db, first, now=play.now)
    assert isinstance(left, InterviewTurn)
    assert left.waiting_at is None
    inside(play)
    assert isinstance(leave_waiting_room(play.db, first, now=play.now), Message)
    moved = schedule_interviews(play.db, hall(play), play.now + timedelta(days=1), "",
                                by=play.hr.id, now=play.now)  # fmt: skip
    assert isinstance(moved, Message)  # while somebody is inside the time stays
    sign(play, members(play)[0][2], 4)
    enter_waiting_room(play.db, hall(play), play.applications[2], now=play.now)
    course = course_of(play.db, play.round.id, CALENDAR)
    assert course is not None
    board = board_of(play.db, course)
    steps = {one.application_id: one.step for one in board.places}
    assert [steps[one] for one in play.applications] == ["inside", "expected", "waits"]
    here = board.inside
    assert here is not None
    assert (here.quorum.may, here.quorum.present, here.quorum.needed) == (6, 6, 4)
    assert (here.quorum.holds, len(here.signed), len(here.waited)) == (True, 1, 5)
    assert not here.is_overdue(play.now)
    assert here.is_overdue(play.now + timedelta(days=1))


def test_cm_4_who_declares_a_conflict_as_the_last_one_waited_for_is_not_waited_for(
    play: Play, house: Wiring
):
    one = inside(play).application_id
    *others, (_, last, _) = members(play)
    for _, _, person in others:
        assert isinstance(sign(play, person, 4), InterviewScore)
    late: frozenset[Tie] = frozenset(["dispute"])
    declare_conflicts(play.db, last, {one: (late, "")}, now=play.now)
    play.db.commit()
    house.parts["calendar"] = CALENDAR
    rate_interviews(Doing(lambda: play.db, play.now, house))
    with house.database.reading() as db:
        row = candidacy(db, one)
        assert row is not None
        assert (row.state, Fraction(row.points["interview"])) == ("interviewed", Fraction(4))
