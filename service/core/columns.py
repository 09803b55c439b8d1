"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON as PLAIN_JSON
from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field

Json = PLAIN_JSON().with_variant(JSONB(), "postgresql")


class UtcMoment(TypeDecorator[datetime]):
    """A moment: aware UTC on both sides; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the base class's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """An enumeration kept as its word, so that the database can be read by people."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  # the base class's signature
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002  # the base class's signature
        return None if value is None else self.kind(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:  # noqa: ARG002  # the base class's signature
        return self


def moment_field(**options: Any) -> Any:
    """Return a SQLModel field for a moment."""
    return Field(sa_type=UtcMoment, **options)


def json_field(**options: Any) -> Any:
    """Return a SQLModel field for JSON data."""
    return Field(sa_type=Json, **options)


def word_field(kind: type[StrEnum], **options: Any) -> Any:
    """Return a SQLModel field for a word of an enumeration."""
    return Field(sa_type=Word(kind), **options)


def milliseconds(moment: datetime) -> int:
    """Return the moment as whole milliseconds since 1970, as the hot tables keep it."""
    return int(moment.timestamp() * 1000)


def from_milliseconds(value: int) -> datetime:
    """Return the moment of these milliseconds."""
    return datetime.fromtimestamp(value / 1000, UTC)
