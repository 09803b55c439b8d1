"""What admission knows of a candidate, and what it must never know (LW-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.law.entry import Person
from service.law.experience import Employment
from service.law.record import rebuild
from service.law.requirements import LanguageLevel, Level, SecretsForm
from service.law.rule import rule
from service.law.rule_set import Kind

LW_3 = rule("LW-3", "LAW 16(5)")

# LAW 16(5) by the names that a record of a person may use for them. That somebody serves already
# is no such circumstance: the law itself lets officials alone take part in internal rounds.
LW_3_FIELDS: Final = frozenset(
    {
        "origin",
        "social_origin",
        "social_status",
        "property_status",
        "income",
        "marital_status",
        "sex",
        "gender",
        "race",
        "nationality",
        "ethnicity",
        "language",
        "native_language",
        "mother_tongue",
        "religion",
        "belief",
        "beliefs",
        "residence",
        "address",
        "region",
        "birthplace",
    }
)


@dataclass(frozen=True, slots=True)
class Education:
    """One completed education with its scans (O26 IS 76).

    Args:
        completed_on: None where the day is not known; then it does not hinder.
        fields: the fields of the speciality by their codes; empty where nobody has said yet.
        has_document: the scan of the diploma is there.
        has_annex: the scan of its annex is there.
        foreign: from abroad; it counts by itself only where it is recognised.
    """

    key: str
    level: Level
    fields: frozenset[str] = frozenset()
    completed_on: date | None = None
    has_document: bool = False
    has_annex: bool = False
    foreign: bool = False
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A test certificate that is not revoked; `acts` are those its programme asked about."""

    number: str
    programme: str
    kind: Kind
    taken_on: date
    valid_until: date
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LanguageSkill:
    """A language the candidate works in; the level is None where it is not stated."""

    code: str
    level: LanguageLevel | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """Access to state secrets; `valid_until` is None where no end is known."""

    form: SecretsForm
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class File:
    """The electronic personal file as admission sees it; no field of LAW 16(5) is in it.

    Args:
        person: what entry depends on.
        has_employment_document: the scan of a document on employment is there.
        computer: programs by their codes; None where nothing is said about computers.
        conditions: proved conditions of `requirements.Alternative`.
        scans: the scans in the file by their ids; by themselves they decide nothing, but what a
            person has said of a file is asked anew once others are there.
    """

    person: Person
    education: tuple[Education, ...] = ()
    work: tuple[Employment, ...] = ()
    has_employment_document: bool = False
    certificates: tuple[HeldCertificate, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    computer: frozenset[str] | None = None
    clearances: tuple[Clearance, ...] = ()
    conditions: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()


def without_forbidden(record: object) -> object:
    """A record of plain values without every field of LAW 16(5), at any depth.

    For whatever decides about a candidate or is shown to those who score.
    """
    if isinstance(record, Mapping):
        return {
            key: without_forbidden(value) for key, value in record.items() if key not in LW_3_FIELDS
        }
    if isinstance(record, list | tuple):
        return [without_forbidden(each) for each in record]
    return record


def file_of(record: Mapping[str, object]) -> File:
    """The file from a record that `record.plain` made; fields of LAW 16(5) are passed over.

    Raises:
        TypeError, ValueError: the record has another unknown field, or one that does not fit.
    """
    return rebuild(File, without_forbidden(record))
