"""The register of typical requirements, as an administrator enters its rows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.law.experience import ExperienceNeed
from service.law.requirements import Alternative
from service.people.models import Account
from service.posts import queries
from service.posts.requirements_typical import load_shipped_typical
from service.posts.requirements_versions import typical_on
from service.settings import ROOT
from tests import staff
from tests.clock import START
from tests.visitor import Visitor

LIST = "/administrator/typical-requirements"
NEW = f"{LIST}/new"
TODAY = START.date()
ROW = {
    "key": "С-4",  # Cyrillic, as the orders print it
    "source": "№ 9, 01.11.2026",
    "valid_from": "2026-11-23",
    "valid_to": "",
    "ways-0-here": "1",
    "ways-0-needs-0-years": "2",
    "ways-0-needs-0-sectors": ["civil", "law-enforcement"],
}


@pytest.fixture(autouse=True)
def person(client: Visitor, db: Session) -> Account:
    load_shipped_typical(db, ROOT / "registers", now=START)
    return staff.administrator(client, db)


def send(client: Visitor, do: str, **other: Any) -> Any:
    changed = {name.replace("__", "-"): value for name, value in other.items()}
    return client.submit(NEW, {**ROW, **changed, "do": do})


def test_of_what_is_shipped_only_the_order_is_known(client: Visitor):
    shown = staff.words(client.get(LIST))
    assert "C-4 Content not entered yet" in shown
    assert "9 January 2008 counts today № 02-01-02/5, 2008-01-09 (№ 5084)" in shown
    assert "Internal-control services Content not entered yet" in shown


def test_a_row_is_entered_after_a_question(client: Visitor, db: Session, person: Account):
    question = staff.words(send(client, "check"))
    for words in (
        "Enter these typical requirements? C-4, № 9, 01.11.2026",
        "They count from 23 November 2026 until a later row.",
        "2 years, where: Civil service or Law-enforcement",
    ):
        assert words in question
    assert typical_on(db, "C-4", TODAY) is None
    assert send(client, "enter").status_code == 303
    found = typical_on(db, "C-4", TODAY)
    assert found is not None
    need = ExperienceNeed(24, sectors=frozenset({"civil", "law-enforcement"}))
    assert found.alternatives == (Alternative((need,)),)
    assert typical_on(db, "C-4", TODAY - timedelta(days=1)) is None
    shown = staff.words(client.get(LIST))
    assert "C-4 In force" in shown
    assert person.name in shown
    assert 'value="2"' in client.get(f"{NEW}?key=C-4").text


def test_rows_of_the_form_come_and_go(client: Visitor):
    added = send(client, "add ways")
    assert added.status_code == 200
    assert "Alternative 2" in staff.words(added)
    assert "Alternative" not in staff.words(send(client, "remove ways 0")).split("Experience", 1)[1]
    assert "Work 2" in staff.words(send(client, "add need 0"))
    assert send(client, "add education").status_code == 200


@pytest.mark.parametrize(
    ("other", "name", "sentence"),
    [
        ({"key": "Z"}, "key", "Write a category, for example C-4."),
        ({"source": ""}, "source", "Please fill in this field."),
        ({"valid_from": ""}, "valid_from", "Please fill in this field."),
        ({"valid_from": "soon"}, "valid_from", "Please enter a date, for example 2026-11-21."),
        ({"valid_to": "2026-11-22"}, "valid_to", "The last day lies before the first one."),
        ({"ways__0__needs__0__years": "x"}, "ways-0-needs-0-years", "Please enter a whole number."),
    ],
    ids=["no category", "no order", "no day", "no such day", "ends before", "years in letters"],
)
def test_a_fault_stands_at_its_field(
    client: Visitor, db: Session, other: dict[str, str], name: str, sentence: str
):
    for do in ("check", "enter"):
        assert staff.errors(send(client, do, **other))[name] == sentence
    assert not any(one.is_known for one in queries.typical_rows(db))
