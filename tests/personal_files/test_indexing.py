"""The index follows every change of a file, the calendar and a rebuild."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session, col, select

from service.core.db import Database
from service.core.ids import new_id
from service.gateways.egov import Identity, Records, Work
from service.law.admission import admission
from service.law.bars import BARS
from service.law.calendar import local_day
from service.people.models import Account
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, Keeper, Upload
from service.personal_files.eligibility import EligibleCounts
from service.personal_files.file_rows import FileRows
from service.personal_files.from_state import take_from_state
from service.personal_files.index_models import (
    FileIndex,
    IndexedEducation,
    IndexedSkill,
    IndexedWork,
)
from service.personal_files.indexing import index_file, index_stale_files, rebuild_index
from service.personal_files.law_file import file_for_law
from service.personal_files.models import (
    Clearance,
    DocumentKind,
    Education,
    EducationLevel,
    LanguageLevel,
    LanguageSkill,
    Outcome,
    ProvedCondition,
    Scan,
    StateAnswer,
)
from tests import make
from tests.clock import START, FixedClock
from tests.law.files import OPENING
from tests.personal_files.rows import any_rows
from tests.personal_files.test_eligibility import FEW_THINGS, counted, law_says, taken_back

VERSION = "2026-11-01"
TODAY = local_day(START)
NO_TO_ALL = {bar.number: Declared(applies=False) for bar in BARS if not bar.known_to_state}
STUDIES: dict[str, Any] = {
    "level": EducationLevel.BACHELOR,
    "field": "Law",
    "institution": "KAZGUU",
    "ended_in": 2018,
    "fields": ["law"],
}


@pytest.fixture
def owner(db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person, version=VERSION)
    return person


@pytest.fixture
def keeper(owner: Account) -> Keeper:
    return Keeper(owner.id, VERSION)


def indexed(db: Session, account_id: Any) -> list[Any]:
    """Return all that the index holds of a file, without what differs from one time to the next."""
    row = db.exec(select(FileIndex).where(FileIndex.account_id == account_id)).one()
    found: list[Any] = [row.model_dump(exclude={"no", "indexed_at"})]
    for table in (IndexedEducation, IndexedWork, IndexedSkill):
        parts = db.exec(select(table).where(col(table.file_no) == row.no)).all()
        found.append(sorted(str(part.model_dump(exclude={"file_no"})) for part in parts))
    db.expire_all()
    return found


def told(owner: Account, **work: Any) -> Records:
    identity = {
        name: getattr(owner, name) for name in ("iin", "family_name", "given_name", "birth_on")
    }
    job = {
        "id": "W-1",
        "organisation": "x",
        "post": "y",
        "level": "specialist",
        "service": "civil",
        "began_on": date(2020, 1, 1),
        "body_code": "ministry-of-justice",
    }
    return Records(
        identity=Identity(**identity, citizenship="KAZ"),
        education=(),
        employment=(Work.model_validate(job | work),),
    )


def scan(kind: DocumentKind) -> Upload:
    return Upload(new_id(), kind, "a.pdf", "application/pdf", 1, f"{kind}"[:64], Scan.CLEAN)


Deed = Callable[[Session, Keeper, Account], object]
DEEDS: dict[str, Deed] = {
    "a line": lambda db, keeper, _: actions.add_entry(db, keeper, Education, STUDIES, now=START),
    "a language": lambda db, keeper, _: actions.add_entry(
        db, keeper, LanguageSkill, {"language": "kazakh", "level": LanguageLevel.C1}, now=START
    ),
    "access": lambda db, keeper, _: actions.add_entry(
        db, keeper, Clearance, {"form": 2}, now=START
    ),
    "training": lambda db, keeper, _: actions.add_entry(
        db, keeper, ProvedCondition, {"code": "studied-by-state-order"}, now=START
    ),
    "programs": lambda db, keeper, _: actions.say_programs(
        db, keeper, frozenset({"documents"}), now=START
    ),
    "a document": lambda db, keeper, _: actions.add_document(
        db, keeper, scan(DocumentKind.EMPLOYMENT), now=START
    ),
    "declarations": lambda db, keeper, _: actions.declare(db, keeper, NO_TO_ALL, now=START),
    "the state's records": lambda db, keeper, owner: take_from_state(
        db, keeper, told(owner), request_id=new_id(), now=START
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_changes_a_file_changes_its_index_too(
    db: Session, owner: Account, keeper: Keeper, deed: Deed
):
    index_file(db, owner.id, now=START)
    before = indexed(db, owner.id)
    deed(db, keeper, owner)
    after = indexed(db, owner.id)
    index_file(db, owner.id, now=START)
    assert after == indexed(db, owner.id)
    assert (after != before) is (deed is not DEEDS["training"])  # not proved yet: it says nothing


def test_what_is_corrected_or_taken_out_leaves_the_index(
    db: Session, owner: Account, keeper: Keeper
):
    line = actions.add_entry(db, keeper, Education, STUDIES, now=START)
    assert isinstance(line, Education)
    changed = actions.change_entry(db, keeper, line, STUDIES | {"fields": ["finance"]}, now=START)
    assert isinstance(changed, Education)
    assert [one.field for one in db.exec(select(IndexedEducation))] == ["finance"]
    document = actions.add_document(db, keeper, scan(DocumentKind.EMPLOYMENT), now=START)
    assert not isinstance(document, actions.FileRefusal)
    assert db.exec(select(FileIndex)).one().has_employment_document
    db.expire_all()
    actions.remove_document(db, document, now=START)
    actions.remove_entry(db, keeper, changed, now=START)
    assert not db.exec(select(FileIndex)).one().has_employment_document
    assert db.exec(select(IndexedEducation)).all() == []


def test_the_calendar_makes_a_row_stale_and_work_makes_it_fresh(
    db: Session, owner: Account, keeper: Keeper, clock: FixedClock, run_due: Callable[[], int]
):
    ends = TODAY + timedelta(days=2)
    answer = told(owner, ended_on=ends)
    take_from_state(db, keeper, answer, request_id=new_id(), now=START)
    row = db.exec(select(FileIndex)).one()
    assert (row.serving_in, row.changes_on) == ("ministry-of-justice", ends + timedelta(days=1))
    clock.move(days=3)
    assert queries.eligible_counts(db, OPENING, local_day(clock.now())).look == 1
    assert run_due() >= 1
    row = db.exec(select(FileIndex)).one()
    assert (row.serving_in, row.left_on, row.changes_on) == (None, ends, None)


def test_a_rebuild_finds_every_file_and_derives_the_same(
    db: Session, database: Database, owner: Account, keeper: Keeper, clock: FixedClock
):
    actions.add_entry(db, keeper, Education, STUDIES, now=START)
    take_from_state(db, keeper, told(owner), request_id=new_id(), now=START)
    db.commit()
    before = indexed(db, owner.id)
    db.delete(db.exec(select(FileIndex)).one())
    make.account(db)  # nothing is in this one's file
    db.commit()
    assert list(rebuild_index(database, clock)) == [1]
    assert indexed(db, owner.id) == before
    db.commit()
    assert list(rebuild_index(database, clock)) == [1]
    assert indexed(db, owner.id) == before


def test_there_is_nothing_to_do_where_nothing_is_stale(db: Session, keeper: Keeper):
    actions.add_entry(db, keeper, Education, STUDIES, now=START)
    assert index_stale_files(db, now=START) == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=any_rows(new_id()), opening=FEW_THINGS)
def test_sql_says_of_the_lines_what_the_law_says_of_the_file(
    db: Session, owner: Account, found: FileRows, opening: Any
):
    with taken_back(db):
        owner.birth_on = found.born_on
        lines = [one for some in found.lines.values() for one in some]
        for row in (*lines, *found.documents, *found.declared.values()):
            db.add(type(row)(**row.model_dump() | {"account_id": owner.id}))
        if found.identity is not None:
            records = {"identity": found.identity}
            answer = StateAnswer(
                account_id=owner.id, asked_at=START, outcome=Outcome.FOUND, records=records
            )
            db.add(answer)
        db.flush()
        index_file(db, owner.id, now=START)
        file = file_for_law(db, owner, now=START)
        word = law_says(admission(file, opening, TODAY), certificate=False)
        assert counted(queries.eligible_counts(db, opening, TODAY)) == {word: 1}


def test_who_has_no_file_is_not_counted(db: Session):
    assert queries.eligible_counts(db, OPENING, TODAY) == EligibleCounts(0, 0, 0)
