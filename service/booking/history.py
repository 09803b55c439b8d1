"""What is known of a candidate, and what stands against an application on a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.documents.models import Document, Standing
from service.documents.queries import documents_of
from service.law.document import DocumentKind
from service.law.programme import Programme
from service.law.refusal import (
    ActKind,
    History,
    PastAct,
    PastResult,
    Refusal,
    ValidCertificate,
    refusals,
)
from service.law.rule_set import Kind, rule_set
from service.people.queries import consent_in_force
from service.programmes import queries as programmes


def history_of(db: Session, account_id: UUID, *, consent_version: str) -> History:
    """Return results, acts, certificates and consent of a candidate as the law reads them.

    A result is the last step "result" of an application that has one; a technical failure has
    none (TT-5). Acts and certificates are documents that still stand.
    """
    documents = documents_of(db, account_id)
    return History(
        results=tuple(_results(db, account_id)),
        acts=tuple(
            PastAct(cast("ActKind", one.act), one.issued_on)
            for one in documents
            if one.act is not None and one.standing is not Standing.REVOKED
        ),
        certificates=tuple(_certificates(documents)),
        consent_given=consent_in_force(db, account_id, consent_version) is not None,
    )


def _results(db: Session, account_id: UUID) -> Iterator[PastResult]:
    for application, step in queries.result_steps(db, account_id):
        code, version = application.programme_code, application.programme_version
        if programmes.programme(db, code, version).is_ability:
            continue  # a stage of a competition: it bars from no test of knowledge
        yield PastResult(
            programme=application.programme_code,
            kind=cast("Kind", application.kind),
            on=date.fromisoformat(step.facts["test_on"]),
            passed=step.facts["passed"],
            broken_off=step.facts.get("broken_off", False),
        )


def _certificates(documents: Sequence[Document]) -> Iterator[ValidCertificate]:
    for one in documents:
        if one.kind is not DocumentKind.CERTIFICATE or one.standing is not Standing.VALID:
            continue
        if one.valid_until is not None and one.programme_code is not None:
            kind = cast("Kind", one.number[:2])
            yield ValidCertificate(one.programme_code, kind, one.valid_until, one.number)


def grounds_against(
    db: Session, account_id: UUID, programme: Programme, day: date, *, consent_version: str
) -> list[Refusal]:
    """Return every ground against an application that counts as filed on this day (RF-1 … RF-6).

    It is judged by the rule set of its own day.
    """
    history = history_of(db, account_id, consent_version=consent_version)
    return refusals(history, programme.code, rule_set(programme.kind, day), day)
