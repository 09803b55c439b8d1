"""For administrators: remarks of candidates, each of which must be answered (TT-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.attempts import actions
from service.attempts import queries as attempts
from service.attempts.models import Attempt, Remark
from service.booking import queries as bookings
from service.booking.models import Application
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.notices.actions import tell
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import queries as people
from service.people.models import Account

KINDS: Final[Mapping[str, Message]] = {
    "remark": say("Candidate's remark"),
    "suggestion": say("Suggestion"),
    "complaint": say("Complaint"),
}

router = APIRouter(prefix="/administrator/remarks", dependencies=behind(administrator_gate))


class AnswerSent(Sure):
    answer: str = Field(min_length=10, max_length=4000)


@dataclass(frozen=True)
class Entry:
    """A remark with whose it is and to which test it belongs."""

    remark: Remark
    attempt: Attempt
    application: Application
    account: Account
    kind: Message


@router.get("")
def remarks(request: Request, db: Db, _: Administrator) -> Response:
    return page(
        request,
        "administrator/remarks.html",
        waiting=_entries(db, attempts.open_remarks(db)),
        answered=_entries(db, attempts.answered_remarks(db)),
    )


@router.get("/{remark_id}")
def remark(request: Request, db: Db, remark_id: UUID, _: Administrator) -> Response:
    entry = _remark(db, remark_id)
    answerer = entry.remark.answered_by and people.account(db, entry.remark.answered_by)
    return page(
        request, "administrator/remark.html", entry=entry, answerer=answerer, form=empty_form()
    )


@router.post("/{remark_id}")
def answer(
    request: Request,
    db: Db,
    now: Now,
    remark_id: UUID,
    person: Administrator,
    form: Annotated[Form[AnswerSent], form_of(AnswerSent)],
) -> Response:
    sent, url = form.data, f"/administrator/remarks/{remark_id}"
    if sent is None or sent.change or not sent.sure:
        entry = _remark(db, remark_id)
        if sent is not None and not sent.change:
            return ask(request, _asking(entry, sent, url))
        status = 422 if form.errors else 200
        context = {"entry": entry, "answerer": None, "form": form}
        return page(request, "administrator/remark.html", status, **context)
    try:
        done = actions.answer_remark(
            db, remark_id, sent.answer, actor_id=person.account_id, now=now
        )
    except Refused as refused:
        return redirect(request, url, said=refused.sentence, kind="info")
    entry = _remark(db, done.id)
    text = say("Your remark on the test was answered: %(answer)s", answer=sent.answer)
    cabinet = f"/cabinet/applications/{entry.application.id}"
    tell(db, entry.account.id, text, url=cabinet, now=now)
    said = say("The answer is in the candidate's cabinet.")
    return redirect(request, "/administrator/remarks", said=said)


def _asking(entry: Entry, sent: AnswerSent, url: str) -> Asking:
    return Asking(
        title=say("Send this answer?"),
        facts=[
            (say("Candidate"), entry.account.name),
            (entry.kind, entry.remark.text),
            (say("Your answer"), sent.answer),
        ],
        happens=[
            say("The candidate finds the answer in the cabinet."),
            say("It cannot be changed afterwards."),
        ],
        yes=say("Send the answer"),
        kind="primary",
        url=url,
        back="/administrator/remarks",
        fields={"answer": sent.answer},
    )


def _remark(db: Session, remark_id: UUID) -> Entry:
    found = attempts.remark(db, remark_id)
    if found is None:
        raise NotFound
    return _entry(db, found)


def _entries(db: Session, found: Sequence[Remark]) -> list[Entry]:
    return [_entry(db, one) for one in found]


def _entry(db: Session, found: Remark) -> Entry:
    row = attempts.attempt(db, found.attempt_id)
    assert row is not None
    application = bookings.application(db, row.application_id)
    account = people.account(db, row.account_id)
    assert application is not None
    assert account is not None
    return Entry(found, row, application, account, KINDS.get(found.kind, KINDS["remark"]))
