"""HR asks for agreement to a general competition, or takes the question back (LW-4)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from service.bodies import queries as bodies
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.defaults import DEFAULTS
from service.pages import hr_words, vacancies_words
from service.pages.confirm import Sure
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import course_for
from service.pages.source_words import source_words
from service.vacancies.agreement import ask_agreement, take_agreement_back
from service.vacancies.course import Course

router = APIRouter(prefix="/hr/vacancies/{number}/agreement", dependencies=behind(hr_gate))


class Question(Sure):
    grounds: str = Field(min_length=20, max_length=4000)


@router.get("")
def question(request: Request, db: Db, person: Hr, number: str) -> Response:
    course = course_for(db, person, number)
    if not course.may_ask:
        return RedirectResponse(f"/hr/vacancies/{course.vacancy.number}", status_code=303)
    return _question(request, db, course, empty_form())


@router.post("")
def ask(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    form: Annotated[Form[Question], form_of(Question)],
) -> Response:
    course = course_for(db, person, number)
    if form.data is None:
        return _question(request, db, course, form)
    asked = ask_agreement(
        db,
        course.vacancy.id,
        grounds=form.data.grounds,
        calendar=house.parts["calendar"],
        by=person.account_id,
        now=now,
    )
    url = f"/hr/vacancies/{course.vacancy.number}"
    if isinstance(asked, Message):
        return redirect(request, url, said=asked, kind="refused")
    done = say("The question is sent. The answer is due by %(day)s.", day=asked.due_on)
    return redirect(request, url, said=done)


@router.post("/back")
def take_back(request: Request, db: Db, person: Hr, now: Now, number: str) -> Response:
    course = course_for(db, person, number)
    done = take_agreement_back(db, course.vacancy.id, by=person.account_id, now=now)
    url = f"/hr/vacancies/{course.vacancy.number}"
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("The question is taken back."))


def _question(request: Request, db: Db, course: Course, form: Form[Any]) -> Response:
    return page(
        request,
        "hr/agreement.html",
        422 if form.errors else 200,
        course=course,
        form=form,
        asked_body=bodies.agreeing_body(db, course.body),
        days=DEFAULTS.agreement_days,
        words=vacancies_words,
        hr=hr_words,
        source_words=source_words,
    )
