"""The registers of posts: acts, posts, what they are found by, corrections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0013_registers"
down_revision = "0012_personal_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("repealed_on", sa.Date(), nullable=True),
        sa.Column("body_name", sa.String(length=300), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("has_wording", sa.Boolean(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("anomalies", JSON, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name="versions_from_one"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "kind",
            "number",
            "adopted_on",
            "sha256",
            "facts_sha256",
            "has_wording",
            name="each_text_once",
        ),
        sa.UniqueConstraint("kind", "number", "adopted_on", "version", name="versions_count_up"),
    )
    op.create_table(
        "register_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("post_key", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_register_correction_post", "register_correction", ["kind", "post_key"], unique=False
    )
    op.create_table(
        "register_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["register_act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("act_id", "key", name="each_post_once"),
    )
    op.create_index(op.f("ix_register_post_key"), "register_post", ["key"], unique=False)
    op.create_table(
        "register_facet",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["register_post.id"],
        ),
        sa.PrimaryKeyConstraint("post_id", "kind", "value"),
    )
    op.create_index("ix_register_facet_value", "register_facet", ["kind", "value"], unique=False)
    forbid_changes("register_act", "register_post", "register_correction")


def downgrade() -> None:
    op.drop_index("ix_register_facet_value", table_name="register_facet")
    op.drop_table("register_facet")
    op.drop_index(op.f("ix_register_post_key"), table_name="register_post")
    op.drop_table("register_post")
    op.drop_index("ix_register_correction_post", table_name="register_correction")
    op.drop_table("register_correction")
    op.drop_table("register_act")
