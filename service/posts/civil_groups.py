"""Sentences of the register of civilian posts as groups: a heading, titles, institutions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from service.posts.civil_table import Sentence
from service.posts.political_table import ends_as_post
from service.posts.source_text import Anomaly, SourceLine, tidied

STOP_IN_LIST: Final = "full stop inside a list"
SCOPE_VARIANT: Final = "scope worded differently"
MOVED: Final = "moved words"
HEADING_VARIANT: Final = "heading worded differently"


class Scope(StrEnum):
    """Whose institutions the posts are in."""

    REPUBLIC = "republic"
    REGIONAL = "regional"
    DISTRICT = "district"


class Category(StrEnum):
    """The qualification category of specialists."""

    HIGHEST = "highest"
    FIRST = "first"
    SECOND = "second"
    NONE = "none"


class Qualification(StrEnum):
    """The level of the specialists' qualification."""

    HIGH = "high"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Group:
    """Posts that stand together, at their place in the register."""

    block: str
    block_name: str
    sphere: str | None
    link: str
    level: str | None
    scope: Scope | None
    heading: str | None
    category: Category | None
    qualification: Qualification | None
    titles: tuple[str, ...]
    units: tuple[str, ...]
    inferred: frozenset[str]
    first_line: int
    last_line: int


_SCOPES: Final = {
    "Республикалық": Scope.REPUBLIC,
    "Облыстық": Scope.REGIONAL,
    "Аудандық": Scope.DISTRICT,
}
_SCOPE = re.compile(
    r"^(Республикалық|Облыстық|Аудандық)(?: (\([^()]*\)))? маңызы бар"
    r"(?: (\([^()]*\)))? ММ(?: (\([^()]*\)))?"
)
# what stands in brackets beside regions and districts, wherever it is put
_ALSO: Final = {
    Scope.REGIONAL: "(астананың, республикалық маңызы бар қаланың)",
    Scope.DISTRICT: "(облыстық маңызы бар қаланың)",
}
_CATEGORIES: Final = {
    "Жоғары санаттың": Category.HIGHEST,
    "Бірінші санаттың": Category.FIRST,
    "Екінші санаттың": Category.SECOND,
    "Санаты жоқ": Category.NONE,
}
_SPECIALISTS = re.compile(rf"^({'|'.join(_CATEGORIES)}) (.*?)(жоғары|орташа) деңгейдегі мамандар$")
_ANY_LEVEL = re.compile(r"(жоғары|орташа) деңгей", re.IGNORECASE)
_USUAL_WORD = "біліктілігі "
_TITLES_FOLLOW = re.compile(r"(?:мамандар|маман|орындаушылар)$", re.IGNORECASE)
_CHIEF = re.compile(r"(?:^|\s)бас$", re.IGNORECASE)
# a part of a list that cannot stand alone: its noun comes behind the next comma
_GOES_ON = re.compile(r"(?:[ндт][ыі]ң|техниканы|жөніндегі|\b[^\W\d_a-zа-яәіңғүұқөһ]{2,})$")
_BRACKETS_AT_END = re.compile(r"\s*\([^()]*\)$")


def read_groups(sentences: Iterable[Sentence]) -> tuple[list[Group], list[Anomaly]]:
    """Return the groups of the register in order, and what was odd in them."""
    reader = _Reader([], [])
    for sentence in sentences:
        reader.take(sentence)
    return reader.end()


@dataclass(frozen=True, slots=True)
class _Segment:
    """Text up to a colon, semicolon or full stop, with that sign and its lines."""

    text: str
    sign: str
    first_line: int
    last_line: int


def _segments(lines: Sequence[SourceLine]) -> Iterator[_Segment]:
    """Cut running text at its signs; signs in brackets do not count."""
    text, depth, first = "", 0, lines[0].number
    for line in lines:
        for letter in line.text:
            depth += (letter == "(") - (letter == ")")
            if letter not in ":;." or depth:
                first = first if text.strip() else line.number
                text += letter
                continue
            if text.strip():
                yield _Segment(tidied(text), letter, first, line.number)
            text = ""
        text += " "
    if text.strip():
        yield _Segment(tidied(text), "", first, lines[-1].number)


@dataclass(slots=True)
class _Draft:
    """A group while it is being gathered."""

    place: Sentence
    first_line: int
    last_line: int
    heading: str | None = None
    items: list[str] | None = None
    used: bool = False


@dataclass(slots=True)
class _Reader:
    groups: list[Group]
    anomalies: list[Anomaly]
    draft: _Draft | None = None
    pending: str = ""  # the beginning of a heading whose colon is to come
    pending_line: int = 0
    over: _Draft | None = None  # a heading whose titles stand for the headings below it
    last_sign: str = ""

    def take(self, sentence: Sentence) -> None:
        if self.draft and not _same_place(self.draft.place, sentence):
            self._close()
            self.over = None
        for segment in _segments(sentence.lines):
            self._take(segment, sentence)
            self.last_sign = segment.sign

    def end(self) -> tuple[list[Group], list[Anomaly]]:
        self._close()
        return self.groups, self.anomalies

    def _take(self, segment: _Segment, place: Sentence) -> None:
        begins_heading = bool(_SCOPE.match(segment.text)) or _CHIEF.search(segment.text)
        if segment.sign == ":" and _CHIEF.search(segment.text):
            self._hold(segment)
        elif segment.sign == ":":
            self._begin(segment, place)
        elif self.pending or begins_heading:
            self._hold(segment)
        elif self.draft is None or self._stands_alone(segment):
            self._close()
            self.draft = _Draft(place, segment.first_line, segment.last_line, None, [segment.text])
        else:
            self._add_item(segment)

    def _hold(self, segment: _Segment) -> None:
        """Keep the beginning of a heading: of chiefs, or a part before a semicolon."""
        self.pending_line = self.pending_line or segment.first_line
        sign = ":" if segment.sign == ":" else ","
        self.pending = tidied(f"{self.pending} {segment.text}{sign}")

    def _begin(self, segment: _Segment, place: Sentence) -> None:
        heading = tidied(f"{self.pending} {segment.text}")
        first = self.pending_line or segment.first_line
        self.pending, self.pending_line = "", 0
        self._close()
        self.draft = _Draft(place, first, segment.last_line, heading, [])

    def _stands_alone(self, segment: _Segment) -> bool:
        """Whether it is a post behind a finished list and not one more unit of it."""
        has_units = self.draft is not None and self.draft.heading is not None
        return has_units and self.last_sign == "." and ends_as_post(segment.text)

    def _add_item(self, segment: _Segment) -> None:
        assert self.draft is not None
        assert self.draft.items is not None
        if self.last_sign == "." and self.draft.items:
            self.anomalies.append(Anomaly(segment.first_line, STOP_IN_LIST, segment.text))
        self.draft.items.append(segment.text)
        self.draft.last_line = segment.last_line

    def _close(self) -> None:
        draft, self.draft = self.draft, None
        if draft is None:
            return
        scope, rest = self._scope_of(draft)
        if draft.heading and not draft.items and not scope:
            self.over = draft  # «Бас: …» stands over the headings of institutions
            return
        titles, units = self._titles_and_units(draft, rest)
        category, qualification = self._class_of(draft)
        place = draft.place
        self.groups.append(
            Group(
                place.block,
                place.block_name,
                place.sphere,
                place.link,
                place.level,
                scope,
                draft.heading,
                category,
                qualification,
                titles,
                units,
                place.inferred,
                draft.first_line,
                draft.last_line,
            )
        )

    def _scope_of(self, draft: _Draft) -> tuple[Scope | None, str]:
        """Return whose institutions the heading names, and what it says besides."""
        heading = draft.heading or ""
        found = _SCOPE.match(heading)
        if found is None:
            return None, heading
        scope = _SCOPES[found.group(1)]
        also = next((one for one in found.groups()[1:] if one), "")
        if also and also != _ALSO.get(scope):
            self.anomalies.append(Anomaly(draft.first_line, MOVED, heading))
        elif also and not found.group(2):
            self.anomalies.append(Anomaly(draft.first_line, SCOPE_VARIANT, heading))
        return scope, heading[found.end() :].strip()

    def _titles_and_units(
        self, draft: _Draft, rest: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        items = tuple(draft.items or ())
        if draft.heading is None:
            return items, ()
        if _TITLES_FOLLOW.search(draft.heading):
            return tuple(title for item in items for title in listed(item)), ()
        if self.over and not ends_as_post(rest):
            draft.heading = f"{self.over.heading}: {draft.heading}"
            draft.first_line = draft.first_line if self.over.used else self.over.first_line
            self.over.used = True
            prefix = f"{rest} " if rest else ""
            return tuple(prefix + title for title in _titles_in(self.over.heading or "")), items
        return _titles_in(rest), items

    def _class_of(self, draft: _Draft) -> tuple[Category | None, Qualification | None]:
        heading = draft.heading or ""
        if not _TITLES_FOLLOW.search(heading):
            return None, None
        named = _SPECIALISTS.match(heading)
        category = _CATEGORIES[named.group(1)] if named else None
        level = named.group(3) if named else next(iter(_ANY_LEVEL.findall(heading)), "")
        if named and named.group(2) != _USUAL_WORD:
            self.anomalies.append(Anomaly(draft.first_line, HEADING_VARIANT, heading))
        qualifications = {"жоғары": Qualification.HIGH, "орташа": Qualification.MIDDLE}
        return category, qualifications.get(level)


def _same_place(one: Sentence, other: Sentence) -> bool:
    return (one.block, one.sphere, one.link, one.level) == (
        other.block,
        other.sphere,
        other.link,
        other.level,
    )


def _titles_in(rest: str) -> tuple[str, ...]:
    """Return the titles of a heading; before a colon stands what each of them is."""
    before, colon, behind = rest.partition(":")
    if not colon:
        return listed(rest)
    return tuple(f"{before.strip().casefold()} {one}" for one in listed(behind))


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list with commas.

    A comma in brackets does not part, nor one behind a word that needs what follows: «жүйесінің,
    машиналарының операторы» is one entry.
    """
    made: list[str] = []
    begun = ""
    for part in re.split(r",(?![^()]*\))", text):
        begun = f"{begun}, {part.strip()}" if begun else part.strip()
        if not _GOES_ON.search(_BRACKETS_AT_END.sub("", begun)):
            made.append(begun)
            begun = ""
    return tuple(one for one in (*made, begun) if one)
