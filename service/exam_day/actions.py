from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from service.core.db import insert_new
from service.exam_day import queries
from service.exam_day.checklist import ITEMS
from service.exam_day.models import ChecklistTick
from service.journal.actions import record


def tick_item(db: Session, item: str, *, day: date, actor_id: UUID, now: datetime) -> bool:
    """Note that the person has looked after an item of the day; return False where it was noted.

    Raises:
        KeyError: the checklist has no such item.
    """
    values = {"day": day, "item": _known(item), "ticked_by": actor_id, "ticked_at": now}
    is_new = insert_new(db, ChecklistTick, unique=["day", "item"], values=values)
    if is_new:
        _record(db, "checklist ticked", item, day=day, actor_id=actor_id, now=now)
    return is_new


def untick_item(db: Session, item: str, *, day: date, actor_id: UUID, now: datetime) -> bool:
    """Take a tick back; return whether there was one.

    Raises:
        KeyError: the checklist has no such item.
    """
    ticked = queries.tick(db, day, _known(item))
    if ticked is None:
        return False
    db.delete(ticked)
    _record(db, "checklist tick taken back", item, day=day, actor_id=actor_id, now=now)
    return True


def _known(item: str) -> str:
    if item not in ITEMS:
        raise KeyError(item)
    return item


def _record(db: Session, verb: str, item: str, *, day: date, actor_id: UUID, now: datetime) -> None:
    about = ("checklist", day.isoformat())
    record(db, verb, subject=about, now=now, actor_id=actor_id, facts={"item": item})
