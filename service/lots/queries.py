from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.lots.models import LotCommitment, LotDraw, LotSecret


def lot(db: Session, lot_id: UUID) -> LotCommitment:
    """Return the lot of this id."""
    found = db.get(LotCommitment, lot_id)
    assert found is not None
    return found


def lot_for_update(db: Session, lot_id: UUID) -> LotCommitment:
    """Return the lot, locked until the end of the transaction: it is drawn once."""
    return db.exec(select(LotCommitment).where(LotCommitment.id == lot_id).with_for_update()).one()


def lot_by_number(db: Session, number: str) -> LotCommitment | None:
    """Return the lot of this number."""
    if "\0" in number:
        return None
    return db.exec(select(LotCommitment).where(LotCommitment.number == number)).first()


def lot_of(
    db: Session, purpose: str, subject_kind: str, subject_id: object
) -> LotCommitment | None:
    """Return the newest lot that was promised for this."""
    found = select(LotCommitment).where(
        LotCommitment.purpose == purpose,
        LotCommitment.subject_kind == subject_kind,
        LotCommitment.subject_id == str(subject_id),
    )
    newest = found.order_by(col(LotCommitment.committed_at).desc(), col(LotCommitment.id).desc())
    return db.exec(newest).first()


def secret_of(db: Session, lot_id: UUID) -> LotSecret:
    """Return seed and nonce of a lot: for the draw itself and nothing else."""
    found = db.get(LotSecret, lot_id)
    assert found is not None
    return found


def draw_of(db: Session, lot_id: UUID) -> LotDraw | None:
    """Return how the lot was drawn, if it was."""
    return db.get(LotDraw, lot_id)


def newest_lots(
    db: Session, *, offset: int = 0, limit: int = 50
) -> Sequence[tuple[LotCommitment, LotDraw | None]]:
    """Return lots with their draws, the newest promise first."""
    found = select(LotCommitment, LotDraw).outerjoin(
        LotDraw, col(LotDraw.lot_id) == col(LotCommitment.id)
    )
    newest = found.order_by(col(LotCommitment.committed_at).desc(), col(LotCommitment.id).desc())
    return db.exec(newest.offset(offset).limit(limit)).all()
