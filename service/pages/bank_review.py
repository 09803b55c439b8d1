"""For reviewers: say that an item is right, give it back, approve it, retire it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.db import Db
from service.core.forms import Form
from service.core.i18n import Message, say
from service.core.render import redirect
from service.items import actions, queries
from service.items.access import seen_work
from service.items.actions import ItemRefusal
from service.items.bank import ref_of
from service.items.models import ItemWork
from service.law.calendar import local_day
from service.law.programme import needed_items
from service.pages.bank_item import Forms, show, url_of
from service.pages.bank_words import reader_of
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Reviewer, behind, reviewer_gate
from service.programmes.queries import newest_programmes, programmes_on

router = APIRouter(prefix="/bank/items", dependencies=behind(reviewer_gate))


TOO_FEW_LEFT: Final = say(
    "Attention: the bank will have too few items for the papers of %(codes)s. None can be drawn "
    "until another item of this act is approved."
)


class TurnSent(Sure):
    turn: int = 0


class BackSent(BaseModel):
    turn: int = 0
    why: str = Field(min_length=5, max_length=2000)


class RetireSent(Sure):
    turn: int = 0
    reason: str = Field(min_length=5, max_length=500)


@router.post("/{ref}/review")
def review(
    request: Request,
    db: Db,
    now: Now,
    ref: str,
    person: Reviewer,
    form: Annotated[Form[TurnSent], form_of(TurnSent)],
) -> Response:
    work, turn = seen_work(db, reader_of(person), ref), form.data.turn if form.data else 0
    done = actions.review_item(db, work, turn=turn, by=person.account_id, now=now)
    return _said(request, work, done, say("The item is reviewed. It can be approved now."))


@router.post("/{ref}/return")
def give_back(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    ref: str,
    person: Reviewer,
    form: Annotated[Form[BackSent], form_of(BackSent)],
) -> Response:
    work, sent = seen_work(db, reader_of(person), ref), form.data
    if sent is None:
        return show(request, db, house, work, reader_of(person), forms=Forms(giving_back=form))
    done = actions.return_item(
        db, work, why=sent.why, turn=sent.turn, by=person.account_id, now=now
    )
    return _said(request, work, done, say("The item is with its author again, with your comment."))


@router.post("/{ref}/approve")
def approve(
    request: Request,
    db: Db,
    now: Now,
    ref: str,
    person: Reviewer,
    form: Annotated[Form[TurnSent], form_of(TurnSent)],
) -> Response:
    work, sent = seen_work(db, reader_of(person), ref), form.data or TurnSent()
    if sent.change:
        return redirect(request, url_of(work))
    if not sent.sure:
        return ask(request, _approving(work, sent.turn))
    done = actions.approve_item(db, work, turn=sent.turn, by=person.account_id, now=now)
    return _said(request, work, done, say("The item is approved and can be drawn from now on."))


@router.post("/{ref}/retire")
def retire(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    ref: str,
    person: Reviewer,
    form: Annotated[Form[RetireSent], form_of(RetireSent)],
) -> Response:
    work, sent = seen_work(db, reader_of(person), ref), form.data
    if sent is None or sent.change:
        return show(request, db, house, work, reader_of(person), forms=Forms(retiring=form))
    if not sent.sure:
        return ask(request, _retiring(work, sent, _left_short(db, work, now)))
    done = actions.retire_item(
        db, work, why=sent.reason, turn=sent.turn, by=person.account_id, now=now
    )
    return _said(request, work, done, say("The item is retired: no new paper holds it."))


def _said(
    request: Request, work: ItemWork, done: ItemWork | ItemRefusal, said: Message
) -> Response:
    if isinstance(done, ItemRefusal):
        return redirect(request, url_of(work), said=done.why, kind="refused")
    return redirect(request, url_of(work), said=said)


def _approving(work: ItemWork, turn: int) -> Asking:
    return Asking(
        title=say("Approve this item?"),
        facts=[(say("Item"), ref_of(work.item_id, work.version))],
        happens=[
            say("From now on the item can stand on every paper that is drawn."),
            say("Its words and its key are kept for ever: a mistake is mended by a new version."),
            say("An earlier approved version of the item is retired."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Approve the item"),
        kind="primary",
        url=f"{url_of(work)}/approve",
        back=url_of(work),
        fields={"turn": turn},
    )


def _left_short(db: Session, work: ItemWork, now: datetime) -> list[str]:
    """Return the programmes, now and to come, whose papers could not be drawn without this item."""
    left = queries.pools(db).counts().get(work.act, 0) - 1
    held = (*programmes_on(db, local_day(now)), *newest_programmes(db))
    return sorted({each.code for each in held if needed_items(each).get(work.act, 0) > left})


def _retiring(work: ItemWork, sent: RetireSent, left_short: Sequence[str]) -> Asking:
    short = ", ".join(left_short)
    warned = [say(TOO_FEW_LEFT.msgid, codes=short)] if left_short else []
    return Asking(
        title=say("Retire this item?"),
        facts=[
            (say("Item"), ref_of(work.item_id, work.version)),
            (say("Reason"), sent.reason),
        ],
        happens=[
            *warned,
            say("No paper that is drawn from now on holds the item."),
            say("Papers drawn before, and their results, stay as they are."),
            say("It does not come back: only a new version of it can be approved."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Retire the item"),
        url=f"{url_of(work)}/retire",
        back=url_of(work),
        fields={"turn": sent.turn, "reason": sent.reason},
    )
