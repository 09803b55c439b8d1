"""For administrators, and for operators of halls: the day's candidates and one attempt."""

from collections.abc import Mapping
from datetime import date, datetime
from math import ceil
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData

from service.attempts import queries as attempts
from service.attempts.models import Attempt, AttemptResult, Outcome
from service.attempts.outcome import titles_of
from service.attempts.overview import Overview, overview
from service.attempts.step_words import PHASES, length
from service.booking import queries as bookings
from service.booking.models import ApplicationState
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, check_form
from service.core.i18n import Message, say
from service.core.render import page, translate
from service.documents.queries import documents_about
from service.exam_day import queries
from service.exam_day.queries import Narrowing, Seat, SeatState
from service.law.attempt import Phase
from service.law.calendar import local_day
from service.law.document import DocumentKind
from service.pages.doors import House, Now
from service.pages.gates import Operator, behind, operator_gate
from service.pages.quality_profile import profile_of_scores
from service.people import queries as people
from service.people.models import Role
from service.people.person import Person
from service.proctoring.queries import review_of
from service.programmes.queries import codes
from service.qualities.situations import situations_of

PAGE: Final = 50

router = APIRouter(prefix="/administrator", dependencies=behind(operator_gate))

Standing = tuple[str, Message]

STATES: Final[Mapping[SeatState, Message]] = {
    SeatState.EXPECTED: say("Expected"),
    SeatState.RUNNING: say("In the test"),
    SeatState.OVER: say("Test is over"),
    SeatState.UNDER_REVIEW: say("Under review"),
    SeatState.ABSENT: say("Did not come"),
    SeatState.FAILURE: say("Technical failure"),
}
AFTER_TEST: Final[Mapping[ApplicationState, Standing]] = {
    ApplicationState.UNDER_REVIEW: ("wait", say("Under review")),
    ApplicationState.PASSED: ("good", say("Passed")),
    ApplicationState.BELOW_THRESHOLD: ("bad", say("Below the threshold")),
    ApplicationState.ASSESSED: ("good", say("Assessed")),
    ApplicationState.NOT_PASSED: ("bad", say("Not passed")),
    ApplicationState.TECHNICAL_FAILURE: ("off", say("Technical failure")),
}
OUTCOMES: Final[Mapping[Outcome, Standing]] = {
    Outcome.PASSED: ("good", say("Passed")),
    Outcome.BELOW_THRESHOLD: ("bad", say("Below the threshold")),
    Outcome.ASSESSED: ("good", say("Assessed")),
    Outcome.NOT_PASSED: ("bad", say("Not passed")),
    Outcome.VOID: ("off", say("Void: technical failure")),
}
DOCUMENT_KINDS: Final[Mapping[DocumentKind, Message]] = {
    DocumentKind.CERTIFICATE: say("Certificate"),
    DocumentKind.STATEMENT: say("Statement of a below-threshold result"),
    DocumentKind.CONCLUSION: say("Conclusion on personal qualities"),
    DocumentKind.BREACH_LIST: say("List of breaches"),
    DocumentKind.BREACH_ACT: say("Act on a breach"),
    DocumentKind.IMPERSONATOR_ACT: say("Act on an impersonator"),
    DocumentKind.TECHNICAL_ACT: say("Act of technical failure"),
    DocumentKind.PROTOCOL: say("Protocol of a competition"),
}


class Search(BaseModel):
    day: date | None = None
    state: SeatState | None = None
    centre: UUID | None = None
    programme: str = Field(default="", max_length=20)
    q: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)


@router.get("/attempts")
def attempts_of_day(request: Request, db: Db, now: Now, person: Operator) -> Response:
    form: Form[Search] = check_form(FormData(dict(request.query_params)), Search)
    search, day = _within_rights(form.data or Search(), person, local_day(now))
    narrowing = _narrowing(search, person)
    number = queries.count_seats(db, day, narrowing)
    offset = (search.page - 1) * PAGE
    seats = queries.seats_on(db, day, narrowing, limit=PAGE, offset=offset)
    return page(
        request,
        "administrator/attempts.html",
        422 if form.errors else 200,
        form=form,
        day=day,
        is_administrator=person.has(Role.ADMINISTRATOR),
        rows=[(seat, standing(seat), _note(seat, now)) for seat in seats],
        number=number,
        page_number=search.page,
        pages=ceil(number / PAGE),
        page_url=_page_url(request),
        states=STATES,
        centres=bookings.all_centres(db),
        centre_names={centre.id: centre.name for centre in bookings.all_centres(db)},
        programmes=codes(db),
    )


@router.get("/attempts/{attempt_id}")
def attempt(
    request: Request, attempt_id: UUID, db: Db, house: House, now: Now, person: Operator
) -> Response:
    row = attempt_for_staff(db, person, attempt_id, now)
    meanings = situations_of(house).meanings
    view = overview(db, row, now=now)
    application = bookings.application(db, row.application_id)
    assert application is not None
    slot = bookings.slot_of(db, application)
    return page(
        request,
        "administrator/attempt.html",
        view=view,
        application=application,
        account=people.account(db, row.account_id),
        slot=slot,
        centre=bookings.centre_of(db, slot),
        is_administrator=person.has(Role.ADMINISTRATOR),
        phases=PHASES,
        length=_length,
        timeline=_timeline(view),
        remarks=attempts.remarks_of(db, row.id),
        messages=attempts.messages_for(db, row.id),
        documents=documents_about(db, "attempt", row.id),
        document_kinds=DOCUMENT_KINDS,
        failure=attempts.technical_failure(db, row.id),
        review=review_of(db, row.id),
        results=[_result(view, each, meanings) for each in queries.results_of(db, row.id)],
    )


def attempt_for_staff(db: Session, person: Person, attempt_id: UUID, now: datetime) -> Attempt:
    """Return the attempt that this person may see: an operator sees today's in halls."""
    row = attempts.attempt(db, attempt_id)
    if row is None:
        raise NotFound
    if not person.has(Role.ADMINISTRATOR):
        application = bookings.application(db, row.application_id)
        assert application is not None
        slot = bookings.slot_of(db, application)
        is_today = local_day(slot.starts_at) == local_day(now)
        if not is_today or bookings.centre_of(db, slot).is_remote:
            raise NotFound
    return row


def standing(seat: Seat) -> Standing:
    """Return where a candidate is, as a kind of status and its word."""
    state, attempt_row = seat.application.state, seat.attempt
    if state in AFTER_TEST:
        return AFTER_TEST[state]
    if attempt_row is not None and attempt_row.phase in queries.RUNNING:
        return "note", PHASES[attempt_row.phase]
    if attempt_row is not None and attempt_row.phase.is_over:
        return "wait", say("Result is being made")
    if state is ApplicationState.NO_SHOW:
        return "off", STATES[SeatState.ABSENT]
    if attempt_row is None:
        return "wait", say("Paper not drawn yet")
    return "note", STATES[SeatState.EXPECTED]


def _note(seat: Seat, now: datetime) -> Message | None:
    row = seat.attempt
    if row is None or row.phase is not Phase.OPEN or row.due_at is None:
        return None
    return say("%(time)s left", time=length(max((row.due_at - now).total_seconds(), 0)))


def _within_rights(search: Search, person: Person, today: date) -> tuple[Search, date]:
    if person.has(Role.ADMINISTRATOR):
        return search, search.day or today
    return search, today


def _narrowing(search: Search, person: Person) -> Narrowing:
    return Narrowing(
        state=search.state,
        centre_id=search.centre,
        programme=search.programme,
        text=search.q,
        halls_only=not person.has(Role.ADMINISTRATOR),
    )


def _page_url(request: Request) -> str:
    query = request.url.remove_query_params("page").query
    return f"/administrator/attempts?{query}{'&' if query else ''}page={{page}}"


def _length(seconds: float) -> str:
    return translate(length(seconds))


def _timeline(view: Overview) -> list[dict[str, Any]]:
    return [
        {
            "title": translate(step.title),
            "state": step.tone,
            "at": step.at,
            "text": " \u00b7 ".join(translate(text) for text in step.texts),
        }
        for step in view.steps
    ]


def _result(
    view: Overview, result: AttemptResult, meanings: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return a result with its rows: title, marks, and whether it is a whole section."""
    titles = titles_of(view.programme)
    rows, profile = [], None
    if "qualities" in result.scores:
        profile = profile_of_scores(result.scores, meanings)
    for section in result.scores.get("sections", ()):
        rows.append((titles[section["code"]], section, True))
        parts = section["parts"] if len(section["parts"]) > 1 else []
        rows += [(titles[part["code"]], part, False) for part in parts]
    standing = OUTCOMES[result.outcome]
    return {"row": result, "standing": standing, "rows": rows, "profile": profile}
