"""Commissions, assessors and declarations of conflicts of interest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0019_commissions"
down_revision = "0018_requirements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("works_in", sa.String(length=40), nullable=True),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="each_assessor_number_once"),
    )
    op.create_index(
        "ix_assessor_one_a_person",
        "assessor",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "assessor_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="each_call_number_once"),
    )
    op.create_index(
        op.f("ix_assessor_call_body_code"), "assessor_call", ["body_code"], unique=False
    )
    op.create_table(
        "assessor_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("match", sa.String(length=40), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["assessor_call.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id", "account_id", name="one_application_a_call"),
    )
    op.create_index(
        op.f("ix_assessor_application_account_id"),
        "assessor_application",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessor_application_call_id"), "assessor_application", ["call_id"], unique=False
    )
    op.create_table(
        "commission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("is_for_head_of_hr", sa.Boolean(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["lot_commitment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("announcement_id"),
    )
    op.create_table(
        "commission_seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commission_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("is_assessor", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id"],
            ["commission.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commission_id", "ordinal", name="each_seat_once"),
    )
    op.create_table(
        "seat_holder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commission_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=True),
        sa.Column("is_representative", sa.Boolean(), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated_by", sa.Uuid(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=False),
        sa.Column("end_words", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="an_end_has_a_reason"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"],
            ["assessor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["commission_id"],
            ["commission.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["seat_holder.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["commission_seat.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seated_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_seat_holder_account", "seat_holder", ["account_id"], unique=False)
    op.create_index(
        "ix_seat_holder_one_a_seat",
        "seat_holder",
        ["seat_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_seat_holder_one_seat_a_person",
        "seat_holder",
        ["commission_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "conflict_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ties", JSON, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["seat_holder.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_conflict_declaration",
        "conflict_declaration",
        ["holder_id", "application_id"],
        unique=False,
    )
    forbid_changes("conflict_declaration")


def downgrade() -> None:
    op.drop_index("ix_conflict_declaration", table_name="conflict_declaration")
    op.drop_table("conflict_declaration")
    op.drop_index(
        "ix_seat_holder_one_seat_a_person",
        table_name="seat_holder",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "ix_seat_holder_one_a_seat",
        table_name="seat_holder",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_seat_holder_account", table_name="seat_holder")
    op.drop_table("seat_holder")
    op.drop_table("commission_seat")
    op.drop_table("commission")
    op.drop_index(op.f("ix_assessor_application_call_id"), table_name="assessor_application")
    op.drop_index(op.f("ix_assessor_application_account_id"), table_name="assessor_application")
    op.drop_table("assessor_application")
    op.drop_index(op.f("ix_assessor_call_body_code"), table_name="assessor_call")
    op.drop_table("assessor_call")
    op.drop_index(
        "ix_assessor_one_a_person",
        table_name="assessor",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("assessor")
