"""The shipped registers in a test's database: read from their files once, then written as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from service.bodies.models import Body
from service.journal.models import JournalEntry
from service.posts.actions import load_shipped_registers
from service.posts.models import (
    RegisterAct,
    RegisterFacet,
    RegisterPost,
    RequirementSet,
    TypicalRequirement,
)
from service.settings import ROOT
from tests.shipped_bank import stored_rows, table_of

TABLES: tuple[type[SQLModel], ...] = (
    RegisterAct,
    RegisterPost,
    RegisterFacet,
    TypicalRequirement,
    RequirementSet,
)
Rows = dict[type[SQLModel], list[dict[str, Any]]]
_rows: dict[tuple[datetime, frozenset[str]], Rows] = {}


def load_registers(db: Session, *, now: datetime) -> None:
    """Bring the registers into an empty database, as `load_shipped_registers` does.

    The first time for these bodies and this moment it does just that; afterwards the rows that it
    wrote are written again, those of the journal too.
    """
    db.flush()
    case = now, frozenset(db.exec(select(Body.code)).all())
    if case not in _rows:
        before = len(stored_rows(db, JournalEntry))
        load_shipped_registers(db, ROOT / "registers", now=now)
        db.flush()
        _rows[case] = {table: stored_rows(db, table) for table in TABLES}
        _rows[case][JournalEntry] = stored_rows(db, JournalEntry)[before:]
        return
    for table, rows in _rows[case].items():
        if rows:
            db.execute(insert(table_of(table)), rows)
