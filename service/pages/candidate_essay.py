"""A candidate's essay: what to expect, writing, handing in, what comes after (ST-3)."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.law.calendar import local_day
from service.law.competition_terms import window_of
from service.law.dated import on
from service.law.essay import ESSAY, EssayTerms, ends_at, essay_faults
from service.lots.queries import lot
from service.pages import competition_links as links
from service.pages import essay_words as words
from service.pages.candidate_essay_after import after_moments
from service.pages.competition_view import standing_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.essay_doors import OwnEssay, own_essay, topic_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.queries import accommodation_in_force
from service.scoring import queries
from service.scoring.essays import LONGEST, Newer, begin_essay, finish_essay, save_text
from service.scoring.models import Essay
from service.scoring.work import desk_of

router = APIRouter(prefix="/me/essays", dependencies=behind(candidate_gate))

CONFLICT: Final = 409


class Begun(Sure):
    language: Literal["kk", "ru"]


class Written(BaseModel):
    text: str = ""
    after: int = Field(ge=0)


class HandedIn(BaseModel):
    seen: int = Field(ge=0)


@router.get("/{application_id}")
def essay(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    """Show the page for where the essay stands."""
    own = own_essay(db, house, person, application_id)
    if own.essay is None or own.is_to_begin:
        return _before(request, db, own, now, empty_form())
    if own.essay.finished_at is not None or own.one.state != "essay":
        return _after(request, db, house, own, own.essay)
    if now > own.essay.deadline_at:
        return page(request, "essays/ending.html", url=links.essay(application_id))
    return _writing(request, db, house, own.essay)


@router.post("/{application_id}/begin")
def begin(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    form: Annotated[Form[Begun], form_of(Begun)],
) -> Response:
    """Begin to write, asked once more before: the clock does not stop."""
    own, url = own_essay(db, house, person, application_id), links.essay(application_id)
    if not own.is_to_begin:
        return redirect(request, url)  # twice: it is the same essay
    if form.data is None or form.data.change:
        return _before(request, db, own, now, form)
    if not form.data.sure:
        return ask(request, _begin_asked(own, form.data.language, _until(db, own, now)))
    desk = desk_of(house.parts)
    begun = begin_essay(db, application_id, form.data.language, desk=desk, now=now)
    if isinstance(begun, Message):
        return redirect(request, url, said=begun, kind="refused")
    return redirect(request, url)


@router.post("/{application_id}/save")
def save(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    form: Annotated[Form[Written], form_of(Written)],
) -> Response:
    """Save the text and go on to hand it in; the way of browsers without JavaScript."""
    own, url = own_essay(db, house, person, application_id), links.essay(application_id)
    sent = form.data
    if own.essay is None or sent is None:
        return redirect(request, url)
    text = sent.text.replace("\r\n", "\n")
    saved = save_text(db, application_id, text, after=sent.after, now=now)
    if isinstance(saved, Newer):
        return _writing(request, db, house, own.essay, mine=text, newer=saved)
    if isinstance(saved, Message):
        return redirect(request, url, said=saved, kind="refused")
    return redirect(request, f"{url}/hand-in")


@router.get("/{application_id}/hand-in")
def to_hand_in(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    """Show the text as it was saved, with everything that stands against handing it in."""
    own = own_essay(db, house, person, application_id)
    if own.essay is None or own.essay.finished_at is not None or now > own.essay.deadline_at:
        return redirect(request, links.essay(application_id))
    return _hand_in(request, db, house, own.essay, now)


@router.post("/{application_id}/hand-in")
def hand_in(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    form: Annotated[Form[HandedIn], form_of(HandedIn)],
) -> Response:
    own, url = own_essay(db, house, person, application_id), links.essay(application_id)
    if own.essay is None or form.data is None:
        return redirect(request, url)
    desk = desk_of(house.parts)
    done = finish_essay(db, application_id, desk=desk, now=now, seen=form.data.seen)
    if isinstance(done, list):
        return _hand_in(request, db, house, own.essay, now)
    if isinstance(done, Message):
        return redirect(request, f"{url}/hand-in", said=done, kind="refused")
    return redirect(request, url, said=say("Your essay is handed in."))


@router.get("/{application_id}/versions")
def versions(
    request: Request, db: Db, house: House, person: Candidate, application_id: UUID
) -> Response:
    own = own_essay(db, house, person, application_id)
    if own.essay is None:
        return redirect(request, links.essay(application_id))
    return page(
        request,
        "essays/versions.html",
        essay=own.essay,
        versions=list(reversed(queries.versions_of(db, application_id))),
        url=links.essay(application_id),
    )


def _terms(now: datetime) -> EssayTerms:
    return on(ESSAY, local_day(now))


def _until(db: Session, own: OwnEssay, now: datetime) -> datetime:
    """Return when the time of an essay that is begun now is over."""
    granted = accommodation_in_force(db, own.row.account_id)
    return ends_at(now, extra_percent=granted.extra_percent if granted else 0)


def _before(
    request: Request, db: Session, own: OwnEssay, now: datetime, form: Form[Any]
) -> Response:
    window = window_of(own.course.plan, own.course.state, own.one)
    lasts = _until(db, own, now) - now
    open_ = own.one.state == "essay" and window is not None and window.holds(now)
    return page(
        request,
        "essays/before.html",
        422 if form.errors else 200,
        own=own,
        window=window if own.one.state == "essay" else None,
        may_begin=open_ and not own.course.state.is_suspended,
        minutes=int(lasts.total_seconds() // 60),
        terms=_terms(now),
        standing=standing_words(own.one),
        form=form,
        words=words,
        links=links,
    )


def _writing(
    request: Request,
    db: Session,
    house: Wiring,
    row: Essay,
    *,
    mine: str | None = None,
    newer: Newer | None = None,
) -> Response:
    newest = queries.newest_version(db, row.application_id)
    saved = newest.text if newest else ""
    return page(
        request,
        "essays/writing.html",
        CONFLICT if newer else 200,
        essay=row,
        topic=topic_of(house, row).text(row.language),
        text=saved if mine is None else mine,
        newest=newest,
        newer=newer,
        longest=LONGEST,
        terms=_terms(row.began_at),
        words=words,
        links=links,
    )


def _hand_in(request: Request, db: Session, house: Wiring, row: Essay, now: datetime) -> Response:
    newest = queries.newest_version(db, row.application_id)
    text = newest.text if newest else ""
    faults = essay_faults(text, row.language, local_day(now))
    return page(
        request,
        "essays/hand_in.html",
        essay=row,
        topic=topic_of(house, row).text(row.language),
        newest=newest,
        faults=[words.fault(each) for each in faults],
        terms=_terms(now),
        url=links.essay(row.application_id),
    )


def _after(request: Request, db: Session, house: Wiring, own: OwnEssay, row: Essay) -> Response:
    task = queries.essay_task(db, own.row.announcement_id)
    assert task is not None
    return page(
        request,
        "essays/after.html",
        own=own,
        essay=row,
        topic=topic_of(house, row).text(row.language),
        newest=queries.newest_version(db, row.application_id),
        lot=lot(db, task.lot_id).number,
        moments=after_moments(own, row),
        standing=standing_words(own.one),
        words=words,
        links=links,
    )


def _begin_asked(own: OwnEssay, language: str, until: datetime) -> Asking:
    url = links.essay(own.row.application_id)
    return Asking(
        title=say("Begin to write now?"),
        facts=[
            (say("Language of the essay"), words.LANGUAGES[language]),
            (say("You write until"), until),
        ],
        happens=[
            say("You are shown your topic, and the clock starts."),
            say("The clock does not stop, not even if you close the page."),
            say("The language cannot be changed any more."),
        ],
        yes=say("Begin to write"),
        url=f"{url}/begin",
        back=url,
        fields={"language": language},
        kind="primary",
    )
