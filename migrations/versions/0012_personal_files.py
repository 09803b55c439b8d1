"""The personal file: what the state knows, what a person adds, documents, declarations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0012_personal_files"
down_revision = "0011_answer_sheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 14", name="fourteen_bars"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_declaration_number", "declaration", ["account_id", "number"], unique=False)
    op.create_table(
        "education",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state_id", sa.String(length=80), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=300), nullable=False),
        sa.Column("began_in", sa.Integer(), nullable=True),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("diploma_number", sa.String(length=60), nullable=True),
        sa.CheckConstraint("ended_in >= began_in", name="studies_end_after_they_begin"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_education_account_id"), "education", ["account_id"], unique=False)
    op.create_table(
        "employment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state_id", sa.String(length=80), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on >= began_on", name="work_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_employment_account_id"), "employment", ["account_id"], unique=False)
    op.create_table(
        "language_skill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state_id", sa.String(length=80), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("certificate", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_language_skill_account_id"), "language_skill", ["account_id"], unique=False
    )
    op.create_table(
        "personal_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scan", sa.String(length=40), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_personal_document_account_id"), "personal_document", ["account_id"], unique=False
    )
    op.create_index(
        "ix_personal_document_sha256", "personal_document", ["account_id", "sha256"], unique=False
    )
    op.create_table(
        "state_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("records", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_state_answer_account_id"), "state_answer", ["account_id"], unique=False
    )
    op.create_table(
        "volunteering",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state_id", sa.String(length=80), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("deed", sa.String(length=500), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on >= began_on", name="volunteering_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_volunteering_account_id"), "volunteering", ["account_id"], unique=False
    )
    forbid_changes("state_answer", "declaration")


def downgrade() -> None:
    op.drop_index(op.f("ix_volunteering_account_id"), table_name="volunteering")
    op.drop_table("volunteering")
    op.drop_index(op.f("ix_state_answer_account_id"), table_name="state_answer")
    op.drop_table("state_answer")
    op.drop_index("ix_personal_document_sha256", table_name="personal_document")
    op.drop_index(op.f("ix_personal_document_account_id"), table_name="personal_document")
    op.drop_table("personal_document")
    op.drop_index(op.f("ix_language_skill_account_id"), table_name="language_skill")
    op.drop_table("language_skill")
    op.drop_index(op.f("ix_employment_account_id"), table_name="employment")
    op.drop_table("employment")
    op.drop_index(op.f("ix_education_account_id"), table_name="education")
    op.drop_table("education")
    op.drop_index("ix_declaration_number", table_name="declaration")
    op.drop_table("declaration")
