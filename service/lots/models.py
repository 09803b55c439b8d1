"""Draws of lots that anyone can repeat: the commitment first, the seed afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field
from service.core.ids import new_id


class LotCommitment(SQLModel, table=True):
    """A lot that is promised: its commitment is public from `committed_at` on; append-only."""

    __tablename__ = "lot_commitment"
    __table_args__ = (
        UniqueConstraint("number", name="each_lot_number_once"),
        UniqueConstraint("commitment", name="each_seed_once"),
        Index("ix_lot_commitment_subject", "subject_kind", "subject_id", "purpose"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20)  # as people write it: L-2611-7K4M-X2PQ
    purpose: str = Field(max_length=40)  # law/lot: assessors, tie, …
    subject_kind: str = Field(max_length=40)
    subject_id: str = Field(max_length=100)
    commitment: str = Field(max_length=64)
    committed_at: datetime = moment_field()


class LotSecret(SQLModel, table=True):
    """Seed and nonce of a lot; nobody reads them before it is drawn. Append-only."""

    __tablename__ = "lot_secret"

    lot_id: UUID = Field(foreign_key="lot_commitment.id", primary_key=True)
    seed: bytes = Field(sa_type=LargeBinary)
    nonce: bytes = Field(sa_type=LargeBinary)


class LotDraw(SQLModel, table=True):
    """A lot as it was drawn, once: the record that repeats it (law/lot.lot_record); append-only."""

    __tablename__ = "lot_draw"

    lot_id: UUID = Field(foreign_key="lot_commitment.id", primary_key=True)
    record: dict[str, Any] = json_field(default_factory=dict)
    drawn_at: datetime = moment_field()
    drawn_by: UUID | None = Field(default=None, foreign_key="account.id")
