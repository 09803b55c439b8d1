"""Undoes words moved by links: a PDF prints the linked words of a line behind all others.

A line «A <b>, C <d>» of which b and d are links comes out as «A , C b d»: the holes are seen
(a blank before a comma, two blanks in a row, a line that begins with either), and what belongs
into them stands at the end of the line, in order. A linked title may go on in the next line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from service.posts.source_text import SourceLine, tidied

LONGEST_TITLE: Final = 200

# what the publisher links besides titles in quotes; the longer one first
_LINKED: Final = (
    "Азаматтық \u0456\u0441 жүргізу",
    "Конституциясын",
    "стратегиясын",
    "Стратегиясы",
    "талаптарына",
    "Регламентін",
    "Бюджеттік",
    "Азаматтық",
    "Жарлығын",
    "қаулысын",
    "Ережені",
    "Бюджет",
    "Салық",
    "Еңбек",
)
_HOLE = re.compile(r"^(?= \S)(?! [,.])|^(?=,)| (?=[,.:;])| {2,}")
_TITLE = re.compile(r"«([^«»,]+)»")
_OPEN = re.compile(r"«[^«»]*$")


@dataclass(frozen=True, slots=True)
class Restored:
    """A line in its own order; `moved` says that it was mended, `doubtful` that it cannot be."""

    text: str
    moved: bool = False
    doubtful: bool = False


def titles_in(text: str) -> frozenset[str]:
    """Return the titles in quotes of a whole text: they tell where a torn title goes on."""
    found = (tidied(title) for title in _TITLE.findall(text))
    return frozenset(title for title in found if len(title) <= LONGEST_TITLE)


def restored(lines: Iterable[SourceLine], titles: frozenset[str]) -> list[Restored]:
    """Return the lines of one cell, each with its moved words where they belong."""
    made: list[Restored] = []
    before = ""
    for line in lines:
        one = _restored(line.spaced, before, titles)
        made.append(one)
        before = tidied(f"{before} {one.text}")[-LONGEST_TITLE * 2 :]
    return made


def _restored(spaced: str, before: str, titles: frozenset[str]) -> Restored:
    begun = _begun(before)
    every = [found.span() for found in _HOLE.finditer(spaced)]
    if begun is not None and not every and spaced.rstrip().endswith(" »"):
        every = [(0, 0)]  # only the closing quote was moved
    tries = [every]
    if spaced.startswith((",", ".")) and begun is None and not before.endswith(","):
        tries.insert(0, every[1:])  # first as if the sign belonged to the line before
    doubtful = False
    for holes in tries:
        made = _filled(spaced, holes, begun, titles) if holes else None
        if made is not None and not made.doubtful:
            return made
        if made is None and not doubtful:
            return Restored(tidied(spaced))
        doubtful = True
    return Restored(tidied(spaced), doubtful=doubtful)


def _begun(text: str) -> str | None:
    """Return what stands of a title that is opened in a text and not closed."""
    opened = text.rfind("«")
    return text[opened + 1 :].strip() if opened > text.rfind("»") else None


class _Tail:
    """Takes linked words from a line's end, the last first."""

    def __init__(self, text: str, least: int, begun: str | None, titles: frozenset[str]) -> None:
        self.text = text
        self.least = least
        self.begun = begun
        self.titles = titles
        self.open = ""
        self.end = len(text.rstrip())
        self.continued = False

    @property
    def rest(self) -> str:
        return self.text[self.least : self.end]

    def take(self, most: int) -> list[str]:
        """Return at most so many linked words, in order; `open` holds a title that goes on."""
        words: list[str] = []
        while len(words) <= most:
            word = self._word()
            if word is None and not words and not self.open and self._opens():
                continue
            if word is None:
                break
            words.insert(0, word)
            if self.continued:
                break
        return words

    def _opens(self) -> bool:
        found = _OPEN.search(self.rest)
        if found is None:
            return False
        self.open = found.group()
        self._leave(found.start())
        return True

    def _leave(self, start: int) -> None:
        kept = self.text[: self.least + start]
        self.end = max(self.least, len(kept.rstrip()))

    def _word(self) -> str | None:
        rest = self.rest
        if rest.endswith("»"):
            return self._quoted(rest)
        for word in _LINKED:
            if rest.endswith(word):
                self._leave(len(rest) - len(word))
                return word
        return None

    def _quoted(self, rest: str) -> str | None:
        opened = rest.rfind("«")
        only_sign = rest.endswith(" »") and self.begun in self.titles
        if opened > rest.rfind("»", 0, -1) and not only_sign:
            self._leave(opened)
            return rest[opened:]
        if self.begun is None:
            return None
        # the end of a title that the line before began: only a known title tells where it starts
        inside = " ".join(rest[:-1].split())
        ends = [
            title[len(self.begun) :].strip()
            for title in self.titles
            if title.startswith(self.begun)
        ]
        fitting = sorted((end for end in ends if inside.endswith(end)), key=len)
        if not fitting:
            return None
        end = fitting[0] if self.begun in self.titles or fitting[0] else fitting[-1]
        self.continued = True
        start = rest.rfind(end) if end else len(rest) - 1
        self._leave(start)
        return rest[start:]


def _filled(
    spaced: str, holes: Sequence[tuple[int, int]], begun: str | None, titles: frozenset[str]
) -> Restored | None:
    """Return the line with its holes filled; None where nothing was moved."""
    tail = _Tail(spaced, holes[-1][1], begun, titles)
    words = tail.take(len(holes))
    if not words or (begun is not None and not holes[0][0] and not tail.continued):
        return None
    left = len(words) - len(holes)
    if left == 1 and not tail.open:
        holes = [*holes, (tail.end, tail.end)]  # the last one has always stood at the end
    elif left and len(holes) == 1:
        words = [" ".join(words)]
    elif left == -1 and tail.open:
        holes = holes[:-1]  # the title that goes on stands in the last hole by itself
    elif left:
        return Restored(tidied(spaced), doubtful=True)
    made, at = "", 0
    for (start, end), word in zip(holes, words, strict=True):
        made += f"{spaced[at:start]} {word} "
        at = end
    made += f"{spaced[at : tail.end]} {tail.open}"
    return Restored(tidied(made), moved=True)
