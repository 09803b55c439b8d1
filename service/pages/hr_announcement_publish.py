"""HR publishes or withdraws a draft, and ends a round: each is asked about first."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from service.competitions.queries import competition
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.vacancy import LW_4, Round
from service.pages import competition_links as links
from service.pages import vacancies_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_announcement import counts_of, edit_page, faults_of, form_of_draft
from service.pages.hr_announcement_words import errors_of
from service.pages.hr_doors import announcement_for
from service.pages.vacancies_words import ROUNDS, WHY, two_named
from service.vacancies.announcing import Stale, withdraw_draft
from service.vacancies.course import Course
from service.vacancies.ending import end_round
from service.vacancies.models import Announcement, AnnouncementState, RoundOutcome
from service.vacancies.publishing import NotPublished, publish

router = APIRouter(prefix="/hr/announcements/{number}/{ordinal}", dependencies=behind(hr_gate))
CHANGED = say("Meanwhile somebody else has changed the draft. Look at it, then publish it.")


class PublishSent(Sure):
    version: int


class EndSent(Sure):
    reason: str = Field(min_length=5, max_length=1000)


@router.get("/publish")
def ask_to_publish(
    request: Request, db: Db, house: House, person: Hr, now: Now, number: str, ordinal: int
) -> Response:
    """Show everything that is missing at once, else what publishing does."""
    course, one = announcement_for(db, person, number, ordinal)
    if one.state is not AnnouncementState.DRAFT:
        return _back(course)
    faults, today = faults_of(db, house, course, one, local_day(now)), local_day(now)
    if faults:
        return _faulty(request, db, course, one, faults)
    return ask(request, _publish_asked(db, course, one, today))


@router.post("/publish")
def publish_draft(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[PublishSent], form_of(PublishSent)],
) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    url = f"/hr/announcements/{one.number}"
    if form.data is None or form.data.change or not form.data.sure:
        return RedirectResponse(url, status_code=303)
    done = publish(
        db,
        one.id,
        version=form.data.version,
        calendar=house.parts["calendar"],
        by=person.account_id,
        now=now,
    )
    if isinstance(done, Stale):
        return redirect(request, url, said=CHANGED, kind="warning")
    if isinstance(done, NotPublished):
        return _faulty(request, db, course, one, errors_of(one, done))
    said = say("%(number)s is announced. Everybody can see it now.", number=done.number)
    return redirect(request, f"/hr/vacancies/{course.vacancy.number}", said=said)


@router.get("/withdraw")
def ask_to_withdraw(request: Request, db: Db, person: Hr, number: str, ordinal: int) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    if one.state is not AnnouncementState.DRAFT:
        return _back(course)
    return ask(request, _withdraw_asked(course, one))


@router.post("/withdraw")
def withdraw(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    if form.data is None or not form.data.sure:
        return RedirectResponse(f"/hr/announcements/{one.number}", status_code=303)
    done = withdraw_draft(db, one.id, by=person.account_id, now=now)
    url = f"/hr/vacancies/{course.vacancy.number}"
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("The draft is withdrawn."))


@router.get("/end")
def ask_to_end(request: Request, db: Db, person: Hr, number: str, ordinal: int) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    if one.state is not AnnouncementState.ANNOUNCED:
        return _back(course)
    return _ending(request, db, course, one, empty_form())


@router.post("/end")
def end(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[EndSent], form_of(EndSent)],
) -> Response:
    """End the round with nobody where no competition runs, which ends it by itself."""
    course, one = announcement_for(db, person, number, ordinal)
    sent = form.data
    if sent is None or sent.change or competition(db, one.id) is not None:
        return _ending(request, db, course, one, form)
    if not sent.sure:
        return ask(request, _end_asked(course, one, sent.reason))
    nobody, by = RoundOutcome.NOBODY, person.account_id
    done = end_round(db, one.id, nobody, reason=sent.reason, by=by, now=now, rule=LW_4.id)
    url = f"/hr/vacancies/{course.vacancy.number}"
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("The round is ended: nobody was chosen."))


def _back(course: Course) -> Response:
    return RedirectResponse(f"/hr/vacancies/{course.vacancy.number}", status_code=303)


def _faulty(
    request: Request, db: Session, course: Course, one: Announcement, faults: dict[str, Message]
) -> Response:
    form: Form[Any] = form_of_draft(one)
    return edit_page(request, db, course, one, Form(None, form.values, faults))


def _publish_asked(db: Session, course: Course, one: Announcement, today: date) -> Asking:
    url = f"/hr/announcements/{one.number}"
    counts = counts_of(db, course, one, today)
    could = say("%(met)s meet what is asked, %(look)s more a person must look at.",
                met=counts.met, look=counts.look) if counts else say("Not known")  # fmt: skip
    return Asking(
        title=say("Publish this announcement?"),
        facts=[
            (say("Post"), two_named(course.vacancy.title)[0]),
            (say("Round"), ROUNDS[one.round]),
            (say("Why this round"), WHY[one.round_why]),
            (say("Last day to apply"), one.closes_on),
            (say("Day of the interview"), one.interview_on),
            (say("Who could apply now"), could),
        ],
        happens=_what_publishing_does(one),
        yes=say("Publish"),
        kind="primary",
        url=f"{url}/publish",
        back=url,
        fields={"version": one.version},
    )


def _what_publishing_does(one: Announcement) -> Sequence[Message]:
    happens = [
        say("Everybody can read it at once, without signing in."),
        say("What it says, asks and sets as days is frozen: it cannot be changed any more."),
        say("Until the competition ends nobody is appointed to this post past it (O26 IS 69)."),
        say("Candidates apply up to and with %(day)s.", day=one.closes_on),
    ]
    if one.round is Round.GENERAL:
        happens.append(say("Only certificates that are valid on the day of application count."))
    return happens


def _withdraw_asked(course: Course, one: Announcement) -> Asking:
    url = f"/hr/announcements/{one.number}"
    return Asking(
        title=say("Withdraw this draft?"),
        facts=[
            (say("Post"), two_named(course.vacancy.title)[0]),
            (say("Number"), one.number),
        ],
        happens=[
            say("What was written stays in the next draft of the post where it fits."),
            say("Its number is not given again."),
        ],
        yes=say("Withdraw the draft"),
        url=f"{url}/withdraw",
        back=url,
    )


def _ending(
    request: Request, db: Session, course: Course, one: Announcement, form: Form[Any]
) -> Response:
    runs = competition(db, one.id) is not None
    refused = 409 if runs and request.method == "POST" else 200
    return page(
        request,
        "hr/end_round.html",
        422 if form.errors and not runs else refused,
        course=course,
        one=one,
        form=form,
        competition=links.hr_competition(one.number) if runs else None,
        words=vacancies_words,
    )


def _end_asked(course: Course, one: Announcement, reason: str) -> Asking:
    return Asking(
        title=say("End this round with nobody?"),
        facts=[
            (say("Post"), two_named(course.vacancy.title)[0]),
            (say("Round"), ROUNDS[one.round]),
            (say("Reason"), reason),
        ],
        happens=[
            say("The round is over and cannot be opened again."),
            say("Everybody reads at its address that nobody was chosen."),
            say("The law then has the next round; appointment past it is possible until that."),
        ],
        yes=say("End the round"),
        url=f"/hr/announcements/{one.number}/end",
        back=f"/hr/vacancies/{course.vacancy.number}",
        fields={"reason": reason},
    )
