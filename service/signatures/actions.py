"""Asking for a signature, verifying what is handed in, keeping what holds.

    request = ask_signature(db, account_id, matter, translator=…, now=now)
    …the page shows it, the signing program signs `request.canonical`, the browser hands it in…
    asked = Asked(request_id, account_id, purpose, subject)
    checked = check_signature(house.database, verifier, asked, cms, now=now)
    with house.database.writing() as db:
        outcome = accept_signature(db, checked, now=now)
        if isinstance(outcome, Accepted): …what follows, in the same transaction…

Verifying may ask outside services and takes its time: it is done between two transactions.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.core.db import Database
from service.core.errors import NotFound
from service.core.i18n import Translator
from service.core.security import new_secret
from service.gateways.esign import Verifier
from service.gateways.esign_values import NotVerified, Verified
from service.journal.actions import record
from service.people.queries import account as account_of
from service.people.queries import account_for_update
from service.signatures import queries
from service.signatures.matter import Matter, matter_bytes
from service.signatures.models import Signature, SignatureRequest
from service.signatures.refusals import NotAccepted, State, refusal

OPEN_FOR: Final = timedelta(minutes=30)
NONCE: Final = 16  # bytes
LONGEST_NAME: Final = 300


@dataclass(frozen=True)
class Asked:
    """Whose signature about what is waited for: one about something else is not taken for it."""

    request_id: UUID
    account_id: UUID
    purpose: str
    subject: tuple[str, UUID]


@dataclass(frozen=True)
class Checked:
    """A signature that holds over the bytes of a request; whether it comes in time is open."""

    asked: Asked
    verified: Verified


@dataclass(frozen=True)
class Accepted:
    """The signature is kept; is_new: not so where the same one was handed in a second time."""

    signature: Signature
    is_new: bool


def ask_signature(
    db: Session,
    account_id: UUID,
    matter: Matter,
    *,
    translator: Translator,
    now: datetime,
    open_for: timedelta = OPEN_FOR,
) -> SignatureRequest:
    """Fix what the person is to sign; an earlier request about the same is over with that.

    Args:
        db: the open write transaction.
        account_id: who is to sign.
        matter: what.
        translator: of the language in which it will be read.
        now: the moment.
        open_for: how long it may be signed.
    """
    account_for_update(db, account_id)
    nonce = new_secret(NONCE).hex()
    canonical = matter_bytes(
        matter, signer_id=account_id, nonce=nonce, translator=translator, now=now
    )
    request = SignatureRequest(
        account_id=account_id,
        purpose=matter.purpose,
        subject_kind=matter.subject[0],
        subject_id=matter.subject[1],
        canonical=canonical,
        sha256=hashlib.sha256(canonical).hexdigest(),
        made_at=now,
        expires_at=now + open_for,
    )
    db.add(request)
    db.flush()
    return request


def check_signature(
    database: Database, verifier: Verifier, asked: Asked, cms: bytes, *, now: datetime
) -> Checked | NotAccepted:
    """Verify what was handed in, with no transaction open while outside services are asked.

    Raises:
        NotFound: there is no such request to this person about this.
    """
    with database.reading() as db:
        request = asked_request(db, asked)
        signer = account_of(db, asked.account_id)
    assert signer is not None
    found = verifier.verify(cms, request.canonical, iin=signer.iin, now=now)
    if isinstance(found, NotVerified):
        return refusal(request, found)
    return Checked(asked, found)


def asked_request(db: Session, asked: Asked) -> SignatureRequest:
    """Return the request that is meant.

    Raises:
        NotFound: it is another person's, or about something else.
    """
    request = queries.request_for(db, asked.account_id, asked.request_id)
    if request is None or request.purpose != asked.purpose:
        raise NotFound
    if (request.subject_kind, request.subject_id) != asked.subject:
        raise NotFound
    return request


def accept_signature(
    db: Session, checked: Checked | NotAccepted, *, now: datetime, rule: str | None = None
) -> Accepted | NotAccepted:
    """Keep a verified signature, once for its request; a refusal is written down and returned.

    The same signature handed in again is accepted and not new: a double click harms nobody.
    """
    outcome = checked if isinstance(checked, NotAccepted) else _accepted(db, checked, now)
    if isinstance(outcome, NotAccepted):
        request, verb = outcome.request, "signature refused"
        facts = {"reason": outcome.reason, "detail": outcome.detail}
    elif not outcome.is_new:
        return outcome
    else:
        signature, verb = outcome.signature, "signature accepted"
        request = db.get_one(SignatureRequest, signature.request_id)
        facts = {"signature": str(signature.id), "sha256": signature.sha256}
    record(
        db,
        verb,
        subject=(request.subject_kind, request.subject_id),
        now=now,
        actor_id=request.account_id,
        rule=rule,
        facts={"purpose": request.purpose, **facts},
    )
    return outcome


def _accepted(db: Session, checked: Checked, now: datetime) -> Accepted | NotAccepted:
    account_for_update(db, checked.asked.account_id)  # a newer request may be on its way
    request = asked_request(db, checked.asked)
    signed = queries.signature_of(db, request.id)
    if signed is not None:
        if signed.cms == checked.verified.cms:
            return Accepted(signed, is_new=False)
        return refusal(request, State.ALREADY_SIGNED)
    if queries.newest_request_like(db, request).id != request.id:
        return refusal(request, State.REPLACED)
    if now >= request.expires_at:
        return refusal(request, State.OVER)
    return Accepted(_kept(db, request, checked.verified, now), is_new=True)


def _kept(db: Session, request: SignatureRequest, verified: Verified, now: datetime) -> Signature:
    certificate, unrevoked = verified.certificate, verified.unrevoked
    signature = Signature(
        request_id=request.id,
        account_id=request.account_id,
        purpose=request.purpose,
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        sha256=request.sha256,
        cms=verified.cms,
        claimed_at=verified.claimed_at,
        accepted_at=now,
        algorithm=verified.algorithm,
        signer_name=certificate.signer[:LONGEST_NAME],
        issuer_name=certificate.issuer[:LONGEST_NAME],
        certificate_serial=certificate.serial,
        certificate_sha256=certificate.sha256,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        revocation=unrevoked.by,
        revocation_at=unrevoked.at,
        evidence=unrevoked.evidence,
    )
    db.add(signature)
    db.flush()  # the account is locked, so that the request's one signature is this one
    return signature
