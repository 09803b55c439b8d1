"""The authorised body: questions for agreement by their due days, answered with a reason (LW-4)."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Work
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.vacancy import must_refuse_agreement
from service.pages import hr_words, vacancies_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Authority, authority_gate, behind
from service.pages.source_words import source_words
from service.pages.vacancies_words import two_named
from service.people import queries as people
from service.people.person import Person
from service.vacancies import queries
from service.vacancies.agreement import answer_agreement
from service.vacancies.course import Course, course_of
from service.vacancies.models import Agreement, Answer

router = APIRouter(prefix="/authority", dependencies=behind(authority_gate))


MUST_REFUSE: Final = say(
    "The law obliges you to refuse: the internal competitions of article 29 have not been held."
)


class AnswerSent(Sure):
    answer: Literal["agreed", "refused"]
    reason: str = Field(min_length=10, max_length=4000)


@router.get("")
def tasks(request: Request, db: Db, person: Authority, now: Now) -> Response:
    own = bodies.bodies_of(db, person.account_id, Work.AGREEMENT)
    codes = [one.code for one in own]
    return page(
        request,
        "authority/tasks.html",
        bodies=own,
        keeps=any(one.is_authorised for one in own),
        waiting=queries.agreements_for(db, codes, is_open=True),
        answered=queries.agreements_for(db, codes, is_open=False, limit=50),
        names=bodies.names_of(db),
        today=local_day(now),
        words=vacancies_words,
        hr=hr_words,
    )


@router.get("/bodies")
def changed_bodies(request: Request, db: Db, person: Authority, q: str = "") -> Response:
    """Lead to the bodies whose reorganisation may be entered; only for the authorised body."""
    authorised = bodies.authorised_body(db)
    own = bodies.bodies_of(db, person.account_id, Work.AGREEMENT)
    if authorised is None or authorised.code not in {one.code for one in own}:
        raise NotFound
    words = q.replace("\0", "").strip()[:100].casefold().split()
    found = [
        one
        for one in bodies.all_bodies(db)
        if all(word in " ".join(one.name.values()).casefold() for word in words)
    ]
    return page(request, "authority/bodies.html", q=q.strip()[:100], bodies=found)


@router.get("/agreements/{agreement_id}")
def question(request: Request, db: Db, person: Authority, agreement_id: UUID) -> Response:
    asked = agreement_for(db, person, agreement_id)
    return _question(request, db, asked, empty_form())


@router.post("/agreements/{agreement_id}")
def answer(
    request: Request,
    db: Db,
    person: Authority,
    now: Now,
    agreement_id: UUID,
    form: Annotated[Form[AnswerSent], form_of(AnswerSent)],
) -> Response:
    asked, sent = agreement_for(db, person, agreement_id), form.data
    if sent is None or sent.change:
        return _question(request, db, asked, form)
    agrees = sent.answer == "agreed"
    course = course_of(db, queries.vacancy(db, asked.vacancy_id))
    if agrees and must_refuse_agreement(course.vacant):
        return _question(request, db, asked, form.with_error("answer", MUST_REFUSE))
    if not sent.sure:
        return ask(request, _answer_asked(course, asked, sent))
    done = answer_agreement(
        db, asked.id, agrees=agrees, reason=sent.reason, by=person.account_id, now=now
    )
    if isinstance(done, Message):
        return redirect(request, "/authority", said=done, kind="refused")
    return redirect(request, "/authority", said=say("The answer is sent."))


def agreement_for(db: Session, person: Person, agreement_id: UUID) -> Agreement:
    """Return the question, if it was asked of a body for which the person answers."""
    found = queries.agreement(db, agreement_id)
    own = bodies.bodies_of(db, person.account_id, Work.AGREEMENT)
    if found is None or found.asked_body not in {one.code for one in own}:
        raise NotFound
    return found


def _question(request: Request, db: Session, asked: Agreement, form: Form[Any]) -> Response:
    course = course_of(db, queries.vacancy(db, asked.vacancy_id))
    by = people.account(db, asked.asked_by)
    return page(
        request,
        "authority/question.html",
        422 if form.errors else 200,
        asked=asked,
        course=course,
        asked_by=by.name if by else "",
        must_refuse=asked.answer is Answer.ASKED and must_refuse_agreement(course.vacant),
        form=form,
        words=vacancies_words,
        hr=hr_words,
        source_words=source_words,
    )


def _answer_asked(course: Course, asked: Agreement, sent: AnswerSent) -> Asking:
    agrees = sent.answer == "agreed"
    url = f"/authority/agreements/{asked.id}"
    happens = [
        say("The body can announce the general competition once.")
        if agrees
        else say("The body cannot announce the general competition; it may ask again."),
        say("Its HR service is told at once, with your reason."),
        say("The answer cannot be changed; it stands in the journal with your name."),
    ]
    return Asking(
        title=say("Agree to the general competition?") if agrees else say("Refuse to agree?"),
        facts=[
            (say("State body"), course.body.name),
            (say("Post"), two_named(course.vacancy.title)[0]),
            (say("Reason"), sent.reason),
        ],
        happens=happens,
        yes=say("Agree") if agrees else say("Refuse"),
        kind="primary" if agrees else "danger",
        url=url,
        back=url,
        fields={"answer": sent.answer, "reason": sent.reason},
    )
