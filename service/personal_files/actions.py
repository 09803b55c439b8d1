"""What a person does with the file. Without consent (ID-2) nothing is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlmodel import Session

from service.journal.actions import record
from service.law.bars import BARS, TEXT_VERSION, is_under_age
from service.law.calendar import local_day
from service.people.file_changes import note_change
from service.people.queries import account_for_update, consent_in_force
from service.personal_files import queries
from service.personal_files.indexing import index_file
from service.personal_files.models import (
    ComputerSkill,
    Declaration,
    DocumentKind,
    Entry,
    Gravity,
    PersonalDocument,
    Scan,
    Source,
)
from service.personal_files.scans import Unclear, line_for, move_scans

MOST_ENTRIES: Final = 60  # lines of a kind that a person may write
MOST_DOCUMENTS: Final = 60  # in the file at a time
MOST_UPLOADS: Final = 400  # ever: what is taken out of the file is kept

AnEntry = TypeVar("AnEntry", bound=Entry)


class FileRefusal(StrEnum):
    """Why something is not kept."""

    NO_CONSENT = "no-consent"  # ID-2
    FULL = "full"
    UNCLEAR = "unclear"  # which line a document proves
    STATES = "states"  # the line is the state's: it is corrected where it was made


@dataclass(frozen=True)
class Keeper:
    """Whose file it is, and the consent that is asked for today."""

    account_id: UUID
    consent_version: str


@dataclass(frozen=True)
class Upload:
    """A document that was found sound; its bytes are kept already under `id`."""

    id: UUID
    kind: DocumentKind
    original_name: str
    media_type: str
    size: int
    sha256: str
    scan: Scan


@dataclass(frozen=True)
class Declared:
    """An answer to one of the fourteen bars."""

    applies: bool
    dismissed: bool = False
    released: bool = False
    gravity: Gravity | None = None
    happened_on: date | None = None
    until_on: date | None = None


def may_keep(db: Session, keeper: Keeper) -> bool:
    """Whether anything may be kept: the consent that is asked for today is in force (ID-2)."""
    return consent_in_force(db, keeper.account_id, keeper.consent_version) is not None


def add_entry(
    db: Session, keeper: Keeper, kind: type[AnEntry], facts: Mapping[str, Any], *, now: datetime
) -> AnEntry | FileRefusal:
    """Write a line into the person's file; it stays to be confirmed."""
    account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    if len(queries.entries_of(db, keeper.account_id, kind)) >= MOST_ENTRIES:
        return FileRefusal.FULL
    line = _write(db, keeper, kind, facts, now)
    index_file(db, keeper.account_id, now=now)
    return line


def change_entry(
    db: Session, keeper: Keeper, line: AnEntry, facts: Mapping[str, Any], *, now: datetime
) -> AnEntry | FileRefusal:
    """Put a corrected line in the place of the person's own one; the old one is kept.

    The scans that proved the old one go with the new one.
    """
    account_for_update(db, keeper.account_id)
    if line.source is Source.STATE:
        return FileRefusal.STATES
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    made = _write(db, keeper, type(line), facts, now, replaces=line.id)
    line.ended_at = now
    db.add(line)
    move_scans(db, keeper.account_id, {line.id: made.id})
    index_file(db, keeper.account_id, now=now)
    return made


def remove_entry(db: Session, keeper: Keeper, line: Entry, *, now: datetime) -> FileRefusal | None:
    """Take the person's own line out of the file; it stays among what has been."""
    account_for_update(db, keeper.account_id)
    if line.source is Source.STATE:
        return FileRefusal.STATES
    _take_out(db, line, now)
    index_file(db, keeper.account_id, now=now)
    return None


def say_programs(
    db: Session, keeper: Keeper, programs: frozenset[str], *, now: datetime
) -> FileRefusal | None:
    """Let the file say that the person works with these programs and with no others."""
    account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    there = queries.entries_of(db, keeper.account_id, ComputerSkill)
    for line in there:
        if line.source is Source.PERSON and line.program not in programs:
            _take_out(db, line, now)
    for program in sorted(programs - {one.program for one in there}):
        _write(db, keeper, ComputerSkill, {"program": program}, now)
    index_file(db, keeper.account_id, now=now)
    return None


def _write(
    db: Session,
    keeper: Keeper,
    kind: type[AnEntry],
    facts: Mapping[str, Any],
    now: datetime,
    replaces: UUID | None = None,
) -> AnEntry:
    own: dict[str, Any] = {"account_id": keeper.account_id, "source": Source.PERSON}
    line = kind(**own, replaces=replaces, made_at=now, **facts)
    db.add(line)
    verb = "personal file line corrected" if replaces else "personal file line written"
    _record(db, keeper.account_id, verb, now=now, facts=_named(line))
    return line


def _take_out(db: Session, line: Entry, now: datetime) -> None:
    line.ended_at = now
    db.add(line)
    _record(db, line.account_id, "personal file line removed", now=now, facts=_named(line))


def add_document(
    db: Session,
    keeper: Keeper,
    upload: Upload,
    *,
    now: datetime,
    line_id: UUID | None = None,
) -> PersonalDocument | FileRefusal:
    """Put an uploaded document into the file, at the line that it proves.

    The same one at the same line again is the one that is there. Without a line it stands at the
    one that it surely proves.
    """
    account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    rows = queries.file_rows(db, [keeper.account_id])[keeper.account_id]
    try:
        line = line_for(upload.kind, line_id, rows)
    except Unclear:
        return FileRefusal.UNCLEAR
    placed = line.id if line is not None else None
    for one in rows.documents:
        if (one.sha256, one.kind) == (upload.sha256, upload.kind) and one.line_id in {placed, None}:
            return one
    is_full = len(rows.documents) >= MOST_DOCUMENTS
    if is_full or queries.uploads_ever(db, keeper.account_id) >= MOST_UPLOADS:
        return FileRefusal.FULL
    own: dict[str, Any] = {"account_id": keeper.account_id, "line_id": placed}
    document = PersonalDocument(**own, uploaded_at=now, **vars(upload))
    db.add(document)
    _record(
        db, keeper.account_id, "personal document uploaded", now=now, facts=_described(document)
    )
    index_file(db, keeper.account_id, now=now)
    return document


def place_document(
    db: Session, keeper: Keeper, document: PersonalDocument, line_id: UUID | None, *, now: datetime
) -> FileRefusal | None:
    """Put a document of the file to another line, or where it surely belongs."""
    account_for_update(db, keeper.account_id)
    rows = queries.file_rows(db, [keeper.account_id])[keeper.account_id]
    try:
        line = line_for(document.kind, line_id, rows)
    except Unclear:
        return FileRefusal.UNCLEAR
    document.line_id = line.id if line is not None else None
    db.add(document)
    facts = {"document": str(document.id), "line": str(document.line_id or "")}
    _record(db, keeper.account_id, "personal document placed", now=now, facts=facts)
    index_file(db, keeper.account_id, now=now)
    return None


def _described(document: PersonalDocument) -> dict[str, Any]:
    return {
        "document": str(document.id),
        "kind": document.kind,
        "line": str(document.line_id or ""),
        "type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "scan": document.scan,
    }


def remove_document(db: Session, document: PersonalDocument, *, now: datetime) -> None:
    """Take a document out of the file; its bytes stay, for a decision may stand on them."""
    account_for_update(db, document.account_id)
    document.removed_at = now
    db.add(document)
    facts = {"document": str(document.id)}
    _record(db, document.account_id, "personal document removed", now=now, facts=facts)
    index_file(db, document.account_id, now=now)


def declare(
    db: Session,
    keeper: Keeper,
    answers: Mapping[int, Declared],
    *,
    now: datetime,
) -> list[Declaration] | FileRefusal:
    """Keep what the person declares to the bars of LAW 16(3); a changed answer is a new row.

    What follows from the state's data (age) is added by itself. Returns the new rows.
    """
    owner = account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    today, known = local_day(now), queries.declarations_of(db, keeper.account_id)
    under_age = Declared(is_under_age(owner.birth_on, today))
    given = {**answers, **{bar.number: under_age for bar in BARS if bar.known_to_state}}
    made = []
    for bar in BARS:
        answer = given.get(bar.number)
        if answer is None or _says(known.get(bar.number)) == answer:
            continue
        made.append(
            Declaration(
                account_id=keeper.account_id,
                number=bar.number,
                source=Source.STATE if bar.known_to_state else Source.PERSON,
                text_version=TEXT_VERSION,
                made_at=now,
                **vars(answer),
            )
        )
    db.add_all(made)
    if made:
        # what was answered stands in the declarations only
        facts = {"numbers": [one.number for one in made], "text": TEXT_VERSION}
        _record(db, keeper.account_id, "declarations made", now=now, facts=facts, rule="LW-2")
        index_file(db, keeper.account_id, now=now)
    return made


def _says(row: Declaration | None) -> Declared | None:
    if row is None or row.text_version != TEXT_VERSION:
        return None
    return Declared(
        row.applies, row.dismissed, row.released, row.gravity, row.happened_on, row.until_on
    )


def _named(line: Entry) -> dict[str, Any]:
    return {"kind": str(line.__tablename__), "line": str(line.id)}


def _record(
    db: Session,
    account_id: UUID,
    verb: str,
    *,
    now: datetime,
    facts: dict[str, Any],
    rule: str | None = None,
) -> None:
    note_change(db, account_id, now=now)
    record(
        db,
        verb,
        subject=("account", account_id),
        now=now,
        actor_id=account_id,
        rule=rule,
        facts=facts,
    )
