from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field
from service.core.ids import new_id


class JournalEntry(SQLModel, table=True):
    """Who did what to what, when, under which rule, from what facts. Triggers forbid changes."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject", "subject_kind", "subject_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = moment_field(index=True)
    actor_id: UUID | None = Field(default=None, index=True)  # None: the service itself
    verb: str = Field(max_length=80, index=True)
    subject_kind: str = Field(max_length=40)
    subject_id: str = Field(max_length=80)
    rule: str | None = Field(default=None, max_length=20)
    facts: dict[str, Any] = json_field(default_factory=dict)
