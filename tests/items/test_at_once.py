"""Several at the bank at once, and what a transaction leaves behind that was rolled back."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from service.core.db import Database
from service.items import actions, queries
from service.items.actions import ItemRefusal
from service.items.exchange.importing import Sent, import_for, keep_import, read_files, take_import
from service.items.exchange.model import Format
from service.items.models import ItemWork, Stage
from service.items.similar import likenesses
from service.journal.queries import entries_about
from service.people.models import Account
from tests import make_items
from tests.clock import START

SECONDS = 30
QUESTION = "::Q{0}::{0}-сұрақ? {{=бірінші ~екінші ~үшінші ~төртінші}}\n\n"


@pytest.fixture(autouse=True)
def _bank(db: Session, tmp_path: Path) -> None:
    make_items.bank(db, tmp_path)
    db.commit()


@pytest.fixture
def author(db: Session) -> Account:
    found = make_items.author(db)
    db.commit()
    return found


@pytest.fixture
def reviewer(db: Session) -> Account:
    found = make_items.reviewer(db)
    db.commit()
    return found


def at_once(database: Database, deeds: Sequence[Callable[[Session], Any]]) -> list[Any]:
    """Run each in a transaction of its own; all have read before any commits, where they can."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[Session], Any]) -> Any:
        gate.wait(SECONDS)
        with database.writing() as own:
            return deed(own)

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [each.result(SECONDS) for each in [threads.submit(run, deed) for deed in deeds]]


def change(db: Session) -> str:
    """Change what may be drawn; return what is gone from it."""
    work = queries.work(db, "CONST-0001", 1)
    actions.retire(db, work, why="Ескірді", now=START)
    actions.what_may_be_drawn_changed(db)
    db.flush()
    return "CONST-0001@1"


def test_what_a_rolled_back_transaction_saw_is_kept_for_nobody(db: Session, database: Database):
    with Session(database.engine) as own:
        gone = change(own)
        assert gone not in queries.pools(own).refs
        assert {each for each, _ in _texts(own)}.isdisjoint({"CONST-0001"})
        own.rollback()
    with database.writing() as own:  # raises to the very number that was rolled back
        actions.what_may_be_drawn_changed(own)
    with database.reading() as own:
        assert gone in queries.pools(own).refs
        assert "CONST-0001" in {each for each, _ in _texts(own)}


def _texts(db: Session) -> list[tuple[str, object]]:
    """Return what the near-duplicates are looked for among."""
    text = {"text": "1-сұрақ қандай?", "options": dict.fromkeys("abcd", "")}
    texts = {
        "kk": {**text, "options": {"a": "бірінші", "b": "екінші", "c": "үшінші", "d": "төртінші"}}
    }
    return [(each.item_id, each) for each in likenesses(db).like(texts)]


def test_a_process_keeps_its_pools_again_after_the_commit(database: Database):
    with database.writing() as own:
        change(own)
        own.commit()
        assert queries.pools(own) is queries.pools(own)


def test_new_items_of_several_authors_get_numbers_of_their_own(
    db: Session, database: Database, author: Account
):
    def begin(own: Session) -> str:
        return make_items.draft(own, author).item_id

    assert sorted(at_once(database, [begin] * 4)) == [f"CONST-{n}" for n in range(5001, 5005)]


def test_numbers_go_on_after_four_digits(db: Session, author: Account):
    for number in (9999, 10000):
        db.add(
            ItemWork(
                item_id=f"CONST-{number}",
                version=1,
                act="constitution",
                author_id=author.id,
                made_at=START,
                changed_at=START,
            )
        )
    db.flush()
    assert make_items.draft(db, author).item_id == "CONST-10001"


def test_of_two_who_begin_a_version_one_is_told(db: Session, database: Database, author: Account):
    def begin(own: Session) -> object:
        work = queries.work(own, "CONST-0001", 1)
        return actions.begin_version(own, work, by=author.id, now=START)

    found = at_once(database, [begin] * 3)
    assert sum(isinstance(each, ItemWork) for each in found) == 1
    told = [each.why for each in found if isinstance(each, ItemRefusal)]
    assert told == [actions.BEGUN] * 2


@pytest.mark.parametrize("step", ["review", "approve", "retire"])
def test_of_reviewers_who_decide_at_once_one_does(
    db: Session, database: Database, author: Account, reviewer: Account, step: str
):
    make: Any = {
        "review": make_items.handed_in,
        "approve": make_items.reviewed,
        "retire": make_items.approved,
    }[step]
    work = make(db, author) if step == "review" else make(db, author, reviewer)
    turn, name = work.turn, (work.item_id, work.version)
    db.commit()
    before = len(entries_about(db, "item", f"{name[0]}@1"))
    db.commit()

    def decide(own: Session) -> object:
        mine = queries.work(own, *name)
        by: Any = {"turn": turn, "by": reviewer.id, "now": START}
        if step == "review":
            return actions.review_item(own, mine, **by)
        if step == "approve":
            return actions.approve_item(own, mine, **by)
        return actions.retire_item(own, mine, why="Ескірді", **by)

    found = at_once(database, [decide] * 3)
    assert sum(isinstance(each, ItemWork) for each in found) == 1
    db.expire_all()
    assert len(entries_about(db, "item", f"{name[0]}@1")) == before + 1


def test_a_draft_that_changes_while_it_is_approved_is_not_approved(
    db: Session, database: Database, author: Account, reviewer: Account
):
    """The turn of the form is the newest one, yet another than what was looked at here."""
    work = make_items.reviewed(db, author, reviewer)
    back: Any = {"by": reviewer.id, "now": START}
    db.commit()
    with database.reading() as own:
        seen = queries.work(own, work.item_id, 1)
    given = make_items.done(actions.return_item(db, work, why="Бап?", turn=work.turn, **back))
    turn = given.turn
    outcome = actions.approve_item(db, seen, turn=turn, **back)
    assert isinstance(outcome, ItemRefusal)
    assert outcome.why == actions.CHANGED
    assert queries.work(db, work.item_id, 1).stage is Stage.DRAFT


def test_an_import_confirmed_twice_at_once_comes_in_once(
    db: Session, database: Database, author: Account
):
    sent = [Sent("a.gift", "".join(map(QUESTION.format, range(3))).encode(), "kk")]
    pairs = read_files(Format.GIFT, sent, "constitution", ["kk", "ru"])
    kept = keep_import(db, pairs, Format.GIFT, sent, "constitution", by=author.id, now=START)
    db.commit()

    def confirm(own: Session) -> list[str]:
        return take_import(own, import_for(own, author.id, kept.id, to_take=True), now=START)

    first, second = at_once(database, [confirm] * 2)
    assert first == second == ["CONST-5001", "CONST-5002", "CONST-5003"]
    db.expire_all()
    assert len([w for w in queries.items_of_stage(db, Stage.DRAFT) if w.author_id]) == 3
