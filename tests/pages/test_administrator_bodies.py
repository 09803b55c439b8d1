"""Administrators keep the register of bodies and say who works for which."""

import re

import pytest
from sqlmodel import Session

from service.bodies import queries
from service.bodies.models import Office, Place, Work
from service.people.models import Account, Role
from tests import make, make_bodies, staff
from tests.make_bodies import MINISTRY
from tests.staff import errors, words
from tests.visitor import Visitor

BODIES = "/administrator/bodies"
HERE = f"{BODIES}/{MINISTRY}"
FACTS = {
    "name_kk": "Абай облысының әкімдігі",
    "name_ru": "Акимат области Абай",
    "name_en": "Akimat of Abai Region",
    "office": "local",
    "place": "abai",
    "site": "https://abai.example.org",
    "contacts_ru": "+7 7222 00 00 00",
}


@pytest.fixture
def person(client: Visitor, db: Session) -> Account:
    made = staff.administrator(client, db)
    make_bodies.shipped(db)
    return made


def test_bodies_are_listed_and_found(client: Visitor, person: Account):
    assert "27 bodies" in words(client.get(BODIES))
    found = words(client.get(f"{BODIES}?q=әділет"))
    assert "1 body" in found
    assert "Ministry of Justice" in found
    assert "No body is like this" in words(client.get(f"{BODIES}?q=%00nothing"))
    shown = words(client.get(HERE))
    for said in ("Second list, from 1 July 2024", "City of Astana", "Nobody yet.", "Central body"):
        assert said in shown


def test_a_body_is_entered_and_changed(client: Visitor, db: Session, person: Account):
    answer = client.submit(f"{BODIES}/new", {**FACTS, "code": "abai-akimat"})
    assert answer.headers["location"] == f"{BODIES}/abai-akimat"
    made = queries.body(db, "abai-akimat")
    assert made is not None
    assert (made.office, made.place, made.is_new) == (Office.LOCAL, Place.ABAI, False)
    form = client.get(f"{BODIES}/abai-akimat/edit").text
    assert 'value="Акимат области Абай"' in form
    client.submit(f"{BODIES}/abai-akimat/edit", {**FACTS, "is_new": "true"})
    shown = words(client.get(f"{BODIES}/abai-akimat"))
    assert "Being created Yes" in shown
    assert "body changed" in shown


@pytest.mark.parametrize(
    ("changed", "field", "fault"),
    [
        ({"code": MINISTRY}, "code", "There is a body with this code already."),
        ({"code": "Абай"}, "code", "Please check this field: its form is not right."),
        ({"name_kk": ""}, "name_kk", "Please fill in this field."),
        ({"site": "javascript:x"}, "site", "Please check this field: its form is not right."),
        ({"parent": "nothing"}, "parent", "A body cannot belong to itself or to its own unit."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    client: Visitor, person: Account, changed: dict[str, str], field: str, fault: str
):
    fields = {**FACTS, "code": "abai-akimat", **changed}
    assert errors(client.submit(f"{BODIES}/new", fields)) == {field: fault}


def test_bodies_do_not_belong_to_one_another_in_a_ring(
    client: Visitor, db: Session, person: Account
):
    make_bodies.body(db, "justice-abai", parent=MINISTRY)
    for name in ("parent", "served_by"):
        answer = client.submit(f"{HERE}/edit", {**FACTS, name: "justice-abai"})
        assert set(errors(answer)) == {name}


def test_a_person_is_added_by_iin_or_name_and_the_work_ends(
    client: Visitor, db: Session, person: Account
):
    meant = make.account(db, roles=[Role.HR], family_name="Рахимов")
    namesake = make.account(db, roles=[Role.CANDIDATE], family_name="Рахимов")
    members = f"{HERE}/members"
    assert errors(client.submit(members, {"work": "hr"})) == {"who": "Please fill in this field."}
    none = errors(client.submit(members, {"who": "Nobody", "work": "hr"}))
    assert none == {"who": "Nobody is known by this IIN or name."}
    several = client.submit(members, {"who": "Рахимов", "work": "hr"})
    assert errors(several) == {"who": "Several people are meant: enter the IIN."}
    assert namesake.iin in several.text
    lacking = errors(client.submit(members, {"who": namesake.iin, "work": "hr"}))
    assert lacking["who"].endswith("has not the role that this needs. Give it first.")
    assert client.submit(members, {"who": meant.iin, "work": "hr"}).status_code == 303
    assert queries.works_for(db, meant.id, MINISTRY, Work.HR)
    shown = client.get(HERE)
    assert "body member added" not in words(shown)  # it stands at the person
    end = re.search(rf'action="({members}/[^"]+/end)"', shown.text)
    assert end
    for _ in range(2):
        assert client.submit(end[1]).status_code == 303
    assert not queries.works_for(db, meant.id, MINISTRY, Work.HR)
    assert "Nobody yet." in words(client.get(HERE))


def test_a_membership_of_another_body_is_not_ended_here(
    client: Visitor, db: Session, person: Account
):
    meant = make_bodies.member(db, "ministry-of-trade")
    there = queries.membership(db, meant.id, "ministry-of-trade", Work.HR)
    assert there is not None
    assert client.submit(f"{HERE}/members/{there.id}/end").status_code == 404
    assert client.get(f"{BODIES}/nothing").status_code == 404
    assert client.get(f"{BODIES}/%00").status_code == 404
