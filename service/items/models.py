from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id

# what may be put right without a new version: what is expected, and what proves the key
FACTS: Final = ("topic", "level", "difficulty", "reason", "article", "source", "confidence")


class Stage(StrEnum):
    """Where a version of an item stands; each follows the one before it, none goes back."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RETIRED = "retired"


class Origin(StrEnum):
    FILE = "file"  # shipped with the question bank's files
    AUTHOR = "author"
    IMPORT = "import"


class ItemVersion(SQLModel, table=True):
    """A version of an item that may be drawn: kept whole, so that an old paper can be shown."""

    __tablename__ = "item_version"

    item_id: str = Field(max_length=40, primary_key=True)
    version: int = Field(primary_key=True)
    act: str = Field(max_length=60, index=True)
    body: dict[str, Any] = json_field(default_factory=dict)
    sha256: str = Field(max_length=64)
    first_seen_at: datetime = moment_field()


class ItemWork(SQLModel, table=True):
    """Where a version stands and whose hands it went through; its words, while it is a draft.

    With the approval the words go into `ItemVersion`, which nothing can change.
    """

    __tablename__ = "item_work"
    __table_args__ = (
        CheckConstraint("reviewer_id IS NULL OR reviewer_id <> author_id", name="another_reads"),
        CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="another_approves"),
    )

    item_id: str = Field(max_length=40, primary_key=True)
    version: int = Field(primary_key=True)
    act: str = Field(max_length=60, index=True)
    stage: Stage = word_field(Stage, default=Stage.DRAFT, index=True)
    origin: Origin = word_field(Origin, default=Origin.AUTHOR)
    body: dict[str, Any] = json_field(default_factory=dict)
    turn: int = 1  # raised by every change: who edits an older one is told so
    author_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    reviewer_id: UUID | None = Field(default=None, foreign_key="account.id")
    approver_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment_field()
    changed_at: datetime = moment_field()
    submitted_at: datetime | None = moment_field(default=None)
    reviewed_at: datetime | None = moment_field(default=None)
    approved_at: datetime | None = moment_field(default=None)
    retired_at: datetime | None = moment_field(default=None)
    retired_why: str = Field(default="", max_length=500)


class ItemComment(SQLModel, table=True):
    """What a reader says of a version; append-only."""

    __tablename__ = "item_comment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    item_id: str = Field(max_length=40, index=True)
    version: int
    account_id: UUID = Field(foreign_key="account.id")
    at: datetime = moment_field()
    text: str = Field(max_length=2000)


class ItemEnemy(SQLModel, table=True):
    """Two items that never meet on one paper; the smaller id stands first."""

    __tablename__ = "item_enemy"
    __table_args__ = (CheckConstraint("item_id < enemy_id", name="in_order"),)

    item_id: str = Field(max_length=40, primary_key=True)
    enemy_id: str = Field(max_length=40, primary_key=True)
    reason: str = Field(default="", max_length=500)
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment_field()


class ItemUse(SQLModel, table=True):
    """On how many papers a version has stood."""

    __tablename__ = "item_use"

    item_id: str = Field(max_length=40, primary_key=True)
    version: int = Field(primary_key=True)
    papers: int = 0
    first_at: datetime = moment_field()
    last_at: datetime = moment_field()


class BankRevision(SQLModel, table=True):
    """One row, raised whenever what may be drawn changes: processes keep the pools by it."""

    __tablename__ = "bank_revision"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = 0


class BankReport(SQLModel, table=True):
    """A long computation about the bank, its progress and its outcome."""

    __tablename__ = "bank_report"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=40, index=True)  # "paper-simulation" | "item-statistics"
    subject: str = Field(max_length=80)
    options: dict[str, Any] = json_field(default_factory=dict)
    asked_by: UUID | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime = moment_field()
    done: int = 0
    total: int = 0
    ended_at: datetime | None = moment_field(default=None)
    error: str = Field(default="", max_length=1000)
    body: dict[str, Any] = json_field(default_factory=dict)
