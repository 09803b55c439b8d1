import pytest
from sqlmodel import Session

from service.core.edge import LANGUAGE_COOKIE
from service.people import actions
from service.people.models import Account, Role, SignIn
from tests import make
from tests.clock import START, FixedClock
from tests.visitor import Visitor


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db, family_name="Серікова", given_name="Аружан", patronymic=None)
    make.consent(db, person)
    client.sign_in_as(person)
    return person


def test_it_shows_what_the_state_says_and_offers_no_field_for_it(client: Visitor, owner: Account):
    page = client.get("/me").text
    for shown in ("Серікова", "Аружан", owner.iin, "17 May 1990", "+7 701 000 00 01"):
        assert shown in page
    assert "<input" not in page.replace('<input type="hidden"', "")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("address", ["/me", "/me/contact", "/me/phone", "/consent"])
@pytest.mark.parametrize(("language", "title"), [("kk", "Жеке іс"), ("ru", "Личное дело")])
def test_the_pages_speak_the_chosen_language(
    client: Visitor, address: str, language: str, title: str
):
    client.get(f"/language/{language}")
    assert title in client.get(address).text


def test_contact_data_are_saved_and_the_language_is_spoken_at_once(client: Visitor, owner: Account):
    sent = {"email": " new@example.kz ", "language": "ru"}
    answer = client.submit("/me/contact", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    assert client.said() == "Your contact data are saved."
    assert (owner.email, owner.language) == ("new@example.kz", "ru")
    assert client.cookies.get(LANGUAGE_COOKIE) == "ru"
    assert "Контактные данные сохранены." in client.get("/me").text


def test_an_address_can_be_taken_away(client: Visitor, owner: Account):
    client.submit("/me/contact", {"email": "", "language": "kk"})
    assert owner.email is None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"email": "nobody", "language": "kk"}, "Please enter an e-mail address"),
        ({"email": "a@b.kz", "language": "de"}, "Please choose one of the answers."),
        ({"email": "a@b.kz"}, "Please fill in this field."),
        ({"email": "a" * 200 + "@b.kz", "language": "kk"}, "Please write at most 200 characters."),
    ],
)
def test_a_fault_names_its_field_and_keeps_what_was_typed(
    client: Visitor, owner: Account, sent: dict[str, str], sentence: str
):
    answer = client.submit("/me/contact", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["email"]}"' in answer.text
    assert owner.email == "alikhan@example.kz"


def test_what_is_typed_is_shown_as_text(client: Visitor, db: Session):
    client.sign_in_as(make.account(db, given_name='<img src=x onerror="alert(1)">'))
    assert "<img" not in client.get("/me").text


def test_another_session_can_be_ended(client: Visitor, owner: Account, db: Session):
    elsewhere = make.session_of(db, owner)
    assert client.get("/me").text.count("End this session") == 1
    answer = client.submit(f"/me/sessions/{elsewhere.id}/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me#sessions")
    assert db.get_one(SignIn, elsewhere.id).revoked_at == START
    assert "End this session" not in client.get("/me").text


def test_sessions_that_are_over_are_not_listed(
    client: Visitor, owner: Account, db: Session, clock: FixedClock
):
    make.session_of(db, owner)
    for _ in range(3):
        clock.move(minutes=10)
        client.get("/me")
    assert "End this session" not in client.get("/me").text


def test_help_during_a_test_is_shown(client: Visitor, owner: Account, db: Session):
    assert "Nothing has been granted." in client.get("/me").text
    boss = make.account(db, roles=[Role.ADMINISTRATOR])
    actions.grant_accommodation(
        db,
        owner.id,
        extra_percent=50,
        large_print=True,
        reader=False,
        reason="a secret of medicine",
        by=boss.id,
        now=START,
    )
    page = client.get("/me").text
    assert "50 % in every section" in page
    assert "a secret of medicine" not in page
