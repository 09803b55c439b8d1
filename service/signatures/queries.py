from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from service.signatures.models import Signature, SignatureRequest


def request_for(db: Session, account_id: UUID, request_id: UUID) -> SignatureRequest | None:
    """Return the request of this id if it asks this account."""
    found = select(SignatureRequest).where(
        SignatureRequest.id == request_id, SignatureRequest.account_id == account_id
    )
    return db.exec(found).first()


def newest_request_like(db: Session, request: SignatureRequest) -> SignatureRequest:
    """Return the newest request to the same person about the same: only that one is in force."""
    found = select(SignatureRequest).where(
        SignatureRequest.account_id == request.account_id,
        SignatureRequest.purpose == request.purpose,
        SignatureRequest.subject_kind == request.subject_kind,
        SignatureRequest.subject_id == request.subject_id,
    )
    newest = found.order_by(col(SignatureRequest.made_at).desc(), col(SignatureRequest.id).desc())
    return db.exec(newest.limit(1)).one()


def newest_request(
    db: Session, account_id: UUID, purpose: str, subject: tuple[str, UUID]
) -> SignatureRequest | None:
    """Return what this person was asked last to sign about a subject."""
    found = select(SignatureRequest).where(
        SignatureRequest.account_id == account_id,
        SignatureRequest.purpose == purpose,
        SignatureRequest.subject_kind == subject[0],
        SignatureRequest.subject_id == subject[1],
    )
    newest = found.order_by(col(SignatureRequest.made_at).desc(), col(SignatureRequest.id).desc())
    return db.exec(newest.limit(1)).first()


def signature_of(db: Session, request_id: UUID) -> Signature | None:
    """Return the signature that was accepted for this request."""
    return db.exec(select(Signature).where(Signature.request_id == request_id)).first()


def signature_by(
    db: Session, account_id: UUID, purpose: str, subject: tuple[str, UUID]
) -> Signature | None:
    """Return this person's newest signature about a subject."""
    found = _about(subject, purpose).where(Signature.account_id == account_id)
    return db.exec(found.limit(1)).first()


def signatures_about(db: Session, subject: tuple[str, UUID], purpose: str) -> Sequence[Signature]:
    """Return everybody's signatures about a subject, the newest first."""
    return db.exec(_about(subject, purpose)).all()


def _about(subject: tuple[str, UUID], purpose: str) -> SelectOfScalar[Signature]:
    kind, subject_id = subject
    found = select(Signature).where(
        Signature.subject_kind == kind,
        Signature.subject_id == subject_id,
        Signature.purpose == purpose,
    )
    return found.order_by(col(Signature.accepted_at).desc(), col(Signature.id).desc())
