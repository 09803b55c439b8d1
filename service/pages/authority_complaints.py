"""The authorised body decides complaints about competitions, with a reason (ST-9)."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.admissions.queries import application
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.competitions import queries
from service.competitions.complaints import Decision, answer_complaint, suspends
from service.competitions.course import Course, course_of
from service.competitions.models import Complaint
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.law.machine import Illegal
from service.pages import competition_links as links
from service.pages import competition_view as view
from service.pages import competition_words as words
from service.pages.competition_doors import check_authority
from service.pages.competition_refusals import illegal_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Authority, authority_gate, behind
from service.people.person import Person
from service.people.queries import account
from service.vacancies.queries import announcement, vacancy

URL: Final = "/authority/complaints"

router = APIRouter(prefix=URL, dependencies=behind(authority_gate))


class AnswerSent(Sure):
    answer: Literal["resume", "cancel"]
    reason: str = Field(min_length=20, max_length=10_000)


@router.get("")
def complaints(request: Request, db: Db, person: Authority) -> Response:
    check_authority(db, person)
    return page(
        request,
        "authority_complaints/all.html",
        waiting=[_line(db, one) for one in queries.open_complaints(db)],
        answered=[_line(db, one) for one in queries.answered_complaints(db)],
        words=words,
        links=links,
    )


@router.get("/{complaint_id}")
def complaint(
    request: Request, db: Db, house: House, person: Authority, complaint_id: UUID
) -> Response:
    row, course = _found(db, house, person, complaint_id)
    return _complaint(request, db, row, course, empty_form())


@router.post("/{complaint_id}")
def answer(
    request: Request,
    db: Db,
    house: House,
    person: Authority,
    now: Now,
    complaint_id: UUID,
    form: Annotated[Form[AnswerSent], form_of(AnswerSent)],
) -> Response:
    """Let the competition go on, or cancel it; the candidate reads the reason."""
    row, course = _found(db, house, person, complaint_id)
    sent, url = form.data, links.complaint(row.id)
    if sent is None or sent.change:
        return _complaint(request, db, row, course, form)
    if not sent.sure:
        return ask(request, _asked(course, row, sent))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, url)
    done = answer_complaint(
        db,
        row.id,
        Decision(sent.answer),
        sent.reason,
        by=person.account_id,
        calendar=house.parts["calendar"],
        now=now,
    )
    if isinstance(done, Illegal):
        return redirect(request, url, said=illegal_words(done), kind="refused")
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("The complaint is answered."))


def _found(
    db: Session, house: Wiring, person: Person, complaint_id: UUID
) -> tuple[Complaint, Course]:
    check_authority(db, person)
    row = queries.complaint(db, complaint_id)
    if row is None:
        raise NotFound
    course = course_of(db, row.announcement_id, house.parts["calendar"])
    assert course is not None
    return row, course


def _line(db: Session, row: Complaint) -> tuple[Complaint, str, dict[str, str]]:
    announced = announcement(db, row.announcement_id)
    return row, announced.number, title_of(vacancy(db, announced.vacancy_id))


def _complaint(
    request: Request, db: Session, row: Complaint, course: Course, form: Form[Any]
) -> Response:
    filed = application(db, row.application_id)
    assert filed is not None
    who = account(db, filed.account_id)
    return page(
        request,
        "authority_complaints/one.html",
        422 if form.errors else 200,
        row=row,
        course=course,
        who=who,
        body=bodies.body(db, course.row.body_code),
        title=title_of(vacancy(db, course.announcement.vacancy_id)),
        state=view.state_words(course),
        suspends=suspends(course, row),
        moments=view.moments_of_competition(db, course),
        form=form,
        words=words,
        links=links,
    )


def _asked(course: Course, row: Complaint, sent: AnswerSent) -> Asking:
    is_upheld = Decision(sent.answer) is Decision.CANCEL
    what = (
        say("The competition is cancelled. Every candidate is told.")
        if is_upheld
        else say("The competition goes on where it stood, and its terms run again.")
    )
    return Asking(
        title=say("Uphold the complaint?") if is_upheld else say("Dismiss the complaint?"),
        facts=[(say("Announcement"), course.announcement.number), (say("Reason"), sent.reason)],
        happens=[what, say("The candidate reads your reason. This cannot be undone.")],
        yes=say("Uphold the complaint") if is_upheld else say("Dismiss the complaint"),
        url=links.complaint(row.id),
        back=links.complaint(row.id),
        fields={"answer": sent.answer, "reason": sent.reason},
        kind="danger" if is_upheld else "primary",
    )
