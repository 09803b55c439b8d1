"""Answer sheets: what was answered in an attempt that counts, in one row a section.

They are made by the service itself, also for the attempts of the past.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_answer_sheets"
down_revision = "0010_items"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_sheet",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.SmallInteger(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("section_code", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"]),
        sa.ForeignKeyConstraint(["result_id"], ["attempt_result.id"]),
        sa.PrimaryKeyConstraint("attempt_id", "section"),
    )
    op.create_index(
        op.f("ix_answer_sheet_programme_code"), "answer_sheet", ["programme_code"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_answer_sheet_programme_code"), table_name="answer_sheet")
    op.drop_table("answer_sheet")
