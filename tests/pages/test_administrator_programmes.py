"""Programmes, settings and the bank as an administrator sees them."""

import re
from html import unescape

import pytest
from sqlmodel import Session

from service.items.bank import Bank
from service.people.models import Account, Role
from service.programmes import queries
from tests import make
from tests.shipped_bank import load_shipped
from tests.visitor import Visitor

PATHS = ["/programmes", "/programmes/LE-3", "/settings", "/bank"]


@pytest.fixture
def bank(db: Session) -> Bank:
    return load_shipped(db)


@pytest.fixture
def owner(db: Session, bank: Bank) -> Account:
    assert bank
    return make.account(db, roles=(Role.ADMINISTRATOR,))


@pytest.fixture
def administrator(client: Visitor, owner: Account) -> Visitor:
    client.sign_in_as(owner)
    client.headers["accept-language"] = "en"
    return client


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def edited(visitor: Visitor, *changes: tuple[str, str], code: str = "LE-3") -> str:
    """The text that the page offers, changed as a person would change it."""
    page = visitor.get(f"/administrator/programmes/{code}")
    assert page.status_code == 200
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.DOTALL)
    assert found
    text = unescape(found[1])
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.replace("\n", "\r\n")  # as browsers send it


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_only_administrators_may_look(client: Visitor, db: Session, path: str, role: Role):
    assert client.get(f"/administrator{path}").status_code == 303
    client.sign_in_as(make.account(db, roles=(role,)))
    assert client.get(f"/administrator{path}").status_code == 403


def test_every_programme_is_listed_with_its_newest_version(administrator: Visitor):
    said = words(administrator.get("/administrator/programmes").text)
    assert "LE-2 Second programme of the law-enforcement service" in said
    assert "from 1 February 2024 Unconfirmed" in said


def test_the_text_that_is_offered_is_the_next_version(administrator: Visitor):
    text = edited(administrator)
    assert "\r\nversion: 2\r\n" in text
    assert "\r\nvalid_from: 2026-11-24\r\n" in text
    assert administrator.get("/administrator/programmes/LE-9").status_code == 404


def test_a_check_shows_what_changes_and_publishes_nothing(administrator: Visitor, db: Session):
    text = edited(administrator, ("pass_total: 35", "pass_total: 40"))
    page = administrator.submit("/administrator/programmes/LE-3/check", {"text": text})
    assert page.status_code == 200
    said = words(page.text)
    assert "Publish version 2 of LE-3?" in said
    assert "Section legislation: correct answers in all 35 40" in said
    assert "In force from 2024-02-01 2026-11-24" in said
    assert "Version 1 ends the day before 24 November 2026." in said
    assert len(queries.versions_of(db, "LE-3")) == 1


def test_a_version_is_published_and_everyone_sees_it(
    administrator: Visitor, db: Session, owner: Account
):
    text = edited(administrator, ("pass_total: 35", "pass_total: 40"))
    done = administrator.submit("/administrator/programmes/LE-3/publish", {"text": text})
    assert (done.status_code, done.headers["location"]) == (303, "/administrator/programmes")
    assert administrator.said().startswith("Version %(version)s of programme %(code)s is published")
    row = queries.programme_row(db, "LE-3", 2)
    assert row is not None
    assert row.published_by == owner.id
    assert "\r" not in row.body["text"]
    assert "At least 40 correct answers of 75" in words(
        administrator.get("/programmes/LE-3/2").text
    )
    assert "At least 35 correct answers of 75" in words(administrator.get("/programmes/LE-3").text)


@pytest.mark.parametrize("step", ["check", "publish"])
def test_every_fault_is_shown_with_its_line_and_the_text_is_kept(
    administrator: Visitor, db: Session, step: str
):
    text = edited(
        administrator, ("pass_total: 35", "pass_total: 76"), ("minutes: 60", "minutes: 0")
    )
    page = administrator.submit(f"/administrator/programmes/LE-3/{step}", {"text": text})
    assert page.status_code == 422
    said = words(page.text)
    assert "2 faults: nothing has been published" in said
    lines = text.split("\r\n")
    line = lines.index("    pass_total: 76") + 1
    assert f"Line {line} : sections.1.pass_total: 76 is not within 1 and 75 questions." in said
    assert "pass_total: 76" in page.text
    assert len(queries.versions_of(db, "LE-3")) == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "version: 1 – кезекті нөмір емес. 2 деп жазыңыз."),
        ("ru", "version: 1 – не следующий номер. Напишите 2."),
    ],
)
def test_faults_are_said_in_the_administrators_language(administrator, language, sentence):
    text = edited(administrator, ("version: 2", "version: 1"))
    administrator.headers["accept-language"] = language
    page = administrator.submit("/administrator/programmes/LE-3/check", {"text": text})
    assert sentence in words(page.text)


def test_the_text_can_be_taken_back_to_the_page_of_editing(administrator: Visitor):
    text = edited(administrator, ("pass_total: 35", "pass_total: 40"))
    page = administrator.submit("/administrator/programmes/LE-3", {"text": text})
    assert page.status_code == 200
    assert "pass_total: 40" in page.text


@pytest.mark.parametrize("text", ["", " ", "[[[", "a: 1", "</textarea><script>alert(1)</script>"])
def test_what_is_no_programme_is_refused(administrator: Visitor, text: str):
    page = administrator.submit("/administrator/programmes/LE-3/check", {"text": text})
    assert page.status_code == 422
    assert "<script>alert" not in page.text


def test_a_text_that_is_too_long_is_refused_unread(administrator: Visitor):
    page = administrator.submit("/administrator/programmes/LE-3/check", {"text": "a" * 200_001})
    assert page.status_code == 422
    assert "too long" in page.text


def test_a_publication_needs_our_own_form(administrator: Visitor, db: Session):
    text = edited(administrator)
    answer = administrator.post("/administrator/programmes/LE-3/publish", data={"text": text})
    assert answer.status_code == 403
    assert len(queries.versions_of(db, "LE-3")) == 1


def test_settings_stand_apart_from_the_law(administrator: Visitor):
    said = words(administrator.get("/administrator/settings").text)
    law, settings = said.split(" Set by the service, not by law ")
    assert "After an act on a breach of the rules 6 months 6 months 6 months" in law
    assert "After a result below the threshold 1 month 15 calendar days 15 calendar days" in law
    assert "O26 LE annex 2 row 9" in law
    assert "DEFAULT" not in law.replace("DEFAULT: the sources are silent", "")
    assert "How long the door stays open after the slot begins. 10 minutes BK-4 DEFAULT" in settings
    assert "When halls close on days on which they run late. 23:00 BK-3 DEFAULT" in settings
    assert "How soon the result is in the cabinet. 20 minutes TT-6 DEFAULT" in settings


def test_the_bank_is_shown_in_numbers_without_questions_and_keys(
    administrator: Visitor, bank: Bank
):
    page = administrator.get("/administrator/bank").text
    said = words(page)
    assert f"{sum(bank.counts().values())} approved questions" in said
    counts = bank.counts()
    assert re.search(rf"State language .* KK {counts['state-language']} 20 0 a \d+ · b \d+", said)
    assert not [item.ref for item in bank.items() if item.texts["kk"].text in unescape(page)]
    assert "CONST-" not in page
