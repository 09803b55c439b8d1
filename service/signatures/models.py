from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from service.core.columns import moment_field, word_field
from service.core.ids import new_id
from service.gateways.esign_values import Algorithm, Revocation


class SignatureRequest(SQLModel, table=True):
    """These bytes, to be signed by this person until then; append-only.

    `canonical` names its purpose, subject and a nonce of its own, so that what was signed for one
    request stands for no other. The newest request of a person about a subject is the one in force.
    """

    __tablename__ = "signature_request"
    __table_args__ = (
        CheckConstraint("expires_at >= made_at", name="it_begins_before_it_ends"),
        Index(
            "ix_signature_request_subject", "account_id", "purpose", "subject_kind", "subject_id"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    purpose: str = Field(max_length=40)
    subject_kind: str = Field(max_length=40)
    subject_id: UUID
    canonical: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(max_length=64)
    made_at: datetime = moment_field()
    expires_at: datetime = moment_field()


class Signature(SQLModel, table=True):
    """An e-signature that was verified over the bytes of its request; append-only.

    The signed bytes stand in the request. `claimed_at` is the signer's own word, `accepted_at` the
    moment at which it was verified here. `evidence` is the OCSP answer, where one was asked for.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_subject", "subject_kind", "subject_id", "purpose"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="signature_request.id", unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    purpose: str = Field(max_length=40)
    subject_kind: str = Field(max_length=40)
    subject_id: UUID
    sha256: str = Field(max_length=64)
    cms: bytes = Field(sa_type=LargeBinary)
    claimed_at: datetime | None = moment_field(default=None)
    accepted_at: datetime = moment_field()
    algorithm: Algorithm = word_field(Algorithm)
    signer_name: str = Field(max_length=300)
    issuer_name: str = Field(max_length=300)
    certificate_serial: str = Field(max_length=80)  # hexadecimal
    certificate_sha256: str = Field(max_length=64)
    valid_from: datetime = moment_field()
    valid_until: datetime = moment_field()
    revocation: Revocation = word_field(Revocation)
    revocation_at: datetime | None = moment_field(default=None)
    evidence: bytes | None = Field(default=None, sa_type=LargeBinary)
