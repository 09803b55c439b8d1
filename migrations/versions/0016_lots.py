"""Draws of lots: promised first, repeated by anyone afterwards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0016_lots"
down_revision = "0015_bodies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lot_commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=100), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commitment", name="each_seed_once"),
        sa.UniqueConstraint("number", name="each_lot_number_once"),
    )
    op.create_index(
        "ix_lot_commitment_subject",
        "lot_commitment",
        ["subject_kind", "subject_id", "purpose"],
        unique=False,
    )
    op.create_table(
        "lot_draw",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drawn_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["lot_commitment.id"],
        ),
        sa.PrimaryKeyConstraint("lot_id"),
    )
    op.create_table(
        "lot_secret",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["lot_commitment.id"],
        ),
        sa.PrimaryKeyConstraint("lot_id"),
    )
    forbid_changes("lot_commitment", "lot_secret", "lot_draw")


def downgrade() -> None:
    op.drop_table("lot_secret")
    op.drop_table("lot_draw")
    op.drop_index("ix_lot_commitment_subject", table_name="lot_commitment")
    op.drop_table("lot_commitment")
