"""Attempts, their steps and answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0007_attempts"
down_revision = "0006_booking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "service_outage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("paper", JSON, nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("section", sa.Integer(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id"),
    )
    op.create_index(op.f("ix_attempt_account_id"), "attempt", ["account_id"], unique=False)
    op.create_index("ix_attempt_phase_due", "attempt", ["phase", "due_at"], unique=False)
    op.create_table(
        "answer",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("section", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("choice", sa.String(length=1), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("answered_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("recovered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("choice IN ('a','b','c','d')", name="one_of_four"),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("attempt_id", "seq"),
    )
    op.create_table(
        "attempt_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=True),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_attempt_result_attempt_id"), "attempt_result", ["attempt_id"], unique=False
    )
    op.create_table(
        "attempt_step",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("attempt_id", "ordinal"),
    )
    op.create_table(
        "attempt_window",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.SmallInteger(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("deadline_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_ms", sa.BigInteger(), nullable=False),
        sa.Column("positions", sa.SmallInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("attempt_id", "section"),
    )
    op.create_table(
        "presence",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("attempt_id"),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_remark_attempt_id"), "remark", ["attempt_id"], unique=False)
    op.create_table(
        "technical_failure",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description", JSON, nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("rebook_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("attempt_id"),
    )
    op.create_table(
        "test_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_test_message_attempt_id"), "test_message", ["attempt_id"], unique=False
    )
    forbid_changes("attempt_step", "answer", "attempt_result", "technical_failure")


def downgrade() -> None:
    op.drop_index(op.f("ix_test_message_attempt_id"), table_name="test_message")
    op.drop_table("test_message")
    op.drop_table("technical_failure")
    op.drop_index(op.f("ix_remark_attempt_id"), table_name="remark")
    op.drop_table("remark")
    op.drop_table("presence")
    op.drop_table("attempt_window")
    op.drop_table("attempt_step")
    op.drop_index(op.f("ix_attempt_result_attempt_id"), table_name="attempt_result")
    op.drop_table("attempt_result")
    op.drop_table("answer")
    op.drop_index("ix_attempt_phase_due", table_name="attempt")
    op.drop_index(op.f("ix_attempt_account_id"), table_name="attempt")
    op.drop_table("attempt")
    op.drop_table("service_outage")
    op.drop_table("service_beat")
