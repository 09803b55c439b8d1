"""Test programmes: what they hold, what may be wrong with them, which one a category needs."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from service.law.rule_set import Kind

LANGUAGES = ("kk", "ru", "en")
Words = Mapping[str, str]
LegalEducation = Literal["required", "not-required"]
Reason = Literal["only-programme", "legal-education-required", "legal-education-not-required"]
_REASONS: dict[LegalEducation, Reason] = {
    "required": "legal-education-required",
    "not-required": "legal-education-not-required",
}

# Cyrillic letters that look like Latin ones; the source mixes them within one category.
_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406",
    "ABEKMHOPCTXYI",
)
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]+")
_CATEGORY = re.compile(r"([A-Z])-?([A-Z]+)-?([0-9]+)")


@dataclass(frozen=True, slots=True)
class Part:
    """What the threshold per act applies to: one act, or two that are counted together.

    `counts` says how many questions are drawn from each act.
    """

    code: str
    title: Words
    counts: Mapping[str, int]

    @property
    def questions(self) -> int:
        """How many questions the part asks."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A test with a clock of its own; no threshold where the sources set none."""

    code: str
    title: Words
    minutes: int
    pass_total: int | None
    pass_per_act: int | None
    parts: tuple[Part, ...]

    @property
    def questions(self) -> int:
        """How many questions the section asks."""
        return sum(part.questions for part in self.parts)


@dataclass(frozen=True, slots=True)
class Programme:
    """A version of a test programme with the source it was taken from."""

    code: str
    version: int
    kind: Kind
    title: Words
    valid_from: date
    valid_to: date | None
    source: str
    note: Words | None
    unconfirmed: bool
    categories: tuple[str, ...]
    legal_education: LegalEducation | None
    sections: tuple[Section, ...]

    @property
    def questions(self) -> int:
        """How many questions the whole programme asks."""
        return sum(section.questions for section in self.sections)

    @property
    def minutes(self) -> int:
        """The time of all sections together."""
        return sum(section.minutes for section in self.sections)

    def section(self, code: str) -> Section:
        """The section of that code.

        Raises:
            KeyError: there is none.
        """
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Found:
    """The programme of a category, and why it is this one."""

    programme: Programme
    reason: Reason


@dataclass(frozen=True, slots=True)
class NeedLegalEducation:
    """The category stands in several programmes: does the post require a legal education?"""

    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No programme names the category; the nearest ones as they are printed."""

    nearest: tuple[str, ...]


def normalise_category(text: str) -> str:
    """The category as it is looked up: Latin capitals, one hyphen between its parts.

    Look-alike letters, dashes of every kind, blanks and line breaks make no difference. What does
    not look like a category is only cleaned.
    """
    plain = re.sub(r"\s+", "", text).upper().translate(_LOOK_ALIKES)
    plain = _DASHES.sub("-", plain).strip("-")
    match = _CATEGORY.fullmatch(plain)
    return "-".join(match.groups()) if match else plain


def find_programme(
    category: str,
    legal_education: bool | None,  # noqa: FBT001 - three answers: yes, no, not asked
    programmes: Sequence[Programme],
) -> Found | NeedLegalEducation | NotFound:
    """The programme for a post of that category.

    Args:
        category: as typed, in any mixture of letters.
        legal_education: does the post require a legal education? None where it was not asked.
        programmes: the versions in force, one a code.
    """
    wanted = normalise_category(category)
    fitting = tuple(
        programme
        for programme in programmes
        if wanted in {normalise_category(each) for each in programme.categories}
    )
    if not fitting:
        return NotFound(_nearest(wanted, programmes))
    if len(fitting) == 1:
        return Found(fitting[0], "only-programme")
    if legal_education is None:
        return NeedLegalEducation(fitting)
    answer: LegalEducation = "required" if legal_education else "not-required"
    decided = [programme for programme in fitting if programme.legal_education == answer]
    if len(decided) != 1:
        return NeedLegalEducation(fitting)
    return Found(decided[0], _REASONS[answer])


def _nearest(wanted: str, programmes: Sequence[Programme]) -> tuple[str, ...]:
    printed: dict[str, str] = {}
    for programme in programmes:
        for each in programme.categories:
            printed.setdefault(normalise_category(each), each)
    return tuple(printed[each] for each in get_close_matches(wanted, printed, n=5, cutoff=0.6))


def needed_items(programme: Programme) -> dict[str, int]:
    """How many items of each act the programme draws."""
    needed: Counter[str] = Counter()
    for section in programme.sections:
        for part in section.parts:
            needed.update(part.counts)
    return dict(needed)


def shortages(programme: Programme, approved: Mapping[str, int]) -> list[str]:
    """What the bank lacks to fill the programme, a sentence an act; empty where it suffices."""
    return [
        f"{programme.code} draws {needed} items of {act}, the bank has {approved.get(act, 0)} "
        "approved ones: add items or lower the count"
        for act, needed in needed_items(programme).items()
        if approved.get(act, 0) < needed
    ]


def faults(programme: Programme) -> list[str]:
    """Everything wrong with a programme, a sentence each; empty where it may be published."""
    return [*_faults_of_head(programme), *_faults_of_categories(programme)] + [
        f"section {section.code}: {fault}"
        for section in programme.sections
        for fault in _faults_of_section(section)
    ]


def _faults_of_head(programme: Programme) -> Iterator[str]:
    if programme.version < 1:
        yield f"version {programme.version}: versions begin with 1"
    if programme.valid_to is not None and programme.valid_to < programme.valid_from:
        yield f"valid_to {programme.valid_to} lies before valid_from {programme.valid_from}"
    if not programme.source.strip():
        yield "source is empty: name the order and its paragraph, or DEFAULT"
    yield from _missing_words("title", programme.title)
    if programme.note is not None:
        yield from _missing_words("note", programme.note)
    if not programme.sections:
        yield "the programme has no section"
    yield from _twice("section", [section.code for section in programme.sections])


def _faults_of_categories(programme: Programme) -> Iterator[str]:
    yield from _twice("category", [normalise_category(each) for each in programme.categories])
    if programme.categories and programme.legal_education is None:
        yield "legal_education is missing: write required or not-required beside the categories"


def _faults_of_section(section: Section) -> Iterator[str]:
    yield from _missing_words("title", section.title)
    if section.minutes < 1:
        yield f"{section.minutes} minutes: a section takes at least one"
    if not section.parts:
        yield "the section has no part"
    yield from _twice("part", [part.code for part in section.parts])
    yield from _twice("act", [act for part in section.parts for act in part.counts])
    if section.pass_total is not None and not 0 < section.pass_total <= section.questions:
        yield f"pass_total {section.pass_total} is not within 1 and {section.questions} questions"
    for part in section.parts:
        yield from _missing_words(f"part {part.code}: title", part.title)
        if not part.counts or min(part.counts.values()) < 1:
            yield f"part {part.code}: every act draws at least one question"
        if section.pass_per_act is not None and not 0 < section.pass_per_act <= part.questions:
            yield (
                f"pass_per_act {section.pass_per_act} is not within 1 and the "
                f"{part.questions} questions of part {part.code}"
            )


def _missing_words(what: str, words: Words) -> Iterator[str]:
    missing = [language for language in LANGUAGES if not words.get(language, "").strip()]
    if missing:
        yield f"{what} is missing in {', '.join(missing)}"


def _twice(what: str, names: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what} {name} stands there {times} times"
