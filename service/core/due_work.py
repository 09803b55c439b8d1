"""Due work: a job table in the same database, written in the same transaction as its cause.

A job is leased, run in one transaction with the mark that it is done, and tried again later when
it fails. `key` is unique: what has been asked for twice is done once.
"""

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from queue import Empty, SimpleQueue
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Index, update
from sqlmodel import Field, Session, SQLModel, col, select

from service.core.clock import Clock
from service.core.columns import json_field, moment_field
from service.core.db import Database, insert_of
from service.core.ids import new_id

LEASE: Final = timedelta(minutes=2)
MOST_TRIES: Final = 12
IDLE_SECONDS: Final = 0.5

log = structlog.get_logger()


class Job(SQLModel, table=True):
    """Work that is due at a time, once for its key."""

    __tablename__ = "due_job"
    __table_args__ = (Index("ix_due_job_open", "done_at", "due_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=60)
    key: str = Field(max_length=200, unique=True)
    due_at: datetime = moment_field()
    payload: dict[str, Any] = json_field(default_factory=dict)
    tries: int = 0
    leased_until: datetime | None = moment_field(default=None)
    done_at: datetime | None = moment_field(default=None)
    gave_up_at: datetime | None = moment_field(default=None)
    error: str | None = Field(default=None)


class GiveUp(Exception):
    """Raised by a handler whose work can never succeed: it is not tried again."""


@dataclass
class Doing:
    """What a handler gets beside its payload.

    The write transaction opens when `db` is first asked for: slow work done before (a gateway, a
    PDF) holds no lock. The job is marked done in the same transaction.
    """

    open_db: Callable[[], Session]
    now: datetime
    wiring: Any

    @cached_property
    def db(self) -> Session:
        """The transaction of the job."""
        return self.open_db()


Handler = Callable[[Doing, Mapping[str, Any]], None]
Periodic = tuple[timedelta, Callable[[Doing], None]]


def enqueue(
    db: Session, kind: str, *, key: str, due_at: datetime, payload: Mapping[str, Any] | None = None
) -> None:
    """Ask for work in the caller's transaction; the same key asked for again changes nothing."""
    values = {
        "id": new_id(),
        "kind": kind,
        "key": key,
        "due_at": due_at,
        "payload": dict(payload or {}),
        "tries": 0,
    }
    db.execute(insert_of(db, Job).values(**values).on_conflict_do_nothing(index_elements=["key"]))


def failed_jobs(db: Session) -> Sequence[Job]:
    """Return work that has been given up, newest first, for the administrator to see."""
    found = select(Job).where(col(Job.gave_up_at).is_not(None), col(Job.done_at).is_(None))
    return db.exec(found.order_by(col(Job.id).desc()).limit(100)).all()


def try_again(db: Session, job_id: UUID, *, now: datetime) -> Job | None:
    """Make work that was given up due now, with all its tries; None where it was not given up."""
    again = (
        update(Job)
        .where(col(Job.id) == job_id, col(Job.gave_up_at).is_not(None), col(Job.done_at).is_(None))
        .values(gave_up_at=None, leased_until=None, tries=0, due_at=now)
    )
    changed = db.execute(again.returning(col(Job.id))).first()
    return None if changed is None else db.get(Job, job_id, populate_existing=True)


class Worker:
    """Runs what is due, and the periodic work, until it is told to stop."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        wiring: Any,
        handlers: Mapping[str, Handler],
        periodic: Mapping[str, Periodic],
    ) -> None:
        self._database = database
        self._clock = clock
        self._wiring = wiring
        self._handlers = handlers
        self._periodic = periodic
        self._last: dict[str, int] = {}
        self._stopped = False
        self._wake: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """Ask the loop to end after the job at hand.

        A signal's handler may call it in the middle of anything: an `Event` would lock itself up.
        """
        self._stopped = True
        self._wake.put(None)

    def run(self) -> None:
        """Work until stopped; an error of the database is logged and waited out."""
        while not self._stopped:
            try:
                busy = self.run_once()
            except Exception:
                log.exception("worker_stumbled")
                busy = False
            if not busy:
                with suppress(Empty):
                    self._wake.get(timeout=IDLE_SECONDS)

    def run_once(self) -> bool:
        """Do the periodic work whose turn it is and one due job; return whether there was a job."""
        self.run_periodic()
        return self.run_next()

    def run_all(self) -> int:
        """Do everything due now; return how many jobs were done (for tests and commands)."""
        self.run_periodic()
        done = 0
        while self.run_next():
            done += 1
        return done

    def run_periodic(self) -> None:
        """Run each periodic function once for its slot of time."""
        now = self._clock.now()
        for name, (every, function) in self._periodic.items():
            slot = int(now.timestamp() // every.total_seconds())
            if self._last.get(name) == slot:
                continue
            self._last[name] = slot
            try:
                with self._doing(now) as doing:
                    function(doing)
            except Exception:
                log.exception("periodic_work_failed", name=name)

    def run_next(self) -> bool:
        """Lease and run one due job; return False when none is due."""
        now = self._clock.now()
        with self._database.writing() as db:
            job = _lease(db, now)
        if job is None:
            return False
        try:
            with self._doing(now) as doing:
                self._handlers[job.kind](doing, job.payload)
                is_done = update(Job).where(col(Job.id) == job.id)
                doing.db.execute(is_done.values(done_at=now, error=None))
        except Exception as fault:
            log.warning("job_failed", kind=job.kind, key=job.key, tries=job.tries, exc_info=True)
            self._put_back(job, fault, now)
        return True

    @contextmanager
    def _doing(self, now: datetime) -> Iterator[Doing]:
        with ExitStack() as stack:
            yield Doing(lambda: stack.enter_context(self._database.writing()), now, self._wiring)

    def _put_back(self, job: Job, fault: Exception, now: datetime) -> None:
        over = isinstance(fault, GiveUp) or job.tries >= MOST_TRIES
        wait = timedelta(seconds=min(2**job.tries, 600))
        with self._database.writing() as db:
            db.execute(
                update(Job)
                .where(col(Job.id) == job.id)
                .values(
                    due_at=now + wait,
                    leased_until=None,
                    gave_up_at=now if over else None,
                    error="".join(traceback.format_exception_only(fault))[:2000],
                )
            )


def _lease(db: Session, now: datetime) -> Job | None:
    waiting = (
        select(Job)
        .where(
            col(Job.done_at).is_(None),
            col(Job.gave_up_at).is_(None),
            col(Job.due_at) <= now,
            (col(Job.leased_until).is_(None)) | (col(Job.leased_until) < now),
        )
        .order_by(col(Job.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = db.exec(waiting).first()
    if job is not None:
        job.leased_until = now.astimezone(UTC) + LEASE
        job.tries += 1
        db.add(job)
        db.flush()
    return job
