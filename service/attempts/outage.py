"""The service's own heartbeat: it tells its outages from the candidates' (TT-5)."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.attempts import queries
from service.attempts.actions import ALLOWANCES, end_by_technical_failure, held
from service.attempts.models import ServiceBeat, ServiceOutage
from service.attempts.steps import append
from service.core.clock import Clock
from service.core.db import Database, insert_new
from service.journal.actions import record
from service.law.attempt import Phase, Step, What, lost_to_outage

BEAT_EVERY: Final = timedelta(seconds=2)
MISSED: Final = timedelta(seconds=6)

log = structlog.get_logger()


def beat(db: Session, *, now: datetime, was_alive: bool = False) -> ServiceOutage | None:
    """Say that the service is alive; return the outage that ends with this beat, if any.

    Args:
        db: the open write transaction.
        now: the moment.
        was_alive: this process itself has been beating all the time: a jump is the clock's.
    """
    row = queries.locked_beat(db)
    if row is None:
        # several processes of a new service may come here at once
        insert_new(db, ServiceBeat, unique=["id"], values={"id": 1, "at": now})
        return None
    away_since, row.at = row.at, max(row.at, now)
    db.add(row)
    if was_alive or now - away_since < MISSED:
        return None
    outage = ServiceOutage(began_at=away_since, ended_at=now)
    db.add(outage)
    facts = {"began_at": away_since.isoformat(), "ended_at": now.isoformat()}
    record(db, "service was away", subject=("service", "all"), now=now, rule="TT-5", facts=facts)
    db.flush()
    _settle(db, outage, now)
    return outage


def is_away(db: Session, *, now: datetime) -> bool:
    """Whether no web process has been alive of late: an outage that is not settled yet."""
    seen_at = queries.service_seen_at(db)
    return seen_at is not None and now - seen_at >= MISSED


def _settle(db: Session, outage: ServiceOutage, now: datetime) -> None:
    """Give every running attempt the lost time back, or end it by technical failure."""
    for attempt_id in queries.open_attempts(db):
        try:
            # one that fails must not keep the service from starting
            with db.begin_nested():
                _settle_one(db, attempt_id, outage, now)
        except Exception:
            log.exception("outage_not_settled", attempt=str(attempt_id))
    outage.settled_at = now
    db.add(outage)


def _settle_one(db: Session, attempt_id: UUID, outage: ServiceOutage, now: datetime) -> None:
    # as of the moment the service went away: what fell due while it was away is not the candidate's
    running = held(db, attempt_id, now=outage.began_at)
    window = running.state.window
    if running.state.phase is not Phase.OPEN or window is None:
        return
    back = lost_to_outage(window, (outage.began_at, outage.ended_at), ALLOWANCES)
    if back is None:
        end_by_technical_failure(
            db,
            attempt_id,
            reason=f"service away {outage.began_at.isoformat()} - {outage.ended_at.isoformat()}",
            actor_id=None,
            now=outage.began_at,
        )
    elif back > timedelta():
        facts = {"seconds": round(back.total_seconds()), "reason": "outage of the service"}
        append(db, running, Step(What.TIME_GIVEN_BACK, now, facts))


class Heart:
    """Beats in a thread of the web process for as long as it serves."""

    def __init__(
        self, database: Database, clock: Clock, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare the heart; `ticks` are seconds that never jump."""
        self._database = database
        self._clock = clock
        self._ticks = ticks
        self._beating = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="service-heart", daemon=True)
        self._last: float | None = None

    def start(self) -> None:
        """Beat once at once, so that an outage is settled before the first request, then go on."""
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        """Stop beating."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(BEAT_EVERY.total_seconds()):
            try:
                self.beat()
            except Exception:
                log.exception("heart_missed_a_beat")

    def revive(self) -> None:
        """Settle an outage that is just over, before a request is judged by the clock.

        Where the database was away, the first request may come before the next beat.
        """
        if not self._is_alive(self._ticks()):
            self.beat()

    def beat(self) -> None:
        """Say that the service is alive; settle the outage that this beat ends."""
        with self._beating:
            with self._database.writing() as db:
                queries.locked_beat(db)  # whoever waited for the database reads both clocks after
                ticks, now = self._ticks(), self._clock.now()
                beat(db, now=now, was_alive=self._is_alive(ticks))
            self._last = ticks  # what was not committed was no beat

    def _is_alive(self, ticks: float) -> bool:
        return self._last is not None and ticks - self._last < MISSED.total_seconds()
