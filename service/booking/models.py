from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id
from service.law.application import ApplicationState

__all__ = ["Application", "ApplicationState", "ApplicationStep", "Centre", "Slot", "WaitingEntry"]


class Centre(SQLModel, table=True):
    """A place with seats, or the remote room (BK-2)."""

    __tablename__ = "centre"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=30, unique=True)
    name: dict[str, Any] = json_field(default_factory=dict)  # {kk, ru, en}
    city: dict[str, Any] = json_field(default_factory=dict)  # {kk, ru, en}
    address: dict[str, Any] = json_field(default_factory=dict)  # {kk, ru, en}
    is_remote: bool = False
    seats: int
    until_late: bool = False  # BK-3: halls may run until 23:00
    closed_at: datetime | None = moment_field(default=None)


class Slot(SQLModel, table=True):
    """A start time with so many seats. `taken` moves only by a guarded update: no seat twice."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("centre_id", "starts_at", name="one_slot_at_a_time"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="no_seat_sold_twice"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    centre_id: UUID = Field(foreign_key="centre.id", index=True)
    starts_at: datetime = moment_field(index=True)
    capacity: int
    taken: int = 0
    door_minutes: int | None = None  # None: the rule set's (BK-4)
    closed_at: datetime | None = moment_field(default=None)


class Application(SQLModel, table=True):
    """A test application: who, which programme, why that one, where and when."""

    __tablename__ = "application"
    __table_args__ = (
        # one open application for a kind of test, whatever two tabs do at once
        Index(
            "uq_application_open",
            "account_id",
            "kind",
            unique=True,
            sqlite_where=text("state IN ('filed','booked','in-test','under-review')"),
            postgresql_where=text("state IN ('filed','booked','in-test','under-review')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    kind: str = Field(max_length=2)  # LE, AD, IS
    programme_code: str = Field(max_length=20)
    programme_version: int
    rule_set_from: date  # the rule set of the day of filing
    category: str | None = Field(default=None, max_length=40)
    legal_education: bool | None = None
    reason: dict[str, Any] = json_field(default_factory=dict)  # Message: why this programme
    slot_id: UUID = Field(foreign_key="slot.id", index=True)
    state: ApplicationState = word_field(
        ApplicationState, default=ApplicationState.FILED, index=True
    )
    filed_at: datetime = moment_field()
    counted_on: date  # BK-3
    confirmed_at: datetime | None = moment_field(default=None)
    draw_seed: bytes  # secret until the result
    # SHA-256 of the seed, shown before the word is asked for; unique: no seed serves twice
    draw_commitment: str = Field(max_length=64, unique=True)
    draw_word: str = Field(default="", max_length=40)  # the candidate's own word for the draw


class ApplicationStep(SQLModel, table=True):
    """What happened to an application, past tense, append-only: the cabinet's timeline."""

    __tablename__ = "application_step"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id", index=True)
    at: datetime = moment_field()
    what: str = Field(max_length=40)  # filed, confirmed, moved, cancelled, started, finished …
    rule: str | None = Field(default=None, max_length=20)
    facts: dict[str, Any] = json_field(default_factory=dict)
    actor_id: UUID | None = Field(default=None, foreign_key="account.id")


class WaitingEntry(SQLModel, table=True):
    """A place on the waiting list of a centre's day; an offer holds a freed seat for a while."""

    __tablename__ = "waiting_entry"
    __table_args__ = (
        UniqueConstraint("account_id", "centre_id", "day", "programme_code", name="once_a_day"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    centre_id: UUID = Field(foreign_key="centre.id", index=True)
    programme_code: str = Field(max_length=20)
    day: date = Field(index=True)
    since: datetime = moment_field()
    offered_slot_id: UUID | None = Field(default=None, foreign_key="slot.id")
    offered_until: datetime | None = moment_field(default=None)
    closed_at: datetime | None = moment_field(default=None)  # taken, given up or the day is over
