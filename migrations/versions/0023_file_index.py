"""The index of personal files: what SQL can ask of them. The files there are indexed by work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0023_file_index"
down_revision = "0022_qualities"
branch_labels = None
depends_on = None

# whoever has something in a file, row by row
FILES = (
    "state_answer",
    "declaration",
    "education",
    "employment",
    "language_skill",
    "volunteering",
    "personal_document",
    "computer_skill",
    "clearance",
    "proved_condition",
)


def upgrade() -> None:
    op.create_table(
        "file_index",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.Column("citizen", sa.Boolean(), nullable=True),
        sa.Column("pension_on", sa.Date(), nullable=True),
        sa.Column("serving_in", sa.String(length=40), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("former_until", sa.Date(), nullable=True),
        sa.Column("displaced_until", sa.Date(), nullable=True),
        sa.Column("barred_until", sa.Date(), nullable=True),
        sa.Column("asks_look", sa.Boolean(), nullable=False),
        sa.Column("asks_look_at_health", sa.Boolean(), nullable=False),
        sa.Column("has_employment_document", sa.Boolean(), nullable=False),
        sa.Column("has_computer", sa.Boolean(), nullable=False),
        sa.Column("secrets_1_until", sa.Date(), nullable=True),
        sa.Column("secrets_2_until", sa.Date(), nullable=True),
        sa.Column("secrets_3_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_table(
        "work_signature",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("key"),
    )
    _part(
        "education",
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("has_scans", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("file_no", "place"),
    )
    _part(
        "work",
        sa.Column("time", sa.SmallInteger(), nullable=False),
        sa.Column("signature_no", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["signature_no"], ["work_signature.no"]),
        sa.PrimaryKeyConstraint("file_no", "time", "signature_no"),
    )
    _part(
        "skill",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("is_unstated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("file_no", "kind", "code"),
    )
    # version 0: to be derived by work; until then a file is one that a person must look at
    there = " UNION ".join(f"SELECT account_id FROM {table}" for table in FILES)  # noqa: S608  # our own names
    op.execute(
        "INSERT INTO file_index (account_id, version, indexed_at, asks_look, asks_look_at_health, "  # noqa: S608  # our own names
        "has_employment_document, has_computer) SELECT account_id, 0, CURRENT_TIMESTAMP, false, "
        f"false, false, false FROM ({there}) AS files"
    )


def _part(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        f"file_index_{name}",
        sa.Column("file_no", NUMBER, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["file_no"], ["file_index.no"], ondelete="CASCADE"),
    )


def downgrade() -> None:
    for name in ("skill", "work", "education"):
        op.drop_table(f"file_index_{name}")
    op.drop_table("work_signature")
    op.drop_table("file_index")
