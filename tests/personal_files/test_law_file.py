"""The file as admission sees it: what goes in, on whose word, and what never does (LW-3)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from sqlmodel import Session

from service.core.ids import new_id
from service.gateways.egov import Records
from service.law.personal_file import LW_3_FIELDS, HeldCertificate
from service.law.record import plain
from service.law.vacancy import NO_STANDING, Leaving, Standing
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, Keeper
from service.personal_files.file_rows import FileRows
from service.personal_files.from_state import take_from_state
from service.personal_files.law_file import (
    UNLISTED_BODY,
    changes_on,
    file_for_law,
    file_of_rows,
    key_of,
    source_of,
)
from service.personal_files.models import (
    Clearance,
    ComputerSkill,
    Declaration,
    DocumentKind,
    Gravity,
    LanguageLevel,
    LanguageSkill,
    PostLevel,
    ProvedCondition,
    ServiceKind,
    Source,
    StateFinding,
)
from tests import make
from tests.clock import START
from tests.personal_files.rows import (
    CITIZEN,
    PRIVATE,
    SECRET,
    any_rows,
    declaration,
    document,
    education,
    employment,
    line,
    rows,
)

OWNER = new_id()
TODAY = date(2026, 11, 23)
STATE, PERSON = Source.STATE, Source.PERSON


def names_in(record: object) -> set[str]:
    if isinstance(record, dict):
        return set(record) | {name for one in record.values() for name in names_in(one)}
    if isinstance(record, list):
        return {name for one in record for name in names_in(one)}
    return set()


# LW-3


@given(any_rows(OWNER))
def test_lw_3_no_forbidden_field_and_no_text_of_the_person_enters(found: FileRows):
    identity = None if found.identity is None else {**PRIVATE, **found.identity}
    record = plain(file_of_rows(replace(found, identity=identity), TODAY))
    assert SECRET not in json.dumps(record)
    assert names_in(record) & LW_3_FIELDS == set()


@given(any_rows(OWNER))
def test_lw_3_what_is_forbidden_changes_nothing(found: FileRows):
    identity = None if found.identity is None else {**PRIVATE, **found.identity}
    assert file_of_rows(replace(found, identity=identity), TODAY) == file_of_rows(found, TODAY)


def test_lw_3_a_native_language_is_a_language_known_well():
    native = line(LanguageSkill, OWNER, language="kazakh", level=LanguageLevel.NATIVE)
    learned = line(LanguageSkill, OWNER, language="kazakh", level=LanguageLevel.C2)
    files = [file_of_rows(rows(OWNER, one), TODAY) for one in (native, learned)]
    assert files[0] == files[1]


# whose word it is


def test_a_fact_names_who_says_it_and_its_row():
    work, studies = employment(OWNER, STATE), education(OWNER)
    file = file_of_rows(rows(OWNER, work, studies), TODAY)
    (said,) = (source_of(one.key) for one in file.work)
    assert (said.source, said.row_id) == (STATE, work.id)
    assert file.education[0].key == key_of(studies) == f"person:{studies.id}"


@pytest.mark.parametrize(
    ("source", "has_scan", "recognised"),
    [(STATE, False, True), (PERSON, False, False), (PERSON, True, True)],
)
def test_that_a_foreign_diploma_is_recognised_is_the_states_word_or_proved(
    source: Source, *, has_scan: bool, recognised: bool
):
    studies = education(OWNER, source, is_foreign=True, is_recognised=True)
    scans = [document(OWNER, DocumentKind.RECOGNITION, studies)] if has_scan else []
    (held,) = file_of_rows(rows(OWNER, studies, documents=scans), TODAY).education
    assert (held.foreign, held.recognised) == (True, recognised)


@pytest.mark.parametrize(
    ("source", "has_scan", "proved"),
    [(STATE, False, True), (PERSON, False, False), (PERSON, True, True)],
)
def test_a_condition_is_the_states_word_or_proved(source: Source, *, has_scan: bool, proved: bool):
    said = line(ProvedCondition, OWNER, source, code="studied-by-state-order")
    scans = [document(OWNER, DocumentKind.CONDITION, said)] if has_scan else []
    file = file_of_rows(rows(OWNER, said, documents=scans), TODAY)
    assert file.conditions == (frozenset({"studied-by-state-order"}) if proved else frozenset())


STANDINGS = [
    pytest.param([employment(OWNER, STATE, body_code="moj")], Standing("moj"), id="serves"),
    pytest.param([employment(OWNER, STATE)], Standing(UNLISTED_BODY), id="a body nobody knows"),
    pytest.param([employment(OWNER)], NO_STANDING, id="says so without a scan"),
    pytest.param(
        [employment(OWNER, STATE, service=ServiceKind.OTHER)], NO_STANDING, id="works elsewhere"
    ),
    pytest.param(
        [employment(OWNER, STATE, body_code="moj", ended_on=TODAY)],
        Standing("moj"),
        id="the last day is a day of service",
    ),
    pytest.param(
        [employment(OWNER, STATE, ended_on=TODAY - timedelta(days=1), is_displaced=True)],
        Standing(left=Leaving(TODAY - timedelta(days=1), displaced=True)),
        id="has left",
    ),
    pytest.param(
        [
            employment(OWNER, STATE, ended_on=date(2026, 11, 1)),
            employment(OWNER, service=ServiceKind.OTHER, began_on=date(2026, 11, 10)),
        ],
        Standing(left=Leaving(date(2026, 11, 1), employed_since=True)),
        id="has left and works for others",
    ),
    pytest.param(
        [employment(OWNER, STATE, began_on=TODAY + timedelta(days=1))],
        NO_STANDING,
        id="begins tomorrow",
    ),
]


@pytest.mark.parametrize(("work", "standing"), STANDINGS)
def test_where_a_person_stands_to_the_service(work: list[Any], standing: Standing):
    assert file_of_rows(rows(OWNER, *work), TODAY).person.standing == standing


def test_an_official_without_a_state_record_shows_a_document():
    work = employment(OWNER, body_code="moj")
    scan = document(OWNER, DocumentKind.EMPLOYMENT, work)
    file = file_of_rows(rows(OWNER, work, documents=[scan]), TODAY)
    assert file.person.standing == Standing("moj")
    assert file.has_employment_document


# what counts as what


@pytest.mark.parametrize(
    ("level", "category", "levels"),
    [
        (PostLevel.WORKER, "", {"worker"}),
        (PostLevel.UNIT_HEAD, "C-O-2", {"worker", "specialist", "unit-head", "C-O-2"}),
    ],
)
def test_a_post_counts_as_every_level_up_to_its_own(
    level: PostLevel, category: str, levels: set[str]
):
    work = employment(OWNER, level=level, category=category, fields=["law"])
    (held,) = file_of_rows(rows(OWNER, work), TODAY).work
    assert held.levels == levels
    assert (held.fields, held.sectors) == (frozenset({"law"}), frozenset({"civil"}))


@pytest.mark.parametrize(
    ("facts", "completed"),
    [
        ({"ended_in": None}, []),
        ({"ended_in": 2018}, [date(2018, 12, 31)]),
        ({"ended_in": 2018, "diploma_number": "1"}, [None]),
        ({"ended_in": 2026, "diploma_number": "1"}, [None]),
        ({"ended_in": 2027, "diploma_number": "1"}, [date(2027, 12, 31)]),
        ({"ended_in": None, "completed_on": date(2026, 6, 30)}, [date(2026, 6, 30)]),
    ],
)
def test_studies_are_completed_on_their_day_or_with_their_year(
    facts: dict[str, Any], completed: list[date | None]
):
    file = file_of_rows(rows(OWNER, education(OWNER, **facts)), TODAY)
    assert [one.completed_on for one in file.education] == completed


def test_scans_stand_at_the_education_that_they_prove():
    first, second = education(OWNER), education(OWNER)
    scans = [
        document(OWNER, DocumentKind.DIPLOMA, first),
        document(OWNER, DocumentKind.DIPLOMA_ANNEX, first),
        document(OWNER, DocumentKind.DIPLOMA),
    ]
    file = file_of_rows(rows(OWNER, first, second, documents=scans), TODAY)
    assert [(one.has_document, one.has_annex) for one in file.education] == [
        (True, True),
        (False, False),
    ]


def test_a_scan_that_names_no_line_proves_the_only_one():
    scans = [document(OWNER, DocumentKind.DIPLOMA)]
    file = file_of_rows(rows(OWNER, education(OWNER), documents=scans), TODAY)
    assert file.education[0].has_document


def test_lw_2_declared_and_checked_stand_apart():
    declared = [
        declaration(OWNER, 1, applies=True, source=STATE),
        declaration(OWNER, 9, applies=True, gravity=Gravity.MINOR, released=True),
        declaration(OWNER, 10, applies=True, until_on=date(2027, 1, 1)),
        declaration(OWNER, 11, text_version="2015-11-23"),
    ]
    finding = line(StateFinding, OWNER, STATE, number=7, applies=True, happened_on=TODAY)
    person = file_of_rows(rows(OWNER, finding, declared=declared), TODAY).person
    assert [one.number for one in person.declared] == [9, 10]
    assert (person.declared[0].gravity, person.declared[0].released) == ("minor", True)
    assert person.declared[1].until_on == date(2027, 1, 1)
    assert [(one.number, one.happened_on) for one in person.checked] == [(7, TODAY)]


def test_computers_and_secrets():
    nothing = file_of_rows(rows(OWNER), TODAY)
    assert (nothing.computer, nothing.clearances) == (None, ())
    lines = [line(ComputerSkill, OWNER, program="documents"), line(Clearance, OWNER, form=2)]
    file = file_of_rows(rows(OWNER, *lines), TODAY)
    assert file.computer == frozenset({"documents"})
    assert [(one.form, one.valid_until) for one in file.clearances] == [(2, None)]


@pytest.mark.parametrize(
    ("identity", "citizen"), [(None, None), (CITIZEN, True), ({"citizenship": "KGZ"}, False)]
)
def test_lw_1_citizenship_is_the_states_word(
    identity: dict[str, str] | None, *, citizen: bool | None
):
    assert file_of_rows(rows(OWNER, identity=identity), TODAY).person.citizen is citizen


@given(any_rows(OWNER))
def test_nothing_changes_by_the_calendar_before_its_day(found: FileRows):
    day = changes_on(found, TODAY)
    assert day is None or day > TODAY
    eve = (day or TODAY + timedelta(days=400)) - timedelta(days=1)
    assert file_of_rows(found, eve) == file_of_rows(found, TODAY)


# from the database


def test_id_4_everything_that_the_state_and_the_person_say_comes_in(db: Session):
    owner = make.account(db, iin=make.iin(born_on=date(1990, 5, 17)))
    make.consent(db, owner)
    keeper = Keeper(owner.id, "2026-11-01")
    told = {
        "identity": {
            **{name: getattr(owner, name) for name in ("iin", "family_name", "given_name")},
            "birth_on": owner.birth_on,
            "citizenship": "KAZ",
            "pension_on": date(2053, 5, 17),
            "sex": SECRET,
        },
        "education": [
            {"id": "1", "level": "master", "field": "Құқықтану", "institution": SECRET,
             "completed_on": date(2015, 6, 30)},
        ],
        "employment": [
            {"id": "1", "organisation": SECRET, "post": SECRET, "field": "Заң шығару",
             "level": "unit-head", "service": "civil", "began_on": date(2019, 3, 16),
             "category": "C-2", "body_code": "ministry-of-justice"},
        ],
        "findings": [{"id": "1", "number": 7, "applies": False}],
        "penalties": [{"id": "1", "kind": "corruption-offence", "executed_on": date(2026, 1, 1)}],
        "clearances": [{"id": "1", "form": 3}],
        "conditions": [{"id": "1", "code": "studied-by-state-order"}],
    }  # fmt: skip
    take_from_state(db, keeper, Records.model_validate(told), request_id=new_id(), now=START)
    speaks = {"language": "english", "level": LanguageLevel.B2}
    actions.add_entry(db, keeper, LanguageSkill, speaks, now=START)
    actions.declare(db, keeper, {9: Declared(applies=True, gravity=Gravity.MINOR)}, now=START)
    db.flush()
    held = HeldCertificate("IS-1", "IS-1", "IS", date(2026, 1, 1), date(2027, 1, 1))
    file = file_for_law(db, owner, now=START, certificates=[held])
    assert file.person.standing == Standing("ministry-of-justice")
    assert (file.person.citizen, file.person.pension_on) == (True, date(2053, 5, 17))
    assert [one.fields for one in file.education] == [{"law"}]
    assert [one.fields for one in file.work] == [{"lawmaking"}]
    assert [one.kind for one in file.person.penalties] == ["corruption-offence"]
    assert [one.gravity for one in file.person.declared] == ["minor"]
    assert file.conditions == {"studied-by-state-order"}
    assert file.certificates == (held,)
    assert [(one.code, one.level) for one in file.languages] == [("english", "b2")]
    said = json.dumps(plain(file))
    for private in (SECRET, owner.iin, owner.family_name, owner.phone):
        assert str(private) not in said


def test_the_newest_declaration_and_the_lines_that_stand_are_taken(db: Session):
    owner = make.account(db)
    make.consent(db, owner)
    keeper, later = Keeper(owner.id, "2026-11-01"), START + timedelta(days=1)
    for applies, now in ((True, START), (False, later)):
        actions.declare(db, keeper, {8: Declared(applies=applies)}, now=now)
    work = employment(owner.id)
    work.ended_at = later
    db.add(work)
    db.flush()
    found = queries.file_rows(db, [owner.id])[owner.id]
    assert (found.employment, found.declared[8].applies) == ((), False)
    assert isinstance(found.declared[8], Declaration)
