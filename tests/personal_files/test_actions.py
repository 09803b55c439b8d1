"""What a person keeps in the file: with consent only, journaled, former versions kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from service.core.ids import new_id
from service.journal.models import JournalEntry
from service.law.bars import BARS
from service.people.actions import withdraw_consent
from service.people.models import Account
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, FileRefusal, Keeper, Upload
from service.personal_files.models import (
    Declaration,
    DocumentKind,
    Education,
    EducationLevel,
    LanguageLevel,
    LanguageSkill,
    PersonalDocument,
    Scan,
    Source,
)
from tests import make
from tests.clock import START

VERSION = "2026-11-01"
STUDIES: dict[str, Any] = {
    "level": EducationLevel.MASTER,
    "field": "Құқықтану",
    "institution": "КАЗГЮУ",
}
SPEAKS: dict[str, Any] = {"language": "kazakh", "level": LanguageLevel.C1}
NO_TO_ALL = {bar.number: Declared(applies=False) for bar in BARS if not bar.known_to_state}


@pytest.fixture
def owner(db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person, version=VERSION)
    return person


@pytest.fixture
def keeper(owner: Account) -> Keeper:
    return Keeper(owner.id, VERSION)


def upload(kind: DocumentKind = DocumentKind.DIPLOMA, sha256: str = "0" * 64) -> Upload:
    return Upload(new_id(), kind, "diploma.pdf", "application/pdf", 1, sha256, Scan.NOT_SCANNED)


def verbs(db: Session) -> list[str]:
    return [one.verb for one in db.exec(select(JournalEntry).order_by(JournalEntry.id))]  # type: ignore[arg-type]  # a column


def test_a_line_is_the_persons_own_and_in_the_journal(db: Session, keeper: Keeper):
    line = actions.add_entry(db, keeper, Education, STUDIES, now=START)
    assert isinstance(line, Education)
    assert (line.source, line.ended_at) == (Source.PERSON, None)
    assert list(queries.education_of(db, keeper.account_id)) == [line]
    assert verbs(db) == ["personal file line written"]


def test_a_corrected_line_is_a_new_one_and_the_old_one_is_kept(db: Session, keeper: Keeper):
    old = actions.add_entry(db, keeper, LanguageSkill, SPEAKS, now=START)
    assert isinstance(old, LanguageSkill)
    later = START + timedelta(days=1)
    better = SPEAKS | {"level": LanguageLevel.C2}
    new = actions.change_entry(db, keeper, old, better, now=later)
    assert isinstance(new, LanguageSkill)
    assert list(queries.languages_of(db, keeper.account_id)) == [new]
    assert (new.replaces, old.ended_at, old.level) == (old.id, later, LanguageLevel.C1)
    actions.remove_entry(db, keeper, new, now=later)
    assert list(queries.languages_of(db, keeper.account_id)) == []
    assert verbs(db)[1:] == ["personal file line corrected", "personal file line removed"]


def test_a_line_of_the_state_is_not_the_persons_to_change(db: Session, keeper: Keeper):
    line = Education(
        account_id=keeper.account_id, source=Source.STATE, state_id="1", made_at=START, **STUDIES
    )
    db.add(line)
    assert actions.change_entry(db, keeper, line, STUDIES, now=START) is FileRefusal.STATES
    assert actions.remove_entry(db, keeper, line, now=START) is FileRefusal.STATES
    assert line.ended_at is None


def test_id_2_without_consent_nothing_is_kept(db: Session, owner: Account, keeper: Keeper):
    db.flush()
    withdraw_consent(db, owner.id, now=START)
    refused = FileRefusal.NO_CONSENT
    assert actions.add_entry(db, keeper, Education, STUDIES, now=START) is refused
    assert actions.add_document(db, keeper, upload(), now=START) is refused
    assert actions.declare(db, keeper, NO_TO_ALL, now=START) is refused
    for table in (Education, PersonalDocument, Declaration):
        assert db.exec(select(table)).all() == []


def test_id_2_consent_to_an_older_text_is_none(db: Session, owner: Account):
    keeper = Keeper(owner.id, "2027-01-01")
    assert actions.add_document(db, keeper, upload(), now=START) is FileRefusal.NO_CONSENT


def test_the_same_document_again_is_the_one_that_is_there(db: Session, keeper: Keeper):
    first = actions.add_document(db, keeper, upload(), now=START)
    assert actions.add_document(db, keeper, upload(), now=START) is first
    as_annex = upload(DocumentKind.DIPLOMA_ANNEX)
    assert actions.add_document(db, keeper, as_annex, now=START) is not first
    assert len(queries.documents_of(db, keeper.account_id)) == 2


def test_there_is_room_for_so_many_documents(
    db: Session, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(actions, "MOST_DOCUMENTS", 2)
    for number in range(2):
        actions.add_document(db, keeper, upload(sha256=f"{number:064}"), now=START)
    assert actions.add_document(db, keeper, upload(), now=START) is not FileRefusal.FULL
    fresh = upload(sha256="9" * 64)
    assert actions.add_document(db, keeper, fresh, now=START) is FileRefusal.FULL
    actions.remove_document(db, queries.documents_of(db, keeper.account_id)[0], now=START)
    assert isinstance(actions.add_document(db, keeper, fresh, now=START), PersonalDocument)


def test_lw_2_all_fourteen_are_declared_the_first_from_the_day_of_birth(
    db: Session, keeper: Keeper
):
    made = actions.declare(db, keeper, NO_TO_ALL, now=START)
    assert isinstance(made, list)
    assert [one.number for one in made] == list(range(1, 15))
    assert [one.number for one in made if one.source is Source.STATE] == [1]
    assert not any(one.applies for one in made)


def test_lw_2_who_is_under_age_is_known_without_asking(db: Session):
    young = make.account(db, iin=make.iin(born_on=date(2008, 11, 24)))
    make.consent(db, young)
    for day, is_young in ((START, True), (START + timedelta(days=1), False)):
        actions.declare(db, Keeper(young.id, VERSION), {}, now=day)
        assert queries.declarations_of(db, young.id)[1].applies is is_young


def test_lw_2_a_changed_answer_is_a_new_row_and_the_old_one_stays(db: Session, keeper: Keeper):
    actions.declare(db, keeper, NO_TO_ALL, now=START)
    later, on = START + timedelta(days=3), date(2025, 5, 6)
    changed = NO_TO_ALL | {7: Declared(applies=True, happened_on=on)}
    made = actions.declare(db, keeper, changed, now=later)
    assert isinstance(made, list)
    assert [(one.number, one.applies, one.happened_on) for one in made] == [(7, True, on)]
    assert queries.declarations_of(db, keeper.account_id)[7] == made[0]
    history = [one for one in queries.declarations_ever(db, keeper.account_id) if one.number == 7]
    assert [one.applies for one in history] == [True, False]
    assert actions.declare(db, keeper, changed, now=later) == []


def test_answers_to_the_bars_stand_in_no_journal(db: Session, keeper: Keeper):
    answers = NO_TO_ALL | {8: Declared(applies=True)}
    actions.declare(db, keeper, answers, now=START)
    (entry,) = db.exec(select(JournalEntry).where(JournalEntry.verb == "declarations made"))
    assert entry.facts == {"numbers": list(range(1, 15)), "text": "2018-06-29"}
