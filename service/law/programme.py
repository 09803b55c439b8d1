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
# knowledge: questions with one right answer; qualities: situations without right or wrong (PQ)
SectionKind = Literal["knowledge", "qualities"]
Level = Literal["manager", "specialist"]
LEVELS: tuple[Level, ...] = ("manager", "specialist")
# the places that a question takes on the answer sheet: of a situation's courses of action the
# odd place names the most effective one, the even place the least effective one
PLACES_A_QUESTION: Mapping[SectionKind, int] = {"knowledge": 1, "qualities": 2}
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
    """A test with a clock of its own; no threshold where the sources set none.

    `level` says for whom the situations of a section of personal qualities are; others have none.
    """

    code: str
    title: Words
    minutes: int
    pass_total: int | None
    pass_per_act: int | None
    parts: tuple[Part, ...]
    kind: SectionKind = "knowledge"
    level: Level | None = None

    @property
    def questions(self) -> int:
        """How many questions the section asks."""
        return sum(part.questions for part in self.parts)

    @property
    def positions(self) -> int:
        """How many choices the section takes: the places of its answer sheet."""
        return self.questions * PLACES_A_QUESTION[self.kind]


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

    @property
    def is_profile(self) -> bool:
        """Whether it gives a profile of personal qualities and knows neither right nor wrong."""
        return any(section.kind == "qualities" for section in self.sections)

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
    return tuple(printed[each] for each in get_close_matches(wanted, printed, n=5, cutoff=0.7))


def pool_name(level: Level | None, act: str) -> str:
    """The pool that an act of a section is drawn from: situations have one for each level."""
    return f"{level}/{act}" if level else act


def needed_items(programme: Programme) -> dict[str, int]:
    """How many items of each act the programme draws from the bank of questions."""
    needed: Counter[str] = Counter()
    for section in programme.sections:
        if section.kind != "knowledge":
            continue
        for part in section.parts:
            needed.update(part.counts)
    return dict(needed)


def shortages(programme: Programme, approved: Mapping[str, int]) -> list[str]:
    """What the bank lacks to fill the programme, a sentence a pool; empty where it suffices.

    `approved` counts the items of each pool by its `pool_name`.
    """
    needed: Counter[str] = Counter()
    for section in programme.sections:
        for part in section.parts:
            needed.update({pool_name(section.level, act): n for act, n in part.counts.items()})
    return [
        f"{programme.code} draws {draws} items of {name}, the bank has {approved.get(name, 0)} "
        "approved ones: add items or lower the count"
        for name, draws in needed.items()
        if approved.get(name, 0) < draws
    ]


@dataclass(frozen=True, slots=True)
class ProgrammeFault:
    """What is wrong, and where: keys and indices as in the programme's file."""

    where: tuple[str | int, ...]
    sentence: str


def faults(programme: Programme) -> list[str]:
    """Everything wrong with a programme, a sentence each; empty where it may be published."""
    return [
        f"{'.'.join(map(str, fault.where))}: {fault.sentence}"
        for fault in located_faults(programme)
    ]


def located_faults(programme: Programme) -> list[ProgrammeFault]:
    """The same with the place of each fault, for whoever reads the file."""
    found = [*_faults_of_head(programme), *_faults_of_categories(programme)]
    for index, section in enumerate(programme.sections):
        found += [(("sections", index, *where), why) for where, why in _faults_of_section(section)]
    acts = [{act for part in each.parts for act in part.counts} for each in programme.sections]
    found += _twice(("sections",), [act for names in acts for act in sorted(names)])
    return [ProgrammeFault(where, sentence) for where, sentence in found]


_Found = Iterator[tuple[tuple[str | int, ...], str]]


def _faults_of_head(programme: Programme) -> _Found:
    if programme.version < 1:
        yield ("version",), f"{programme.version} is no version: they begin with 1"
    if programme.valid_to is not None and programme.valid_to < programme.valid_from:
        yield ("valid_to",), f"{programme.valid_to} lies before valid_from {programme.valid_from}"
    if not programme.source.strip():
        yield ("source",), "it is empty: name the order and its paragraph, or DEFAULT"
    yield from _missing_words(("title",), programme.title)
    if programme.note is not None:
        yield from _missing_words(("note",), programme.note)
    elif programme.unconfirmed:
        yield ("unconfirmed",), "an unconfirmed programme needs a note that says why"
    if not programme.sections:
        yield ("sections",), "there is none: a programme has at least one section"
    yield from _twice(("sections",), [section.code for section in programme.sections])
    if programme.is_profile and {each.kind for each in programme.sections} != {"qualities"}:
        yield ("sections",), "personal qualities are a programme of their own: take the rest out"


def _faults_of_categories(programme: Programme) -> _Found:
    yield from _twice(("categories",), [normalise_category(each) for each in programme.categories])
    if programme.categories and programme.legal_education is None:
        sentence = "write legal_education: required or not-required beside the categories"
        yield ("categories",), sentence


def _faults_of_section(section: Section) -> _Found:
    yield from _missing_words(("title",), section.title)
    if section.minutes < 1:
        yield ("minutes",), f"{section.minutes} is too short: a section takes at least one minute"
    if not section.parts:
        yield ("parts",), "there is none: a section has at least one part"
    yield from _twice(("parts",), [part.code for part in section.parts])
    yield from _twice(("parts",), [act for part in section.parts for act in part.counts])
    yield from _faults_of_kind(section)
    if section.pass_total is not None and not 0 < section.pass_total <= section.questions:
        yield (
            ("pass_total",),
            f"{section.pass_total} is not within 1 and {section.questions} questions",
        )
    for index, part in enumerate(section.parts):
        for where, sentence in _faults_of_part(part, section.pass_per_act):
            yield ("parts", index, *where), sentence


def _faults_of_kind(section: Section) -> _Found:
    if section.kind == "qualities":
        if section.level is None:
            yield ("kind",), "personal qualities need a level: write manager or specialist"
        for name in ("pass_total", "pass_per_act"):
            if getattr(section, name) is not None:
                yield (name,), "personal qualities know no threshold: write null"
    elif section.level is not None:
        yield ("level",), "only personal qualities have a level: take it out"


def _faults_of_part(part: Part, pass_per_act: int | None) -> _Found:
    yield from _missing_words(("title",), part.title)
    if not part.counts or min(part.counts.values()) < 1:
        yield ("counts",), "every part names an act, every act draws at least one question"
    if pass_per_act is not None and not 0 < pass_per_act <= part.questions:
        sentence = f"pass_per_act {pass_per_act} is not within 1 and {part.questions} questions"
        yield ("counts",), sentence


def _missing_words(where: tuple[str], words: Words) -> _Found:
    missing = [language for language in LANGUAGES if not words.get(language, "").strip()]
    if missing:
        yield where, f"the text is missing in {', '.join(missing)}"


def _twice(where: tuple[str], names: Sequence[str]) -> _Found:
    for name, times in Counter(names).items():
        if times > 1:
            yield where, f"{name} stands there {times} times: keep one"


def faults_together(programmes: Sequence[Programme]) -> list[str]:
    """What is wrong with programmes beside one another, a sentence each.

    A code and version stand for one programme; a category finds at most one programme for posts
    that require a legal education and at most one for those that do not.
    """
    found = [
        f"{code} version {version} stands there {times} times: give the later one the next version"
        for (code, version), times in Counter(
            (each.code, each.version) for each in programmes
        ).items()
        if times > 1
    ]
    homes: dict[tuple[str, LegalEducation | None], set[str]] = {}
    for each in programmes:
        for category in each.categories:
            homes.setdefault((normalise_category(category), each.legal_education), set()).add(
                each.code
            )
    return found + [
        f"category {category} stands in {' and '.join(sorted(codes))}, both with "
        f"legal_education {education}: keep it in one"
        for (category, education), codes in homes.items()
        if len(codes) > 1
    ]


def in_force(programmes: Sequence[Programme], day: date) -> list[Programme]:
    """The programmes of a day, in the order of their codes; a later version supersedes."""
    current: dict[str, Programme] = {}
    for each in sorted(programmes, key=lambda one: (one.code, one.version)):
        if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to):
            current[each.code] = each
    return list(current.values())
