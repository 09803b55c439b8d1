"""The index of personal files: what SQL can ask of them. Derived from the file's own lines."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, SmallInteger
from sqlmodel import Field, SQLModel

from service.core.columns import json_field, moment_field, word_field


class FileIndex(SQLModel, table=True):
    """What SQL can ask about a file, one row a person; derived from the lines, never the truth.

    It says what law_file says on the day of `indexed_at`. From `changes_on` on the calendar alone
    makes the file another: until it is derived anew such a row answers nothing. Days without an
    end are 9999-12-31; None where nothing is there.
    """

    __tablename__ = "file_index"

    no: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    )
    account_id: UUID = Field(foreign_key="account.id", unique=True)
    version: int = Field(sa_type=SmallInteger)  # of how it is derived
    indexed_at: datetime = moment_field()
    changes_on: date | None = None
    citizen: bool | None = None
    pension_on: date | None = None
    serving_in: str | None = Field(default=None, max_length=40)
    left_on: date | None = None
    former_until: date | None = None  # LAW 29(5)
    displaced_until: date | None = None  # LAW 62(2)
    barred_until: date | None = None  # the last day of the bars and penalties
    asks_look: bool = False  # a person must look at a bar when they are over
    asks_look_at_health: bool = False  # the same where the post asks for health
    has_employment_document: bool = False
    has_computer: bool = False
    secrets_1_until: date | None = None  # the last day of access by form 1
    secrets_2_until: date | None = None
    secrets_3_until: date | None = None


def _of_file() -> Any:
    return Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"),
            ForeignKey("file_index.no", ondelete="CASCADE"),
            primary_key=True,
        )
    )


class IndexedEducation(SQLModel, table=True):
    """One education and one of its fields; without a field where nobody has named one."""

    __tablename__ = "file_index_education"

    file_no: int = _of_file()
    place: int = Field(primary_key=True, sa_type=SmallInteger)
    level: int = Field(sa_type=SmallInteger)  # the place in law/requirements.Level
    field: str | None = Field(default=None, max_length=40)
    completed_on: date | None = None
    is_settled: bool  # from here, or recognised
    has_scans: bool  # the diploma and its annex


class WorkSignature(SQLModel, table=True):
    """As what a work counts: its sectors, fields and levels. Many people share one."""

    __tablename__ = "work_signature"

    no: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    words: list[list[str]] = json_field()  # [sectors, fields, levels]


class IndexedWork(SQLModel, table=True):
    """A time in which the same was worked, apart from the person's other times; a row a signature.

    In days of work counted from index_rows.FIRST_DAY on (29 February is none): what a time adds
    by a day is the difference, and the times of a person add up with overlaps counted once. Where
    works overlap a time has several rows and is shared.
    """

    __tablename__ = "file_index_work"

    file_no: int = _of_file()
    time: int = Field(primary_key=True, sa_type=SmallInteger)
    signature_no: int = Field(foreign_key="work_signature.no", primary_key=True)
    is_shared: bool
    from_day: int
    until_day: int | None = None  # None: it goes on


class SkillKind(StrEnum):
    LANGUAGE = "language"
    PROGRAM = "program"
    CONDITION = "condition"


class IndexedSkill(SQLModel, table=True):
    """A language, a program or a proved condition."""

    __tablename__ = "file_index_skill"

    file_no: int = _of_file()
    kind: SkillKind = word_field(SkillKind, primary_key=True)
    code: str = Field(max_length=40, primary_key=True)
    level: int | None = Field(default=None, sa_type=SmallInteger)  # the highest that is stated
    is_unstated: bool = False  # it is also said without a level
