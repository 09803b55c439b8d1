"""Programmes as files: YAML in, `law.programme.Programme` out, or faults with file and line."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from service.core.yaml_file import (
    Entry,
    FileFault,
    MalformedFileError,
    Words,
    YamlFile,
    parse_yaml,
    read_yaml,
)
from service.law.programme import (
    LegalEducation,
    Level,
    Part,
    Programme,
    Section,
    SectionKind,
)
from service.law.programme_faults import faults_together, located_faults
from service.law.rule_set import Kind

PROGRAMMES: Final = "programmes"  # the folder of a question bank that holds them


class PartEntry(Entry):
    code: str
    title: Words
    counts: dict[str, int]
    asks: int = 1


class SectionEntry(Entry):
    code: str
    title: Words
    minutes: int
    pass_total: int | None
    pass_per_act: int | None
    parts: list[PartEntry]
    kind: SectionKind = "knowledge"
    level: Level | None = None


class ProgrammeEntry(Entry):
    """A programme file; every key is written, so that nothing holds by silence.

    Only a section's kind and level are left out where it asks for knowledge, as nearly all do, and
    what the ability test alone has: questions about a text, a threshold of all sections together.
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
    legal_education: LegalEducation | None
    categories: list[str]
    sections: list[SectionEntry]
    pass_together: int | None = None


def load_programmes(folder: Path) -> list[Programme]:
    """Load every ``*.yaml`` of a folder, in the order of their names; all of them or none.

    Raises:
        MalformedFileError: with the faults of all files at once.
    """
    programmes: list[Programme] = []
    faults: list[FileFault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            programmes.append(load_programme(path))
        except MalformedFileError as refusal:
            faults += refusal.faults
    if not programmes and not faults:
        faults = [FileFault(folder, 1, "holds no programme", "Put the programme files there.")]
    if not faults:
        faults = [FileFault(folder, 1, sentence) for sentence in faults_together(programmes)]
    if faults:
        raise MalformedFileError(faults)
    return programmes


def load_programme(path: Path) -> Programme:
    """Load a programme from its file.

    Raises:
        MalformedFileError: with every fault, its line and what to do.
    """
    return _programme(read_yaml(path, ProgrammeEntry))


def parse_programme(text: str, name: str) -> Programme:
    """Read a programme from a text, such as one that an administrator is about to publish.

    Args:
        text: YAML, as in a programme file.
        name: what the faults call it.

    Raises:
        MalformedFileError: as `load_programme`.
    """
    return _programme(parse_yaml(text, Path(name), ProgrammeEntry))


def _programme(file: YamlFile[ProgrammeEntry]) -> Programme:
    entry = file.value
    programme = Programme(
        code=entry.code,
        version=entry.version,
        kind=entry.kind,
        title=_words(entry.title),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        source=entry.source,
        note=None if entry.note is None else _words(entry.note),
        unconfirmed=entry.unconfirmed,
        categories=tuple(entry.categories),
        legal_education=entry.legal_education,
        sections=tuple(map(_section, entry.sections)),
        pass_together=entry.pass_together,
    )
    faults = [
        file.fault(fault.where, f"{'.'.join(map(str, fault.where))}: {fault.sentence}")
        for fault in located_faults(programme)
    ]
    if faults:
        raise MalformedFileError(faults)
    return programme


def _section(entry: SectionEntry) -> Section:
    return Section(
        code=entry.code,
        title=_words(entry.title),
        minutes=entry.minutes,
        pass_total=entry.pass_total,
        pass_per_act=entry.pass_per_act,
        parts=tuple(
            Part(part.code, _words(part.title), dict(part.counts), part.asks)
            for part in entry.parts
        ),
        kind=entry.kind,
        level=entry.level,
    )


def _words(entry: Words) -> Mapping[str, str]:
    return {"kk": entry.kk, "ru": entry.ru, "en": entry.en}
