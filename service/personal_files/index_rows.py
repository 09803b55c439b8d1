"""What the index keeps of a file: made of the file as admission sees it, by the law's own rules."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from service.law.calendar import ONE_DAY
from service.law.declarations import Finding, after_penalties, findings
from service.law.entry import Person
from service.law.experience import Employment, days_between
from service.law.personal_file import Clearance, Education, File, LanguageSkill
from service.law.requirements import LANGUAGE_LEVELS, Level
from service.law.terms import last_day
from service.law.vacancy import DISPLACED_OFFICIAL, FORMER_OFFICIAL
from service.personal_files.index_models import SkillKind

# of how rows are derived: who changes that counts it up, and every row is derived anew
VERSION: Final = 1
FIRST_DAY: Final = date(1900, 1, 1)
FOR_EVER: Final = date(9999, 12, 31)
# before and after every day that stands in a file: a bar stands on the one if it ever does, and
# on the other if it never ends
_EARLY: Final = date(1900, 1, 1)
_LATE: Final = date(2300, 1, 1)
LEVELS: Final = tuple(Level)
Signature = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WorkTime:
    """A time in which the same was worked; see index_models.IndexedWork."""

    signatures: tuple[Signature, ...]
    from_day: int
    until_day: int | None


@dataclass(frozen=True, slots=True)
class IndexRows:
    """The columns of a file's rows, without the numbers that the database gives."""

    file: dict[str, Any]
    education: list[dict[str, Any]]
    work: list[WorkTime]
    skills: list[dict[str, Any]]


def index_rows(file: File) -> IndexRows:
    """Return what the index keeps of a file."""
    return IndexRows(
        file={
            "citizen": file.person.citizen,
            "pension_on": file.person.pension_on,
            **_standing(file.person),
            **_bars(file.person),
            "has_employment_document": file.has_employment_document,
            "has_computer": file.computer is not None,
            **_secrets(file.clearances),
        },
        education=_numbered(_education(file.education)),
        work=work_times(file.work),
        skills=list(_skills(file)),
    )


def work_day(day: date) -> int:
    """Return how many days of work lie between FIRST_DAY and the eve of `day`."""
    return days_between(FIRST_DAY, day - ONE_DAY)


def signature_key(signature: Signature) -> str:
    """Return what a signature is found by."""
    return hashlib.sha256(json.dumps(signature, ensure_ascii=False).encode()).hexdigest()


def work_times(work: Iterable[Employment]) -> list[WorkTime]:
    """Return the times of work, apart from one another, each with all that was worked then."""
    real = [one for one in work if one.ended_on is None or one.began_on <= one.ended_on]
    ends = {one.ended_on + ONE_DAY for one in real if one.ended_on is not None}
    points = sorted({one.began_on for one in real} | ends)
    found: list[WorkTime] = []
    for first, after in pairwise((*points, None)):
        assert first is not None
        there = [one for one in real if _lasts(one, first)]
        if not there:
            continue
        until_day = work_day(after) if after is not None else None
        _append(found, WorkTime(_signatures(there), work_day(first), until_day))
    return found


def _lasts(work: Employment, day: date) -> bool:
    return work.began_on <= day and (work.ended_on is None or day <= work.ended_on)


def _append(found: list[WorkTime], time: WorkTime) -> None:
    """Add a time; one that goes on with the same work lengthens the one before."""
    last = found[-1] if found else None
    if time.from_day == time.until_day:
        return  # 29 February alone
    if last is not None and (last.signatures, last.until_day) == (time.signatures, time.from_day):
        found[-1] = WorkTime(last.signatures, last.from_day, time.until_day)
    else:
        found.append(time)


def _signatures(work: Iterable[Employment]) -> tuple[Signature, ...]:
    found: set[Signature] = {
        (tuple(sorted(one.sectors)), tuple(sorted(one.fields)), tuple(sorted(one.levels)))
        for one in work
    }
    return tuple(sorted(found))


def _standing(person: Person) -> dict[str, Any]:
    standing, left = person.standing, person.standing.left
    if left is None:
        return {
            "serving_in": standing.serving_in,
            "left_on": None,
            "former_until": None,
            "displaced_until": None,
        }
    is_free = not left.employed_since and not left.left_country
    return {
        "serving_in": standing.serving_in,
        "left_on": left.on,
        "former_until": last_day(left.on, FORMER_OFFICIAL) if is_free else None,
        "displaced_until": last_day(left.on, DISPLACED_OFFICIAL) if left.displaced else None,
    }


def _bars(person: Person) -> dict[str, Any]:
    """Return until when the bars and penalties stand, and what must be looked at afterwards.

    A bar stands from the beginning of time up to a day or for ever: two questions to the law,
    long before and long after every day of the file, tell all there is.
    """
    early, late = _findings(person, _EARLY), _findings(person, _LATE)
    ends = [one.first_free_on for one in early if one.verdict == "barred"]
    if person.standing.serving_in is not None:
        ends += [free for _, free in after_penalties(person.penalties, _EARLY)]
    never_ends = None in ends or any(one.verdict == "barred" for one in late)
    last_days = [end - ONE_DAY for end in ends if end is not None]
    at_health = _findings(person, _LATE, health_asked=True)
    return {
        "barred_until": FOR_EVER if never_ends else max(last_days, default=None),
        "asks_look": any(one.verdict == "look" for one in late),
        "asks_look_at_health": any(one.verdict == "look" for one in at_health),
    }


def _findings(person: Person, day: date, *, health_asked: bool = False) -> Sequence[Finding]:
    serving = person.standing.serving_in is not None
    return findings(
        person.declared, person.checked, day, health_asked=health_asked, serving=serving
    )


def _secrets(held: Iterable[Clearance]) -> dict[str, date | None]:
    until: dict[int, date] = {}
    for one in held:
        end = one.valid_until or FOR_EVER
        until[one.form] = max(end, until.get(one.form, end))
    return {f"secrets_{form}_until": until.get(form) for form in (1, 2, 3)}


def _education(held: Iterable[Education]) -> Iterator[dict[str, Any]]:
    for one in held:
        fields: list[str | None] = [*sorted(one.fields)] or [None]
        for field in fields:
            yield {
                "level": LEVELS.index(one.level),
                "field": field,
                "completed_on": one.completed_on,
                "is_settled": one.recognised or not one.foreign,
                "has_scans": one.has_document and one.has_annex,
            }


def _numbered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"place": place, **row} for place, row in enumerate(rows)]


def _skills(file: File) -> Iterator[dict[str, Any]]:
    languages: dict[str, list[LanguageSkill]] = {}
    for one in file.languages:
        languages.setdefault(one.code, []).append(one)
    for code, said in languages.items():
        stated = [LANGUAGE_LEVELS.index(one.level) for one in said if one.level is not None]
        is_unstated = any(one.level is None for one in said)
        yield _skill(SkillKind.LANGUAGE, code, max(stated, default=None), is_unstated=is_unstated)
    for code in file.computer or ():
        yield _skill(SkillKind.PROGRAM, code)
    for code in file.conditions:
        yield _skill(SkillKind.CONDITION, code)


def _skill(
    kind: SkillKind, code: str, level: int | None = None, *, is_unstated: bool = False
) -> dict[str, Any]:
    return {"kind": kind, "code": code, "level": level, "is_unstated": is_unstated}
