"""The authorised body answers for agreement, and enters what becomes of bodies."""

from datetime import datetime

import pytest
from sqlmodel import Session

from service.law.vacancy import Round
from service.notices.queries import notices_of
from service.people.models import Account, Role
from service.vacancies import actions, queries
from service.vacancies.course import course_of
from service.vacancies.models import Agreement, AnnouncementState, Answer, Vacancy
from tests import make_bodies, staff
from tests import make_vacancies as make
from tests.clock import FixedClock
from tests.make_bodies import AGENCY, MINISTRY
from tests.staff import confirmed, errors, words
from tests.vacancies.test_rounds import CASE, ask, in_the_direct_case
from tests.visitor import Visitor

REASON = {"answer": "agreed", "reason": "Both rounds were held."}


@pytest.fixture
def hr(db: Session) -> Account:
    make.register(db)
    return make.hr(db)


@pytest.fixture
def person(client: Visitor, db: Session, hr: Account) -> Account:
    """Somebody who answers for the authorised body, signed in."""
    made = make.authority(db)
    client.sign_in_as(made)
    return made


@pytest.fixture
def asked(
    client: Visitor, db: Session, hr: Account, person: Account, clock: FixedClock
) -> Agreement:
    """A question that waits for its answer, on its own day."""
    row, now = in_the_direct_case(db, hr)
    made = ask(db, row, hr, now)
    clock.set(now)
    client.sign_in_as(person)
    return made


def url_of(asked: Agreement) -> str:
    return f"/authority/agreements/{asked.id}"


def test_who_answers_for_no_body_is_told_so(client: Visitor, db: Session):
    staff.sign_in(client, db, Role.AUTHORITY)
    assert "You answer for no body yet" in words(client.get("/authority"))
    assert client.get("/authority/bodies").status_code == 404


def test_a_question_is_a_task_with_its_day(client: Visitor, asked: Agreement):
    shown = words(client.get("/authority"))
    assert "By 2 December 2026" in shown
    assert "Ministry of Justice" in shown
    page = words(client.get(url_of(asked)))
    for said in (
        CASE,
        "Internal competition in the body 23 November 2026 27 November 2026 Nobody was chosen",
        "The internal competitions that the law asks for have been held",
        "Answer due 2 December 2026",
    ):
        assert said in page


def test_lw_4_an_answer_is_given_with_a_reason_and_told(
    client: Visitor, db: Session, hr: Account, asked: Agreement
):
    assert set(errors(client.submit(url_of(asked)))) == {"answer", "reason"}
    question = client.submit(url_of(asked), REASON)
    assert "Agree to the general competition?" in words(question)
    answer = client.submit(url_of(asked), confirmed(question, REASON))
    assert answer.headers["location"] == "/authority"
    db.refresh(asked)
    assert (asked.answer, asked.reason) == (Answer.AGREED, REASON["reason"])
    assert len(notices_of(db, hr.id)) == 1
    twice = client.submit(url_of(asked), confirmed(question, REASON))
    assert twice.status_code == 303
    assert client.said() == "This question is answered or taken back already."
    shown = words(client.get("/authority"))
    assert "No question waits for you" in shown
    assert "Agreed to" in shown
    assert REASON["reason"] in words(client.get(url_of(asked)))


def test_lw_4_what_must_be_refused_cannot_be_agreed_to(
    client: Visitor, db: Session, hr: Account, asked: Agreement, clock: FixedClock
):
    row = queries.vacancy(db, asked.vacancy_id)
    facts = make.facts()
    actions.change_vacancy(db, row.id, facts, version=row.version, by=hr.id, now=clock.now())
    page = client.get(url_of(asked))
    assert "The law obliges you to refuse" in words(page)
    assert 'value="agreed"' not in page.text
    for fields in (REASON, {**REASON, "sure": "true"}):
        answer = client.submit(url_of(asked), fields)
        assert errors(answer)["answer"].startswith("The law obliges you to refuse")
    fields = {**REASON, "answer": "refused"}
    client.submit(url_of(asked), confirmed(client.submit(url_of(asked), fields), fields))
    db.refresh(asked)
    assert asked.answer is Answer.REFUSED


def test_another_bodys_question_is_not_there(client: Visitor, db: Session, asked: Agreement):
    client.sign_in_as(make.authority(db, "ministry-of-trade"))
    assert client.get(url_of(asked)).status_code == 404
    assert client.submit(url_of(asked), REASON).status_code == 404
    assert "No question waits for you" in words(client.get("/authority"))
    assert client.get(f"/bodies/{MINISTRY}/changes").status_code == 404


def test_a_territorial_unit_answers_for_its_region_alone(
    client: Visitor, db: Session, hr: Account, person: Account
):
    unit = make_bodies.body(db, "agency-abai", parent=AGENCY)
    client.sign_in_as(make.authority(db, unit.code))
    assert "agency-abai en" in words(client.get("/authority"))
    assert client.get(f"/bodies/{MINISTRY}/changes").status_code == 404


def change(**more: object) -> dict[str, object]:
    known = {"kind": "reorganised", "act": "Resolution № 77", "happened_on": "2026-11-23"}
    return known | more


@pytest.fixture
def row(db: Session, hr: Account) -> Vacancy:
    made = make.vacancy(db, hr)
    make.published(db, made, hr)
    return made


def test_vc_2_what_is_cancelled_is_shown_before_it_is_confirmed(
    client: Visitor, db: Session, hr: Account, row: Vacancy, person: Account
):
    url = f"/bodies/{MINISTRY}/changes"
    assert set(errors(client.submit(url))) == {"kind", "act", "happened_on"}
    ahead = errors(client.submit(url, change(happened_on="2026-11-24")))
    assert ahead == {"happened_on": "Enter the act when its day has come."}
    shown = client.submit(url, change())
    for said in ("1 competition is cancelled", "Everybody who has applied is told", row.number):
        assert said in words(shown)
    (one,) = course_of(db, row).rounds
    assert one.state is AnnouncementState.ANNOUNCED
    sure = change(sure="true", seen=f"{row.number}/1")
    missed = make.vacancy(db, hr, make.DEPUTY)
    make.published(db, missed, hr)
    client.submit(url, sure)
    assert client.said() == (
        "Meanwhile other competitions have come or gone. Look at the list again."
    )
    sure["seen"] = f"{row.number}/1 {missed.number}/1"
    client.submit(url, sure)
    assert client.said() == "The act is entered. Cancelled competitions: %(n)s."
    (one,) = course_of(db, row).rounds
    assert one.state is AnnouncementState.CANCELLED
    assert "Resolution № 77" in words(client.get(url))
    assert "This competition is cancelled" in words(client.get(f"/vacancies/{one.number}"))
    assert course_of(db, row).due.round is Round.INTERNAL_BODY  # type: ignore[union-attr]  # not filled


def test_vc_2_a_unit_that_does_not_change_keeps_its_competition(
    client: Visitor, db: Session, row: Vacancy, person: Account
):
    url, fields = f"/bodies/{MINISTRY}/changes", change(unchanged=[row.department])
    assert row.department in client.get(url).text
    shown = client.submit(url, fields)
    assert "It cancels nothing" in words(shown)
    client.submit(url, {**fields, "sure": "true", "seen": ""})
    (kept,) = queries.changes_of(db, MINISTRY)
    assert (kept.unchanged, kept.cancelled) == ([row.department], [])


def test_vc_2_an_administrator_may_enter_it_too(client: Visitor, db: Session, row: Vacancy):
    staff.administrator(client, db)
    shown = client.submit(f"/bodies/{MINISTRY}/changes", change(kind="liquidated"))
    assert "Liquidated" in words(shown)
    assert client.get("/bodies/nothing/changes").status_code == 404


def test_the_authorised_body_finds_the_bodies(client: Visitor, person: Account):
    shown = client.get("/authority/bodies?q=justice")
    assert f'href="/bodies/{MINISTRY}/changes"' in shown.text
    assert "No body is like this" in words(client.get("/authority/bodies?q=%00nothing"))


def test_a_late_answer_is_shown_as_late(
    client: Visitor, asked: Agreement, person: Account, clock: FixedClock
):
    clock.set(datetime(2026, 12, 3, 5, tzinfo=clock.now().tzinfo))
    client.sign_in_as(person)
    assert "Past its day: 2 December 2026" in words(client.get("/authority"))
