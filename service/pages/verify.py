"""Checking a document: by the code that its QR code leads to, by its number, by its file."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, field_validator
from sqlmodel import Session
from starlette.datastructures import UploadFile

from service.core.db import Db
from service.core.forms import FieldFault, Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page
from service.core.wiring import Wiring
from service.documents import queries
from service.documents.facts import ConclusionFacts
from service.documents.foreign_file import verify_foreign
from service.documents.models import Document
from service.documents.signature import Verdict, verify
from service.law.calendar import local_day
from service.law.document import is_number, number, read_check_code, show_check_code
from service.pages.doors import House, Now, form_of
from service.pages.gates import behind, public_gate
from service.pages.pace import MEGABYTE, at_most, no_larger_than
from service.pages.quality_profile import profile_of_paper
from service.pages.verify_paper import (
    KINDS,
    Stand,
    elapsed,
    in_words,
    marks_of,
    paper_of,
    rows_of,
    stand_of,
)
from service.pages.verify_protocol import lacks_signature

LARGEST: Final = 20  # MB
LOOK_UPS: Final = 120  # a minute
FILES: Final = 20  # a minute
LONGEST: Final = 60
HEADERS: Final = {"x-robots-tag": "noindex"}
# Cyrillic capitals that a person types for the Latin ones of a number
LOOK_ALIKES: Final = str.maketrans("\u0410\u0412\u0415\u0406\u0405\u0422\u0421", "ABEISTC")
NUMBER: Final = re.compile(r"([A-Z]{2})-?([0-9]{4})-?([0-9]{6})-?([0-9])")
PRINTED_NUMBER: Final = re.compile(rb"/Keywords\s*\(([A-Z0-9-]{16})\)")

router = APIRouter(dependencies=behind(public_gate))
uploads = APIRouter(
    dependencies=[
        Depends(at_most(FILES, "check a file")),
        Depends(no_larger_than(LARGEST)),
        *behind(public_gate),
    ]
)


class PaperFile(BaseModel):
    """The form with a PDF."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: UploadFile

    @field_validator("file")
    @classmethod
    def _is_pdf(cls, file: UploadFile) -> UploadFile:
        if not file.size:
            raise FieldFault(say("Please choose the PDF file of the document."))
        if file.size > LARGEST * MEGABYTE:
            raise FieldFault(say("The file is larger than %(n)s MB.", n=LARGEST))
        if not file.file.read(1024).lstrip().startswith(b"%PDF-"):
            raise FieldFault(
                say("This is not a PDF file. Please choose the file that you were given, as it is.")
            )
        file.file.seek(0)
        return file


PaperSent = Annotated[Form[PaperFile], form_of(PaperFile)]


@router.get("/check", dependencies=[Depends(at_most(LOOK_UPS, "look up"))])
def check(request: Request, db: Db, now: Now, document: str = "") -> Response:
    """Show the forms, or look up what was typed."""
    typed = document.strip()[:LONGEST]
    if not typed:
        return _forms(request, now)
    code = read_check_code(typed)
    if code is not None:
        return RedirectResponse(f"/check/{code}", 303)
    wanted = read_number(typed)
    if isinstance(wanted, Message):
        form = Form[Any](None, {"document": typed}, {"document": wanted})
        return _forms(request, now, form, 422)
    return _by_number(request, queries.document_by_number(db, wanted), wanted, db, now)


@uploads.post("/check")
def check_file(request: Request, house: House, now: Now, form: PaperSent) -> Response:
    """Say whether the file is the service's, unchanged, and where the document stands."""
    if form.data is None:
        return _forms(request, now, form, 422)
    finding = examine(house, form.data.file.file.read(), now)
    return page(request, "verify/file.html", finding=finding, kinds=KINDS, code_of=show_check_code)


@router.get("/check/{code}", dependencies=[Depends(at_most(LOOK_UPS, "look up"))])
def by_code(request: Request, code: str, db: Db, now: Now) -> Response:
    """Show what the paper shows: the page that its QR code leads to."""
    wanted = read_check_code(code[:LONGEST])
    row = queries.document_by_check_code(db, wanted) if wanted else None
    if row is None:
        return _unknown(request, code[:LONGEST])
    paper = paper_of(row)
    response = page(
        request,
        "verify/document.html",
        document=row,
        code=show_check_code(row.check_code),
        kind=KINDS[row.kind],
        stand=stand_of(db, row, local_day(now)),
        paper=paper,
        lacks_signature=lacks_signature(db, row),
        rows=rows_of(row, paper),
        marks=marks_of(paper),
        profile=profile_of_paper(paper) if isinstance(paper, ConclusionFacts) else None,
        in_words=in_words,
        elapsed=elapsed,
    )
    response.headers.update(HEADERS)
    return response


def read_number(typed: str) -> str | Message:
    """Return a document's number as it is printed, or what is wrong with what was typed."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", typed)).upper()
    match = NUMBER.fullmatch(plain.translate(LOOK_ALIKES))
    if match is None:
        return say(
            "This is neither a check code nor a number. Please compare it with the document."
        )
    printed = "-".join(match.groups())
    if not is_number(printed):
        return say(
            "There is a slip in the number: its last digit does not fit the others. "
            "Please compare it with the document."
        )
    return printed


@dataclass(frozen=True)
class Finding:
    """What the check of a file found; `is_ours`: it is byte by byte what the service issued."""

    verdict: Verdict
    document: Document | None
    stand: Stand | None
    is_ours: bool
    has_roots: bool


def examine(house: Wiring, pdf: bytes, now: datetime) -> Finding:
    """Compare a file with the register and check its signature."""
    printed = PRINTED_NUMBER.search(pdf)
    with house.database.reading() as db:
        found = queries.document_by_number(db, printed[1].decode()) if printed else None
        is_ours = found is not None and found.file_sha256 == sha256(pdf).hexdigest()
        stand = stand_of(db, found, local_day(now)) if found is not None else None
    roots = house.parts["roots"]
    # a file of our own hand needs no caution
    check = verify if is_ours else verify_foreign
    return Finding(check(pdf, roots, now=now), found, stand, is_ours, bool(roots))


def _forms(
    request: Request, now: datetime, form: Form[Any] | None = None, status: int = 200
) -> Response:
    return page(
        request,
        "verify/check.html",
        status,
        form=form or empty_form(),
        example=_example(local_day(now)),
        largest=LARGEST,
        limit=LARGEST * MEGABYTE,
    )


def _example(today: date) -> str:
    return number("LE", today, 123)


def _by_number(
    request: Request, row: Document | None, printed: str, db: Session, now: datetime
) -> Response:
    """Show where a document stands: numbers can be guessed, so nothing of the person."""
    if row is None:
        return _unknown(request, printed)
    stand = stand_of(db, row, local_day(now))
    response = page(request, "verify/number.html", document=row, kind=KINDS[row.kind], stand=stand)
    response.headers.update(HEADERS)
    return response


def _unknown(request: Request, typed: str) -> Response:
    response = page(request, "verify/unknown.html", 404, typed=typed)
    response.headers.update(HEADERS)
    return response
