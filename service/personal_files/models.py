"""The electronic personal file (EPF): what the state knows and what the person adds to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class Source(StrEnum):
    """Who says it: what a person says stays to be confirmed."""

    STATE = "state"
    PERSON = "person"


class EducationLevel(StrEnum):
    """Levels of education, the lowest first."""

    SECONDARY = "secondary"
    VOCATIONAL = "vocational"  # technical and vocational, post-secondary
    BACHELOR = "bachelor"
    SPECIALIST = "specialist"  # higher education of the former five-year form
    MASTER = "master"
    DOCTOR = "doctor"


class ServiceKind(StrEnum):
    """Whether a time of work was a service of the state."""

    CIVIL = "civil"
    LAW_ENFORCEMENT = "law-enforcement"
    OTHER = "other"


class PostLevel(StrEnum):
    """How high a post stood, the lowest first."""

    WORKER = "worker"
    SPECIALIST = "specialist"
    UNIT_HEAD = "unit-head"
    ORGANISATION_HEAD = "organisation-head"


class LanguageLevel(StrEnum):
    """Levels of a language, the lowest first (CEFR)."""

    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    C1 = "c1"
    C2 = "c2"
    NATIVE = "native"


class Gravity(StrEnum):
    """How grave an offence was, the least first."""

    MISDEMEANOUR = "misdemeanour"
    MINOR = "minor"
    MEDIUM = "medium"
    GRAVE = "grave"
    ESPECIALLY_GRAVE = "especially-grave"


class PenaltyKind(StrEnum):
    """The penalties of LAW 37(3)."""

    CORRUPTION = "corruption-offence"
    DISCREDITING = "discrediting-misdemeanour"


class DocumentKind(StrEnum):
    """What a document proves. VC-3 asks for the first three."""

    EMPLOYMENT = "employment"
    DIPLOMA = "diploma"
    DIPLOMA_ANNEX = "diploma-annex"
    RECOGNITION = "recognition"  # of a foreign education
    CONDITION = "condition"
    LANGUAGE = "language"
    VOLUNTEERING = "volunteering"
    OTHER = "other"


class Outcome(StrEnum):
    """How the state gateway answered."""

    FOUND = "found"
    UNKNOWN = "unknown"  # the state has nobody of this IIN
    AWAY = "away"
    REFUSED = "refused"


class Scan(StrEnum):
    """What the virus scanner said when a document came; a bad one is never kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not-scanned"


class StateAnswer(SQLModel, table=True):
    """One asking of the state gateway; append-only. `records` is what it gave."""

    __tablename__ = "state_answer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    asked_at: datetime = moment_field()
    outcome: Outcome = word_field(Outcome)
    detail: str = Field(default="", max_length=300)
    records: dict[str, Any] = json_field(default_factory=dict)


class Entry(SQLModel):
    """A line of the file. Only `ended_at` ever changes: a correction is a new line."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    source: Source = word_field(Source)
    state_id: str | None = Field(default=None, max_length=80)
    replaces: UUID | None = None  # the person's own line that this one corrects
    made_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(default=None)


class Education(Entry, table=True):
    __tablename__ = "education"
    __table_args__ = (CheckConstraint("ended_in >= began_in", name="studies_end_after_they_begin"),)

    level: EducationLevel = word_field(EducationLevel)
    field: str = Field(max_length=200)
    institution: str = Field(max_length=300)
    began_in: int | None = None
    ended_in: int | None = None  # None: still studying
    completed_on: date | None = None  # the day, where a register of the state tells it
    diploma_number: str | None = Field(default=None, max_length=60)
    fields: list[str] = json_field(default_factory=list)  # codes of the register of fields
    is_foreign: bool = False
    is_recognised: bool = False  # said so; of what a person says a scan is the proof


class Employment(Entry, table=True):
    __tablename__ = "employment"
    __table_args__ = (CheckConstraint("ended_on >= began_on", name="work_ends_after_it_begins"),)

    organisation: str = Field(max_length=300)
    post: str = Field(max_length=300)
    field: str = Field(max_length=200)
    level: PostLevel = word_field(PostLevel)
    service: ServiceKind = word_field(ServiceKind)
    began_on: date
    ended_on: date | None = None  # None: works there now; else the last day
    fields: list[str] = json_field(default_factory=list)  # codes of the register of fields
    category: str = Field(default="", max_length=20)  # of an administrative post, e.g. C-4
    body_code: str | None = Field(default=None, max_length=40)  # of the register of bodies
    is_displaced: bool = False  # LAW 62(2): the post went to whom a court had reinstated


class LanguageSkill(Entry, table=True):
    __tablename__ = "language_skill"

    language: str = Field(max_length=40)
    level: LanguageLevel = word_field(LanguageLevel)
    certificate: str | None = Field(default=None, max_length=200)


class Volunteering(Entry, table=True):
    """LAW 28(3): social work and volunteering are taken into account."""

    __tablename__ = "volunteering"
    __table_args__ = (
        CheckConstraint("ended_on >= began_on", name="volunteering_ends_after_it_begins"),
    )

    organisation: str = Field(max_length=300)
    deed: str = Field(max_length=500)
    began_on: date
    ended_on: date | None = None


class ComputerSkill(Entry, table=True):
    """A program that the person works with, by its code."""

    __tablename__ = "computer_skill"

    program: str = Field(max_length=40)


class Clearance(Entry, table=True):
    """Access to state secrets; `valid_until` is None where no end is known."""

    __tablename__ = "clearance"
    __table_args__ = (CheckConstraint("form BETWEEN 1 AND 3", name="three_forms"),)

    form: int
    valid_until: date | None = None


class ProvedCondition(Entry, table=True):
    """A condition of requirements that is no measure of time, by its code."""

    __tablename__ = "proved_condition"

    code: str = Field(max_length=40)


class StateFinding(Entry, table=True):
    """What a register of the state says of one of the fourteen bars of LAW 16(3)."""

    __tablename__ = "state_finding"
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 14", name="fourteen_bars"),)

    number: int
    applies: bool
    happened_on: date | None = None
    until_on: date | None = None
    dismissed: bool = False
    released: bool = False
    gravity: Gravity | None = word_field(Gravity, default=None)


class StatePenalty(Entry, table=True):
    """A penalty of a serving official (LAW 37(3)) in a register of the state."""

    __tablename__ = "state_penalty"

    kind: PenaltyKind = word_field(PenaltyKind)
    executed_on: date | None = None
    removed_on: date | None = None


class PersonalDocument(SQLModel, table=True):
    """A scan that the person has uploaded; its bytes lie in the storage under its id."""

    __tablename__ = "personal_document"
    __table_args__ = (Index("ix_personal_document_sha256", "account_id", "sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    kind: DocumentKind = word_field(DocumentKind)
    original_name: str = Field(max_length=200)
    media_type: str = Field(max_length=40)
    size: int
    sha256: str = Field(max_length=64)
    scan: Scan = word_field(Scan)
    line_id: UUID | None = None  # the line of the file that it proves; follows its corrections
    uploaded_at: datetime = moment_field()
    removed_at: datetime | None = moment_field(default=None)


class Declaration(SQLModel, table=True):
    """What a person has declared to one of the fourteen bars of LAW 16(3); append-only."""

    __tablename__ = "declaration"
    __table_args__ = (
        Index("ix_declaration_number", "account_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 14", name="fourteen_bars"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    number: int
    source: Source = word_field(Source)
    applies: bool
    dismissed: bool = False  # 6: dismissed for it, which bars without a term
    released: bool = False  # 9: released from liability rather than convicted
    gravity: Gravity | None = word_field(Gravity, default=None)  # 9: of what
    happened_on: date | None = None
    until_on: date | None = None
    text_version: str = Field(max_length=20)
    made_at: datetime = moment_field()
