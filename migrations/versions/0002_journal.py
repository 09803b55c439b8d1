"""The journal, which nothing may change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0002_journal"
down_revision = "0001_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_journal_entry_actor_id"), "journal_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_at"), "journal_entry", ["at"], unique=False)
    op.create_index(
        "ix_journal_entry_subject", "journal_entry", ["subject_kind", "subject_id"], unique=False
    )
    op.create_index(op.f("ix_journal_entry_verb"), "journal_entry", ["verb"], unique=False)
    forbid_changes("journal_entry")


def downgrade() -> None:
    op.drop_index(op.f("ix_journal_entry_verb"), table_name="journal_entry")
    op.drop_index("ix_journal_entry_subject", table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_at"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_actor_id"), table_name="journal_entry")
    op.drop_table("journal_entry")
