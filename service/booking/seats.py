"""Seats change hands by guarded updates only: whatever comes at once, none is sold twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Update, update
from sqlmodel import Session, col

from service.booking.models import Slot


def take_seat(db: Session, slot_id: UUID, *, now: datetime) -> bool:
    """Take a seat of an open slot that has not begun; return whether there was one."""
    free = (
        col(Slot.id) == slot_id,
        col(Slot.taken) < col(Slot.capacity),
        col(Slot.closed_at).is_(None),
        col(Slot.starts_at) > now,
    )
    return _changed(db, update(Slot).where(*free).values(taken=col(Slot.taken) + 1))


def free_seat(db: Session, slot_id: UUID) -> None:
    """Give a seat back to everybody."""
    held = (col(Slot.id) == slot_id, col(Slot.taken) > 0)
    _changed(db, update(Slot).where(*held).values(taken=col(Slot.taken) - 1))


def close_empty(db: Session, slot_id: UUID, *, now: datetime) -> bool:
    """Close a slot in which nobody has a seat; return whether it was done."""
    empty = (col(Slot.id) == slot_id, col(Slot.taken) == 0, col(Slot.closed_at).is_(None))
    return _changed(db, update(Slot).where(*empty).values(closed_at=now))


def _changed(db: Session, change: Update) -> bool:
    # the objects in the session are refreshed where they are read: see queries.slot
    done = db.execute(change.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    result: CursorResult[Any] = done
    return result.rowcount == 1
