"""Builders: a small bank in the database, people at it, drafts at each place of their life."""

from pathlib import Path
from typing import Any

from sqlmodel import Session

from service.items import actions
from service.items.bank import load_bank
from service.items.loading import keep_items, new_items
from service.items.models import ItemWork
from service.people.models import Account, Role
from tests import make, make_bank
from tests.clock import START

KEY = "c"


def bank(db: Session, folder: Path, count: int = 3, **values: object) -> None:
    """Keep so many approved items of the Constitution: CONST-0001 and on."""
    items = [make_bank.item(number, **values) for number in range(1, count + 1)]
    make_bank.put(folder / "items", "constitution", make_bank.item_file(items))
    loaded = load_bank(folder / "items")
    keep_items(db, loaded, new_items(db, loaded, []), now=START)
    db.flush()


def author(db: Session, **values: Any) -> Account:
    return make.account(db, roles=[Role.AUTHOR], **values)


def reviewer(db: Session, **values: Any) -> Account:
    return make.account(db, roles=[Role.REVIEWER], **values)


def body(**changes: Any) -> dict[str, Any]:
    """Return a complete body about the Constitution."""
    return {
        "act": "constitution",
        "topic": "parliament",
        "level": None,
        "difficulty": 0.6,
        "reason": "Палаталар жиі шатастырылады.",
        "article": "50(1)",
        "source": "30.08.1995",
        "confidence": "high",
        "key": KEY,
        "texts": {
            "kk": {
                "text": "Парламент неше палатадан тұрады?",
                "options": {"a": "Бір", "b": "Төрт", "c": "Екі", "d": "Үш"},
            },
            "ru": {
                "text": "Из скольких палат состоит Парламент?",
                "options": {"a": "Из одной", "b": "Из четырёх", "c": "Из двух", "d": "Из трёх"},
            },
        },
        **changes,
    }


def draft(db: Session, by: Account, **changes: Any) -> ItemWork:
    """Return a draft of this author."""
    return actions.write_draft(db, by.id, body(**changes), now=START)


def handed_in(db: Session, by: Account, **changes: Any) -> ItemWork:
    """Return a draft that waits for a reviewer."""
    work = draft(db, by, **changes)
    return done(actions.submit_draft(db, work, turn=work.turn, by=by.id, now=START))


def reviewed(db: Session, by: Account, reader: Account, **changes: Any) -> ItemWork:
    """Return a version that waits to be approved."""
    work = handed_in(db, by, **changes)
    return done(actions.review_item(db, work, turn=work.turn, by=reader.id, now=START))


def approved(db: Session, by: Account, reader: Account, **changes: Any) -> ItemWork:
    """Return a version that may be drawn."""
    work = reviewed(db, by, reader, **changes)
    return done(actions.approve_item(db, work, turn=work.turn, by=reader.id, now=START))


def done(outcome: ItemWork | actions.ItemRefusal | None) -> ItemWork:
    """Return the version; a refusal is not what the test has built."""
    assert isinstance(outcome, ItemWork), outcome
    return outcome
