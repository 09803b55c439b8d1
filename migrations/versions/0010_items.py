"""The life of items: stages, comments, enemies, use; blueprints and reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0010_items"
down_revision = "0009_exam_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "blueprint",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "item_use",
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version"),
    )
    op.create_table(
        "bank_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=1000), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_bank_report_kind"), "bank_report", ["kind"], unique=False)
    op.create_table(
        "item_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_item_comment_item_id"), "item_comment", ["item_id"], unique=False)
    op.create_table(
        "item_enemy",
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("enemy_id", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("item_id < enemy_id", name="in_order"),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("item_id", "enemy_id"),
    )
    op.create_table(
        "item_work",
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_why", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> author_id", name="another_approves"
        ),
        sa.CheckConstraint("reviewer_id IS NULL OR reviewer_id <> author_id", name="another_reads"),
        sa.ForeignKeyConstraint(
            ["approver_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("item_id", "version"),
    )
    op.create_index(op.f("ix_item_work_act"), "item_work", ["act"], unique=False)
    op.create_index(op.f("ix_item_work_author_id"), "item_work", ["author_id"], unique=False)
    op.create_index(op.f("ix_item_work_stage"), "item_work", ["stage"], unique=False)
    forbid_changes("item_comment", "blueprint")


def downgrade() -> None:
    op.drop_index(op.f("ix_item_work_stage"), table_name="item_work")
    op.drop_index(op.f("ix_item_work_author_id"), table_name="item_work")
    op.drop_index(op.f("ix_item_work_act"), table_name="item_work")
    op.drop_table("item_work")
    op.drop_table("item_enemy")
    op.drop_index(op.f("ix_item_comment_item_id"), table_name="item_comment")
    op.drop_table("item_comment")
    op.drop_index(op.f("ix_bank_report_kind"), table_name="bank_report")
    op.drop_table("bank_report")
    op.drop_table("item_use")
    op.drop_table("blueprint")
    op.drop_table("bank_revision")
