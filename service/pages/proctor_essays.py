"""For proctors: how essays were written, published as clean or ended with a breach (PR-1, PR-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.competitions.course import course_of
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.law.proctoring import BREACH_KINDS, breach_kind
from service.pages import competition_links as links
from service.pages import essay_words as words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.essay_doors import Reviewed, is_involved, owed_until, review_for, topic_of
from service.pages.gates import Proctor, behind, proctor_gate
from service.people.person import Person
from service.people.queries import account
from service.scoring import queries
from service.scoring.essays import Breach, find_breach, publish_review
from service.scoring.models import Essay, EssayVersion
from service.scoring.work import desk_of

router = APIRouter(prefix="/proctor/essays", dependencies=behind(proctor_gate))

LIST: Final = "/proctor/essays"
LEAST_SEEN: Final = 10
CODES: Final = frozenset(kind.code for kind in BREACH_KINDS)


class BreachSent(Sure):
    code: str
    seen: str = Field(min_length=LEAST_SEEN, max_length=1000)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the list; no address where another proctor has to review it."""

    code: str
    number: str
    finished_at: datetime | None
    due_at: datetime | None
    url: str | None


@router.get("")
def essays(request: Request, db: Db, house: House, person: Proctor) -> Response:
    return page(request, "essays/reviews.html", rows=_rows(db, house, person))


@router.get("/{application_id}")
def essay(
    request: Request, db: Db, house: House, person: Proctor, application_id: UUID
) -> Response:
    found = review_for(db, house, person, application_id)
    return _one(request, db, house, found, empty_form())


@router.post("/{application_id}/publish")
def publish(
    request: Request,
    db: Db,
    house: House,
    person: Proctor,
    now: Now,
    application_id: UUID,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    """Publish the review: no breach was found, the members can score."""
    found, url = review_for(db, house, person, application_id), links.proctor_essay(application_id)
    if form.data is None or not form.data.sure:
        return ask(request, _publish_asked(found, url))
    desk = desk_of(house.parts)
    done = publish_review(db, application_id, by=person.account_id, desk=desk, now=now)
    return _after(request, url, done, say("The review is published: the members can score."))


@router.post("/{application_id}/breach")
def breach(
    request: Request,
    db: Db,
    house: House,
    person: Proctor,
    now: Now,
    application_id: UUID,
    form: Annotated[Form[BreachSent], form_of(BreachSent)],
) -> Response:
    """End the review with a breach: the candidate's part in the competition is over."""
    found, url = review_for(db, house, person, application_id), links.proctor_essay(application_id)
    sent = form.data
    if sent is not None and sent.code not in CODES:
        form, sent = form.with_error("code", say("Please choose what was breached.")), None
    if sent is None or sent.change:
        return _one(request, db, house, found, form)
    if not sent.sure:
        return ask(request, _breach_asked(found, sent, url))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, LIST)
    desk, what = desk_of(house.parts), Breach(sent.code, sent.seen)
    done = find_breach(db, application_id, what, by=person.account_id, desk=desk, now=now)
    return _after(request, url, done, say("The breach is recorded. The candidate is told."))


def _rows(db: Session, house: Wiring, person: Person) -> list[Waiting]:
    rows = []
    for one, row in queries.essays_to_review(db):
        course = course_of(db, one.announcement_id, house.parts["calendar"])
        assert course is not None
        involved = is_involved(db, person, row)
        rows.append(
            Waiting(
                code=row.code,
                number=course.announcement.number,
                finished_at=one.finished_at,
                due_at=owed_until(course, one.application_id),
                url=None if involved else links.proctor_essay(one.application_id),
            )
        )
    return rows


def _one(
    request: Request, db: Session, house: Wiring, found: Reviewed, form: Form[Any]
) -> Response:
    versions = queries.versions_of(db, found.essay.application_id)
    by = found.essay.reviewed_by
    return page(
        request,
        "essays/review.html",
        422 if form.errors else 200,
        found=found,
        due_at=owed_until(found.course, found.row.application_id),
        who=account(db, found.row.account_id),
        topic=topic_of(house, found.essay).text(found.essay.language),
        versions=versions,
        leaps=leaps(versions),
        text=versions[-1].text if versions else "",
        published_by=account(db, by) if by else None,
        kinds=BREACH_KINDS,
        form=form,
        words=words,
        url=links.proctor_essay(found.row.application_id),
    )


def leaps(versions: Sequence[EssayVersion]) -> list[int]:
    """By how many words each version is longer than the one before."""
    before = [0, *(one.words for one in versions)]
    return [one.words - was for one, was in zip(versions, before, strict=False)]


def _after(request: Request, url: str, done: Essay | Message, said: Message) -> Response:
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, LIST, said=said)


def _publish_asked(found: Reviewed, url: str) -> Asking:
    return Asking(
        title=say("Publish the review without breaches?"),
        facts=[
            (say("Candidate's code"), found.row.code),
            (say("Competition"), found.course.announcement.number),
        ],
        happens=[
            say("The members of the commission have one working day to score it (ST-3)."),
            say("They see the text and the code, never the name."),
            say("It cannot be taken back."),
        ],
        yes=say("Publish without breaches"),
        url=f"{url}/publish",
        back=url,
        kind="primary",
    )


def _breach_asked(found: Reviewed, sent: BreachSent, url: str) -> Asking:
    return Asking(
        title=say("Record this breach?"),
        facts=[
            (say("Candidate's code"), found.row.code),
            (say("Competition"), found.course.announcement.number),
            (say("What was breached"), breach_kind(sent.code).text),
            (say("What was seen"), sent.seen),
        ],
        happens=[
            say("The candidate's part in the competition ends, the essay is not scored (PR-1)."),
            say("The candidate reads what you have written."),
            say("It stands in the journal with your name, and cannot be taken back."),
        ],
        yes=say("Record the breach"),
        url=f"{url}/breach",
        back=url,
        fields={"code": sent.code, "seen": sent.seen},
    )
