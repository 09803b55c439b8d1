"""A winner is invited and hired step by step: what is due, what is refused, who is told, when."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest
from sqlmodel import Session, select

from service.core.i18n import LANGUAGES, translators
from service.core.wiring import Wiring
from service.hirings import hiring_words, queries
from service.hirings.actions import InviteRefusal, NotMade, take_back
from service.hirings.fold import case_of
from service.hirings.models import Entrant, Hiring, HiringState, HiringStep, What
from service.journal.models import JournalEntry
from service.law.hiring import LW_9, DutyCode
from service.law.hiring_steps import STEPS, End, StepRefusal, StepWhy
from service.people.models import Account
from service.settings import ROOT
from service.vacancies.models import Announcement, AnnouncementState
from tests import make_admissions, make_hirings
from tests.admissions.test_applying import told
from tests.clock import START, FixedClock
from tests.make_hirings import INVITED, inviting, moment, step, stepping
from tests.make_vacancies import day

RunDue = Callable[[], int]
AtOnce = Callable[[Sequence[Callable[[Session], Any]]], list[Any]]
# invited on 7 December: appointed on 1 March, on probation up to and with 31 May 2027
APPOINTED, PROBATION_ENDS = date(2027, 3, 1), date(2027, 5, 31)


@pytest.fixture
def row(db: Session, house: Wiring, competition: Announcement, hr: Account) -> Hiring:
    """The hiring of a winner who enters the service for the first time."""
    return make_hirings.invited(db, house, competition, hr)


@pytest.fixture
def winner(db: Session, row: Hiring) -> Account:
    return make_hirings.winner_of(db, row)


def appointed(db: Session, row: Hiring, hr: Account, winner: Account) -> None:
    """Go the way up to the appointment."""
    step(db, row, What.APPLIED, winner, on=day(8))
    step(db, row, What.DECLARED, winner, on=day(9))
    step(db, row, What.CHECK_SENT, hr, on=day(10))
    step(db, row, What.ACTING, hr, on=day(11))
    step(db, row, What.CHECK_PASSED, hr, on=date(2027, 2, 25))
    step(db, row, What.APPOINTED, hr, on=APPOINTED)


def open_duties(db: Session, row: Hiring) -> dict[str, date | None]:
    return {one.code: one.due_on for one in case_of(db, row).open_duties}


def as_it_stands(row: Hiring) -> tuple[HiringState, date | None, date | None]:
    return row.state, row.ended_on, row.due_on


# the invitation


def test_lw_9_the_winner_is_invited_told_and_has_ten_days(
    db: Session, row: Hiring, winner: Account, competition: Announcement
):
    assert (row.state, row.steps, row.due_on) == (HiringState.OPEN, 1, day(17))
    assert open_duties(db, row) == {
        "hiring-application": day(17),
        "declaration-certificate": None,
        "special-check": None,
    }
    assert "decline, by 17 December 2026." in told(db, winner)[-1]
    (first,) = queries.steps_of(db, row.id)
    assert first.facts == {"protocol": "12", "protocol_on": "2026-12-04"}
    vacancy, round_ = queries.vacancy_of(db, row.id)
    assert (vacancy.id, round_.id) == (competition.vacancy_id, competition.id)


def test_nobody_is_invited_out_of_turn(
    db: Session, house: Wiring, competition: Announcement, hr: Account
):
    people = [make_admissions.candidate(db), make_admissions.candidate(db)]
    refused = make_admissions.newcomer(db)
    one, other, bad = (
        make_admissions.applied(db, house, competition, each, now=START).application
        for each in (*people, refused)
    )
    assert inviting(db, house, one.id, hr, on=day(2)) is InviteRefusal.STILL_OPEN
    assert inviting(db, house, bad.id, hr) is InviteRefusal.NOT_ADMITTED
    assert inviting(db, house, one.id, people[0]) is InviteRefusal.OWN
    made = inviting(db, house, one.id, hr)
    assert isinstance(made, Hiring)
    assert inviting(db, house, one.id, hr) is InviteRefusal.INVITED
    assert inviting(db, house, other.id, hr) is InviteRefusal.TAKEN
    competition.state = AnnouncementState.CANCELLED
    db.add(competition)
    db.flush()
    assert inviting(db, house, other.id, hr) is InviteRefusal.CANCELLED


def test_is_143_the_next_one_is_invited_where_the_one_before_is_lost(
    db: Session, house: Wiring, competition: Announcement, hr: Account
):
    people = [make_admissions.candidate(db), make_admissions.candidate(db)]
    rows = [
        make_admissions.applied(db, house, competition, one, now=START).application
        for one in people
    ]
    first = inviting(db, house, rows[0].id, hr)
    assert isinstance(first, Hiring)
    step(db, first, What.REFUSED, people[0], on=day(8))
    assert (first.state, first.ended_on, first.due_on) == (HiringState.LOST, day(8), None)
    second = inviting(db, house, rows[1].id, hr, on=day(9))
    assert isinstance(second, Hiring)
    assert second.due_on == day(14)  # three working days from a Wednesday
    late = stepping(db, second, What.APPLIED, people[1], on=day(15))
    assert isinstance(late, StepRefusal)
    assert (late.why, late.day) == ("term-over", day(14))
    # the one before cannot come back now
    again = take_back(db, first.id, 2, "a slip", seen=first.steps, by=hr.id, now=moment(day(9)))
    assert again is NotMade.STALE


# the way


def test_lw_9_the_whole_way_to_the_end_of_probation(
    db: Session, row: Hiring, hr: Account, winner: Account
):
    appointed(db, row, hr, winner)
    assert open_duties(db, row) == {
        "restrictions-in-writing": date(2027, 1, 10),
        "mentor": PROBATION_ENDS,
        "probation-decision": PROBATION_ENDS,
        "probation": PROBATION_ENDS,
    }
    step(db, row, What.RESTRICTIONS, hr, on=date(2027, 3, 2))
    step(db, row, What.MENTOR, hr, on=date(2027, 3, 2), name="A mentor")
    away = {"first_on": "2027-04-01", "last_on": "2027-04-10"}
    step(db, row, What.ABSENT, hr, on=date(2027, 4, 12), **away)
    assert row.due_on == date(2027, 6, 10)
    step(db, row, What.EXTENDED, hr, on=date(2027, 6, 10))
    assert row.due_on == date(2027, 9, 10)
    step(db, row, What.PASSED, hr, on=date(2027, 9, 10))
    ended = (HiringState.ENDED, date(2027, 9, 10), None)
    assert as_it_stands(row) == ended
    verbs = [one.verb for one in db.exec(select(JournalEntry)) if one.subject_kind == "hiring"]
    assert verbs == ["hiring begun", *["hiring step made"] * 11]


def test_lw_9_what_is_not_lawful_is_refused_with_its_rule_and_kept_in_the_journal(
    db: Session, row: Hiring, hr: Account, winner: Account
):
    step(db, row, What.APPLIED, winner, on=day(8))
    steps = row.steps
    refused = stepping(db, row, What.APPOINTED, hr, on=day(9))
    assert isinstance(refused, StepRefusal)
    assert (refused.rule, refused.missing) == (LW_9, ("declaration-certificate", "special-check"))
    assert row.steps == steps
    found = select(JournalEntry).where(JournalEntry.verb == "hiring step refused")
    (entry,) = db.exec(found).all()
    assert (entry.rule, entry.facts["why"]) == ("LW-9", "missing")


def test_lw_9_probation_is_extended_once_and_in_time(
    db: Session, row: Hiring, hr: Account, winner: Account
):
    appointed(db, row, hr, winner)
    late = stepping(db, row, What.EXTENDED, hr, on=PROBATION_ENDS + timedelta(days=1))
    assert isinstance(late, StepRefusal)
    assert (late.why, late.day) == ("term-over", PROBATION_ENDS)
    step(db, row, What.EXTENDED, hr, on=PROBATION_ENDS)
    again = stepping(db, row, What.EXTENDED, hr, on=PROBATION_ENDS)
    assert isinstance(again, StepRefusal)
    assert again.why == "extended-already"


def test_some_steps_are_the_winners_and_all_others_are_hrs(
    db: Session, row: Hiring, hr: Account, winner: Account
):
    for what in (What.LAPSED, What.CHECK_SENT, What.APPOINTED, What.PASSED):
        assert stepping(db, row, what, winner, on=day(8)) is NotMade.NOT_YOURS
    answer = take_back(db, row.id, 1, "a slip", seen=1, by=winner.id, now=moment(day(8)))
    assert answer is NotMade.NOT_YOURS
    step(db, row, What.APPLIED, hr, on=day(8))  # on paper


def test_what_was_entered_by_mistake_is_taken_back_by_a_new_step(
    db: Session, row: Hiring, hr: Account, winner: Account
):
    step(db, row, What.APPLIED, winner, on=day(8))
    step(db, row, What.DECLARED, hr, on=day(9))
    now = moment(day(9))
    refused = take_back(db, row.id, 2, "a slip", seen=3, by=hr.id, now=now)
    assert isinstance(refused, StepRefusal)
    assert (refused.why, refused.step) == ("later-step-stands", "declared")
    assert take_back(db, row.id, 1, "a slip", seen=3, by=hr.id, now=now) is NotMade.NO_SUCH
    made = take_back(db, row.id, 3, "another's paper", seen=3, by=hr.id, now=now)
    assert isinstance(made, HiringStep)
    assert "declaration-certificate" in open_duties(db, row)
    assert [one.what for one in queries.steps_of(db, row.id)] == [
        What.INVITED,
        What.APPLIED,
        What.DECLARED,
        What.TAKEN_BACK,
    ]
    assert take_back(db, row.id, 3, "twice", seen=4, by=hr.id, now=now) is NotMade.NO_SUCH


@pytest.mark.parametrize(
    ("entrant", "before", "steps", "ends"),
    [
        (Entrant.SERVING, False, [What.APPLIED, What.APPOINTED], True),
        (Entrant.FORMER_OFFICIAL, True, [What.APPLIED, What.APPOINTED], False),
    ],
)
def test_lw_9_who_serves_or_has_just_left_is_neither_checked_nor_on_probation(
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    entrant: Entrant,
    before: bool,  # noqa: FBT001  # of a table
    steps: list[What],
    ends: bool,  # noqa: FBT001  # of a table
):
    made = make_hirings.invited(db, house, competition, hr, entrant=entrant, declared_before=before)
    for number, what in enumerate(steps):
        step(db, made, what, hr, on=day(8 + number))
    assert (made.state is HiringState.ENDED) is ends
    if not ends:
        step(db, made, What.RESTRICTIONS, hr, on=day(11))
    assert made.state is HiringState.ENDED


# reminders


def go_through(clock: FixedClock, run_due: RunDue, *days: date) -> None:
    for each in days:
        clock.set(moment(each))
        run_due()
        run_due()


def test_reminders_come_seven_and_one_days_before_and_once_when_it_is_late(
    db: Session,
    row: Hiring,
    hr: Account,
    winner: Account,
    run_due: RunDue,
    clock: FixedClock,
):
    before = len(told(db, hr))
    go_through(clock, run_due, *(day(number) for number in range(8, 22)))
    about = "Hiring application"
    said = [text for text in told(db, hr)[before:] if about in text]
    assert [text.split(about)[1] for text in said] == [
        " is due by 17 December 2026.",
        " is due by 17 December 2026.",
        " was due by 17 December 2026 and is late.",
    ]
    own = [text for text in told(db, winner) if about in text]
    assert len(own) == 3
    proposals = [text for text in told(db, hr) if text.startswith("No hiring application")]
    assert len(proposals) == 1
    # people decide: nothing is lost by itself
    assert as_it_stands(row)[0] is HiringState.OPEN
    step(db, row, What.LAPSED, hr, on=day(21))
    assert as_it_stands(row)[0] is HiringState.LOST


def test_after_a_pause_of_the_worker_only_the_newest_reminder_goes_out(
    db: Session, row: Hiring, hr: Account, run_due: RunDue, clock: FixedClock
):
    before = len(told(db, hr))
    go_through(clock, run_due, day(16))
    assert len([one for one in told(db, hr)[before:] if "is due by" in one]) == 1
    go_through(clock, run_due, day(28))
    late = [one for one in told(db, hr)[before:] if "is late" in one]
    assert len(late) == 1
    assert row.state is HiringState.OPEN


def test_what_is_done_or_put_off_is_not_reminded_of(
    db: Session,
    row: Hiring,
    hr: Account,
    winner: Account,
    run_due: RunDue,
    clock: FixedClock,
):
    step(db, row, What.APPLIED, winner, on=day(8))
    before = len(told(db, hr))
    go_through(clock, run_due, day(10), day(16), day(18))
    assert [one for one in told(db, hr)[before:] if "Hiring application" in one] == []


# several at once


def test_of_two_steps_at_once_one_is_entered(
    db: Session, row: Hiring, hr: Account, winner: Account, at_once: AtOnce
):
    db.commit()

    def enters(what: What, by: Account) -> Callable[[Session], Any]:
        def do(own: Session) -> Any:
            there = own.get_one(Hiring, row.id)
            return stepping(own, there, what, by, on=day(8), seen=1)

        return do

    answers = at_once([enters(What.APPLIED, winner), enters(What.APPLIED, hr),
                       enters(What.REFUSED, hr)])  # fmt: skip
    assert len([one for one in answers if isinstance(one, HiringStep)]) == 1
    assert [one for one in answers if not isinstance(one, HiringStep)] == [NotMade.STALE] * 2
    db.expire_all()
    assert row.steps == 2


def test_of_two_who_are_invited_at_once_one_is(
    db: Session, house: Wiring, competition: Announcement, hr: Account, at_once: AtOnce
):
    rows = [
        make_admissions.applied(
            db, house, competition, make_admissions.candidate(db), now=START
        ).application
        for _ in range(4)
    ]
    db.commit()

    def invites(application_id: Any) -> Callable[[Session], Any]:
        return lambda own: inviting(own, house, application_id, hr)

    answers = at_once([invites(one.id) for one in rows])
    assert len([one for one in answers if isinstance(one, Hiring)]) == 1
    assert {one for one in answers if not isinstance(one, Hiring)} == {InviteRefusal.TAKEN}


# words


def test_everything_that_a_hiring_says_has_words():
    assert set(hiring_words.DUTIES) == set(get_args(DutyCode))
    assert set(hiring_words.WHY) == set(get_args(StepWhy))
    assert set(hiring_words.ENDS) == set(get_args(End))
    assert set(hiring_words.STEPS) == set(What)
    assert {str(one) for one in What} - {"invited", "taken-back"} == set(STEPS)
    assert set(hiring_words.ENTRANTS) == set(Entrant)


@pytest.mark.parametrize("why", get_args(StepWhy))
def test_every_refusal_is_a_sentence_in_three_languages(why: StepWhy):
    refusal = StepRefusal(LW_9, "LAW 20", why, ("special-check", "mentor"), INVITED, "appointed")
    for language in LANGUAGES:
        text = translators(ROOT / "web" / "locales")[language].render(
            hiring_words.why_words(refusal)
        )
        assert "%(" not in text
        assert "None" not in text


def test_moments_of_the_tests_are_days_in_astana():
    assert moment(INVITED) == datetime.fromisoformat("2026-12-07T10:00:00+05:00")
