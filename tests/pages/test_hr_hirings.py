"""Hirings in the browser's forms: HR invites, enters, takes back; the winner answers; the doors."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.hirings import queries
from service.hirings.models import Entrant, Hiring, HiringState, What
from service.journal.models import JournalEntry
from service.people.models import Account
from service.personal_files.models import DocumentKind
from service.vacancies.ending import end_round
from service.vacancies.models import Announcement, RoundOutcome
from tests import make_admissions as builders
from tests import make_bodies, make_hirings, make_vacancies
from tests.clock import START, FixedClock
from tests.make_hirings import INVITED, moment, step
from tests.make_vacancies import day
from tests.staff import errors, words
from tests.visitor import Visitor


@pytest.fixture
def hr(db: Session) -> Account:
    make_vacancies.register(db)
    return make_vacancies.hr(db)


@pytest.fixture
def competition(db: Session, hr: Account) -> Announcement:
    return builders.announced(db, hr)


@pytest.fixture
def row(
    client: Visitor,  # opened first: it writes when it begins
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    clock: FixedClock,
) -> Hiring:
    made = make_hirings.invited(db, house, competition, hr)
    clock.set(moment(day(8)))
    return made


def come(client: Visitor, person: Account) -> Account:
    client.sign_in_as(person)
    client.headers["accept-language"] = "en"
    return person


def enters(client: Visitor, row: Hiring, what: What, on: date, **fields: Any) -> Any:
    sent = {"what": str(what), "on": on.isoformat(), "seen": row.steps, **fields}
    return client.submit(f"/hr/hirings/{row.id}/steps", sent)


def test_hr_invites_an_admitted_candidate_with_the_protocol(
    client: Visitor,
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    clock: FixedClock,
):
    person = builders.candidate(db)
    application = builders.applied(db, house, competition, person, now=START).application
    clock.set(moment(INVITED))
    come(client, hr)
    url = f"/hr/applications/{application.id}/invite"
    there = f"/hr/applications/{application.id}"
    assert f'href="{url}"' not in client.get(there).text  # its competition is still to come
    one = end_round(
        db, competition.id, RoundOutcome.WINNER, reason="", by=hr.id, now=moment(INVITED)
    )
    assert isinstance(one, Announcement), one  # a round of old, ended without a competition
    db.commit()
    assert f'href="{url}"' in client.get(there).text
    page = client.get(url)
    assert 'value="first-time" checked' in page.text
    assert "ten calendar days for the hiring application" in words(page)
    faults = errors(client.submit(url, {"protocol_on": day(8).isoformat(), "entrant": ""}))
    assert set(faults) == {"protocol", "entrant"}
    sent = {"protocol": "12", "protocol_on": day(4).isoformat(), "entrant": "first-time"}
    client.submit(url, sent)
    (made,) = db.exec(select(Hiring)).all()
    assert client.said() == "The candidate is invited and told."
    assert (made.entrant, made.due_on) == (Entrant.FIRST_TIME, day(17))
    assert client.get(url).headers["location"] == f"/hr/hirings/{made.id}"
    client.submit(url, sent)
    assert client.said() == "This candidate was invited already."


def test_who_is_not_admitted_is_not_invited(
    client: Visitor,
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    clock: FixedClock,
):
    person = builders.newcomer(db)
    application = builders.applied(db, house, competition, person, now=START).application
    clock.set(moment(INVITED))
    come(client, hr)
    sent = {"protocol": "12", "protocol_on": day(4).isoformat(), "entrant": "first-time"}
    client.submit(f"/hr/applications/{application.id}/invite", sent)
    assert client.said() == "Only who was admitted to the competition can be invited."
    assert db.exec(select(Hiring)).all() == []


def test_the_list_goes_by_the_nearest_day_and_marks_what_is_late(
    client: Visitor, db: Session, row: Hiring, hr: Account, clock: FixedClock
):
    come(client, hr)
    assert "By 17 December 2026" in words(client.get("/hr/hirings"))
    clock.set(moment(day(18)))
    come(client, hr)
    assert "Past its day: 17 December 2026" in words(client.get("/hr/hirings"))
    said = words(client.get(f"/hr/hirings/{row.id}"))
    assert "No hiring application has come in time" in said
    assert "You decide" in said
    enters(client, row, What.LAPSED, day(18))
    assert client.said() == "Entered: %(step)s."
    db.refresh(row)
    assert row.state is HiringState.LOST
    assert "The next one in the list may be invited." in words(client.get(f"/hr/hirings/{row.id}"))
    assert "Not hired" in words(client.get("/hr/hirings?over=yes"))


def test_lw_9_what_is_out_of_turn_is_refused_with_its_paragraph_and_kept(
    client: Visitor, db: Session, row: Hiring, hr: Account
):
    come(client, hr)
    page = words(client.get(f"/hr/hirings/{row.id}"))
    assert "What cannot be entered now, and why" in page
    answer = enters(client, row, What.APPOINTED, day(8))
    said = words(answer)
    assert answer.status_code == 409
    assert "Missing before that: Hiring application, Certificate" in said
    assert "Law on the civil service" in said
    refused = select(JournalEntry).where(JournalEntry.verb == "hiring step refused")
    (entry,) = db.exec(refused).all()
    assert entry.rule == "LW-9"
    db.refresh(row)
    assert row.steps == 1


def test_of_two_pages_the_older_one_is_refused(
    client: Visitor, db: Session, row: Hiring, hr: Account
):
    come(client, hr)
    enters(client, row, What.APPLIED, day(8), note="on paper")
    enters(client, row, What.REFUSED, day(8), seen=1)
    assert client.said().startswith("Somebody else has entered something meanwhile.")
    db.refresh(row)
    assert (row.steps, row.state) == (2, HiringState.OPEN)
    assert "on paper" in words(client.get(f"/hr/hirings/{row.id}"))


def test_an_entry_is_taken_back_with_a_reason_and_stays_to_be_seen(
    client: Visitor, db: Session, row: Hiring, hr: Account
):
    come(client, hr)
    enters(client, row, What.APPLIED, day(8))
    db.refresh(row)
    url = f"/hr/hirings/{row.id}/back"
    assert set(errors(client.submit(url, {"ordinal": 2, "reason": "no", "seen": 2}))) == {"reason"}
    client.submit(url, {"ordinal": 2, "reason": "of somebody else", "seen": 2})
    assert client.said() == "The entry is taken back."
    said = words(client.get(f"/hr/hirings/{row.id}"))
    assert "of somebody else" in said
    assert "taken back" in said


def test_an_absence_needs_its_days_and_a_probation(
    client: Visitor, db: Session, row: Hiring, hr: Account, clock: FixedClock
):
    come(client, hr)
    assert "There is no act of appointment yet." in words(enters(client, row, What.ABSENT, day(8)))
    for number, what in enumerate(
        (What.APPLIED, What.DECLARED, What.CHECK_SENT, What.CHECK_PASSED, What.APPOINTED), 8
    ):
        step(db, row, what, hr, on=day(number))
    clock.set(moment(day(20)))
    come(client, hr)
    assert set(errors(enters(client, row, What.ABSENT, day(20)))) == {"first_on", "last_on"}
    days = {"first_on": "2026-12-14", "last_on": "2026-12-18"}
    enters(client, row, What.ABSENT, day(20), **days)
    said = words(client.get(f"/hr/hirings/{row.id}"))
    assert "From 14 December 2026 to 18 December 2026" in said
    assert "from 12 December 2026 to 16 March 2027" in said


def test_the_winner_accepts_hands_in_the_certificate_and_hr_can_read_it(
    client: Visitor, db: Session, house: Wiring, row: Hiring, hr: Account
):
    winner = make_hirings.winner_of(db, row)
    paper = builders.scan(db, winner, DocumentKind.OTHER)
    house.parts["personal_documents"].put(str(paper.id), b"%PDF-1.7 a certificate")
    come(client, winner)
    url = f"/me/hirings/{row.id}"
    assert "by 17 December 2026" in words(client.get(url))
    assert "Hand in the hiring application?" in words(client.get(f"{url}/accept"))
    client.submit(f"{url}/accept")
    assert client.said().startswith("Your hiring application is handed in")
    assert client.get(f"{url}/accept").status_code == 303
    assert set(errors(client.submit(f"{url}/declare"))) == {"document"}
    client.submit(f"{url}/declare", {"document": str(paper.id)})
    assert client.said().startswith("The certificate is handed in")
    steps = [one.what for one in queries.steps_of(db, row.id)]
    assert steps == [What.INVITED, What.APPLIED, What.DECLARED]
    come(client, hr)
    got = client.get(f"/hr/hirings/{row.id}/documents/3")
    assert got.content == b"%PDF-1.7 a certificate"
    assert got.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/hr/hirings/{row.id}/documents/2").status_code == 404


def test_who_is_invited_sees_it_at_the_application_and_declines_instead_of_taking_it_back(
    client: Visitor, db: Session, row: Hiring
):
    come(client, make_hirings.winner_of(db, row))
    url = f"/me/applications/{row.application_id}"
    page = client.get(url)
    assert f'href="/me/hirings/{row.id}"' in page.text
    assert f"{url}/withdraw" not in page.text
    assert client.get(f"{url}/withdraw").status_code == 303
    client.submit(f"{url}/withdraw")
    assert client.said().startswith("This competition is over")


def test_the_winner_declines_after_a_question(client: Visitor, db: Session, row: Hiring):
    come(client, make_hirings.winner_of(db, row))
    url = f"/me/hirings/{row.id}"
    assert "Decline the appointment?" in words(client.get(f"{url}/decline"))
    client.submit(f"{url}/decline")
    db.refresh(row)
    assert row.state is HiringState.LOST
    client.submit(f"{url}/decline")
    assert client.said() == "This hiring is over."
    assert client.get(f"{url}/no-such").status_code == 404


def test_the_winner_comes_a_day_too_late(
    client: Visitor, db: Session, row: Hiring, clock: FixedClock
):
    clock.set(moment(day(18)))
    come(client, make_hirings.winner_of(db, row))
    url = f"/me/hirings/{row.id}"
    assert "The term for the hiring application is over" in words(client.get(url))
    client.submit(f"{url}/accept")
    assert client.said().startswith("The term is over")
    db.refresh(row)
    assert (row.steps, row.state) == (1, HiringState.OPEN)


def test_anothers_hiring_is_not_there(client: Visitor, db: Session, row: Hiring):
    come(client, builders.candidate(db))
    url = f"/me/hirings/{row.id}"
    assert client.get(url).status_code == 404
    assert client.get(f"{url}/accept").status_code == 404
    for deed in ("accept", "decline", "declare"):
        assert client.submit(f"{url}/{deed}", {"document": str(row.id)}).status_code == 404
    make_bodies.body(db, "another-body")
    come(client, make_vacancies.hr(db, "another-body"))
    url = f"/hr/hirings/{row.id}"
    for path in (url, f"{url}/documents/1", f"/hr/applications/{row.application_id}/invite"):
        assert client.get(path).status_code == 404
    for path in ("steps", "back"):
        sent = {"what": "refused", "on": "2026-12-08", "seen": 1, "ordinal": 1, "reason": "x" * 9}
        assert client.submit(f"{url}/{path}", sent).status_code == 404
    assert "Nobody is being hired now" in words(client.get("/hr/hirings"))


def test_nobody_enters_steps_of_the_own_hiring(
    client: Visitor, db: Session, row: Hiring, hr: Account
):
    step(db, row, What.APPLIED, hr, on=day(8))
    row.account_id = hr.id
    db.add(row)
    come(client, hr)
    assert "Enter what has happened" not in words(client.get(f"/hr/hirings/{row.id}"))
    enters(client, row, What.CHECK_SENT, day(8))
    assert client.said().startswith("Somebody else must enter this")
