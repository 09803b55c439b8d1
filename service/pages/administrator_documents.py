"""For administrators: find a document, see where it stands, suspend, restore or revoke it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.documents import queries
from service.documents.actions import MOVES, change_standing
from service.documents.models import Document, Standing
from service.law.document import DocumentKind, read_check_code, show_check_code
from service.pages.administrator_attempts import DOCUMENT_KINDS
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import queries as people
from service.people.models import Account

router = APIRouter(prefix="/administrator/documents", dependencies=behind(administrator_gate))

STANDINGS: Final[Mapping[Standing, tuple[str, Message]]] = {
    Standing.VALID: ("good", say("Valid")),
    Standing.SUSPENDED: ("wait", say("Suspended")),
    Standing.REVOKED: ("bad", say("Revoked")),
}
MOVE_WORDS: Final[Mapping[Standing, Message]] = {
    Standing.VALID: say("Restore"),
    Standing.SUSPENDED: say("Suspend"),
    Standing.REVOKED: say("Revoke for ever"),
}
MOVE_HINTS: Final[Mapping[Standing, Message]] = {
    Standing.VALID: say("The document counts again from now on."),
    Standing.SUSPENDED: say("The document does not count until it is restored."),
    Standing.REVOKED: say("The document never counts again. This cannot be undone."),
}
ASKED: Final[Mapping[Standing, Message]] = {
    Standing.VALID: say("Restore this document?"),
    Standing.SUSPENDED: say("Suspend this document?"),
    Standing.REVOKED: say("Revoke this document for ever?"),
}
DONE: Final[Mapping[Standing, Message]] = {
    Standing.VALID: say("The document is restored."),
    Standing.SUSPENDED: say("The document is suspended."),
    Standing.REVOKED: say("The document is revoked."),
}


class StandingSent(Sure):
    standing: Standing
    reason: str = Field(min_length=10, max_length=1000)


@router.get("")
def documents(request: Request, db: Db, _: Administrator, q: str = "") -> Response:
    wanted = q.strip()[:60]
    found: Sequence[Document] = queries.newest_documents(db, limit=50)
    if wanted:
        one = queries.document_by_number(db, wanted.upper())
        if one is None and (code := read_check_code(wanted)) is not None:
            one = queries.document_by_check_code(db, code)
        found = [] if one is None else [one]
    return page(
        request,
        "administrator/documents.html",
        q=wanted,
        rows=[
            (one, people.account(db, one.account_id) if one.account_id else None) for one in found
        ],
        kinds=DOCUMENT_KINDS,
        standings=STANDINGS,
    )


@router.get("/{document_id}")
def document(request: Request, db: Db, document_id: UUID, _: Administrator) -> Response:
    return _show(request, db, _document(db, document_id), empty_form())


@router.post("/{document_id}")
def change(
    request: Request,
    db: Db,
    now: Now,
    document_id: UUID,
    person: Administrator,
    form: Annotated[Form[StandingSent], form_of(StandingSent)],
) -> Response:
    sent, url = form.data, f"/administrator/documents/{document_id}"
    if sent is None or sent.change:
        return _show(request, db, _document(db, document_id), form)
    if not sent.sure:
        return ask(request, _asking(db, _document(db, document_id), sent))
    try:
        change_standing(
            db,
            document_id,
            sent.standing,
            reason=sent.reason,
            actor_id=person.account_id,
            now=now,
        )
    except Refused as refused:
        return redirect(request, url, said=refused.sentence, kind="refused")
    return redirect(request, url, said=DONE[sent.standing])


def _show(request: Request, db: Session, row: Document, form: Form[Any]) -> Response:
    moves = sorted(MOVES[row.standing], key=list(Standing).index)
    events = [
        (event, people.account(db, event.actor_id) if event.actor_id else None)
        for event in queries.events_of(db, row.id)
    ]
    return page(
        request,
        "administrator/document.html",
        422 if form.errors else 200,
        document=row,
        account=_holder(db, row),
        kind=DOCUMENT_KINDS[row.kind],
        code=show_check_code(row.check_code),
        standings=STANDINGS,
        moves=[(move, MOVE_WORDS[move], MOVE_HINTS[move]) for move in moves],
        events=events,
        form=form,
    )


def _asking(db: Session, row: Document, sent: StandingSent) -> Asking:
    account = _holder(db, row)
    happens = [
        MOVE_HINTS[sent.standing],
        say("The public check page shows it at once. The reason is not shown there."),
        say("The reason stands in the document's history and in the journal."),
    ]
    if row.kind is DocumentKind.CERTIFICATE and sent.standing is not Standing.VALID:
        happens.insert(1, say("It no longer bars the person from taking the test again (RF-5)."))
    return Asking(
        title=ASKED[sent.standing],
        facts=[
            (say("Document"), row.number),
            (say("Kind"), DOCUMENT_KINDS[row.kind]),
            *([(say("Holder"), account.name)] if account else []),
            (say("Reason"), sent.reason),
        ],
        happens=happens,
        yes=MOVE_WORDS[sent.standing],
        kind="primary" if sent.standing is Standing.VALID else "danger",
        url=f"/administrator/documents/{row.id}",
        back=f"/administrator/documents/{row.id}",
        fields={"standing": sent.standing.value, "reason": sent.reason},
    )


def _holder(db: Session, row: Document) -> Account | None:
    return people.account(db, row.account_id) if row.account_id else None


def _document(db: Session, document_id: UUID) -> Document:
    row = queries.document(db, document_id)
    if row is None:
        raise NotFound
    return row
