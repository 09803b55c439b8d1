"""HR and the authorised body call for assessors, answer what waits, keep the list (CM-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.admissions.line_words import duration_words
from service.bodies import queries as bodies
from service.bodies.models import Body, Work
from service.commissions import queries
from service.commissions.assessors import (
    CallFacts,
    answer_application,
    end_assessor,
    publish_call,
)
from service.commissions.models import Assessor, AssessorApplication, AssessorCall
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.core.tickets import use_ticket
from service.law.calendar import local_day
from service.pages import commission_words as words
from service.pages import competition_links as links
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Recruiter, behind, recruiter_gate
from service.people.models import Account
from service.people.person import Person
from service.people.queries import account
from service.personal_files.codes import codes

router = APIRouter(prefix="/hr/assessors", dependencies=behind(recruiter_gate))
URL: Final = "/hr/assessors"
LONGEST: Final = 5000
SHORTEST: Final = 10  # characters of a reason


class CallSent(Sure):
    body: str = Field(max_length=40)
    fields: list[str] = Field(default_factory=list)
    closes_on: date
    text_kk: str = Field(min_length=SHORTEST, max_length=LONGEST)
    text_ru: str = Field(min_length=SHORTEST, max_length=LONGEST)


class AnswerSent(Sure):
    answer: Literal["accept", "refuse"]
    reason: str = Field(default="", max_length=500)


class EndSent(Sure):
    reason: str = Field(min_length=SHORTEST, max_length=500)


CallForm = Annotated[Form[CallSent], form_of(CallSent)]
AnswerForm = Annotated[Form[AnswerSent], form_of(AnswerSent)]
EndForm = Annotated[Form[EndSent], form_of(EndSent)]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application as whoever answers it reads it."""

    row: AssessorApplication
    person: Account
    experience: Message
    is_hr: bool
    decision: dict[str, Any] | None


def recruiting(db: Session, person: Person) -> list[Body]:
    """Return the bodies for which a person calls assessors: by HR work or for the authority."""
    own = {one.code: one for one in bodies.served_by(db, person.account_id, Work.HR)}
    agreeing = bodies.bodies_of(db, person.account_id, Work.AGREEMENT)
    own |= {one.code: one for one in agreeing if one.is_authorised}
    return list(own.values())


def call_for(db: Session, person: Person, number: str) -> AssessorCall:
    """Return the call of this number, if it is of a body of the person."""
    found = queries.call(db, number)
    if found is None or found.body_code not in {one.code for one in recruiting(db, person)}:
        raise NotFound
    return found


def assessor_for(db: Session, person: Person, assessor_id: UUID) -> Assessor:
    """Return somebody whom the person may take off the list: who has come by an own call."""
    found = queries.assessor(db, assessor_id)
    if found is None or found.ended_at is not None or not _may_end(db, person, found):
        raise NotFound
    return found


def _may_end(db: Session, person: Person, one: Assessor) -> bool:
    own = recruiting(db, person)
    return _keeps_all(db, person) or one.account_id in queries.listed_by(
        db, [each.code for each in own]
    )


def _keeps_all(db: Session, person: Person) -> bool:
    """Who answers for the authorised body keeps the whole list (DEFAULT)."""
    agreeing = bodies.bodies_of(db, person.account_id, Work.AGREEMENT)
    return any(one.is_authorised for one in agreeing)


@router.get("")
def calls(request: Request, db: Db, person: Recruiter, now: Now) -> Response:
    own = recruiting(db, person)
    codes_ = [one.code for one in own]
    mine = queries.listed_by(db, codes_)
    everything = _keeps_all(db, person)
    return page(
        request,
        "hr_assessors/calls.html",
        bodies={one.code: one.name for one in own},
        calls=[call for code in codes_ for call in queries.calls_of(db, code)],
        waiting=queries.applications_waiting(db, codes_),
        today=local_day(now),
        listed=[(one, who, everything or who.id in mine) for one, who in queries.assessors(db)],
        names=codes().work.names,
        all_bodies=bodies.names_of(db),
        words=words,
    )


@router.get("/new")
def write(request: Request, db: Db, person: Recruiter) -> Response:
    own = recruiting(db, person)
    form = empty_form(body=own[0].code if own else "")
    return _writing(request, own, form)


@router.post("/new")
def publish(request: Request, db: Db, person: Recruiter, now: Now, form: CallForm) -> Response:
    """Publish a call, after being asked: from then on everybody can read it."""
    own = recruiting(db, person)
    form = _checked(form, own, now)
    sent = form.data
    if sent is None or sent.change:
        return _writing(request, own, form)
    body = next(one for one in own if one.code == sent.body)
    if not sent.sure:
        return ask(request, _publish_asked(body, sent))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, URL)
    texts = {"kk": sent.text_kk, "ru": sent.text_ru}
    facts = CallFacts(frozenset(sent.fields), texts, sent.closes_on)
    done = publish_call(db, body, facts, by=person.account_id, now=now)
    if isinstance(done, Message):
        return _writing(request, own, form.with_error("", done))
    return redirect(request, f"{URL}/{done.number}", said=say("The call is published."))


@router.get("/list/{assessor_id}")
def ending(request: Request, db: Db, person: Recruiter, assessor_id: UUID) -> Response:
    return _ending(request, db, assessor_for(db, person, assessor_id), empty_form())


@router.post("/list/{assessor_id}")
def end(
    request: Request, db: Db, person: Recruiter, now: Now, assessor_id: UUID, form: EndForm
) -> Response:
    """Take somebody off the list with the reason, after being asked."""
    one, sent = assessor_for(db, person, assessor_id), form.data
    if sent is None or sent.change:
        return _ending(request, db, one, form)
    if not sent.sure:
        return ask(request, _end_asked(db, one, sent.reason))
    end_assessor(db, one, reason=sent.reason, by=person.account_id, now=now)
    return redirect(request, f"{URL}#list", said=say("The assessor is off the list and is told."))


@router.get("/{number}")
def call(request: Request, db: Db, person: Recruiter, number: str) -> Response:
    return _call(request, db, call_for(db, person, number), empty_form())


@router.post("/{number}/applications/{application_id}")
def answer(
    request: Request,
    db: Db,
    person: Recruiter,
    now: Now,
    number: str,
    application_id: UUID,
    form: AnswerForm,
) -> Response:
    """Accept an application that waits, or refuse it with a reason that the applicant reads."""
    one, sent = call_for(db, person, number), form.data
    filed = queries.application(db, application_id)
    if filed is None or filed.call_id != one.id:
        raise NotFound
    if sent is None or sent.change:
        return _call(request, db, one, form, application_id)
    if sent.answer == "refuse" and len(sent.reason) < SHORTEST:
        fault = say("Write the reason: the applicant reads it.")
        return _call(request, db, one, form.with_error("reason", fault), application_id)
    if sent.answer == "refuse" and not sent.sure:
        return ask(request, _refusal_asked(db, one, filed, sent.reason))
    done = answer_application(
        db,
        application_id,
        accepts=sent.answer == "accept",
        reason=sent.reason,
        by=person.account_id,
        now=now,
    )
    url = f"{URL}/{one.number}"
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("The answer is recorded. The applicant is told."))


def _checked(form: Form[CallSent], own: Sequence[Body], now: datetime) -> Form[CallSent]:
    """The form with what the calendar, the register of fields and the bodies make of it."""
    sent = form.data
    if sent is None:
        return form
    if sent.body not in {one.code for one in own}:
        return form.with_error("body", say("Please choose one of the answers."))
    if not sent.fields or not set(sent.fields) <= set(codes().work.names):
        fault = say("Choose at least one field of work: assessors are found by it.")
        return form.with_error("fields", fault)
    if sent.closes_on <= local_day(now):
        return form.with_error("closes_on", say("The last day must lie after today."))
    return form


def _writing(request: Request, own: Sequence[Body], form: Form[Any]) -> Response:
    return page(
        request,
        "hr_assessors/write.html",
        422 if form.errors else 200,
        form=form,
        bodies=[(one.code, translate(one.name)) for one in own],
        fields=[(code, translate(name)) for code, name in codes().work.names.items()],
    )


def _call(
    request: Request, db: Session, one: AssessorCall, form: Form[Any], wrong: UUID | None = None
) -> Response:
    applied = [_applied(row, person) for row, person in queries.applications_to(db, one.id)]
    body = bodies.body(db, one.body_code)
    assert body is not None
    return page(
        request,
        "hr_assessors/call.html",
        422 if form.errors else 200,
        call=one,
        body=body,
        applied=applied,
        wrong=wrong,
        form=form,
        names=codes().work.names,
        words=words,
        links=links,
        url=URL,
    )


def _applied(row: AssessorApplication, person: Account) -> Applied:
    experience = row.record["answer"]["experience"]
    return Applied(
        row,
        person,
        duration_words(int(experience["days"])),
        bool(row.record.get("is_hr")),
        row.record.get("decision"),
    )


def _ending(request: Request, db: Session, one: Assessor, form: Form[Any]) -> Response:
    return page(
        request,
        "hr_assessors/end.html",
        422 if form.errors else 200,
        assessor=one,
        who=account(db, one.account_id),
        form=form,
        url=URL,
    )


def _publish_asked(body: Body, sent: CallSent) -> Asking:
    fields = ", ".join(translate(codes().work.names[one]) for one in sent.fields)
    return Asking(
        title=say("Publish this call?"),
        facts=[
            (say("State body"), body.name),
            (say("Fields of work"), fields),
            (say("Last day of applications"), sent.closes_on),
        ],
        happens=[
            say("Everybody can read it at once; it cannot be changed afterwards."),
            say("Who fits by the own personal file is on the list of assessors at once."),
            say("Who is said to be a specialist in personnel waits for your answer."),
        ],
        yes=say("Publish the call"),
        url=f"{URL}/new",
        back=URL,
        fields={
            "body": sent.body,
            "fields": sent.fields,
            "closes_on": sent.closes_on.isoformat(),
            "text_kk": sent.text_kk,
            "text_ru": sent.text_ru,
        },
        kind="primary",
    )


def _refusal_asked(
    db: Session, call: AssessorCall, filed: AssessorApplication, reason: str
) -> Asking:
    who = account(db, filed.account_id)
    assert who is not None
    return Asking(
        title=say("Refuse this application?"),
        facts=[(say("Applicant"), who.name), (say("Reason"), reason)],
        happens=[
            say("The applicant reads your reason and cannot apply to this call again."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Refuse the application"),
        url=f"{URL}/{call.number}/applications/{filed.id}",
        back=f"{URL}/{call.number}",
        fields={"answer": "refuse", "reason": reason},
    )


def _end_asked(db: Session, one: Assessor, reason: str) -> Asking:
    who = account(db, one.account_id)
    assert who is not None
    return Asking(
        title=say("Take this assessor off the list?"),
        facts=[(say("Assessor"), f"{one.number} · {who.name}"), (say("Reason"), reason)],
        happens=[
            say("The person is drawn no more. On commissions that are formed the seat stays."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Take off the list"),
        url=f"{URL}/list/{one.id}",
        back=f"{URL}#list",
        fields={"reason": reason},
    )
