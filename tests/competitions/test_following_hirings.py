"""Whoever is named is hired: the hiring begins by itself, and what happens in it happens here."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session

from service.competitions.course import Course
from service.core.i18n import message_from_json
from service.hirings import queries
from service.hirings.actions import NotMade, StepSaid, make_step
from service.hirings.fold import case_of
from service.hirings.models import Hiring, HiringState, HiringStep, What
from service.law.calendar import ASTANA, end_of_day, local_day
from service.law.hiring import apply_until
from service.law.vacancy import Round
from service.notices.queries import unread_notices
from service.people.models import Account
from service.vacancies.ending import cancel_round
from service.vacancies.models import AnnouncementState
from tests.make_competitions import Play

PEOPLE = 4


@pytest.fixture
def play(db: Session) -> Play:
    """An internal competition with its results: the first has won, the others follow in order."""
    play = Play(db, candidates=PEOPLE)
    play.round.round = Round.INTERNAL_ALL  # no tests are taken, so all come to the interview
    play.close()
    play.form()
    scores = zip(play.applications, ("5", "4", "3", "2"), strict=True)
    play.interviews(dict(scores))
    play.do("protocol-signed", "hr", protocol="CP-2026-000001-1")
    return play


def hiring(play: Play, place: int) -> Hiring:
    found = queries.hiring_of(play.db, play.applications[place])
    assert found is not None
    return found


def state(course: Course, play: Play, place: int) -> str:
    return course.state.candidacy(str(play.applications[place])).state


def enter(play: Play, place: int, what: What, by: Account | None = None) -> HiringStep:
    """Enter a step of a hiring on the present day, as its pages do."""
    row, whose = hiring(play, place), by or play.hr
    said = StepSaid(what, local_day(play.now))
    made = make_step(play.db, row.id, said, seen=row.steps, by=whose.id, now=play.now)
    assert isinstance(made, HiringStep), made
    play.now += timedelta(minutes=10)
    return made


def appoint(play: Play, place: int) -> None:
    """From the hiring application to the appointment; HR enters all but the winner's own."""
    winner = play.people[place]
    enter(play, place, What.APPLIED, winner)
    enter(play, place, What.DECLARED, winner)
    for what in (What.CHECK_SENT, What.CHECK_PASSED, What.APPOINTED):
        enter(play, place, what)


def test_lw_9_the_winner_s_hiring_begins_once_and_goes_to_the_end_of_probation(play: Play):
    row = hiring(play, 0)
    first = case_of(play.db, row).steps[0]
    assert (first.facts["protocol"], first.by) == ("CP-2026-000001-1", None)
    assert row.invited_at == play.now
    play.go_on(hours=1)
    assert len(queries.hirings_of_round(play.db, play.round.id)) == 1
    appoint(play, 0)
    course = play.go_on()
    assert state(course, play, 0) == "probation"
    one = course.state.candidacy(str(play.applications[0]))
    assert one.probation_until is not None
    play.now += timedelta(days=100)
    enter(play, 0, What.PASSED)
    course = play.go_on()
    assert (state(course, play, 0), course.state.state) == ("hired", "filled")
    whose = play.applications[0]
    own = [each.what for each in course.steps if each.application_id == whose]
    assert own[-3:] == ["hiring-application-filed", "appointed", "probation-passed"]
    assert play.round.state is AnnouncementState.ENDED


def test_st_8_down_the_list_refusal_silence_and_leaving_on_probation(play: Play):
    _, second, third, fourth = play.applications
    enter(play, 0, What.REFUSED, play.people[0])
    course = play.go_on()
    assert state(course, play, 0) == "declined"
    assert hiring(play, 0).state is HiringState.LOST
    play.do("next-invited", "hr", invited=str(second))
    assert queries.hiring_of(play.db, second) is None  # not before the answer
    answer = next(one.due_at for one in play.go_on().todos if one.candidate == str(second))
    assert answer is not None
    assert state(play.go_on(), play, 1) == "invited"
    course = play.until(answer)  # three working days of silence
    assert state(course, play, 1) == "lapsed"
    play.do("next-invited", "hr", invited=str(third))
    play.do("accepted", "candidate", third)
    row = hiring(play, 2)
    told_on = local_day(row.invited_at)
    assert apply_until(case_of(play.db, row).start) == told_on + timedelta(days=10)
    appoint(play, 2)
    play.now += timedelta(days=30)
    enter(play, 2, What.LEFT)
    course = play.go_on()
    assert state(course, play, 2) == "left"
    assert course.state.free_at is not None
    play.do("next-invited", "hr", invited=str(fourth))
    course = play.do("accepted", "candidate", fourth)
    assert state(course, play, 3) == "named"
    assert hiring(play, 3).state is HiringState.OPEN
    course = play.do("declined", "candidate", fourth)  # on the competition's page
    last = queries.steps_of(play.db, hiring(play, 3).id)[-1]
    assert (last.what, last.by) == (What.REFUSED, play.people[3].id)
    assert (course.state.state, course.state.ending) == ("ended", "list-exhausted")
    rows = queries.hirings_of_round(play.db, play.round.id)
    assert [one.state for one in rows] == [HiringState.LOST] * 3


def test_st_8_a_winner_who_hands_in_nothing_lapses_in_both_rooms(play: Play):
    last = apply_until(case_of(play.db, hiring(play, 0)).start)
    course = play.go_on(days=10)
    assert local_day(play.now) == last
    assert state(course, play, 0) == "named"
    course = play.go_on(days=1)
    assert state(course, play, 0) == "lapsed"
    assert hiring(play, 0).state is HiringState.LOST
    assert queries.steps_of(play.db, hiring(play, 0).id)[-1].what is What.LAPSED


def test_a_worker_away_catches_up_and_what_was_handed_in_in_time_counts(play: Play):
    made = enter(play, 0, What.APPLIED, play.people[0])
    play.now += timedelta(days=14)  # the term is over, and nobody has looked meanwhile
    course = play.go_on()
    assert state(course, play, 0) == "applied"
    step = next(one for one in course.steps if one.what == "hiring-application-filed")
    assert step.at == made.at
    assert play.go_on().row.steps == course.row.steps


def test_st_9_while_suspended_nothing_goes_on_and_then_it_does(play: Play):
    play.do("complaint-filed", "candidate", complaint="C-1")
    enter(play, 0, What.APPLIED, play.people[0])
    assert state(play.go_on(), play, 0) == "named"
    play.do("complaint-dismissed", "authorised-body", complaint="C-1")
    assert state(play.go_on(), play, 0) == "applied"
    enter(play, 0, What.CHECK_SENT)
    enter(play, 0, What.CHECK_FAILED)
    course = play.go_on()
    assert state(course, play, 0) == "not-appointed"
    assert course.state.free_at is not None


def told_why(play: Play, person: Account) -> list[str]:
    """By what the hiring has ended, as the notices to a person say."""
    found = [message_from_json(one.text) for one in unread_notices(play.db, person.id)]
    return [one.values["why"].msgid for one in found if "why" in one.values]  # type: ignore[attr-defined]  # a message within


def test_st_9_an_upheld_complaint_ends_the_hiring_that_has_begun(play: Play):
    enter(play, 0, What.APPLIED, play.people[0])
    play.go_on()
    play.do("complaint-filed", "candidate", complaint="C-1")
    play.do("complaint-upheld", "authorised-body", complaint="C-1")
    row = hiring(play, 0)
    assert (row.state, row.ended_on, row.due_on) == (HiringState.LOST, local_day(play.now), None)
    last = queries.steps_of(play.db, row.id)[-1]
    assert (last.what, last.by, last.facts) == (What.CANCELLED, None, {"why": "complaint-upheld"})
    assert not case_of(play.db, row).open_duties  # so that no reminder says anything any more
    for person in (play.people[0], play.hr):
        assert told_why(play, person) == ["A complaint about the competition was upheld."]
    play.go_on(hours=1)
    assert queries.steps_of(play.db, row.id)[-1].ordinal == last.ordinal
    said = StepSaid(What.CANCELLED, local_day(play.now))
    refused = make_step(play.db, row.id, said, seen=row.steps, by=play.hr.id, now=play.now)
    assert refused is NotMade.BY_ITSELF


def test_vc_2_a_reorganisation_ends_the_hiring_on_probation_too(play: Play):
    appoint(play, 0)
    play.go_on()
    reason, by = "reorganised", play.hr.id
    cancel_round(play.db, play.round.id, reason=reason, rule="VC-2", by=by, now=play.now)
    course = play.go_on()
    assert (course.state.state, state(course, play, 0)) == ("cancelled", "ended")
    assert hiring(play, 0).state is HiringState.LOST
    assert told_why(play, play.hr) == ["The body or its unit is reorganised."]


def test_lw_9_an_extended_or_interrupted_probation_moves_the_day_in_the_competition(play: Play):
    appoint(play, 0)
    key = str(play.applications[0])
    first = play.go_on().state.candidacy(key).probation_until
    assert first is not None
    row = hiring(play, 0)
    away = {"first_on": (first - timedelta(days=3)).isoformat(), "last_on": first.isoformat()}
    play.now = datetime.combine(first, time(10), ASTANA)
    said = StepSaid(What.ABSENT, local_day(play.now), away)
    make_step(play.db, row.id, said, seen=row.steps, by=play.hr.id, now=play.now)
    course = play.go_on()
    assert course.state.candidacy(key).probation_until == first + timedelta(days=4)
    enter(play, 0, What.EXTENDED)
    course = play.go_on()
    until = course.state.candidacy(key).probation_until
    assert until is not None
    assert until > first + timedelta(days=80)
    due = next(one.due_at for one in course.todos if one.candidate == key)
    assert due == end_of_day(until)
    assert play.go_on(hours=1).row.steps == course.row.steps
