from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class ReviewOutcome(StrEnum):
    CLEAN = "clean"
    BREACHES = "breaches"


class Review(SQLModel, table=True):
    """The proctor's look at a remote attempt, with its due time (TT-6, PR-1, PR-3)."""

    __tablename__ = "review"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempt.id", unique=True)
    opened_at: datetime = moment_field()
    due_at: datetime = moment_field(index=True)
    published_at: datetime | None = moment_field(default=None, index=True)
    published_by: UUID | None = Field(default=None, foreign_key="account.id")
    outcome: ReviewOutcome | None = word_field(ReviewOutcome, default=None)
    breaches: list[dict[str, Any]] = json_field(default_factory=list)  # item, at, note
