"""The facts of the civilian posts as a data file: the register is there without the text."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from service.core.yaml_file import Entry, read_yaml
from service.posts.civil_groups import Category, Qualification, Scope
from service.posts.civil_order import CivilGroup, CivilReading
from service.posts.political_file import (
    ActEntry,
    DatedAct,
    LineSpan,
    SourceEntry,
    act_entry,
    dated_act,
)

FILE_NAME: Final = "civil-posts.yaml"


class CivilGroupEntry(Entry):
    """Posts that stand together in the register."""

    number: int
    key: str
    block: str
    block_name: str
    sphere: str | None = None
    link: str
    level: str | None = None
    scope: Annotated[Scope | None, Field(strict=False)] = None
    heading: str | None = None
    category: Annotated[Category | None, Field(strict=False)] = None
    qualification: Annotated[Qualification | None, Field(strict=False)] = None
    titles: Annotated[list[str], Field(min_length=1)]
    units: list[str] = Field(default_factory=list)
    inferred: list[str] = Field(default_factory=list)
    lines: LineSpan

    def group(self) -> CivilGroup:
        """Return it as the parser gives it, without the source text."""
        return CivilGroup(
            number=self.number,
            key=self.key,
            block=self.block,
            block_name=self.block_name,
            sphere=self.sphere,
            link=self.link,
            level=self.level,
            scope=self.scope,
            heading=self.heading,
            category=self.category,
            qualification=self.qualification,
            titles=tuple(self.titles),
            units=tuple(self.units),
            inferred=frozenset(self.inferred),
            first_line=self.lines[0],
            last_line=self.lines[1],
            source_text="",
        )


class CivilFile(Entry):
    """The whole file."""

    source: SourceEntry
    act: DatedAct
    changed_act: ActEntry | None = None
    abbreviations: dict[str, str]
    groups: Annotated[list[CivilGroupEntry], Field(min_length=1)]


def load_civil_posts(path: Path) -> CivilReading:
    """Return the shipped facts as if they were read; source texts and anomalies are empty.

    Raises:
        MalformedFileError: the file does not fit.
    """
    file = read_yaml(path, CivilFile).value
    return CivilReading(
        file.source.name,
        file.source.sha256,
        file.act.facts(),
        file.changed_act.act() if file.changed_act else None,
        tuple(entry.group() for entry in file.groups),
        tuple(file.abbreviations.items()),
        (),
    )


def civil_file(reading: CivilReading) -> CivilFile:
    """Return the facts of a reading in the form that is shipped."""
    return CivilFile(
        source=SourceEntry(name=reading.source_name, sha256=reading.sha256),
        act=dated_act(reading.act),
        changed_act=act_entry(reading.changed_act),
        abbreviations=dict(reading.abbreviations),
        groups=[_entry(one) for one in reading.records],
    )


def _entry(one: CivilGroup) -> CivilGroupEntry:
    return CivilGroupEntry(
        number=one.number,
        key=one.key,
        block=one.block,
        block_name=one.block_name,
        sphere=one.sphere,
        link=one.link,
        level=one.level,
        scope=one.scope,
        heading=one.heading,
        category=one.category,
        qualification=one.qualification,
        titles=list(one.titles),
        units=list(one.units),
        inferred=sorted(one.inferred),
        lines=[one.first_line, one.last_line],
    )
