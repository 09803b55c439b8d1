"""The register of civilian posts, row by row: block, sphere, link and level of every text.

The labels of merged cells stand where the PDF put them: before their row, on its first line or
in its middle, and some are not printed at all. A label inside a sentence belongs to the sentence
that has begun; levels that begin anew belong to the next link.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from service.posts.source_text import Anomaly, SourceLine, tidied

LABEL_INSIDE: Final = "label inside its row"
NO_LINK_LABEL: Final = "link without a label"
LEVEL_MISSING: Final = "level without a label"

_LETTERS = str.maketrans("\u0410\u0412\u0421", "ABC")  # printed in Cyrillic, D in Latin
_BLOCK = re.compile(r"^([ABCD]) блогы \((.+)\)$")
_LINK = re.compile(r"^(?:[ABC]\d|D)$")
_LEVEL = re.compile(r"^(\d(?:-\d)?)(?: (.*))?$")
_SPHERE = re.compile(r"^(?:\"(.+)\" саласында|(өзге де) саладағы)$")
_SENTENCE_END = "."


@dataclass(frozen=True, slots=True)
class Sentence:
    """Running text between two labels, with the place that the labels give it.

    `inferred` names those of "link" and "level" that are not printed for it.
    """

    block: str
    block_name: str
    sphere: str | None
    link: str
    level: str | None
    lines: tuple[SourceLine, ...]
    inferred: frozenset[str]


@dataclass(slots=True)
class _Stretch:
    """A sentence or several while they are being gathered."""

    block: str
    block_name: str
    sphere: str | None
    link: str | None
    level: str | None
    lines: list[SourceLine] = field(default_factory=list)
    link_is_inferred: bool = False

    @property
    def text(self) -> str:
        return tidied(" ".join(line.text for line in self.lines))

    @property
    def is_ended(self) -> bool:
        return not self.lines or self.text.endswith(_SENTENCE_END)


def read_sentences(
    lines: Iterable[SourceLine],
) -> tuple[tuple[Sentence, ...], tuple[Anomaly, ...]]:
    """Return the texts of the register's body by their place, and what was odd."""
    table = _Table()
    for line in lines:
        if not line.is_empty:
            table.take(line)
    return table.end()


@dataclass(slots=True)
class _Table:
    done: list[_Stretch] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    now: _Stretch = field(default_factory=lambda: _Stretch("", "", None, None, None))
    awaiting_link: list[_Stretch] = field(default_factory=list)

    def take(self, line: SourceLine) -> None:
        label = line.text.translate(_LETTERS)
        if block := _BLOCK.match(label):
            self._settle_links()
            name = line.text[block.start(2) : block.end(2)]
            self._begin(_Stretch(block.group(1), name, None, None, None))
        elif sphere := _SPHERE.match(line.text):
            self._settle_links()
            name = sphere.group(1) or sphere.group(2)
            self._begin(_Stretch(self.now.block, self.now.block_name, name, None, None))
        elif _LINK.match(label):
            self._take_link(label, line)
        elif level := _LEVEL.match(line.text):
            self._take_level(level.group(1), line)
            if level.group(2):
                self._add(_with_text(line, level.group(2)))
        else:
            self._add(line)

    def end(self) -> tuple[tuple[Sentence, ...], tuple[Anomaly, ...]]:
        self._settle_links()
        self._begin(self.now)
        return tuple(self._sentences()), tuple(self.anomalies)

    def _sentences(self) -> Iterator[Sentence]:
        for one in self.done:
            yield Sentence(
                one.block,
                one.block_name,
                one.sphere,
                one.link or one.block,
                one.level,
                tuple(one.lines),
                frozenset({"link"} if one.link_is_inferred else ()),
            )

    def _begin(self, stretch: _Stretch) -> None:
        if self.now.lines:
            self.done.append(self.now)
        self.now = stretch

    def _next(self, link: str | None, level: str | None) -> _Stretch:
        made = _Stretch(self.now.block, self.now.block_name, self.now.sphere, link, level)
        made.link_is_inferred = self.now.link_is_inferred and link == self.now.link
        return made

    def _add(self, line: SourceLine) -> None:
        """A sentence that begins where another has ended may turn out to be the next row's."""
        if self.now.lines and self.now.is_ended:
            self._begin(self._next(self.now.link, self.now.level))
        self.now.lines.append(line)

    def _take_link(self, link: str, line: SourceLine) -> None:
        """A label inside a sentence names its row's link, and that of the rows waiting for one."""
        if self.now.is_ended:
            self._settle_links()
            self._begin(self._next(link, None))
            return
        self.anomalies.append(Anomaly(line.number, LABEL_INSIDE, line.text))
        for stretch in self.awaiting_link:
            stretch.link, stretch.link_is_inferred = link, True
        self.awaiting_link.clear()
        self.now.link, self.now.link_is_inferred = link, False

    def _take_level(self, level: str, line: SourceLine) -> None:
        if not self.now.is_ended:
            self.anomalies.append(Anomaly(line.number, LABEL_INSIDE, line.text))
            self.now.level = level
            return
        starts_anew = self.now.level is not None and _rank(level) <= _rank(self.now.level)
        self._begin(self._next(self.now.link, level))
        if starts_anew:
            self._settle_links()
            self.anomalies.append(Anomaly(line.number, NO_LINK_LABEL, line.text))
            self.now.link = _following(self.now.link)
            self.now.link_is_inferred = True
            self.awaiting_link.append(self.now)

    def _settle_links(self) -> None:
        self.awaiting_link.clear()


def _with_text(line: SourceLine, text: str) -> SourceLine:
    return SourceLine(line.number, text, line.printed, text, line.begins_page)


def _rank(level: str) -> tuple[int, ...]:
    return tuple(map(int, level.split("-")))


def _following(link: str | None) -> str | None:
    """The link after this one: «A2» after «A1»."""
    if link is None or len(link) == 1:
        return link
    return f"{link[0]}{int(link[1:]) + 1}"
