"""The candidate's papers: where each is valid and until when, and the file itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page
from service.documents.actions import Press
from service.documents.models import Document
from service.documents.queries import document_for, documents_of
from service.law.calendar import local_day
from service.law.document import DocumentKind, show_check_code
from service.pages.doors import House, Now
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.verify_paper import KINDS, WHERE_VALID, State, stand_of

STANDS: Final[dict[State, tuple[str, Message]]] = {
    "valid": ("good", say("Valid")),
    "genuine": ("note", say("In force")),
    "expired": ("off", say("Expired")),
    "suspended": ("wait", say("Suspended")),
    "revoked": ("bad", say("Revoked")),
}

router = APIRouter(prefix="/cabinet/documents", dependencies=behind(candidate_gate))


@dataclass(frozen=True)
class PaperCard:
    """A paper as the cabinet shows it."""

    id: UUID
    number: str
    title: Message
    programme_code: str | None
    issued_on: date
    valid_until: date | None
    where_valid: Message | None
    stand: tuple[str, Message]
    is_certificate: bool
    code: str  # of the public check page, as it is printed


def cards_of(db: Session, documents: Sequence[Document], today: date) -> list[PaperCard]:
    """Return papers as the cabinet shows them."""
    return [_card(db, row, today) for row in documents]


def _card(db: Session, row: Document, today: date) -> PaperCard:
    is_certificate = row.kind is DocumentKind.CERTIFICATE
    where = WHERE_VALID.get(row.number[:2]) if is_certificate else None
    return PaperCard(
        id=row.id,
        number=row.number,
        title=KINDS[row.kind],
        programme_code=row.programme_code,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        where_valid=where and Message(where.msgid, {"code": row.programme_code}),
        stand=STANDS[stand_of(db, row, today).state],
        is_certificate=is_certificate,
        code=show_check_code(row.check_code),
    )


@router.get("")
def papers(request: Request, db: Db, person: Candidate, now: Now) -> Response:
    documents = documents_of(db, person.account_id)
    return page(request, "candidate/papers.html", papers=cards_of(db, documents, local_day(now)))


@router.get("/{document_id}.pdf")
def download(db: Db, house: House, person: Candidate, document_id: UUID) -> Response:
    """Hand out the signed file: as issued, byte for byte."""
    row = document_for(db, person.account_id, document_id)
    press: Press | None = house.parts["press"]
    if row is None or press is None:
        raise NotFound
    content = press.storage.get(row.file_name)
    named = {"content-disposition": f'attachment; filename="{row.number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=named)
