"""For HR: the hirings of the own bodies by their nearest day; each step by step."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from service.admissions import queries as admissions
from service.admissions.telling import title_of
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.hirings import queries
from service.hirings.actions import NotMade, StepSaid, make_step, take_back
from service.hirings.fold import Case, case_of
from service.hirings.hiring_words import ENTRANTS, STEPS, why_words
from service.hirings.models import HiringStep, What
from service.law.calendar import local_day
from service.law.hiring import probation
from service.law.hiring_steps import StepRefusal
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hiring_in_competition import why_not_entered, why_not_taken_back
from service.pages.hr_doors import bodies_for, body_for
from service.pages.hr_hirings_view import (
    STATES,
    end_why,
    end_words,
    entered_of,
    proposes_lapse,
    steps_of,
    timeline_of,
)
from service.pages.scan_download import download_of
from service.people.models import Account
from service.people.person import Person
from service.personal_files.models import PersonalDocument

router = APIRouter(prefix="/hr/hirings", dependencies=behind(hr_gate))

NOT_MADE: Final[dict[NotMade, Message]] = {
    NotMade.STALE: say("Somebody else has entered something meanwhile. Look at it, then go on."),
    NotMade.NOT_YOURS: say("Somebody else must enter this: it is your own hiring."),
    NotMade.NO_SUCH: say("There is no such entry to take back."),
    NotMade.BY_ITSELF: say("This comes about by itself: nobody enters it."),
}
Note = Annotated[str, AfterValidator(str.strip), Field(max_length=500)]
Reason = Annotated[str, AfterValidator(str.strip), Field(min_length=5, max_length=500)]


class StepForm(BaseModel):
    """A step as HR enters it; `seen` is how many there were on the page."""

    what: What
    on: date
    first_on: date | None = None
    last_on: date | None = None
    note: Note = ""
    seen: int


class BackForm(BaseModel):
    ordinal: int
    reason: Reason
    seen: int


StepSent = Annotated[Form[StepForm], form_of(StepForm)]
BackSent = Annotated[Form[BackForm], form_of(BackForm)]


@router.get("")
def show_all(request: Request, db: Db, person: Hr, now: Now, over: str = "") -> Response:
    codes = [one.code for one in bodies_for(db, person)]
    rows = queries.hirings_of_bodies(db, codes, is_open=not over)
    return page(
        request,
        "hr_hirings/all.html",
        rows=[(row, account, title_of(vacancy)) for row, account, vacancy in rows],
        is_over=bool(over),
        states=STATES,
        today=local_day(now),
    )


@router.get("/{hiring_id}")
def show(request: Request, db: Db, person: Hr, now: Now, hiring_id: UUID) -> Response:
    case = case_for(db, person, hiring_id)
    form = empty_form(on=local_day(now).isoformat())
    return _page(request, db, person, case, form, local_day(now))


@router.post("/{hiring_id}/steps")
def enter(
    request: Request, db: Db, person: Hr, now: Now, hiring_id: UUID, form: StepSent
) -> Response:
    case, today = case_for(db, person, hiring_id), local_day(now)
    sent, form = form.data, _checked(form, case)
    if sent is None or form.errors:
        return _page(request, db, person, case, form, today, status=422)
    why_not = why_not_entered(db, case.row, sent.what)
    if why_not is not None:
        return redirect(request, f"/hr/hirings/{hiring_id}", said=why_not, kind="refused")
    said = StepSaid(sent.what, sent.on, _facts(sent))
    by = person.account_id
    answer = make_step(db, hiring_id, said, seen=sent.seen, by=by, now=now)
    if isinstance(answer, StepRefusal):
        # what was refused stands in the journal: the request must not be rolled back
        form = form.with_error("what", why_words(answer))
        return _page(request, db, person, case, form, today, status=409, refused=answer)
    return _after(request, hiring_id, answer)


@router.post("/{hiring_id}/back")
def back(
    request: Request, db: Db, person: Hr, now: Now, hiring_id: UUID, form: BackSent
) -> Response:
    case, today, sent = case_for(db, person, hiring_id), local_day(now), form.data
    if sent is None:
        return _page(request, db, person, case, form, today, status=422)
    by, why_not = person.account_id, why_not_taken_back(db, case.row, sent.ordinal)
    if why_not is not None:
        return redirect(request, f"/hr/hirings/{hiring_id}", said=why_not, kind="refused")
    answer = take_back(db, hiring_id, sent.ordinal, sent.reason, seen=sent.seen, by=by, now=now)
    if isinstance(answer, StepRefusal):
        url = f"/hr/hirings/{hiring_id}"
        return redirect(request, url, said=why_words(answer), kind="refused")
    return _after(request, hiring_id, answer)


@router.get("/{hiring_id}/documents/{ordinal}")
def document(db: Db, house: House, person: Hr, hiring_id: UUID, ordinal: int) -> Response:
    """Hand out the paper that the winner has handed in with a step."""
    case = case_for(db, person, hiring_id)
    step = next((one for one in case.steps if one.ordinal == ordinal), None)
    if step is None or "document" not in step.facts:
        raise NotFound
    found = db.get(PersonalDocument, UUID(step.facts["document"]))
    if found is None:
        raise NotFound
    return download_of(house, found)


def case_for(db: Session, person: Person, hiring_id: UUID) -> Case:
    """Return the hiring if it is of a body that the person works for; 404 for another's."""
    row = queries.hiring(db, hiring_id)
    if row is None:
        raise NotFound
    body_for(db, person, row.body_code)
    return case_of(db, row)


def _after(request: Request, hiring_id: UUID, answer: HiringStep | NotMade) -> Response:
    url = f"/hr/hirings/{hiring_id}"
    if isinstance(answer, NotMade):
        return redirect(request, url, said=NOT_MADE[answer], kind="refused")
    if answer.what is What.TAKEN_BACK:
        return redirect(request, url, said=say("The entry is taken back."))
    said = say("Entered: %(step)s.", step=STEPS[answer.what])
    return redirect(request, url, said=said)


def _checked(form: Form[StepForm], case: Case) -> Form[StepForm]:
    """Return the form with what several fields together say of an absence on probation."""
    sent = form.data
    if sent is None or sent.what is not What.ABSENT or probation(case.course.case) is None:
        return form
    if sent.first_on is None:
        form = form.with_error("first_on", say("Please say the first day of the absence."))
    if sent.last_on is None:
        form = form.with_error("last_on", say("Please say the last day of the absence."))
    return form


def _facts(sent: StepForm) -> dict[str, Any]:
    facts: dict[str, Any] = {"note": sent.note} if sent.note else {}
    if sent.what is What.ABSENT and sent.first_on is not None and sent.last_on is not None:
        facts |= {"first_on": sent.first_on.isoformat(), "last_on": sent.last_on.isoformat()}
    return facts


def _page(
    request: Request,
    db: Session,
    person: Person,
    case: Case,
    form: Form[Any],
    today: date,
    *,
    status: int = 200,
    refused: StepRefusal | None = None,
) -> Response:
    vacancy, announcement = queries.vacancy_of(db, case.row.id)
    steps = steps_of(case, today)
    return page(
        request,
        "hr_hirings/one.html",
        status,
        case=case,
        account=db.get_one(Account, case.row.account_id),
        title=title_of(vacancy),
        announcement=announcement,
        application=admissions.application(db, case.row.application_id),
        state=STATES[case.row.state],
        end=end_words(case),
        end_why=end_why(case),
        entrant=ENTRANTS[case.row.entrant],
        probation=probation(case.course.case),
        timeline=timeline_of(case, today),
        entered=entered_of(case),
        allowed=[one for one in steps if one.why_not is None],
        hindered=[one for one in steps if one.why_not is not None],
        proposes_lapse=proposes_lapse(case, today),
        is_own=case.row.account_id == person.account_id,
        form=form,
        refused=refused,
        today=today,
    )
