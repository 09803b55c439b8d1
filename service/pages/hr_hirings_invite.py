"""For HR: an admitted candidate is invited to be hired, with the protocol that says so."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from service.admissions.queries import Filed
from service.admissions.telling import title_of
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.hirings import queries
from service.hirings.actions import Invitation, InviteRefusal, start_hiring
from service.hirings.entrants import likely_entrant
from service.hirings.hiring_words import ENTRANTS
from service.hirings.models import Entrant
from service.law.calendar import local_day
from service.pages import competition_links as links
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hiring_in_competition import NAMED_BY_COMPETITION, competition_behind
from service.pages.hr_applications import application_for
from service.people.models import Account

router = APIRouter(prefix="/hr/applications/{application_id}/invite", dependencies=behind(hr_gate))

REFUSALS: Final[dict[InviteRefusal, Message]] = {
    InviteRefusal.NOT_ADMITTED: say("Only who was admitted to the competition can be invited."),
    InviteRefusal.STILL_OPEN: say("Documents are still received: there is no winner yet."),
    InviteRefusal.CANCELLED: say("This competition is cancelled."),
    InviteRefusal.INVITED: say("This candidate was invited already."),
    InviteRefusal.TAKEN: say("Somebody else is being hired for this vacancy."),
    InviteRefusal.OWN: say("Somebody else must invite you."),
}


class InviteForm(BaseModel):
    protocol: Annotated[str, AfterValidator(str.strip), Field(min_length=1, max_length=40)]
    protocol_on: date
    entrant: Entrant
    declared_before: bool = False


InviteSent = Annotated[Form[InviteForm], form_of(InviteForm)]


@router.get("")
def show(request: Request, db: Db, person: Hr, now: Now, application_id: UUID) -> Response:
    filed = application_for(db, person, application_id)
    there = queries.hiring_of(db, application_id)
    if there is not None:
        return RedirectResponse(f"/hr/hirings/{there.id}", 303)
    if competition_behind(db, application_id) is not None:
        return _to_competition(request, filed)
    form = empty_form(
        protocol_on=local_day(now).isoformat(),
        entrant=str(likely_entrant(db, filed.application, now)),
    )
    return _page(request, db, filed, form)


@router.post("")
def invite(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    application_id: UUID,
    form: InviteSent,
) -> Response:
    filed = application_for(db, person, application_id)
    if competition_behind(db, application_id) is not None:
        return _to_competition(request, filed)
    sent = form.data
    if sent is not None and sent.protocol_on > local_day(now):
        form = form.with_error("protocol_on", say("This day is still to come."))
    if sent is None or form.errors:
        return _page(request, db, filed, form, status=422)
    said = Invitation(sent.protocol, sent.protocol_on, sent.entrant, sent.declared_before)
    calendar, by = house.parts["calendar"], person.account_id
    answer = start_hiring(db, application_id, said, by=by, calendar=calendar, now=now)
    if isinstance(answer, InviteRefusal):
        url = f"/hr/applications/{application_id}"
        return redirect(request, url, said=REFUSALS[answer], kind="refused")
    said_now = say("The candidate is invited and told.")
    return redirect(request, f"/hr/hirings/{answer.id}", said=said_now)


def _to_competition(request: Request, filed: Filed) -> Response:
    url = links.hr_competition(filed.announcement.number)
    return redirect(request, url, said=NAMED_BY_COMPETITION, kind="warning")


def _page(
    request: Request, db: Session, filed: Filed, form: Form[Any], *, status: int = 200
) -> Response:
    before = queries.hirings_of_round(db, filed.announcement.id)
    return page(
        request,
        "hr_hirings/invite.html",
        status,
        filed=filed,
        account=db.get_one(Account, filed.application.account_id),
        title=title_of(filed.vacancy),
        entrants=[(str(one), translate(text)) for one, text in ENTRANTS.items()],
        is_next=bool(before),
        form=form,
    )
