"""Centres, slots, applications and waiting lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0006_booking"
down_revision = "0005_programmes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("city", JSON, nullable=False),
        sa.Column("address", JSON, nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("until_late", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("door_minutes", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="no_seat_sold_twice"),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("centre_id", "starts_at", name="one_slot_at_a_time"),
    )
    op.create_index(op.f("ix_slot_centre_id"), "slot", ["centre_id"], unique=False)
    op.create_index(op.f("ix_slot_starts_at"), "slot", ["starts_at"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("rule_set_from", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("legal_education", sa.Boolean(), nullable=True),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draw_seed", sa.LargeBinary(), nullable=False),
        sa.Column("draw_commitment", sa.String(length=64), nullable=False),
        sa.Column("draw_word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["slot.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draw_commitment"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_application_account_id"), "application", ["account_id"], unique=False)
    op.create_index(op.f("ix_application_slot_id"), "application", ["slot_id"], unique=False)
    op.create_index(op.f("ix_application_state"), "application", ["state"], unique=False)
    op.create_index(
        "uq_application_open",
        "application",
        ["account_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state IN ('filed','booked','in-test','under-review')"),
        postgresql_where=sa.text("state IN ('filed','booked','in-test','under-review')"),
    )
    op.create_table(
        "waiting_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_slot_id", sa.Uuid(), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
        ),
        sa.ForeignKeyConstraint(
            ["offered_slot_id"],
            ["slot.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "centre_id", "day", "programme_code", name="once_a_day"),
    )
    op.create_index(
        op.f("ix_waiting_entry_account_id"), "waiting_entry", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_waiting_entry_centre_id"), "waiting_entry", ["centre_id"], unique=False
    )
    op.create_index(op.f("ix_waiting_entry_day"), "waiting_entry", ["day"], unique=False)
    op.create_table(
        "application_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_application_step_application_id"),
        "application_step",
        ["application_id"],
        unique=False,
    )
    forbid_changes("application_step")


def downgrade() -> None:
    op.drop_index(op.f("ix_application_step_application_id"), table_name="application_step")
    op.drop_table("application_step")
    op.drop_index(op.f("ix_waiting_entry_day"), table_name="waiting_entry")
    op.drop_index(op.f("ix_waiting_entry_centre_id"), table_name="waiting_entry")
    op.drop_index(op.f("ix_waiting_entry_account_id"), table_name="waiting_entry")
    op.drop_table("waiting_entry")
    op.drop_index(
        "uq_application_open",
        table_name="application",
        sqlite_where=sa.text("state IN ('filed','booked','in-test','under-review')"),
        postgresql_where=sa.text("state IN ('filed','booked','in-test','under-review')"),
    )
    op.drop_index(op.f("ix_application_state"), table_name="application")
    op.drop_index(op.f("ix_application_slot_id"), table_name="application")
    op.drop_index(op.f("ix_application_account_id"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_slot_starts_at"), table_name="slot")
    op.drop_index(op.f("ix_slot_centre_id"), table_name="slot")
    op.drop_table("slot")
    op.drop_table("centre")
