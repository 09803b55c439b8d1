"""Texts in the database: kept for ever, drawn as the files have it; a whole ability paper."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from service.ability import queries
from service.ability.passages import load_passages
from service.core.yaml_file import MalformedFileError
from service.law.ability.catalogue import ACT, IN_USE
from service.law.paper_draw import draw_paper, record, verify
from service.programmes.actions import NotPublishable, check_programme, load_question_bank
from service.programmes.blueprints import blueprint_for, drawable
from service.programmes.programme_files import load_programme
from service.settings import ROOT
from tests.clock import START
from tests.make_bank import change, shipped_copy

SHIPPED = ROOT / "question_bank"
FILE = SHIPPED / "programmes" / "ability.yaml"
ABILITY = load_programme(FILE)


def test_loading_again_changes_nothing(db: Session):
    first = load_question_bank(db, SHIPPED, now=START)
    assert first.new_passages == len(load_passages(SHIPPED / "ability").passages) == 40
    assert load_question_bank(db, SHIPPED, now=START).new_passages == 0


def test_a_stored_text_is_the_one_of_the_file(db: Session):
    load_question_bank(db, SHIPPED, now=START)
    for each in load_passages(SHIPPED / "ability").passages:
        assert queries.passage(db, each.ref) == each
    with pytest.raises(KeyError):
        queries.passage(db, "TXT-9999@1")


def test_texts_and_generators_are_drawn_beside_the_questions(db: Session):
    load_question_bank(db, SHIPPED, now=START)
    counts = drawable(db).counts()
    assert counts["ability-statements"] == 24
    assert counts["ability-conclusions"] == 16
    assert counts[ACT] == len(IN_USE)
    assert queries.asks(db) == {"ability-statements": 4, "ability-conclusions": 1}


@pytest.mark.parametrize("word", ["", "сөз", "another"])
def test_a_paper_of_fifty_questions_is_drawn_verifiably(db: Session, word: str):
    load_question_bank(db, SHIPPED, now=START)
    blueprint = blueprint_for(ABILITY, drawable(db))
    inputs: dict[str, Any] = {
        "candidate_word": word,
        "application_id": "1",
        "blueprint": blueprint,
    }
    paper = draw_paper(bytes(32), **inputs)
    texts, numbers = paper.sections
    assert paper.strained == 0
    assert [each.act for each in texts] == ["ability-statements"] * 5 + ["ability-conclusions"] * 5
    assert len({each.item for each in numbers}) == 25
    kept = record(bytes(32), paper, **inputs)
    assert len(kept["numbers"]["items"]) == 25
    assert verify({**kept, "blueprint": blueprint.body()}) == []


def test_other_words_need_another_version(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "ability" / "statements.yaml"
    change(path, "О дневных посетителях и о числе тех и других", "О дневных посетителях")
    assert load_question_bank(db, folder, now=START).new_passages == 0, "a reason may change"
    change(path, "Кітапхананың жаңа кестесі", "Кітапхана кестесі")
    with pytest.raises(MalformedFileError) as refusal:
        load_question_bank(db, folder, now=START)
    assert "TXT-0001: version 1 is in use with other words or keys" in str(refusal.value)
    change(path, "TXT-0001\n    version: 1", "TXT-0001\n    version: 2")
    assert load_question_bank(db, folder, now=START).new_passages == 1
    refs = {item.ref for item in queries.pools(db)["ability-statements"]}
    assert "TXT-0001@2" in refs
    assert "TXT-0001@1" not in refs
    old = queries.passage(db, "TXT-0001@1")
    assert old.titles["kk"] == "Кітапхананың жаңа кестесі", "an old paper can still be shown"


def test_a_version_before_the_one_in_use_is_refused(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    path = folder / "ability" / "statements.yaml"
    change(path, "TXT-0002\n    version: 1", "TXT-0002\n    version: 3")
    load_question_bank(db, folder, now=START)
    change(path, "TXT-0002\n    version: 3", "TXT-0002\n    version: 2")
    with pytest.raises(MalformedFileError, match="version 2 lies before 3, which is in use"):
        load_question_bank(db, folder, now=START)


def test_what_the_files_retire_is_not_drawn(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "ability" / "conclusions.yaml"
    change(
        path,
        "TXC-0003\n    version: 1\n    status: approved",
        "TXC-0003\n    version: 1\n    status: retired",
    )
    change(path, "topic: logic\n    kk:\n      text: >-\n        Конкурсқа",
           "topic: rules\n    kk:\n      text: >-\n        Конкурсқа")  # fmt: skip
    load_question_bank(db, folder, now=START)
    found = {item.ref: item.topic for item in drawable(db).by_act["ability-conclusions"]}
    assert "TXC-0003@1" not in found
    assert found["TXC-0007@1"] == "rules"
    assert queries.passage(db, "TXC-0003@1").questions[0].key == "a"


def test_a_programme_asks_as_many_questions_of_a_text_as_the_bank_has(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    change(folder / "programmes" / "ability.yaml", "asks: 4", "asks: 3")
    with pytest.raises(MalformedFileError, match="a text of ability-statements asks 4 questions"):
        load_question_bank(db, folder, now=START)


def test_an_administrator_is_told_the_same(db: Session):
    load_question_bank(db, SHIPPED, now=START)
    text = FILE.read_text(encoding="utf-8").replace("version: 1", "version: 2", 1)
    text = text.replace("valid_from: 2024-02-01", "valid_from: 2030-01-01")
    sound = check_programme(db, text, today=START.date())
    assert not isinstance(sound, NotPublishable), sound
    found = check_programme(db, text.replace("asks: 4", "asks: 2"), today=START.date())
    assert isinstance(found, NotPublishable)
    assert [each.sentence for each in found.faults] == [
        "a text of ability-statements asks 4 questions, ABILITY says 2: write asks: 4"
    ]
