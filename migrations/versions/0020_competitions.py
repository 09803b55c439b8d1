"""Competitions and candidacies with their steps, complaints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0020_competitions"
down_revision = "0019_commissions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competition",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("plan", JSON, nullable=False),
        sa.Column("tie_lot_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["tie_lot_id"],
            ["lot_commitment.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id"),
    )
    op.create_index(op.f("ix_competition_body_code"), "competition", ["body_code"], unique=False)
    op.create_index("ix_competition_due", "competition", ["due_at"], unique=False)
    op.create_table(
        "candidacy",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.PrimaryKeyConstraint("application_id"),
        sa.UniqueConstraint("announcement_id", "code", name="each_code_once_a_competition"),
    )
    op.create_index(op.f("ix_candidacy_account_id"), "candidacy", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_candidacy_announcement_id"), "candidacy", ["announcement_id"], unique=False
    )
    op.create_table(
        "competition_step",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id", "ordinal"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("against", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=10000), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=10000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_and_moment"),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["competition.announcement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_complaint_announcement_id"), "complaint", ["announcement_id"], unique=False
    )
    op.create_index(
        op.f("ix_complaint_application_id"), "complaint", ["application_id"], unique=False
    )
    forbid_changes("competition_step")


def downgrade() -> None:
    op.drop_index(op.f("ix_complaint_application_id"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_announcement_id"), table_name="complaint")
    op.drop_table("complaint")
    op.drop_table("competition_step")
    op.drop_index(op.f("ix_candidacy_announcement_id"), table_name="candidacy")
    op.drop_index(op.f("ix_candidacy_account_id"), table_name="candidacy")
    op.drop_table("candidacy")
    op.drop_index("ix_competition_due", table_name="competition")
    op.drop_index(op.f("ix_competition_body_code"), table_name="competition")
    op.drop_table("competition")
