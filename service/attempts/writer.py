"""The hot path: answers and heartbeats, gathered by one thread and committed as a group.

A reply leaves only after the commit that made its answer durable. An answer goes in when the
section's window takes it and its receipt number is free; the number is the idempotency key. One
answer is one row of a common statement; several answers of one request, which must chain, have a
transaction of their own and go in whole or not at all.
"""

import asyncio
import json
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from service.core.db import Database
from service.law.receipt import Saved

MOST_IN_A_GROUP: Final = 256
SEEN_EVERY_MS: Final = 4_000  # presence is written down at most that often
SILENCE_MS: Final = 25_000  # after that the gap is looked at before it is forgotten
REMEMBERED: Final = 50_000

TROUBLE_OF_ONE: Final = {"55P03", "40P01", "40001"}  # lock timeout, deadlock, serialization

log = structlog.get_logger()

COLUMNS: Final = (
    "attempt_id, seq, section, position, choice, flagged, generation, answered_ms, received_ms, "
    "prev_hash, hash, recovered"
)
GUARD: Final = (
    "JOIN attempt_window w ON w.attempt_id = v.attempt_id AND w.section = v.section "
    "AND w.generation = v.generation AND v.position BETWEEN 1 AND w.positions "
    "AND v.received_ms <= w.closes_ms AND v.latest_ms <= w.deadline_ms"
)
INSERT_SQLITE: Final = text(
    f"INSERT INTO answer ({COLUMNS}) SELECT v.attempt_id, v.seq, v.section, v.position, v.choice,"  # noqa: S608  # constants only
    " v.flagged, v.generation, v.answered_ms, v.received_ms, unhex(v.prev_hash), unhex(v.hash), 0"
    " FROM (SELECT value->>0 attempt_id, value->>1 seq, value->>2 section, value->>3 position,"
    " value->>4 choice, value->>5 flagged, value->>6 generation, value->>7 answered_ms,"
    " value->>8 received_ms, value->>9 prev_hash, value->>10 hash, value->>11 latest_ms"
    f" FROM json_each(:rows)) v {GUARD} WHERE true ON CONFLICT DO NOTHING"
    " RETURNING attempt_id, seq"
)
INSERT_POSTGRES: Final = text(
    f"INSERT INTO answer ({COLUMNS}) SELECT v.attempt_id, v.seq, v.section, v.position, v.choice,"  # noqa: S608  # constants only
    " v.flagged, v.generation, v.answered_ms, v.received_ms, v.prev_hash, v.hash, false"
    " FROM unnest(CAST(:attempt_id AS uuid[]), CAST(:seq AS int[]), CAST(:section AS int[]),"
    " CAST(:position AS int[]), CAST(:choice AS text[]), CAST(:flagged AS bool[]),"
    " CAST(:generation AS int[]), CAST(:answered_ms AS bigint[]), CAST(:received_ms AS bigint[]),"
    " CAST(:prev_hash AS bytea[]), CAST(:hash AS bytea[]), CAST(:latest_ms AS bigint[]))"
    " AS v(attempt_id, seq, section, position, choice, flagged, generation, answered_ms,"
    # the key's lock lets the result wait for answers on their way, and them see that it is made
    f" received_ms, prev_hash, hash, latest_ms) {GUARD} FOR KEY SHARE OF w ON CONFLICT DO NOTHING"
    " RETURNING attempt_id, seq"
)
SEEN: Final = text(
    "INSERT INTO presence (attempt_id, seen_ms) VALUES (:attempt_id, :seen_ms) "
    "ON CONFLICT (attempt_id) DO UPDATE SET seen_ms = excluded.seen_ms "
    "WHERE presence.seen_ms < excluded.seen_ms"
)
STANDING: Final = text(
    "SELECT phase, section, told, generation, "
    "(SELECT deadline_ms FROM attempt_window w WHERE w.attempt_id = a.id AND w.section = a.section)"
    " FROM attempt a WHERE a.id = :attempt_id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on its way into the database."""

    attempt_id: UUID
    generation: int
    saved: Saved
    prev_hash: bytes
    hash: bytes


@dataclass
class Saving:
    """A request's answers; done with True when all are durable, False when none went in."""

    rows: Sequence[Row]
    done: "asyncio.Future[bool]"


@dataclass
class Beating:
    """A heartbeat; done with (phase, section, told, generation, deadline_ms) or None."""

    attempt_id: UUID
    now_ms: int
    generation: int
    done: "asyncio.Future[tuple[Any, ...] | None]"


Player = tuple[UUID, int]  # of an attempt, of a generation
Replies = list[tuple["asyncio.Future[Any]", Any]]


class Writer:
    """One thread per process that writes what has gathered."""

    def __init__(self, database: Database, note_return: Callable[[UUID, int, int], None]) -> None:
        """Prepare the writer.

        `note_return(attempt_id, generation, now_ms)` looks at a gap before it ends.
        """
        self._database = database
        self._note_return = note_return
        self._waiting: queue.SimpleQueue[Saving | Beating | None] = queue.SimpleQueue()
        self._seen: dict[Player, int] = {}
        self._thread = threading.Thread(target=self._run, name="answer-writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to write; replies go to this loop."""
        self._loop = loop
        self._thread.start()

    def stop(self) -> None:
        """Write what waits and end."""
        self._waiting.put(None)
        self._thread.join(timeout=30)

    async def save(self, rows: Sequence[Row]) -> bool:
        """Return True when every row is durable, False when the guard or a conflict kept all out.

        Raises:
            Exception: whatever the database said, when the commit failed: nothing was saved.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.put(Saving(rows, done))
        return await done

    async def beat(self, attempt_id: UUID, now_ms: int, generation: int) -> tuple[Any, ...] | None:
        """Note that the player was heard; return the attempt's standing."""
        done: asyncio.Future[tuple[Any, ...] | None] = asyncio.get_running_loop().create_future()
        self._waiting.put(Beating(attempt_id, now_ms, generation, done))
        return await done

    def _run(self) -> None:
        while True:
            group, ends = self._gather()
            if group:
                self._answer(self._work(group))
            if ends:
                return

    def _gather(self) -> tuple[list[Saving | Beating], bool]:
        first = self._waiting.get()
        if first is None:
            return [], True
        group: list[Saving | Beating] = [first]
        while len(group) < MOST_IN_A_GROUP:
            try:
                another = self._waiting.get_nowait()
            except queue.Empty:
                break
            if another is None:
                return group, True
            group.append(another)
        return group, False

    def _work(self, group: Sequence[Saving | Beating]) -> Replies:
        outcome: Replies = []
        self._look_at_gaps(group)
        singles: dict[tuple[UUID, int], Saving] = {}
        apart: list[Saving] = []
        for asked in group:
            if isinstance(asked, Saving):
                key = (asked.rows[0].attempt_id, asked.rows[0].saved.seq)
                if len(asked.rows) == 1 and key not in singles:
                    singles[key] = asked
                else:
                    apart.append(asked)
        beats = [asked for asked in group if isinstance(asked, Beating)]
        self._try(outcome, [*singles.values(), *beats], self._write_group)
        for saving in apart:
            self._try(outcome, [saving], self._write_chain)
        return outcome

    def _try(
        self,
        outcome: Replies,
        asked: Sequence[Saving | Beating],
        write: Callable[[Connection, Sequence[Saving | Beating]], Replies],
    ) -> None:
        if not asked:
            return
        try:
            with self._database.connected() as connection:
                results = write(connection, asked)
        except Exception as fault:
            if len(asked) > 1 and not _is_outage(fault):
                # one bad row must not fail its neighbours
                for one in asked:
                    self._try(outcome, [one], write)
                return
            log.exception("answers_not_written", count=len(asked))
            results = [(one.done, fault) for one in asked]
        outcome.extend(results)

    def _write_group(self, connection: Connection, asked: Sequence[Saving | Beating]) -> Replies:
        rows = [one.rows[0] for one in asked if isinstance(one, Saving)]
        saved = self._insert(connection, rows)
        results: Replies = []
        heard: list[Saving | Beating] = []
        for one in asked:
            if isinstance(one, Saving):
                is_in = (one.rows[0].attempt_id, one.rows[0].saved.seq) in saved
                results.append((one.done, is_in))
            else:
                found = connection.execute(STANDING, {"attempt_id": self._key(one.attempt_id)})
                row = found.first()
                is_in = row is not None and row.generation == one.generation
                results.append((one.done, None if row is None else tuple(row)))
            if is_in:
                heard.append(one)  # a player that was taken over keeps nobody present
        self._write_presence(connection, heard)
        return results

    def _write_chain(self, connection: Connection, asked: Sequence[Saving | Beating]) -> Replies:
        (saving,) = asked
        assert isinstance(saving, Saving)
        saved = self._insert(connection, saving.rows)
        whole = len(saved) == len(saving.rows)
        if not whole:
            connection.rollback()
        return [(saving.done, whole)]

    def _insert(self, connection: Connection, rows: Sequence[Row]) -> set[tuple[UUID, int]]:
        if not rows:
            return set()
        columns = _columns(rows)
        if self._database.is_sqlite:
            found = connection.execute(INSERT_SQLITE, {"rows": json.dumps(_as_lists(columns))})
            return {(UUID(attempt_id), seq) for attempt_id, seq in found}
        return {
            (attempt_id, seq) for attempt_id, seq in connection.execute(INSERT_POSTGRES, columns)
        }

    def _write_presence(self, connection: Connection, asked: Sequence[Saving | Beating]) -> None:
        due: dict[Player, int] = {}
        for one in asked:
            player, at = _who_and_when(one)
            if at - self._seen.get(player, 0) >= SEEN_EVERY_MS:
                due[player] = max(at, due.get(player, 0))
        if due:
            connection.execute(
                SEEN,
                [
                    {"attempt_id": self._key(attempt_id), "seen_ms": at}
                    for (attempt_id, _), at in sorted(due.items())
                ],
            )
            self._seen.update(due)
            if len(self._seen) > REMEMBERED:
                self._seen.clear()

    def _look_at_gaps(self, group: Sequence[Saving | Beating]) -> None:
        for one in group:
            player, at = _who_and_when(one)
            if at - self._seen.get(player, 0) > SILENCE_MS:
                try:
                    self._note_return(*player, at)
                except Exception:
                    log.exception("gap_not_noted")
                self._seen[player] = at - SEEN_EVERY_MS

    def _key(self, attempt_id: UUID) -> Any:
        return attempt_id.hex if self._database.is_sqlite else attempt_id

    def _answer(self, outcome: Replies) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(_hand_over, outcome)


def _is_outage(fault: Exception) -> bool:
    """Whether the database itself is in trouble: asking it again for each row would take ages."""
    if isinstance(fault, NoConnectionFree | InterfaceError):
        return True
    if not isinstance(fault, OperationalError):
        return False
    return getattr(fault.orig, "sqlstate", None) not in TROUBLE_OF_ONE


def _columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Return the rows column by column, as PostgreSQL's unnest takes them."""
    # a chain goes in whole or not at all: its latest answer decides for each of its rows
    latest: dict[UUID, int] = {}
    for row in rows:
        before = latest.get(row.attempt_id, 0)
        latest[row.attempt_id] = max(before, row.saved.answered_ms)
    return {
        "attempt_id": [row.attempt_id for row in rows],
        "seq": [row.saved.seq for row in rows],
        "section": [row.saved.section for row in rows],
        "position": [row.saved.position for row in rows],
        "choice": [row.saved.choice for row in rows],
        "flagged": [row.saved.flagged for row in rows],
        "generation": [row.generation for row in rows],
        "answered_ms": [row.saved.answered_ms for row in rows],
        "received_ms": [row.saved.received_ms for row in rows],
        "prev_hash": [row.prev_hash for row in rows],
        "hash": [row.hash for row in rows],
        "latest_ms": [latest[row.attempt_id] for row in rows],
    }


def _as_lists(columns: Mapping[str, Sequence[Any]]) -> list[list[Any]]:
    """Return the rows as JSON-able lists, in the order of the columns."""
    plain = dict(columns)
    plain["attempt_id"] = [one.hex for one in columns["attempt_id"]]
    plain["flagged"] = [int(one) for one in columns["flagged"]]
    for name in ("prev_hash", "hash"):
        plain[name] = [one.hex() for one in columns[name]]
    return [list(row) for row in zip(*plain.values(), strict=True)]


def _who_and_when(one: Saving | Beating) -> tuple[Player, int]:
    if isinstance(one, Beating):
        return (one.attempt_id, one.generation), one.now_ms
    first = one.rows[0]
    return (first.attempt_id, first.generation), first.saved.received_ms


def _hand_over(results: Replies) -> None:
    for done, result in results:
        if done.cancelled():
            continue
        if isinstance(result, Exception):
            done.set_exception(result)
        else:
            done.set_result(result)
