"""One application: its timeline, what can be done with it, its draw and its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from icalendar import Alarm, Calendar, Event
from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.models import AttemptResult, Outcome
from service.attempts.outcome import titles_of
from service.attempts.result_paper import APPEAL_DAYS
from service.booking import queries
from service.booking.actions import cancel_application
from service.booking.models import Application, ApplicationState
from service.core.db import Db
from service.core.errors import Refused
from service.core.forms import Form
from service.core.i18n import Message, message_from_json, say
from service.core.render import page, redirect, translate
from service.core.wiring import Wiring
from service.documents.queries import documents_about
from service.law.calendar import local_day
from service.law.programme import Programme
from service.pages.candidate import ApplicationCard, card_of
from service.pages.candidate_choice import obstacles
from service.pages.candidate_papers import cards_of
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, application_for, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.quality_profile import ProfileView, profile_of_scores
from service.people.person import Person
from service.programmes import queries as programmes
from service.qualities.situations import situations_of

S = ApplicationState

router = APIRouter(prefix="/cabinet/applications", dependencies=behind(candidate_gate))

SureSent = Annotated[Form[Sure], form_of(Sure)]


@dataclass(frozen=True)
class ScoreRow:
    """A row of the table of results; `level` 0 stands for a section, 1 for an act within."""

    title: Mapping[str, str]
    questions: int
    correct: int
    threshold: int | None
    passed: bool
    level: int


@dataclass(frozen=True)
class ResultView:
    """A result as the page shows it; a profile has neither questions nor right answers."""

    outcome: Outcome
    is_final: bool
    questions: int
    correct: int
    rows: Sequence[ScoreRow]
    appeal_until: date | None
    threshold: int | None = None  # of all sections together
    profile: ProfileView | None = None


@router.get("/{application_id}")
def show(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    application = application_for(db, person, application_id)
    card = card_of(db, application, now)
    attempt = attempts.attempt_of_application(db, application.id)
    result = attempt and attempts.result_of(db, attempt.id)
    failure = attempt and attempts.technical_failure(db, attempt.id)
    papers = documents_about(db, "attempt", attempt.id) if attempt else ()
    return page(
        request,
        "candidate/application.html",
        card=card,
        application=application,
        reason=message_from_json(application.reason),
        result=result and view_of(house, card.programme, result),
        papers=cards_of(db, papers, local_day(now)),
        receipts=f"/test/{attempt.id}/receipts.json" if attempt and attempt.ended_at else None,
        rebook_until=failure and failure.rebook_until,
        again_from=_again_from(db, house, person, now, card),
        may_see_draw=_may_see_draw(application),
    )


@router.get("/{application_id}/start")
def start(db: Db, person: Candidate, application_id: UUID) -> Response:
    """Lead to the test; its paper is made ready some seconds after the booking."""
    application = application_for(db, person, application_id)
    attempt = attempts.attempt_of_application(db, application.id)
    if attempt is None:
        raise Refused(
            say("Your test is just being made ready."),
            way_out=say("Please try again in a minute: nothing is lost, the door stays open."),
        )
    return RedirectResponse(f"/test/{attempt.id}/check", 303)


@router.get("/{application_id}/test.ics")
def calendar_file(db: Db, house: House, person: Candidate, application_id: UUID) -> Response:
    """Hand out the test as a calendar's event, in the reader's language."""
    application = application_for(db, person, application_id)
    content = calendar_of(db, house, application)
    named = {"content-disposition": f'attachment; filename="{application.number}.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=named)


@router.get("/{application_id}/draw.json")
def draw(db: Db, person: Candidate, application_id: UUID) -> Response:
    """Hand out the record of the draw, after the result: anyone can repeat it."""
    application = application_for(db, person, application_id)
    attempt = attempts.attempt_of_application(db, application.id)
    if attempt is None or not _may_see_draw(application):
        raise Refused(say("The record of the draw is shown after the final result."))
    named = {"content-disposition": f'attachment; filename="draw-{application.number}.json"'}
    blueprint = programmes.blueprint_body(db, attempt.paper["blueprint_sha256"])
    return JSONResponse({**attempt.paper, "blueprint": blueprint}, headers=named)


@router.get("/{application_id}/cancel")
def ask_to_cancel(
    request: Request, db: Db, person: Candidate, now: Now, application_id: UUID
) -> Response:
    application = application_for(db, person, application_id)
    card = card_of(db, application, now)
    if not card.may_change:
        return redirect(request, card.url, said=_too_late(application), kind="warning")
    asking = Asking(
        title=say("Cancel this application?"),
        happens=(
            say("Your seat is given to somebody else at once."),
            say("Nothing bars you: you can apply again at any time."),
            say("If you only need another time, move the test instead: the seat stays yours."),
        ),
        yes=say("Cancel the application"),
        no=say("Keep it"),
        url=f"{card.url}/cancel",
        back=card.url,
        facts=(
            (say("Programme"), card.programme.title),
            (say("Day and time"), card.slot.starts_at),
            (say("Place"), card.centre.name),
        ),
    )
    return ask(request, asking)


@router.post("/{application_id}/cancel")
def cancel(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    application = application_for(db, person, application_id)
    url = f"/cabinet/applications/{application.id}"
    if cancel_application(db, application.id, calendar=house.parts["calendar"], now=now):
        return redirect(request, url, said=say("The application is cancelled."))
    return redirect(request, url, said=_too_late(application), kind="warning")


def view_of(house: Wiring, programme: Programme, result: AttemptResult) -> ResultView | None:
    """Return a result as the page shows it; None where a technical failure left none."""
    if result.outcome is Outcome.VOID:
        return None
    scores, titles = result.scores, titles_of(programme)
    profile = None
    if programme.is_profile:
        profile = profile_of_scores(scores, situations_of(house).meanings)
    rows = []
    for section in scores.get("sections", ()):
        # a section may have its code in common with its only act
        whole = {section["code"]: programme.section(section["code"]).title}
        rows.append(_row(section, whole, 0))
        if len(section["parts"]) > 1:
            rows += [_row(part, titles, 1) for part in section["parts"]]
    last = house.parts["calendar"].add_working_days(local_day(result.decided_at), APPEAL_DAYS)
    return ResultView(
        outcome=result.outcome,
        is_final=result.is_final,
        questions=scores.get("questions", 0),
        correct=scores.get("correct", 0),
        rows=rows,
        appeal_until=last if result.is_final else None,
        threshold=scores.get("threshold"),
        profile=profile,
    )


def _again_from(
    db: Session, house: Wiring, person: Person, now: Now, card: ApplicationCard
) -> date | None:
    """Return from when on the programme can be applied for again, where there is a wait."""
    if card.application.state not in {S.BELOW_THRESHOLD, S.NOT_PASSED}:
        return None
    against = obstacles(db, house, person, card.programme, now)
    days = [one.first_free_on for one in against.grounds if one.first_free_on is not None]
    return max(days, default=None)


def _row(
    scored: Mapping[str, Any], titles: Mapping[str, Mapping[str, str]], level: int
) -> ScoreRow:
    return ScoreRow(
        titles[scored["code"]],
        scored["questions"],
        scored["correct"],
        scored["threshold"],
        scored["passed"],
        level,
    )


def calendar_of(db: Session, house: Wiring, application: Application) -> bytes:
    """Return the test as an iCalendar file with reminders a day and an hour before."""
    card = card_of(db, application, house.clock.now())
    title = translate(say("Test: %(programme)s", programme=card.programme.title))
    place = ", ".join(translate(each) for each in (card.centre.name, card.centre.address) if each)
    page_url = house.public_url.rstrip("/") + card.url
    text = say("Start no later than %(until)s: %(url)s", until=card.door_closes_at, url=page_url)
    event = Event()
    event.add("uid", f"{application.id}@synaq")
    event.add("dtstamp", house.clock.now())
    event.add("dtstart", card.slot.starts_at)
    event.add("dtend", card.slot.starts_at + timedelta(minutes=card.programme.minutes))
    event.add("summary", title)
    event.add("location", place)
    event.add("description", translate(text))
    event.add("url", page_url)
    # a moved test replaces its event; a cancelled one takes it out
    event.add("sequence", len(queries.steps_of(db, application.id)))
    gone = application.state in {ApplicationState.CANCELLED, ApplicationState.LAPSED}
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    for before in (timedelta(days=1), timedelta(hours=1)):
        event.add_component(_alarm(title, before))
    calendar = Calendar()
    calendar.add("prodid", "-//Synaq//Synaq//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(title: str, before: timedelta) -> Any:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm


def _may_see_draw(application: Application) -> bool:
    is_void = application.state is ApplicationState.TECHNICAL_FAILURE
    return application.state.has_result or is_void


def _too_late(application: Application) -> Message:
    if application.state in {ApplicationState.FILED, ApplicationState.BOOKED}:
        return say("The test has begun: the application can no longer be changed.")
    return say("This application is closed: it can no longer be changed.")
