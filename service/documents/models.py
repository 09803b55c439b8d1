from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id
from service.law.document import DocumentKind


class Standing(StrEnum):
    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Document(SQLModel, table=True):
    """A paper the service has issued: its facts, its file and where it stands."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_subject", "subject_kind", "subject_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    check_code: str = Field(max_length=40, unique=True)
    kind: DocumentKind = word_field(DocumentKind)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    subject_kind: str = Field(max_length=40)  # what it is about, e.g. "attempt"
    subject_id: UUID
    programme_code: str | None = Field(default=None, max_length=20)
    facts: dict[str, Any] = json_field(default_factory=dict)
    issued_on: date
    issued_at: datetime = moment_field()
    valid_until: date | None = None
    act: str | None = Field(default=None, max_length=20)  # the bar it brings: breach, impersonator
    file_name: str = Field(max_length=200)  # in the document store
    file_sha256: str = Field(max_length=64)
    standing: Standing = word_field(Standing, default=Standing.VALID)


class DocumentEvent(SQLModel, table=True):
    """Issued, suspended, restored, revoked: with the reason and the person. Append-only."""

    __tablename__ = "document_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    at: datetime = moment_field()
    standing: Standing = word_field(Standing)
    reason: str = Field(default="", max_length=1000)
    actor_id: UUID | None = Field(default=None, foreign_key="account.id")


class DocumentSerial(SQLModel, table=True):
    """The last number given in a series and year."""

    __tablename__ = "document_serial"

    series: str = Field(max_length=20, primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0
