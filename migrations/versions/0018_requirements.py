"""Requirements of posts in versions, their drafts, typical requirements of categories."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0018_requirements"
down_revision = "0017_file_of_law"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requirement_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("post_key", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("requirements", JSON, nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name="revisions_from_one"),
        sa.ForeignKeyConstraint(
            ["begun_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("body_code", "post_key", name="one_requirement_draft_a_post"),
    )
    op.create_table(
        "typical_requirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("alternatives", JSON, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name="typical_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_typical_requirement_key", "typical_requirement", ["key", "valid_from"], unique=False
    )
    op.create_table(
        "requirement_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("post_key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("requirements", JSON, nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("register_post_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "made_by IS NOT NULL OR register_post_id IS NOT NULL", name="a_version_has_an_author"
        ),
        sa.CheckConstraint("version >= 1", name="requirement_versions_from_one"),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["register_post_id"],
            ["register_post.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "body_code", "post_key", "version", name="requirement_versions_count_up"
        ),
    )
    forbid_changes("requirement_set", "typical_requirement")


def downgrade() -> None:
    op.drop_table("requirement_set")
    op.drop_index("ix_typical_requirement_key", table_name="typical_requirement")
    op.drop_table("typical_requirement")
    op.drop_table("requirement_draft")
