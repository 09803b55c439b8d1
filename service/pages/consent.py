"""ID-2: reading and giving the consent, seeing what was given, taking it back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field

from service.core.db import Db
from service.core.forms import FieldFault, Form, empty_form
from service.core.i18n import LOCAL, current, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.pages.doors import House, Now, form_of, own_path
from service.pages.gates import Candidate, behind, candidate_gate
from service.people import actions
from service.people.consent_text import ConsentText, ConsentTexts
from service.people.queries import consent_in_force

router = APIRouter(prefix="/consent", dependencies=behind(candidate_gate))


def _ticked(text: str) -> str:
    if text != "true":
        raise FieldFault(say("Please tick this box: without it you cannot apply for a test."))
    return text


Ticked = Annotated[str, Field(validate_default=True), AfterValidator(_ticked)]


class ConsentForm(BaseModel):
    """Both boxes are ticked by hand; `version` is the text that was on the page."""

    rules: Ticked = ""
    data: Ticked = ""
    version: str
    next: str = "/"


ConsentSent = Annotated[Form[ConsentForm], form_of(ConsentForm)]
NextPage = Annotated[str, Query(alias="next")]


@router.get("")
def show(
    request: Request, db: Db, house: House, person: Candidate, now: Now, next_page: NextPage = "/"
) -> Response:
    text = _text(house, now)
    given = consent_in_force(db, person.account_id, text.version)
    if given is not None:
        return page(request, "consent/given.html", text=text, given=given)
    form = empty_form(next=own_path(next_page))
    return page(request, "consent/give.html", text=text, form=form)


@router.post("")
def give(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: ConsentSent
) -> Response:
    text = _text(house, now)
    if form.data is not None and form.data.version != text.version:
        changed = say("The text has been renewed in the meantime. Please read it once more.")
        form = form.with_error("", changed)
    if form.data is None:
        return page(request, "consent/give.html", 422, text=text, form=form)
    actions.give_consent(db, person.account_id, text, now=now)
    return redirect(request, own_path(form.data.next), said=say("Your consent is saved."))


@router.get("/withdraw")
def ask_to_withdraw(request: Request) -> Response:
    return page(request, "consent/withdraw.html")


@router.post("/withdraw")
def withdraw(request: Request, db: Db, person: Candidate, now: Now) -> Response:
    actions.withdraw_consent(db, person.account_id, now=now)
    said = say("Your consent is withdrawn. You can give it again at any time.")
    return redirect(request, "/me", said=said)


def _text(house: Wiring, now: datetime) -> ConsentText:
    texts: ConsentTexts = house.parts["consent"]
    return texts.text_on(now.astimezone(LOCAL).date(), current.get().language)
