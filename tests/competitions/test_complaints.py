"""Complaints: in time they suspend everything, late ones are kept; each is answered once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.bodies.actions import add_member
from service.bodies.models import Work
from service.bodies.queries import authorised_body
from service.competitions import queries
from service.competitions.complaints import (
    ANSWERED,
    NOT_SUSPENDING,
    ONE_AT_A_TIME,
    Against,
    Decision,
    answer_complaint,
    complaints_suspend_until,
    file_complaint,
    suspends,
)
from service.competitions.models import Complaint
from service.core.i18n import Message
from service.journal.models import JournalEntry
from service.law.machine import Illegal
from service.notices.queries import unread_notices
from service.people.models import Account
from tests import make
from tests.make_competitions import CALENDAR, Play


@pytest.fixture
def play(db: Session) -> Play:
    play = Play(db)
    play.close()
    return play


@pytest.fixture
def answerer(db: Session, play: Play) -> Account:
    """Somebody who answers for the authorised body."""
    body = authorised_body(db)
    assert body is not None
    person = make.account(db)
    add_member(db, body.code, person.id, Work.AGREEMENT, by=play.hr.id, now=play.now)
    return person


def file(play: Play, place: int = 0, text: str = "The points are wrong.") -> Complaint | Message:
    one = queries.candidacy(play.db, play.applications[place])
    assert one is not None
    return file_complaint(play.db, one, Against.RESULTS, text, calendar=CALENDAR, now=play.now)


def filed(play: Play, place: int = 0) -> Complaint:
    row = file(play, place)
    assert isinstance(row, Complaint), row
    return row


def answer(
    play: Play, row: Complaint, decision: Decision, by: UUID
) -> Complaint | Message | Illegal:
    reason = "The points are right."
    return answer_complaint(
        play.db, row.id, decision, reason, by=by, calendar=CALENDAR, now=play.now
    )


def published(play: Play) -> None:
    """Go on until the results are published."""
    first, second, third = play.applications
    play.tests({first: 40, second: 30, third: 20})
    play.form()
    play.interviews(dict.fromkeys(play.applications, "4"))
    play.do("protocol-signed", "hr")


def texts(db: Session, person: Account) -> list[str]:
    return [str(one.text["msgid"]) for one in unread_notices(db, person.id)]


def test_st_9_a_complaint_in_time_suspends_and_everybody_is_told(
    db: Session, play: Play, answerer: Account
):
    row = filed(play)
    course = play.go_on()
    assert course.state.is_suspended
    assert suspends(course, row)
    assert course.row.due_at is None
    assert any("a complaint waits for your decision" in one for one in texts(db, answerer))
    assert any("suspended until a complaint" in one for one in texts(db, play.people[1]))
    assert list(queries.open_complaints(db)) == [row]


def test_st_9_dismissed_it_goes_on_where_it_was_and_the_reason_is_kept(
    db: Session, play: Play, answerer: Account
):
    before = play.go_on().state.state
    row = filed(play)
    play.now += timedelta(days=3)
    assert answer(play, row, Decision.RESUME, answerer.id) is row
    assert (row.answer, row.reason) == ("resume", "The points are right.")
    assert (row.answered_by, row.answered_at) == (answerer.id, play.now)
    assert play.go_on().state.state == before
    assert any("your complaint was not upheld" in one for one in texts(db, play.people[0]))
    assert list(queries.open_complaints(db)) == []


def test_st_9_upheld_it_is_cancelled(db: Session, play: Play, answerer: Account):
    row = filed(play)
    answer(play, row, Decision.CANCEL, answerer.id)
    course = play.go_on()
    assert course.state.state == "cancelled"
    assert any("your complaint was upheld" in one for one in texts(db, play.people[0]))


def test_st_9_with_two_complaints_it_goes_on_after_the_second_answer(play: Play, answerer: Account):
    first, second = filed(play, 0), filed(play, 1)
    answer(play, first, Decision.RESUME, answerer.id)
    assert play.go_on().state.is_suspended
    answer(play, second, Decision.RESUME, answerer.id)
    assert not play.go_on().state.is_suspended


def test_an_answer_is_given_once_and_a_person_complains_once_at_a_time(
    play: Play, answerer: Account
):
    row = filed(play)
    assert file(play) == ONE_AT_A_TIME
    answer(play, row, Decision.RESUME, answerer.id)
    assert answer(play, row, Decision.CANCEL, answerer.id) == ANSWERED
    assert row.answer == "resume"


def test_st_9_the_last_moment_is_the_end_of_the_fifth_working_day(play: Play):
    assert complaints_suspend_until(play.go_on()) is None  # no results yet
    published(play)
    until = complaints_suspend_until(play.go_on())
    assert until is not None
    play.now = until
    row = filed(play)
    assert suspends(play.go_on(), row)


def test_lw_10_a_late_one_is_kept_and_answered_but_suspends_nothing(
    db: Session, play: Play, answerer: Account
):
    published(play)
    course = play.go_on()
    until = complaints_suspend_until(course)
    assert until is not None
    play.now = until + timedelta(seconds=1)
    row = filed(play)
    course = play.go_on()
    assert not course.state.is_suspended
    assert not suspends(course, row)
    verb = JournalEntry.verb == "complaint filed"
    assert db.exec(select(JournalEntry.rule).where(verb)).all() == ["LW-10"]
    assert any("after the five working days" in one for one in texts(db, answerer))
    assert answer(play, row, Decision.CANCEL, answerer.id) == NOT_SUSPENDING
    assert answer(play, row, Decision.RESUME, answerer.id) is row
