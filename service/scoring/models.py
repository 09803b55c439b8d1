"""Essays and interviews, and the scores that each commission member gives alone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field


class EssayTask(SQLModel, table=True):
    """Which topic each candidate of a competition has, as the lot has drawn them; append-only."""

    __tablename__ = "essay_task"

    announcement_id: UUID = Field(foreign_key="competition.announcement_id", primary_key=True)
    lot_id: UUID = Field(foreign_key="lot_commitment.id")
    topics: dict[str, str] = json_field(default_factory=dict)  # application id → topic id
    drawn_at: datetime = moment_field()


class Essay(SQLModel, table=True):
    """A candidate's essay; its text is the newest version. Scorers see the candidacy's code."""

    __tablename__ = "essay"
    __table_args__ = (
        CheckConstraint("language IN ('kk','ru')", name="kazakh_or_russian"),
        CheckConstraint("words <= 250 OR finished_at IS NULL", name="at_most_250_words"),
    )

    application_id: UUID = Field(foreign_key="candidacy.application_id", primary_key=True)
    announcement_id: UUID = Field(foreign_key="competition.announcement_id", index=True)
    topic: str = Field(max_length=20)
    language: str = Field(max_length=2)
    began_at: datetime = moment_field()
    deadline_at: datetime = moment_field()
    versions: int = 0
    words: int = 0
    finished_at: datetime | None = moment_field(default=None)
    finished_by_time: bool = False
    reviewed_at: datetime | None = moment_field(default=None)  # the proctor's review is published
    reviewed_by: UUID | None = Field(default=None, foreign_key="account.id")
    due_at: datetime | None = moment_field(default=None)  # all scores: ST-3


class EssayVersion(SQLModel, table=True):
    """A text as it was saved; append-only."""

    __tablename__ = "essay_version"

    application_id: UUID = Field(foreign_key="essay.application_id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    words: int
    at: datetime = moment_field()


class EssayScore(SQLModel, table=True):
    """What one member gives one essay, once; append-only."""

    __tablename__ = "essay_score"

    application_id: UUID = Field(foreign_key="essay.application_id", primary_key=True)
    seat_id: UUID = Field(foreign_key="commission_seat.id", primary_key=True)
    holder_id: UUID = Field(foreign_key="seat_holder.id")  # who sat there
    turn: int = Field(default=1, primary_key=True)  # 2: after the chair asked for a second look
    points: dict[str, Any] = json_field(default_factory=dict)  # criterion → 1 to 5
    comment: str = Field(default="", max_length=2000)
    at: datetime = moment_field()


class SecondLook(SQLModel, table=True):
    """What the chair decides where scores lie far apart: look again, or let them stand.

    Append-only: once decided it stays.
    """

    __tablename__ = "second_look"

    application_id: UUID = Field(foreign_key="essay.application_id", primary_key=True)
    again: bool
    decided_by: UUID = Field(foreign_key="account.id")
    reason: str = Field(max_length=1000)
    decided_at: datetime = moment_field()


class Interview(SQLModel, table=True):
    """The interviews of a competition: day, time and the link to the video room."""

    __tablename__ = "interview"

    announcement_id: UUID = Field(foreign_key="competition.announcement_id", primary_key=True)
    held_on: date
    begins_at: datetime = moment_field()
    link: str = Field(default="", max_length=500)
    minutes: int
    set_by: UUID = Field(foreign_key="account.id")
    set_at: datetime = moment_field()
    version: int = 1


class InterviewTurn(SQLModel, table=True):
    """One candidate's interview: from the waiting room to its end."""

    __tablename__ = "interview_turn"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR let_in_at IS NOT NULL", name="ends_after_it_begins"),
    )

    application_id: UUID = Field(foreign_key="candidacy.application_id", primary_key=True)
    announcement_id: UUID = Field(foreign_key="interview.announcement_id", index=True)
    ordinal: int
    waiting_at: datetime | None = moment_field(default=None)
    let_in_at: datetime | None = moment_field(default=None)
    ends_at: datetime | None = moment_field(default=None)
    ended_at: datetime | None = moment_field(default=None)
    absent_at: datetime | None = moment_field(default=None)


class InterviewScore(SQLModel, table=True):
    """What one member gives one candidate, signed by e-signature, once; append-only."""

    __tablename__ = "interview_score"

    application_id: UUID = Field(foreign_key="interview_turn.application_id", primary_key=True)
    seat_id: UUID = Field(foreign_key="commission_seat.id", primary_key=True)
    holder_id: UUID = Field(foreign_key="seat_holder.id")  # who sat there
    points: dict[str, Any] = json_field(default_factory=dict)  # criterion → 0 to 5
    signature_id: UUID = Field(foreign_key="signature.id", unique=True)
    at: datetime = moment_field()


class Attendance(SQLModel, table=True):
    """That the secretary saw a member at the interviews of a day; append-only."""

    __tablename__ = "attendance"

    announcement_id: UUID = Field(foreign_key="interview.announcement_id", primary_key=True)
    holder_id: UUID = Field(foreign_key="seat_holder.id", primary_key=True)
    held_on: date = Field(primary_key=True)
    noted_by: UUID = Field(foreign_key="account.id")
    at: datetime = moment_field()
