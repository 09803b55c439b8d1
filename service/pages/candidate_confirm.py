"""The one-time password that books what was filed (ID-3)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import (
    Booked,
    HoldIsOver,
    confirm_application,
    held_until,
    page_of,
)
from service.booking.models import Application, ApplicationState
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import current, say
from service.core.render import page, redirect
from service.pages.candidate_choice import STEPS
from service.pages.doors import House, Now, application_for, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.contact import show_phone
from service.people.models import Account
from service.people.one_time_password import (
    Code,
    Purpose,
    Sent,
    may_send_at,
    send_one_time_password,
)
from service.people.queries import newest_password
from service.programmes.queries import programme

CODE = 4

router = APIRouter(prefix="/cabinet/applications", dependencies=behind(candidate_gate))


class CodeForm(BaseModel):
    code: Code


CodeSent = Annotated[Form[CodeForm], form_of(CodeForm)]


@router.get("/{application_id}/confirm")
def ask(request: Request, db: Db, person: Candidate, now: Now, application_id: UUID) -> Response:
    application = application_for(db, person, application_id)
    return _code_page(request, db, application, now, empty_form())


@router.post("/{application_id}/confirm")
def confirm(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    form: CodeSent,
) -> Response:
    application = application_for(db, person, application_id)
    if form.data is None:
        return _code_page(request, db, application, now, form)
    answer = confirm_application(
        db,
        application.id,
        form.data.code,
        keys=house.keys,
        calendar=house.parts["calendar"],
        now=now,
    )
    if isinstance(answer, Booked):
        said = say("You are booked. We have also sent you a message.")
        return redirect(request, page_of(application), said=said)
    if isinstance(answer, HoldIsOver):
        return RedirectResponse(page_of(application), 303)
    return _code_page(request, db, application, now, form.with_error("code", answer.sentence))


@router.post("/{application_id}/send")
def send(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    application = application_for(db, person, application_id)
    here = f"{page_of(application)}/confirm"
    if application.state is not ApplicationState.FILED or now >= held_until(application):
        return RedirectResponse(page_of(application), 303)
    sending = send_one_time_password(
        db,
        person.account_id,
        purpose=Purpose.APPLICATION,
        subject_id=application.id,
        keys=house.keys,
        now=now,
        language=current.get().language,
    )
    if isinstance(sending, Sent):
        return redirect(request, here, said=say("A code is on its way."))
    return redirect(request, here, said=sending.sentence, kind="warning")


def _code_page(
    request: Request,
    db: Session,
    application: Application,
    now: datetime,
    form: Form[CodeForm],
) -> Response:
    if application.state is not ApplicationState.FILED or now >= held_until(application):
        return RedirectResponse(page_of(application), 303)
    account = db.get_one(Account, application.account_id)
    sent = newest_password(db, account.id, Purpose.APPLICATION, application.id)
    slot = queries.slot_of(db, application)
    return page(
        request,
        "candidate/code.html",
        422 if form.errors else 200,
        steps=STEPS,
        step=CODE,
        form=form,
        application=application,
        programme=programme(db, application.programme_code, application.programme_version),
        slot=slot,
        centre=queries.centre_of(db, slot),
        held_until=held_until(application),
        has_phone=account.phone is not None,
        sent_to=sent and show_phone(sent.sent_to),
        expires_at=sent and sent.expires_at,
        again_at=may_send_at(db, account.id, purpose=Purpose.APPLICATION, now=now),
    )
