"""For administrators: extra time and reading help on a confirmed need."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.attempts.accommodation import carry_accommodation
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.pages.administrator_people import account_for_administrator
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import actions
from service.people.models import Account

router = APIRouter(
    prefix="/administrator/people/{account_id}/accommodation",
    dependencies=behind(administrator_gate),
)


class AccommodationSent(Sure):
    extra_percent: Literal["0", "25", "50", "100"]
    large_print: bool = False
    reader: bool = False
    reason: str = Field(min_length=10, max_length=500)


@router.get("")
def grant_form(request: Request, db: Db, account_id: UUID, _: Administrator) -> Response:
    account = account_for_administrator(db, account_id)
    return page(request, "administrator/accommodation.html", account=account, form=empty_form())


@router.post("")
def grant(
    request: Request,
    db: Db,
    now: Now,
    account_id: UUID,
    person: Administrator,
    form: Annotated[Form[AccommodationSent], form_of(AccommodationSent)],
) -> Response:
    account, sent = account_for_administrator(db, account_id), form.data
    if sent is not None and not _asks_for_something(sent):
        form = form.with_error("extra_percent", say("Please choose at least one kind of help."))
    if sent is None or form.errors or sent.change:
        status = 422 if form.errors else 200
        return page(request, "administrator/accommodation.html", status, account=account, form=form)
    if not sent.sure:
        return ask(request, _asking(account, sent, form))
    if sent.ticket is None or use_ticket(db, sent.ticket, now=now):
        _grant(db, account_id, sent, person.account_id, now)
    said = say("The accommodation is granted.")
    return redirect(request, f"/administrator/people/{account_id}", said=said)


@router.post("/end")
def end(
    request: Request,
    db: Db,
    now: Now,
    account_id: UUID,
    person: Administrator,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    account, url = account_for_administrator(db, account_id), f"/administrator/people/{account_id}"
    if form.data is None or not form.data.sure:
        return ask(request, _end_asked(account))
    actions.end_accommodation(db, account_id, by=person.account_id, now=now)
    carry_accommodation(db, account_id, actor_id=person.account_id, now=now)
    return redirect(request, url, said=say("The accommodation has ended."))


def _asks_for_something(sent: AccommodationSent) -> bool:
    return sent.extra_percent != "0" or sent.large_print or sent.reader


def _grant(db: Session, account_id: UUID, sent: AccommodationSent, by: UUID, now: datetime) -> None:
    actions.grant_accommodation(
        db,
        account_id,
        extra_percent=int(sent.extra_percent),
        large_print=sent.large_print,
        reader=sent.reader,
        reason=sent.reason,
        by=by,
        now=now,
    )
    db.flush()
    carry_accommodation(db, account_id, actor_id=by, now=now)


def _asking(account: Account, sent: AccommodationSent, form: Form[AccommodationSent]) -> Asking:
    yes, no = say("Yes"), say("No")
    names = ("extra_percent", "large_print", "reader", "reason")
    return Asking(
        title=say("Grant this accommodation?"),
        facts=[
            (say("Candidate"), account.name),
            (say("Extra time"), f"{sent.extra_percent} %"),
            (say("Large print"), yes if sent.large_print else no),
            (say("Reader"), yes if sent.reader else no),
            (say("Reason"), sent.reason),
        ],
        happens=[
            say("Every section of tests that have not begun becomes longer by the extra time."),
            say("A test that is running keeps the time it began with."),
            say("An earlier accommodation is replaced. Nothing of it is printed on the result."),
        ],
        yes=say("Grant"),
        kind="primary",
        url=f"/administrator/people/{account.id}/accommodation",
        back=f"/administrator/people/{account.id}",
        fields={name: form.values[name] for name in names if name in form.values},
    )


def _end_asked(account: Account) -> Asking:
    return Asking(
        title=say("End the accommodation?"),
        facts=[(say("Candidate"), account.name)],
        happens=[
            say("Tests that have not begun go back to the usual time."),
            say("A test that is running keeps the time it began with."),
        ],
        yes=say("End the accommodation"),
        url=f"/administrator/people/{account.id}/accommodation/end",
        back=f"/administrator/people/{account.id}",
    )
