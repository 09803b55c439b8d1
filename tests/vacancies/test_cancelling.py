"""A body is reorganised: what it cancels, what it leaves, what becomes of it (VC-2)."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from service.core.i18n import Message
from service.journal.queries import entries_before
from service.law.vacancy import NextRound, Round
from service.people.models import Account
from service.vacancies import queries
from service.vacancies.cancelling import (
    BodyChanged,
    ChangeSaid,
    change_body,
    units_of,
    would_cancel,
)
from service.vacancies.course import course_of
from service.vacancies.ending import end_round
from service.vacancies.models import AnnouncementState, RoundOutcome, VacancyState
from tests import make_bodies
from tests import make_vacancies as make
from tests.clock import START
from tests.make_bodies import MINISTRY

ON = make.day(23, 11)


def said(**more) -> ChangeSaid:
    known = {"body_code": MINISTRY, "kind": "reorganised", "act": "№ 77 of 23 November 2026"}
    return ChangeSaid(**{**known, "happened_on": ON, **more})


def change(db: Session, asked: ChangeSaid, by: Account, now: datetime = START) -> BodyChanged:
    seen = [one.number for one, _ in would_cancel(db, asked)]
    done = change_body(db, asked, seen=seen, by=by.id, now=now)
    assert isinstance(done, BodyChanged), done
    return done


def test_vc_2_announced_rounds_are_cancelled_and_count_as_not_held(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    one, draft = make.published(db, row, hr), make.draft(db, make.vacancy(db, hr), hr)
    done = change(db, said(), hr)
    assert [each.id for each in done.cancelled] == [one.id]
    assert (one.state, one.end_rule, one.ended_on) == (AnnouncementState.CANCELLED, "VC-2", ON)
    assert draft.state is AnnouncementState.DRAFT
    course = course_of(db, row)
    assert isinstance(course.due, NextRound)
    assert (course.due.round, course.running) == (Round.INTERNAL_BODY, None)
    (entry,) = entries_before(db, verb="body reorganised", limit=9)
    assert (entry.rule, entry.facts["cancelled"]) == ("VC-2", [one.number])
    assert make.published(db, row, hr).number == "V-2026-000001/2"
    (kept,) = queries.changes_of(db, MINISTRY)
    assert kept.cancelled == [one.number]


def test_vc_2_units_that_do_not_change_keep_their_competitions(db: Session, hr: Account):
    make_bodies.body(db, "justice-abai", parent=MINISTRY)
    analyst = make.published(db, make.vacancy(db, hr), hr)
    deputy = make.published(db, make.vacancy(db, hr, make.DEPUTY), hr)
    unit = make.published(db, make.vacancy(db, hr, code="justice-abai"), hr)
    departments, below = units_of(db, MINISTRY)
    assert (len(departments), below) == (2, ["justice-abai"])
    kept = queries.vacancy(db, deputy.vacancy_id).department
    asked = said(unchanged=frozenset({kept, "justice-abai"}))
    assert [one.number for one, _ in would_cancel(db, asked)] == [analyst.number]
    numbers = [one.number for one, _ in would_cancel(db, said())]
    assert numbers == [analyst.number, deputy.number, unit.number]
    other = said(body_code="justice-abai")
    assert [one.number for one, _ in would_cancel(db, other)] == [unit.number]


def test_vc_2_a_round_that_ended_after_the_acts_day_is_undone(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    one = make.published(db, row, hr)
    now = datetime(2026, 11, 27, 5, tzinfo=UTC)
    end_round(db, one.id, RoundOutcome.WINNER, reason="", by=None, now=now)
    assert row.state is VacancyState.FILLED
    assert units_of(db, MINISTRY) == ([row.department], [])  # it can be named as unchanged
    assert would_cancel(db, said(happened_on=make.day(27, 11))) == []
    change(db, said(happened_on=make.day(26, 11)), hr, now)
    assert (one.state, one.outcome) == (AnnouncementState.CANCELLED, None)
    assert (row.state, row.closed_on) == (VacancyState.OPEN, None)
    (entry,) = entries_before(db, verb="announcement cancelled", limit=9)
    assert entry.facts["outcome_before"] == "winner"


def test_vc_2_nothing_is_cancelled_that_was_not_shown_or_ahead_of_its_day(db: Session, hr: Account):
    one = make.published(db, make.vacancy(db, hr), hr)
    told = change_body(db, said(), seen=[], by=hr.id, now=START)
    assert isinstance(told, Message)
    ahead = said(happened_on=ON + timedelta(days=1))
    told = change_body(db, ahead, seen=[one.number], by=hr.id, now=START)
    assert told == Message("Enter the act when its day has come.")
    assert one.state is AnnouncementState.ANNOUNCED
    assert queries.changes_of(db, MINISTRY) == []
