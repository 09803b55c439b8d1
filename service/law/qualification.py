"""The qualification requirements against a file: one line each, with the data it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from service.law.experience import Employment, ExperienceNeed, Measured, measure
from service.law.line import Line, Outcome
from service.law.personal_file import Education, File, HeldCertificate
from service.law.record import plain
from service.law.requirements import (
    LANGUAGE_LEVELS,
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    LanguageNeed,
    Requirements,
    SecretsNeed,
    Wording,
)
from service.law.rule import rule

VC_3 = rule("VC-3", "O26 IS 76; LAW 17; the judgements without a text are a DEFAULT", default=True)

_RANK: Final[dict[Outcome, int]] = {"not-met": 0, "look": 1, "met": 2}


def qualification_lines(
    file: File, asked: Requirements, proofs: tuple[HeldCertificate, ...], day: date
) -> Iterator[Line]:
    """What the post asks, in the order of its requirements.

    Args:
        file: the personal file.
        asked: the requirements, references to typical ones carried out (`with_typical`).
        proofs: the certificates that count for this vacancy; they prove acts.
        day: the day of the check; nothing counts before it has happened.
    """
    if asked.education:
        yield _education(file.education, asked, day)
        yield _education_document(file.education, asked, day)
    if asked.asks_experience:
        yield _experience(file, asked, day)
        yield _employment_document(file)
    for number, acts in enumerate(asked.acts, 1):
        yield _acts(acts, str(number), proofs, asked.source)
    for language in asked.languages:
        yield _language(language, file, asked.source)
    if asked.computer is not None:
        yield _computer(asked.computer, file, asked.source)
    if asked.secrets is not None:
        yield _secrets(asked.secrets, file, day, asked.source)
    for wording in asked.wordings:
        yield _wording(wording, asked.source)


def _education(held: tuple[Education, ...], asked: Requirements, day: date) -> Line:
    answers = [(*_fits(each, need, day), each.key) for need in asked.education for each in held]
    nothing: tuple[Outcome, str, str] = ("not-met", "", "")
    verdict, why, counted = max(answers, key=lambda one: (_RANK[one[0]], one[2]), default=nothing)
    facts = plain(
        {
            "asked": asked.education,
            "held": [
                {"key": each.key, "level": each.level, "fields": each.fields} for each in held
            ],
            "counted": None if verdict == "not-met" else counted,
        }
    )
    coming = [
        each.completed_on
        for each in held
        if each.completed_on is not None
        and each.completed_on > day
        and any(_fits(each, need, each.completed_on)[0] == "met" for need in asked.education)
    ]
    line = Line("education", verdict, VC_3, asked.source, why=why, facts=facts)
    if verdict == "met":
        return line
    if verdict == "look":
        return replace(line, remedy="add-education")
    why = "other-level-or-field" if held else "none"
    if coming:
        return replace(line, why="not-completed", first_on=min(coming), remedy="wait")
    return replace(line, why=why, remedy="add-education")


def _fits(held: Education, need: EducationNeed, day: date) -> tuple[Outcome, str]:
    """Whether one education is what one option asks, as far as a program can say."""
    if not held.level.reaches(need.level):
        return "not-met", ""
    if held.completed_on is not None and held.completed_on > day:
        return "not-met", ""
    if need.fields and held.fields and not need.fields & held.fields:
        return "not-met", ""
    if need.fields and not held.fields:
        return "look", "field-not-known"
    if held.foreign and not held.recognised:
        return "look", "not-recognised"
    return "met", ""


def _education_document(held: tuple[Education, ...], asked: Requirements, day: date) -> Line:
    """The scans of an education that counts; of any where none does."""
    counted = [
        each
        for each in held
        if any(_fits(each, need, day)[0] != "not-met" for need in asked.education)
    ] or list(held)
    facts = plain(
        [
            {"key": each.key, "document": each.has_document, "annex": each.has_annex}
            for each in counted
        ]
    )
    line = Line("education-document", "met", VC_3, "O26 IS 76(2)", facts={"scans": facts})
    if any(each.has_document and each.has_annex for each in counted):
        return line
    if any(each.has_document for each in counted):
        return replace(line, outcome="not-met", why="no-annex", remedy="upload-annex")
    return replace(line, outcome="not-met", why="no-document", remedy="upload-education")


@dataclass(frozen=True, slots=True)
class _Way:
    """One alternative against the work: what it comes to, and when it would be met."""

    outcome: Outcome
    why: str
    measured: tuple[Measured, ...]
    met_on: date | None


def _experience(file: File, asked: Requirements, day: date) -> Line:
    if asked.experience.typical is not None:
        facts = {"typical": asked.experience.typical}
        return Line("experience", "look", VC_3, asked.source, why="typical-not-known", facts=facts)
    ways = [_way(each, file, day) for each in asked.experience.alternatives]
    best = max(ways, key=lambda way: _RANK[way.outcome])
    facts = plain({"alternatives": [way.measured for way in ways], "day": day})
    line = Line("experience", best.outcome, VC_3, asked.source, why=best.why, facts=facts)
    if best.outcome == "met":
        return line
    first = min((way.met_on for way in ways if way.met_on is not None), default=None)
    return replace(line, first_on=first, remedy="add-employment")


def _way(one: Alternative, file: File, day: date) -> _Way:
    measured = tuple(measure(need, file.work, day) for need in one.needs)
    enough = all(each.met for each in measured)
    proved = one.conditions <= file.conditions
    dates = [each.met_on for each in measured]
    met_on = max((each for each in dates if each), default=day) if None not in dates else None
    if enough:
        return _Way("met" if proved else "look", "" if proved else "condition", measured, met_on)
    if all(measure(need, _benefit(file.work, need), day).met for need in one.needs):
        return _Way("look", "work-not-classified", measured, met_on if proved else None)
    return _Way("not-met", "too-short", measured, met_on if proved else None)


def _benefit(work: tuple[Employment, ...], need: ExperienceNeed) -> list[Employment]:
    """The work with everything that nobody has said yet taken for the candidate."""
    return [
        replace(
            each,
            sectors=each.sectors or need.sectors,
            fields=each.fields or need.fields,
            levels=each.levels or need.levels,
        )
        for each in work
    ]


def _employment_document(file: File) -> Line:
    there = file.has_employment_document
    return Line(
        "employment-document",
        "met" if there else "not-met",
        VC_3,
        "O26 IS 76(1)",
        why="" if there else "no-document",
        facts={"document": there},
        remedy=None if there else "upload-employment",
    )


def _acts(need: ActsNeed, number: str, proofs: tuple[HeldCertificate, ...], source: str) -> Line:
    """Acts that no test asked about refuse nobody: the interview asks about them (DEFAULT)."""
    known = frozenset[str]().union(*(each.acts for each in proofs)) & need.acts
    left = need.acts - known
    facts = plain({"proved": known, "left": left, "by": [each.number for each in proofs]})
    if left:
        return Line("acts", "look", VC_3, source, number, "left-to-interview", facts, decides=False)
    return Line("acts", "met", VC_3, source, number, facts=facts, decides=need.decides)


def _language(need: LanguageNeed, file: File, source: str) -> Line:
    held = [each for each in file.languages if each.code == need.code]
    levels = [LANGUAGE_LEVELS.index(each.level) for each in held if each.level is not None]
    facts = {
        "asked": need.level,
        "held": LANGUAGE_LEVELS[max(levels)] if levels else None,
    }
    line = Line("language", "met", VC_3, source, need.code, facts=facts, decides=need.decides)
    if not held:
        return replace(line, outcome="not-met", why="none", remedy="add-language")
    if need.level is None or max(levels, default=-1) >= LANGUAGE_LEVELS.index(need.level):
        return line
    if any(each.level is None for each in held):
        return replace(line, outcome="look", why="level-not-stated", remedy="add-language")
    return replace(line, outcome="not-met", why="level-too-low", remedy="add-language")


def _computer(need: ComputerNeed, file: File, source: str) -> Line:
    """The candidate's own word is enough (DEFAULT)."""
    facts = plain({"asked": need.programs, "held": file.computer})
    line = Line("computer", "met", VC_3, source, facts=facts, decides=need.decides)
    if file.computer is not None and need.programs <= file.computer:
        return line
    why = "none" if file.computer is None else "program-missing"
    return replace(line, outcome="not-met", why=why, remedy="add-computer")


def _secrets(need: SecretsNeed, file: File, day: date, source: str) -> Line:
    """Access is granted for a post: who has none yet is not refused by a program (DEFAULT)."""
    held = [
        each.form for each in file.clearances if each.valid_until is None or day <= each.valid_until
    ]
    facts = {"asked": need.form, "held": min(held, default=None)}
    if held and min(held) <= need.form:
        return Line("secrets", "met", VC_3, source, facts=facts)
    return Line("secrets", "look", VC_3, source, why="no-access-yet", facts=facts)


def _wording(need: Wording, source: str) -> Line:
    return Line("wording", "look", VC_3, source, need.code, decides=need.decides)
