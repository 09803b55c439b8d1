"""Approved items as a file; since a file holds the keys, the export stands in the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.items import queries as items_queries
from service.items.bank import Item
from service.items.exchange import queries
from service.items.exchange.aiken import write_aiken
from service.items.exchange.gift import write_gift
from service.items.exchange.losses import export_losses
from service.items.exchange.model import LANGUAGES, Format, Loss
from service.items.exchange.qti import write_qti
from service.journal.actions import record

ENDINGS: Final = {
    Format.QTI: ("qti3.zip", "application/zip"),
    Format.GIFT: ("gift.txt", "text/plain; charset=utf-8"),
    Format.AIKEN: ("aiken.txt", "text/plain; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported: of which act ("" all), how, in which language ("" all: QTI only)."""

    format: Format
    act: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse what no file can be.

        Raises:
            ValueError: GIFT and Aiken hold one language.
        """
        if self.format is not Format.QTI and not self.language:
            raise ValueError(f"{self.format} holds one language: choose it")


@dataclass(frozen=True, slots=True)
class Exported:
    content: bytes
    name: str
    media_type: str
    count: int
    losses: tuple[Loss, ...]


def losses_of(db: Session, wanted: Wanted) -> tuple[int, list[Loss]]:
    """Return how many items an export would hold and what it would leave behind."""
    found = queries.approved_items(db, wanted.act)
    return len(_held(found, wanted)), _losses(db, found, wanted)


def export_items(db: Session, wanted: Wanted, *, by: UUID | None, now: datetime) -> Exported:
    """Return the file; the journal says who took which keys and in which format."""
    found = queries.approved_items(db, wanted.act)
    held = _held(found, wanted)
    ending, media_type = ENDINGS[wanted.format]
    parts = ["synaq", wanted.act or "all", wanted.language]
    exported = Exported(
        content=_written(held, wanted),
        name=f"{'-'.join(filter(None, parts))}.{ending}",
        media_type=media_type,
        count=len(held),
        losses=tuple(_losses(db, found, wanted)),
    )
    facts = {
        "format": str(wanted.format),
        "language": wanted.language or "all",
        "refs": [item.ref for item in held],
    }
    subject = ("items", wanted.act or "all")
    record(db, "items exported", subject=subject, actor_id=by, now=now, facts=facts)
    return exported


def _held(found: list[Item], wanted: Wanted) -> list[Item]:
    return [item for item in found if not wanted.language or wanted.language in item.texts]


def _losses(db: Session, found: list[Item], wanted: Wanted) -> list[Loss]:
    enemies = {item for pair in items_queries.enemies(db) for item in pair}
    return export_losses(found, wanted.format, wanted.language, enemies)


def _written(held: list[Item], wanted: Wanted) -> bytes:
    if wanted.format is Format.GIFT:
        return write_gift(held, wanted.language)
    if wanted.format is Format.AIKEN:
        return write_aiken(held, wanted.language)
    return write_qti(held, [wanted.language] if wanted.language else LANGUAGES)
