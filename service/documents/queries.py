from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.documents.models import Document, DocumentEvent, DocumentSerial
from service.law.document import DocumentKind


def document(db: Session, document_id: UUID) -> Document | None:
    """Return the document of this id."""
    return db.get(Document, document_id)


def locked_document(db: Session, document_id: UUID) -> Document | None:
    """Return the document with its row locked until the transaction ends."""
    return db.exec(select(Document).where(Document.id == document_id).with_for_update()).first()


def document_for(db: Session, account_id: UUID, document_id: UUID) -> Document | None:
    """Return the person's own document; None where it is another's or does not exist."""
    found = select(Document).where(Document.id == document_id, Document.account_id == account_id)
    return db.exec(found).first()


def documents_of(db: Session, account_id: UUID) -> Sequence[Document]:
    """Return the person's documents, newest first."""
    found = select(Document).where(Document.account_id == account_id)
    return db.exec(found.order_by(col(Document.id).desc())).all()


def document_by_check_code(db: Session, code: str) -> Document | None:
    """Return the document that this check code belongs to."""
    return db.exec(select(Document).where(Document.check_code == code)).first()


def document_by_number(db: Session, number: str) -> Document | None:
    """Return the document of this number."""
    return db.exec(select(Document).where(Document.number == number)).first()


def document_about(
    db: Session, kind: DocumentKind, subject_kind: str, subject_id: UUID
) -> Document | None:
    """Return the newest document of a kind about a subject."""
    found = select(Document).where(
        Document.kind == kind,
        Document.subject_kind == subject_kind,
        Document.subject_id == subject_id,
    )
    return db.exec(found.order_by(col(Document.id).desc())).first()


def documents_about(db: Session, subject_kind: str, subject_id: UUID) -> Sequence[Document]:
    """Return every document about a subject, oldest first."""
    found = select(Document).where(
        Document.subject_kind == subject_kind, Document.subject_id == subject_id
    )
    return db.exec(found.order_by(col(Document.id))).all()


def newest_documents(db: Session, *, limit: int = 100) -> Sequence[Document]:
    """Return the newest documents of the service, newest first."""
    return db.exec(select(Document).order_by(col(Document.id).desc()).limit(limit)).all()


def events_of(db: Session, document_id: UUID) -> Sequence[DocumentEvent]:
    """Return what happened to a document, oldest first."""
    found = select(DocumentEvent).where(DocumentEvent.document_id == document_id)
    return db.exec(found.order_by(col(DocumentEvent.id))).all()


def locked_serial(db: Session, series: str, year: int) -> DocumentSerial | None:
    """Return the series' counter, locked until the transaction ends."""
    found = select(DocumentSerial).where(
        DocumentSerial.series == series, DocumentSerial.year == year
    )
    return db.exec(found.with_for_update()).first()
