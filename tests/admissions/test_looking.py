"""A person looks at what a program cannot judge: who may, what comes of it, by when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from service.admissions import queries
from service.admissions.actions import LookRefusal, LookSaid, check_again, look, withdraw
from service.admissions.judging import kept_answer
from service.admissions.models import AdmissionDecision, CompetitionApplication, Standing, Verdict
from service.core.wiring import Wiring
from service.law.calendar import end_of_day
from service.law.requirements import Wording
from service.people.models import Account
from service.personal_files.models import Employment, LanguageSkill
from service.vacancies.models import Announcement, AnnouncementState
from tests import make_admissions as make
from tests.admissions.test_applying import CLOSES, causes, told
from tests.clock import START, FixedClock

RETRAINING = Wording("degree-abroad")
RunDue = Callable[[], int]


@pytest.fixture
def competition(db: Session, hr: Account) -> Announcement:
    """A competition that asks something which only a person can judge."""
    return make.announced(db, hr, **{**make.ASKED, "wordings": (RETRAINING,)})


@pytest.fixture
def candidate(db: Session) -> Account:
    return make.candidate(db)


@pytest.fixture
def row(
    db: Session, house: Wiring, competition: Announcement, candidate: Account
) -> CompetitionApplication:
    """The candidate's application, which waits for a person."""
    return make.applied(db, house, competition, candidate).application


def looks(
    db: Session,
    house: Wiring,
    row: CompetitionApplication,
    hr: Account,
    verdict: str = "met",
    *,
    code: str = "wording",
    subject: str = RETRAINING.code,
    ordinal: int | None = None,
) -> AdmissionDecision | LookRefusal:
    number = row.decisions if ordinal is None else ordinal
    said = LookSaid(number, code, subject, verdict, "I have seen the diploma.")  # type: ignore[arg-type]  # a verdict
    now = house.clock.now()
    return look(db, row.id, said, by=hr.id, calendar=house.parts["calendar"], now=now)


def test_vc_3_what_only_a_person_can_judge_waits_for_one_with_a_day(
    db: Session, row: CompetitionApplication, candidate: Account
):
    assert (row.standing, row.look_due_on) == (Standing.LOOK, date(2026, 11, 25))
    (said,) = told(db, candidate)
    assert "A person of the HR service must look." in said
    assert said.endswith("The answer comes by 25 November 2026 at the latest.")


@pytest.mark.parametrize(
    ("verdict", "outcome", "begins"),
    [
        ("met", Standing.ADMITTED, "You are admitted"),
        ("not-met", Standing.REFUSED, "You are not admitted"),
    ],
)
def test_vc_3_the_verdict_decides_and_its_reason_is_told(
    db: Session,
    house: Wiring,
    row: CompetitionApplication,
    hr: Account,
    candidate: Account,
    verdict: str,
    outcome: Standing,
    begins: str,
):
    made = looks(db, house, row, hr, verdict)
    assert isinstance(made, AdmissionDecision)
    assert (row.standing, row.look_due_on, made.outcome) == (outcome, None, outcome)
    (kept,) = queries.looks_of(db, row.id)
    assert (kept.verdict, kept.by, kept.ordinal) == (Verdict(verdict), hr.id, 1)
    said = told(db, candidate)[-1]
    assert said.startswith(begins)
    assert ("I have seen the diploma." in said) is (verdict == "not-met")
    answer = kept_answer(made)
    assert answer.machine.outcome == "look"
    assert [each.reason for each in answer.looks] == ["I have seen the diploma."]


def test_a_person_may_look_again_and_say_the_other_thing(
    db: Session, house: Wiring, row: CompetitionApplication, hr: Account
):
    looks(db, house, row, hr, "not-met")
    looks(db, house, row, hr, "met")
    assert row.standing is Standing.ADMITTED
    assert causes(db, row) == [("applied", "look"), ("looked", "refused"), ("looked", "admitted")]


def test_a_look_is_refused_where_there_is_nothing_to_look_at(
    db: Session,
    house: Wiring,
    row: CompetitionApplication,
    hr: Account,
    candidate: Account,
    competition: Announcement,
):
    assert looks(db, house, row, candidate) is LookRefusal.OWN
    assert looks(db, house, row, hr, ordinal=0) is LookRefusal.STALE
    for code, subject in (("experience", ""), ("wording", "no-such"), ("no-code", "")):
        answer = looks(db, house, row, hr, code=code, subject=subject)
        assert answer is LookRefusal.NO_QUESTION
    assert queries.looks_of(db, row.id) == []
    withdraw(db, row.id, now=START)
    assert looks(db, house, row, hr) is LookRefusal.WITHDRAWN
    make.applied(db, house, competition, candidate)
    competition.state = AnnouncementState.CANCELLED
    db.add(competition)
    db.flush()
    assert looks(db, house, row, hr) is LookRefusal.OVER


def test_what_is_added_asks_anew_only_where_it_was_not_met(
    db: Session, house: Wiring, row: CompetitionApplication, hr: Account, clock: FixedClock
):
    calendar = house.parts["calendar"]
    looks(db, house, row, hr, "met")
    person = db.get_one(Account, row.account_id)
    make.line(db, person, Employment, now=clock.move(hours=1), **make.WORK)
    made = check_again(db, row.id, calendar=calendar, now=clock.now())
    assert made is not None
    assert made.outcome is Standing.ADMITTED
    looks(db, house, row, hr, "not-met")
    spoken = {**make.SPEAKS, "language": "german"}
    make.line(db, person, LanguageSkill, now=clock.move(hours=1), **spoken)
    check_again(db, row.id, calendar=calendar, now=clock.now())
    assert row.standing is Standing.LOOK


def test_a_refusal_by_a_look_is_void_once_something_is_added(
    db: Session, house: Wiring, row: CompetitionApplication, hr: Account, clock: FixedClock
):
    looks(db, house, row, hr, "not-met")
    person = db.get_one(Account, row.account_id)
    make.line(db, person, Employment, now=clock.move(days=1), **make.WORK)
    check_again(db, row.id, calendar=house.parts["calendar"], now=clock.now())
    assert (row.standing, row.look_due_on) == (Standing.LOOK, date(2026, 11, 26))


def test_after_the_last_day_a_person_still_looks_and_the_file_of_that_day_counts(
    db: Session,
    house: Wiring,
    row: CompetitionApplication,
    hr: Account,
    run_due: RunDue,
    clock: FixedClock,
):
    clock.set(end_of_day(CLOSES) + timedelta(minutes=5))
    run_due()
    db.refresh(row)
    assert causes(db, row) == [("applied", "look"), ("closed", "look")]
    made = looks(db, house, row, hr)
    assert isinstance(made, AdmissionDecision)
    assert kept_answer(made).machine.day == CLOSES
    assert row.standing is Standing.ADMITTED


def test_hr_is_reminded_once_a_day_of_what_is_due(
    db: Session,
    house: Wiring,
    row: CompetitionApplication,
    hr: Account,
    run_due: RunDue,
    clock: FixedClock,
):
    text = "Applications that a person must look at by today: 1."
    run_due()
    assert told(db, hr) == []
    clock.move(days=2)  # the day on which it is due, at ten
    run_due()
    clock.move(minutes=11)
    run_due()
    assert told(db, hr) == [text]
    clock.move(days=1)
    run_due()
    assert told(db, hr) == [text, text]
    looks(db, house, row, hr)
    clock.move(days=1)
    run_due()
    assert len(told(db, hr)) == 2
