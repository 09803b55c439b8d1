"""The electronic personal file in the browser: what is fetched, typed, uploaded and declared."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.demo import state_gateway
from service.demo.people import demo_people
from service.gateways.egov import StateGateway
from service.law.bars import BARS
from service.people.models import Account, Role
from service.personal_files import queries
from service.personal_files.models import Declaration, PersonalDocument, StateAnswer
from tests import make
from tests.clock import FixedClock
from tests.demo.serving import served
from tests.personal_files import specimens
from tests.visitor import Visitor

(YERLAN,) = (one for one in demo_people() if one.key == "yerlan")
PDF = specimens.pdf()
STUDIES = {"level": "master", "field": "Law", "institution": "KAZGUU", "ended_in": "2015"}
WORK = {
    "organisation": "A ministry",
    "post": "clerk",
    "field": "law",
    "level": "specialist",
    "service": "civil",
    "began_on": "2020-02-29",
}
PEOPLE = ["/me/file", "/me/file/documents", "/me/file/declarations", "/me/file/declarations/edit"]


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db, iin=YERLAN.iin)
    make.consent(db, person)
    client.sign_in_as(person)
    return person


@pytest.fixture(scope="session")
def gateway_url() -> Iterator[str]:
    with served(lambda _: state_gateway.create_app("the-token")) as address:
        yield f"{address}/records"


@pytest.fixture
def connected(house: Wiring, gateway_url: str) -> None:
    house.parts["state_gateway"] = StateGateway(gateway_url, "the-token", house.parts["http"])


def send(client: Visitor, *files: tuple[str, bytes], kind: str = "diploma") -> Any:
    parts = [("files", (name, content, "application/pdf")) for name, content in files]
    return client.submit("/me/file/documents", {"kind": kind}, files=parts)


def documents(db: Session, owner: Account) -> list[PersonalDocument]:
    return list(queries.documents_of(db, owner.id))


def no_to_all(**changed: str) -> dict[str, str]:
    return {f"a{bar.number}": "no" for bar in BARS if not bar.known_to_state} | changed


# what the state knows


@pytest.mark.usefixtures("connected")
def test_id_4_what_the_state_knows_is_fetched_and_offers_no_field(client: Visitor, owner: Account):
    assert "Fetch my data" in client.get("/me/file").text
    answer = client.submit("/me/file/fetch")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/file#state")
    page = client.get("/me/file").text
    for shown in (YERLAN.family_name, owner.iin, "ЖБ 0123456", "басқарма басшысы", "Fetch again"):
        assert shown in page
    assert "23 November 2026, 10:00" in page
    assert "/me/file/line/" not in page


@pytest.mark.usefixtures("connected")
def test_a_line_of_the_state_cannot_be_changed(client: Visitor, db: Session, owner: Account):
    client.submit("/me/file/fetch")
    line = queries.education_of(db, owner.id)[0]
    url = f"/me/file/line/education/{line.id}"
    for answer in (client.get(url), client.submit(url, STUDIES), client.submit(f"{url}/remove")):
        assert answer.status_code == 409
        assert "comes from state systems" in answer.text
    assert queries.education_of(db, owner.id)[0].id == line.id


@pytest.mark.usefixtures("connected", "owner")
def test_nobody_asks_again_within_half_a_minute(client: Visitor, db: Session, clock: FixedClock):
    client.submit("/me/file/fetch")
    client.submit("/me/file/fetch")
    assert client.said().startswith("You have just asked.")
    clock.move(minutes=1)
    client.submit("/me/file/fetch")
    assert len(db.exec(select(StateAnswer)).all()) == 2


def test_when_the_gateway_is_away_one_can_type(
    client: Visitor, db: Session, house: Wiring, owner: Account
):
    house.parts["state_gateway"] = StateGateway("http://127.0.0.1:9/", "", house.parts["http"])
    client.submit("/me/file/fetch")
    assert client.said().startswith("State systems do not answer just now.")
    assert client.submit("/me/file/add/education", STUDIES).status_code == 303
    page = client.get("/me/file").text
    assert "State systems do not answer just now." in page
    assert "to be confirmed" in page
    assert len(queries.education_of(db, owner.id)) == 1


@pytest.mark.usefixtures("owner")
def test_without_a_gateway_it_is_said(client: Visitor, db: Session):
    assert "not connected to state systems" in client.get("/me/file").text
    client.submit("/me/file/fetch")
    assert db.exec(select(StateAnswer)).all() == []


# what the person writes


@pytest.mark.parametrize(
    ("kind", "sent", "shown"),
    [
        ("education", STUDIES, "KAZGUU"),
        ("employment", WORK, "29 February 2020"),
        ("language", {"language": "kazakh", "level": "c1", "certificate": "KT 1"}, "KT 1"),
        (
            "volunteering",
            {"organisation": "Red Crescent", "deed": "Blood", "began_on": "2024-01-01"},
            "Red Crescent",
        ),
    ],
)
def test_a_line_is_written_changed_and_taken_out(
    client: Visitor, owner: Account, kind: str, sent: dict[str, str], shown: str
):
    answer = client.submit(f"/me/file/add/{kind}", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/me/file#{kind}")
    page = client.get("/me/file").text
    assert shown in page
    (url,) = re.findall(rf"/me/file/line/{kind}/[0-9a-f-]+", page)
    assert client.get(url).status_code == 200
    assert client.submit(url, sent).status_code == 303
    (changed,) = re.findall(rf"/me/file/line/{kind}/[0-9a-f-]+", client.get("/me/file").text)
    assert changed != url
    assert client.get(url).status_code == 404
    assert client.submit(f"{changed}/remove").status_code == 303
    assert shown not in client.get("/me/file").text.replace(owner.name, "")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("education", STUDIES | {"began_in": "2016"}, "The end stands before the beginning."),
        ("education", STUDIES | {"level": "wizard"}, "Please choose one of the answers."),
        ("education", STUDIES | {"field": "a\x01b"}, "a character that cannot be kept"),
        ("education", STUDIES | {"institution": "x" * 301}, "at most 300 characters"),
        ("employment", WORK | {"ended_on": "2020-02-28"}, "The end stands before the beginning."),
        ("employment", WORK | {"began_on": "2026-11-24"}, "This day has not come yet."),
        ("employment", WORK | {"began_on": "2020-02-30"}, "Please enter a date"),
        ("language", {"language": "elvish", "level": "c1"}, "Please choose one of the answers."),
    ],
)
def test_a_fault_names_its_field_and_keeps_what_was_typed(
    client: Visitor, kind: str, sent: dict[str, str], sentence: str
):
    answer = client.submit(f"/me/file/add/{kind}", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "post" in sent:
        assert 'value="clerk"' in answer.text


@pytest.mark.usefixtures("owner")
def test_another_kind_of_line_there_is_not(client: Visitor):
    assert client.get("/me/file/add/castles").status_code == 404
    assert client.submit("/me/file/add/castles", STUDIES).status_code == 404


@pytest.mark.usefixtures("owner")
def test_what_is_typed_is_shown_as_text(client: Visitor):
    client.submit("/me/file/add/education", STUDIES | {"field": "<script>alert(1)</script>"})
    page = client.get("/me/file").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# declarations


def test_lw_2_fourteen_answers_are_asked_and_kept(client: Visitor, db: Session, owner: Account):
    answer = client.submit("/me/file/declarations/edit", no_to_all(a7="yes", d7="2025-05-06"))
    assert answer.status_code == 303
    declared = queries.declarations_of(db, owner.id)
    assert sorted(declared) == list(range(1, 15))
    assert (declared[7].applies, declared[7].happened_on) == (True, date(2025, 5, 6))
    assert "Yes, 6 May 2025" in client.get("/me/file/declarations").text
    form = client.get("/me/file/declarations/edit").text
    assert 'value="2025-05-06"' in form
    client.submit("/me/file/declarations/edit", no_to_all(a7="yes", d7="2025-05-06"))
    assert client.said() == "Nothing has changed."
    client.submit("/me/file/declarations/edit", no_to_all())
    assert len(db.exec(select(Declaration)).all()) == 15
    assert "All versions" in client.get("/me/file/declarations").text


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (no_to_all(a8=""), "Please choose one of the answers."),
        (no_to_all(a8="perhaps"), "Please choose one of the answers."),
        (no_to_all(a7="dismissed"), "Please choose one of the answers."),
        (no_to_all(a6="dismissed"), "Please say on which day it was."),
        (no_to_all(a9="yes"), "Please say on which day it was."),
        (no_to_all(a3="yes"), "Please say until which day it holds."),
        (no_to_all(a7="yes", d7="2026-11-24"), "This day has not come yet."),
        (no_to_all(a7="yes", d7="soon"), "Please enter a date"),
    ],
)
def test_an_answer_that_lacks_something_is_asked_again_and_nothing_is_lost(
    client: Visitor, db: Session, sent: dict[str, str], sentence: str
):
    answer = client.submit("/me/file/declarations/edit", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count(" checked") >= 12
    assert db.exec(select(Declaration)).all() == []


# whose it is


@pytest.fixture
def intruder(client: Visitor, db: Session, owner: Account) -> dict[str, str]:
    """Ids of the owner's things, while somebody else is signed in."""
    client.submit("/me/file/add/education", STUDIES)
    send(client, ("a.pdf", PDF))
    ids = {
        "line": f"/me/file/line/education/{queries.education_of(db, owner.id)[0].id}",
        "document": f"/me/file/documents/{documents(db, owner)[0].id}",
    }
    other = make.account(db, roles=list(Role))
    make.consent(db, other)
    client.sign_in_as(other)
    return ids


def test_nobody_sees_or_touches_the_file_of_another(client: Visitor, intruder: dict[str, str]):
    line, document = intruder["line"], intruder["document"]
    answers = [
        client.get(line),
        client.submit(line, STUDIES),
        client.submit(f"{line}/remove"),
        client.get(document),
        client.submit(f"{document}/remove"),
    ]
    assert [one.status_code for one in answers] == [404] * 5
    for url in PEOPLE:
        page = client.get(url).text
        assert "KAZGUU" not in page
        assert "a.pdf" not in page


def test_id_2_without_consent_every_deed_leads_to_it(client: Visitor, db: Session, house: Wiring):
    client.sign_in_as(make.account(db))
    assert "Your consent is missing" in client.get("/me/file").text
    house.parts["state_gateway"] = StateGateway("http://127.0.0.1:9/", "", httpx.Client())
    answers = [
        client.submit("/me/file/fetch"),
        client.submit("/me/file/add/education", STUDIES),
        send(client, ("a.pdf", PDF)),
        client.submit("/me/file/declarations/edit", no_to_all()),
    ]
    assert [one.headers["location"] for one in answers] == ["/consent?next=/me/file"] * 4
    for table in (StateAnswer, PersonalDocument, Declaration):
        assert db.exec(select(table)).all() == []


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("url", PEOPLE)
@pytest.mark.parametrize(
    ("language", "word"), [("kk", "Электрондық жеке іс"), ("ru", "Электронное личное дело")]
)
def test_the_pages_speak_the_chosen_language(client: Visitor, url: str, language: str, word: str):
    client.get(f"/language/{language}")
    page = client.get(url).text
    assert word in page or "16" in page


@pytest.mark.usefixtures("owner")
def test_the_way_leads_from_the_personal_file_and_from_the_cabinet(client: Visitor):
    for url in ("/me", "/cabinet"):
        assert 'href="/me/file"' in client.get(url).text
