from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field
from service.core.ids import new_id


class Notice(SQLModel, table=True):
    """A message in a person's cabinet, kept as a message id with values, read in any language."""

    __tablename__ = "notice"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    at: datetime = moment_field()
    text: dict[str, Any] = json_field(default_factory=dict)  # Message.as_json()
    url: str | None = Field(default=None, max_length=300)
    read_at: datetime | None = moment_field(default=None)
