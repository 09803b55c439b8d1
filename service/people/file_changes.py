"""That something of a person's file has changed is told in the transaction of the change.

Rooms that judge the file (admissions) hear of it by this work; those that change it know nothing of
them. A certificate of a test is part of the file too.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.core.due_work import enqueue
from service.core.ids import new_id

KIND: Final = "file-changed"


def note_change(db: Session, account_id: UUID, *, now: datetime) -> None:
    """Have it looked at what the change of the person's file changes elsewhere."""
    payload = {"account": str(account_id)}
    enqueue(db, KIND, key=f"{KIND}:{new_id()}", due_at=now, payload=payload)
