"""The shipped question bank in a test's database: read and checked once, then written as rows."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from service.ability.models import PassageVersion
from service.core.db import insert_missing
from service.items import queries
from service.items.bank import Bank, load_bank
from service.items.models import BankRevision, ItemEnemy, ItemVersion, ItemWork
from service.journal.models import JournalEntry
from service.programmes.actions import load_question_bank
from service.programmes.models import ProgrammeVersion
from service.qualities.models import SituationVersion
from service.settings import ROOT
from tests.clock import START

FOLDER = ROOT / "question_bank"
TABLES: tuple[type[SQLModel], ...] = (
    ItemVersion,
    ItemWork,
    ItemEnemy,
    BankRevision,
    ProgrammeVersion,
    SituationVersion,
    PassageVersion,
)
_rows: dict[type[SQLModel], list[dict[str, Any]]] = {}


@cache
def shipped_bank() -> Bank:
    """The bank of the files; nothing in it changes."""
    return load_bank(FOLDER / "items")


def load_shipped(db: Session) -> Bank:
    """Bring the bank and its programmes into the database, as `load_question_bank` does.

    The first time it does just that; afterwards the rows that it wrote are written again, which
    takes a tenth of the time. A database that has the bank is left to it.
    """
    known = queries.known_items(db)
    if _rows and known.keys() >= _shipped_items():
        return shipped_bank()
    if known or not _rows:
        is_new = not known
        load_question_bank(db, FOLDER, now=START)
        db.flush()
        if is_new and not _rows:
            _rows.update({table: stored_rows(db, table) for table in TABLES})
        return shipped_bank()
    for table in TABLES:
        if _rows[table]:
            db.execute(insert_missing(db, table), _rows[table])
    queries.note_change(db)
    facts = {"items": len(_rows[ItemVersion]), "programmes": len(_rows[ProgrammeVersion])}
    db.add(
        JournalEntry(
            at=START,
            verb="question bank loaded",
            subject_kind="bank",
            subject_id=shipped_bank().sha256,
            facts=facts,
        )
    )
    db.flush()
    return shipped_bank()


@cache
def _shipped_items() -> frozenset[tuple[str, int]]:
    return frozenset((row["item_id"], row["version"]) for row in _rows[ItemVersion])


def stored_rows(db: Session, table: type[SQLModel]) -> list[dict[str, Any]]:
    """Every row of a table as it is stored."""
    return [dict(row) for row in db.execute(table_of(table).select()).mappings()]


def table_of(table: type[SQLModel]) -> Table:
    """The table behind a model."""
    return SQLModel.metadata.tables[str(table.__tablename__)]
