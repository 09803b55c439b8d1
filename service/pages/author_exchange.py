"""For authors and reviewers: items as files of other programs, out and in."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from service.core.db import Db
from service.core.forms import Form, check_form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.items import queries as items
from service.items.exchange.exporting import Wanted, export_items, losses_of
from service.items.exchange.importing import (
    Sent,
    import_for,
    keep_import,
    preview,
    read_files,
    take_import,
)
from service.items.exchange.losses import rows_of
from service.items.exchange.model import (
    FIELD_WORDS,
    FORMAT_WORDS,
    LANGUAGE_WORDS,
    LARGEST_FILE,
    MEGABYTE,
    FileFault,
    Format,
)
from service.items.in_memory import bank_of
from service.pages.bank_words import reader_of
from service.pages.doors import House, Now, form_of
from service.pages.gates import Author, BankReader, author_gate, bank_gate, behind
from service.pages.pace import at_most, no_larger_than
from service.people.models import Role

router = APIRouter(prefix="/author/exchange", dependencies=behind(bank_gate))
imports = APIRouter(prefix="/author/exchange/import", dependencies=behind(author_gate))
uploads = APIRouter(
    prefix="/author/exchange",
    dependencies=[
        Depends(at_most(20, "import items")),
        Depends(no_larger_than(2 * LARGEST_FILE)),
        *behind(author_gate),
    ],
)
URL: Final = "/author/exchange"
MOST_ROWS: Final = 300
NO_FILE: Final = say("Please choose the file.")
ONE_LANGUAGE: Final = say("This format holds one language. Please choose it.")
FIRST_LANGUAGE: Final = say("Two files: please choose the language of the first one.")
NO_SUCH_ACT: Final = say("Please choose one of the answers.")
NOTHING: Final = say("There is no approved item of this kind.")


class ExportWish(BaseModel):
    """What is to be exported; an empty act or language means all."""

    format: Format
    act: str = ""
    language: str = ""


class ImportWish(BaseModel):
    """The files, and what they do not say of themselves."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    format: Format
    act: str
    language: str = ""
    file: UploadFile
    second: UploadFile | None = None


ExportSent = Annotated[Form[ExportWish], form_of(ExportWish)]
ImportSent = Annotated[Form[ImportWish], form_of(ImportWish)]


@router.get("")
def choose(request: Request, db: Db, house: House, _: BankReader) -> Response:
    return _forms(request, db, house)


@router.get("/export")
def losses(request: Request, db: Db, house: House, _: BankReader) -> Response:
    """Show what the file would hold and what would be lost."""
    form = check_form(
        FormData(list[tuple[str, str | UploadFile]](request.query_params.multi_items())), ExportWish
    )
    wanted = _wanted(form, db)
    if isinstance(wanted, Form):
        return _forms(request, db, house, wanted, 422)
    count, lost = losses_of(db, wanted)
    title = _titles(db, house).get(wanted.act)
    return page(
        request,
        "author/exchange_losses.html",
        wanted=wanted,
        title=title,
        count=count,
        rows=rows_of(lost),
        **_words(),
    )


@router.post("/export")
def export(
    request: Request, db: Db, house: House, now: Now, person: BankReader, form: ExportSent
) -> Response:
    wanted = _wanted(form, db)
    if isinstance(wanted, Form):
        return _forms(request, db, house, wanted, 422)
    if not losses_of(db, wanted)[0]:
        return _forms(request, db, house, form.with_error("act", NOTHING), 422)
    exported = export_items(db, wanted, by=person.account_id, now=now)
    named = {"content-disposition": f'attachment; filename="{exported.name}"'}
    return Response(exported.content, media_type=exported.media_type, headers=named)


@uploads.post("")
def look(
    request: Request, db: Db, house: House, now: Now, person: Author, form: ImportSent
) -> Response:
    """Read the files; what is sound is kept until the author confirms it."""
    files = _files(form)
    if isinstance(files, Form):
        return _forms(request, db, house, files, 422)
    assert form.data is not None
    act, fmt = form.data.act, form.data.format
    if items.prefix_of(db, act) is None:
        return _forms(request, db, house, form.with_error("act", NO_SUCH_ACT), 422)
    pairs = read_files(fmt, files, act, items.languages_of(db, act))
    if pairs.faults:
        return _refusal(request, pairs.faults)
    kept = keep_import(db, pairs, fmt, files, act, by=person.account_id, now=now)
    return redirect(request, f"{URL}/import/{kept.id}")


@imports.get("/{import_id}")
def show(request: Request, db: Db, house: House, person: Author, import_id: UUID) -> Response:
    """Show what would come in, or what came in."""
    kept = import_for(db, person.account_id, import_id)
    is_taken = kept.ended_at is not None
    rows = [] if is_taken else preview(db, kept, reader_of(person))
    return page(
        request,
        "author/exchange_taken.html" if is_taken else "author/exchange_preview.html",
        kept=kept,
        title=_titles(db, house).get(kept.subject, kept.subject),
        rows=rows[:MOST_ROWS],
        more=max(len(rows) - MOST_ROWS, 0),
        repeated=sum(bool(row.twin) for row in rows),
        **_words(),
    )


@imports.post("/{import_id}")
def take(request: Request, db: Db, now: Now, person: Author, import_id: UUID) -> Response:
    kept = import_for(db, person.account_id, import_id, to_take=True)
    take_import(db, kept, now=now)
    return redirect(request, f"{URL}/import/{kept.id}")


def _forms(
    request: Request,
    db: Session,
    house: Wiring,
    form: Form[Any] | None = None,
    status: int = 200,
) -> Response:
    person = request.state.person
    is_import = form is not None and request.url.path == URL
    return page(
        request,
        "author/exchange.html",
        status,
        export_form=empty_form() if form is None or is_import else form,
        import_form=form if form is not None and is_import else empty_form(),
        errors=form.errors if form is not None else {},
        titles=_titles(db, house),
        may_import=person.has(Role.AUTHOR),
        largest=LARGEST_FILE,
        limit=LARGEST_FILE * MEGABYTE,
        **_words(),
    )


def _refusal(request: Request, faults: tuple[FileFault, ...]) -> Response:
    return page(
        request,
        "author/exchange_faults.html",
        422,
        faults=faults[:MOST_ROWS],
        count=len(faults),
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "fields": FIELD_WORDS,
        "formats": FORMAT_WORDS,
        "item_languages": LANGUAGE_WORDS,
    }


def _titles(db: Session, house: Wiring) -> dict[str, Any]:
    """Return the acts of the bank with their titles; one that no file has any more by its name."""
    titles = {act.act: act.title for act in bank_of(house).acts()}
    return {act: titles.get(act, act) for act in items.acts(db)}


def _wanted(form: Form[ExportWish], db: Session) -> Wanted | Form[ExportWish]:
    """Return what is wanted, or the form with what is wrong with it."""
    sent = form.data
    if sent is None:
        return form
    if sent.act and sent.act not in items.acts(db):
        return form.with_error("act", NO_SUCH_ACT)
    if sent.language and sent.language not in LANGUAGE_WORDS:
        return form.with_error("language", NO_SUCH_ACT)
    if sent.format is not Format.QTI and not sent.language:
        return form.with_error("language", ONE_LANGUAGE)
    return Wanted(sent.format, sent.act, sent.language)


def _files(form: Form[ImportWish]) -> list[Sent] | Form[ImportWish]:
    """Return the one or two files, or the form with what is wrong with it."""
    sent = form.data
    if sent is None:
        return form
    fault: tuple[str, Message] | None = None
    second = sent.second if sent.second is not None and sent.second.filename else None
    if not sent.file.filename:
        fault = "file", NO_FILE
    elif sent.language and sent.language not in LANGUAGE_WORDS:
        fault = "language", NO_SUCH_ACT
    elif sent.format is Format.AIKEN and not sent.language:
        fault = "language", ONE_LANGUAGE
    elif second is not None and not sent.language:
        fault = "language", FIRST_LANGUAGE
    if fault is not None:
        return form.with_error(*fault)
    files = [_sent(sent.file, sent.language)]
    if second is not None:
        files.append(_sent(second, "ru" if sent.language == "kk" else "kk"))
    return files


def _sent(file: UploadFile, language: str) -> Sent:
    # one byte more than is allowed tells a file that is too large from one that just fits
    content = file.file.read(LARGEST_FILE * MEGABYTE + 1)
    return Sent(file.filename or "", content, language)
