"""The candidate's cabinet: what to do next, where everything stands, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.attempts import queries as attempts
from service.booking import queries
from service.booking.actions import door_closes, held_until, may_be_changed
from service.booking.models import (
    Application,
    ApplicationState,
    Centre,
    Slot,
    WaitingEntry,
)
from service.commissions.queries import holds_seat
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message
from service.core.render import page, redirect
from service.documents.queries import documents_about, documents_of
from service.law.calendar import local_day
from service.law.programme import Programme
from service.notices import actions as notices
from service.notices import queries as told
from service.notices.models import Notice
from service.pages.candidate_choice import Choice, consent_version
from service.pages.candidate_papers import cards_of
from service.pages.candidate_timeline import Story, timeline_of
from service.pages.candidate_words import STATES
from service.pages.doors import House, Now
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.person import Person
from service.people.queries import consent_in_force
from service.proctoring import queries as reviews
from service.programmes.queries import programme

NEAR: Final = timedelta(hours=1)  # so long before the start the way to the test is shown
SHOWN_NOTICES: Final = 5

router = APIRouter(prefix="/cabinet", dependencies=behind(candidate_gate))


@dataclass(frozen=True)
class ApplicationCard:
    """An application as a page shows it."""

    application: Application
    programme: Programme
    slot: Slot
    centre: Centre
    state: tuple[str, Message]
    held_until: datetime
    door_closes_at: datetime
    may_change: bool
    is_near: bool  # the way to the test is open
    timeline: Sequence[dict[str, Any]]

    @property
    def url(self) -> str:
        """The application's page."""
        return f"/cabinet/applications/{self.application.id}"


@dataclass(frozen=True)
class WaitingCard:
    """A place in a line; `take_url` leads to the seat on offer."""

    entry: WaitingEntry
    centre: Centre
    place: int
    offered: Slot | None
    take_url: str | None


@router.get("")
def cabinet(request: Request, db: Db, house: House, person: Candidate, now: Now) -> Response:
    mine = queries.applications_of(db, person.account_id)
    documents = documents_of(db, person.account_id)
    version = consent_version(house, now)
    return page(
        request,
        "candidate/cabinet.html",
        active=[card_of(db, one, now) for one in mine if one.state.is_open],
        past=[card_of(db, one, now) for one in mine if not one.state.is_open],
        waiting=_waiting(db, person, now),
        papers=cards_of(db, documents, local_day(now)),
        notices=told.notices_of(db, person.account_id, limit=SHOWN_NOTICES),
        unread=told.count_unread(db, person.account_id),
        has_consent=consent_in_force(db, person.account_id, version) is not None,
        is_on_commission=holds_seat(db, person.account_id),
    )


@router.get("/notices")
def all_notices(request: Request, db: Db, person: Candidate) -> Response:
    return page(
        request,
        "candidate/notices.html",
        notices=told.notices_of(db, person.account_id),
        unread=told.count_unread(db, person.account_id),
    )


@router.post("/notices/read")
def read_all(request: Request, db: Db, person: Candidate, now: Now) -> Response:
    notices.mark_all_read(db, person.account_id, now=now)
    return redirect(request, "/cabinet/notices")


@router.post("/notices/{notice_id}/open")
def open_notice(db: Db, person: Candidate, now: Now, notice_id: UUID) -> Response:
    """Mark a notice as read and go where it leads."""
    notice: Notice | None = told.notice_for(db, person.account_id, notice_id)
    if notice is None:
        raise NotFound
    notices.mark_read(db, notice, now=now)
    return RedirectResponse(notice.url or "/cabinet/notices", 303)


def card_of(db: Session, application: Application, now: datetime) -> ApplicationCard:
    """Return the application as a page shows it."""
    slot = queries.slot_of(db, application)
    closes_at = door_closes(slot)
    return ApplicationCard(
        application=application,
        programme=programme(db, application.programme_code, application.programme_version),
        slot=slot,
        centre=queries.centre_of(db, slot),
        state=STATES[application.state],
        held_until=held_until(application),
        door_closes_at=closes_at,
        may_change=may_be_changed(application, slot, now=now),
        is_near=_is_near(application, slot, closes_at, now),
        timeline=timeline_of(story_of(db, application)),
    )


def story_of(db: Session, application: Application) -> Story:
    """Return everything that is known of an application."""
    slot = queries.slot_of(db, application)
    attempt = attempts.attempt_of_application(db, application.id)
    taken = programme(db, application.programme_code, application.programme_version)
    return Story(
        application=application,
        slot=slot,
        centre=queries.centre_of(db, slot),
        steps=queries.steps_of(db, application.id),
        attempt=attempt,
        result=None if attempt is None else attempts.result_of(db, attempt.id),
        review=None if attempt is None else reviews.review_of(db, attempt.id),
        papers=() if attempt is None else documents_about(db, "attempt", attempt.id),
        gives_paper=not taken.is_ability,
    )


def _is_near(application: Application, slot: Slot, closes_at: datetime, now: datetime) -> bool:
    if application.state is ApplicationState.IN_TEST:
        return True
    is_time = slot.starts_at - NEAR <= now <= closes_at
    return application.state is ApplicationState.BOOKED and is_time


def _waiting(db: Session, person: Person, now: datetime) -> list[WaitingCard]:
    cards = []
    for entry in queries.entries_of(db, person.account_id):
        offered = _offered(db, entry, now)
        centre = queries.centre(db, entry.centre_id)
        assert centre is not None
        place = queries.place_in_line(db, entry)
        url = None if offered is None else _take_url(db, person, entry, offered)
        cards.append(WaitingCard(entry, centre, place, offered, url))
    # an offer waits two hours only: it stands first
    return sorted(cards, key=lambda card: (card.offered is None, card.entry.day))


def _offered(db: Session, entry: WaitingEntry, now: datetime) -> Slot | None:
    if entry.offered_slot_id is None or entry.offered_until is None or entry.offered_until <= now:
        return None
    return queries.slot(db, entry.offered_slot_id)


def _take_url(db: Session, person: Person, entry: WaitingEntry, slot: Slot) -> str:
    """Return where the seat is taken: by moving a booking, or by a new application."""
    for one in queries.applications_of(db, person.account_id):
        is_same = one.programme_code == entry.programme_code
        if is_same and one.state is ApplicationState.BOOKED:
            return f"/cabinet/applications/{one.id}/move/{slot.id}"
    return Choice(programme=entry.programme_code).url("/book/review", slot=slot.id)
