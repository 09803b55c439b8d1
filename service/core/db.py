"""The database: one synchronous path for SQLite and PostgreSQL, one transaction a request.

SQLite has one writer by nature: a write transaction takes a file lock first, so that several
processes queue in order instead of polling each other (which costs a second at the tail). It is
taken with the first statement, not while a request's body is still on its way.

Requests queue for a session before they take a thread: whoever has a lock needs a thread again to
answer and commit, and would never get one if those who wait for the lock held them all.
"""

import fcntl
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, Final

import anyio
import pysqlite3.dbapi2
import structlog
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
REQUESTS_AT_ONCE: Final = 20  # with a session; half of the threads that a process has for them
SQLITE_WITHOUT_WAL_BUG: Final = (3, 51, 3)

log = structlog.get_logger()


class Database:
    """An engine and the two ways to use it: `reading()` and `writing()`."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = _Turn(Path(f"{self.url.database}.turn")) if self.is_sqlite else None
        self.engine = (
            _sqlite_engine(url, pool_size) if self.is_sqlite else _postgres_engine(url, pool_size)
        )
        self._write_engine = self.engine.execution_options(writes=True)
        self.queue = anyio.Semaphore(REQUESTS_AT_ONCE)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one state and keeps nothing."""
        # closing rolls back and leaves what was loaded readable; rollback() would expire it
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are durable when the block has ended, or not at all."""
        with self._for_writing() as engine, Session(engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Yield a bare connection in a write transaction, committed at the end."""
        with self._for_writing() as engine, engine.begin() as connection:
            yield connection

    @contextmanager
    def _for_writing(self) -> Iterator[Engine]:
        if self._turn is None:
            yield self._write_engine
            return
        use = _UseOfTurn(self._turn)
        try:
            yield self._write_engine.execution_options(turn=use)
        finally:
            use.end()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this process's turn to write; PostgreSQL needs none."""
        if self._turn is None:
            yield
        else:
            with self._turn:
                yield

    def dispose(self) -> None:
        """Close every connection and file; what is used again is opened again."""
        self.engine.dispose()
        if self._turn is not None:
            self._turn.close()


class _Turn:
    """A lock among the threads of this process and the processes on this machine."""

    def __init__(self, path: Path) -> None:
        self._threads = threading.Lock()
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("w")
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        assert self._file is not None
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        with self._threads:
            if self._file is not None:
                self._file.close()
                self._file = None


class _UseOfTurn:
    """One session's use of the turn: from its first statement until it is closed."""

    def __init__(self, turn: _Turn) -> None:
        self._turn = turn
        self._has_it = False

    def begin(self) -> None:
        if not self._has_it:
            self._turn.__enter__()
            self._has_it = True

    def end(self) -> None:
        if self._has_it:
            self._has_it = False
            self._turn.__exit__()


def _sqlite_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, module=pysqlite3.dbapi2, pool_size=pool_size, max_overflow=pool_size
    )
    version = tuple(int(part) for part in pysqlite3.dbapi2.sqlite_version.split("."))
    if version < SQLITE_WITHOUT_WAL_BUG:
        log.warning("sqlite_may_lose_rows", version=version, fixed_in=SQLITE_WITHOUT_WAL_BUG)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if "turn" in options:
            options["turn"].begin()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def _postgres_engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={
            "options": "-c timezone=UTC -c lock_timeout=10000",
            # a server that has gone silent is an accident after seconds, not a quarter of an hour
            "connect_timeout": 5,
            "tcp_user_timeout": 15_000,
        },
    )


def insert_of(db: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what to do where the row is there already."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(SQLModel.metadata.tables[str(table.__tablename__)])


def insert_missing(db: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """Insert what is not there yet: another process may write the same rows at this moment."""
    return insert_of(db, table).on_conflict_do_nothing()


def insert_new(
    db: Session, table: type[SQLModel], *, unique: Sequence[str], values: Mapping[str, Any]
) -> bool:
    """Insert a row unless there is one with the same `unique` columns; return whether it is new.

    Of several at once exactly one inserts; the others wait for it and find its row.
    """
    wish = insert_of(db, table).values(**values).on_conflict_do_nothing(index_elements=list(unique))
    return bool(db.execute(wish.returning(*wish.table.primary_key)).first())


async def get_session(request: Request) -> AsyncIterator[Session]:
    """Open the request's one transaction; its method decides whether it may write."""
    database: Database = request.app.state.wiring.database
    opened = database.reading if request.method in SAFE_METHODS else database.writing
    async with database.queue, contextmanager_in_threadpool(opened()) as session:
        yield session


# scope="function": the commit happens before the answer leaves, so a failed one answers 500.
Db = Annotated[Session, Depends(get_session, scope="function")]
