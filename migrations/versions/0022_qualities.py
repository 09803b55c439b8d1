"""Situations of personal qualities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0022_qualities"
down_revision = "0021_scoring"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "situation_version",
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quality", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("for_managers", sa.Boolean(), nullable=False),
        sa.Column("for_specialists", sa.Boolean(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version"),
    )


def downgrade() -> None:
    op.drop_table("situation_version")
