"""State bodies, and who works for which of them in this service."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field
from service.core.ids import new_id


class Office(StrEnum):
    """What a body is to LAW 28(2): who agrees to its general competitions depends on it."""

    CENTRAL = "central"  # with its departments
    TERRITORIAL = "territorial"
    LOCAL = "local"  # paid from a local budget


class Place(StrEnum):
    """The regions and the cities of republican significance, by their names in the register."""

    ASTANA = "astana"
    ALMATY_CITY = "almaty-city"
    SHYMKENT = "shymkent"
    ABAI = "abai"
    AKMOLA = "akmola"
    AKTOBE = "aktobe"
    ALMATY_REGION = "almaty-region"
    ATYRAU = "atyrau"
    EAST_KAZAKHSTAN = "east-kazakhstan"
    JETISU = "jetisu"
    KARAGANDA = "karaganda"
    KOSTANAY = "kostanay"
    KYZYLORDA = "kyzylorda"
    MANGYSTAU = "mangystau"
    NORTH_KAZAKHSTAN = "north-kazakhstan"
    PAVLODAR = "pavlodar"
    TURKISTAN = "turkistan"
    ULYTAU = "ulytau"
    WEST_KAZAKHSTAN = "west-kazakhstan"
    ZHAMBYL = "zhambyl"


class Wave(StrEnum):
    """The lists of O26 annex 7: from when a body uses the integrated system (VC-4)."""

    FIRST = "first"
    REST = "rest"


class Work(StrEnum):
    """What a person does for a body here."""

    HR = "hr"
    AGREEMENT = "agreement"  # answers for the authorised body (LAW 28(2))


class Body(SQLModel, table=True):
    """A state body of the register; the newest facts of it.

    `parent` is the body whose department or territorial unit it is, `served_by` the body in which
    its single HR service is: the circle of a competition in the body (LAW 29(1)) is made of both.
    """

    __tablename__ = "body"
    __table_args__ = (CheckConstraint("code <> parent", name="no_body_is_its_own_parent"),)

    code: str = Field(max_length=40, primary_key=True)
    name: dict[str, str] = json_field(default_factory=dict)  # {kk, ru, en}
    office: Office = word_field(Office)
    wave: Wave | None = word_field(Wave, default=None)
    is_authorised: bool = False  # the authorised body in matters of the civil service
    is_new: bool = False  # being created: LAW 29(4-1)
    parent: str | None = Field(default=None, foreign_key="body.code", max_length=40)
    served_by: str | None = Field(default=None, foreign_key="body.code", max_length=40)
    place: Place | None = word_field(Place, default=None)
    site: str = Field(default="", max_length=200)
    contacts: dict[str, str] = json_field(default_factory=dict)  # {kk, ru}: of its HR service
    source: str = Field(default="", max_length=200)
    changed_at: datetime = moment_field()


class BodyMember(SQLModel, table=True):
    """That somebody works for a body; an end is a moment, not a deletion."""

    __tablename__ = "body_member"
    __table_args__ = (Index("ix_body_member_account", "account_id", "work"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    body_code: str = Field(foreign_key="body.code", max_length=40)
    account_id: UUID = Field(foreign_key="account.id")
    work: Work = word_field(Work)
    from_at: datetime = moment_field()
    granted_by: UUID | None = Field(default=None, foreign_key="account.id")
    ended_at: datetime | None = moment_field(default=None)
