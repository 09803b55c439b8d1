"""HR sets day, time and link of the interviews and sees their order (ST-5, O26 IS 128)."""

from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.competitions.course import Course
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.gateways.video import VideoRooms
from service.law.calendar import ASTANA
from service.law.competition_guards import files_answered
from service.law.competition_terms import due_of
from service.pages import competition_links as links
from service.pages.competition_doors import competition_for
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.interview_doors import hall_of
from service.pages.interview_words import STEPS
from service.scoring.interview_board import board_of
from service.scoring.interview_waiting import is_link
from service.scoring.interviews import LONGEST_LINK, schedule_interviews
from service.scoring.models import Interview

router = APIRouter(
    prefix="/hr/competitions/{number}/{ordinal}/interviews", dependencies=behind(hr_gate)
)
SETTABLE = frozenset({"recheck", "interview"})


class TimeSent(Sure):
    day: date
    at: time
    link: str = Field(min_length=1, max_length=LONGEST_LINK)


@router.get("")
def interviews(
    request: Request, db: Db, house: House, person: Hr, number: str, ordinal: int
) -> Response:
    course = competition_for(db, house, person, number, ordinal)
    return _page(request, db, house, course, None)


@router.post("")
def set_time(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[TimeSent], form_of(TimeSent)],
) -> Response:
    """Set the time, or another one after a page that asks: everybody is told."""
    course = competition_for(db, house, person, number, ordinal)
    sent, held = form.data, board_of(db, course).interview
    if sent is not None and not is_link(sent.link, house.parts["video"]):
        form = form.with_error("link", say("The link to the video room begins with https://."))
        sent = None
    if sent is None or sent.change:
        return _page(request, db, house, course, form)
    if held is not None and not sent.sure:
        return ask(request, _asked(course, held, sent))
    url = links.hr_interviews(course.announcement.number)
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, url)
    made = schedule_interviews(
        db, hall_of(house, course), _moment(sent), sent.link, by=person.account_id, now=now
    )
    if isinstance(made, Message):
        return _page(request, db, house, course, form.with_error("day", made))
    return redirect(request, url, said=say("The time is set. Everybody is told."))


def _page(
    request: Request, db: Session, house: Wiring, course: Course, form: Form[Any] | None
) -> Response:
    board, rooms = board_of(db, course), house.parts["video"]
    return page(
        request,
        "interviews/hr.html",
        422 if form is not None and form.errors else 200,
        course=course,
        board=board,
        form=form or empty_form(**_values(course, board.interview, rooms)),
        has_rooms=rooms is not None,
        may_set=course.state.state in SETTABLE and board.inside is None,
        files_open=not files_answered(course.plan, course.state),
        late_after=due_of("interview-day", course.plan, course.state),
        steps=STEPS,
        links=links,
    )


def _values(course: Course, held: Interview | None, rooms: VideoRooms | None) -> dict[str, str]:
    """What the form holds at first: the present time, or the announced day and a new room."""
    if held is None:
        day = course.plan.interview_on.isoformat() if course.plan.interview_on else ""
        return {"day": day, "at": "", "link": rooms.new_link() if rooms is not None else ""}
    begins = held.begins_at.astimezone(ASTANA)
    return {"day": begins.date().isoformat(), "at": begins.strftime("%H:%M"), "link": held.link}


def _moment(sent: TimeSent) -> datetime:
    return datetime.combine(sent.day, sent.at.replace(tzinfo=None), ASTANA)


def _asked(course: Course, held: Interview, sent: TimeSent) -> Asking:
    url = links.hr_interviews(course.announcement.number)
    return Asking(
        title=say("Change the time of the interviews?"),
        facts=[
            (say("Until now"), held.begins_at),
            (say("New time"), _moment(sent)),
            (say("Link to the video room"), sent.link),
        ],
        happens=[
            say("Candidates and the commission are told at once, by text message too."),
            say("Who is in the waiting room has to come again."),
            say("Attendance is noted anew on another day."),
        ],
        yes=say("Change and tell everybody"),
        url=url,
        back=url,
        fields={"day": sent.day.isoformat(), "at": sent.at.strftime("%H:%M"), "link": sent.link},
        kind="primary",
    )
