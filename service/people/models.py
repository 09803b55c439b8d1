from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.columns import moment_field, word_field
from service.core.ids import new_id


class Role(StrEnum):
    CANDIDATE = "candidate"
    OPERATOR = "operator"
    PROCTOR = "proctor"
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    HR = "hr"
    AUTHORITY = "authority"  # answers for the authorised body


class Account(SQLModel, table=True):
    """A person known by the IIN; what the state knows is taken from the provider, not retyped."""

    __tablename__ = "account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    iin: str = Field(max_length=12, unique=True)
    issuer: str | None = Field(default=None, max_length=200)
    subject: str | None = Field(default=None, max_length=200)
    family_name: str = Field(max_length=100)
    given_name: str = Field(max_length=100)
    patronymic: str | None = Field(default=None, max_length=100)
    birth_on: date
    phone: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=200)
    language: str = Field(default="kk", max_length=2)
    blocked_at: datetime | None = moment_field(default=None)
    made_at: datetime = moment_field()

    @property
    def name(self) -> str:
        """The full name as papers print it: family name first."""
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))


class RoleGrant(SQLModel, table=True):
    __tablename__ = "role_grant"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    role: Role = word_field(Role, primary_key=True)
    granted_at: datetime = moment_field()
    granted_by: UUID | None = Field(default=None, foreign_key="account.id")


class Consent(SQLModel, table=True):
    """ID-2: versioned, timestamped; a withdrawal is a moment, not a deletion."""

    __tablename__ = "consent"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    version: str = Field(max_length=20)
    text_sha256: str = Field(max_length=64)
    given_at: datetime = moment_field()
    withdrawn_at: datetime | None = moment_field(default=None)


class SignIn(SQLModel, table=True):
    """A session: revoked by a moment, rotated by `turn`, ended by the idle limit."""

    __tablename__ = "sign_in"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    turn: int = 1
    turned_at: datetime = moment_field()
    turn_taken_at: datetime | None = moment_field(default=None)  # the browser has shown it
    began_at: datetime = moment_field()
    last_seen_at: datetime = moment_field()
    revoked_at: datetime | None = moment_field(default=None)
    device: str = Field(default="", max_length=300)


class OneTimePassword(SQLModel, table=True):
    """ID-3: confirms one deed of one account by the registered phone."""

    __tablename__ = "one_time_password"
    __table_args__ = (CheckConstraint("tries <= 5", name="at_most_five_tries"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    purpose: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    sent_to: str = Field(max_length=20)
    code_mac: str = Field(max_length=64)
    sent_at: datetime = moment_field()
    expires_at: datetime = moment_field()
    tries: int = 0
    used_at: datetime | None = moment_field(default=None)


class Accommodation(SQLModel, table=True):
    """Extra time and reading help on a confirmed need; printed nowhere on the result."""

    __tablename__ = "accommodation"
    __table_args__ = (
        UniqueConstraint("account_id", "granted_at", name="one_at_a_moment"),
        CheckConstraint("extra_percent IN (0, 25, 50, 100)", name="extra_time_steps"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    extra_percent: int = 0
    large_print: bool = False
    reader: bool = False
    reason: str = Field(max_length=500)
    granted_by: UUID | None = Field(default=None, foreign_key="account.id")
    granted_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(default=None)
