"""Which test certificates a person holds, as admission counts them (LW-5)."""

from datetime import datetime
from typing import cast, get_args
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries as attempts
from service.documents import queries as documents
from service.documents.facts import CertificateFacts, from_json
from service.documents.models import Document, Standing
from service.law.document import DocumentKind
from service.law.personal_file import HeldCertificate
from service.law.rule_set import Kind
from service.programmes import queries as programmes


def held_certificates(
    db: Session, account_id: UUID, *, at: datetime
) -> tuple[HeldCertificate, ...]:
    """Return the certificates issued up to that moment that are neither revoked nor suspended.

    An expired one is among them: admission says that it is expired.
    """
    papers = (
        one
        for one in documents.documents_of(db, account_id)
        if one.kind is DocumentKind.CERTIFICATE and one.issued_at <= at
    )
    return tuple(_held(db, one) for one in papers if one.standing is Standing.VALID)


def _held(db: Session, paper: Document) -> HeldCertificate:
    facts = from_json(paper.kind, paper.facts)
    assert isinstance(facts, CertificateFacts)
    assert facts.rules in get_args(Kind)
    return HeldCertificate(
        number=paper.number,
        programme=facts.programme.code,
        kind=cast("Kind", facts.rules),
        taken_on=facts.tested_on,
        valid_until=facts.valid_until,
        acts=_acts(db, paper),
    )


def _acts(db: Session, paper: Document) -> frozenset[str]:
    """The acts that the programme asked about, in the version that was taken."""
    attempt = attempts.attempt(db, paper.subject_id)
    if attempt is None:
        return frozenset()
    programme = programmes.programme(db, attempt.programme_code, attempt.programme_version)
    parts = (part for section in programme.sections for part in section.parts)
    return frozenset(act for part in parts for act in part.counts)
