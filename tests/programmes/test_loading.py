"""Bringing a database up to the files of a question bank."""

from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from service.core.yaml_file import MalformedFileError
from service.items import queries as queries_of_items
from service.items.actions import (
    OVERTAKEN,
    ItemRefusal,
    approve_item,
    begin_version,
    review_item,
    submit_draft,
)
from service.items.bank import load_bank
from service.items.in_memory import find_item
from service.items.loading import keep_items, new_items
from service.items.models import ItemVersion, ItemWork
from service.items.queries import item_body, pools
from service.journal.models import JournalEntry
from service.programmes import queries
from service.programmes.actions import load_question_bank
from service.programmes.models import ProgrammeVersion
from service.settings import ROOT
from tests import make_items
from tests.clock import START
from tests.make_bank import change, item, item_file, put, shipped_copy

SHIPPED = ROOT / "question_bank"
FIRST_QUESTION = "Каким государством является Республика Казахстан согласно Конституции?"


def rows(db: Session) -> tuple[int, int]:
    return tuple(  # type: ignore[return-value]  # there are two of them
        db.exec(select(func.count()).select_from(table)).one()
        for table in (ItemVersion, ProgrammeVersion)
    )


def refusal(db: Session, folder: Path) -> list[str]:
    before = rows(db)
    with pytest.raises(MalformedFileError) as found:
        load_question_bank(db, folder, now=START)
    assert rows(db) == before
    return str(found.value).splitlines()


def test_loading_keeps_every_approved_item_and_programme_and_again_changes_nothing(db: Session):
    first = load_question_bank(db, SHIPPED, now=START)
    approved = sum(first.bank.counts().values())
    assert (first.new_items, first.new_programmes) == rows(db) == (approved, 9)
    again = load_question_bank(db, SHIPPED, now=START)
    assert (again.new_items, again.new_programmes) == (0, 0)
    assert again.bank.sha256 == first.bank.sha256
    entries = db.exec(select(JournalEntry).where(JournalEntry.verb == "question bank loaded")).all()
    facts = {
        "items": approved,
        "situations": first.new_situations,
        "texts": first.new_passages,
        "programmes": 9,
    }
    assert [each.facts for each in entries] == [facts]


def test_an_item_in_use_is_not_changed_under_its_version(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "items" / "constitution.yaml"
    line = change(path, "  - id: CONST-0001\n", "  - id: CONST-0001\n")
    change(path, FIRST_QUESTION, "Что такое Республика Казахстан?")
    assert refusal(db, folder) == [
        (
            f"{path}:{line}: CONST-0001: version 1 is in use with other words or key. "
            "Raise its version to 2."
        )
    ]


def test_a_raised_version_joins_the_one_before_which_can_still_be_shown(
    db: Session, tmp_path: Path
):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "items" / "constitution.yaml"
    change(path, FIRST_QUESTION, "Что такое Республика Казахстан?")
    change(path, "CONST-0001\n    version: 1\n", "CONST-0001\n    version: 2\n")
    loaded = load_question_bank(db, folder, now=START)
    assert loaded.new_items == 1
    assert "CONST-0001@1" not in loaded.bank.pools()["constitution"]
    assert find_item(db, loaded.bank, "CONST-0001@1").texts["ru"].text == FIRST_QUESTION
    assert find_item(db, loaded.bank, "CONST-0001@2") is loaded.bank.find("CONST-0001@2")
    assert item_body(db, "CONST-0001@1")["key"] == "b"
    change(path, "CONST-0001\n    version: 2\n", "CONST-0001\n    version: 1\n")
    assert "Raise its version to 3." in refusal(db, folder)[0]


def test_a_version_that_was_never_in_use_does_not_come_before_one_that_is(
    db: Session, tmp_path: Path
):
    folder = shipped_copy(tmp_path)
    path = folder / "items" / "constitution.yaml"
    change(path, "CONST-0001\n    version: 1\n", "CONST-0001\n    version: 5\n")
    load_question_bank(db, folder, now=START)
    change(path, "CONST-0001\n    version: 5\n", "CONST-0001\n    version: 4\n")
    assert (
        "version 4 lies before 5, which is in use. Raise its version to 6."
        in refusal(db, folder)[0]
    )


def test_a_draft_may_change_until_it_is_approved(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    path = folder / "items" / "constitution.yaml"
    change(
        path,
        "CONST-0001\n    version: 1\n    status: approved",
        "CONST-0001\n    version: 1\n    status: draft",
    )
    loaded = load_question_bank(db, folder, now=START)
    assert loaded.new_items == sum(loaded.bank.counts().values())
    before = pools(db)
    assert "CONST-0001@1" not in before.refs
    change(path, FIRST_QUESTION, "Что такое Республика Казахстан?")
    assert load_question_bank(db, folder, now=START).new_items == 0


def test_a_correction_of_what_is_expected_needs_no_new_version(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    db.commit()
    before = {item.ref: item.difficulty for item in pools(db).by_act["constitution"]}
    path = folder / "items" / "constitution.yaml"
    head = "CONST-0001\n    version: 1\n    status: approved\n    topic: general-provisions\n"
    change(path, f"{head}    difficulty: 0.85\n", f"{head}    difficulty: 0.8\n")
    load_question_bank(db, folder, now=START)
    db.commit()
    after = {item.ref: item.difficulty for item in pools(db).by_act["constitution"]}
    assert {ref: (before[ref], after[ref]) for ref in after if after[ref] != before[ref]} == {
        "CONST-0001@1": (850, 800)
    }
    [entry] = db.exec(select(JournalEntry).where(JournalEntry.verb == "item corrected")).all()
    assert entry.facts == {"difficulty": [0.85, 0.8]}
    assert item_body(db, "CONST-0001@1")["difficulty"] == 0.85


def test_an_item_that_nobody_has_is_a_key_error(db: Session):
    bank = load_question_bank(db, SHIPPED, now=START).bank
    for ref in ("CONST-0001@9", "nothing", ""):
        with pytest.raises(KeyError):
            find_item(db, bank, ref)


def test_a_published_programme_is_not_changed_under_its_version(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "programmes" / "le-3.yaml"
    change(path, "pass_total: 35", "pass_total: 36")
    line = change(path, "\nversion: 1\n", "\nversion: 1\n") + 1
    assert refusal(db, folder) == [
        (
            f"{path}:{line}: LE-3: version 1 is published and says something else. "
            "Raise its version to 2."
        )
    ]
    change(path, "\nversion: 1\n", "\nversion: 2\n")
    assert load_question_bank(db, folder, now=START).new_programmes == 1
    assert [each.version for each in queries.versions_of(db, "LE-3")] == [2, 1]


def test_a_comment_in_a_programmes_file_is_no_change(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    change(folder / "programmes" / "le-3.yaml", "\nversion: 1\n", "\nversion: 1  # the first\n")
    assert load_question_bank(db, folder, now=START).new_programmes == 0


def test_a_programme_that_the_bank_cannot_fill_stops_the_start(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    path = folder / "items" / "president.yaml"
    left = path.read_text().count("status: approved") - 14
    path.write_text(path.read_text().replace("status: approved", "status: reviewed", left))
    programme = folder / "programmes" / "le-3.yaml"
    line = change(programme, "\nsections:\n", "\nsections:\n") + 1
    assert refusal(db, folder) == [
        (
            f"{programme}:{line}: LE-3 draws 15 items of president, the bank has 14 approved ones: "
            "add items or lower the count."
        )
    ]


def test_faults_of_items_and_programmes_are_named_at_once(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    change(folder / "items" / "president.yaml", "act: president", "act: presidents")
    change(folder / "programmes" / "le-3.yaml", "pass_total: 35", "pass_total: 76")
    found = refusal(db, folder)
    assert [Path(line.partition(":")[0]).name for line in found] == ["president.yaml", "le-3.yaml"]


def test_a_version_that_is_being_written_in_the_service_is_not_taken_by_a_file(
    db: Session, tmp_path: Path
):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    author = make_items.author(db)
    draft = begin_version(db, queries_of_items.work(db, "CONST-0001", 1), by=author.id, now=START)
    assert isinstance(draft, ItemWork)
    before = queries_of_items.words_of(db, draft)
    path = folder / "items" / "constitution.yaml"
    change(path, FIRST_QUESTION, "Что такое Республика Казахстан?")
    change(path, "CONST-0001\n    version: 1\n", "CONST-0001\n    version: 2\n")
    (said,) = refusal(db, folder)
    assert "version 2 is being written in the service. Raise its version to 3." in said
    change(path, "CONST-0001\n    version: 2\n", "CONST-0001\n    version: 3\n")
    assert load_question_bank(db, folder, now=START).new_items == 1
    assert queries_of_items.words_of(db, draft) == before

    # what the files have overtaken does not come back beside them
    reviewer = make_items.reviewer(db)
    submitted = make_items.done(submit_draft(db, draft, turn=draft.turn, by=author.id, now=START))
    reviewed = make_items.done(
        review_item(db, submitted, turn=submitted.turn, by=reviewer.id, now=START)
    )
    outcome = approve_item(db, reviewed, turn=reviewed.turn, by=reviewer.id, now=START)
    assert isinstance(outcome, ItemRefusal)
    assert outcome.why == OVERTAKEN
    assert [ref for ref in pools(db).refs if ref.startswith("CONST-0001@")] == ["CONST-0001@3"]


def test_a_draft_of_the_files_that_has_not_changed_keeps_its_turn(db: Session, tmp_path: Path):
    put(tmp_path, "constitution", item_file([item(1), item(2, status="reviewed")]))
    for _ in range(2):
        bank = load_bank(tmp_path)
        keep_items(db, bank, new_items(db, bank, []), now=START)
    assert queries_of_items.work(db, "CONST-0002", 1).turn == 1
