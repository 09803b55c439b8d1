"""What is to be signed by e-signature, and what was."""

import sqlalchemy as sa
from alembic import op

from service.core.append_only import forbid_changes

revision = "0014_signatures"
down_revision = "0013_registers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expires_at >= made_at", name="it_begins_before_it_ends"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_signature_request_subject",
        "signature_request",
        ["account_id", "purpose", "subject_kind", "subject_id"],
        unique=False,
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("cms", sa.LargeBinary(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("algorithm", sa.String(length=40), nullable=False),
        sa.Column("signer_name", sa.String(length=300), nullable=False),
        sa.Column("issuer_name", sa.String(length=300), nullable=False),
        sa.Column("certificate_serial", sa.String(length=80), nullable=False),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revocation", sa.String(length=40), nullable=False),
        sa.Column("revocation_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["signature_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_index(op.f("ix_signature_account_id"), "signature", ["account_id"], unique=False)
    op.create_index(
        "ix_signature_subject", "signature", ["subject_kind", "subject_id", "purpose"], unique=False
    )
    forbid_changes("signature_request", "signature")


def downgrade() -> None:
    op.drop_index("ix_signature_subject", table_name="signature")
    op.drop_index(op.f("ix_signature_account_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index("ix_signature_request_subject", table_name="signature_request")
    op.drop_table("signature_request")
