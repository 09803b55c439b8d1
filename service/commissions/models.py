"""Competition commissions, their assessors, and what each member declared (CM-1 to CM-4)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class Ground(StrEnum):
    """On what ground somebody is an assessor (CM-2)."""

    EXPERIENCE = "experience"  # three years in the fields of the post's functions
    HR_SPECIALIST = "hr-specialist"
    OTHER_BODY = "other-body"  # an official of another body
    REPRESENTATIVE = "representative"  # of the authorised body (CM-3)


class Part(StrEnum):
    """What a person is in a commission; the secretary has no vote."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"


class CommissionState(StrEnum):
    FORMING = "forming"
    FORMED = "formed"
    DISSOLVED = "dissolved"


class Match(StrEnum):
    """What became of an application for the part of an assessor."""

    MATCHED = "matched"
    MISMATCHED = "mismatched"
    WAITING = "waiting"  # what it rests on is said and not known: a person must look


class AssessorCall(SQLModel, table=True):
    """A public notice that calls for assessors, with the last day of applications (CM-2)."""

    __tablename__ = "assessor_call"
    __table_args__ = (UniqueConstraint("number", name="each_call_number_once"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20)
    body_code: str = Field(foreign_key="body.code", max_length=40, index=True)
    fields: list[str] = json_field(default_factory=list)  # of work, by their codes
    texts: dict[str, str] = json_field(default_factory=dict)  # {kk, ru}
    published_at: datetime = moment_field()
    closes_on: date
    made_by: UUID = Field(foreign_key="account.id")


class AssessorApplication(SQLModel, table=True):
    """A person's application to a call, with the matching and all that it rests on."""

    __tablename__ = "assessor_application"
    __table_args__ = (UniqueConstraint("call_id", "account_id", name="one_application_a_call"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    call_id: UUID = Field(foreign_key="assessor_call.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    ground: Ground = word_field(Ground)
    filed_at: datetime = moment_field()
    match: Match = word_field(Match)
    record: dict[str, Any] = json_field(default_factory=dict)


class Assessor(SQLModel, table=True):
    """Somebody on the list of assessors; `number` is the name under which lots know them."""

    __tablename__ = "assessor"
    __table_args__ = (
        UniqueConstraint("number", name="each_assessor_number_once"),
        Index(
            "ix_assessor_one_a_person",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20)  # A-00017
    account_id: UUID = Field(foreign_key="account.id")
    ground: Ground = word_field(Ground)
    fields: list[str] = json_field(default_factory=list)
    works_in: str | None = Field(default=None, max_length=40)  # a body's code
    since_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(default=None)
    end_reason: str = Field(default="", max_length=500)


class Commission(SQLModel, table=True):
    """The commission of one announced round. `version` counts its changes."""

    __tablename__ = "commission"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    announcement_id: UUID = Field(foreign_key="announcement.id", unique=True)
    state: CommissionState = word_field(CommissionState, default=CommissionState.FORMING)
    version: int = 1
    fields: list[str] = json_field(default_factory=list)  # of the post's functions
    is_for_head_of_hr: bool = False  # CM-3
    lot_id: UUID | None = Field(default=None, foreign_key="lot_commitment.id")
    made_at: datetime = moment_field()
    made_by: UUID = Field(foreign_key="account.id")
    formed_at: datetime | None = moment_field(default=None)


class CommissionSeat(SQLModel, table=True):
    """A place on a commission. A successor takes it over with all that was scored from it."""

    __tablename__ = "commission_seat"
    __table_args__ = (UniqueConstraint("commission_id", "ordinal", name="each_seat_once"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    commission_id: UUID = Field(foreign_key="commission.id")
    ordinal: int
    part: Part = word_field(Part)
    is_assessor: bool = False
    made_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(default=None)  # the place is no more


class SeatHolder(SQLModel, table=True):
    """That a person sits on a seat; an end is a moment with its reason."""

    __tablename__ = "seat_holder"
    __table_args__ = (
        Index(
            "ix_seat_holder_one_a_seat",
            "seat_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_seat_holder_one_seat_a_person",
            "commission_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_seat_holder_account", "account_id"),
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="an_end_has_a_reason"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    commission_id: UUID = Field(foreign_key="commission.id")
    seat_id: UUID = Field(foreign_key="commission_seat.id")
    account_id: UUID = Field(foreign_key="account.id")
    assessor_id: UUID | None = Field(default=None, foreign_key="assessor.id")
    is_representative: bool = False  # of the authorised body (CM-3)
    seated_at: datetime = moment_field()
    seated_by: UUID | None = Field(default=None, foreign_key="account.id")
    replaces: UUID | None = Field(default=None, foreign_key="seat_holder.id")
    ended_at: datetime | None = moment_field(default=None)
    end_reason: str = Field(default="", max_length=20)  # law/commission.Reason
    end_words: str = Field(default="", max_length=500)


class ConflictDeclaration(SQLModel, table=True):
    """What a member declared about one candidate before seeing anything (CM-4); append-only.

    No ties: there is no conflict. A conflict once declared stays (law/conflict).
    """

    __tablename__ = "conflict_declaration"
    __table_args__ = (Index("ix_conflict_declaration", "holder_id", "application_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    holder_id: UUID = Field(foreign_key="seat_holder.id")
    application_id: UUID = Field(foreign_key="competition_application.id")
    ties: list[str] = json_field(default_factory=list)  # law/conflict.Tie
    words: str = Field(default="", max_length=1000)
    at: datetime = moment_field()
