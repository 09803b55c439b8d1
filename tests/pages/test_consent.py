"""ID-2: reading, giving and taking back the consent."""

import pytest
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.people.models import Account, Consent
from service.people.queries import consent_in_force
from tests import make
from tests.clock import START, FixedClock
from tests.visitor import Visitor

VERSION = "2026-11-01"
WHOLE = {"rules": "true", "data": "true", "version": VERSION, "next": "/me"}


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    client.sign_in_as(person)
    return person


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Сіз неге келісім бересіз"),
        ("ru", "На что вы даёте согласие"),
        ("en", "What you consent to"),
    ],
)
@pytest.mark.usefixtures("owner")
def test_id_2_the_text_is_read_in_ones_language_and_kept_as_read(
    client: Visitor, db: Session, house: Wiring, language: str, words: str
):
    client.get(f"/language/{language}")
    assert words in client.get("/consent").text
    client.submit("/consent", WHOLE)
    [given] = db.exec(select(Consent)).all()
    text = house.parts["consent"].text_on(START.date(), language)
    assert (given.version, given.text_sha256, given.given_at) == (VERSION, text.sha256, START)


@pytest.mark.parametrize("left_out", ["rules", "data"])
def test_nothing_is_ticked_for_the_person(
    client: Visitor, db: Session, owner: Account, left_out: str
):
    assert "checked" not in client.get("/consent").text
    sent = {name: value for name, value in WHOLE.items() if name != left_out}
    answer = client.submit("/consent", sent)
    assert answer.status_code == 422
    assert f'href="#field-{left_out}"' in answer.text
    assert 'name="next" value="/me"' in answer.text
    assert consent_in_force(db, owner.id, VERSION) is None


def test_a_text_renewed_while_the_page_was_open_is_read_again(
    client: Visitor, db: Session, owner: Account
):
    answer = client.submit("/consent", WHOLE | {"version": "2025-01-01"})
    assert answer.status_code == 422
    assert "has been renewed in the meantime" in answer.text
    assert consent_in_force(db, owner.id, VERSION) is None


@pytest.mark.usefixtures("owner")
def test_the_way_goes_on_to_a_page_of_ours_only(client: Visitor):
    evil = {"next": "https://evil.example"}
    assert 'name="next" value="/"' in client.get("/consent", params=evil).text
    assert client.submit("/consent", WHOLE | evil).headers["location"] == "/"


def test_it_is_shown_when_it_was_given_and_can_be_withdrawn(
    client: Visitor, db: Session, owner: Account, clock: FixedClock
):
    client.submit("/consent", WHOLE)
    page = client.get("/consent").text
    assert "You gave this consent on 23 November 2026, 10:00." in page
    assert "/consent/withdraw" in page
    assert "no longer apply for a test" in client.get("/consent/withdraw").text
    clock.move(minutes=5)
    answer = client.submit("/consent/withdraw")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    assert client.said() == "Your consent is withdrawn. You can give it again at any time."
    assert consent_in_force(db, owner.id, VERSION) is None
    assert "Your consent is missing" in client.get("/me").text
    client.submit("/consent", WHOLE)
    assert consent_in_force(db, owner.id, VERSION) is not None
