"""The competition of an announced round and the candidacies in it: steps, what they fold to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field
from service.core.ids import new_id


class Competition(SQLModel, table=True):
    """One a round. `state`, `due_at` are what law/competition folds from the steps.

    `steps` is raised with each step, so that two people acting at once are noticed.
    """

    __tablename__ = "competition"
    __table_args__ = (Index("ix_competition_due", "due_at"),)

    announcement_id: UUID = Field(foreign_key="announcement.id", primary_key=True)
    body_code: str = Field(foreign_key="body.code", max_length=40, index=True)
    state: str = Field(max_length=40)
    is_suspended: bool = False
    steps: int = 0
    plan: dict[str, Any] = json_field(default_factory=dict)  # stages and values, as announced
    tie_lot_id: UUID | None = Field(default=None, foreign_key="lot_commitment.id")
    began_at: datetime = moment_field()
    due_at: datetime | None = moment_field(default=None)
    closed_at: datetime | None = moment_field(default=None)  # over, and no complaint can come


class CompetitionStep(SQLModel, table=True):
    """A fact about a competition or an application to it, past tense, append-only.

    Both machines of law/competition are folded from them in their order.
    """

    __tablename__ = "competition_step"

    announcement_id: UUID = Field(foreign_key="competition.announcement_id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    what: str = Field(max_length=40)
    by: str = Field(max_length=20)  # law/machine.Actor
    application_id: UUID | None = Field(default=None, foreign_key="competition_application.id")
    facts: dict[str, Any] = json_field(default_factory=dict)
    at: datetime = moment_field()
    actor_id: UUID | None = Field(default=None, foreign_key="account.id")


class Candidacy(SQLModel, table=True):
    """An admitted application in its competition; scorers know it by its `code` alone."""

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("announcement_id", "code", name="each_code_once_a_competition"),
    )

    application_id: UUID = Field(foreign_key="competition_application.id", primary_key=True)
    announcement_id: UUID = Field(foreign_key="competition.announcement_id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    code: str = Field(max_length=10)
    state: str = Field(max_length=40)
    points: dict[str, Any] = json_field(default_factory=dict)  # stage → exact fraction as text
    due_at: datetime | None = moment_field(default=None)


class Complaint(SQLModel, table=True):
    """A complaint against the results or HR's action (ST-9), with the authorised body's answer."""

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_and_moment"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    announcement_id: UUID = Field(foreign_key="competition.announcement_id", index=True)
    application_id: UUID = Field(foreign_key="competition_application.id", index=True)
    against: str = Field(max_length=20)  # results | hr
    text: str = Field(max_length=10_000)
    filed_at: datetime = moment_field()
    answer: str | None = Field(default=None, max_length=20)  # resume | cancel
    reason: str = Field(default="", max_length=10_000)
    answered_at: datetime | None = moment_field(default=None)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")
