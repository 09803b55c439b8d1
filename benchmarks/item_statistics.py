"""How long item statistics take over many attempts, and how much memory, on generated answers.

    python -m benchmarks.item_statistics [--attempts 100000] [--database URL] [--raw 10000]

Simulated candidates take the first programme of law enforcement (155 questions) on the shipped
bank. Their answer sheets are written as the service keeps them; then the statistics are computed
as `synaq item-statistics` does, in a process of its own. `--raw` attempts are written with paper
and answers instead, to see how long the service takes to make their sheets. The sheets hold no
reference to attempts: foreign keys are off while they are written.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import create_engine, insert, text
from sqlalchemy.engine import make_url

from service.attempts.models import Answer, Attempt, AttemptResult, Outcome
from service.core.clock import SystemClock
from service.core.columns import milliseconds
from service.core.db import Database
from service.core.ids import new_id
from service.core.migrate import migrate
from service.item_statistics.models import AnswerSheet
from service.item_statistics.sheet import Sheet
from service.item_statistics.work import make_sheets, statistics
from service.items.bank import load_bank
from service.people.models import Account
from service.programmes.actions import load_question_bank
from service.programmes.programme_files import parse_programme
from service.settings import ROOT

CODE = "LE-1"
BATCH = 1000


@contextmanager
def a_database(url: str, place: Path) -> Iterator[str]:
    """Yield the URL of an empty database of this run."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{place}/bench.sqlite"
        return
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"synaq_bench_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def bare(database: Database) -> Iterator[Any]:
    """Yield a connection that asks for no references."""
    with database.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # it is there
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.commit()
        connection.invalidate()


def write_sheets(database: Database, attempts: int) -> None:
    with bare(database) as connection:
        for batch in track(batches(attempts), "sheets", total=-(-attempts // BATCH)):
            connection.execute(insert(AnswerSheet), list(sheet_rows(batch)))


def batches(attempts: int) -> Iterable[Sequence[Sheet]]:
    from tests.item_statistics.simulated import plan_of, world_of  # numpy: not in the steps

    bank = load_bank(ROOT / "question_bank" / "items")
    file = ROOT / "question_bank" / "programmes" / f"{CODE.lower()}.yaml"
    plan = plan_of(parse_programme(file.read_text(encoding="utf-8"), CODE))
    return world_of(bank.items(), seed=1).sheets(plan, attempts, batch=BATCH)


def sheet_rows(batch: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    many = len({sheet.section for sheet in batch})
    ids = [new_id() for _ in range(len(batch) // many)]
    for place, sheet in enumerate(batch):
        section, attempt = divmod(place, len(ids))
        yield {
            "attempt_id": ids[attempt],
            "section": section,
            "result_id": ids[attempt],
            "programme_code": sheet.programme,
            "section_code": sheet.section,
            "language": sheet.language,
            "items": sheet.items,
            "choices": sheet.choices,
        }


def write_raw(database: Database, attempts: int) -> None:
    """Write attempts with paper, answers (one in ten changed once) and a final result."""
    now = SystemClock().now()
    who = Account(
        iin="0" * 12,
        issuer="",
        subject="",
        family_name="",
        given_name="",
        birth_on=now.date(),
        made_at=now,
    )
    with bare(database) as connection:
        connection.execute(insert(Account), [who.model_dump()])
        for batch in track(batches(attempts), "attempts", total=-(-attempts // BATCH)):
            rows = list(sheet_rows(batch))
            papers: dict[UUID, list[dict[str, Any]]] = {}
            for row in rows:
                papers.setdefault(row["attempt_id"], []).append(row)
            made = [
                Attempt(
                    id=attempt,
                    application_id=new_id(),
                    account_id=who.id,
                    programme_code=CODE,
                    programme_version=1,
                    paper={"paper": [paper_of(row) for row in sections]},
                    made_at=now,
                ).model_dump()
                for attempt, sections in papers.items()
            ]
            connection.execute(insert(Attempt), made)
            answers = [one for attempt, each in papers.items() for one in given(attempt, each, now)]
            connection.execute(insert(Answer), answers)
            results = [
                AttemptResult(
                    attempt_id=attempt, outcome=Outcome.PASSED, decided_at=now, is_final=True
                ).model_dump()
                for attempt in papers
            ]
            connection.execute(insert(AttemptResult), results)


def paper_of(row: dict[str, Any]) -> dict[str, Any]:
    drawn = [
        {"item": ref, "part": "p", "act": "a", "order": "cadb"} for ref in row["items"].split()
    ]
    return {"section": row["section_code"], "items": drawn}


def given(attempt: UUID, sections: Sequence[dict[str, Any]], now: Any) -> Iterator[dict[str, Any]]:
    seq, moment = 0, milliseconds(now)
    for row in sections:
        for position, letter in enumerate(row["choices"], start=1):
            for _ in range(2 if position % 10 == 0 else 1):
                seq += 1
                yield {
                    "attempt_id": attempt,
                    "seq": seq,
                    "section": row["section"],
                    "position": position,
                    "choice": None if letter == "-" else letter,
                    "flagged": False,
                    "generation": 0,
                    "answered_ms": moment,
                    "received_ms": moment,
                    "prev_hash": b"0" * 32,
                    "hash": b"0" * 32,
                    "recovered": False,
                }


def measured(url: str, what: str) -> dict[str, Any]:
    """Run one step in a process of its own; return its seconds, its counts, its memory."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.item_statistics",
        "--database",
        url,
        "--step",
        what,
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def most_memory() -> float:
    """The most resident memory of this process so far, MB; getrusage would count its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) / 1024


def step(url: str, what: str) -> None:
    database = Database(url)
    before = most_memory()
    began = time.perf_counter()
    if what == "sheets":
        counted = make_sheets(database, progress=lambda *_: None)
        items = 0
    else:
        body = statistics(database, "", progress=lambda *_: None)
        counted, items = body["attempts"], len(body["items"])
    said = {
        "seconds": time.perf_counter() - began,
        "attempts": counted,
        "items": items,
        "before": before,
        "peak": most_memory(),
    }
    print(json.dumps(said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=100_000)
    parser.add_argument("--raw", type=int, default=10_000)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--step", choices=["sheets", "statistics"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        step(asked.database, asked.step)
        return
    kind = asked.database.partition("+")[0].partition(":")[0]
    table = Table(title=f"Item statistics, {CODE}, {kind}")
    for column in ("", "attempts", "seconds", "a second", "memory before", "peak"):
        table.add_column(column, justify="right" if column else "left")
    with tempfile.TemporaryDirectory() as place:
        for what, attempts in (("sheets", asked.raw), ("statistics", asked.attempts // 10),
                               ("statistics", asked.attempts)):  # fmt: skip
            with a_database(asked.database, Path(place)) as url:
                run(url, what, attempts, table)
            Path(place, "bench.sqlite").unlink(missing_ok=True)
    Console(width=100).print(table)


def run(url: str, what: str, attempts: int, table: Table) -> None:
    database = Database(url)
    migrate(database)
    with database.writing() as db:
        load_question_bank(db, ROOT / "question_bank", now=SystemClock().now())
    (write_raw if what == "sheets" else write_sheets)(database, attempts)
    database.dispose()
    found = measured(url, what)
    assert found["attempts"] == attempts, found
    table.add_row(
        "sheets made from papers and answers" if what == "sheets" else "statistics computed",
        f"{attempts:,}",
        f"{found['seconds']:.1f}",
        f"{attempts / found['seconds']:,.0f}",
        f"{found['before']:.0f} MB",
        f"{found['peak']:.0f} MB",
    )


if __name__ == "__main__":
    main()
