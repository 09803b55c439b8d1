"""For candidates: the documents of the electronic personal file."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, field_validator
from sqlmodel import Session
from starlette.datastructures import UploadFile

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.pages.doors import House, Now, form_of
from service.pages.epf import keeper_of, to_consent
from service.pages.epf_words import (
    DOCUMENT_KINDS,
    REFUSALS,
    SCANS,
    UNSOUND,
    Options,
    line_words,
    options,
)
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.pace import MEGABYTE, at_most, no_larger_than
from service.pages.scan_download import download_of
from service.people.person import Person
from service.personal_files import actions, queries
from service.personal_files.actions import FileRefusal, Keeper, may_keep
from service.personal_files.content import Unsound
from service.personal_files.file_rows import FileRows
from service.personal_files.models import DocumentKind, PersonalDocument
from service.personal_files.scans import PROVES, Unclear, line_for, lines_of
from service.personal_files.uploads import (
    LARGEST,
    LONGEST_NAME,
    MOST_AT_ONCE,
    receive,
    shown_name,
)

router = APIRouter(prefix="/me/file/documents", dependencies=behind(candidate_gate))
uploads = APIRouter(
    prefix="/me/file/documents",
    dependencies=[
        Depends(at_most(60, "upload documents")),
        Depends(no_larger_than(MOST_AT_ONCE * LARGEST // MEGABYTE)),
        *behind(candidate_gate),
    ],
)
URL: Final = "/me/file/documents"
NO_FILE: Final = say("Please choose the file.")


class UploadForm(BaseModel):
    """Some files that prove the same."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    kind: DocumentKind
    line: UUID | None = None
    files: list[UploadFile] = []

    @field_validator("files", mode="before")
    @classmethod
    def _chosen(cls, sent: list[object]) -> list[object]:
        # a field in which no file was chosen comes as an empty text or a file without a name
        return [one for one in sent if isinstance(one, UploadFile) and one.filename]


class PlaceForm(BaseModel):
    """The line that a document proves."""

    line: UUID | None = None


PlaceSent = Annotated[Form[PlaceForm], form_of(PlaceForm)]
UploadSent = Annotated[Form[UploadForm], form_of(UploadForm)]


@dataclass(frozen=True)
class NotKept:
    """A file that was not taken, by its name, and why."""

    name: str
    why: Message


@router.get("")
def show(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    kind: str = "",
    line: str = "",
) -> Response:
    """The documents; an address that names what is missing offers the form with it filled in."""
    begun = empty_form(kind=kind, line=line)
    return _page(request, db, house, keeper_of(house, person, now), begun)


@uploads.post("")
def upload(
    request: Request, house: House, person: Candidate, now: Now, form: UploadSent
) -> Response:
    """Keep those of the files that are sound; no transaction is open while they are looked at."""
    keeper = keeper_of(house, person, now)
    with house.database.reading() as db:
        if not may_keep(db, keeper):
            return to_consent(request)
        form = _placed(db, keeper, form)
        files = _files(form)
        if isinstance(files, Form):
            return _page(request, db, house, keeper, files, status=422)
    assert form.data is not None
    kept, not_kept = 0, []
    for file in files:
        fault = _take(house, keeper, form.data, file, now)
        kept += fault is None
        if fault is not None:
            not_kept.append(NotKept(shown_name((file.filename or "")[: 2 * LONGEST_NAME]), fault))
    if not_kept:
        with house.database.reading() as db:
            return _page(request, db, house, keeper, form, not_kept, kept=kept, status=422)
    return redirect(request, URL, said=say("Documents kept: %(n)s.", n=kept))


@router.get("/{document_id}")
def download(db: Db, house: House, person: Candidate, document_id: UUID) -> Response:
    """Give the document back as it came, to be saved and never to be shown as a page of ours."""
    return download_of(house, _own(db, person, document_id))


@router.post("/{document_id}/remove")
def remove(request: Request, db: Db, person: Candidate, now: Now, document_id: UUID) -> Response:
    actions.remove_document(db, _own(db, person, document_id), now=now)
    return redirect(request, URL, said=say("It has been taken out of your file."))


@router.post("/{document_id}/place")
def place(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    document_id: UUID,
    form: PlaceSent,
) -> Response:
    document, keeper = _own(db, person, document_id), keeper_of(house, person, now)
    line_id = form.data.line if form.data is not None else None
    refused = actions.place_document(db, keeper, document, line_id, now=now)
    if refused is not None:
        return redirect(request, URL, said=REFUSALS[refused], kind="refused")
    return redirect(request, URL, said=say("Saved."))


def _own(db: Session, person: Person, document_id: UUID) -> PersonalDocument:
    """Return the person's own document of this id; 404 for another's."""
    found = queries.document_of(db, person.account_id, document_id)
    if found is None:
        raise NotFound
    return found


def _placed(db: Session, keeper: Keeper, form: Form[UploadForm]) -> Form[UploadForm]:
    """Return the form; with a fault where the line that the documents prove has to be named."""
    if form.data is None:
        return form
    rows = queries.file_rows(db, [keeper.account_id])[keeper.account_id]
    try:
        line_for(form.data.kind, form.data.line, rows)
    except Unclear:
        return form.with_error("line", REFUSALS[FileRefusal.UNCLEAR])
    return form


def _files(form: Form[UploadForm]) -> list[UploadFile] | Form[UploadForm]:
    """Return the files that were sent, or the form with what is wrong with it."""
    if form.data is None:
        return form
    files = form.data.files
    if not files:
        return form.with_error("files", NO_FILE)
    if len(files) > MOST_AT_ONCE:
        too_many = say("Please choose at most %(n)s files at a time.", n=MOST_AT_ONCE)
        return form.with_error("files", too_many)
    return files


def _take(
    house: Wiring, keeper: Keeper, sent: UploadForm, file: UploadFile, now: Now
) -> Message | None:
    """Keep one file; return why not, where it is not kept."""
    # one byte more than is allowed tells a file that is too large from one that just fits
    found = receive(
        file.file.read(LARGEST + 1),
        kind=sent.kind,
        original_name=file.filename or "",
        storage=house.parts["personal_documents"],
        scanner=house.parts["virus_scanner"],
    )
    if isinstance(found, Unsound):
        return UNSOUND[found]
    with house.database.writing() as db:
        kept = actions.add_document(db, keeper, found, now=now, line_id=sent.line)
    return REFUSALS[kept] if isinstance(kept, FileRefusal) else None


def _page(
    request: Request,
    db: Session,
    house: Wiring,
    keeper: Keeper,
    form: Form[Any],
    not_kept: list[NotKept] | None = None,
    *,
    kept: int = 0,
    status: int = 200,
) -> Response:
    rows = queries.file_rows(db, [keeper.account_id])[keeper.account_id]
    return page(
        request,
        "epf/documents.html",
        status,
        form=form,
        documents=[
            (one, [line_words(line) for line in lines_of(one, rows)], _lines_for(one.kind, rows))
            for one in reversed(rows.documents)
        ],
        lines=_lines_for(None, rows),
        may_keep=may_keep(db, keeper),
        not_kept=not_kept or [],
        kept=kept,
        kinds=DOCUMENT_KINDS,
        kind_options=options(DOCUMENT_KINDS),
        scans=SCANS,
        largest=LARGEST // MEGABYTE,
        most=MOST_AT_ONCE,
        has_scanner=house.parts["virus_scanner"] is not None,
    )


def _lines_for(kind: DocumentKind | None, rows: FileRows) -> Options:
    """Return the lines that a document of this kind (or of any) may prove, as choices."""
    tables = dict.fromkeys(PROVES.values()) if kind is None else filter(None, [PROVES.get(kind)])
    return [
        (str(line.id), line_words(line)) for table in tables for line in rows.lines.get(table, ())
    ]
