"""The last look before an application is filed, and filing it."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import (
    Filed,
    Obstacles,
    SlotFault,
    Wish,
    door_closes,
    file_application,
)
from service.booking.models import ApplicationState, Slot
from service.booking.promise import new_promise, promised_seed
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import current, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.law.calendar import local_day
from service.pages.candidate_choice import (
    LONGEST,
    STEPS,
    Choice,
    Chosen,
    Wanted,
    consent_version,
    has_offer,
    obstacles,
    wanted,
)
from service.pages.candidate_words import SLOT_FAULTS
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.contact import show_phone
from service.people.models import Account
from service.people.one_time_password import Purpose, send_one_time_password
from service.people.person import Person

REVIEW = 3

router = APIRouter(dependencies=behind(candidate_gate))


class ReviewForm(Choice):
    """What is applied for; the word is checked here, not cut: it is the candidate's own."""

    slot: UUID
    promise: str = ""
    word: Annotated[str, Field(max_length=LONGEST)] = ""


Sent = Annotated[Form[ReviewForm], form_of(ReviewForm)]


@router.get("/book/review")
def review(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    choice: Chosen,
    slot: UUID,
) -> Response:
    found, chosen = wanted(db, choice, local_day(now)), queries.slot(db, slot)
    if not isinstance(found, Wanted) or chosen is None:
        return RedirectResponse(choice.url("/book"), 303)
    against = obstacles(db, house, person, found.programme, now, chosen)
    is_full = chosen.taken >= chosen.capacity and not has_offer(db, person, chosen, now)
    if is_full and not against and not _is_own(db, person, chosen):
        against = replace(against, slot_fault=SlotFault.FULL)
    if against:
        return _elsewhere(request, db, choice, chosen, against)
    form = empty_form(word=choice.word)
    return _review_page(request, db, house, person, choice, found, chosen, form)


@router.post("/book")
def file(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: Sent
) -> Response:
    typed = {name: text for name, text in form.values.items() if isinstance(text, str)}
    choice = Choice.model_validate(typed)
    found = wanted(db, choice, local_day(now))
    chosen = _slot_of(db, form)
    if not isinstance(found, Wanted) or chosen is None:
        return RedirectResponse(choice.url("/book"), 303)
    promise = str(form.values.get("promise", ""))
    seed = promised_seed(house.keys, person.account_id, promise)
    if form.data is None or seed is None:
        return _review_page(request, db, house, person, choice, found, chosen, form)
    wish = Wish(
        found.programme,
        chosen.id,
        found.reason,
        category=found.category,
        legal_education=found.legal_education,
        draw_word=form.data.word,
        seed=seed,
    )
    answer = file_application(
        db,
        person.account_id,
        wish,
        calendar=house.parts["calendar"],
        consent_version=consent_version(house, now),
        now=now,
    )
    if isinstance(answer, Filed):
        return to_code(db, house, answer, now)
    if answer.obstacles.is_seed_used:
        return _review_page(request, db, house, person, choice, found, chosen, form)
    return _elsewhere(request, db, choice, chosen, answer.obstacles)


def _slot_of(db: Session, form: Form[ReviewForm]) -> Slot | None:
    try:
        return queries.slot(db, UUID(str(form.values.get("slot"))))
    except ValueError:
        return None


def _is_own(db: Session, person: Person, slot: Slot) -> bool:
    """Whether the seat is the person's own already: filed a moment ago, not yet confirmed."""
    return any(
        one.account_id == person.account_id and one.state is ApplicationState.FILED
        for one in queries.applications_in(db, slot.id)
    )


def to_code(db: Session, house: Wiring, filed: Filed, now: Now) -> Response:
    """Send the code once and go where it is entered; a form sent twice sends no second code."""
    application = filed.application
    target = f"/cabinet/applications/{application.id}/confirm"
    if application.confirmed_at is None:
        send_one_time_password(
            db,
            application.account_id,
            purpose=Purpose.APPLICATION,
            subject_id=application.id,
            keys=house.keys,
            now=now,
            language=current.get().language,
        )
    return RedirectResponse(target, 303)


def _elsewhere(
    request: Request, db: Session, choice: Choice, slot: Slot, against: Obstacles
) -> Response:
    """Lead to where the obstacle is shown, or to another seat; what was typed goes along."""
    if against.grounds or against.standing or against.slot_fault is None:
        return RedirectResponse(choice.url("/book/check"), 303)
    centre = queries.centre_of(db, slot)
    back = choice.url("/book/place", centre=centre.code, day=local_day(slot.starts_at))
    return redirect(request, back, said=SLOT_FAULTS[against.slot_fault], kind="refused")


def _review_page(
    request: Request,
    db: Session,
    house: Wiring,
    person: Person,
    choice: Choice,
    found: Wanted,
    slot: Slot,
    form: Form[Any],
) -> Response:
    account = db.get_one(Account, person.account_id)
    was_sent = "promise" in form.values
    if was_sent and not form.errors:
        form = form.with_error("", say("The page had been open for long. Please check it again."))
    centre = queries.centre_of(db, slot)
    return page(
        request,
        "candidate/review.html",
        422 if was_sent else 200,
        steps=STEPS,
        step=REVIEW,
        form=form,
        choice=choice,
        found=found,
        account=account,
        phone=account.phone and show_phone(account.phone),
        slot=slot,
        centre=centre,
        door_closes_at=door_closes(slot),
        promise=new_promise(house.keys, person.account_id),
        back=choice.url("/book/place", centre=centre.code, day=local_day(slot.starts_at)),
    )
