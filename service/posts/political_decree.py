"""The decree on political and other posts: who appoints to each, who proposes, who agrees."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from service.posts.act_facts import ActFacts, act_facts
from service.posts.authorities import Authority
from service.posts.political_table import MISPRINT, Cell, TableRow, read_rows
from service.posts.source_text import (
    Anomaly,
    FatalFault,
    SourceLine,
    SourceText,
    joined,
    read_source,
    tidied,
)
from service.posts.torn_words import whole_words

NUMBER: Final = "828"
TITLE: Final = "кадр саясатының кейбір мәселелері"
LAST_PARAGRAPH: Final = 24  # of the Rules, which stand behind the list
COLUMNS: Final = ("appointed_by", "proposed_by", "agreed_with")

NO_HEADING: Final = "column without a heading"
NOBODY_APPOINTS: Final = "nobody appoints"
TOO_MANY_CELLS: Final = "too many cells"
COLUMN_UNCLEAR: Final = "column unclear"
TITLE_TWICE: Final = "title twice"
QUOTES: Final = "unbalanced quotes"
NO_FOOTNOTE: Final = "mark without a footnote"
UNUSED_FOOTNOTE: Final = "footnote without a mark"
MOVED: Final = "moved words"

_NOTE = "Ескерту. Тізбе жаңа редакцияда"
_RULES = "ЕРЕЖЕ"
_PARAGRAPH = re.compile(r"^(\d+)(?:-\d+)?\. ")
_FOOTNOTE = re.compile(r"^(\*+)\s*(.*)")
_MARKED = re.compile(r" ?(\*+)")
_HOLE = re.compile(r"(?<=\S) {2,}(?=\S)")
_NEVER_OPENED = re.compile(r'\w" [^"]*\w"')  # closed twice: the inner quotes were not told apart
_WORD_TWICE = re.compile(r"(\w+) \([^()]*\) \1\b")
_REFERENCE = re.compile(r"\s(\d[\d-]*(?:\) ?|-)\w+)$")


class ColumnBasis(StrEnum):
    """Why a row's cells stand in their columns: a row of three cells leaves one empty, unseen."""

    PRINTED = "printed"  # all cells are there, or the post has only one who appoints
    COMMISSION_AGREES = "commission_agrees"  # the footnote: its decision is an agreement
    PEOPLES_BODY_CONSENTS = "peoples_body_consents"  # parliament, maslikhats (Constitution)
    CHAIRMAN_AGREES = "chairman_agrees"  # paragraph 2-1 of the Rules
    OTHERS_PROPOSE = "others_propose"  # to the head of state, to a chamber, to a higher one
    HIGHER_AGREES = "higher_agrees"  # paragraph 3 of the Rules: consent to a lower one's act
    ACROSS_PAGES = "across_pages"  # the page ends between the cells: their order is uncertain


@dataclass(frozen=True, slots=True)
class TitleMark:
    """A footnote's mark inside a title; it belongs to the words before it only."""

    sign: str
    behind: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a mark of the list says."""

    sign: str
    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class PoliticalPost:
    """A row of the list; `key` stays the same as long as the title does.

    `inferred` names the columns (and `column_basis` says why) that are not told by the print.
    """

    number: int
    key: str
    title: str
    marks: tuple[TitleMark, ...]
    appointed_by: Cell | None
    proposed_by: Cell | None
    agreed_with: Cell | None
    column_basis: ColumnBasis
    inferred: frozenset[str]
    first_line: int
    last_line: int
    source_text: str

    @property
    def signs(self) -> frozenset[str]:
        """Return the marks of all footnotes that belong to this post."""
        cells = (self.appointed_by, self.proposed_by, self.agreed_with)
        parties = (party for cell in cells if cell for party in cell.parties)
        signs = {party.mark for party in parties} | {mark.sign for mark in self.marks}
        return frozenset(signs - {""})


@dataclass(frozen=True, slots=True)
class PoliticalReading:
    """Everything the decree's list says, in its order."""

    source_name: str
    sha256: str
    act: ActFacts
    records: tuple[PoliticalPost, ...]
    footnotes: tuple[Footnote, ...]
    anomalies: tuple[Anomaly, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many of what was read."""
        return {
            "posts": len(self.records),
            "inferred": sum(bool(post.inferred) for post in self.records),
            "footnotes": len(self.footnotes),
            "anomalies": len(self.anomalies),
        }


def read_political_decree(source: SourceText | Path | bytes) -> PoliticalReading:
    """Read the list of political and other posts of decree № 828.

    Raises:
        FatalFault: it is another text, or one that ends early.
    """
    text = source if isinstance(source, SourceText) else read_source(source)
    text.require(TITLE, "Жарлығы")
    lines, torn = whole_words(text.lines)
    begins, body, ends = _table(lines)
    _require_end(lines[ends:])
    rows, odd = read_rows(lines[body:ends])
    footnotes, moved = _footnotes(lines[ends:])
    posts, unclear = _posts(rows, text)
    anomalies = [
        *text.mends,
        *torn,
        *odd,
        *moved,
        *unclear,
        *_heading(lines[begins:body]),
        *_titles_and_quotes(posts),
        *_marks(posts, footnotes),
    ]
    return PoliticalReading(
        text.name,
        text.sha256,
        act_facts(lines, NUMBER, _note(lines[:begins])),
        posts,
        footnotes,
        tuple(sorted(anomalies, key=lambda one: (one.line, one.kind))),
    )


def _table(lines: Sequence[SourceLine]) -> tuple[int, int, int]:
    """Return where the table's heading begins, where its body does and where that ends."""
    texts = [line.text for line in lines]
    begins = next((at for at, one in enumerate(texts) if one.startswith("Кім тағайындайды")), None)
    if begins is None:
        raise FatalFault(0, "the list has no heading «Кім тағайындайды».")
    numbered = [at for at in range(begins, len(texts)) if texts[at] in ("1", "2", "3", "4")][:4]
    if [texts[at] for at in numbered] != ["1", "2", "3", "4"]:
        raise FatalFault(begins + 1, "the list's columns are not numbered from 1 to 4.")
    body = numbered[-1] + 1
    ends = next((at for at in range(body, len(texts)) if texts[at].startswith("*")), None)
    if ends is None:
        raise FatalFault(len(lines), "the text ends before the list's footnotes.")
    return begins, body, ends


def _require_end(lines: Sequence[SourceLine]) -> None:
    begins = next((at for at, line in enumerate(lines) if line.text == _RULES), None)
    if begins is None:
        raise FatalFault(lines[-1].number, "the text ends before the Rules.")
    found = (_PARAGRAPH.match(line.text) for line in lines[begins:])
    numbers = {int(one.group(1)) for one in found if one}
    missing = [one for one in range(1, LAST_PARAGRAPH + 1) if one not in numbers]
    if missing:
        reason = f"the text is not whole: the Rules lack paragraph {missing[0]}."
        raise FatalFault(lines[-1].number, reason)


def _note(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The note on the list's changes, which stands right above its heading."""
    begins = [
        at
        for at, line in enumerate(lines)
        if line.text.startswith("Ескерту. Тізбе жаңа редакцияда")
    ]
    return tuple(lines[begins[-1] :]) if begins else ()


def _heading(lines: Sequence[SourceLine]) -> Iterable[Anomaly]:
    """The first column has no words in its head: its meaning is inferred from what stands in it."""
    first = next(line for line in lines if line.text)
    if first.text.startswith("Кім тағайындайды"):
        yield Anomaly(first.number, NO_HEADING, "1")


def _posts(
    rows: Sequence[TableRow], text: SourceText
) -> tuple[tuple[PoliticalPost, ...], list[Anomaly]]:
    anomalies: list[Anomaly] = []
    posts: list[PoliticalPost] = []
    seen: Counter[str] = Counter()
    for number, row in enumerate(rows, start=1):
        title, marks = _without_marks(row.title)
        seen[title] += 1
        cells, basis, inferred = _columns(row, anomalies)
        posts.append(
            PoliticalPost(
                number,
                _key(title, seen[title]),
                title,
                marks,
                *cells,
                column_basis=basis,
                inferred=inferred,
                first_line=row.first_line,
                last_line=row.last_line,
                source_text=text.printed(row.first_line, row.last_line),
            )
        )
    return tuple(posts), anomalies


def _key(title: str, occurrence: int) -> str:
    name = title.casefold() if occurrence == 1 else f"{title.casefold()} {occurrence}"
    return f"political-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _without_marks(title: str) -> tuple[str, tuple[TitleMark, ...]]:
    found = _MARKED.finditer(title)
    marks = tuple(TitleMark(one.group(1), _MARKED.sub("", title[: one.start()])) for one in found)
    return tidied(_MARKED.sub("", title)), marks


Columns = tuple[Cell | None, Cell | None, Cell | None]


def _columns(
    row: TableRow, anomalies: list[Anomaly]
) -> tuple[Columns, ColumnBasis, frozenset[str]]:
    """Put the cells into columns 2 to 4; with two of them the second is proposer or consenter."""
    if not row.cells:
        anomalies.append(Anomaly(row.first_line, NOBODY_APPOINTS, row.title))
        return (None, None, None), ColumnBasis.PRINTED, frozenset()
    if len(row.cells) > len(COLUMNS):
        anomalies.append(Anomaly(row.first_line, TOO_MANY_CELLS, row.title))
    first, *others = row.cells[: len(COLUMNS)]
    if not others:
        return (first, None, None), ColumnBasis.PRINTED, frozenset()
    if len(others) > 1:
        return (first, others[0], others[1]), ColumnBasis.PRINTED, frozenset()
    basis = _basis(first, others[0])
    inferred = frozenset(COLUMNS[1:])
    agrees = basis is not ColumnBasis.OTHERS_PROPOSE
    if row.cells_before_break == 1:
        anomalies.append(Anomaly(row.first_line, COLUMN_UNCLEAR, row.title))
        basis, inferred = ColumnBasis.ACROSS_PAGES, frozenset(COLUMNS)
    elif _authorities(first) == _authorities(others[0]):
        anomalies.append(Anomaly(row.first_line, COLUMN_UNCLEAR, row.title))
    if agrees:
        return (first, None, others[0]), basis, inferred
    return (first, others[0], None), basis, inferred


_ACCEPTS_PROPOSALS: Final = frozenset(
    {
        Authority.PRESIDENT,
        Authority.FIRST_PRESIDENT,
        Authority.SENATE,
        Authority.SECURITY_COUNCIL_CHAIRMAN,
        Authority.REGIONAL_MASLIKHAT,
    }
)
_PEOPLES_BODIES: Final = frozenset(
    {
        Authority.MAJILIS,
        Authority.SENATE,
        Authority.REGIONAL_MASLIKHAT,
        Authority.DISTRICT_MASLIKHAT,
        Authority.CITY_MASLIKHAT,
    }
)


def _basis(appoints: Cell, other: Cell) -> ColumnBasis:
    who, others = _authorities(appoints), _authorities(other)
    if Authority.LAW_ENFORCEMENT_COMMISSION in others:
        return ColumnBasis.COMMISSION_AGREES
    if others & _PEOPLES_BODIES:
        return ColumnBasis.PEOPLES_BODY_CONSENTS
    if Authority.SECURITY_COUNCIL_CHAIRMAN in others:
        return ColumnBasis.CHAIRMAN_AGREES
    if who & _ACCEPTS_PROPOSALS:
        return ColumnBasis.OTHERS_PROPOSE
    return ColumnBasis.HIGHER_AGREES


def _authorities(cell: Cell) -> frozenset[Authority]:
    return frozenset(party.authority for party in cell.parties)


def _footnotes(
    lines: Sequence[SourceLine],
) -> tuple[tuple[Footnote, ...], list[Anomaly]]:
    """Read the footnotes; they end with the first empty line."""
    anomalies: list[Anomaly] = []
    groups: list[list[SourceLine]] = []
    for line in lines:
        if line.is_empty:
            break
        if _FOOTNOTE.match(line.text):
            groups.append([])
        groups[-1].append(line)
    made: list[Footnote] = []
    for group in groups:
        texts = [_in_order(line) for line in group]
        for line, text in zip(group, texts, strict=True):
            if text != line.text:
                anomalies.append(Anomaly(line.number, MOVED, line.printed.strip()))
        found = _FOOTNOTE.match(joined(texts))
        assert found is not None
        words = found.group(2).rstrip(";.")
        made.append(Footnote(found.group(1), words, group[0].number, group[-1].number))
    return tuple(made), anomalies


def _in_order(line: SourceLine) -> str:
    """Put a linked reference («3-бабы»), printed at the line's end, back into its hole."""
    text = line.spaced.strip()
    moved = _REFERENCE.search(text)
    holes = list(_HOLE.finditer(text))
    if moved is None or len(holes) != 1:
        return line.text
    hole = holes[0]
    between = text[hole.end() : moved.start()]
    return tidied(f"{text[: hole.start()]} {moved.group(1)} {between}")


def _titles_and_quotes(posts: Iterable[PoliticalPost]) -> Iterable[Anomaly]:
    titles: set[str] = set()
    for post in posts:
        if post.title in titles:
            yield Anomaly(post.first_line, TITLE_TWICE, post.title)
        titles.add(post.title)
        if _NEVER_OPENED.search(post.title):
            yield Anomaly(post.first_line, QUOTES, post.title)
        if _WORD_TWICE.search(post.title):
            yield Anomaly(post.first_line, MISPRINT, post.title)


def _marks(posts: Sequence[PoliticalPost], footnotes: Sequence[Footnote]) -> Iterable[Anomaly]:
    explained = {footnote.sign for footnote in footnotes}
    used = {sign for post in posts for sign in post.signs}
    for post in posts:
        for sign in sorted(post.signs - explained):
            yield Anomaly(post.first_line, NO_FOOTNOTE, f"{sign} {post.title}")
    for footnote in footnotes:
        if footnote.sign not in used:
            yield Anomaly(footnote.first_line, UNUSED_FOOTNOTE, footnote.sign)
