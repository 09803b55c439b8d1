"""Test programmes: what they hold, what may be wrong with them, which one a category needs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from service.law.rule_set import Kind

LANGUAGES = ("kk", "ru", "en")
Words = Mapping[str, str]
LegalEducation = Literal["required", "not-required"]
# knowledge: questions with one right answer; qualities: situations without right or wrong (PQ);
# ability-text, ability-number: questions about a text, about tables and charts (ST-2)
SectionKind = Literal["knowledge", "qualities", "ability-text", "ability-number"]
ABILITY: frozenset[SectionKind] = frozenset({"ability-text", "ability-number"})
Level = Literal["manager", "specialist"]
LEVELS: tuple[Level, ...] = ("manager", "specialist")
# the places that a question takes on the answer sheet: of a situation's courses of action the
# odd place names the most effective one, the even place the least effective one
PLACES_A_QUESTION: Mapping[SectionKind, int] = {
    "knowledge": 1,
    "qualities": 2,
    "ability-text": 1,
    "ability-number": 1,
}
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

    `counts` says how many questions are drawn from each act; of an act of texts, how many texts,
    each of which `asks` so many questions.
    """

    code: str
    title: Words
    counts: Mapping[str, int]
    asks: int = 1

    @property
    def questions(self) -> int:
        """How many questions the part asks."""
        return sum(self.counts.values()) * self.asks


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
    """A version of a test programme with the source it was taken from.

    `pass_together` is the threshold of all sections counted together, where there is one.
    """

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
    pass_together: int | None = None

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

    @property
    def is_ability(self) -> bool:
        """Whether it is the stage of text and number ability: points, and no certificate (ST-2)."""
        return any(section.kind in ABILITY for section in self.sections)

    @property
    def asks(self) -> dict[str, int]:
        """How many questions a text of each act of texts asks."""
        return {
            act: part.asks
            for section in self.sections
            if section.kind == "ability-text"
            for part in section.parts
            for act in part.counts
        }

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


def unlike_texts(programme: Programme, asks: Mapping[str, int]) -> list[str]:
    """Where a programme says otherwise than the bank how many questions a text asks.

    `asks` says it for each act of texts.
    """
    return [
        f"a text of {act} asks {asks[act]} questions, {programme.code} says {part.asks}: "
        f"write asks: {asks[act]}"
        for section in programme.sections
        for part in section.parts
        for act in part.counts
        if asks.get(act, part.asks) != part.asks
    ]


def in_force(programmes: Sequence[Programme], day: date) -> list[Programme]:
    """The programmes of a day, in the order of their codes; a later version supersedes."""
    current: dict[str, Programme] = {}
    for each in sorted(programmes, key=lambda one: (one.code, one.version)):
        if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to):
            current[each.code] = each
    return list(current.values())
