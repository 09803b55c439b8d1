from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from service.notices.models import Notice


def notice(db: Session, notice_id: UUID) -> Notice | None:
    """Return the notice of this id."""
    return db.get(Notice, notice_id)


def notice_for(db: Session, account_id: UUID, notice_id: UUID) -> Notice | None:
    """Return the person's own notice; None where it is another's or does not exist."""
    found = select(Notice).where(Notice.id == notice_id, Notice.account_id == account_id)
    return db.exec(found).first()


def notices_of(db: Session, account_id: UUID, *, limit: int = 50) -> Sequence[Notice]:
    """Return the person's newest notices, newest first."""
    found = select(Notice).where(Notice.account_id == account_id)
    return db.exec(found.order_by(col(Notice.id).desc()).limit(limit)).all()


def unread_notices(db: Session, account_id: UUID) -> Sequence[Notice]:
    """Return the notices that the person has not marked as read, newest first."""
    found = select(Notice).where(Notice.account_id == account_id, col(Notice.read_at).is_(None))
    return db.exec(found.order_by(col(Notice.id).desc())).all()


def count_unread(db: Session, account_id: UUID) -> int:
    """Return how many notices the person has not marked as read."""
    found = select(func.count()).select_from(Notice)
    mine = found.where(Notice.account_id == account_id, col(Notice.read_at).is_(None))
    return db.exec(mine).one()
