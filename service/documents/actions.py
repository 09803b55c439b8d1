"""Issuing papers and changing where they stand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pyhanko.sign.signers import SimpleSigner
from sqlmodel import Session

from service.core.db import insert_missing
from service.core.errors import NotFound, Refused
from service.core.i18n import say
from service.core.ids import new_id
from service.core.security import new_code_of
from service.documents import queries
from service.documents.facts import Issued, as_json
from service.documents.models import Document, DocumentEvent, DocumentSerial, Standing
from service.documents.paper import render
from service.documents.signature import sign
from service.gateways.storage import Storage
from service.journal.actions import record
from service.law.calendar import local_day
from service.law.document import CHECK_CODE_ALPHABET, CHECK_CODE_LENGTH, DocumentKind, number
from service.people.file_changes import note_change
from service.people.queries import account_for_update

CHECK_PAGE: Final = "/check/"


@dataclass(frozen=True)
class Press:
    """What makes a paper of facts: the signing key, the store, the public address."""

    signer: SimpleSigner
    storage: Storage
    public_url: str


@dataclass(frozen=True)
class Order:
    """A paper to be issued: `facts` gets the number and says what the paper says."""

    kind: DocumentKind
    series: str
    account_id: UUID | None
    subject: tuple[str, UUID]
    facts: Callable[[str], Issued]
    programme_code: str | None = None
    valid_until: date | None = None
    act: str | None = None


def issue_document(db: Session, order: Order, press: Press, *, now: datetime) -> Document:
    """Number, set, sign, store and register a paper; asked for again it returns the first.

    Takes some 100 ms: called by the worker, never on a request's path.
    """
    if order.account_id is not None:
        account_for_update(db, order.account_id)  # two workers must not issue the same paper
    made = queries.document_about(db, order.kind, *order.subject)
    if made is not None:
        return made
    serial = next_serial(db, order.series, local_day(now).year)
    printed = number(order.series, local_day(now), serial)
    code = new_code_of(CHECK_CODE_ALPHABET, CHECK_CODE_LENGTH)
    facts = as_json(order.facts(printed))
    plain = render(order.kind, facts, check_url=f"{press.public_url}{CHECK_PAGE}{code}")
    signed = sign(plain, press.signer, now=now, reason=order.kind.value)
    document_id = new_id()
    file_name = f"{order.kind.value}/{now:%Y/%m}/{document_id}.pdf"
    press.storage.put(file_name, signed)
    row = Document(
        id=document_id,
        number=printed,
        check_code=code,
        kind=order.kind,
        account_id=order.account_id,
        subject_kind=order.subject[0],
        subject_id=order.subject[1],
        programme_code=order.programme_code,
        facts=facts,
        issued_on=local_day(now),
        issued_at=now,
        valid_until=order.valid_until,
        act=order.act,
        file_name=file_name,
        file_sha256=hashlib.sha256(signed).hexdigest(),
    )
    db.add(row)
    db.flush()
    db.add(DocumentEvent(document_id=row.id, at=now, standing=Standing.VALID, reason="issued"))
    about = {"number": printed, "kind": order.kind.value}
    _note_certificate(db, row, now)
    record(db, "document issued", subject=("document", row.id), now=now, facts=about)
    return row


def next_serial(db: Session, series: str, year: int) -> int:
    """Return the next number of a series and year; two at once get two numbers."""
    empty = insert_missing(db, DocumentSerial).values(series=series, year=year, last=0)
    db.execute(empty)
    counter = queries.locked_serial(db, series, year)
    assert counter is not None
    counter.last += 1
    db.add(counter)
    db.flush()
    return counter.last


MOVES: Final = {
    Standing.VALID: {Standing.SUSPENDED, Standing.REVOKED},
    Standing.SUSPENDED: {Standing.VALID, Standing.REVOKED},
    Standing.REVOKED: set[Standing](),
}


def change_standing(
    db: Session,
    document_id: UUID,
    standing: Standing,
    *,
    reason: str,
    actor_id: UUID,
    now: datetime,
) -> Document:
    """Suspend, restore or revoke a document, with the reason; a revoked one stays revoked.

    Raises:
        NotFound: there is no such document.
        Refused: it cannot go from where it stands to there.
    """
    row = queries.locked_document(db, document_id)
    if row is None:
        raise NotFound
    if standing not in MOVES[row.standing]:
        raise Refused(say("The document cannot be changed this way: reload the page to see why."))
    row.standing = standing
    db.add(row)
    db.add(
        DocumentEvent(
            document_id=row.id, at=now, standing=standing, reason=reason, actor_id=actor_id
        )
    )
    _note_certificate(db, row, now)
    record(
        db,
        f"document {standing}",
        subject=("document", row.id),
        now=now,
        actor_id=actor_id,
        facts={"reason": reason, "number": row.number},
    )
    return row


def _note_certificate(db: Session, row: Document, now: datetime) -> None:
    """Let it be known that the holder has one certificate more, or less."""
    if row.kind is DocumentKind.CERTIFICATE and row.account_id is not None:
        note_change(db, row.account_id, now=now)
