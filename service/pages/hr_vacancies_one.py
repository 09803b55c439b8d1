"""One vacancy for HR: where it stands, what the law has next, and what can be done with it."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.competitions.queries import competition
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.journal.models import JournalEntry
from service.journal.queries import entries_before
from service.law.announcement import Path
from service.law.calendar import local_day
from service.pages import competition_links as links
from service.pages import hr_words, vacancies_words
from service.pages.administrator_journal import journal_rows
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import course_for
from service.pages.hr_vacancies_form import ChangedVacancySent, checked, form_of_vacancy
from service.pages.source_words import source_words
from service.pages.vacancies_words import two_named
from service.vacancies import queries
from service.vacancies.actions import change_vacancy, withdraw_vacancy
from service.vacancies.announcing import begin_draft
from service.vacancies.course import Course
from service.vacancies.ending import ActSaid, Entered, enter_outside_act
from service.vacancies.place_words import PLACES
from service.vacancies.tasks import waiting_on

MOST_ENTRIES: Final = 40

router = APIRouter(prefix="/hr/vacancies", dependencies=behind(hr_gate))


class Reason(Sure):
    reason: str = Field(min_length=5, max_length=1000)


class OutsideSent(BaseModel):
    path: Path
    act: str = Field(min_length=3, max_length=300)
    act_on: date


@router.get("/{number}")
def vacancy(request: Request, db: Db, person: Hr, now: Now, number: str) -> Response:
    course = course_for(db, person, number)
    row = course.vacancy
    entries = _entries(db, course)
    return page(
        request,
        "hr/vacancy.html",
        course=course,
        waiting=waiting_on(course, local_day(now)) if course.is_open else None,
        competitions={
            one.id: links.hr_competition(one.number)
            for one in course.rounds
            if competition(db, one.id) is not None
        },
        asked=queries.agreements_of(db, row.id),
        outside=queries.outside_acts_of(db, row.id),
        entries=journal_rows(db, entries),
        words=vacancies_words,
        hr=hr_words,
        source_words=source_words,
    )


@router.post("/{number}/announce")
def announce(request: Request, db: Db, house: House, person: Hr, now: Now, number: str) -> Response:
    course = course_for(db, person, number)
    draft = begin_draft(
        db,
        course.vacancy.id,
        calendar=house.parts["calendar"],
        speak=house.parts["translators"],
        by=person.account_id,
        now=now,
    )
    if isinstance(draft, Message):
        return redirect(request, _url(course), said=draft, kind="refused")
    return redirect(request, f"/hr/announcements/{draft.number}")


@router.get("/{number}/edit")
def edit(request: Request, db: Db, person: Hr, number: str) -> Response:
    course = course_for(db, person, number)
    return _edit(request, course, form_of_vacancy(course.vacancy))


@router.post("/{number}/edit")
def save(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    sent: Annotated[Form[ChangedVacancySent], form_of(ChangedVacancySent)],
) -> Response:
    course, form = course_for(db, person, number), checked(sent)
    if form.data is None:
        return _edit(request, course, form)
    done = change_vacancy(
        db,
        course.vacancy.id,
        form.data.facts(),
        version=form.data.version,
        by=person.account_id,
        now=now,
    )
    if isinstance(done, Message):
        return _edit(request, course, form.with_error("", done))
    return redirect(request, _url(course), said=say("The vacancy is saved."))


@router.get("/{number}/withdraw")
def ask_to_withdraw(request: Request, db: Db, person: Hr, number: str) -> Response:
    return _withdrawing(request, course_for(db, person, number), empty_form())


@router.post("/{number}/withdraw")
def withdraw(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    form: Annotated[Form[Reason], form_of(Reason)],
) -> Response:
    course, sent = course_for(db, person, number), form.data
    if sent is None or sent.change:
        return _withdrawing(request, course, form)
    if not sent.sure:
        return ask(request, _withdraw_asked(course, sent.reason))
    by = person.account_id
    done = withdraw_vacancy(db, course.vacancy.id, reason=sent.reason, by=by, now=now)
    if isinstance(done, Message):
        return redirect(request, _url(course), said=done, kind="refused")
    return redirect(request, _url(course), said=say("The vacancy is closed."))


@router.get("/{number}/outside")
def outside(request: Request, db: Db, person: Hr, number: str) -> Response:
    return _outside(request, course_for(db, person, number), empty_form())


@router.post("/{number}/outside")
def enter_outside(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    form: Annotated[Form[OutsideSent], form_of(OutsideSent)],
) -> Response:
    """Keep an act past the competition; one that the law forbids is refused on the page (LW-7)."""
    course, sent = course_for(db, person, number), form.data
    if sent is None:
        return _outside(request, course, form)
    said = ActSaid(sent.path, sent.act, sent.act_on)
    entered = enter_outside_act(db, course.vacancy.id, said, by=person.account_id, now=now)
    if isinstance(entered, Message):
        return redirect(request, _url(course), said=entered, kind="refused")
    if entered.refusal is not None:
        return _outside(request, course, form, entered)
    return redirect(request, _url(course), said=say("The act is entered."))


def _entries(db: Session, course: Course) -> list[JournalEntry]:
    """What the journal says of the vacancy and of its announcements, the newest first."""
    numbers = [one.number for one in queries.rounds_of(db, course.vacancy.id)]
    found = [*entries_before(db, subject_kind="vacancy", subject_id=course.vacancy.number)]
    for number in numbers:
        found += entries_before(db, subject_kind="announcement", subject_id=number)
    return sorted(found, key=lambda one: one.id, reverse=True)[:MOST_ENTRIES]


def _url(course: Course) -> str:
    return f"/hr/vacancies/{course.vacancy.number}"


def _edit(request: Request, course: Course, form: Form[Any]) -> Response:
    return page(
        request,
        "hr/edit_vacancy.html",
        422 if form.errors else 200,
        course=course,
        form=form,
        places=PLACES,
        words=vacancies_words,
    )


def _withdrawing(request: Request, course: Course, form: Form[Any]) -> Response:
    status = 422 if form.errors else 200
    return page(request, "hr/withdraw_vacancy.html", status, course=course, form=form)


def _withdraw_asked(course: Course, reason: str) -> Asking:
    return Asking(
        title=say("Close this vacancy?"),
        facts=[(say("Post"), two_named(course.vacancy.title)[0]), (say("Reason"), reason)],
        happens=[
            say("It is not filled: no round of it is announced any more."),
            say("A draft of its announcement is withdrawn, a question for agreement taken back."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Close the vacancy"),
        url=f"{_url(course)}/withdraw",
        back=_url(course),
        fields={"reason": reason},
    )


def _outside(
    request: Request, course: Course, form: Form[Any], refused: Entered | None = None
) -> Response:
    status = 409 if refused else 422 if form.errors else 200
    return page(
        request,
        "hr/outside_act.html",
        status,
        course=course,
        form=form,
        refused=refused,
        hr=hr_words,
        source_words=source_words,
    )
