"""The file as admission sees it (law/personal_file.File): made of the rows, nothing of LW-3 in it.

Names, the IIN, contact data, institutions, organisations and whatever else stands in the rows stay
behind: only what is named here goes in. What only the person says counts as the person's word;
where it would open a door by itself (being an official, a recognised foreign diploma, a proved
condition) it counts from the state, or with a scan that proves it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from sqlmodel import Session

from service.law import declarations, experience, personal_file
from service.law.bars import TEXT_VERSION
from service.law.calendar import local_day
from service.law.entry import Person
from service.law.requirements import LanguageLevel as LawLanguageLevel
from service.law.requirements import Level, SecretsForm
from service.law.vacancy import NO_STANDING, Leaving, Standing
from service.people.models import Account
from service.personal_files import queries
from service.personal_files.file_rows import FileRows
from service.personal_files.models import (
    Declaration,
    DocumentKind,
    Education,
    Employment,
    Entry,
    LanguageLevel,
    PenaltyKind,
    PostLevel,
    ServiceKind,
    Source,
    StateFinding,
)
from service.personal_files.scans import scans_by_line

KAZAKHSTAN: Final = "KAZ"
# an official whose body the register of bodies does not name
UNLISTED_BODY: Final = "unlisted"
_PENALTIES: Final[dict[PenaltyKind, Literal["corruption-offence", "discrediting-misdemeanour"]]] = {
    PenaltyKind.CORRUPTION: "corruption-offence",
    PenaltyKind.DISCREDITING: "discrediting-misdemeanour",
}
ASKED: Final = frozenset(bar.number for bar in declarations.DECLARED)
Scans = dict[UUID, set[DocumentKind]]


@dataclass(frozen=True, slots=True)
class FactSource:
    """Who says a fact of the file, and in which row."""

    source: Source
    row_id: UUID


def file_for_law(
    db: Session,
    account: Account,
    *,
    now: datetime,
    certificates: Iterable[personal_file.HeldCertificate] = (),
) -> personal_file.File:
    """Return the person's file as it stands now.

    Each education and each time of work has a key that `source_of` reads. Certificates belong to
    later rooms: the caller brings those that are not revoked.
    """
    rows = queries.file_rows(db, [account.id])[account.id]
    return file_of_rows(rows, local_day(now), certificates)


def file_of_rows(
    rows: FileRows, today: date, certificates: Iterable[personal_file.HeldCertificate] = ()
) -> personal_file.File:
    """Return the file that the rows make on that day."""
    scans = scans_by_line(rows)
    return personal_file.File(
        person=_person(rows, scans, today),
        education=tuple(_educations(rows.education, scans, today)),
        work=tuple(_work(one) for one in rows.employment),
        has_employment_document=any(one.kind is DocumentKind.EMPLOYMENT for one in rows.documents),
        certificates=tuple(certificates),
        languages=tuple(
            personal_file.LanguageSkill(one.language, _language_level(one.level))
            for one in rows.languages
        ),
        computer=frozenset(one.program for one in rows.computer) if rows.computer else None,
        clearances=tuple(
            personal_file.Clearance(cast("SecretsForm", one.form), one.valid_until)
            for one in rows.clearances
        ),
        conditions=frozenset(
            one.code for one in rows.conditions if _is_proved(one, DocumentKind.CONDITION, scans)
        ),
    )


def key_of(line: Entry) -> str:
    """Return the key of a fact: who says it and the id of its row."""
    return f"{line.source}:{line.id}"


def source_of(key: str) -> FactSource:
    """Return what the key of a fact says.

    Raises:
        ValueError: the key is none of `key_of`.
    """
    source, _, row_id = key.partition(":")
    return FactSource(Source(source), UUID(row_id))


def changes_on(rows: FileRows, today: date) -> date | None:
    """Return the next day on which the file would be another by the calendar alone."""
    days: set[date] = set()
    for work in rows.employment:
        days.add(work.began_on)
        if work.ended_on is not None and work.ended_on < date.max:
            days.add(date.fromordinal(work.ended_on.toordinal() + 1))
    days |= {date(one.ended_in, 1, 1) for one in rows.education if one.ended_in is not None}
    left = _day(rows, "left_country_on")
    if left is not None:
        days.add(left)
    return min((day for day in days if day > today), default=None)


def is_official_now(work: Employment, today: date) -> bool:
    """Is it a post in the administrative service that is held on that day?"""
    return work.service is ServiceKind.CIVIL and _lasts(work, today)


def _lasts(work: Employment, today: date) -> bool:
    return work.began_on <= today and (work.ended_on is None or work.ended_on >= today)


def _person(rows: FileRows, scans: Scans, today: date) -> Person:
    identity = rows.identity
    return Person(
        born_on=rows.born_on,
        citizen=None if identity is None else identity["citizenship"] == KAZAKHSTAN,
        pension_on=_day(rows, "pension_on"),
        standing=_standing(rows, scans, today),
        declared=tuple(
            _said(one)
            for _, one in sorted(rows.declared.items())
            if one.number in ASKED and one.text_version == TEXT_VERSION
        ),
        checked=tuple(_said(one) for one in rows.findings if one.number in ASKED),
        penalties=tuple(
            declarations.Penalty(_PENALTIES[one.kind], one.executed_on, one.removed_on)
            for one in rows.penalties
        ),
    )


def _day(rows: FileRows, name: str) -> date | None:
    told: Any = (rows.identity or {}).get(name)
    return date.fromisoformat(told) if told else None


def _said(one: Declaration | StateFinding) -> declarations.Declaration:
    return declarations.Declaration(
        number=one.number,
        applies=one.applies,
        happened_on=one.happened_on,
        until_on=one.until_on,
        dismissed=one.dismissed,
        released=one.released,
        gravity=one.gravity.value if one.gravity else None,
    )


def _is_proved(line: Entry, by: DocumentKind, scans: Scans) -> bool:
    return line.source is Source.STATE or by in scans.get(line.id, ())


def _standing(rows: FileRows, scans: Scans, today: date) -> Standing:
    """Return where the person serves, or how the service was left."""
    served = [
        one
        for one in rows.employment
        if one.service is ServiceKind.CIVIL
        and one.began_on <= today
        and _is_proved(one, DocumentKind.EMPLOYMENT, scans)
    ]
    now = [one for one in served if _lasts(one, today)]
    if now:
        newest = max(now, key=lambda one: (one.began_on, one.source is Source.STATE))
        return Standing(serving_in=newest.body_code or UNLISTED_BODY)
    ended = [(one.ended_on, one.is_displaced) for one in served if one.ended_on is not None]
    if not ended:
        return NO_STANDING
    left_on, displaced = max(ended)
    country = _day(rows, "left_country_on")
    return Standing(
        left=Leaving(
            left_on,
            displaced=displaced,
            employed_since=any(_lasts(one, today) for one in rows.employment),
            left_country=country is not None and left_on <= country <= today,
        )
    )


def _educations(
    lines: Sequence[Education], scans: Scans, today: date
) -> Iterable[personal_file.Education]:
    for one in lines:
        there = scans.get(one.id, set())
        done, completed_on = _completed(one, DocumentKind.DIPLOMA in there, today)
        if not done:
            continue
        proved = _is_proved(one, DocumentKind.RECOGNITION, scans)
        yield personal_file.Education(
            key=key_of(one),
            level=Level(one.level.value),
            fields=frozenset(one.fields),
            completed_on=completed_on,
            has_document=DocumentKind.DIPLOMA in there,
            has_annex=DocumentKind.DIPLOMA_ANNEX in there,
            foreign=one.is_foreign,
            recognised=one.is_recognised and proved,
        )


def _completed(one: Education, has_diploma: bool, today: date) -> tuple[bool, date | None]:  # noqa: FBT001  # one caller
    """Return whether it is or will be completed, and on which day where that is known.

    A year alone says no day: with a diploma it is over, without one it is over with the year.
    """
    if one.completed_on is not None:
        return True, one.completed_on
    if one.ended_in is None:
        return False, None
    has_proof = has_diploma or bool(one.diploma_number)
    if has_proof and one.ended_in <= today.year:
        return True, None
    return True, date(one.ended_in, 12, 31)


_LEVELS: Final = tuple(PostLevel)


def _work(one: Employment) -> experience.Employment:
    """Return a time of work; a post counts as every level up to its own, and as its category."""
    reached = _LEVELS[: _LEVELS.index(one.level) + 1]
    return experience.Employment(
        key=key_of(one),
        began_on=one.began_on,
        ended_on=one.ended_on,
        sectors=frozenset({one.service.value}),
        fields=frozenset(one.fields),
        levels=frozenset(level.value for level in reached)
        | ({one.category} if one.category else set()),
    )


def _language_level(level: LanguageLevel) -> LawLanguageLevel:
    """Return the level; that a language is native is no matter of admission (LAW 16(5))."""
    word = LanguageLevel.C2 if level is LanguageLevel.NATIVE else level
    return cast("LawLanguageLevel", word.value)
