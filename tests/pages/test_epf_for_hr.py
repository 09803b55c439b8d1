"""A file as HR reads it, behind a door as HR's pages open it: nothing of LW-3, and journaled."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from sqlmodel import Session, select

from service.admissions.models import CompetitionApplication, Standing
from service.core.db import Db
from service.core.i18n import say
from service.core.wiring import Wiring
from service.journal.models import JournalEntry
from service.pages.doors import House, Now
from service.pages.epf_for_hr import FileDoor, show_file
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_applications import application_for
from service.people.models import Account
from service.personal_files.models import (
    Gravity,
    LanguageLevel,
    LanguageSkill,
    Source,
    StateFinding,
)
from tests import make_admissions as builders
from tests import make_bodies, make_vacancies
from tests.clock import START
from tests.personal_files import rows
from tests.staff import words
from tests.visitor import Visitor

router = APIRouter(prefix="/hr/applications", dependencies=behind(hr_gate))
MORE: dict[str, object] = {}


@router.get("/{application_id}/file-under-test")
def show(
    request: Request, db: Db, house: House, person: Hr, now: Now, application_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    url = f"/hr/applications/{application_id}"
    door = FileDoor(
        account_id=filed.application.account_id,
        reader_id=person.account_id,
        subject=("competition-application", application_id),
        back=url,
        back_text=say("Documents"),
        documents=f"{url}/documents",
    )
    return show_file(request, db, house, replace(door, **MORE), now=now)  # type: ignore[arg-type]  # set by the tests


@pytest.fixture(autouse=True)
def wired(app: FastAPI) -> None:
    MORE.clear()
    app.include_router(router)


@pytest.fixture
def hr(client: Visitor, db: Session) -> Account:
    make_vacancies.register(db)
    person = make_vacancies.hr(db)
    client.sign_in_as(person)
    return person


@pytest.fixture
def person(db: Session) -> Account:
    found = builders.candidate(
        db, without=frozenset({"identity"}), family_name="Sagynova", phone="+77011234567"
    )
    builders.identity(db, found, sex="jasyryn", nationality="jasyryn", address="jasyryn")
    return found


@pytest.fixture
def row(db: Session, house: Wiring, hr: Account, person: Account) -> CompetitionApplication:
    announced = builders.announced(db, hr)
    return builders.applied(db, house, announced, person).application


def url_of(row: CompetitionApplication) -> str:
    return f"/hr/applications/{row.id}/file-under-test"


def test_the_file_is_shown_with_who_says_what(
    client: Visitor, db: Session, person: Account, row: CompetitionApplication
):
    told = {"number": 9, "applies": True, "gravity": Gravity.MINOR, "released": True}
    db.add(rows.line(StateFinding, person.id, Source.STATE, **told))
    db.commit()
    said = words(client.get(url_of(row)))
    for shown in (
        "Sagynova",
        "КАЗГЮУ",
        "to be confirmed",
        "All work together",
        "Yes, released from liability: Crime of minor gravity",
        "Diploma or other education document",
    ):
        assert shown in said


def test_lw_3_neither_forbidden_data_nor_the_iin_nor_a_native_language_is_shown(
    client: Visitor, db: Session, person: Account, row: CompetitionApplication
):
    level = LanguageLevel.NATIVE
    builders.line(db, person, LanguageSkill, language="kazakh", level=level)
    db.commit()
    text = client.get(url_of(row)).text
    assert "jasyryn" not in text
    assert person.iin not in text
    assert "Native language" not in text
    assert "C2, proficient" in text


@pytest.mark.parametrize("has_contact", [False, True])
def test_contact_data_are_shown_only_where_the_door_says_so(
    client: Visitor, person: Account, row: CompetitionApplication, *, has_contact: bool
):
    MORE["has_contact"] = has_contact
    assert (str(person.phone) in client.get(url_of(row)).text) is has_contact


def test_scans_are_fetched_only_where_the_door_says_where(
    client: Visitor, row: CompetitionApplication
):
    assert f'href="/hr/applications/{row.id}/documents/' in client.get(url_of(row)).text
    MORE["documents"] = ""
    page = client.get(url_of(row)).text
    assert "/documents/" not in page
    assert "diploma.pdf" in page


def test_the_file_of_a_moment_is_shown_as_it_was(
    client: Visitor, db: Session, person: Account, row: CompetitionApplication
):
    later = START + timedelta(days=3)
    level = LanguageLevel.B2
    builders.line(db, person, LanguageSkill, now=later, language="turkish", level=level)
    db.commit()
    assert "Turkish language" in client.get(url_of(row)).text
    MORE["at"] = START + timedelta(days=1)
    assert "Turkish language" not in client.get(url_of(row)).text


def test_each_reading_is_in_the_journal(
    client: Visitor, db: Session, hr: Account, person: Account, row: CompetitionApplication
):
    client.get(url_of(row))
    found = db.exec(select(JournalEntry).where(JournalEntry.verb == "personal file read")).all()
    assert [(one.actor_id, one.subject_id, one.facts["account"]) for one in found] == [
        (hr.id, str(row.id), str(person.id))
    ]


def test_hr_of_another_body_finds_no_door_and_nothing_is_read(
    client: Visitor, db: Session, row: CompetitionApplication
):
    make_bodies.shipped(db)
    stranger = make_vacancies.hr(db, make_bodies.AGENCY)
    client.sign_in_as(stranger)
    assert client.get(url_of(row)).status_code == 404
    assert (
        db.exec(select(JournalEntry).where(JournalEntry.verb == "personal file read")).all() == []
    )


def test_the_application_leads_to_the_file_as_it_was_judged(
    client: Visitor, db: Session, row: CompetitionApplication
):
    assert f'href="/hr/applications/{row.id}/file"' in client.get(f"/hr/applications/{row.id}").text
    said = words(client.get(f"/hr/applications/{row.id}/file"))
    assert "КАЗГЮУ" in said
    row.standing, row.withdrawn_at = Standing.WITHDRAWN, START
    db.add(row)
    db.commit()
    assert client.get(f"/hr/applications/{row.id}/file").status_code == 404
