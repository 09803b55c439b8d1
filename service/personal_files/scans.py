"""Which scan proves which line of the file, and which is missing (VC-3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.personal_files import queries
from service.personal_files.file_rows import FileRows
from service.personal_files.models import (
    DocumentKind,
    Education,
    Employment,
    Entry,
    LanguageSkill,
    PersonalDocument,
    ProvedCondition,
    Source,
    Volunteering,
)

PROVES: Final[Mapping[DocumentKind, type[Entry]]] = {
    DocumentKind.DIPLOMA: Education,
    DocumentKind.DIPLOMA_ANNEX: Education,
    DocumentKind.RECOGNITION: Education,
    DocumentKind.EMPLOYMENT: Employment,
    DocumentKind.LANGUAGE: LanguageSkill,
    DocumentKind.VOLUNTEERING: Volunteering,
    DocumentKind.CONDITION: ProvedCondition,
}


class Unclear(Exception):
    """Which line of the file a document proves has to be said."""


def lines_of(document: PersonalDocument, rows: FileRows) -> Sequence[Entry]:
    """Return the lines that a document proves.

    One that names no line proves the only one there is; a document on employment all of the work.
    """
    kind = PROVES.get(document.kind)
    lines: Sequence[Entry] = rows.lines.get(kind, ()) if kind is not None else ()
    if document.line_id is not None:
        return [one for one in lines if one.id == document.line_id]
    return lines if len(lines) == 1 or document.kind is DocumentKind.EMPLOYMENT else ()


def scans_by_line(rows: FileRows) -> dict[UUID, set[DocumentKind]]:
    """Return what kinds of scans each line has, by the line's id."""
    found: dict[UUID, set[DocumentKind]] = {}
    for document in rows.documents:
        for line in lines_of(document, rows):
            found.setdefault(line.id, set()).add(document.kind)
    return found


def missing_scans(rows: FileRows) -> dict[UUID, list[DocumentKind]]:
    """Return what VC-3 asks for and is not there, by the line's id.

    To each education its diploma with the annex, to a foreign one that the person calls
    recognised the proof of it; to work one document on employment in all; to a condition of the
    person's own its proof.
    """
    there = scans_by_line(rows)
    has_employment = any(one.kind is DocumentKind.EMPLOYMENT for one in rows.documents)
    wanted: dict[UUID, list[DocumentKind]] = {
        one.id: [
            DocumentKind.DIPLOMA,
            DocumentKind.DIPLOMA_ANNEX,
            *([DocumentKind.RECOGNITION] if claims_recognition(one) else []),
        ]
        for one in rows.education
    }
    if not has_employment:
        wanted |= {one.id: [DocumentKind.EMPLOYMENT] for one in rows.employment}
    wanted |= {
        one.id: [DocumentKind.CONDITION] for one in rows.conditions if one.source is Source.PERSON
    }
    left = {
        line_id: [kind for kind in kinds if kind not in there.get(line_id, ())]
        for line_id, kinds in wanted.items()
    }
    return {line_id: kinds for line_id, kinds in left.items() if kinds}


def claims_recognition(line: Education) -> bool:
    """Does the person alone say that this education from abroad is recognised?"""
    return line.source is Source.PERSON and line.is_foreign and line.is_recognised


def line_for(kind: DocumentKind, line_id: UUID | None, rows: FileRows) -> Entry | None:
    """Return the line that a new document proves; None where it proves none, or all the work.

    Where none is named: the only line, or the only one that has no such scan yet.

    Raises:
        Unclear: there are several, or the one that is named is no line that it could prove.
    """
    proved = PROVES.get(kind)
    lines: Sequence[Entry] = rows.lines.get(proved, ()) if proved is not None else ()
    if line_id is not None:
        named = [one for one in lines if one.id == line_id]
        if not named:
            raise Unclear(kind)
        return named[0]
    if kind is DocumentKind.EMPLOYMENT or not lines:
        return None
    there = scans_by_line(rows)
    without = [one for one in lines if kind not in there.get(one.id, ())]
    if len(lines) > 1 and len(without) != 1:
        raise Unclear(kind)
    return lines[0] if len(lines) == 1 else without[0]


def move_scans(db: Session, account_id: UUID, moved: Mapping[UUID, UUID]) -> None:
    """Let the scans of lines that are written anew follow them: {old line: new line}."""
    if not moved:
        return
    documents: Iterable[PersonalDocument] = queries.documents_of(db, account_id)
    for document in documents:
        after = moved.get(document.line_id) if document.line_id is not None else None
        if after is not None:
            document.line_id = after
            db.add(document)
