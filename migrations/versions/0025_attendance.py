"""Attendance at interviews is of a day: HR may set another one."""

import sqlalchemy as sa
from alembic import op

from service.core.append_only import forbid_changes

revision = "0025_attendance"
down_revision = "0024_ability"
branch_labels = None
depends_on = None

COLUMNS = "announcement_id, holder_id, held_on, noted_by, at"


def upgrade() -> None:
    bind = op.get_bind()
    kept = bind.execute(
        sa.text(
            "SELECT a.announcement_id, a.holder_id, i.held_on, a.noted_by, a.at FROM attendance a "
            "JOIN interview i ON i.announcement_id = a.announcement_id"
        )
    ).all()
    op.drop_table("attendance")
    _create(with_day=True)
    for row in kept:
        values = dict(zip(COLUMNS.split(", "), row, strict=True))
        asked = ", ".join(f":{name}" for name in values)
        bind.execute(sa.text(f"INSERT INTO attendance ({COLUMNS}) VALUES ({asked})"), values)  # noqa: S608  # our own names
    forbid_changes("attendance")


def downgrade() -> None:
    op.drop_table("attendance")
    _create(with_day=False)
    forbid_changes("attendance")


def _create(*, with_day: bool) -> None:
    day = [sa.Column("held_on", sa.Date(), nullable=False)] if with_day else []
    op.create_table(
        "attendance",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        *day,
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["announcement_id"], ["interview.announcement_id"]),
        sa.ForeignKeyConstraint(["holder_id"], ["seat_holder.id"]),
        sa.ForeignKeyConstraint(["noted_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("announcement_id", "holder_id", *[one.name for one in day]),
    )
