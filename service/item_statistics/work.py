"""What computes the statistics: the job behind the page, the sheets kept by themselves."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from service.core.db import Database
from service.core.due_work import Doing, enqueue
from service.item_statistics import queries
from service.item_statistics.actions import keep_sheets
from service.item_statistics.queries import KIND
from service.items.models import BankReport

# the worker has other work too: results wait behind a slice of this size for some seconds
ATTEMPTS_A_TURN: Final = 2000
EVERY: Final = timedelta(minutes=10)
STEPS: Final = 50

Progress = Callable[[int, int], None]


def keep(doing: Doing) -> None:
    """Make the sheets of the results that have become final, so that a report is quick."""
    with doing.wiring.database.reading() as db:
        waits = queries.count_results_without_sheet(db) or queries.outdated(db)
    if waits:
        keep_sheets(doing.db, limit=ATTEMPTS_A_TURN)


def make_report(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Compute a report; while sheets are missing, make some and ask to be called again."""
    database, report_id = doing.wiring.database, UUID(payload["report"])
    turn, after = int(payload.get("turn", 0)), payload.get("after")
    last = UUID(after) if after else None
    with database.reading() as db:
        report = queries.report(db, report_id)
        waits = queries.count_results_without_sheet(db)
    if report.ended_at is not None:
        return
    if turn >= 0:
        tell(database, report_id, 0, waits)
        with database.writing() as db:
            _, last = keep_sheets(db, after=last, limit=ATTEMPTS_A_TURN)
        again = {**payload, "turn": turn + 1 if last else -1, "after": str(last) if last else None}
        key = f"{KIND}:{report_id}:{again['turn']}"
        enqueue(doing.db, KIND, key=key, due_at=doing.now, payload=again)
        return
    _compute(doing, report)


def _compute(doing: Doing, report: BankReport) -> None:
    database: Database = doing.wiring.database
    try:
        body, error = (
            statistics(
                database,
                report.subject,
                progress=lambda done, total: tell(database, report.id, done, total),
            ),
            "",
        )
    except KeyError as missing:
        body, error = {}, f"item {missing} stands on an answer sheet, but not in the bank"
    row = queries.report(doing.db, report.id)
    row.body, row.error, row.ended_at = body, error, doing.wiring.clock.now()
    doing.db.add(row)


def statistics(database: Database, programme: str, *, progress: Progress) -> dict[str, Any]:
    """Return the statistics of a programme, or ("") of all: one state of the database, no lock.

    `progress(done, total)` is told in sheets read, each of which is read twice.

    Raises:
        KeyError: an item is on a sheet that was never in use here.
    """
    from service.item_statistics.report import compute  # numpy: not in a process that only serves

    with database.reading() as db:
        sheets, attempts = queries.count_sheets(db, programme)
        facts = queries.facts_of_all(db)
        steps = _Steps(2 * sheets, progress)
        body = compute(queries.sheets(db, programme), facts, progress=steps.take)
    return {"attempts": attempts, **body}


class _Steps:
    """Says how far it is, fifty times in all: each may be a transaction."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done = self._said = 0
        self._total, self._progress = total, progress

    def take(self, many: int) -> None:
        self._done += many
        if (self._done - self._said) * STEPS >= self._total:
            self._said = self._done
            self._progress(self._done, self._total)


def make_sheets(database: Database, *, progress: Progress) -> int:
    """Make every sheet that is missing, a short transaction at a time; return how many."""
    with database.reading() as db:
        total = queries.count_results_without_sheet(db)
    done, last, is_over = 0, None, False
    while not is_over:
        with database.writing() as db:
            kept, last = keep_sheets(db, after=last, limit=ATTEMPTS_A_TURN // 4)
        done, is_over = done + kept, last is None
        progress(done, max(total, done))
    return done


def tell(database: Database, report_id: UUID, done: int, total: int) -> None:
    """Write down how far a report is."""
    with database.writing() as db:
        mine = update(BankReport).where(col(BankReport.id) == report_id)
        db.execute(mine.values(done=done, total=total))
