"""Takes the posts of an order on qualification requirements apart: head and four cells each.

The cells stand one below the other, each with its label: education, knowledge, experience, duties.
A PDF prints a label in the middle of its cell's height. Where a page ends inside a cell, the label
may therefore stand behind the cell's first part; the labels vary, and some share a line with text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from service.posts.source_text import FatalFault, SourceLine, SourceText

CellName = Literal["education", "knowledge", "experience", "duties"]
CELLS: Final[tuple[CellName, ...]] = get_args(CellName)
HEAD_LINES: Final = 9  # a post's title has at most so many lines

_NUMBERED = re.compile(r"^(\d{1,4}) ?\. ?(?=[^\W\d])")
_UNITS = re.compile(r"\(\s*\d+\s+бірлік\s*\)")
_TABLE_HEAD = re.compile(r"^(Өлшем\w*|Критерийлер|Белгілері)( Қойылатын)? [Тт]алаптар$")
_LABELS: Final[dict[CellName, re.Pattern[str]]] = {
    "education": re.compile(r"^Білімі?(?=\s|$)"),
    "knowledge": re.compile(
        r"^(Кәсіби|Кәсіптік) (біліктілігі|біліктілік|құзыреттілігі|құзыреттілік|құзыреті)(?=\s|$)"
    ),
    "experience": re.compile(
        r"^(Жұмыс тәжірибесі|Практикалық тәжірибе|Практикалық тәжірибесі|Тәжірибелік өтілі)(?=\s|$)"
    ),
    "duties": re.compile(r"^Функционалдық міндеттері?(?=\s|$)"),
}
_FIRST_HALF = "Функционалдық"
_SECOND_HALF = re.compile(r"^міндеттері?$")
_BEGINS: Final[dict[CellName, re.Pattern[str]]] = {
    "experience": re.compile(r"^«?Қазақстан Республикасы (Мемлекеттік қызмет істері|Қаржы мин)"),
}
# how a cell ends, with a moved word behind its full stop or without; education has one block
_ENDS: Final = re.compile(
    r"([.;]|\.\w+|(білу|білуі|білімдер|болу|болуы|қажет|тиіс|жыл|саласында|сәйкес|мүмкіндігінше|жөн))$"
)


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: its label as printed with its line (0 where there is none), and its lines."""

    name: CellName
    label: str
    label_line: int
    lines: tuple[SourceLine, ...]
    over_page: bool = False  # its first part stands before the label, on the page before


@dataclass(frozen=True, slots=True)
class RawPost:
    """A post as it stands in the text: number, head lines, the table's head, four cells."""

    number: int
    first_line: int
    last_line: int
    head: tuple[SourceLine, ...]
    table_head: SourceLine | None
    cells: tuple[RawCell, ...]

    def cell(self, name: CellName) -> RawCell:
        """Return the cell of this name; one that is not printed is empty."""
        found = [cell for cell in self.cells if cell.name == name]
        return found[0] if found else RawCell(name, "", 0, ())


Block = tuple[SourceLine, ...]


def posts_of(source: SourceText) -> list[RawPost]:
    """Return the posts of the text.

    Raises:
        FatalFault: there is none, or the text breaks off in the last one.
    """
    starts = _starts(source.lines)
    if not starts:
        raise FatalFault(0, "no post stands in this text: nothing like «1. …» with its units.")
    ends = [line.number - 1 for line in starts[1:]] + [source.lines[-1].number]
    posts = [
        _post(source.between(line.number, end)) for line, end in zip(starts, ends, strict=True)
    ]
    _refuse_broken_off(posts[-1])
    return posts


def _starts(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the first lines of the posts: numbered, after an empty line, with units soon after."""
    found: list[SourceLine] = []
    for at, line in enumerate(lines):
        if not _NUMBERED.match(line.text) or (at and not lines[at - 1].is_empty):
            continue
        head = lines[at : at + HEAD_LINES]
        if any(_UNITS.search(one.text) for one in _before_table(head)):
            found.append(line)
    return found


def _before_table(head: Iterable[SourceLine]) -> Iterable[SourceLine]:
    for line in head:
        if _TABLE_HEAD.match(line.text):
            return
        yield line


def _refuse_broken_off(last: RawPost) -> None:
    missing = [name for name in CELLS if not last.cell(name).lines]
    line = last.last_line
    if missing:
        raise FatalFault(
            line, f"the text breaks off in post {last.number}: it has no {missing[0]}."
        )
    written = [one for one in last.cell("duties").lines if not one.is_empty]
    if not written[-1].text.endswith((".", ";", "»", ")")):
        raise FatalFault(line, f"the text breaks off in a sentence of post {last.number}.")


def _post(lines: Sequence[SourceLine]) -> RawPost:
    found = _NUMBERED.match(lines[0].text)
    assert found is not None, "a post begins with its number"
    blocks = _blocks(lines)
    heads = [at for at, block in enumerate(blocks) if _TABLE_HEAD.match(block[0].text)]
    first_labels = [at for at, block in enumerate(blocks) if _label(block, "education")]
    body = heads[0] if heads else (first_labels or [len(blocks)])[0]
    head = tuple(line for block in blocks[:body] for line in block)
    table_head = blocks[body][0] if heads else None
    rest = blocks[body:]
    if table_head is not None:
        rest = [rest[0][1:], *rest[1:]] if len(rest[0]) > 1 else rest[1:]
    written = [line.number for line in lines if not line.is_empty]
    return RawPost(
        number=int(found.group(1)),
        first_line=written[0],
        last_line=written[-1],
        head=head,
        table_head=table_head,
        cells=tuple(_cells(rest)),
    )


def _blocks(lines: Iterable[SourceLine]) -> list[Block]:
    """Return the lines as blocks, between which an empty line or a new page stands."""
    blocks: list[Block] = []
    block: list[SourceLine] = []
    for line in lines:
        if block and (line.is_empty or line.begins_page):
            blocks.append(tuple(block))
            block = []
        if not line.is_empty:
            block.append(line)
    return [*blocks, tuple(block)] if block else blocks


def _label(block: Block, name: CellName) -> tuple[str, Block] | None:
    """Return the label that a block begins with and what is left of the block."""
    first = block[0]
    found = _LABELS[name].match(first.text)
    if found is not None:
        rest = first.text[found.end() :].strip()
        if not rest:
            return found.group(), block[1:]
        left = SourceLine(first.number, rest, first.printed, rest, first.begins_page)
        return found.group(), (left, *block[1:])
    halves = name == "duties" and first.text == _FIRST_HALF and len(block) > 1
    if halves and _SECOND_HALF.match(block[1].text):
        return f"{first.text} {block[1].text}", block[2:]
    return None


def _cells(blocks: Sequence[Block]) -> list[RawCell]:
    cells: list[RawCell] = []
    waiting = list(CELLS)
    held: list[Block] = []
    label, label_line = "", 0
    current: CellName | None = None
    carried: list[Block] = []

    def close(own: Sequence[Block]) -> None:
        if current is not None:
            lines = tuple(line for block in (*carried, *own) for line in block)
            cells.append(RawCell(current, label, label_line, lines, bool(carried)))

    for block in blocks:
        found = next(
            ((name, hit) for name in waiting if (hit := _label(block, name)) is not None), None
        )
        if found is None:
            held.append(block)
            continue
        name, (printed, rest) = found
        own, after = _parted(held, current, name) if block[0].begins_page else (held, [])
        close(own)
        waiting = waiting[waiting.index(name) + 1 :]
        current, label, label_line, carried = name, printed, block[0].number, list(after)
        held = [rest] if rest else []
    close(held)
    return cells


def _parted(
    held: Sequence[Block], last: CellName | None, following: CellName
) -> tuple[Sequence[Block], Sequence[Block]]:
    """Part the blocks before a label that begins a page: of the last cell, of the following one."""
    for at in range(1, len(held)):
        ended = last == "education" or _ENDS.search(held[at - 1][-1].text)
        begins = _BEGINS.get(following)
        fits = begins.match(held[at][0].text) if begins else _is_a_beginning(held[at][0])
        if ended and fits:
            return held[:at], held[at:]
    return held, []


def _is_a_beginning(line: SourceLine) -> bool:
    return not line.spaced.startswith((" ", ",", "."))
