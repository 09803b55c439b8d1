"""The order of rounds, agreement to a general competition, ends and acts past it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from service.bodies.actions import BodyFacts, save_body
from service.core.i18n import Message
from service.journal.queries import entries_before
from service.law.vacancy import Filled, NextRound, Round
from service.notices.queries import notices_of
from service.people.models import Account
from service.vacancies import actions, queries
from service.vacancies.agreement import answer_agreement, ask_agreement, take_agreement_back
from service.vacancies.announcing import begin_draft
from service.vacancies.course import course_of
from service.vacancies.ending import ActSaid, Entered, end_round, enter_outside_act
from service.vacancies.models import (
    Agreement,
    Announcement,
    AnnouncementState,
    Answer,
    RoundOutcome,
    Vacancy,
    VacancyState,
)
from service.vacancies.publishing import NotPublished, publish
from tests import make_bodies
from tests import make_vacancies as make
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY

CALENDAR = make.calendar()
CASE = "The competition in the body brought nobody twice in a year."


def after(one: Announcement) -> datetime:
    """The day after the last day of reception, at ten in Astana."""
    assert one.closes_on is not None
    day = one.closes_on + timedelta(days=1)
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def held(db: Session, row: Vacancy, hr: Account, now: datetime) -> datetime:
    """Announce the round that is due and end it with nobody; return when it ended."""
    draft = begin_draft(db, row.id, calendar=CALENDAR, speak=make.SPEAK, by=hr.id, now=now)
    assert isinstance(draft, Announcement)
    one = make.published(db, row, hr, now=now)
    make.ended(db, one, now=after(one))
    return after(one)


def ask(db: Session, row: Vacancy, hr: Account, now: datetime) -> Agreement:
    asked = ask_agreement(db, row.id, grounds=CASE, calendar=CALENDAR, by=hr.id, now=now)
    assert isinstance(asked, Agreement), asked
    return asked


def test_lw_4_the_rounds_follow_one_another_up_to_an_agreed_general_one(db: Session, hr: Account):
    row, authority = make.vacancy(db, hr), make.authority(db)
    now = held(db, row, hr, START)
    assert due(db, row).round is Round.INTERNAL_ALL
    now = held(db, row, hr, now)
    assert (due(db, row).round, due(db, row).why) == (Round.GENERAL, "nobody-in-all")
    draft = make.draft(db, row, hr, now=now)
    told = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=now)
    assert isinstance(told, NotPublished)
    assert told.round is not None
    assert told.round.why == "agreement-missing"
    asked = ask(db, row, hr, now)
    assert (asked.asked_body, asked.asked_of) == (AGENCY, "authorised-body")
    agreed = answer_agreement(
        db, asked.id, agrees=True, reason="Both were held", by=authority.id, now=now
    )
    assert isinstance(agreed, Agreement)
    done = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=now)
    assert isinstance(done, Announcement)
    assert [one.round for one in course_of(db, row).rounds] == list(Round)
    verbs = [one.verb for one in entries_before(db, subject_id=row.number, limit=9)]
    assert verbs == ["agreement given", "agreement asked", "vacancy made"]


def due(db: Session, row: Vacancy) -> NextRound:
    found = course_of(db, row).due
    assert isinstance(found, NextRound)
    return found


def test_lw_4_a_lowest_post_goes_straight_to_the_general_competition(db: Session, hr: Account):
    row = make.vacancy(db, hr, make.EXPERT, is_lowest=True)
    assert make.published(db, row, hr).round is Round.GENERAL
    told = ask_agreement(db, row.id, grounds=CASE, calendar=CALENDAR, by=hr.id, now=START)
    assert isinstance(told, Message)


def test_lw_4_a_new_body_begins_among_all_bodies(db: Session, hr: Account):
    make_bodies.body(db, "justice-abai", parent=MINISTRY, is_new=True)
    assert due(db, make.vacancy(db, hr, code="justice-abai")).source == "LAW 29(4-1)"


def test_lw_4_agreement_is_asked_only_where_the_round_needs_it(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    told = ask_agreement(db, row.id, grounds=CASE, calendar=CALENDAR, by=hr.id, now=START)
    assert told == Message("The round to come needs no agreement.")


def in_the_direct_case(db: Session, hr: Account) -> tuple[Vacancy, datetime]:
    """A vacancy that goes from the round in the body to the general one (LAW 29(2-1))."""
    row = make.vacancy(db, hr)
    now = held(db, row, hr, START)
    facts = make.facts(direct_case=CASE)
    changed = actions.change_vacancy(db, row.id, facts, version=row.version, by=hr.id, now=now)
    assert isinstance(changed, Vacancy)
    return row, now


def test_lw_4_the_direct_case_skips_a_round_and_frees_officials_of_the_test(
    db: Session, hr: Account
):
    row, now = in_the_direct_case(db, hr)
    asked = ask(db, row, hr, now)
    answer_agreement(db, asked.id, agrees=True, reason="", by=make.authority(db).id, now=now)
    one = make.published(db, row, hr, now=now)
    assert (one.round, one.exempt, one.opening["direct"]) == (Round.GENERAL, True, True)


def test_lw_4_the_authorised_body_must_refuse_while_an_internal_round_is_due(
    db: Session, hr: Account
):
    row, now = in_the_direct_case(db, hr)
    asked, authority = ask(db, row, hr, now), make.authority(db)
    # the case is given up while the question waits: the round among all bodies is due again
    actions.change_vacancy(db, row.id, make.facts(), version=row.version, by=hr.id, now=now)
    told = answer_agreement(db, asked.id, agrees=True, reason="Yes", by=authority.id, now=now)
    assert isinstance(told, Message)
    assert told.msgid.startswith("The law obliges you to refuse")
    assert asked.answer is Answer.ASKED
    refused = answer_agreement(db, asked.id, agrees=False, reason="No", by=authority.id, now=now)
    assert isinstance(refused, Agreement)
    assert refused.answer is Answer.REFUSED
    assert [one.url for one in notices_of(db, hr.id)] == [f"/hr/vacancies/{row.number}"]


def test_lw_4_a_refusal_may_be_followed_by_another_question(db: Session, hr: Account):
    row, now = in_the_direct_case(db, hr)
    authority = make.authority(db)
    first = ask(db, row, hr, now)
    again = ask_agreement(db, row.id, grounds=CASE, calendar=CALENDAR, by=hr.id, now=now)
    assert again == Message("The question waits for its answer already.")
    answer_agreement(db, first.id, agrees=False, reason="No", by=authority.id, now=now)
    assert course_of(db, row).answer == "refused"
    second = ask(db, row, hr, now + timedelta(minutes=1))
    twice = answer_agreement(db, first.id, agrees=True, reason="", by=authority.id, now=now)
    assert isinstance(twice, Message)
    answer_agreement(db, second.id, agrees=True, reason="", by=authority.id, now=now)
    told = actions.change_vacancy(db, row.id, make.facts(), version=row.version, by=hr.id, now=now)
    assert told == Message("The agreement was given for the case that stands here: it stays.")


def test_lw_4_an_agreement_is_used_up_by_its_round(db: Session, hr: Account):
    row, now = in_the_direct_case(db, hr)
    asked = ask(db, row, hr, now)
    answer_agreement(db, asked.id, agrees=True, reason="", by=make.authority(db).id, now=now)
    held(db, row, hr, now)
    course = course_of(db, row)
    assert (course.answer, course.may_ask) == (None, True)


def test_nobody_answers_the_own_question_and_a_question_can_be_taken_back(db: Session, hr: Account):
    row, now = in_the_direct_case(db, hr)
    asked = ask(db, row, hr, now)
    told = answer_agreement(db, asked.id, agrees=False, reason="No", by=hr.id, now=now)
    assert isinstance(told, Message)
    back = take_agreement_back(db, row.id, by=hr.id, now=now)
    assert isinstance(back, Agreement)
    assert course_of(db, row).may_ask
    assert isinstance(take_agreement_back(db, row.id, by=hr.id, now=now), Message)


def test_a_question_is_a_task_of_those_who_answer_for_the_body(db: Session, hr: Account):
    authority, other = make.authority(db), make.authority(db, "ministry-of-trade")
    row, now = in_the_direct_case(db, hr)
    asked = ask(db, row, hr, now)
    assert asked.due_on == CALENDAR.add_working_days(now.date(), 3)
    assert [one.url for one in notices_of(db, authority.id)] == [
        f"/authority/agreements/{asked.id}"
    ]
    assert notices_of(db, other.id) == []
    ((found, of),) = queries.agreements_for(db, [AGENCY], is_open=True)
    assert (found.id, of.id) == (asked.id, row.id)
    assert queries.agreements_for(db, [AGENCY], is_open=False) == []


def test_a_round_ends_after_its_last_day_and_once(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    one = make.published(db, row, hr)
    assert one.closes_on == make.day(26, 11)
    last = datetime(2026, 11, 26, 18, 59, tzinfo=UTC)  # 23:59 in Astana
    told = end_round(db, one.id, RoundOutcome.NOBODY, reason="", by=hr.id, now=last)
    assert isinstance(told, Message)
    first = last + timedelta(minutes=1)
    ended = end_round(db, one.id, RoundOutcome.NOBODY, reason="", by=hr.id, now=first)
    assert ended is one
    again = end_round(db, one.id, RoundOutcome.NOBODY, reason="", by=hr.id, now=after(one))
    assert again is one
    assert one.ended_on == make.day(27, 11)
    other = end_round(db, one.id, RoundOutcome.WINNER, reason="", by=hr.id, now=after(one))
    assert isinstance(other, Message)


def test_a_winner_fills_the_vacancy(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    one = make.published(db, row, hr)
    end_round(db, one.id, RoundOutcome.WINNER, reason="", by=None, now=after(one), rule="ST-6")
    course = course_of(db, row)
    assert row.state is VacancyState.FILLED
    assert course.due == Filled(make.day(27, 11))
    assert not course.may_draft


ACTS = [
    pytest.param("transfer", make.day(24, 11), True, id="while it runs"),
    pytest.param("without-competition", make.day(20, 11), True, id="dated back before it"),
    pytest.param("transfer", make.day(20, 12), True, id="dated ahead"),
    pytest.param("acting", make.day(24, 11), False, id="acting for the time being"),
]


@pytest.mark.parametrize(("path", "on", "refused"), ACTS)
def test_lw_7_an_act_past_a_running_competition_is_kept_and_refused(
    db: Session, hr: Account, path, on, refused
):
    row = make.vacancy(db, hr)
    make.published(db, row, hr)
    said = ActSaid(path, "№ 15", on)
    entered = enter_outside_act(db, row.id, said, by=hr.id, now=START + timedelta(days=1))
    assert isinstance(entered, Entered)
    assert (entered.refusal is not None) is refused
    assert entered.kept.refused_by == ("LW-7" if refused else None)
    assert row.state is VacancyState.OPEN
    assert [one.act for one in queries.outside_acts_of(db, row.id)] == ["№ 15"]
    verb = "outside act refused" if refused else "outside act entered"
    assert len(entries_before(db, verb=verb, limit=9)) == 1


def test_lw_7_an_act_of_a_day_on_which_a_round_ran_stays_refused_after_it(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    now = held(db, row, hr, START)
    during = ActSaid("transfer", "№ 15", make.day(25, 11))
    entered = enter_outside_act(db, row.id, during, by=hr.id, now=now)
    assert isinstance(entered, Entered)
    assert entered.refusal is not None
    free = ActSaid("transfer", "№ 16", make.day(27, 11))
    entered = enter_outside_act(db, row.id, free, by=hr.id, now=now)
    assert isinstance(entered, Entered)
    assert entered.refusal is None
    assert (row.state, row.closed_on) == (VacancyState.FILLED, make.day(27, 11))
    told = enter_outside_act(db, row.id, free, by=hr.id, now=now)
    assert told == Message("This vacancy is closed.")


def test_an_act_before_any_announcement_fills_the_vacancy_and_takes_the_draft_along(
    db: Session, hr: Account
):
    row = make.vacancy(db, hr)
    draft = make.draft(db, row, hr)
    enter_outside_act(db, row.id, ActSaid("transfer", "№ 1", make.day(23, 11)), by=hr.id, now=START)
    assert (row.state, draft.state) == (VacancyState.FILLED, AnnouncementState.CANCELLED)


def test_lw_4_what_an_administrator_says_of_the_body_counts_at_once(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    name = {"kk": "Министрлік", "ru": "Министерство", "en": "Ministry"}
    body = course_of(db, row).body
    facts = BodyFacts(name, body.office, body.wave, None, None, True, body.place, "", {})
    save_body(db, MINISTRY, facts, by=hr.id, now=START)
    db.flush()
    assert due(db, row).why == "new-body"
