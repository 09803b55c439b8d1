"""HR's pages of requirements: versions with differences, and an editor that loses nothing."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from service.bodies.actions import add_member
from service.bodies.models import Work
from service.core.wiring import Wiring
from service.law.experience import ExperienceNeed
from service.law.requirements import Alternative, Requirements
from service.pages.hr_requirements_reading import read_sheet
from service.pages.hr_requirements_sheet import Sheet, sheet_from, sheet_of
from service.people.models import Account, Role
from service.posts import queries
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_typical import TypicalFacts, enter_typical
from service.posts.requirements_versions import version_of
from service.programmes.actions import load_question_bank
from service.settings import ROOT
from tests import make, make_bodies, staff
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY
from tests.posts.any_requirements import REQUIREMENTS
from tests.shipped_registers import load_registers
from tests.visitor import Visitor

LIST = f"/hr/requirements/{MINISTRY}"
POST = f"{LIST}/117-6"
DRAFT = f"{POST}/draft"
PUBLISH = f"{DRAFT}/publish"
TYPICAL = ("C-1", "C-3", "C-4", "internal-control")


@pytest.fixture
def hr(client: Visitor, db: Session) -> Account:
    """Somebody of the ministry's HR service, signed in; the ministry has its posts."""
    make_bodies.shipped(db)
    load_registers(db, now=START)
    person = make_bodies.member(db, MINISTRY)
    db.commit()
    client.sign_in_as(person)
    return person


def typed(page: str) -> dict[str, list[str]]:
    """What the editor's form would send as it stands."""
    (form,) = re.findall(
        r'<form method="post" action="[^"]*/draft" novalidate>(.*?)</form>', page, re.DOTALL
    )
    sent: dict[str, list[str]] = {}
    for found in re.finditer(r"<input\b[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', found[0]))
        ticked = given.get("type") not in ("checkbox", "radio") or " checked" in found[0]
        if ticked and given["name"] != "csrf":
            sent.setdefault(given["name"], []).append(unescape(given["value"]))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent[name] = [chosen[0] if chosen else ""]
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    ):
        sent[name] = [unescape(text)]
    return sent


def save(client: Visitor, sent: dict[str, list[str]], do: str = "save", **other: Any) -> Any:
    fields = sent | {name.replace("_", "-"): value for name, value in other.items()}
    return client.submit(DRAFT, {**fields, "do": do})


def begun(client: Visitor) -> dict[str, list[str]]:
    """Begin a draft of the post; return what its form holds."""
    assert client.submit(POST).status_code == 303
    return typed(client.get(DRAFT).text)


def kept(db: Session, number: int = 1) -> Requirements:
    found = {one.version: one for one in queries.requirement_sets(db, MINISTRY, "117-6")}
    return version_of(found[number]).requirements


def publish(client: Visitor, day: str = "2026-11-23", reason: str = "Бұйрық № 5") -> Any:
    revision = re.findall(r'name="revision" value="(\d+)"', client.get(PUBLISH).text)[0]
    fields = {"revision": revision, "in_force_from": day, "reason": reason}
    answer = client.submit(PUBLISH, fields)
    if answer.status_code != 200:
        return answer
    return client.submit(PUBLISH, staff.confirmed(answer, fields))


def test_the_list_shows_the_bodys_posts_with_their_versions(client: Visitor, hr: Account):
    assert client.get("/hr/requirements").headers["location"] == LIST
    shown = staff.words(client.get(LIST))
    assert "136 posts" in shown
    assert "Version 1, in force from 20 March 2014 As the register prints it" in shown
    assert "7 posts" in staff.words(client.get(f"{LIST}?q=талдау+басшысы&page=x"))
    begun(client)
    assert "1 post " in staff.words(client.get(f"{LIST}?state=draft"))
    assert "No post is like this" in staff.words(client.get(f"{LIST}?state=own&department=x"))


def test_another_bodys_posts_do_not_exist(client: Visitor, db: Session, hr: Account):
    for path in (
        f"/hr/requirements/{AGENCY}", f"/hr/requirements/{AGENCY}/117-6", f"{LIST}/117-999",
        f"{LIST}/%00", f"{POST}/versions/2", f"/hr/requirements/{AGENCY}/117-6/draft",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.submit(f"/hr/requirements/{AGENCY}/117-6/draft").status_code == 404


def test_whoever_works_for_no_body_or_for_several_is_asked(client: Visitor, db: Session):
    make_bodies.shipped(db)
    nobody = make.account(db, roles=[Role.HR])
    client.sign_in_as(nobody)
    assert "You are not registered in any" in staff.words(client.get("/hr/requirements"))
    person = make_bodies.member(db, MINISTRY)
    add_member(db, AGENCY, person.id, Work.HR, by=person.id, now=START)
    client.sign_in_as(person)
    assert "Whose posts do you want to see?" in staff.words(client.get("/hr/requirements"))
    answer = client.submit(f"/hr/requirements/{AGENCY}")
    assert "Posts without a version 0" in staff.words(answer)


def test_a_post_shows_what_it_asks_and_which_tests_ask_about_it(
    client: Visitor, db: Session, hr: Account
):
    load_question_bank(db, ROOT / "question_bank", now=START)
    shown = staff.words(client.get(POST))
    for words in (
        "Higher education, bachelor: Law",
        "Typical requirements: C-4 What they say is not entered yet",
        "Constitution of the Republic of Kazakhstan: AD-1 , IS-1 , LE-1",
        "On justice bodies: no test asks; the interview does",
        "4 requirements have become codes that are checked by themselves",
        "Inferred Not printed so, but read from what stands around: Category in Latin letters",
        "Сыбайлас жемқорлыққа қарсы күрес туралы On countering corruption",
        "Lines 316–358 of order-117-2014-requirements.txt",
        "Version 1 20 March 2014 Register of posts",
    ):
        assert words in shown


def test_typical_requirements_are_carried_out_where_they_are_known(
    client: Visitor, db: Session, hr: Account
):
    way = Alternative((ExperienceNeed(24, sectors=frozenset({"civil"})),))
    facts = TypicalFacts("C-4", "№ 9", START.date(), None, [way])
    enter_typical(db, facts, actor_id=hr.id, now=START)
    shown = staff.words(client.get(POST))
    assert "All together, the typical requirements carried out" in shown
    assert "2 years, where: Civil service" in shown


def test_a_draft_is_changed_row_by_row_and_published(client: Visitor, db: Session, hr: Account):
    sent = begun(client)
    added = save(client, sent, "add languages")
    assert (added.status_code, 'id="field-languages-0"' in added.text) == (200, True)
    sent = typed(added.text) | {"languages-0-code": ["english"], "languages-0-level": ["b2"]}
    added = save(client, sent, "add education")
    assert typed(added.text)["languages-0-code"] == ["english"]
    sent = typed(save(client, typed(added.text), "remove education 1").text)
    answer = save(client, sent)
    assert (answer.status_code, client.said()) == (303, "The draft is saved.")
    shown = staff.words(client.get(PUBLISH))
    assert "What version 2 changes Languages Becomes English language: B2, upper" in shown
    assert publish(client).status_code == 303
    assert client.said() == "Version %(n)s is published."
    assert [one.code for one in kept(db, 2).languages] == ["english"]
    assert kept(db, 2).education == kept(db).education
    shown = staff.words(client.get(f"{POST}/versions/2"))
    assert "What is other than in version 1 Languages Becomes English language" in shown
    assert "Reason Бұйрық № 5" in shown
    assert hr.name in shown
    assert "What is other" not in staff.words(client.get(f"{POST}/versions/1"))
    assert client.get(DRAFT).headers["location"] == POST


def test_an_experience_grows_and_shrinks_without_javascript(
    client: Visitor, db: Session, hr: Account
):
    sent = typed(save(client, begun(client), "add ways").text)
    sent = typed(save(client, sent | {"ways-0-needs-0-years": ["3"]}, "add need 0").text)
    sent |= {
        "ways-0-needs-1-years": ["1"],
        "ways-0-needs-1-months": ["6"],
        "ways-0-needs-1-levels": ["unit-head", "organisation-head"],
    }
    sent = typed(save(client, sent, "add ways").text)
    sent = typed(save(client, sent, "remove need 1 0").text)
    refused = save(client, sent)
    assert list(staff.errors(refused)) == ["ways-1-conditions"]
    sent = typed(save(client, typed(refused.text), "remove ways 1").text)
    assert save(client, sent).status_code == 303
    draft = queries.requirement_draft(db, MINISTRY, "117-6")
    assert draft is not None
    (way,) = draft.requirements["experience"]["alternatives"]
    assert [need["months"] for need in way["needs"]] == [36, 18]
    assert way["needs"][1]["levels"] == ["organisation-head", "unit-head"]


NEED = "ways-0-needs-0-years"
TWO = {"languages-0-code": "english", "languages-1-code": "english", "languages-1-weight": "must"}
FAULTS = [
    pytest.param({"source": " "}, "source", "Please fill in this field.", id="no order"),
    pytest.param({"source": "№" * 400}, "source", "Please write at most 300", id="a long order"),
    pytest.param({"education-0-level": "x"}, "education-0-level", "Please choose", id="level"),
    pytest.param({"education-0-fields": "x"}, "education-0-fields", "Please choose", id="field"),
    pytest.param({"typical": "Z-9"}, "typical", "Please choose", id="no such typical row"),
    pytest.param({NEED: "x"}, NEED, "Please enter a whole", id="years in letters"),
    pytest.param({NEED: "41"}, NEED, "Please enter a number up to 40", id="beyond a working life"),
    pytest.param({NEED: ""}, NEED, "Please fill in", id="no length"),
    pytest.param({"acts-0-codes": []}, "acts-0-codes", "Please choose at least", id="no act"),
    pytest.param({"languages-0-code": ""}, "languages-0-code", "Please choose", id="no language"),
    pytest.param(TWO, "languages-1-code", "This stands here twice", id="a language twice"),
    pytest.param(
        {"computer": "", "programs": "documents"}, "computer", "Programs are chosen",
        id="programs without a computer",
    ),
    pytest.param({"secrets": "7"}, "secrets", "Please choose", id="no such form"),
    pytest.param({"wordings-0-code": "own"}, "wordings-0-kk", "Please fill in", id="no text"),
    pytest.param({"wordings-0-weight": "x"}, "wordings-0-weight", "Please choose", id="no weight"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "name", "sentence"), FAULTS)
def test_a_fault_stands_at_its_field_and_nothing_is_lost(
    client: Visitor, db: Session, hr: Account, wrong: dict[str, Any], name: str, sentence: str
):
    sent = begun(client) | {"health": ["true"]}
    if name.startswith("languages") or "languages-0-code" in wrong:
        sent |= {"languages-0-level": [""], "languages-0-weight": ["must"]}
    given = {key: [value] if isinstance(value, str) else value for key, value in wrong.items()}
    answer = save(client, sent | given)
    assert staff.errors(answer)[name].startswith(sentence)
    assert f'href="#field-{name}"' in answer.text
    assert typed(answer.text)["health"] == ["true"]
    draft = queries.requirement_draft(db, MINISTRY, "117-6")
    assert draft is not None
    assert draft.revision == 1


def test_what_cannot_be_asked_for_changes_nothing(client: Visitor, hr: Account):
    sent = begun(client)
    for wish in (
        "add sea",
        "remove education 9",
        "remove need 0",
        "remove need 7 0",
        "add need 9",
        "x",
    ):
        answer = save(client, sent, wish)
        assert answer.status_code == 200
        assert typed(answer.text) == sent


def test_who_saves_over_another_is_told_and_keeps_what_was_typed(
    client: Visitor, db: Session, hr: Account
):
    mine = begun(client) | {"secrets": ["2"]}
    theirs = typed(client.get(DRAFT).text) | {"health": ["true"]}
    assert save(client, theirs).status_code == 303
    refused = save(client, mine)
    assert refused.status_code == 409
    shown = staff.words(refused)
    assert "somebody has saved the draft meanwhile" in shown
    assert hr.name in shown
    assert "State secrets Becomes Access to state secrets, form 2" in shown
    assert "Health Was Special requirements to health are set" in shown
    again = typed(refused.text)
    assert (again["revision"], again["secrets"]) == (["2"], ["2"])
    assert save(client, again).status_code == 303


def test_what_was_typed_survives_the_draft(client: Visitor, db: Session, hr: Account):
    sent = begun(client) | {"secrets": ["2"]}
    fields = {"revision": "1"}
    done = client.submit(
        f"{DRAFT}/discard", staff.confirmed(client.submit(f"{DRAFT}/discard", fields), fields)
    )
    assert (done.headers["location"], client.said()) == (POST, "The draft is discarded.")
    refused = save(client, sent)
    assert refused.status_code == 409
    assert "Not saved: the draft is no more" in staff.words(refused)
    again = typed(refused.text)
    assert save(client, again).status_code == 303
    draft = queries.requirement_draft(db, MINISTRY, "117-6")
    assert draft is not None
    assert draft.requirements["secrets"] == {"form": 2}
    fields = {"revision": "1"}
    client.submit(f"{DRAFT}/discard", {**fields, "sure": "true"})
    assert client.said().startswith("Somebody has changed the draft meanwhile.")


def test_a_version_is_not_published_without_a_change_or_a_reason(client: Visitor, hr: Account):
    sent = begun(client)
    shown = staff.words(client.get(PUBLISH))
    assert "Nothing has been changed: there is nothing to publish." in shown
    save(client, sent | {"health": ["true"]})
    refused = publish(client, reason="x")
    assert staff.errors(refused)["reason"] == "Please write at least 5 characters."
    refused = publish(client, day="2010-01-01")
    assert "It cannot be in force before" in staff.words(refused)
    fields = {"revision": "1", "in_force_from": "2026-11-23", "reason": "Бұйрық № 5"}
    client.submit(PUBLISH, {**fields, "sure": "true"})
    assert client.said().startswith("Somebody has changed the draft meanwhile.")
    client.submit(PUBLISH, {**fields, "change": "true"})
    assert publish(client).status_code == 303
    client.submit(PUBLISH, {**fields, "sure": "true"})
    assert client.said().startswith("The draft has become a version")


def test_a_body_takes_over_what_a_register_brings_later(
    client: Visitor, db: Session, hr: Account, house: Wiring
):
    unit = make_bodies.body(db, "justice-abai", parent=MINISTRY)
    add_member(db, unit.code, hr.id, Work.HR, by=hr.id, now=START)
    shown = staff.words(client.get(f"/hr/requirements/{unit.code}/117-6"))
    assert "As the body asks that the unit belongs to" in shown
    client.submit(f"/hr/requirements/{unit.code}/117-6")
    answer = client.submit(f"/hr/requirements/{unit.code}", {"sure": "true"})
    assert answer.status_code == 303


def sent_by(sheet: Sheet) -> FormData:
    """What a browser sends of the sheet."""
    pairs: list[tuple[str, str | UploadFile]] = []

    def put(name: str, value: Any) -> None:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, row in enumerate(value):
                pairs.append((f"{name}-{place}-here", "1"))
                for key, one in row.items():
                    put(f"{name}-{place}-{key}", one)
        elif isinstance(value, list):
            pairs.extend((name, one) for one in value)
        else:
            pairs.append((name, value))

    for name, value in sheet.items():
        put(name, value)
    return FormData(pairs)


@given(REQUIREMENTS)
def test_requirements_come_back_from_the_form(asked: Requirements):
    texts = {one.code: requirement_codes().wordings[one.code] for one in asked.wordings}
    read = read_sheet(sheet_from(sent_by(sheet_of(asked, texts))), TYPICAL)
    assert read.errors == {}
    assert read.requirements is not None
    assert read.requirements == Requirements(**{**_fields(asked), "version": 1})
    assert read.texts == texts


def _fields(asked: Requirements) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Requirements.__slots__}


def test_a_text_of_our_own_keeps_its_words():
    sheet: Sheet = sheet_of(Requirements("№ 5"), {})
    own = {"code": "own", "kk": "Шаршамау", "ru": "Не уставать", "weight": "must"}
    read = read_sheet(sheet | {"wordings": [own]}, TYPICAL)
    assert read.requirements is not None
    (wording,) = read.requirements.wordings
    assert read.texts == {wording.code: {"kk": "Шаршамау", "ru": "Не уставать"}}
    assert sheet_of(read.requirements, read.texts)["wordings"] == [own]
