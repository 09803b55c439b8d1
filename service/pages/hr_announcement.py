"""HR writes an announcement: filled in from the register, saved by versions, checked at once."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field, create_model

from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.law.announcement import PARTS, Stage
from service.law.calendar import local_day
from service.pages import vacancies_words
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_announcement_words import SITES, errors_of
from service.pages.hr_doors import announcement_for
from service.pages.source_words import source_words
from service.pages.vacancies_view import ad_of, what_happens
from service.people import queries as people
from service.personal_files.eligibility import EligibleCounts
from service.personal_files.queries import eligible_counts
from service.vacancies.announcing import (
    WRITTEN_IN,
    Edit,
    Stale,
    save_draft,
    take_requirements_over,
)
from service.vacancies.asked import asked_of
from service.vacancies.course import Course
from service.vacancies.models import Announcement, AnnouncementState
from service.vacancies.publishing import against_publishing, opening_of

LONGEST: Final = 20_000
Site = Literal["body", "authorised-body", "service-body"]
Deed = Literal["save", "publish", "requirements"]

router = APIRouter(prefix="/hr/announcements/{number}/{ordinal}", dependencies=behind(hr_gate))


class DaysSent(BaseModel):
    version: int
    deed: Deed = "save"
    stages: list[Stage] = Field(default_factory=list)
    sites: list[Site] = Field(default_factory=list)
    closes_on: date | None = None
    interview_on: date | None = None

    def edit(self) -> Edit:
        """Return what was written as the action takes it."""
        sent = self.model_dump()
        return Edit(
            texts={
                part: {language: sent[f"{part}_{language}"] for language in WRITTEN_IN}
                for part in PARTS
            },
            stages=frozenset(self.stages),
            sites=frozenset(self.sites),
            closes_on=self.closes_on,
            interview_on=self.interview_on,
        )


_texts: Final[dict[str, Any]] = {
    f"{part}_{language}": (str, Field(default="", max_length=LONGEST))
    for part in PARTS
    for language in WRITTEN_IN
}
DraftSent: Final[type[DaysSent]] = create_model("DraftSent", __base__=DaysSent, **_texts)


@router.get("")
def draft(
    request: Request, db: Db, person: Hr, now: Now, number: str, ordinal: int, count: str = ""
) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    if one.state is not AnnouncementState.DRAFT:
        where = f"/vacancies/{one.number}" if one.published_on else _vacancy(course)
        return RedirectResponse(where, status_code=303)
    counts = counts_of(db, course, one, local_day(now)) if count else None
    return edit_page(request, db, course, one, form_of_draft(one), counts=counts)


@router.post("")
def save(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[Any], form_of(DraftSent)],
) -> Response:
    course, one = announcement_for(db, person, number, ordinal)
    sent: DaysSent | None = form.data
    if sent is None:
        return edit_page(request, db, course, one, form)
    by, url = person.account_id, f"/hr/announcements/{one.number}"
    saved = save_draft(db, one.id, sent.edit(), version=sent.version, by=by, now=now)
    if isinstance(saved, Stale):
        return _stale(request, db, course, saved.draft, form)
    if isinstance(saved, Message):
        return redirect(request, _vacancy(course), said=saved, kind="refused")
    if sent.deed == "publish":
        return RedirectResponse(f"{url}/publish", status_code=303)
    if sent.deed == "requirements":
        speak = house.parts["translators"]
        take_requirements_over(db, one.id, speak=speak, by=by, now=now)
    return redirect(request, url, said=say("The draft is saved."))


@router.get("/preview")
def preview(
    request: Request, db: Db, house: House, person: Hr, now: Now, number: str, ordinal: int
) -> Response:
    """Show the announcement as everybody will see it."""
    course, one = announcement_for(db, person, number, ordinal)
    today = local_day(now)
    asked = asked_of(db, course.vacancy.body_code, course.vacancy.post_key, today)
    if asked is None or one.state is not AnnouncementState.DRAFT:
        return RedirectResponse(_vacancy(course), status_code=303)
    opening = opening_of(db, course, one, asked, today)
    return page(
        request,
        "hr/preview.html",
        ad=ad_of(db, one, course.vacancy, today, draft=(opening, asked.texts)),
        happens=what_happens(one, today),
        address=f"{house.public_url.rstrip('/')}/vacancies/{one.number}",
        back=f"/hr/announcements/{one.number}",
        words=vacancies_words,
        source_words=source_words,
    )


def form_of_draft(one: Announcement) -> Form[Any]:
    """Return the form as the draft stands."""
    values: dict[str, object] = {
        f"{part}_{language}": one.texts.get(part, {}).get(language, "")
        for part in PARTS
        for language in WRITTEN_IN
    }
    return empty_form(
        **values,
        version=one.version,
        stages=one.stages,
        sites=one.sites,
        closes_on=one.closes_on.isoformat() if one.closes_on else "",
        interview_on=one.interview_on.isoformat() if one.interview_on else "",
    )


def edit_page(
    request: Request,
    db: Db,
    course: Course,
    one: Announcement,
    form: Form[Any],
    *,
    theirs: Mapping[str, str] | None = None,
    counts: EligibleCounts | None = None,
) -> Response:
    """Show the draft with its form; `theirs` is what somebody else has saved meanwhile."""
    changed_by = people.account(db, one.changed_by)
    sites = [site for site in SITES if site != "service-body" or course.body.served_by]
    return page(
        request,
        "hr/draft.html",
        409 if theirs is not None else 422 if form.errors else 200,
        course=course,
        draft=one,
        form=form,
        theirs=theirs or {},
        changed_by=changed_by.name if changed_by else "",
        counts=counts,
        parts=PARTS,
        sites=[(site, SITES[site]) for site in sites],
        words=vacancies_words,
        source_words=source_words,
    )


def _stale(
    request: Request, db: Db, course: Course, kept: Announcement, form: Form[Any]
) -> Response:
    """Show what was typed beside what somebody else has saved; saving again is a choice."""
    now_there = form_of_draft(kept).values
    names = [f"{part}_{language}" for part in PARTS for language in WRITTEN_IN]
    names += ["closes_on", "interview_on"]
    theirs = {
        name: str(now_there[name])
        for name in names
        if str(form.values.get(name, "")).split() != str(now_there[name]).split()
    }
    for name, said in (("stages", vacancies_words.STAGES), ("sites", SITES)):
        if sorted(form.values.get(name, [])) != sorted(now_there[name]):
            theirs[name] = "; ".join(translate(said[one]) for one in now_there[name])
    again: Form[Any] = Form(None, {**form.values, "version": kept.version}, {})
    return edit_page(request, db, course, kept, again, theirs=theirs)


def counts_of(db: Db, course: Course, one: Announcement, today: date) -> EligibleCounts | None:
    """Return how many people could apply if the draft were published today."""
    asked = asked_of(db, course.vacancy.body_code, course.vacancy.post_key, today)
    if asked is None:
        return None
    return eligible_counts(db, opening_of(db, course, one, asked, today), today)


def faults_of(
    db: Db, house: House, course: Course, one: Announcement, today: date
) -> dict[str, Message]:
    """Return what stands against publishing the draft today, by field."""
    calendar = house.parts["calendar"]
    return errors_of(one, against_publishing(db, course, one, calendar, today))


def _vacancy(course: Course) -> str:
    return f"/hr/vacancies/{course.vacancy.number}"
