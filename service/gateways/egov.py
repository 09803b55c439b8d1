"""What the state knows of a person, through the state gateway (docs/state-gateway.md).

`ask` tries once and never raises for what the other side does: its faults are values, because the
person goes on without it and types what stays to be confirmed (ID-4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

PATIENCE: Final = httpx.Timeout(8.0, connect=3.0)
LARGEST_ANSWER: Final = 1024 * 1024
TRY_LATER: Final = frozenset({408, 425, 429})
LONGEST_DETAIL: Final = 200

Short = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(min_length=1, max_length=300)]
Id = Annotated[str, Field(min_length=1, max_length=80)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Codes = Annotated[tuple[Code, ...], Field(max_length=10)]


class _Record(BaseModel):
    # what a later version of the contract adds is left aside
    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class Identity(_Record):
    """Who the person is."""

    iin: Annotated[str, Field(pattern=r"^[0-9]{12}$")]
    family_name: Annotated[str, Field(min_length=1, max_length=100)]
    given_name: Annotated[str, Field(min_length=1, max_length=100)]
    patronymic: Annotated[str, Field(max_length=100)] = ""
    birth_on: date
    citizenship: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    pension_on: Day | None = None  # the day on which pension age is reached
    left_country_on: Day | None = None  # the day of leaving for good (LAW 29(5))


class Diploma(_Record):
    """One education, finished or not."""

    id: Id
    level: Literal["secondary", "vocational", "bachelor", "specialist", "master", "doctor"]
    field: Short
    institution: Long
    began_in: Year | None = None
    ended_in: Year | None = None
    completed_on: Day | None = None
    diploma_number: Annotated[str, Field(max_length=60)] = ""
    fields: Codes = ()
    is_foreign: bool = False
    is_recognised: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Diploma":
        if self.began_in and self.ended_in and self.ended_in < self.began_in:
            raise ValueError("ended_in stands before began_in")
        return self


class Work(_Record):
    """One time of work; `ended_on` is the last day, None while it lasts."""

    id: Id
    organisation: Long
    post: Long
    field: Annotated[str, Field(max_length=200)] = ""
    level: Literal["worker", "specialist", "unit-head", "organisation-head"]
    service: Literal["civil", "law-enforcement", "other"]
    began_on: Day
    ended_on: Day | None = None
    fields: Codes = ()
    category: Annotated[str, Field(max_length=20)] = ""
    body_code: Code | None = None
    is_displaced: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Work":
        if self.ended_on and self.ended_on < self.began_on:
            raise ValueError("ended_on stands before began_on")
        return self


class BarFinding(_Record):
    """What a register says of one of the fourteen bars of LAW 16(3)."""

    id: Id
    number: Annotated[int, Field(ge=2, le=14)]
    applies: bool
    happened_on: Day | None = None
    until_on: Day | None = None
    dismissed: bool = False
    released: bool = False
    gravity: Literal["misdemeanour", "minor", "medium", "grave", "especially-grave"] | None = None


class Punishment(_Record):
    """A penalty of a serving official (LAW 37(3))."""

    id: Id
    kind: Literal["corruption-offence", "discrediting-misdemeanour"]
    executed_on: Day | None = None
    removed_on: Day | None = None


class SecretsAccess(_Record):
    """Access to state secrets."""

    id: Id
    form: Annotated[int, Field(ge=1, le=3)]
    valid_until: Day | None = None


class Condition(_Record):
    """A condition of requirements that is no measure of time."""

    id: Id
    code: Code


class Records(_Record):
    """Everything that the gateway gave."""

    identity: Identity
    education: Annotated[tuple[Diploma, ...], Field(max_length=100)]
    employment: Annotated[tuple[Work, ...], Field(max_length=300)]
    findings: Annotated[tuple[BarFinding, ...], Field(max_length=100)] = ()
    penalties: Annotated[tuple[Punishment, ...], Field(max_length=100)] = ()
    clearances: Annotated[tuple[SecretsAccess, ...], Field(max_length=20)] = ()
    conditions: Annotated[tuple[Condition, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Records":
        for name in (
            "education",
            "employment",
            "findings",
            "penalties",
            "clearances",
            "conditions",
        ):
            ids = [one.id for one in getattr(self, name)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"{name} holds an id twice")
        return self


class Ground(StrEnum):
    """Why there are no records."""

    UNKNOWN = "unknown"  # the state has nobody of this IIN
    AWAY = "away"  # no answer, or not now
    REFUSED = "refused"  # it will never answer this, or answered outside the contract


@dataclass(frozen=True)
class NoRecords:
    """A fault of the other side; `detail` is for operators and names nobody."""

    ground: Ground
    detail: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class StateGateway:
    """One configured gateway."""

    url: str
    token: str = field(repr=False)
    http: httpx.Client

    def ask(self, iin: str, *, request_id: UUID, consent: str) -> Records | NoRecords:
        """Return what the state knows of this person.

        Args:
            iin: whom it is asked about; sent in the body, so that it stands in no log of addresses.
            request_id: of this asking; the other side's journal names it too.
            consent: version of the consent (ID-2) under which it is asked.
        """
        asked = {"iin": iin, "request_id": str(request_id), "consent": consent}
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            with self.http.stream(
                "POST", self.url, json=asked, headers=headers, timeout=PATIENCE
            ) as answer:
                content = _content(answer)
        except httpx.InvalidURL as error:
            return NoRecords(Ground.REFUSED, str(error))
        except httpx.RequestError as error:
            return NoRecords(Ground.AWAY, type(error).__name__)
        if answer.status_code != httpx.codes.OK:
            return _fault(answer)
        return _records(content, iin)


def _content(answer: httpx.Response) -> bytes | None:
    """Return the answer's body; None where it is larger than any true one."""
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > LARGEST_ANSWER:
            return None
    return bytes(content)


def _fault(answer: httpx.Response) -> NoRecords:
    detail = f"status {answer.status_code}"
    if answer.status_code == httpx.codes.NOT_FOUND:
        return NoRecords(Ground.UNKNOWN, detail)
    if answer.status_code in TRY_LATER or answer.is_server_error:
        wait = answer.headers.get("retry-after", "")
        seconds = timedelta(seconds=int(wait)) if wait.isdecimal() and len(wait) < 6 else None  # noqa: PLR2004  # a day and more is no wait
        return NoRecords(Ground.AWAY, detail, seconds)
    return NoRecords(Ground.REFUSED, detail)


def _records(content: bytes | None, iin: str) -> Records | NoRecords:
    if content is None:
        return NoRecords(Ground.REFUSED, f"more than {LARGEST_ANSWER} bytes")
    try:
        records = Records.model_validate_json(content)
    except ValidationError as error:
        # the places alone: the values are a person's
        places = ", ".join(".".join(map(str, one["loc"])) or "body" for one in error.errors())
        return NoRecords(Ground.REFUSED, f"outside the contract: {places}"[:LONGEST_DETAIL])
    if records.identity.iin != iin:
        return NoRecords(Ground.REFUSED, "the records of another person")
    return records


def as_json(records: Records) -> Mapping[str, Any]:
    """Return the records as they are kept."""
    return records.model_dump(mode="json")
