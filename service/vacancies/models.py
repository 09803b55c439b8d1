"""Vacancies of bodies, the rounds in which they are announced, and what is asked about them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.bodies.models import Place
from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id
from service.law.vacancy import Round


class VacancyState(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"  # the body does not fill it


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"  # published; receives applications up to the closing day
    ENDED = "ended"
    CANCELLED = "cancelled"


class RoundOutcome(StrEnum):
    WINNER = "winner"
    NOBODY = "nobody"


class Answer(StrEnum):
    """What the authorised body said to a general competition (LAW 28(2))."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"


class Vacancy(SQLModel, table=True):
    """A vacant unit of a post of a body, through all its rounds. `version` counts its changes."""

    __tablename__ = "vacancy"
    __table_args__ = (
        UniqueConstraint("number", name="each_number_once"),
        CheckConstraint("version >= 1", name="versions_from_one"),
        Index("ix_vacancy_body_state", "body_code", "state"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20)  # as people write it: V-2026-000012
    body_code: str = Field(foreign_key="body.code", max_length=40)
    post_key: str = Field(max_length=60)  # of the register of posts
    title: dict[str, str] = json_field(default_factory=dict)  # {kk, ru}; kk is the register's
    department: str = Field(default="", sa_type=Text)
    category: str = Field(default="", max_length=40)
    place: Place | None = word_field(Place, default=None)
    essay_needed: bool = False  # the kind of the post needs it (O26 IS 64(4))
    is_lowest: bool = False  # a lowest post by the body's staff table (LAW 1(19))
    direct_case: str | None = Field(default=None, max_length=300)  # LAW 29(2-1), which case
    temporary: dict[str, Any] | None = json_field(default=None)  # law/announcement.Temporary
    state: VacancyState = word_field(VacancyState, default=VacancyState.OPEN)
    version: int = 1
    made_at: datetime = moment_field()
    made_by: UUID = Field(foreign_key="account.id")
    closed_on: date | None = None
    closed_reason: str = Field(default="", max_length=1000)


class VacancySerial(SQLModel, table=True):
    """The last number given to a vacancy in a year."""

    __tablename__ = "vacancy_serial"

    year: int = Field(primary_key=True)
    last: int = 0


class Announcement(SQLModel, table=True):
    """One round of a vacancy: a draft until it is published, then frozen but for its end.

    `opening` is what admission depends on (law/admission.Opening), as it was published.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "ordinal", name="rounds_count_up"),
        UniqueConstraint("number", name="each_announcement_number_once"),
        Index(
            "ix_announcement_one_at_a_time",
            "vacancy_id",
            unique=True,
            sqlite_where=text("state IN ('draft','announced')"),
            postgresql_where=text("state IN ('draft','announced')"),
        ),
        Index("ix_announcement_state_closes", "state", "closes_on"),
        CheckConstraint("version >= 1", name="announcement_versions_from_one"),
        CheckConstraint(
            "state = 'draft' OR published_on IS NOT NULL OR state = 'cancelled'",
            name="published_has_a_day",
        ),
        CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", name="ended_has_outcome"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id")
    ordinal: int
    number: str = Field(max_length=30)  # V-2026-000012/1
    round: Round = word_field(Round)
    round_why: str = Field(max_length=30)  # law/vacancy.NextRound: why this round, by what
    round_source: str = Field(max_length=60)
    state: AnnouncementState = word_field(AnnouncementState, default=AnnouncementState.DRAFT)
    version: int = 1
    requirement_set_id: UUID | None = None  # of the version in force when it was published
    texts: dict[str, Any] = json_field(default_factory=dict)  # part → {kk, ru}
    stages: list[str] = json_field(default_factory=list)  # law/announcement.Stage
    sites: list[str] = json_field(default_factory=list)
    exempt: bool = False  # LAW 29(2-1)
    is_temporary: bool = False
    closes_on: date | None = None
    interview_on: date | None = None
    opening: dict[str, Any] = json_field(default_factory=dict)
    wordings: dict[str, Any] = json_field(default_factory=dict)  # code of a wording → {kk, ru}
    search_text: str = Field(default="", sa_type=Text)
    published_on: date | None = None
    published_at: datetime | None = moment_field(default=None)
    published_by: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment_field()
    made_by: UUID = Field(foreign_key="account.id")
    changed_at: datetime = moment_field()
    changed_by: UUID = Field(foreign_key="account.id")
    ended_on: date | None = None
    outcome: RoundOutcome | None = word_field(RoundOutcome, default=None)
    end_rule: str | None = Field(default=None, max_length=20)
    end_reason: str = Field(default="", max_length=1000)


class FacetKind(StrEnum):
    """By what announcements are found: each is a value that one may have several of."""

    BODY = "body"
    DEPARTMENT = "department"
    CATEGORY = "category"
    FIELD = "field"  # of education
    ACT = "act"  # to be known
    ROUND = "round"
    OFFICE = "office"
    PLACE = "place"
    TEMPORARY = "temporary"
    STAGE = "stage"


class AnnouncementFacet(SQLModel, table=True):
    """A value by which a published announcement is found; written once, when it is published."""

    __tablename__ = "announcement_facet"
    __table_args__ = (Index("ix_announcement_facet_value", "kind", "value"),)

    announcement_id: UUID = Field(foreign_key="announcement.id", primary_key=True)
    kind: FacetKind = word_field(FacetKind, primary_key=True)
    value: str = Field(max_length=500, primary_key=True)


class Agreement(SQLModel, table=True):
    """The question to the authorised body or its territorial unit, with its answer (LAW 28(2))."""

    __tablename__ = "agreement"
    __table_args__ = (
        Index(
            "ix_agreement_one_open",
            "vacancy_id",
            unique=True,
            sqlite_where=text("answer = 'asked'"),
            postgresql_where=text("answer = 'asked'"),
        ),
        CheckConstraint("(answer = 'asked') = (answered_at IS NULL)", name="answer_has_moment"),
        CheckConstraint("answered_by <> asked_by", name="nobody_answers_the_own_question"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id", index=True)
    after_rounds: int  # how many were announced when it was asked: a later one asks anew
    asked_of: str = Field(max_length=40)  # law/vacancy.Agreeing
    asked_body: str = Field(foreign_key="body.code", max_length=40, index=True)
    grounds: str = Field(default="", max_length=4000)
    asked_at: datetime = moment_field()
    asked_by: UUID = Field(foreign_key="account.id")
    due_on: date
    answer: Answer = word_field(Answer, default=Answer.ASKED)
    reason: str = Field(default="", max_length=4000)
    answered_at: datetime | None = moment_field(default=None)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")


class BodyChange(SQLModel, table=True):
    """A body was reorganised or liquidated (O26 IS 12); append-only."""

    __tablename__ = "body_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    body_code: str = Field(foreign_key="body.code", max_length=40, index=True)
    kind: str = Field(max_length=20)  # reorganised | liquidated
    act: str = Field(max_length=300)
    happened_on: date
    unchanged: list[str] = json_field(default_factory=list)  # departments that stay as they are
    told_at: datetime = moment_field()
    told_by: UUID = Field(foreign_key="account.id")
    cancelled: list[str] = json_field(default_factory=list)  # numbers of announcements


class OutsideAct(SQLModel, table=True):
    """An act of appointment to a vacancy past a competition, as HR wanted it (LW-7); append-only.

    One that the law forbids is kept too, with the refusal.
    """

    __tablename__ = "outside_act"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id", index=True)
    path: str = Field(max_length=30)  # law/announcement.Path
    act: str = Field(max_length=300)
    act_on: date
    refused_by: str | None = Field(default=None, max_length=20)  # the rule, where it was refused
    at: datetime = moment_field()
    by: UUID = Field(foreign_key="account.id")
