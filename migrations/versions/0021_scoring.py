"""Essays, interviews and the scores of commission members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0021_scoring"
down_revision = "0020_competitions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "essay_task",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["lot_commitment.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id"),
    )
    op.create_table(
        "interview",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id"),
    )
    op.create_table(
        "essay",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_time", sa.Boolean(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('kk','ru')", name="kazakh_or_russian"),
        sa.CheckConstraint("words <= 250 OR finished_at IS NULL", name="at_most_250_words"),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["candidacy.application_id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("application_id"),
    )
    op.create_index(op.f("ix_essay_announcement_id"), "essay", ["announcement_id"], unique=False)
    op.create_table(
        "interview_turn",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("waiting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR let_in_at IS NOT NULL", name="ends_after_it_begins"
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["interview.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["candidacy.application_id"],
        ),
        sa.PrimaryKeyConstraint("application_id"),
    )
    op.create_index(
        op.f("ix_interview_turn_announcement_id"),
        "interview_turn",
        ["announcement_id"],
        unique=False,
    )
    op.create_table(
        "attendance",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["interview.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["seat_holder.id"],
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id", "holder_id"),
    )
    op.create_table(
        "essay_score",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["essay.application_id"],
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["seat_holder.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["commission_seat.id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "seat_id", "turn"),
    )
    op.create_table(
        "essay_version",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["essay.application_id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "ordinal"),
    )
    op.create_table(
        "interview_score",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["interview_turn.application_id"],
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["seat_holder.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["commission_seat.id"],
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "seat_id"),
        sa.UniqueConstraint("signature_id"),
    )
    op.create_table(
        "second_look",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["essay.application_id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("application_id"),
    )
    forbid_changes(
        "essay_task", "essay_version", "essay_score", "second_look", "interview_score", "attendance"
    )


def downgrade() -> None:
    op.drop_table("second_look")
    op.drop_table("interview_score")
    op.drop_table("essay_version")
    op.drop_table("essay_score")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_interview_turn_announcement_id"), table_name="interview_turn")
    op.drop_table("interview_turn")
    op.drop_index(op.f("ix_essay_announcement_id"), table_name="essay")
    op.drop_table("essay")
    op.drop_table("interview")
    op.drop_table("essay_task")
