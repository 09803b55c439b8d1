"""For candidates: the own hiring, with what is theirs to do in it."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from service.admissions.queries import application
from service.admissions.telling import title_of
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.hirings import queries
from service.hirings.actions import NotMade, StepSaid, make_step
from service.hirings.fold import Case, case_of
from service.hirings.hiring_words import why_words
from service.hirings.models import What
from service.law.calendar import local_day
from service.law.hiring import apply_until, needs_declaration, probation
from service.law.hiring_steps import Made, StepRefusal, step_refusal
from service.pages import competition_links as links
from service.pages.confirm import Asking, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.hiring_in_competition import put_off_until, why_not_entered
from service.pages.hr_hirings_view import STATES, end_why, end_words, timeline_of
from service.people.person import Person
from service.personal_files.queries import document_of, documents_of

router = APIRouter(prefix="/me/hirings/{hiring_id}", dependencies=behind(candidate_gate))

STALE: Final = say("Something has been entered meanwhile. Please look at it first.")
DONE: Final[dict[What, Message]] = {
    What.APPLIED: say("Your hiring application is handed in; the HR service is told."),
    What.REFUSED: say("You have declined; the HR service is told."),
    What.DECLARED: say("The certificate is handed in; the HR service is told."),
}


class DocumentForm(BaseModel):
    document: UUID


DocumentSent = Annotated[Form[DocumentForm], form_of(DocumentForm)]


@router.get("")
def show(
    request: Request, db: Db, house: House, person: Candidate, now: Now, hiring_id: UUID
) -> Response:
    return _page(request, db, house, person, case_for(db, person, hiring_id), now, empty_form())


@router.get("/{deed}")
def ask_first(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    hiring_id: UUID,
    deed: str,
) -> Response:
    case, what = case_for(db, person, hiring_id), _deed(deed)
    refusal = _refusal(case, what, now, put_off=_put_off(db, house, case, now))
    url = f"/me/hirings/{hiring_id}"
    if refusal is not None:
        return redirect(request, url, said=why_words(refusal), kind="refused")
    return ask(request, _asking(what, url, deed))


@router.post("/declare")
def declare(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    hiring_id: UUID,
    form: DocumentSent,
) -> Response:
    """Hand in a document of the own file as the certificate of the income declaration."""
    case, sent = case_for(db, person, hiring_id), form.data
    chosen = None if sent is None else document_of(db, person.account_id, sent.document)
    if chosen is None:
        form = form.with_error("document", say("Please choose the document."))
        return _page(request, db, house, person, case, now, form, status=422)
    facts = {"document": str(chosen.id), "note": chosen.original_name}
    said = StepSaid(What.DECLARED, local_day(now), facts)
    return _step(request, db, house, person, case, said, now)


@router.post("/{deed}")
def do(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    hiring_id: UUID,
    deed: str,
) -> Response:
    case = case_for(db, person, hiring_id)
    return _step(request, db, house, person, case, StepSaid(_deed(deed), local_day(now)), now)


def case_for(db: Session, person: Person, hiring_id: UUID) -> Case:
    """Return the person's own hiring of this id; 404 for another's."""
    row = queries.hiring(db, hiring_id)
    if row is None or row.account_id != person.account_id:
        raise NotFound
    return case_of(db, row)


def _deed(deed: str) -> What:
    found = {"accept": What.APPLIED, "decline": What.REFUSED}.get(deed)
    if found is None:
        raise NotFound
    return found


def _step(
    request: Request,
    db: Session,
    house: House,
    person: Person,
    case: Case,
    said: StepSaid,
    now: datetime,
) -> Response:
    """Enter a step of the winner's; one that has been made already changes nothing."""
    url, why_not = f"/me/hirings/{case.row.id}", why_not_entered(db, case.row, said.what)
    if why_not is not None:
        return redirect(request, url, said=why_not, kind="refused")
    is_put_off = _put_off(db, house, case, now) is not None
    seen, by = case.row.steps, person.account_id
    answer = make_step(db, case.row.id, said, seen=seen, by=by, now=now, is_put_off=is_put_off)
    if isinstance(answer, StepRefusal):
        return redirect(request, url, said=why_words(answer), kind="refused")
    if isinstance(answer, NotMade):
        return redirect(request, url, said=STALE, kind="refused")
    return redirect(request, url, said=DONE[said.what])


def _put_off(db: Session, house: House, case: Case, now: datetime) -> date | None:
    return put_off_until(db, case.row, calendar=house.parts["calendar"], now=now)


def _refusal(
    case: Case, what: What, now: datetime, *, put_off: date | None = None
) -> StepRefusal | None:
    today = local_day(now)
    step = Made(str(what), today, by_winner=put_off is None)  # type: ignore[arg-type]  # the same words
    return step_refusal(case.course, step, today)


def _asking(what: What, url: str, deed: str) -> Asking:
    is_yes = what is What.APPLIED
    happens = (
        (
            say("The HR service is told at once."),
            say("Next come the certificate of the income declaration and the special check."),
        )
        if is_yes
        else (
            say("The HR service invites the next one in the list."),
            say("It cannot be taken back by you."),
        )
    )
    return Asking(
        title=say("Hand in the hiring application?") if is_yes else say("Decline the appointment?"),
        happens=happens,
        yes=say("Hand it in") if is_yes else say("Decline"),
        url=f"{url}/{deed}",
        back=url,
        kind="primary" if is_yes else "danger",
    )


def _page(
    request: Request,
    db: Session,
    house: House,
    person: Person,
    case: Case,
    now: datetime,
    form: Form[DocumentForm],
    *,
    status: int = 200,
) -> Response:
    vacancy, announcement = queries.vacancy_of(db, case.row.id)
    filed = application(db, case.row.application_id)
    assert filed is not None
    put_off = _put_off(db, house, case, now)
    needs_it = needs_declaration(case.course.case) and case.course.end is None
    return page(
        request,
        "candidate_competitions/hiring.html",
        status,
        case=case,
        title=title_of(vacancy),
        announcement=announcement,
        state=STATES[case.row.state],
        end=end_words(case),
        end_why=end_why(case),
        competition=links.candidate_competition(filed.number),
        timeline=timeline_of(case, local_day(now)),
        probation=probation(case.course.case),
        apply_until=put_off or apply_until(case.start),
        may_accept=_refusal(case, What.APPLIED, now, put_off=put_off) is None,
        may_decline=_refusal(case, What.REFUSED, now) is None,
        may_declare=needs_it and _refusal(case, What.DECLARED, now) is None,
        documents=[(str(one.id), one.original_name) for one in documents_of(db, person.account_id)],
        form=form,
    )
