"""The exam day's checklist, the worker's sign of life, tickets used once."""

import sqlalchemy as sa
from alembic import op

revision = "0009_exam_day"
down_revision = "0008_proctoring"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "used_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "checklist_tick",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("ticked_by", sa.Uuid(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticked_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("day", "item"),
    )


def downgrade() -> None:
    op.drop_table("checklist_tick")
    op.drop_table("worker_beat")
    op.drop_table("used_ticket")
