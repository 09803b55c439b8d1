"""What the law asks of the personal file, in the browser: codes, access, training, gravities."""

from datetime import date

import pytest
from sqlmodel import Session

from service.people.models import Account
from service.personal_files import queries
from service.personal_files.models import (
    Clearance,
    ComputerSkill,
    Education,
    Employment,
    Gravity,
    PenaltyKind,
    ProvedCondition,
    Source,
    StateFinding,
    StatePenalty,
)
from tests import make, make_bodies
from tests.make_bodies import MINISTRY
from tests.pages.test_epf import STUDIES, WORK, no_to_all
from tests.personal_files import rows
from tests.visitor import Visitor


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person)
    client.sign_in_as(person)
    return person


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        pytest.param({"code": "law"}, ["law"], id="chosen"),
        pytest.param({"field": "Құқықтану"}, ["law"], id="named in the diploma's words"),
        pytest.param({"field": "Something of law"}, [], id="a person must look"),
    ],
)
def test_the_field_of_studies_gets_its_code(
    client: Visitor, db: Session, owner: Account, sent: dict[str, str], fields: list[str]
):
    form = client.get("/me/file/add/education").text
    assert '<option value="law">Law</option>' in form
    client.submit("/me/file/add/education", STUDIES | {"field": "Other"} | sent)
    (line,) = queries.education_of(db, owner.id)
    assert line.fields == fields
    url = f"/me/file/line/education/{line.id}"
    assert ('<option value="law" selected>' in client.get(url).text) is bool(fields)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, (False, False)),
        ({"is_foreign": "true"}, (True, False)),
        ({"is_foreign": "true", "is_recognised": "true"}, (True, True)),
        ({"is_recognised": "true"}, (False, False)),
    ],
)
def test_only_a_foreign_diploma_is_recognised(
    client: Visitor, db: Session, owner: Account, sent: dict[str, str], said: tuple[bool, bool]
):
    client.submit("/me/file/add/education", STUDIES | sent)
    (line,) = queries.education_of(db, owner.id)
    assert (line.is_foreign, line.is_recognised) == said
    form = client.get(f"/me/file/line/education/{line.id}").text
    assert form.count(" checked") == sum(said)


def test_a_post_of_the_civil_service_names_its_body_and_category(
    client: Visitor, db: Session, owner: Account
):
    make_bodies.shipped(db)
    sent = WORK | {"body_code": MINISTRY, "category": "\N{CYRILLIC CAPITAL LETTER ES} – 4"}
    assert f'value="{MINISTRY}"' in client.get("/me/file/add/employment").text
    client.submit("/me/file/add/employment", sent | {"code": "law"})
    client.submit("/me/file/add/employment", sent | {"service": "other", "post": "trader"})
    found = {one.post: one for one in queries.employment_of(db, owner.id)}
    clerk, trader = found["clerk"], found["trader"]
    assert (clerk.body_code, clerk.category, clerk.fields) == (MINISTRY, "C-4", ["law"])
    assert (trader.body_code, trader.category) == (None, "")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("education", STUDIES | {"code": "alchemy"}),
        ("employment", WORK | {"code": "alchemy"}),
        ("employment", WORK | {"body_code": "nowhere"}),
        ("clearance", {"form": "4"}),
        ("condition", {"code": "luck"}),
    ],
)
def test_a_code_that_is_in_no_register_is_asked_again(
    client: Visitor, kind: str, sent: dict[str, str]
):
    answer = client.submit(f"/me/file/add/{kind}", sent)
    assert answer.status_code == 422
    assert "Please choose one of the answers." in answer.text


def test_access_and_training_are_written_changed_and_taken_out(
    client: Visitor, db: Session, owner: Account
):
    client.submit("/me/file/add/clearance", {"form": "2", "valid_until": "2028-12-31"})
    client.submit("/me/file/add/condition", {"code": "studied-by-state-order"})
    (access,) = queries.entries_of(db, owner.id, Clearance)
    assert (access.form, access.valid_until) == (2, date(2028, 12, 31))
    (training,) = queries.entries_of(db, owner.id, ProvedCondition)
    assert training.code == "studied-by-state-order"
    page = client.get("/me/file").text
    assert "Form 2 (top secret)" in page
    assert "until 31 December 2028" in page
    url = f"/me/file/line/clearance/{access.id}"
    assert 'value="2" checked' in client.get(url).text
    client.submit(url, {"form": "3"})
    (changed,) = queries.entries_of(db, owner.id, Clearance)
    assert (changed.form, changed.valid_until) == (3, None)
    client.submit(f"/me/file/line/condition/{training.id}/remove")
    assert queries.entries_of(db, owner.id, ProvedCondition) == []


def test_programs_are_chosen_on_one_page(client: Visitor, db: Session, owner: Account):
    def kept() -> list[str]:
        return sorted(one.program for one in queries.entries_of(db, owner.id, ComputerSkill))

    url = "/me/file/computer"
    assert client.submit(url, {"programs": ["documents", "databases"]}).status_code == 303
    assert kept() == ["databases", "documents"]
    assert client.get(url).text.count(" checked>") == 2
    client.submit(url, {"programs": ["documents", "maps"]})
    assert kept() == ["documents", "maps"]
    assert client.submit(url, {"programs": ["sorcery"]}).status_code == 422
    assert kept() == ["documents", "maps"]
    client.submit(url, {})
    assert kept() == []


def test_lw_2_of_a_lesser_crime_it_is_said_what_and_whether_released(
    client: Visitor, db: Session, owner: Account
):
    url = "/me/file/declarations/edit"
    released = no_to_all(a9="released", d9="2021-05-06", g9="minor")
    assert client.submit(url, released).status_code == 303
    said = queries.declarations_of(db, owner.id)[9]
    assert (said.applies, said.released, said.gravity) == (True, True, Gravity.MINOR)
    shown = "Yes, released from liability: Crime of minor gravity, 6 May 2021"
    assert shown in client.get("/me/file/declarations").text
    form = client.get(url).text
    assert '<option value="minor" selected>' in form
    client.submit(url, released)
    assert client.said() == "Nothing has changed."


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (no_to_all(a9="yes", d9="2025-05-06"), "Please say how grave it was."),
        (no_to_all(a9="yes", d9="2025-05-06", g9="grave"), "Please say how grave it was."),
        (no_to_all(a2="yes", d2="9999-12-31"), "Please check the year of this day."),
        (no_to_all(a2="released"), "Please choose one of the answers."),
    ],
)
def test_what_lacks_its_gravity_or_has_a_strange_day_is_asked_again(
    client: Visitor, sent: dict[str, str], sentence: str
):
    answer = client.submit("/me/file/declarations/edit", sent)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("number", [2, 10])
def test_lw_2_the_end_of_a_decision_is_said_where_it_is_known(
    client: Visitor, db: Session, owner: Account, number: int
):
    url = "/me/file/declarations/edit"
    client.submit(url, no_to_all(**{f"a{number}": "yes"}))
    assert queries.declarations_of(db, owner.id)[number].until_on is None
    client.submit(url, no_to_all(**{f"a{number}": "yes", f"d{number}": "2027-01-31"}))
    assert queries.declarations_of(db, owner.id)[number].until_on == date(2027, 1, 31)


def test_what_registers_say_stands_beside_the_declarations(
    client: Visitor, db: Session, owner: Account
):
    db.add_all(
        [
            rows.line(StateFinding, owner.id, Source.STATE, number=7, applies=False),
            rows.line(
                StateFinding,
                owner.id,
                Source.STATE,
                number=6,
                applies=True,
                happened_on=date(2025, 4, 14),
            ),
            rows.line(
                StatePenalty,
                owner.id,
                Source.STATE,
                kind=PenaltyKind.DISCREDITING,
                removed_on=date(2026, 5, 1),
            ),
        ]
    )
    db.commit()
    page = client.get("/me/file/declarations").text
    for shown in ("nothing on record", "Yes, 14 April 2025", "removed on 1 May 2026"):
        assert shown in page


@pytest.mark.parametrize("kind", [Education, Employment])
def test_a_line_made_before_there_were_codes_still_opens(
    client: Visitor, db: Session, owner: Account, kind: type[Education | Employment]
):
    name = kind.__tablename__
    line = rows.education(owner.id) if kind is Education else rows.employment(owner.id)
    db.add(line)
    db.commit()
    assert client.get(f"/me/file/line/{name}/{line.id}").status_code == 200
