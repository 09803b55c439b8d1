"""The 20-minute promise (TT-6), measured: from the end of a test to what the cabinet shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal
from uuid import UUID

from sqlmodel import Session

from service.attempts.outcome import WITH_PAPER
from service.exam_day import queries
from service.law.attempt import Phase
from service.law.defaults import DEFAULTS

PROMISED: Final = timedelta(minutes=DEFAULTS.result_within)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)

What = Literal["result", "paper"]


@dataclass(frozen=True)
class Wait:
    """How long one candidate waited for something; `over` False: it is still not there."""

    attempt_id: UUID
    what: What
    ended_at: datetime
    waited: timedelta
    over: bool

    @property
    def is_breach(self) -> bool:
        """Whether the promise was broken."""
        return self.waited > PROMISED


@dataclass(frozen=True)
class Measure:
    """The waits of one kind in one time; a wait that is not over counts as it stands."""

    what: What
    number: int
    median: timedelta | None
    most: timedelta | None
    """What 95 of 100 did not have to exceed."""
    longest: timedelta | None
    breaches: int


@dataclass(frozen=True)
class Promise:
    """The promise over the last day and week, and each breach of the week, newest first."""

    day: Sequence[Measure]
    week: Sequence[Measure]
    breaches: Sequence[Wait]


def promise_kept(db: Session, *, now: datetime) -> Promise:
    """Measure the promise up to now.

    The result is timed for every attempt (a remote one's is provisional), the certificate or
    statement for those in a hall, where the result is final at once.
    """
    waits = _waits(db, now - WEEK, now)
    of_day = [wait for wait in waits if wait.ended_at > now - DAY]
    breaches = [wait for wait in reversed(waits) if wait.is_breach]
    return Promise(_measures(of_day), _measures(waits), breaches)


def _waits(db: Session, since: datetime, now: datetime) -> list[Wait]:
    results = queries.first_results(db, since)
    papers = queries.first_papers(db, since)
    waits: list[Wait] = []
    for attempt_id, ended_at, is_remote, phase in queries.ended_between(db, since, now):
        assert ended_at is not None
        if phase == Phase.TECHNICAL_FAILURE:
            continue  # the act is what follows, no result was promised
        decided_at, outcome = results.get(attempt_id, (None, None))
        waits.append(_wait(attempt_id, "result", ended_at, decided_at, now))
        if not is_remote and outcome in WITH_PAPER:
            waits.append(_wait(attempt_id, "paper", ended_at, papers.get(attempt_id), now))
    return waits


def _wait(
    attempt_id: UUID, what: What, ended_at: datetime, there_at: datetime | None, now: datetime
) -> Wait:
    waited = max((there_at or now) - ended_at, timedelta())
    return Wait(attempt_id, what, ended_at, waited, over=there_at is not None)


def _measures(waits: Sequence[Wait]) -> list[Measure]:
    kinds: tuple[What, ...] = ("result", "paper")
    return [_measure(what, [wait for wait in waits if wait.what == what]) for what in kinds]


def _measure(what: What, waits: Sequence[Wait]) -> Measure:
    lengths = sorted(wait.waited for wait in waits)
    return Measure(
        what=what,
        number=len(lengths),
        median=nearest_rank(lengths, 50),
        most=nearest_rank(lengths, 95),
        longest=lengths[-1] if lengths else None,
        breaches=sum(wait.is_breach for wait in waits),
    )


def nearest_rank(lengths: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return the least of these sorted lengths that so many per cent do not exceed."""
    if not lengths:
        return None
    return lengths[max(ceil(len(lengths) * percent / 100), 1) - 1]
