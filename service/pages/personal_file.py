"""The basics of the personal file: what the state says, contact data, help granted, sessions."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from service.commissions.queries import holds_seat
from service.core.db import Db
from service.core.edge import LANGUAGE_COOKIE
from service.core.forms import Form, empty_form
from service.core.i18n import LOCAL, Language, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.pages.doors import House, Now, form_of, sign_in_for
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.public import YEAR
from service.people import actions, sign_in
from service.people.consent_text import ConsentTexts
from service.people.contact import Email, show_phone
from service.people.device import device_name
from service.people.models import Account
from service.people.person import Person
from service.people.queries import accommodation_in_force, consent_in_force, open_sign_ins

router = APIRouter(prefix="/me", dependencies=behind(candidate_gate))


class ContactForm(BaseModel):
    email: Email | None = None
    language: Language


ContactSent = Annotated[Form[ContactForm], form_of(ContactForm)]


@router.get("")
def show(request: Request, db: Db, house: House, person: Candidate, now: Now) -> Response:
    texts: ConsentTexts = house.parts["consent"]
    version = texts.version_on(now.astimezone(LOCAL).date())
    account = db.get_one(Account, person.account_id)
    return page(
        request,
        "personal_file/show.html",
        account=account,
        phone=account.phone and show_phone(account.phone),
        consent=consent_in_force(db, person.account_id, version),
        accommodation=accommodation_in_force(db, person.account_id),
        sessions=_sessions(db, house, person, now),
        is_on_commission=holds_seat(db, person.account_id),
    )


@router.get("/contact")
def edit_contact(request: Request, db: Db, person: Candidate) -> Response:
    account = db.get_one(Account, person.account_id)
    form = empty_form(email=account.email, language=account.language)
    return page(request, "personal_file/contact.html", form=form)


@router.post("/contact")
def save_contact(
    request: Request, db: Db, person: Candidate, now: Now, form: ContactSent
) -> Response:
    if form.data is None:
        return page(request, "personal_file/contact.html", 422, form=form)
    account = db.get_one(Account, person.account_id)
    actions.update_contact(db, account, email=form.data.email, language=form.data.language, now=now)
    response = redirect(request, "/me", said=say("Your contact data are saved."))
    response.set_cookie(
        LANGUAGE_COOKIE, form.data.language, max_age=YEAR, secure=True, samesite="lax"
    )
    return response


@router.post("/sessions/{sign_in_id}/end")
def end_session(
    request: Request, db: Db, person: Candidate, now: Now, sign_in_id: UUID
) -> Response:
    sign_in.end(db, sign_in_for(db, person, sign_in_id).id, now=now)
    return redirect(request, "/me#sessions", said=say("That session has been ended."))


def _sessions(db: Session, house: Wiring, person: Person, now: datetime) -> list[dict[str, Any]]:
    found = open_sign_ins(
        db,
        person.account_id,
        now=now,
        idle=timedelta(minutes=house.idle_minutes),
        longest=timedelta(hours=house.session_hours),
    )
    return [
        {
            "id": one.id,
            "device": device_name(one.device),
            "began_at": one.began_at,
            "seen_at": one.last_seen_at,
            "is_this": one.id == person.session_id,
        }
        for one in found
    ]
