"""A competition goes its course: begun by itself, step by step, to a winner and a filled post."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.admissions.actions import withdraw
from service.competitions import queries
from service.competitions.course import course_of
from service.journal.models import JournalEntry
from service.law.lot import verify_lot
from service.law.machine import Illegal
from service.lots.queries import draw_of, lot
from service.notices.models import Notice
from service.notices.queries import unread_notices
from service.vacancies.models import AnnouncementState, VacancyState
from service.vacancies.queries import vacancy
from tests.make_competitions import CALENDAR, Play


@pytest.fixture
def play(db: Session) -> Play:
    return Play(db)


def texts(db: Session, account_id: UUID) -> list[str]:
    return [str(one.text["msgid"]) for one in notices(db, account_id)]


def notices(db: Session, account_id: UUID) -> list[Notice]:
    return list(unread_notices(db, account_id))


def test_vc_1_nothing_begins_before_the_reception_is_over(db: Session, play: Play):
    assert play.round.closes_on is not None
    assert queries.announced_without_competition(db, play.round.closes_on) == []
    play.close()
    assert queries.running_competitions(db) == [play.round.id]
    row = queries.competition(db, play.round.id)
    assert row is not None
    assert row.state == "personal-qualities"


def test_st_6_the_lot_of_ties_is_promised_before_anybody_has_a_point(db: Session, play: Play):
    course = play.close()
    assert course.row.tie_lot_id is not None
    promised = lot(db, course.row.tie_lot_id)
    assert promised.committed_at == course.row.began_at
    assert draw_of(db, promised.id) is None


def test_vc_3_who_is_admitted_runs_and_who_withdrew_does_not(db: Session, play: Play):
    withdraw(db, play.applications[0], now=play.now + timedelta(hours=1))
    course = play.close()
    states = [course.state.candidacy(str(one)).state for one in play.applications]
    assert states == ["withdrawn", "personal-qualities", "personal-qualities"]
    rows = {one.application_id: one for one in queries.candidacies(db, play.round.id)}
    assert [rows[one].state for one in play.applications] == states
    assert len({one.code for one in rows.values()}) == 3


def test_st_1_everybody_is_told_the_days_of_the_stage(db: Session, play: Play):
    play.close()
    found = texts(db, play.people[0].id)
    assert any("choose a time for the assessment" in one for one in found)


def test_bringing_on_again_changes_nothing(db: Session, play: Play):
    steps = play.close().row.steps
    assert play.go_on().row.steps == steps


def test_st_6_a_whole_competition_has_a_winner_by_the_highest_total(db: Session, play: Play):
    first, second, third = play.applications
    play.close()
    play.tests({first: 30, second: 40, third: 9})
    play.form()
    course = play.go_on()
    assert course.state.candidacy(str(third)).state == "not-passed"
    course = play.interviews({first: "9/2", second: "3"})
    assert course.state.state == "protocol"
    assert course.state.winner == str(second)  # 8 + 3 > 6 + 4.5
    course = play.do("protocol-signed", "hr")
    assert course.state.candidacy(str(second)).state == "named"
    assert any("you have won" in one for one in texts(db, play.people[1].id))
    for what, by in (("hiring-application-filed", "candidate"), ("appointed", "hr")):
        course = play.do(what, by, second)  # type: ignore[arg-type]  # two actors of the law
    assert course.state.state == "filled"
    play.go_on(days=15)
    assert play.round.state is AnnouncementState.ENDED
    assert vacancy(db, play.round.vacancy_id).state is VacancyState.FILLED
    assert queries.running_competitions(db) == []


def test_st_6_a_tie_that_nothing_ends_is_ended_by_the_promised_lot(db: Session, play: Play):
    first, second, _ = play.applications
    play.close()
    play.tests(dict.fromkeys(play.applications, 30))
    play.form()
    course = play.interviews(dict.fromkeys(play.applications, "4"))
    assert course.row.tie_lot_id is not None
    drawn = draw_of(db, course.row.tie_lot_id)
    assert drawn is not None
    assert verify_lot(drawn.record) == []
    assert list(course.state.order) == drawn.record["order"]
    assert course.state.winner == drawn.record["order"][0]
    assert {str(first), str(second)} < set(drawn.record["entries"])


def test_st_8_down_the_list_after_a_refusal_and_a_silence(db: Session, play: Play):
    first, second, third = play.applications
    play.close()
    play.tests({first: 40, second: 30, third: 20})
    play.form()
    play.interviews(dict.fromkeys(play.applications, "4"))
    play.do("protocol-signed", "hr")
    course = play.do("declined", "candidate", first)
    assert course.state.free_at == play.now
    course = play.do("next-invited", "hr", invited=str(second))
    assert course.state.candidacy(str(second)).state == "invited"
    course = play.go_on(days=8)  # three working days to answer
    assert course.state.candidacy(str(second)).state == "lapsed"
    play.do("next-invited", "hr", invited=str(third))
    play.do("accepted", "candidate", third)
    course = play.do("declined", "candidate", third)
    assert course.state.state == "ended"
    assert course.state.ending == "list-exhausted"


def test_an_illegal_step_is_a_value_and_leaves_no_trace(db: Session, play: Play):
    steps = play.close().row.steps
    found = play.try_("protocol-signed", "hr")
    assert isinstance(found, Illegal)
    assert found.rule is not None
    assert (found.why, found.rule.id) == ("not-in-this-state", "ST-7")
    found = play.try_("started", "hr", play.applications[0])
    assert isinstance(found, Illegal)
    assert found.why == "not-yours"
    assert len(queries.steps_of(db, play.round.id)) == steps


def test_st_9_a_complaint_stops_everything_and_the_answer_lets_it_go_on(db: Session, play: Play):
    play.close()
    course = play.do("complaint-filed", "candidate", complaint="C-1")
    assert course.row.is_suspended
    assert course.row.due_at is None
    assert isinstance(play.try_("started", "candidate", play.applications[0]), Illegal)
    course = play.do("complaint-dismissed", "authorised-body", complaint="C-1")
    assert course.state.state == "personal-qualities"
    assert not course.row.is_suspended


def test_st_9_an_upheld_complaint_annuls_the_round(db: Session, play: Play):
    play.close()
    play.do("complaint-filed", "candidate", complaint="C-1")
    course = play.do("complaint-upheld", "authorised-body", complaint="C-1")
    assert course.state.state == "cancelled"
    play.go_on()
    assert play.round.state is AnnouncementState.CANCELLED
    assert play.round.end_rule == "ST-9"


def test_st_2_the_journal_names_the_rule_of_the_state_in_which_a_step_happens(
    db: Session, play: Play
):
    play.close()
    course = play.tests(dict.fromkeys(play.applications, 9))
    assert course.state.ending == "nobody-left"
    found = db.exec(select(JournalEntry).where(JournalEntry.verb == "competition step")).all()
    rules = {(one.facts["what"], one.rule) for one in found}
    assert {rule for what, rule in rules if what == "started"} == {"ST-1", "ST-2"}
    assert {rule for what, rule in rules if what == "review-published"} == {"PR-3", "ST-2"}
    assert ("nobody-left", "ST-2") in rules


def test_a_transaction_folds_a_step_once_and_another_one_anew(db: Session, play: Play):
    play.close()
    first = course_of(db, play.round.id, CALENDAR)
    assert course_of(db, play.round.id, CALENDAR) is first
    play.first_day()
    play.do("started", "candidate", play.applications[0])
    after = course_of(db, play.round.id, CALENDAR)
    assert after is not None
    assert first is not None
    assert len(after.steps) == len(first.steps) + 1
    db.commit()
    anew = course_of(db, play.round.id, CALENDAR)
    assert anew is not after
    assert anew == after
    play.do("finished", "candidate", play.applications[0])
    db.rollback()
    assert course_of(db, play.round.id, CALENDAR) == after
