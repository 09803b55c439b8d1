"""The registers of posts: each act's text as it was taken in, its posts, what they are found by."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class RegisterName(StrEnum):
    POSTS = "posts"
    POLITICAL = "political"
    CIVILIAN = "civilian"


class FacetKind(StrEnum):
    """By what posts are found: each is a value that a post may have several of."""

    BODY = "body"
    DEPARTMENT = "department"
    CATEGORY = "category"
    FIELD = "field"  # of education
    ACT = "act"  # to be known
    APPOINTS = "appoints"
    PROPOSES = "proposes"
    AGREES = "agrees"
    BLOCK = "block"
    LINK = "link"
    LEVEL = "level"


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class RegisterAct(SQLModel, table=True):
    """One text of an act, as it was taken in: append-only; another text is another version.

    The facts that ship with the project come without the wording; the published text brings it.
    """

    __tablename__ = "register_act"
    __table_args__ = (
        UniqueConstraint(
            "kind", "number", "adopted_on", "sha256", "facts_sha256", "has_wording",
            name="each_text_once",
        ),
        UniqueConstraint("kind", "number", "adopted_on", "version", name="versions_count_up"),
        CheckConstraint("version >= 1", name="versions_from_one"),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: RegisterName = word_field(RegisterName)
    number: str = Field(max_length=40)
    adopted_on: date
    version: int
    valid_from: date
    repealed_on: date | None = None
    body_name: str = Field(default="", max_length=300)
    source_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    facts_sha256: str = Field(max_length=64)
    has_wording: bool
    counts: dict[str, Any] = json_field(default_factory=dict)
    facts: dict[str, Any] = json_field(default_factory=dict)
    anomalies: list[dict[str, Any]] = json_field(default_factory=list)
    taken_at: datetime = moment_field()


class RegisterPost(SQLModel, table=True):
    """A post (of the civilian register: a group of them) of one text of an act; append-only."""

    __tablename__ = "register_post"
    __table_args__ = (UniqueConstraint("act_id", "key", name="each_post_once"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    act_id: UUID = Field(foreign_key="register_act.id")
    kind: RegisterName = word_field(RegisterName)
    key: str = Field(max_length=60, index=True)
    number: int
    title: str = Field(sa_type=Text)
    department: str = Field(default="", sa_type=Text)
    category: str = Field(default="", max_length=40)
    units: int | None = None
    first_line: int
    last_line: int
    body: dict[str, Any] = json_field(default_factory=dict)
    source_text: str = Field(default="", sa_type=Text)
    search_text: str = Field(default="", sa_type=Text)


class RegisterFacet(SQLModel, table=True):
    """A value by which a post is found; written anew when a value of the post is corrected."""

    __tablename__ = "register_facet"
    __table_args__ = (Index("ix_register_facet_value", "kind", "value"),)

    post_id: UUID = Field(foreign_key="register_post.id", primary_key=True)
    kind: FacetKind = word_field(FacetKind, primary_key=True)
    value: str = Field(max_length=500, primary_key=True)


class RegisterCorrection(SQLModel, table=True):
    """What an administrator says of an inferred value; append-only, the newest counts.

    It speaks of the value `was`: a later text that says something else is not touched by it.
    """

    __tablename__ = "register_correction"
    __table_args__ = (Index("ix_register_correction_post", "kind", "post_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: RegisterName = word_field(RegisterName)
    post_key: str = Field(max_length=60)
    field: str = Field(max_length=40)
    was: str = Field(sa_type=Text)
    value: str = Field(sa_type=Text)
    decision: Decision = word_field(Decision)
    reason: str = Field(default="", max_length=1000)
    account_id: UUID = Field(foreign_key="account.id")
    at: datetime = moment_field()


class RequirementSet(SQLModel, table=True):
    """A version of what a body asks of a post; append-only: a change is the next version.

    The first comes from the register (`register_post_id`) as it is printed, with the source's
    lines; the others an HR person has published. `requirements` is law/requirements.Requirements as
    `plain` writes it, `texts` are the wordings by their codes: {code: {kk, ru?, en?}}.
    """

    __tablename__ = "requirement_set"
    __table_args__ = (
        UniqueConstraint("body_code", "post_key", "version", name="requirement_versions_count_up"),
        CheckConstraint("version >= 1", name="requirement_versions_from_one"),
        CheckConstraint(
            "made_by IS NOT NULL OR register_post_id IS NOT NULL", name="a_version_has_an_author"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    body_code: str = Field(foreign_key="body.code", max_length=40)
    post_key: str = Field(max_length=60)
    version: int
    source: str = Field(max_length=300)
    requirements: dict[str, Any] = json_field(default_factory=dict)
    texts: dict[str, Any] = json_field(default_factory=dict)
    lines: dict[str, Any] = json_field(default_factory=dict)  # part → [first, last]
    in_force_from: date
    reason: str = Field(default="", max_length=1000)
    register_post_id: UUID | None = Field(default=None, foreign_key="register_post.id")
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment_field()


class RequirementDraft(SQLModel, table=True):
    """What HR is changing in the requirements of a post; gone as soon as it is a version.

    `revision` counts the savings: who saves says which one was on the screen.
    """

    __tablename__ = "requirement_draft"
    __table_args__ = (
        UniqueConstraint("body_code", "post_key", name="one_requirement_draft_a_post"),
        CheckConstraint("revision >= 1", name="revisions_from_one"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    body_code: str = Field(foreign_key="body.code", max_length=40)
    post_key: str = Field(max_length=60)
    revision: int = 1
    requirements: dict[str, Any] = json_field(default_factory=dict)
    texts: dict[str, Any] = json_field(default_factory=dict)
    begun_by: UUID = Field(foreign_key="account.id")
    begun_at: datetime = moment_field()
    changed_by: UUID = Field(foreign_key="account.id")
    changed_at: datetime = moment_field()


class TypicalRequirement(SQLModel, table=True):
    """Typical requirements of a category from a day on (LAW 17(4)); append-only.

    A later day's row ends an earlier one; of two rows of one day the newer counts. Where only the
    act is known and not what it says, `is_known` is false.
    """

    __tablename__ = "typical_requirement"
    __table_args__ = (
        Index("ix_typical_requirement_key", "key", "valid_from"),
        CheckConstraint("valid_to >= valid_from", name="typical_ends_after_it_begins"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=40)  # a category, or the name of a row of its own
    source: str = Field(max_length=300)
    valid_from: date
    valid_to: date | None = None
    is_known: bool
    alternatives: list[dict[str, Any]] = json_field(default_factory=list)
    made_by: UUID | None = Field(default=None, foreign_key="account.id")  # None: shipped
    made_at: datetime = moment_field()
