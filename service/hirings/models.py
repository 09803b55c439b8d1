"""The follow-up of a winner: from the invitation to the end of probation (LW-9)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class Entrant(StrEnum):
    """How a winner comes; what follows depends on it (law/hiring.Entrant)."""

    FIRST_TIME = "first-time"
    RETURNING = "returning"
    SERVING = "serving"
    FORMER_OFFICIAL = "former-official"


class HiringState(StrEnum):
    OPEN = "open"
    ENDED = "ended"  # probation is over, or none was needed and the person is appointed
    LOST = "lost"  # refused, not applied in time, left on probation, competition cancelled


class What(StrEnum):
    """What has happened in a hiring, past tense."""

    INVITED = "invited"
    APPLIED = "applied"
    REFUSED = "refused"
    LAPSED = "lapsed"  # no hiring application in time
    DECLARED = "declared"
    CHECK_SENT = "check-sent"
    CHECK_PASSED = "check-passed"
    CHECK_FAILED = "check-failed"
    ACTING = "acting"
    APPOINTED = "appointed"
    RESTRICTIONS = "restrictions"  # taken in writing (LAW 18)
    MENTOR = "mentor"
    ABSENT = "absent"  # days that are no days of probation (LAW 20(2))
    EXTENDED = "extended"
    PASSED = "passed"  # the probation
    LEFT = "left"
    CANCELLED = "cancelled"  # the competition was; `facts` say by what
    TAKEN_BACK = "taken-back"  # a step entered by mistake; `facts` names it


class Hiring(SQLModel, table=True):
    """One winner's hiring. `state` and `due_on` are what law/hiring folds from the steps."""

    __tablename__ = "hiring"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="competition_application.id", unique=True)
    body_code: str = Field(foreign_key="body.code", max_length=40, index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    entrant: Entrant = word_field(Entrant)
    declared_before: bool = False  # LAW 29(5): filed at the former place
    state: HiringState = word_field(HiringState, default=HiringState.OPEN)
    steps: int = 0  # how many there are; raised with each, so that two at once are noticed
    due_on: date | None = None  # the nearest open duty
    invited_at: datetime = moment_field()
    ended_on: date | None = None


class HiringStep(SQLModel, table=True):
    """A fact about a hiring; append-only, what was entered wrongly is taken back by a new one."""

    __tablename__ = "hiring_step"

    hiring_id: UUID = Field(foreign_key="hiring.id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    what: What = word_field(What)
    happened_on: date
    facts: dict[str, Any] = json_field(default_factory=dict)
    at: datetime = moment_field()
    by: UUID | None = Field(default=None, foreign_key="account.id")
