"""For candidates: their applications to vacancies, with every answer that they were given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.admissions import queries
from service.admissions.actions import check_again, withdraw
from service.admissions.judging import kept_answer
from service.admissions.models import AdmissionDecision, Cause, Standing
from service.admissions.queries import Filed
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.hirings import queries as hirings
from service.law.calendar import local_day
from service.pages.admission_lines import lines_of
from service.pages.candidate_vacancy import application_for
from service.pages.confirm import Asking, ask
from service.pages.doors import House, Now
from service.pages.gates import Candidate, behind, candidate_gate
from service.vacancies.models import AnnouncementState

router = APIRouter(prefix="/me/applications", dependencies=behind(candidate_gate))

STANDINGS: Final[Mapping[Standing, tuple[str, Message]]] = {
    Standing.ADMITTED: ("good", say("Admitted")),
    Standing.REFUSED: ("bad", say("Not admitted")),
    Standing.LOOK: ("wait", say("A person looks at it")),
    Standing.WITHDRAWN: ("off", say("Taken back")),
}
CAUSES: Final[Mapping[Cause, Message]] = {
    Cause.APPLIED: say("Checked with the application"),
    Cause.FILE_CHANGED: say("Checked again after a change of the file"),
    Cause.LOOKED: say("A person of the HR service has looked"),
    Cause.CLOSED: say("Checked after the last day of reception"),
}
MOMENTS: Final[Mapping[Standing, str]] = {
    Standing.ADMITTED: "done",
    Standing.REFUSED: "failed",
    Standing.LOOK: "now",
}


@dataclass(frozen=True)
class Card:
    """An application in a list."""

    filed: Filed
    title: dict[str, str]
    body: dict[str, str]
    state: tuple[str, Message]
    is_cancelled: bool


@router.get("")
def show_all(request: Request, db: Db, person: Candidate) -> Response:
    cards = [card_of(db, one) for one in queries.filed_by(db, person.account_id)]
    return page(request, "candidate_competitions/all.html", cards=cards)


@router.get("/{application_id}")
def show(request: Request, db: Db, person: Candidate, now: Now, application_id: UUID) -> Response:
    filed = application_for(db, person, application_id)
    decisions = queries.decisions_of(db, filed.application.id)
    answer = kept_answer(decisions[-1])
    return page(
        request,
        "candidate_competitions/one.html",
        card=card_of(db, filed),
        answer=answer,
        lines=lines_of(db, filed.announcement, answer),
        decision=decisions[-1],
        history=list(_history(filed, decisions)),
        receives=receives(filed, now),
        hiring=hirings.hiring_of(db, filed.application.id),
    )


@router.get("/{application_id}/decisions/{ordinal}")
def show_decision(
    request: Request, db: Db, person: Candidate, application_id: UUID, ordinal: int
) -> Response:
    """Show an answer as it was given, however long ago."""
    filed = application_for(db, person, application_id)
    decision = decision_for(db, filed, ordinal)
    answer = kept_answer(decision)
    return page(
        request,
        "candidate_competitions/decision.html",
        card=card_of(db, filed),
        answer=answer,
        lines=lines_of(db, filed.announcement, answer),
        decision=decision,
        cause=CAUSES[decision.cause],
        state=STANDINGS[decision.outcome],
    )


@router.post("/{application_id}/check")
def look_again(
    request: Request, db: Db, house: House, person: Candidate, now: Now, application_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    url = f"/me/applications/{filed.application.id}"
    if not receives(filed, now):
        said = say("The reception of documents is over: the file of its last day counts.")
        return redirect(request, url, said=said, kind="warning")
    calendar = house.parts["calendar"]
    if check_again(db, filed.application.id, calendar=calendar, now=now) is None:
        return redirect(request, url, said=say("Checked again: the answer is the same."))
    return redirect(request, url, said=say("Checked again: the answer has changed."))


@router.get("/{application_id}/withdraw")
def ask_to_withdraw(
    request: Request, db: Db, person: Candidate, now: Now, application_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    url = f"/me/applications/{filed.application.id}"
    if not may_withdraw(filed) or hirings.hiring_of(db, application_id) is not None:
        return redirect(request, url, said=CLOSED, kind="warning")
    again = (
        say(
            "Until %(day)s you can apply again under the same number.",
            day=filed.announcement.closes_on,
        )
        if receives(filed, now)
        else say("The reception of documents is over: you cannot apply to this round again.")
    )
    asking = Asking(
        title=say("Take this application back?"),
        facts=(
            (say("Post"), title_of(filed.vacancy)),
            (say("Number"), filed.application.number),
        ),
        happens=(
            say("The HR service is shown that you have taken it back; your file is closed to it."),
            again,
        ),
        yes=say("Take it back"),
        no=say("Keep it"),
        url=f"{url}/withdraw",
        back=url,
    )
    return ask(request, asking)


@router.post("/{application_id}/withdraw")
def take_back(
    request: Request, db: Db, person: Candidate, now: Now, application_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    url = f"/me/applications/{filed.application.id}"
    # who is being hired declines there: the next one is invited then
    is_hired = hirings.hiring_of(db, application_id) is not None
    if is_hired or not withdraw(db, filed.application.id, now=now):
        return redirect(request, url, said=CLOSED, kind="warning")
    return redirect(request, url, said=say("The application is taken back."))


CLOSED: Final = say("This competition is over: the application can no longer be taken back.")


def card_of(db: Session, filed: Filed) -> Card:
    """Return an application with the words of where it stands."""
    body = bodies.body(db, filed.vacancy.body_code)
    assert body is not None
    return Card(
        filed,
        title_of(filed.vacancy),
        body.name,
        STANDINGS[filed.application.standing],
        filed.announcement.state is AnnouncementState.CANCELLED,
    )


def decision_for(db: Session, filed: Filed, ordinal: int) -> AdmissionDecision:
    """Return an answer to this application by its number."""
    found = queries.decision(db, filed.application.id, ordinal)
    if found is None:
        raise NotFound
    return found


def receives(filed: Filed, now: datetime) -> bool:
    """Tell whether the round still receives documents."""
    one = filed.announcement
    return (
        one.state is AnnouncementState.ANNOUNCED
        and one.closes_on is not None
        and local_day(now) <= one.closes_on
    )


def may_withdraw(filed: Filed) -> bool:
    """Tell whether the application can be taken back."""
    is_open = filed.announcement.state is AnnouncementState.ANNOUNCED
    return is_open and filed.application.standing is not Standing.WITHDRAWN


def _history(filed: Filed, decisions: Any) -> Iterator[dict[str, Any]]:
    """The moments of an application as macros/timeline.html takes them."""
    row, url = filed.application, f"/me/applications/{filed.application.id}"
    yield {"title": translate(say("Application filed")), "state": "done", "at": row.filed_at}
    for one in decisions:
        word = translate(STANDINGS[one.outcome][1])
        is_last = one is decisions[-1]
        state = MOMENTS[one.outcome]
        yield {
            "title": f"{translate(CAUSES[one.cause])}: {word}",
            "state": state if is_last or state != "now" else "done",
            "at": one.at,
            "url": f"{url}/decisions/{one.ordinal}",
            "link_text": translate(say("The answer as it was given")),
        }
    if row.withdrawn_at is not None:
        yield {"title": translate(say("Taken back")), "state": "failed", "at": row.withdrawn_at}
