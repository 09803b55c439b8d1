"""The index is kept up to date in the transaction that changes a file, and derived anew by work."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, delete, insert, update
from sqlmodel import Session, SQLModel

from service.core.clock import Clock
from service.core.db import Database, insert_missing
from service.core.due_work import Doing, enqueue
from service.core.ids import new_id
from service.law.calendar import local_day
from service.law.personal_file import File
from service.people.queries import account_for_update
from service.personal_files import queries
from service.personal_files.index_models import (
    FileIndex,
    IndexedEducation,
    IndexedSkill,
    IndexedWork,
    WorkSignature,
)
from service.personal_files.index_rows import (
    VERSION,
    IndexRows,
    Signature,
    index_rows,
    signature_key,
)
from service.personal_files.law_file import changes_on, file_of_rows

AT_ONCE: Final = 200
NO_VERSION: Final = 0
KIND: Final = "index-files"
EVERY: Final = timedelta(minutes=10)


def index_file(db: Session, account_id: UUID, *, now: datetime) -> None:
    """Derive the index of a file that has just changed; the account is locked by the caller."""
    index_files(db, [account_id], now=now)


def index_files(db: Session, account_ids: Sequence[UUID], *, now: datetime) -> None:
    """Derive the index of these files from their lines."""
    today = local_day(now)
    found = queries.file_rows(db, account_ids)
    files = {account_id: file_of_rows(rows, today) for account_id, rows in found.items()}
    days = {account_id: changes_on(rows, today) for account_id, rows in found.items()}
    write_index(db, files, {key: {"changes_on": day} for key, day in days.items()}, now=now)


def index_stale_files(db: Session, *, now: datetime) -> int:
    """Derive some files anew that the calendar or a newer version asks for; return how many."""
    account_ids = queries.stale_files(db, local_day(now), limit=AT_ONCE)
    for account_id in account_ids:
        account_for_update(db, account_id)
    index_files(db, account_ids, now=now)
    return len(account_ids)


def ask_for_index(doing: Doing) -> None:
    """Have files indexed anew as long as there are some whose index says nothing any more."""
    if queries.stale_files(doing.db, local_day(doing.now), limit=1):
        _ask_again(doing)


def work_on_index(doing: Doing, _payload: Mapping[str, Any]) -> None:
    """Index some files anew, and ask for the next where there may be more."""
    if index_stale_files(doing.db, now=doing.now) == AT_ONCE:
        _ask_again(doing)


def _ask_again(doing: Doing) -> None:
    enqueue(doing.db, KIND, key=f"{KIND}:{new_id()}", due_at=doing.now)


def rebuild_index(database: Database, clock: Clock) -> Iterator[int]:
    """Derive the index of every file anew, some at a time; yield how many are done.

    Until its turn comes a file counts as one that a person must look at.
    """
    with database.writing() as db:
        db.execute(update(_table(FileIndex)).values(version=NO_VERSION))
        new = [_unknown(account_id, clock.now()) for account_id in queries.owners_without_index(db)]
        if new:
            db.execute(insert(_table(FileIndex)), new)
    done = 0
    while True:
        with database.writing() as db:
            some = index_stale_files(db, now=clock.now())
        if not some:
            return
        done += some
        yield done


def _unknown(account_id: UUID, now: datetime) -> dict[str, Any]:
    """Return a row that says nothing yet."""
    marks = ("asks_look", "asks_look_at_health", "has_employment_document", "has_computer")
    return {
        "account_id": account_id,
        "version": NO_VERSION,
        "indexed_at": now,
        **dict.fromkeys(marks, False),
    }


def write_index(
    db: Session,
    files: Mapping[UUID, File],
    more: Mapping[UUID, Mapping[str, Any]],
    *,
    now: datetime,
) -> None:
    """Put the index of these files in the place of what was there.

    Args:
        db: the open write transaction.
        files: the files by account, as admission sees them on the day of `now`.
        more: further columns of each row.
        now: the moment.
    """
    if not files:
        return
    derived = {account_id: index_rows(file) for account_id, file in files.items()}
    table = _table(FileIndex)
    db.execute(delete(table).where(table.c.account_id.in_(list(files))))
    rows = [
        {
            "account_id": account_id,
            "version": VERSION,
            "indexed_at": now,
            **each.file,
            **more[account_id],
        }
        for account_id, each in derived.items()
    ]
    written = db.execute(insert(table).returning(table.c.account_id, table.c.no), rows)
    numbers = {account_id: number for account_id, number in written if number}
    by_number = {numbers[account_id]: each for account_id, each in derived.items()}
    _write_parts(db, by_number)


def _table(model: type[SQLModel]) -> Table:
    """Return the bare table: of many rows an insert of the model makes one statement each."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _write_parts(db: Session, files: Mapping[int, IndexRows]) -> None:
    times = [(number, each.work) for number, each in files.items()]
    numbers = _signature_numbers(
        db, {one for _, work in times for time in work for one in time.signatures}
    )
    work = [
        {
            "file_no": number,
            "time": place,
            "signature_no": numbers[one],
            "is_shared": len(time.signatures) > 1,
            "from_day": time.from_day,
            "until_day": time.until_day,
        }
        for number, work in times
        for place, time in enumerate(work)
        for one in time.signatures
    ]
    education = [
        {"file_no": number, **row} for number, each in files.items() for row in each.education
    ]
    skills = [{"file_no": number, **row} for number, each in files.items() for row in each.skills]
    parts: tuple[tuple[type[SQLModel], list[dict[str, Any]]], ...] = (
        (IndexedWork, work),
        (IndexedEducation, education),
        (IndexedSkill, skills),
    )
    for table, rows in parts:
        if rows:
            db.execute(insert(_table(table)), rows)


def _signature_numbers(db: Session, signatures: set[Signature]) -> dict[Signature, int]:
    """Return the number of each signature; those that nobody has had yet are written."""
    by_key = {signature_key(one): one for one in signatures}
    there = queries.signature_numbers(db, list(by_key))
    missing = sorted(by_key.keys() - there.keys())
    if missing:
        # in one order everywhere, so that two who write the same do not wait for each other
        values = [{"key": key, "words": by_key[key]} for key in missing]
        db.execute(insert_missing(db, WorkSignature), values)
        there = queries.signature_numbers(db, list(by_key))
    return {one: there[key] for key, one in by_key.items()}
