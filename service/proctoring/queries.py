from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from service.proctoring.models import Review


def review(db: Session, review_id: UUID) -> Review | None:
    """Return the review of this id."""
    return db.get(Review, review_id)


def locked_review(db: Session, review_id: UUID) -> Review | None:
    """Return the review with its row locked until the transaction ends."""
    found = select(Review).where(Review.id == review_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def review_of(db: Session, attempt_id: UUID) -> Review | None:
    """Return the review of an attempt."""
    return db.exec(select(Review).where(Review.attempt_id == attempt_id)).first()


def open_reviews(db: Session) -> Sequence[Review]:
    """Return the reviews that nobody has published, the soonest due first."""
    found = select(Review).where(col(Review.published_at).is_(None))
    return db.exec(found.order_by(col(Review.due_at), col(Review.id))).all()


def published_reviews(db: Session, *, limit: int = 50) -> Sequence[Review]:
    """Return the newest published reviews, newest first."""
    found = select(Review).where(col(Review.published_at).is_not(None))
    return db.exec(found.order_by(col(Review.published_at).desc()).limit(limit)).all()


def overdue_reviews(db: Session, now: datetime) -> Sequence[Review]:
    """Return the open reviews whose due time has passed (PR-1)."""
    found = select(Review).where(col(Review.published_at).is_(None), Review.due_at < now)
    return db.exec(found.order_by(col(Review.due_at))).all()
