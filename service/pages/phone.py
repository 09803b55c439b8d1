"""Changing the registered phone: a code to the new number, which must come back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import current, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.people import actions
from service.people.contact import Phone, show_phone
from service.people.models import Account, OneTimePassword
from service.people.one_time_password import (
    Code,
    Confirmed,
    Purpose,
    Sending,
    Sent,
    may_send_at,
    whole_minute,
)
from service.people.person import Person
from service.people.queries import newest_password

router = APIRouter(prefix="/me/phone", dependencies=behind(candidate_gate))


class PhoneForm(BaseModel):
    phone: Phone


class CodeForm(BaseModel):
    code: Code


PhoneSent = Annotated[Form[PhoneForm], form_of(PhoneForm)]
CodeSent = Annotated[Form[CodeForm], form_of(CodeForm)]


@router.get("")
def ask_for_number(request: Request, db: Db, person: Candidate) -> Response:
    account = db.get_one(Account, person.account_id)
    return _number_page(request, account, empty_form())


@router.post("")
def send_code(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: PhoneSent
) -> Response:
    account = db.get_one(Account, person.account_id)
    if form.data is not None:
        sending = _send(db, house, account, form.data.phone, now)
        if isinstance(sending, Sent):
            return RedirectResponse("/me/phone/code", 303)
        form = form.with_error("phone", sending.sentence)
    return _number_page(request, account, form)


@router.get("/code")
def ask_for_code(request: Request, db: Db, person: Candidate, now: Now) -> Response:
    return _code_page(request, db, person, now, empty_form())


@router.post("/code")
def confirm(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: CodeSent
) -> Response:
    if form.data is None:
        return _code_page(request, db, person, now, form)
    account = db.get_one(Account, person.account_id)
    answer = actions.change_phone(db, account, form.data.code, keys=house.keys, now=now)
    if isinstance(answer, Confirmed):
        return redirect(request, "/me", said=say("Your new phone number is saved."))
    return _code_page(request, db, person, now, form.with_error("code", answer.sentence))


@router.post("/again")
def send_again(request: Request, db: Db, house: House, person: Candidate, now: Now) -> Response:
    pending = _pending(db, person)
    if pending is None:
        return RedirectResponse("/me/phone", 303)
    account = db.get_one(Account, person.account_id)
    sending = _send(db, house, account, pending.sent_to, now)
    if isinstance(sending, Sent):
        return redirect(request, "/me/phone/code", said=say("Another code is on its way."))
    return redirect(request, "/me/phone/code", said=sending.sentence, kind="warning")


def _send(db: Session, house: Wiring, account: Account, phone: str, now: datetime) -> Sending:
    language = current.get().language
    return actions.ask_to_change_phone(
        db, account, phone, keys=house.keys, language=language, now=now
    )


def _number_page(request: Request, account: Account, form: Form[PhoneForm]) -> Response:
    status = 422 if form.errors else 200
    known = account.phone and show_phone(account.phone)
    return page(request, "phone/number.html", status, known=known, form=form)


def _pending(db: Session, person: Person) -> OneTimePassword | None:
    pending = newest_password(db, person.account_id, Purpose.PHONE, person.account_id)
    return None if pending is None or pending.used_at is not None else pending


def _code_page(
    request: Request, db: Session, person: Person, now: datetime, form: Form[CodeForm]
) -> Response:
    pending = _pending(db, person)
    if pending is None:
        return RedirectResponse("/me/phone", 303)
    again_at = may_send_at(db, person.account_id, purpose=Purpose.PHONE, now=now)
    status = 422 if form.errors else 200
    return page(
        request,
        "phone/code.html",
        status,
        phone=show_phone(pending.sent_to),
        expires_at=pending.expires_at,
        again_at=whole_minute(again_at),
        form=form,
    )
