"""Applying: the door, the answer line by line, what is added, the last check, taking back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.admissions import queries
from service.admissions.actions import Against, Applied, check_again, door, withdraw
from service.admissions.judging import kept_answer
from service.admissions.models import Cause, CompetitionApplication, Standing
from service.core.i18n import message_from_json, translators
from service.core.wiring import Wiring
from service.documents.actions import change_standing
from service.documents.models import Standing as Paper
from service.documents.queries import documents_of as papers_of
from service.journal.queries import entries_about
from service.law.calendar import at, end_of_day, local_day
from service.law.identity import check_digit
from service.notices.models import Notice
from service.people.models import Account
from service.personal_files import actions as files
from service.personal_files.models import DocumentKind, LanguageSkill
from service.personal_files.queries import documents_of
from service.settings import ROOT
from service.vacancies.models import Announcement, AnnouncementState
from tests import make as people
from tests import make_admissions as make
from tests.clock import START, FixedClock

CLOSES = date(2026, 12, 2)
EVERYTHING = frozenset(make.PARTS)
RunDue = Callable[[], int]


def told(db: Session, person: Account) -> list[str]:
    """The notices of a person in English, the oldest first."""
    found = db.exec(select(Notice).where(Notice.account_id == person.id).order_by(Notice.id))  # type: ignore[arg-type]  # a column
    speak = translators(ROOT / "web" / "locales")["en"]
    return [speak.render(message_from_json(one.text)) for one in found]


def iin_of(sex: str) -> str:
    """A sound IIN of somebody born on 17 May 1990; the seventh digit tells the sex."""
    eleven = f"900517{'3' if sex == 'male' else '4'}4001"
    return f"{eleven}{check_digit([int(digit) for digit in eleven])}"


def causes(db: Session, row: CompetitionApplication) -> list[tuple[str, str]]:
    return [(str(one.cause), str(one.outcome)) for one in queries.decisions_of(db, row.id)]


# the door


def test_vc_3_who_fits_is_admitted_at_once(db: Session, house: Wiring, competition: Announcement):
    person = make.candidate(db)
    answer = make.applied(db, house, competition, person)
    row, made = answer.application, answer.decision
    assert (row.standing, row.decisions, row.filed_on) == (
        Standing.ADMITTED,
        1,
        local_day(START),
    )
    assert row.number.startswith("K-2611-")
    assert (made.ordinal, made.outcome, made.cause) == (1, Standing.ADMITTED, Cause.APPLIED)
    assert {each.outcome for each in kept_answer(made).shown.lines} == {"met"}
    (said,) = told(db, person)
    assert said == (
        f"You are admitted to the competition {competition.number}: "
        "Главный эксперт управления аналитической работы."
    )
    verbs = [one.verb for one in entries_about(db, "competition-application", row.id)]
    assert verbs == ["competition applied to", "admission decided"]


def test_vc_3_who_lacks_everything_is_told_each_requirement_and_until_when(
    db: Session, house: Wiring, competition: Announcement
):
    person = make.newcomer(db)
    make.identity(db, person)
    make.declarations(db, person)
    answer = make.applied(db, house, competition, person)
    assert answer.application.standing is Standing.REFUSED
    assert [each.code for each in kept_answer(answer.decision).shown.unmet] == [
        "certificate",
        "education",
        "education-document",
        "experience",
        "employment-document",
        "language",
        "computer",
    ]
    (said,) = told(db, person)
    for reason in (
        "Certificate of the test: There is no certificate of the test.",
        "Experience: Of the 3 y. 0 m. asked, 0 y. 0 m. 0 d. of work count.",
        "Language: English language: The language is not in the file.",
        "What is missing can be added until 2 December 2026.",
    ):
        assert reason in said


def test_vc_3_without_a_word_of_the_state_and_without_declarations_every_line_says_so(
    db: Session, house: Wiring, competition: Announcement
):
    person = make.candidate(db, without=frozenset({"identity", "declarations"}))
    shown = kept_answer(make.applied(db, house, competition, person).decision).shown
    assert [each.code for each in shown.to_look_at] == ["citizenship"]
    assert {(each.code, each.why) for each in shown.unmet} == {("bar", "not-declared")}
    assert len(shown.unmet) == 13


@pytest.mark.parametrize(
    ("state", "against"),
    [
        (AnnouncementState.DRAFT, Against.NOT_ANNOUNCED),
        (AnnouncementState.ENDED, Against.CLOSED),
        (AnnouncementState.CANCELLED, Against.CANCELLED),
    ],
)
def test_vc_3_only_an_announced_round_takes_applications(
    db: Session,
    house: Wiring,
    competition: Announcement,
    state: AnnouncementState,
    against: Against,
):
    competition.state = state
    if state is AnnouncementState.ENDED:
        competition.outcome, competition.ended_on = "nobody", CLOSES  # type: ignore[assignment]  # a word
    db.add(competition)
    db.flush()
    assert make.applying(db, house, competition, make.candidate(db)) is against
    assert db.exec(select(CompetitionApplication)).all() == []


@pytest.mark.parametrize(
    ("moment", "is_taken"),
    [
        pytest.param(end_of_day(CLOSES), True, id="in the last second of the last day"),
        pytest.param(
            end_of_day(CLOSES) + timedelta(seconds=1), False, id="in the first second after it"
        ),
    ],
)
def test_vc_3_the_last_day_counts_to_its_end(
    db: Session, house: Wiring, competition: Announcement, moment: datetime, is_taken
):
    answer = make.applying(db, house, competition, make.candidate(db), now=moment)
    assert isinstance(answer, Applied) is is_taken
    assert is_taken or answer is Against.CLOSED


def test_id_2_without_consent_nothing_is_looked_at(
    db: Session, house: Wiring, competition: Announcement
):
    person = people.account(db)
    assert make.applying(db, house, competition, person) is Against.NO_CONSENT
    assert told(db, person) == []


def test_who_applies_twice_has_applied_once(db: Session, house: Wiring, competition: Announcement):
    person = make.candidate(db)
    first = make.applied(db, house, competition, person)
    again = make.applied(db, house, competition, person)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.application.id == first.application.id
    assert len(queries.decisions_of(db, first.application.id)) == 1
    assert len(told(db, person)) == 1
    found = door(db, competition, make.caller(person), now=START)
    assert found is Against.TWICE


def test_who_takes_back_may_apply_again_under_the_same_number(
    db: Session, house: Wiring, competition: Announcement
):
    person = make.candidate(db)
    first = make.applied(db, house, competition, person)
    row = first.application
    assert withdraw(db, row.id, now=START)
    assert withdraw(db, row.id, now=START + timedelta(hours=1))
    assert (row.standing, row.withdrawn_at) == (Standing.WITHDRAWN, START)
    again = make.applied(db, house, competition, person, now=START + timedelta(hours=2))
    assert (again.is_new, again.application.number) == (True, row.number)
    assert (row.standing, row.withdrawn_at, row.decisions) == (Standing.ADMITTED, None, 2)


def test_a_round_that_has_ended_lets_nobody_go(
    db: Session, house: Wiring, competition: Announcement
):
    row = make.applied(db, house, competition, make.candidate(db)).application
    competition.state = AnnouncementState.CANCELLED
    db.add(competition)
    db.flush()
    assert not withdraw(db, row.id, now=START)
    assert row.standing is Standing.ADMITTED


# what is added


def test_vc_3_what_is_missing_can_be_added_and_is_looked_at_by_itself(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db, without=frozenset({"language"}))
    row = make.applied(db, house, competition, person).application
    run_due()
    assert causes(db, row) == [("applied", "refused")]
    now = clock.move(hours=1)
    make.line(db, person, LanguageSkill, now=now, **make.SPEAKS)
    run_due()
    assert causes(db, row) == [("applied", "refused"), ("file-changed", "admitted")]
    assert [text.split(" to ")[0] for text in told(db, person)] == [
        "You are not admitted",
        "You are admitted",
    ]


def test_vc_3_every_change_of_the_file_is_looked_at(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db)
    row = make.applied(db, house, competition, person).application
    paper = make.certificate(db, person)
    diploma = next(
        one for one in documents_of(db, person.id) if one.kind is DocumentKind.DIPLOMA_ANNEX
    )
    revoked = [one for one in papers_of(db, person.id) if one.id != paper.id]
    db.commit()
    steps: list[tuple[Callable[[datetime], object], str]] = [
        (lambda now: files.remove_document(db, diploma, now=now), "refused"),
        (lambda now: make.scan(db, person, DocumentKind.DIPLOMA_ANNEX, now=now), "admitted"),
        (lambda now: make.declarations(db, person, {8: files.Declared(True)}, now=now), "refused"),
        (lambda now: make.declarations(db, person, now=now), "admitted"),
        (lambda now: take_away(db, revoked[0].id, person, now), "admitted"),
        (lambda now: take_away(db, paper.id, person, now), "refused"),
    ]
    for change, outcome in steps:
        change(clock.move(hours=1))
        run_due()
        db.refresh(row)
        assert str(row.standing) == outcome
    assert [cause for cause, _ in causes(db, row)] == ["applied", *["file-changed"] * len(steps)]


def take_away(db: Session, document_id: UUID, person: Account, now: datetime) -> None:
    change_standing(
        db,
        document_id,
        Paper.REVOKED,
        reason="made in error",
        actor_id=person.id,
        now=now,
    )


def test_vc_3_an_answer_that_says_the_same_is_not_kept_again(
    db: Session, house: Wiring, competition: Announcement, clock: FixedClock
):
    person = make.candidate(db)
    row = make.applied(db, house, competition, person).application
    now = clock.move(days=1)  # work that goes on is a day longer
    assert check_again(db, row.id, calendar=house.parts["calendar"], now=now) is None
    assert (row.decisions, row.checked_at) == (1, now)


def test_vc_3_a_taken_back_application_is_not_checked(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db, without=frozenset({"language"}))
    row = make.applied(db, house, competition, person).application
    withdraw(db, row.id, now=START)
    make.line(db, person, LanguageSkill, now=clock.move(hours=1), **make.SPEAKS)
    run_due()
    assert causes(db, row) == [("applied", "refused")]


# the last check


def test_vc_3_after_the_last_day_the_file_of_that_day_counts(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db, without=frozenset({"language"}))
    late = make.candidate(db, without=frozenset({"language"}))
    rows = [make.applied(db, house, competition, one).application for one in (person, late)]
    in_time = clock.set(end_of_day(CLOSES) - timedelta(minutes=1))
    make.line(db, person, LanguageSkill, now=in_time, **make.SPEAKS)
    too_late = clock.set(end_of_day(CLOSES) + timedelta(seconds=1))
    make.line(db, late, LanguageSkill, now=too_late, **make.SPEAKS)
    # the worker has been away, and comes back after some days
    clock.set(at(date(2026, 12, 7), START.time()))
    run_due()
    assert causes(db, rows[0]) == [("applied", "refused"), ("closed", "admitted")]
    assert causes(db, rows[1]) == [("applied", "refused"), ("closed", "refused")]
    assert told(db, late)[-1].endswith("The reception of documents is over.")
    clock.move(days=1)
    run_due()
    assert [one.decisions for one in rows] == [2, 2]


def test_vc_3_a_certificate_that_expires_before_the_last_day_does_not_last(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db, without=frozenset({"certificate"}))
    make.certificate(db, person, until=CLOSES - timedelta(days=1))
    row = make.applied(db, house, competition, person).application
    assert row.standing is Standing.ADMITTED
    clock.set(end_of_day(CLOSES) + timedelta(minutes=1))
    run_due()
    assert causes(db, row)[-1] == ("closed", "refused")


def test_hr_is_told_once_how_many_have_applied(
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    run_due: RunDue,
    clock: FixedClock,
):
    make.applied(db, house, competition, make.candidate(db))
    make.applied(db, house, competition, make.newcomer(db))
    gone = make.applied(db, house, competition, make.candidate(db)).application
    withdraw(db, gone.id, now=START)
    nobody = make.announced(db, hr)
    for _ in range(3):
        clock.set(end_of_day(CLOSES) + timedelta(minutes=5))
        run_due()
        clock.move(minutes=2)
        run_due()
    of_closing = [text for text in told(db, hr) if text.startswith("Documents for ")]
    assert len(of_closing) == 2
    said = {text.split(" ")[2]: text.split("no more. ")[1] for text in of_closing}
    counts = "Applications: %s; admitted: %s, not admitted: %s, to look at: 0."
    assert said == {competition.number: counts % (2, 1, 1), nobody.number: counts % (0, 0, 0)}
