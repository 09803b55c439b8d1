"""Applications to announced vacancies, and every answer that they were given."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class Standing(StrEnum):
    """Where an application stands: what its newest decision says, or that it was taken back."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    LOOK = "look"  # a person must look first
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """Why a decision was made."""

    APPLIED = "applied"
    FILE_CHANGED = "file-changed"
    LOOKED = "looked"  # a person has looked at what a program could not judge
    CLOSED = "closed"  # the reception of documents has ended


class Verdict(StrEnum):
    """What a person says of a line."""

    MET = "met"
    NOT_MET = "not-met"


class CompetitionApplication(SQLModel, table=True):
    """A candidate's application to one announced round; one a person and round."""

    __tablename__ = "competition_application"
    __table_args__ = (
        UniqueConstraint("announcement_id", "account_id", name="one_application_a_round"),
        UniqueConstraint("number", name="each_application_number_once"),
        Index("ix_competition_application_account", "account_id"),
        CheckConstraint(
            "(standing = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_moment"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=30)
    announcement_id: UUID = Field(foreign_key="announcement.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    filed_at: datetime = moment_field()
    filed_on: date
    standing: Standing = word_field(Standing)
    decisions: int = 0  # how many there are; raised with each, so that two at once are noticed
    checked_at: datetime = moment_field()  # when the file was last judged, with or without news
    look_due_on: date | None = None  # while a person must look: by when
    closed_at: datetime | None = moment_field(default=None)  # judged after the closing day
    withdrawn_at: datetime | None = moment_field(default=None)


class AdmissionDecision(SQLModel, table=True):
    """One answer with all its inputs (law/admission.Decision.as_record); append-only."""

    __tablename__ = "admission_decision"

    application_id: UUID = Field(foreign_key="competition_application.id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    at: datetime = moment_field()
    outcome: Standing = word_field(Standing)
    cause: Cause = word_field(Cause)
    record: dict[str, Any] = json_field(default_factory=dict)
    record_sha256: str = Field(max_length=64)


class LookMade(SQLModel, table=True):
    """What a person of HR said of a line that a program cannot judge (law/look.Look); append-only.

    `rests_on` is what the file held about it then: once that is another, the look says nothing.
    """

    __tablename__ = "admission_look"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="competition_application.id", index=True)
    ordinal: int  # of the decision that was looked at
    code: str = Field(max_length=40)
    subject: str = Field(default="", max_length=200)
    why: str = Field(default="", max_length=40)
    rests_on: list[str] = json_field(default_factory=list)
    verdict: Verdict = word_field(Verdict)
    reason: str = Field(max_length=2000)
    at: datetime = moment_field()
    by: UUID = Field(foreign_key="account.id")
