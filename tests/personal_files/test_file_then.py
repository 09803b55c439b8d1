"""The file as it stood at a moment: what came later is not in it, what went later still is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.law.bars import BARS
from service.law.calendar import local_day
from service.law.personal_file import File
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, Keeper
from service.personal_files.law_file import file_of_rows
from service.personal_files.models import (
    DocumentKind,
    Education,
    EducationLevel,
    LanguageLevel,
    LanguageSkill,
)
from tests import make
from tests.clock import START
from tests.personal_files.test_actions import VERSION, upload

STUDIES: dict[str, Any] = {
    "level": EducationLevel.BACHELOR,
    "field": "Law",
    "institution": "KAZGUU",
    "ended_in": 2015,
}
SPEAKS = {"language": "kazakh", "level": LanguageLevel.B2}


@pytest.fixture
def keeper(db: Session) -> Keeper:
    person = make.account(db)
    make.consent(db, person, version=VERSION)
    return Keeper(person.id, VERSION)


def file_then(db: Session, keeper: Keeper, at: datetime | None) -> File:
    found = queries.file_rows(db, [keeper.account_id], at=at)[keeper.account_id]
    return file_of_rows(found, local_day(START))


def test_the_file_of_a_moment_stays_what_it_was_whatever_comes(db: Session, keeper: Keeper):
    line = actions.add_entry(db, keeper, Education, STUDIES, now=START)
    spoken = actions.add_entry(db, keeper, LanguageSkill, SPEAKS, now=START)
    assert isinstance(line, Education)
    assert isinstance(spoken, LanguageSkill)
    kinds = (DocumentKind.DIPLOMA, DocumentKind.DIPLOMA_ANNEX)
    scans = [upload(kind, f"{place}" * 64) for place, kind in enumerate(kinds)]
    for scan in scans:
        document = actions.add_document(db, keeper, scan, now=START)
        document.line_id = line.id  # type: ignore[union-attr]  # it was taken
    no_to_all = {bar.number: Declared(applies=False) for bar in BARS}
    actions.declare(db, keeper, no_to_all, now=START)
    db.flush()
    then = file_then(db, keeper, START)
    assert then == file_then(db, keeper, None)
    assert [(one.has_document, one.has_annex) for one in then.education] == [(True, True)]

    later = START + timedelta(hours=1)
    other = actions.add_entry(db, keeper, Education, STUDIES, now=later)
    assert isinstance(other, Education)
    changed = actions.change_entry(db, keeper, line, STUDIES | {"ended_in": 2016}, now=later)
    assert isinstance(changed, Education)
    actions.remove_entry(db, keeper, spoken, now=later)
    (kept, gone) = queries.documents_of(db, keeper.account_id)
    actions.remove_document(db, gone, now=later)
    actions.declare(db, keeper, {6: Declared(applies=True)}, now=later)
    db.flush()
    assert kept.line_id == changed.id
    assert file_then(db, keeper, START) == then
    assert file_then(db, keeper, later) == file_then(db, keeper, None) != then
    assert kept.line_id == changed.id
