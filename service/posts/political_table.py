"""The decree's table, put together again from the lines of a PDF that knows no cells.

A PDF prints the cells of a row one after another, parted by an empty line; nothing marks where a
row begins. What tells the cells apart is what stands in them: the names of those who appoint,
propose and agree are a closed list (`authorities`), everything else is the title of a post.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from service.posts.authorities import (
    ALSO_POSTS,
    MISPRINTED,
    Party,
    is_beginning,
    parse_cells,
    trailing_cells,
)
from service.posts.source_text import PAGE_GAP, Anomaly, SourceLine

MIXED: Final = "title and cell on one line"
CELLS_TOGETHER: Final = "cells without a gap"
ROW_OVER_PAGES: Final = "row over two pages"
CELL_OVER_PAGES: Final = "cell over two pages"
MISPRINT: Final = "misprint"
UNFINISHED: Final = "unfinished title"
LOST_CELL: Final = "cell without a row"
UNKNOWN_END: Final = "cell without its end"

# how the last word of a post's title ends: a title that ends otherwise goes on
_POST_ENDS: Final = re.compile(
    "(?:басшы|төраға|орынбасар|министр|хатшы|мүше|судья|прокурор|басқарушы|көмекші|кеңесші|өкіл"
    "|уәкіл|әкім|депутат|бастық|бастығ|директор|ректор|қолбасшы)(?:[лдт]ары|[лдт]ері|[лдт]ар|[лдт]ер|сы|сі|ы|і)?$",
    re.IGNORECASE,
)
_IN_BRACKETS_AT_END = re.compile(r"\s*\([^()]*\)$")
_CLOSING_SIGNS = tuple(",.;:)»")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text with the lines it stands on."""

    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The parties named in one cell, with the lines they stand on."""

    parties: tuple[Party, ...]
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A post and the cells beside it, in the order of printing.

    `cells_before_break` counts the cells printed before the page ended inside the row; None
    where the row stands on one page.
    """

    title: str
    cells: tuple[Cell, ...]
    first_line: int
    last_line: int
    cells_before_break: int | None


def read_rows(lines: Iterable[SourceLine]) -> tuple[tuple[TableRow, ...], tuple[Anomaly, ...]]:
    """Return the rows of the table's body, and what was odd in it."""
    table = _Table()
    for block in _blocks(lines):
        table.take(block)
    return table.end()


def ends_as_post(title: str) -> bool:
    """Whether the title ends with the name of a post, so that nothing is missing behind it."""
    plain = _IN_BRACKETS_AT_END.sub("", title.replace("*", "").strip())
    return bool(_POST_ENDS.search(plain))


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty one between them; `after_break`: the page ended before."""

    lines: tuple[SourceLine, ...]
    after_break: bool

    @property
    def piece(self) -> Piece:
        return Piece(_flow(self.lines), self.lines[0].number, self.lines[-1].number)


def _blocks(lines: Iterable[SourceLine]) -> Iterator[_Block]:
    """A page ends with lines that are wholly empty; an empty cell prints a blank on its line."""
    gap = 0
    for is_empty, group in groupby(lines, key=lambda line: line.is_empty):
        some = tuple(group)
        if is_empty:
            gap = _trailing_gap(some)
        else:
            yield _Block(some, after_break=gap >= PAGE_GAP)


def _trailing_gap(lines: Sequence[SourceLine]) -> int:
    size = 0
    for line in reversed(lines):
        if line.printed:
            break
        size += 1
    return size


def _flow(lines: Iterable[SourceLine]) -> str:
    """Join the lines of a cell; signs that a line break parted from their word go back to it."""
    text = ""
    for word in (word for line in lines for word in line.text.split()):
        opens = text.endswith("(") or (text.endswith(' "') and text.count('"') % 2 == 1)
        glued = not text or opens or word.startswith(_CLOSING_SIGNS)
        text += word if glued else f" {word}"
    return text


@dataclass(slots=True)
class _Row:
    titles: list[Piece]
    cells: list[Cell] = field(default_factory=list)
    before_break: int | None = None
    open_cell: int | None = None
    torn: tuple[int, Piece] | None = None

    @property
    def title(self) -> str:
        return " ".join(piece.text for piece in self.titles)

    @property
    def is_unfinished(self) -> bool:
        return not ends_as_post(self.title)


@dataclass(slots=True)
class _Table:
    """Takes block after block; a title that nothing announces begins the next row."""

    rows: list[TableRow] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    row: _Row | None = None
    named: set[str] = field(default_factory=set)

    def take(self, block: _Block) -> None:
        piece = block.piece
        if block.after_break and self.row:
            self._turn_page(self.row, piece)
        cells = self._cells_of(piece)
        if cells:
            self._take_cells(cells, piece)
        elif self.row and self.row.torn and self._mend_torn(self.row, piece):
            return
        elif self.row and self.row.is_unfinished and is_beginning(piece.text):
            self.row.torn = (len(self.row.cells), piece)
            self._note(piece, CELL_OVER_PAGES)
        else:
            self._take_title(block)

    def end(self) -> tuple[tuple[TableRow, ...], tuple[Anomaly, ...]]:
        self._close()
        return tuple(self.rows), tuple(self.anomalies)

    def _note(self, piece: Piece, kind: str) -> None:
        self.anomalies.append(Anomaly(piece.first_line, kind, piece.text))

    def _turn_page(self, row: _Row, piece: Piece) -> None:
        if row.is_unfinished or row.open_cell is not None or parse_cells(piece.text):
            row.before_break = len(row.cells) + (row.torn is not None)
            self._note(piece, ROW_OVER_PAGES)

    def _cells_of(self, piece: Piece) -> list[tuple[Cell, bool]]:
        """The cells that the block consists of; none where it is a post that is named first."""
        parsed = parse_cells(piece.text) or ()
        if len(parsed) == 1 and len(parsed[0].parties) == 1:
            is_post = parsed[0].parties[0].authority in ALSO_POSTS
            needs_appointer = bool(self.row and not self.row.cells)
            if is_post and piece.text not in self.named and not needs_appointer:
                return []
        return [
            (Cell(one.parties, piece.first_line, piece.last_line), one.is_open) for one in parsed
        ]

    def _take_cells(self, cells: Sequence[tuple[Cell, bool]], piece: Piece) -> None:
        if self.row is None:
            self._note(piece, LOST_CELL)
            return
        if len(cells) > 1:
            self._note(piece, CELLS_TOGETHER)
        for cell, is_open in cells:
            if is_open:
                self.row.open_cell = len(self.row.cells)
            if any(party.printed in MISPRINTED for party in cell.parties):
                self._note(piece, MISPRINT)
            self.row.cells.append(cell)

    def _mend_torn(self, row: _Row, piece: Piece) -> bool:
        """Put the end of a party's name to its beginning on the page before."""
        assert row.torn is not None
        at, begun = row.torn
        whole = parse_cells(f"{begun.text} {piece.text}")
        if whole is None:
            return False
        row.cells.insert(at, Cell(whole[0].parties, begun.first_line, piece.last_line))
        row.torn = None
        return True

    def _take_title(self, block: _Block) -> None:
        *above, last = block.lines
        begins = trailing_cells(last.text)
        if begins is None:
            self._add_title(block.piece)
            return
        beside = Piece(last.text[begins:], last.number, last.number)
        self._note(block.piece, MIXED)
        words = _flow([*above, _cut(last, begins)])
        self._add_title(Piece(words, block.piece.first_line, last.number))
        self._take_cells(self._cells_of(beside), beside)

    def _add_title(self, piece: Piece) -> None:
        row = self.row
        goes_on = row is not None and row.is_unfinished
        if row is not None and goes_on and (row.before_break is not None or not row.cells):
            row.titles.append(piece)
            return
        self._close()
        self.row = _Row([piece])

    def _close(self) -> None:
        row = self.row
        if row is None:
            return
        if row.is_unfinished:
            self._note(row.titles[0], UNFINISHED)
        if row.torn:
            self._note(row.torn[1], UNKNOWN_END)
        cells = self._completed(row)
        spans: list[Piece | Cell] = [*row.titles, *cells]
        self.named.add(row.title)
        self.rows.append(
            TableRow(
                row.title,
                tuple(cells),
                min(one.first_line for one in spans),
                max(one.last_line for one in spans),
                row.before_break,
            )
        )
        self.row = None

    def _completed(self, row: _Row) -> list[Cell]:
        """A cell that a comma leaves open at the page's end goes on in the last one of the row."""
        cells = list(row.cells)
        if row.open_cell is None:
            return cells
        begun = cells.pop(row.open_cell)
        if row.open_cell == len(cells):
            self.anomalies.append(Anomaly(begun.last_line, UNKNOWN_END, row.title))
            return [*cells, begun]
        self.anomalies.append(Anomaly(begun.first_line, CELL_OVER_PAGES, row.title))
        end = cells.pop()
        return [*cells, Cell(begun.parties + end.parties, begun.first_line, end.last_line)]


def _cut(line: SourceLine, end: int) -> SourceLine:
    return replace(line, text=line.text[:end].strip())
