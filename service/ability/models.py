from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field


class PassageVersion(SQLModel, table=True):
    """A version of a text that may be drawn or was: kept whole, so that old papers stand."""

    __tablename__ = "passage_version"

    passage_id: str = Field(max_length=40, primary_key=True)
    version: int = Field(primary_key=True)
    act: str = Field(max_length=60)
    topic: str = Field(max_length=60)
    difficulty: int  # per mille
    asks: int  # questions
    body: dict[str, Any] = json_field(default_factory=dict)
    sha256: str = Field(max_length=64)
    is_drawn: bool = True  # False once the files have retired or replaced it
    first_seen_at: datetime = moment_field()
