"""Reading programmes: cached, closed by those after them, in force on a day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import Session

from service.core.db import Database
from service.core.errors import NotFound
from service.items.bank import load_bank
from service.items.pools import pools_of_bank
from service.law.paper_draw import draw_paper
from service.law.programme import needed_items
from service.programmes import queries
from service.programmes.actions import load_question_bank
from service.programmes.blueprints import blueprint_for
from service.programmes.programme_body import body_of, programme_from_body, sha256_of
from service.programmes.programme_files import load_programmes
from service.settings import ROOT
from tests.clock import START

FOLDER = ROOT / "question_bank"
PROGRAMMES = load_programmes(FOLDER / "programmes")
LE_1 = next(each for each in PROGRAMMES if each.code == "LE-1")


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda each: each.code)
def test_a_programme_is_the_same_when_it_comes_back_from_its_row(programme):
    assert programme_from_body(body_of(programme, "")) == programme
    assert sha256_of(replace(programme, source="another")) != sha256_of(programme)


def test_what_was_published_before_there_were_kinds_has_kept_its_hash():
    body = body_of(LE_1, "")["programme"]
    assert not any("kind" in each or "level" in each for each in body["sections"])
    assert sha256_of(LE_1) == "fd41a0599a4dfe7be767670cd961b59817258b269fc0fdbd1555ab8c82b49261"


def test_a_published_version_is_read_once(database: Database, db: Session):
    load_question_bank(db, FOLDER, now=START)
    db.commit()
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *all_: asked.append(all_[2]))
    first = queries.programme(db, "LE-1", 1)
    assert first == LE_1
    before = len(asked)
    with database.writing() as writing:
        assert queries.programme(writing, "LE-1", 1) is first
    assert queries.programme(db, "LE-1", 1) is first
    assert [each for each in asked[before:] if "programme_version" in each] == []


@pytest.mark.parametrize(("code", "version"), [("LE-1", 2), ("LE-9", 1), ("", 0)])
def test_a_version_that_does_not_exist_is_not_found(db: Session, code: str, version: int):
    with pytest.raises(NotFound):
        queries.programme(db, code, version)


def test_programmes_are_in_force_from_their_first_day(db: Session):
    load_question_bank(db, FOLDER, now=START)
    assert queries.programmes_on(db, date(2024, 1, 31)) == ()
    found = queries.programmes_on(db, date(2024, 2, 1))
    assert [each.code for each in found] == [each.code for each in PROGRAMMES]
    assert queries.newest_programmes(db) == found
    assert queries.versions_of(db, "nothing") == ()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([("2026-01-01", None), ("2026-07-01", None)], ["2026-06-30", None]),
        ([("2026-01-01", "2026-03-01"), ("2026-07-01", None)], ["2026-03-01", None]),
        ([("2026-01-01", "2026-09-01"), ("2026-07-01", None)], ["2026-06-30", None]),
        (
            [("2026-01-01", None), ("2026-07-01", None), ("2026-05-01", None)],
            ["2026-04-30", "2026-04-30", None],
        ),
    ],
    ids=["open end", "a gap stays", "an overlap ends", "one that never begins"],
)
def test_a_later_version_closes_the_earlier_ones(ends, expected):
    versions = [
        replace(
            LE_1,
            version=number,
            valid_from=date.fromisoformat(first),
            valid_to=date.fromisoformat(last) if last else None,
        )
        for number, (first, last) in enumerate(ends, 1)
    ]
    closed = [
        each.valid_to.isoformat() if each.valid_to else None for each in queries.closed(versions)
    ]
    assert closed == expected


OF_KNOWLEDGE = [each for each in PROGRAMMES if not each.is_profile and not each.is_ability]


@pytest.mark.parametrize("programme", OF_KNOWLEDGE, ids=lambda each: each.code)
def test_the_pools_of_a_programme_are_what_the_draw_takes(programme):
    bank = load_bank(Path(FOLDER / "items"))
    blueprint = blueprint_for(programme, pools_of_bank(bank))
    assert {pool.act for pool in blueprint.pools} == needed_items(programme).keys()
    paper = draw_paper(bytes(32), candidate_word="", application_id="1", blueprint=blueprint)
    assert paper.strained == 0
    sizes = [len(items) for items in paper.sections]
    assert sizes == [section.questions for section in programme.sections]
    for items in paper.sections:
        for drawn in items:
            assert bank.find(drawn.item).act == drawn.act
