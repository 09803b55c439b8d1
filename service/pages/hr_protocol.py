"""HR reads the protocol of a competition and signs it by e-signature (ST-7); the paper itself."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.admissions.queries import application_of
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.bodies.models import Work
from service.commissions.queries import seat_of
from service.competitions import queries
from service.competitions.course import Course
from service.competitions.protocol import (
    PURPOSE,
    SUBJECT,
    asked_to_sign,
    protocol_matter,
    protocol_of,
    record_signed,
    signature_of_protocol,
)
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.i18n import Message, current, say
from service.core.render import page, redirect
from service.documents.actions import Press
from service.documents.models import Document
from service.law.machine import Illegal
from service.law.ranking import ST_7
from service.pages import competition_links as links
from service.pages.competition_doors import competition_for
from service.pages.competition_refusals import illegal_words
from service.pages.doors import House, Now
from service.pages.gates import Anyone, Hr, anyone_gate, behind, hr_gate
from service.pages.pace import at_most, no_larger_than
from service.pages.signature_form import SignatureSent, hand_in, sign_view
from service.pages.verify_paper import in_words, paper_of, rows_of
from service.people.person import Person
from service.signatures.actions import Accepted, accept_signature, ask_signature
from service.signatures.queries import request_for, signature_of
from service.signatures.refusals import NotAccepted
from service.vacancies.queries import announcement_numbered, vacancy

PREFIX: Final = "/hr/competitions/{number}/{ordinal}/protocol"
SIGNED: Final = say("The protocol is signed. The results are published, everybody is told.")

router = APIRouter(prefix=PREFIX, dependencies=behind(hr_gate))
uploads = APIRouter(
    prefix=PREFIX,
    dependencies=[Depends(at_most(30, "sign")), Depends(no_larger_than(1)), *behind(hr_gate)],
)
papers = APIRouter(prefix="/competitions", dependencies=behind(anyone_gate))


@router.get("")
def protocol(
    request: Request, db: Db, house: House, person: Hr, number: str, ordinal: int
) -> Response:
    course = competition_for(db, house, person, number, ordinal)
    made = protocol_of(db, course.row.announcement_id)
    return page(
        request,
        "hr_competitions/protocol.html",
        course=course,
        made=made,
        rows=rows_of(made, paper_of(made)) if made else [],
        in_words=in_words,
        signature=signature_of_protocol(db, course.row.announcement_id),
        may_sign=made is not None and course.state.state == "protocol",
        links=links,
    )


@router.post("")
def begin(
    request: Request, db: Db, house: House, person: Hr, now: Now, number: str, ordinal: int
) -> Response:
    """Fix what is to be signed."""
    course = competition_for(db, house, person, number, ordinal)
    made = protocol_of(db, course.row.announcement_id)
    url = links.hr_protocol(course.announcement.number)
    if made is None or course.state.state != "protocol":
        return redirect(request, url, said=say("There is nothing to sign now."), kind="refused")
    post = title_of(vacancy(db, course.announcement.vacancy_id))
    matter = protocol_matter(course, made, post)
    asked = ask_signature(db, person.account_id, matter, translator=current.get(), now=now)
    return RedirectResponse(f"{url}/{asked.id}", 303)


@router.get("/{request_id}")
def show(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    number: str,
    ordinal: int,
    request_id: UUID,
) -> Response:
    """Show what is signed."""
    course = competition_for(db, house, person, number, ordinal)
    url = links.hr_protocol(course.announcement.number)
    if signature_of(db, request_id) is not None:
        return RedirectResponse(url, 303)
    return _sign_page(request, db, person, course, request_id)


@uploads.post("/{request_id}")
def take_in(
    request: Request,
    house: House,
    person: Hr,
    now: Now,
    form: SignatureSent,
    number: str,
    ordinal: int,
    request_id: UUID,
) -> Response:
    """Verify the signature; it is kept together with the step that publishes the results."""
    with house.database.reading() as db:
        course = competition_for(db, house, person, number, ordinal)
    announcement_id = course.row.announcement_id
    asked = asked_to_sign(request_id, person.account_id, announcement_id)
    checked = hand_in(house, form, asked, now=now)
    with house.database.writing() as db:
        outcome = accept_signature(db, checked, now=now, rule=ST_7.id)
        if isinstance(outcome, Accepted) and outcome.is_new:
            calendar = house.parts["calendar"]
            after = record_signed(
                db, announcement_id, outcome.signature, calendar=calendar, now=now
            )
            _undo_unless_published(after)
    if isinstance(outcome, NotAccepted):
        with house.database.reading() as db:
            return _sign_page(request, db, person, course, request_id, outcome)
    return redirect(request, links.hr_protocol(course.announcement.number), said=SIGNED)


@papers.get("/{number}/{ordinal}/protocol.pdf")
def download(db: Db, house: House, person: Anyone, number: str, ordinal: int) -> Response:
    """Hand out the protocol: to HR as soon as it is made, to members and candidates when signed."""
    announced = announcement_numbered(db, f"{number}/{ordinal}")
    made = None if announced is None else protocol_of(db, announced.id)
    press: Press | None = house.parts["press"]
    if made is None or press is None or not may_read(db, made, person):
        raise NotFound
    named = {"content-disposition": f'attachment; filename="{made.number}.pdf"'}
    content = press.storage.get(made.file_name)
    return Response(content, media_type="application/pdf", headers=named)


def may_read(db: Session, made: Document, person: Person) -> bool:
    """Tell whether the person may read this protocol now."""
    announcement_id, account_id = made.subject_id, person.account_id
    row = queries.competition(db, announcement_id)
    body = bodies.body(db, row.body_code) if row else None
    if body is not None and bodies.may_work_for(db, account_id, body, Work.HR):
        return True
    if signature_of_protocol(db, announcement_id) is None:
        return False
    is_member = seat_of(db, announcement_id, account_id) is not None
    return is_member or application_of(db, announcement_id, account_id) is not None


def _undo_unless_published(after: Course | Illegal | Message) -> None:
    """End the transaction with a sentence where the step cannot be: no signature stays alone.

    Raises:
        Refused: the results cannot be published now.
    """
    if isinstance(after, Illegal):
        raise Refused(illegal_words(after))
    if isinstance(after, Message):
        raise Refused(after)


def _sign_page(
    request: Request,
    db: Session,
    person: Person,
    course: Course,
    request_id: UUID,
    refused: NotAccepted | None = None,
) -> Response:
    asked = request_for(db, person.account_id, request_id)
    subject = (SUBJECT, course.row.announcement_id)
    if asked is None or asked.purpose != PURPOSE:
        raise NotFound
    if (asked.subject_kind, asked.subject_id) != subject:
        raise NotFound
    url = links.hr_protocol(course.announcement.number)
    sign = sign_view(request, asked, url=f"{url}/{asked.id}", back=url, refused=refused)
    status = 422 if refused else 200
    return page(request, "hr_competitions/sign.html", status, sign=sign, course=course, links=links)
