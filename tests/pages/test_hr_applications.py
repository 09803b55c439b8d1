"""Applications as HR sees them: by answer, line by line; what a person says; the doors."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from service.admissions.actions import withdraw
from service.admissions.models import CompetitionApplication, LookMade, Standing
from service.bodies.actions import add_member
from service.bodies.models import Work
from service.core.wiring import Wiring
from service.journal.models import JournalEntry
from service.law.calendar import end_of_day
from service.law.requirements import Wording
from service.people.models import Account, Role, RoleGrant
from service.vacancies.models import Announcement
from tests import make_admissions as builders
from tests import make_bodies, make_vacancies
from tests.clock import START, FixedClock
from tests.staff import errors, words
from tests.visitor import Visitor

LINE = {"code": "wording", "subject": "degree-abroad"}
REASON = "I have seen the diploma."


@pytest.fixture
def hr(db: Session) -> Account:
    make_vacancies.register(db)
    return make_vacancies.hr(db)


@pytest.fixture
def competition(db: Session, hr: Account) -> Announcement:
    asked = {**builders.ASKED, "wordings": (Wording("degree-abroad"),)}
    return builders.announced(db, hr, **asked)


@pytest.fixture
def row(db: Session, house: Wiring, competition: Announcement) -> CompetitionApplication:
    person = builders.candidate(db, family_name="Sagynova")
    return builders.applied(db, house, competition, person).application


@pytest.fixture
def signed_in(client: Visitor, hr: Account) -> Account:
    client.sign_in_as(hr)
    return hr


def say(client: Visitor, row: CompetitionApplication, **fields: Any) -> Any:
    sent = {"ordinal": row.decisions, **LINE, "verdict": "met", "reason": REASON, **fields}
    return client.submit(f"/hr/applications/{row.id}/look", sent)


@pytest.mark.usefixtures("signed_in")
def test_the_list_counts_and_filters_by_answer(
    client: Visitor, db: Session, house: Wiring, competition: Announcement, row: object
):
    refused = builders.newcomer(db, family_name="Omarov")
    builders.applied(db, house, competition, refused)
    url = f"/hr/announcements/{competition.number}/applications"
    said = words(client.get(url))
    for shown in ("All 2", "Admitted 0", "Not admitted 1", "A person looks at it 1"):
        assert shown in said
    assert "Sagynova" in said
    only = words(client.get(f"{url}?standing=refused"))
    assert "Omarov" in only
    assert "Sagynova" not in only
    assert "No applications" in words(client.get(f"{url}?standing=withdrawn"))
    assert "Sagynova" in words(client.get(f"{url}?standing=no-such"))


def test_an_application_shows_each_line_and_that_it_was_read_is_in_the_journal(
    client: Visitor, db: Session, signed_in: Account, row: CompetitionApplication
):
    answer = client.get(f"/hr/applications/{row.id}")
    said = words(answer)
    for shown in ("Sagynova", "A person must look at 1 requirement", "Заң кеңесі", "КАЗГЮУ"):
        assert shown in said
    assert "/me/file" not in answer.text
    found = select(JournalEntry).where(JournalEntry.verb == "application read")
    (entry,) = db.exec(found).all()
    assert (entry.actor_id, entry.subject_id) == (signed_in.id, str(row.id))


@pytest.mark.usefixtures("signed_in")
def test_lw_3_nothing_of_16_5_is_shown(
    client: Visitor, db: Session, house: Wiring, competition: Announcement
):
    person = builders.candidate(db, without=frozenset({"identity"}), language="ru")
    secret = dict.fromkeys(("sex", "nationality", "religion", "address", "origin"), "jasyryn")
    builders.identity(db, person, **secret)
    row = builders.applied(db, house, competition, person).application
    for path in (f"/hr/applications/{row.id}", f"/hr/applications/{row.id}/decisions/1"):
        text = client.get(path).text
        assert "jasyryn" not in text
        assert person.iin not in text  # its seventh digit tells the sex


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("verdict", "standing"), [("met", Standing.ADMITTED), ("not-met", Standing.REFUSED)]
)
def test_vc_3_a_verdict_with_its_reason_decides(
    client: Visitor, db: Session, row: CompetitionApplication, verdict: str, standing: Standing
):
    answer = say(client, row, verdict=verdict)
    assert answer.headers["location"] == f"/hr/applications/{row.id}"
    assert client.said() == "Your answer is kept; the candidate is told."
    db.refresh(row)
    assert row.standing is standing
    said = words(client.get(f"/hr/applications/{row.id}"))
    assert REASON in said
    assert "A person of the HR service has looked" in said


@pytest.mark.usefixtures("signed_in")
def test_without_a_verdict_or_a_reason_nothing_is_kept(
    client: Visitor, db: Session, row: CompetitionApplication
):
    faults = errors(say(client, row, verdict="", reason="no"))
    assert set(faults) == {
        "line-wording-degree-abroad-verdict",
        "line-wording-degree-abroad-reason",
    }
    assert db.exec(select(LookMade)).all() == []


@pytest.mark.usefixtures("signed_in")
def test_an_old_page_and_a_line_without_a_question_are_refused(
    client: Visitor, db: Session, row: CompetitionApplication
):
    say(client, row, ordinal=7)
    assert client.said().startswith("Another answer has come meanwhile.")
    say(client, row, code="experience", subject="")
    assert client.said() == "The program has answered this line itself."
    assert db.exec(select(LookMade)).all() == []


def test_nobody_judges_the_own_application(
    client: Visitor, db: Session, house: Wiring, competition: Announcement
):
    person = builders.candidate(db)
    db.add(RoleGrant(account_id=person.id, role=Role.HR, granted_at=START))
    add_member(db, make_bodies.MINISTRY, person.id, Work.HR, by=person.id, now=START)
    row = builders.applied(db, house, competition, person).application
    client.sign_in_as(person)
    assert "Keep the answer" not in client.get(f"/hr/applications/{row.id}").text
    say(client, row)
    assert client.said().startswith("This is your own application")
    assert db.exec(select(LookMade)).all() == []


@pytest.mark.usefixtures("signed_in")
def test_what_is_taken_back_is_closed_to_hr(
    client: Visitor, db: Session, row: CompetitionApplication
):
    withdraw(db, row.id, now=START)
    said = words(client.get(f"/hr/applications/{row.id}"))
    assert "The candidate has taken the application back" in said
    assert "Заң кеңесі" not in said
    assert client.get(f"/hr/applications/{row.id}/decisions/1").status_code == 404
    say(client, row)
    assert client.said() == "The candidate has taken the application back."


def test_what_waits_is_listed_with_its_day_and_marked_when_it_is_late(
    client: Visitor, row: CompetitionApplication, hr: Account, clock: FixedClock
):
    assert row.standing is Standing.LOOK
    client.sign_in_as(hr)
    assert "By 25 November 2026" in words(client.get("/hr/applications"))
    clock.set(end_of_day(make_vacancies.day(25, 11)) + timedelta(seconds=1))
    client.sign_in_as(hr)
    assert "Past its day: 25 November 2026" in words(client.get("/hr/applications"))


def test_another_bodys_hr_sees_nothing(
    client: Visitor, db: Session, competition: Announcement, row: CompetitionApplication
):
    make_bodies.body(db, "another-body")
    client.sign_in_as(make_vacancies.hr(db, "another-body"))
    for path in (
        f"/hr/applications/{row.id}",
        f"/hr/applications/{row.id}/decisions/1",
        f"/hr/announcements/{competition.number}/applications",
    ):
        assert client.get(path).status_code == 404
    assert say(client, row).status_code == 404
    assert "Nothing waits for you" in words(client.get("/hr/applications"))
