from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id
from service.law.attempt import Phase


class Attempt(SQLModel, table=True):
    """One taking of a test. `phase` and the windows are what law/attempt folds from the steps."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_phase_due", "phase", "due_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id", unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    programme_code: str = Field(max_length=20)
    programme_version: int
    is_remote: bool = False
    paper: dict[str, Any] = json_field(default_factory=dict)  # law/draw record: ids and orders
    extra_percent: int = 0
    made_at: datetime = moment_field()
    phase: Phase = word_field(Phase, default=Phase.PREPARED)
    section: int | None = None  # the open one
    generation: int = 0  # raised when another device takes over
    device: str = Field(default="", max_length=64)  # the browser that holds the live player
    told: int = 0  # raised by every message or change the candidate's screen must fetch
    started_at: datetime | None = moment_field(default=None)
    ended_at: datetime | None = moment_field(default=None)
    due_at: datetime | None = moment_field(default=None)  # when something happens by itself


class AttemptStep(SQLModel, table=True):
    """A fact about an attempt, past tense, append-only; law/attempt folds them."""

    __tablename__ = "attempt_step"

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    at: datetime = moment_field()
    what: str = Field(max_length=40)
    facts: dict[str, Any] = json_field(default_factory=dict)
    actor_id: UUID | None = Field(default=None, foreign_key="account.id")


class AttemptWindow(SQLModel, table=True):
    """Until when a section takes answers; the hot path's only guard. Milliseconds since 1970."""

    __tablename__ = "attempt_window"

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    section: int = Field(primary_key=True, sa_type=SmallInteger)
    opened_ms: int = Field(sa_type=BigInteger)
    deadline_ms: int = Field(sa_type=BigInteger)  # an answer given later does not count
    closes_ms: int = Field(sa_type=BigInteger)  # an answer delivered later is not taken; 0: none is
    positions: int = Field(sa_type=SmallInteger)
    generation: int = 0  # of the attempt, repeated here: one join fewer for each answer


class Answer(SQLModel, table=True):
    """An answer saved: appended, never changed; the newest of a position counts."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("choice IN ('a','b','c','d')", name="one_of_four"),)

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    seq: int = Field(primary_key=True)
    section: int = Field(sa_type=SmallInteger)
    position: int = Field(sa_type=SmallInteger)  # from 1
    choice: str | None = Field(default=None, max_length=1)  # as displayed; None: taken back
    flagged: bool = False
    generation: int
    answered_ms: int = Field(sa_type=BigInteger)
    received_ms: int = Field(sa_type=BigInteger)
    prev_hash: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)
    recovered: bool = False  # loaded by an administrator from a sealed answer file


class Presence(SQLModel, table=True):
    """When the server last heard from the candidate's player."""

    __tablename__ = "presence"

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    seen_ms: int = Field(sa_type=BigInteger)


class Outcome(StrEnum):
    PASSED = "passed"
    BELOW_THRESHOLD = "below-threshold"
    NOT_PASSED = "not-passed"
    ASSESSED = "assessed"  # a profile of personal qualities: neither passed nor not
    VOID = "void"  # technical failure: no ground of refusal arises


class AttemptResult(SQLModel, table=True):
    """What the rules made of the answers. A correction is a newer row; the old one stays."""

    __tablename__ = "attempt_result"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempt.id", index=True)
    outcome: Outcome = word_field(Outcome)
    rule: str | None = Field(default=None, max_length=20)
    scores: dict[str, Any] = json_field(default_factory=dict)
    decided_at: datetime = moment_field()
    is_final: bool = False  # remote ones wait for the proctor (TT-6)


class Remark(SQLModel, table=True):
    """TT-3: what a candidate wrote at the end; the administrator must answer."""

    __tablename__ = "remark"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempt.id", index=True)
    at: datetime = moment_field()
    kind: str = Field(max_length=20)  # remark, suggestion, complaint
    text: str = Field(max_length=4000)
    answer: str | None = Field(default=None, max_length=4000)
    answered_at: datetime | None = moment_field(default=None)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")


class TestMessage(SQLModel, table=True):
    """A message to a candidate in the test, or to all in a slot."""

    __test__ = False  # not a test case, whatever pytest thinks
    __tablename__ = "test_message"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempt.id", index=True)
    at: datetime = moment_field()
    text: str = Field(max_length=1000)
    sender_id: UUID | None = Field(default=None, foreign_key="account.id")
    seen_at: datetime | None = moment_field(default=None)


class TechnicalFailure(SQLModel, table=True):
    """TT-5: what an administrator registered about the failure that ended an attempt, once."""

    __tablename__ = "technical_failure"

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    began_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(default=None)  # None: it still lasted
    description: dict[str, Any] = json_field(default_factory=dict)  # {kk, ru}
    registered_at: datetime = moment_field()
    registered_by: UUID = Field(foreign_key="account.id")
    rebook_until: datetime = moment_field()


class ServiceBeat(SQLModel, table=True):
    """TT-5: the one row that says when the service was last alive."""

    __tablename__ = "service_beat"

    id: int = Field(default=1, primary_key=True)
    at: datetime = moment_field()


class ServiceOutage(SQLModel, table=True):
    """A time in which no process of the service was alive."""

    __tablename__ = "service_outage"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    began_at: datetime = moment_field()
    ended_at: datetime = moment_field()
    settled_at: datetime | None = moment_field(default=None)
