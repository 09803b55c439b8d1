"""A body is reorganised or liquidated: what that cancels is shown first, then confirmed (VC-2)."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.admissions.cancelling import cancel_competitions
from service.bodies import queries as bodies
from service.bodies.models import Body, Work
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.pages import vacancies_words
from service.pages.confirm import Sure
from service.pages.doors import Now, form_of
from service.pages.gates import BodyKeeper, behind, body_keeper_gate
from service.pages.source_words import source_words
from service.pages.vacancies_view import cards_of
from service.people.models import Role
from service.people.person import Person
from service.vacancies import queries
from service.vacancies.cancelling import ChangeSaid, units_of, would_cancel

KINDS: Final = {
    "reorganised": say("Reorganised"),
    "liquidated": say("Liquidated"),
}

router = APIRouter(prefix="/bodies/{code}/changes", dependencies=behind(body_keeper_gate))


class ChangeSent(Sure):
    kind: Literal["reorganised", "liquidated"]
    act: str = Field(min_length=5, max_length=300)
    happened_on: date
    unchanged: list[Annotated[str, Field(max_length=1000)]] = Field(default_factory=list)
    seen: str = Field(default="", max_length=20_000)

    def said(self, code: str) -> ChangeSaid:
        """Return it as the action takes it."""
        return ChangeSaid(code, self.kind, self.act, self.happened_on, frozenset(self.unchanged))


@router.get("")
def change(request: Request, db: Db, person: BodyKeeper, code: str) -> Response:
    return _form(request, db, body_for_keeper(db, person, code), person, empty_form())


@router.post("")
def enter(
    request: Request,
    db: Db,
    person: BodyKeeper,
    now: Now,
    code: str,
    form: Annotated[Form[ChangeSent], form_of(ChangeSent)],
) -> Response:
    """First show every competition that the change cancels, then cancel exactly those."""
    body, sent = body_for_keeper(db, person, code), form.data
    if sent is None or sent.change:
        return _form(request, db, body, person, form)
    if sent.happened_on > local_day(now):
        late = say("Enter the act when its day has come.")
        return _form(request, db, body, person, form.with_error("happened_on", late))
    said = sent.said(body.code)
    if not sent.sure:
        return _confirm(request, db, body, said, now)
    done = cancel_competitions(db, said, seen=sent.seen.split(), by=person.account_id, now=now)
    if isinstance(done, Message):
        return redirect(request, _url(body), said=done, kind="warning")
    told = say("The act is entered. Cancelled competitions: %(n)s.", n=len(done.cancelled))
    return redirect(request, _url(body), said=told)


def body_for_keeper(db: Session, person: Person, code: str) -> Body:
    """Return the body: an administrator may change all, else who answers for the authorised one."""
    found, authorised = bodies.body(db, code), bodies.authorised_body(db)
    keeps = person.has(Role.ADMINISTRATOR) or (
        authorised is not None
        and bodies.works_for(db, person.account_id, authorised.code, Work.AGREEMENT)
    )
    if found is None or not keeps:
        raise NotFound
    return found


def _url(body: Body) -> str:
    return f"/bodies/{body.code}/changes"


def _form(request: Request, db: Session, body: Body, person: Person, form: Form[Any]) -> Response:
    departments, below = units_of(db, body.code)
    names = bodies.names_of(db)
    return page(
        request,
        "body_changes/change.html",
        422 if form.errors else 200,
        body=body,
        form=form,
        kinds=KINDS,
        departments=departments,
        below=[(code, names[code]) for code in below],
        changes=queries.changes_of(db, body.code),
        is_administrator=person.has(Role.ADMINISTRATOR),
        source_words=source_words,
    )


def _confirm(request: Request, db: Session, body: Body, said: ChangeSaid, now: Now) -> Response:
    pairs = would_cancel(db, said)
    return page(
        request,
        "body_changes/confirm.html",
        body=body,
        entered=said,
        kinds=KINDS,
        names=bodies.names_of(db),
        cards=cards_of(db, pairs, local_day(now)),
        seen=" ".join(one.number for one, _ in pairs),
        words=vacancies_words,
        source_words=source_words,
    )
