"""The review of a remote attempt: opened with a due time, published by a proctor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.models import AttemptResult, Outcome
from service.attempts.outcome import publish_result
from service.core.due_work import enqueue
from service.core.errors import NotFound, Refused
from service.core.i18n import say
from service.journal.actions import record
from service.law.calendar import WorkingCalendar
from service.law.proctoring import breach_kind, outcome_of_review, review_due
from service.notices.actions import tell
from service.proctoring import queries
from service.proctoring.models import Review, ReviewOutcome


@dataclass(frozen=True)
class FoundBreach:
    """One place in the recording: which conduct item, seconds from the start, what was seen."""

    code: str
    second: int
    seen: str


def open_review(
    db: Session, attempt_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> Review:
    """Open the review of a remote attempt; the candidate is told until when (TT-6)."""
    made = queries.review_of(db, attempt_id)
    if made is not None:
        return made
    row = attempts.attempt(db, attempt_id)
    if row is None or row.ended_at is None:
        raise NotFound
    due_at = review_due(row.ended_at, calendar)
    review = Review(attempt_id=attempt_id, opened_at=now, due_at=due_at)
    db.add(review)
    text = say(
        "Your result is provisional and under review. The review is due by %(at)s.", at=due_at
    )
    tell(db, row.account_id, text, url=f"/cabinet/applications/{row.application_id}", now=now)
    record(db, "review opened", subject=("attempt", attempt_id), now=now, rule="TT-6")
    db.flush()
    return review


def publish_review(
    db: Session,
    review_id: UUID,
    breaches: Sequence[FoundBreach],
    *,
    proctor_id: UUID,
    now: datetime,
) -> Review:
    """Publish a review: clean makes the result final (PR-3), breaches end it (PR-1, PR-2).

    Raises:
        NotFound: there is no such review.
        Refused: it has been published, it is the proctor's own attempt, or there is no result yet.
        KeyError: a breach is not an item of the conduct rules.
    """
    review = queries.locked_review(db, review_id)
    if review is None:
        raise NotFound
    if review.published_at is not None:
        raise Refused(say("This review has been published already."))
    row = attempts.locked_attempt(db, review.attempt_id)
    assert row is not None
    if row.account_id == proctor_id:
        raise Refused(say("Nobody reviews an attempt of their own."))
    provisional = attempts.result_of(db, review.attempt_id)
    if provisional is None:
        raise Refused(say("The result has not been made yet. Please try again in a minute."))
    ends = outcome_of_review([found.code for found in breaches]) == "not-passed"
    review.outcome = ReviewOutcome.BREACHES if ends else ReviewOutcome.CLEAN
    review.breaches = [
        {"code": breach_kind(one.code).code, "second": one.second, "seen": one.seen}
        for one in breaches
    ]
    review.published_at, review.published_by = now, proctor_id
    db.add(review)  # nothing above has changed anything: a refusal leaves no trace
    result = _final_result(db, provisional, ends=ends, now=now)
    publish_result(db, row, result, now=now)
    if ends:
        enqueue(
            db,
            "issue-breach-list",
            key=f"issue-breach-list:{review.id}",
            due_at=now,
            payload={"review": str(review.id)},
        )
    _record_published(db, review, now)
    return review


def _record_published(db: Session, review: Review, now: datetime) -> None:
    codes = [found["code"] for found in review.breaches]
    record(
        db,
        "review published",
        subject=("attempt", review.attempt_id),
        now=now,
        actor_id=review.published_by,
        rule="PR-1" if codes else "PR-3",
        facts={"breaches": codes, "due_at": review.due_at.isoformat()},
    )


def _final_result(
    db: Session, provisional: AttemptResult, *, ends: bool, now: datetime
) -> AttemptResult:
    """Return the result that stands after the review: a new row, the provisional one stays."""
    final = AttemptResult(
        attempt_id=provisional.attempt_id,
        outcome=Outcome.NOT_PASSED if ends else provisional.outcome,
        rule="PR-1" if ends else provisional.rule,
        scores=provisional.scores,
        decided_at=provisional.decided_at if not ends else now,
        is_final=True,
    )
    db.add(final)
    db.flush()
    return final
