"""What may be wrong with a programme, and with programmes beside one another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.law.programme import (
    ABILITY,
    LANGUAGES,
    LegalEducation,
    Part,
    Programme,
    Section,
    Words,
    normalise_category,
)


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
    yield from _faults_of_ability(programme)


def _faults_of_ability(programme: Programme) -> _Found:
    if programme.is_ability and {each.kind for each in programme.sections} != ABILITY:
        yield ("sections",), "the ability test has a part on texts and one on numbers, nothing else"
    together = programme.pass_together
    if programme.is_ability and together is None:
        yield ("sections",), "the ability test needs a threshold of both: write pass_together"
    if not programme.is_ability and together is not None:
        yield ("pass_together",), "only the ability test counts its sections together: take it out"
    elif together is not None and not 0 < together <= programme.questions:
        yield (
            ("pass_together",),
            f"{together} is not within 1 and {programme.questions} questions",
        )


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
        if part.asks < 1 or (part.asks > 1 and section.kind != "ability-text"):
            yield ("parts", index, "asks"), "only a text asks several questions: write 1"


def _faults_of_kind(section: Section) -> _Found:
    if section.kind in ABILITY:
        for name in ("pass_total", "pass_per_act"):
            if getattr(section, name) is not None:
                yield (name,), "the ability test has one threshold for both sections: write null"
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
