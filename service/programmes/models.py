from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field


class ProgrammeVersion(SQLModel, table=True):
    """A published version of a programme: never changed; an attempt keeps the one it was under."""

    __tablename__ = "programme_version"

    code: str = Field(max_length=20, primary_key=True)
    version: int = Field(primary_key=True)
    body: dict[str, Any] = json_field(default_factory=dict)
    sha256: str = Field(max_length=64)
    valid_from: date
    valid_to: date | None = None
    published_at: datetime = moment_field()
    published_by: UUID | None = Field(default=None, foreign_key="account.id")


class Blueprint(SQLModel, table=True):
    """What papers were drawn from: pools, counts and limits, kept once by their hash."""

    __tablename__ = "blueprint"

    sha256: str = Field(max_length=64, primary_key=True)
    programme_code: str = Field(max_length=20)
    programme_version: int
    body: dict[str, Any] = json_field(default_factory=dict)
    made_at: datetime = moment_field()
