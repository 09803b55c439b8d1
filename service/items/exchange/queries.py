from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.items.bank import Item, item_from_body
from service.items.models import BankReport, ItemVersion, ItemWork, Stage

IMPORT: str = "item-import"  # the kind of report that keeps an import until it is confirmed


def approved_items(db: Session, act: str = "") -> list[Item]:
    """Return the items that may be drawn now, of an act or of all, by act and id."""
    found = (
        select(ItemVersion)
        .join(
            ItemWork,
            (col(ItemWork.item_id) == col(ItemVersion.item_id))
            & (col(ItemWork.version) == col(ItemVersion.version)),
        )
        .where(ItemWork.stage == Stage.APPROVED)
    )
    if act:
        found = found.where(ItemVersion.act == act)
    rows = db.exec(found.order_by(col(ItemVersion.act), col(ItemVersion.item_id))).all()
    return [item_from_body(row.item_id, row.version, row.body) for row in rows]


def open_imports(db: Session, account_id: UUID) -> Sequence[BankReport]:
    """Return the imports of this author that have not been confirmed."""
    found = select(BankReport).where(
        BankReport.kind == IMPORT,
        BankReport.asked_by == account_id,
        col(BankReport.ended_at).is_(None),
    )
    return db.exec(found).all()


def import_of(
    db: Session, account_id: UUID, import_id: UUID, *, to_change: bool = False
) -> BankReport | None:
    """Return the author's own import of this id; `to_change` waits for whoever changes it."""
    found = db.get(BankReport, import_id, with_for_update=to_change or None)
    if found is None or found.kind != IMPORT or found.asked_by != account_id:
        return None
    return found
