"""TT-6: how the promise is measured."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from service.attempts.models import AttemptResult, Outcome
from service.core.wiring import Wiring
from service.documents.models import Document
from service.exam_day.promise import Measure, nearest_rank, promise_kept
from service.law.attempt import Phase
from service.law.document import DocumentKind
from tests import make_attempts
from tests.clock import START

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("lengths", "percent", "found"),
    [
        ([], 50, None),
        ([7], 50, 7),
        ([1, 2], 50, 1),
        ([1, 2, 3], 50, 2),
        (list(range(1, 20)), 95, 19),
        (list(range(1, 21)), 95, 19),
        (list(range(1, 101)), 95, 95),
    ],
    ids=["none", "one", "of two the shorter", "the middle", "19", "20", "100"],
)
def test_the_nearest_rank(lengths: list[int], percent: int, found: int | None):
    spans = [timedelta(minutes=one) for one in lengths]
    assert nearest_rank(spans, percent) == (timedelta(minutes=found) if found else None)


def over(
    db: Session,
    house: Wiring,
    ended_ago: timedelta,
    *results: timedelta,
    outcome: Outcome = Outcome.PASSED,
    paper: timedelta | None = None,
    phase: Phase = Phase.FINISHED,
) -> None:
    """An attempt in a hall that ended so long ago, with results and a paper after these waits."""
    attempt = make_attempts.prepared(db, house)
    ended = START - ended_ago
    attempt.phase, attempt.started_at, attempt.ended_at = phase, ended, ended
    db.add(attempt)
    for wait in results:
        db.add(AttemptResult(attempt_id=attempt.id, outcome=outcome, decided_at=ended + wait))
        db.flush()
    if paper is not None:
        db.add(
            Document(
                number=f"LE-2026-{attempt.id.hex[-6:]}",
                check_code=attempt.id.hex[-12:],
                kind=DocumentKind.CERTIFICATE,
                subject_kind="attempt",
                subject_id=attempt.id,
                issued_on=ended.date(),
                issued_at=ended + paper,
                file_name="",
                file_sha256="",
            )
        )
    db.flush()


def measures(db: Session) -> dict[str, Measure]:
    return {measure.what: measure for measure in promise_kept(db, now=START).day}


def test_tt_6_result_and_paper_are_timed_apart(db: Session, house: Wiring):
    over(db, house, 60 * MINUTE, MINUTE, paper=2 * MINUTE)
    over(db, house, 60 * MINUTE, MINUTE, paper=21 * MINUTE)
    found = measures(db)
    assert (found["result"].number, found["result"].longest) == (2, MINUTE)
    assert (found["paper"].longest, found["paper"].breaches) == (21 * MINUTE, 1)


def test_the_first_result_counts_and_not_a_later_correction(db: Session, house: Wiring):
    over(db, house, 5 * 60 * MINUTE, MINUTE, 4 * 60 * MINUTE, paper=MINUTE)
    assert measures(db)["result"].longest == MINUTE


def test_what_is_still_missing_counts_as_it_stands(db: Session, house: Wiring):
    over(db, house, 20 * MINUTE)
    over(db, house, 20 * MINUTE + timedelta(seconds=1))
    found = promise_kept(db, now=START)
    assert [(wait.over, wait.waited) for wait in found.breaches] == [
        (False, 20 * MINUTE + timedelta(seconds=1))
    ]


def test_no_paper_is_awaited_of_a_test_that_was_broken_off(db: Session, house: Wiring):
    over(db, house, 60 * MINUTE, MINUTE, outcome=Outcome.NOT_PASSED, phase=Phase.BROKEN_OFF)
    assert measures(db)["paper"].number == 0


def test_a_technical_failure_is_no_breach_of_the_promise(db: Session, house: Wiring):
    over(db, house, 60 * MINUTE, phase=Phase.TECHNICAL_FAILURE)
    found = promise_kept(db, now=START)
    assert [measure.number for measure in found.week] == [0, 0]
    assert found.breaches == []


def test_a_week_is_looked_at_and_not_more(db: Session, house: Wiring):
    over(db, house, timedelta(days=7) - MINUTE)
    over(db, house, timedelta(days=7))
    assert [measure.number for measure in promise_kept(db, now=START).week] == [1, 0]
