"""Situations in the database: kept for ever, drawn as the files have it."""

from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import Session

from service.core.yaml_file import MalformedFileError
from service.law.paper_draw import draw_paper, record, verify
from service.law.programme import Programme
from service.law.qualities import ASKED
from service.programmes.actions import load_question_bank
from service.programmes.blueprints import blueprint_for, drawable
from service.programmes.programme_files import load_programmes
from service.qualities import queries
from service.qualities.situations import load_situations
from service.settings import ROOT
from tests.clock import START
from tests.make_bank import change, shipped_copy

SHIPPED = ROOT / "question_bank"
PROFILES = [each for each in load_programmes(SHIPPED / "programmes") if each.is_profile]


def test_loading_again_changes_nothing(db: Session):
    first = load_question_bank(db, SHIPPED, now=START)
    assert first.new_situations == len(load_situations(SHIPPED / "qualities").situations)
    assert load_question_bank(db, SHIPPED, now=START).new_situations == 0


def test_a_stored_situation_is_the_one_of_the_file(db: Session):
    load_question_bank(db, SHIPPED, now=START)
    for each in load_situations(SHIPPED / "qualities").situations:
        assert queries.situation(db, each.ref) == each
    with pytest.raises(KeyError):
        queries.situation(db, "INTEG-9999@1")


@pytest.mark.parametrize("programme", PROFILES, ids=lambda one: one.code)
def test_a_form_is_drawn_verifiably_from_situations_of_its_level(db: Session, programme: Programme):
    load_question_bank(db, SHIPPED, now=START)
    blueprint = blueprint_for(programme, drawable(db))
    inputs = {"candidate_word": "сөз", "application_id": "1", "blueprint": blueprint}
    paper = draw_paper(bytes(32), **inputs)  # type: ignore[arg-type]  # named above
    (section,) = programme.sections
    (drawn,) = paper.sections
    assert paper.strained == 0
    assert len({each.item for each in drawn}) == section.questions
    of_quality = dict.fromkeys(ASKED[section.level or "manager"], 0)
    for each in drawn:
        found = queries.situation(db, each.item)
        assert section.level in found.levels
        assert found.quality == each.act
        of_quality[each.act] += 1
    assert of_quality == section.parts[0].counts
    neighbours = sum(one.act == other.act for one, other in pairwise(drawn))
    assert neighbours < len(drawn) / 3, "situations of all qualities are mixed"
    kept = record(bytes(32), paper, **inputs)  # type: ignore[arg-type]  # as above
    assert verify({**kept, "blueprint": blueprint.body()}) == []


def test_other_words_need_another_version(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    path = folder / "qualities" / "integrity.yaml"
    change(path, "Открыто, документально и сразу.", "Открыто и сразу.")
    assert load_question_bank(db, folder, now=START).new_situations == 0, "a reason may change"
    line = change(path, "order: cbda", "order: cdba")
    with pytest.raises(MalformedFileError) as refusal:
        load_question_bank(db, folder, now=START)
    assert f"{path}:{line - 5}: INTEG-0001: version 1 is in use with other words or key" in str(
        refusal.value
    )
    change(path, "INTEG-0001\n    version: 1", "INTEG-0001\n    version: 2")
    assert load_question_bank(db, folder, now=START).new_situations == 1
    refs = {item.ref for item in queries.pools(db)["manager/integrity"]}
    assert "INTEG-0001@2" in refs
    assert "INTEG-0001@1" not in refs
    assert queries.situation(db, "INTEG-0001@1").order == "cbda", "an old form can still be shown"


def test_what_the_files_retire_or_bind_otherwise_is_drawn_so(db: Session, tmp_path: Path):
    folder = shipped_copy(tmp_path)
    load_question_bank(db, folder, now=START)
    before = drawable(db).counts()["specialist/integrity"]
    path = folder / "qualities" / "integrity.yaml"
    change(
        path, "levels: [manager, specialist]\n    topic: gift", "levels: [manager]\n    topic: gift"
    )
    load_question_bank(db, folder, now=START)
    assert drawable(db).counts()["specialist/integrity"] == before - 1
    change(
        path,
        "INTEG-0002\n    version: 1\n    status: approved",
        "INTEG-0002\n    version: 1\n    status: retired",
    )
    load_question_bank(db, folder, now=START)
    refs = {item.ref for item in drawable(db).by_act["manager/integrity"]}
    assert "INTEG-0001@1" in refs
    assert "INTEG-0002@1" not in refs
