from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import literal
from sqlmodel import Session

from service.ability import queries as ability
from service.ability.loading import keep_passages, new_passages
from service.ability.passages import FOLDER as ABILITY
from service.ability.passages import Passages, load_passages
from service.core.db import insert_missing
from service.core.yaml_file import FileFault, MalformedFileError, YamlFile, parse_yaml
from service.items.bank import ITEMS, Bank, load_bank, ref_of
from service.items.loading import keep_items, new_items, newest_of
from service.journal.actions import record
from service.law.ability.catalogue import ACT as NUMBERS
from service.law.ability.catalogue import IN_USE
from service.law.calendar import local_day
from service.law.programme import Programme, shortages, unlike_texts
from service.law.programme_faults import faults_together
from service.programmes import queries
from service.programmes.blueprints import drawable
from service.programmes.models import ProgrammeVersion
from service.programmes.programme_body import body_of, sha256_of
from service.programmes.programme_files import (
    PROGRAMMES,
    ProgrammeEntry,
    load_programme,
    load_programmes,
    parse_programme,
)
from service.qualities.loading import keep_situations, new_situations
from service.qualities.situations import FOLDER as QUALITIES
from service.qualities.situations import Situations, load_situations


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has brought: the bank, and how much of it the database did not know yet."""

    bank: Bank
    new_items: int
    new_situations: int
    new_passages: int
    new_programmes: int


@dataclass(frozen=True, slots=True)
class Publishable:
    """A text that may be published as it stands, and what it would follow."""

    programme: Programme
    text: str
    before: Programme | None


@dataclass(frozen=True, slots=True)
class NotPublishable:
    """A text that may not be published: every fault with its line."""

    faults: tuple[FileFault, ...]


def load_question_bank(db: Session, folder: Path, *, now: datetime) -> Loaded:
    """Bring the database up to the files of a question bank, all of them or none.

    Approved items and programmes that are not known yet are kept for ever; loading the same files
    again changes nothing.

    Args:
        db: the open write transaction.
        folder: the question bank, with `items` and `programmes` in it.
        now: the moment.

    Raises:
        MalformedFileError: with every fault of every file: its form, a version that says something
            else than the one in use, a programme that the bank cannot fill.
    """
    bank, situations, passages, files = _read(folder)
    faults: list[FileFault] = []
    items = new_items(db, bank, faults)
    fresh = new_situations(db, situations, faults)
    texts = new_passages(db, passages, faults)
    programmes = _new_programmes(db, files, faults)
    counts = counts_of(bank, situations, passages)
    faults += [
        file.fault("sections", sentence)
        for file in files
        for sentence in (
            *shortages(file.programme, counts),
            *unlike_texts(file.programme, passages.asks()),
        )
    ]
    if faults:
        raise MalformedFileError(faults)
    changed = keep_items(db, bank, items, now=now)
    changed |= keep_situations(db, situations, fresh, now=now)
    changed |= keep_passages(db, passages, texts, now=now)
    for file in programmes:
        _keep_programme(db, file.programme, file.text, None, now)
    if programmes or changed:
        facts = {
            "items": len(items),
            "situations": len(fresh),
            "texts": len(texts),
            "programmes": len(programmes),
        }
        record(db, "question bank loaded", subject=("bank", bank.sha256), now=now, facts=facts)
    return Loaded(bank, len(items), len(fresh), len(texts), len(programmes))


def counts_of(bank: Bank, situations: Situations, passages: Passages) -> dict[str, int]:
    """Return how many may be drawn of each pool of a question bank's files."""
    numbers = {NUMBERS: len(IN_USE)}
    return {**bank.counts(), **situations.counts(), **passages.counts(), **numbers}


@dataclass(frozen=True, slots=True)
class _File:
    """A programme with the file it stands in."""

    path: Path
    text: str
    programme: Programme

    def fault(self, key: str, sentence: str, way_out: str = "") -> FileFault:
        return FileFault(self.path, _line_of(self.text, key), sentence, way_out)


def _line_of(text: str, key: str) -> int:
    """Return the line of a key of the first level."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(f"{key}:"):
            return number
    return 1


def _read(folder: Path) -> tuple[Bank, Situations, Passages, list[_File]]:
    """Read items, situations, texts and programmes, and say what is wrong with any at once."""
    faults: list[FileFault] = []
    bank: Bank | None = None
    situations: Situations | None = None
    passages: Passages | None = None
    paths: list[Path] = []
    try:
        bank = load_bank(folder / ITEMS)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        situations = load_situations(folder / QUALITIES)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        passages = load_passages(folder / ABILITY)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        load_programmes(folder / PROGRAMMES)  # also beside one another
        paths = sorted((folder / PROGRAMMES).glob("*.yaml"))
    except MalformedFileError as refusal:
        faults += refusal.faults
    if bank is None or situations is None or passages is None or faults:
        raise MalformedFileError(faults)
    return (
        bank,
        situations,
        passages,
        [_File(path, path.read_text(encoding="utf-8"), load_programme(path)) for path in paths],
    )


def _new_programmes(db: Session, files: Sequence[_File], faults: list[FileFault]) -> list[_File]:
    known = queries.known_programmes(db)
    newest = newest_of(known)
    new: list[_File] = []
    for file in files:
        code, version = file.programme.code, file.programme.version
        last = newest.get(code, 0)
        sha256 = known.get((code, version))
        way_out = f"Raise its version to {last + 1}."
        if sha256 is not None and sha256 != sha256_of(file.programme):
            sentence = f"{code}: version {version} is published and says something else"
            faults.append(file.fault("version", sentence, way_out))
        elif sha256 is None and version < last:
            sentence = f"{code}: version {version} lies before {last}, which is published"
            faults.append(file.fault("version", sentence, way_out))
        elif sha256 is None:
            new.append(file)
    return new


def _keep_programme(
    db: Session, programme: Programme, text: str, publisher: UUID | None, now: datetime
) -> bool:
    """Return whether it is ours: False where somebody has just published this version."""
    insert = insert_missing(db, ProgrammeVersion).values(
        code=programme.code,
        version=programme.version,
        body=body_of(programme, text),
        sha256=sha256_of(programme),
        valid_from=programme.valid_from,
        valid_to=programme.valid_to,
        published_at=now,
        published_by=publisher,
    )
    return db.execute(insert.returning(literal(1))).first() is not None


def check_programme(db: Session, text: str, *, today: date) -> Publishable | NotPublishable:
    """Say whether a programme's text may be published today, with every fault where it may not.

    A new version is the next one and does not begin in the past; the bank can fill it; its sums
    are right; its categories lead to one programme.
    """
    name = "programme"
    try:
        programme = parse_programme(text, name)
        file = parse_yaml(text, Path(name), ProgrammeEntry)
    except MalformedFileError as refusal:
        return NotPublishable(refusal.faults)
    versions = queries.versions_of(db, programme.code)
    before = versions[0] if versions else None
    faults = [
        *_faults_of_succession(file, programme, before, today),
        *_faults_among_others(db, file, programme),
    ]
    return NotPublishable(tuple(faults)) if faults else Publishable(programme, text, before)


def _faults_of_succession(
    file: YamlFile[ProgrammeEntry], programme: Programme, before: Programme | None, today: date
) -> Iterable[FileFault]:
    due = before.version + 1 if before else 1
    if programme.version != due:
        sentence = f"version: {programme.version} does not follow"
        yield file.fault(("version",), sentence, f"Write {due}.")
    if programme.valid_from < today:
        sentence = f"valid_from: {programme.valid_from} has passed"
        yield file.fault(("valid_from",), sentence, f"Write {today} or a later day.")
    if before and programme.kind != before.kind:
        sentence = f"kind: {programme.code} belongs to {before.kind}"
        yield file.fault(("kind",), sentence, f"Write {before.kind}, or choose another code.")


def _faults_among_others(
    db: Session, file: YamlFile[ProgrammeEntry], programme: Programme
) -> Iterable[FileFault]:
    for sentence in (
        *shortages(programme, drawable(db).counts()),
        *unlike_texts(programme, ability.asks(db)),
    ):
        yield file.fault(("sections",), sentence)
    others = [each for each in queries.newest_programmes(db) if each.code != programme.code]
    for sentence in faults_together([*others, programme]):
        yield file.fault(("categories",), sentence)


def publish_programme(
    db: Session, yaml_text: str, *, administrator_id: UUID, now: datetime
) -> Programme | NotPublishable:
    """Publish a new version of a programme, or say everything that stands against it.

    The version before it ends the day before the new one begins; attempts keep their own.
    """
    checked = check_programme(db, yaml_text, today=local_day(now))
    if isinstance(checked, NotPublishable):
        return checked
    programme = checked.programme
    if not _keep_programme(db, programme, yaml_text, administrator_id, now):
        sentence = f"version: {programme.version} has been published by somebody else"
        line = _line_of(yaml_text, "version")
        way_out = "Reload the page and look at it."
        return NotPublishable((FileFault(Path("programme"), line, sentence, way_out),))
    record(
        db,
        "programme published",
        subject=("programme", ref_of(programme.code, programme.version)),
        now=now,
        actor_id=administrator_id,
        facts={"sha256": sha256_of(programme), "valid_from": programme.valid_from.isoformat()},
    )
    return programme
