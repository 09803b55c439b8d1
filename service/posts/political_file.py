"""The facts of the political posts as a data file: the register is there without the text."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from service.core.yaml_file import Entry, read_yaml
from service.posts.act_facts import ActFacts
from service.posts.authorities import Authority, Party
from service.posts.political_decree import (
    COLUMNS,
    ColumnBasis,
    Footnote,
    PoliticalPost,
    PoliticalReading,
    TitleMark,
)
from service.posts.political_table import Cell
from service.posts.printed_dates import ActNumber

FILE_NAME: Final = "political-posts.yaml"

LineSpan = Annotated[list[int], Field(min_length=2, max_length=2)]


class ActEntry(Entry):
    """An act by number and day."""

    number: str
    day: date

    def act(self) -> ActNumber:
        """Return it as the parsers give it."""
        return ActNumber(self.day, self.number)


class SourceEntry(Entry):
    """Which text the facts were read from."""

    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class DatedAct(Entry):
    """The act that the register belongs to."""

    number: str
    adopted_on: date
    registration: ActEntry | None = None
    repealed_by: ActEntry | None = None
    changes: list[ActEntry] = Field(default_factory=list)
    wording_from: date | None = None

    def facts(self) -> ActFacts:
        """Return it as the parsers give it."""
        return ActFacts(
            self.number,
            self.adopted_on,
            self.registration.act() if self.registration else None,
            self.repealed_by.act() if self.repealed_by else None,
            tuple(change.act() for change in self.changes),
            self.wording_from,
        )


class PartyEntry(Entry):
    """One who appoints, proposes or agrees."""

    authority: Annotated[Authority, Field(strict=False)]
    printed: str
    mark: str = ""
    by_instruction: bool = False


class CellEntry(Entry):
    """The parties of a cell and where they stand in the text."""

    parties: Annotated[list[PartyEntry], Field(min_length=1)]
    lines: LineSpan

    def cell(self) -> Cell:
        """Return it as the parser gives it."""
        parties = (
            Party(one.authority, one.printed, one.mark, one.by_instruction) for one in self.parties
        )
        return Cell(tuple(parties), self.lines[0], self.lines[1])


class FootnoteEntry(Entry):
    """A footnote of the list."""

    sign: str
    text: str
    lines: LineSpan


class MarkEntry(Entry):
    """A footnote's mark inside a title."""

    sign: str
    behind: str


class PoliticalPostEntry(Entry):
    """A row of the list."""

    number: int
    key: str
    title: str
    marks: list[MarkEntry] = Field(default_factory=list)
    appointed_by: CellEntry | None = None
    proposed_by: CellEntry | None = None
    agreed_with: CellEntry | None = None
    column_basis: Annotated[ColumnBasis, Field(strict=False)]
    inferred: list[str] = Field(default_factory=list)
    lines: LineSpan

    def post(self) -> PoliticalPost:
        """Return it as the parser gives it, without the source text."""
        cells = (self.appointed_by, self.proposed_by, self.agreed_with)
        appointed, proposed, agreed = (one.cell() if one else None for one in cells)
        return PoliticalPost(
            self.number,
            self.key,
            self.title,
            tuple(TitleMark(one.sign, one.behind) for one in self.marks),
            appointed,
            proposed,
            agreed,
            self.column_basis,
            frozenset(self.inferred),
            self.lines[0],
            self.lines[1],
            source_text="",
        )


class PoliticalFile(Entry):
    """The whole file."""

    source: SourceEntry
    act: DatedAct
    footnotes: list[FootnoteEntry]
    posts: Annotated[list[PoliticalPostEntry], Field(min_length=1)]


def load_political_posts(path: Path) -> PoliticalReading:
    """Return the shipped facts as if they were read; source texts and anomalies are empty.

    Raises:
        MalformedFileError: the file does not fit.
    """
    file = read_yaml(path, PoliticalFile).value
    footnotes = (Footnote(one.sign, one.text, one.lines[0], one.lines[1]) for one in file.footnotes)
    return PoliticalReading(
        file.source.name,
        file.source.sha256,
        file.act.facts(),
        tuple(entry.post() for entry in file.posts),
        tuple(footnotes),
        (),
    )


def political_file(reading: PoliticalReading) -> PoliticalFile:
    """Return the facts of a reading in the form that is shipped."""
    return PoliticalFile(
        source=SourceEntry(name=reading.source_name, sha256=reading.sha256),
        act=dated_act(reading.act),
        footnotes=[
            FootnoteEntry(sign=one.sign, text=one.text, lines=[one.first_line, one.last_line])
            for one in reading.footnotes
        ],
        posts=[_entry(post) for post in reading.records],
    )


def dated_act(act: ActFacts) -> DatedAct:
    """Return an act's facts in the form that is shipped."""
    return DatedAct(
        number=act.number,
        adopted_on=act.adopted_on,
        registration=act_entry(act.registration),
        repealed_by=act_entry(act.repealed_by),
        changes=[ActEntry(number=one.number, day=one.day) for one in act.changes],
        wording_from=act.wording_from,
    )


def act_entry(act: ActNumber | None) -> ActEntry | None:
    """Return an act's number in the form that is shipped."""
    return ActEntry(number=act.number, day=act.day) if act else None


def _entry(post: PoliticalPost) -> PoliticalPostEntry:
    cells = (post.appointed_by, post.proposed_by, post.agreed_with)
    return PoliticalPostEntry(
        number=post.number,
        key=post.key,
        title=post.title,
        marks=[MarkEntry(sign=one.sign, behind=one.behind) for one in post.marks],
        **dict(zip(COLUMNS, map(_cell_entry, cells), strict=True)),
        column_basis=post.column_basis,
        inferred=sorted(post.inferred),
        lines=[post.first_line, post.last_line],
    )


def _cell_entry(cell: Cell | None) -> CellEntry | None:
    if cell is None:
        return None
    parties = [
        PartyEntry(
            authority=one.authority,
            printed=one.printed,
            mark=one.mark,
            by_instruction=one.by_instruction,
        )
        for one in cell.parties
    ]
    return CellEntry(parties=parties, lines=[cell.first_line, cell.last_line])
