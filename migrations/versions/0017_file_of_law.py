"""The personal file: what admission asks of it besides; scans at the lines that they prove."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0017_file_of_law"
down_revision = "0016_lots"
branch_labels = None
depends_on = None

NO = sa.false()


def upgrade() -> None:
    op.add_column(
        "declaration", sa.Column("released", sa.Boolean(), nullable=False, server_default=NO)
    )
    op.add_column("declaration", sa.Column("gravity", sa.String(length=40), nullable=True))
    op.add_column("personal_document", sa.Column("line_id", sa.Uuid(), nullable=True))
    op.add_column("education", sa.Column("completed_on", sa.Date(), nullable=True))
    op.add_column("education", sa.Column("fields", JSON, nullable=False, server_default="[]"))
    for name in ("is_foreign", "is_recognised"):
        op.add_column("education", sa.Column(name, sa.Boolean(), nullable=False, server_default=NO))
    op.add_column("employment", sa.Column("fields", JSON, nullable=False, server_default="[]"))
    op.add_column(
        "employment", sa.Column("category", sa.String(length=20), nullable=False, server_default="")
    )
    op.add_column("employment", sa.Column("body_code", sa.String(length=40), nullable=True))
    op.add_column(
        "employment", sa.Column("is_displaced", sa.Boolean(), nullable=False, server_default=NO)
    )
    _lines("computer_skill", sa.Column("program", sa.String(length=40), nullable=False))
    _lines(
        "clearance",
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("form BETWEEN 1 AND 3", name="three_forms"),
    )
    _lines("proved_condition", sa.Column("code", sa.String(length=40), nullable=False))
    _lines(
        "state_finding",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("gravity", sa.String(length=40), nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 14", name="fourteen_bars"),
    )
    _lines(
        "state_penalty",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
    )


def _lines(table: str, *columns: sa.schema.SchemaItem) -> None:
    """Make a table of lines of the file: whose, who says it, since when, until when."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state_id", sa.String(length=80), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *columns,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{table}_account_id", table, ["account_id"], unique=False)


def downgrade() -> None:
    for table in (
        "state_penalty",
        "state_finding",
        "proved_condition",
        "clearance",
        "computer_skill",
    ):
        op.drop_index(f"ix_{table}_account_id", table_name=table)
        op.drop_table(table)
    for name in ("is_displaced", "body_code", "category", "fields"):
        op.drop_column("employment", name)
    for name in ("is_recognised", "is_foreign", "fields", "completed_on"):
        op.drop_column("education", name)
    op.drop_column("personal_document", "line_id")
    op.drop_column("declaration", "gravity")
    op.drop_column("declaration", "released")
