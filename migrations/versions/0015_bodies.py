"""State bodies, vacancies with their rounds, applications to them, hirings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from service.core.append_only import forbid_changes

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0015_bodies"
down_revision = "0014_signatures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("wave", sa.String(length=40), nullable=True),
        sa.Column("is_authorised", sa.Boolean(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("served_by", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=40), nullable=True),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("contacts", JSON, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code <> parent", name="no_body_is_its_own_parent"),
        sa.ForeignKeyConstraint(
            ["parent"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["served_by"],
            ["body.code"],
        ),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "body_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("unchanged", JSON, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("cancelled", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["told_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_body_change_body_code"), "body_change", ["body_code"], unique=False)
    op.create_table(
        "body_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("work", sa.String(length=40), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_body_member_account", "body_member", ["account_id", "work"], unique=False)
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("post_key", sa.String(length=60), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=True),
        sa.Column("essay_needed", sa.Boolean(), nullable=False),
        sa.Column("is_lowest", sa.Boolean(), nullable=False),
        sa.Column("direct_case", sa.String(length=300), nullable=True),
        sa.Column("temporary", JSON, nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("version >= 1", name="versions_from_one"),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="each_number_once"),
    )
    op.create_index("ix_vacancy_body_state", "vacancy", ["body_code", "state"], unique=False)
    op.create_table(
        "vacancy_serial",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("after_rounds", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.String(length=40), nullable=False),
        sa.Column("asked_body", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.String(length=4000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(answer = 'asked') = (answered_at IS NULL)", name="answer_has_moment"),
        sa.CheckConstraint("answered_by <> asked_by", name="nobody_answers_the_own_question"),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["asked_body"],
            ["body.code"],
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"],
            ["vacancy.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_agreement_one_open",
        "agreement",
        ["vacancy_id"],
        unique=True,
        sqlite_where=sa.text("answer = 'asked'"),
        postgresql_where=sa.text("answer = 'asked'"),
    )
    op.create_index(op.f("ix_agreement_asked_body"), "agreement", ["asked_body"], unique=False)
    op.create_index(op.f("ix_agreement_vacancy_id"), "agreement", ["vacancy_id"], unique=False)
    op.create_table(
        "announcement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("round_why", sa.String(length=30), nullable=False),
        sa.Column("round_source", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requirement_set_id", sa.Uuid(), nullable=True),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("stages", JSON, nullable=False),
        sa.Column("sites", JSON, nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("is_temporary", sa.Boolean(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("opening", JSON, nullable=False),
        sa.Column("wordings", JSON, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("end_rule", sa.String(length=20), nullable=True),
        sa.Column("end_reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", name="ended_has_outcome"),
        sa.CheckConstraint(
            "state = 'draft' OR published_on IS NOT NULL OR state = 'cancelled'",
            name="published_has_a_day",
        ),
        sa.CheckConstraint("version >= 1", name="announcement_versions_from_one"),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"],
            ["vacancy.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="each_announcement_number_once"),
        sa.UniqueConstraint("vacancy_id", "ordinal", name="rounds_count_up"),
    )
    op.create_index(
        "ix_announcement_one_at_a_time",
        "announcement",
        ["vacancy_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft','announced')"),
        postgresql_where=sa.text("state IN ('draft','announced')"),
    )
    op.create_index(
        "ix_announcement_state_closes", "announcement", ["state", "closes_on"], unique=False
    )
    op.create_table(
        "announcement_facet",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
        ),
        sa.PrimaryKeyConstraint("announcement_id", "kind", "value"),
    )
    op.create_index(
        "ix_announcement_facet_value", "announcement_facet", ["kind", "value"], unique=False
    )
    op.create_table(
        "outside_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=30), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("refused_by", sa.String(length=20), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"],
            ["vacancy.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_outside_act_vacancy_id"), "outside_act", ["vacancy_id"], unique=False)
    op.create_table(
        "competition_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(standing = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_moment"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("announcement_id", "account_id", name="one_application_a_round"),
        sa.UniqueConstraint("number", name="each_application_number_once"),
    )
    op.create_index(
        "ix_competition_application_account",
        "competition_application",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_competition_application_announcement_id"),
        "competition_application",
        ["announcement_id"],
        unique=False,
    )
    op.create_table(
        "admission_decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "ordinal"),
    )
    op.create_table(
        "admission_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("rests_on", JSON, nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_admission_look_application_id"), "admission_look", ["application_id"], unique=False
    )
    op.create_table(
        "hiring",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("entrant", sa.String(length=40), nullable=False),
        sa.Column("declared_before", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["competition_application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_code"],
            ["body.code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id"),
    )
    op.create_index(op.f("ix_hiring_account_id"), "hiring", ["account_id"], unique=False)
    op.create_index(op.f("ix_hiring_body_code"), "hiring", ["body_code"], unique=False)
    op.create_table(
        "hiring_step",
        sa.Column("hiring_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["hiring_id"],
            ["hiring.id"],
        ),
        sa.PrimaryKeyConstraint("hiring_id", "ordinal"),
    )
    forbid_changes(
        "body_change", "outside_act", "admission_decision", "admission_look", "hiring_step"
    )


def downgrade() -> None:
    op.drop_table("hiring_step")
    op.drop_index(op.f("ix_hiring_body_code"), table_name="hiring")
    op.drop_index(op.f("ix_hiring_account_id"), table_name="hiring")
    op.drop_table("hiring")
    op.drop_index(op.f("ix_admission_look_application_id"), table_name="admission_look")
    op.drop_table("admission_look")
    op.drop_table("admission_decision")
    op.drop_index(
        op.f("ix_competition_application_announcement_id"), table_name="competition_application"
    )
    op.drop_index("ix_competition_application_account", table_name="competition_application")
    op.drop_table("competition_application")
    op.drop_index(op.f("ix_outside_act_vacancy_id"), table_name="outside_act")
    op.drop_table("outside_act")
    op.drop_index("ix_announcement_facet_value", table_name="announcement_facet")
    op.drop_table("announcement_facet")
    op.drop_index("ix_announcement_state_closes", table_name="announcement")
    op.drop_index(
        "ix_announcement_one_at_a_time",
        table_name="announcement",
        sqlite_where=sa.text("state IN ('draft','announced')"),
        postgresql_where=sa.text("state IN ('draft','announced')"),
    )
    op.drop_table("announcement")
    op.drop_index(op.f("ix_agreement_vacancy_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_asked_body"), table_name="agreement")
    op.drop_index(
        "ix_agreement_one_open",
        table_name="agreement",
        sqlite_where=sa.text("answer = 'asked'"),
        postgresql_where=sa.text("answer = 'asked'"),
    )
    op.drop_table("agreement")
    op.drop_table("vacancy_serial")
    op.drop_index("ix_vacancy_body_state", table_name="vacancy")
    op.drop_table("vacancy")
    op.drop_index("ix_body_member_account", table_name="body_member")
    op.drop_table("body_member")
    op.drop_index(op.f("ix_body_change_body_code"), table_name="body_change")
    op.drop_table("body_change")
    op.drop_table("body")
