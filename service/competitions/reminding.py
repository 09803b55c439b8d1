"""Reminders of what HR and the commission owe in a competition: on the last day, and when late.

They are asked for with every step, each once; what was done meanwhile, and what was put off by a
suspension, is not spoken of. Candidates and scorers of essays have reminders of their own.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.commissions import queries as commissions
from service.commissions.models import Part
from service.competitions.course import Course, course_of
from service.competitions.telling import hr_page_of
from service.core.due_work import Doing, enqueue
from service.core.i18n import Message, say
from service.law.calendar import ONE_DAY, at, local_day
from service.law.competition_todo import Todo
from service.notices.actions import tell
from service.vacancies.queries import vacancy

KIND: Final = "remind-competition"
MORNING: Final = time(9, 0)
EVENING: Final = time(18, 0)
# owed only since that same day: a reminder in the morning would come with the duty itself
OF_THE_DAY: Final = frozenset({"interview-signed"})
DUTIES: Final[Mapping[str, Message]] = {
    "file-confirmed": say("to answer about the files of the best"),
    "protocol-signed": say("to sign the protocol"),
    "next-invited": say("to invite the next one on the list"),
    "let-in": say("to hold the interviews"),
    "interview-signed": say("to score the interview and sign"),
}
DUE: Final = say("%(number)s, %(post)s: %(duty)s is due today, until %(until)s.")
LATE: Final = say("%(number)s, %(post)s: %(duty)s was due by %(until)s and is late.")


def ask_for_reminders(db: Session, course: Course) -> None:
    """Ask for the reminders of everything owed now that has a last day."""
    owed = {
        (one.event, local_day(one.due_at))
        for one in course.todos
        if one.event in DUTIES and one.due_at is not None
    }
    round_id = str(course.row.announcement_id)
    for event, due_on in owed:
        for is_late in (False, True):
            enqueue(
                db,
                KIND,
                key=f"{KIND}:{round_id}:{event}:{due_on}:{'late' if is_late else 'due'}",
                due_at=_remind_at(event, due_on, is_late=is_late),
                payload={
                    "round": round_id,
                    "event": event,
                    "due_on": due_on.isoformat(),
                    "late": is_late,
                },
            )


def _remind_at(event: str, due_on: date, *, is_late: bool) -> datetime:
    if is_late:
        return at(due_on + ONE_DAY, MORNING)
    return at(due_on, EVENING if event in OF_THE_DAY else MORNING)


def remind(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind of what is still owed by that day; after a pause of the worker once, that it is late.

    The one that was meant for the last day says nothing when the day is over.
    """
    db, calendar = doing.db, doing.wiring.parts["calendar"]
    course = course_of(db, UUID(payload["round"]), calendar)
    assert course is not None
    due_on, today = date.fromisoformat(payload["due_on"]), local_day(doing.now)
    owed = [
        one
        for one in course.todos
        if one.event == payload["event"] and one.due_at and local_day(one.due_at) == due_on
    ]
    is_late = today > due_on
    if owed and payload["late"] == is_late:
        _tell(db, course, owed, is_late=is_late, now=doing.now)


def _tell(db: Session, course: Course, owed: list[Todo], *, is_late: bool, now: datetime) -> None:
    """Tell everybody who owes it, once each."""
    first = owed[0]
    text = Message(
        (LATE if is_late else DUE).msgid,
        {
            "number": course.announcement.number,
            "post": title_of(vacancy(db, course.announcement.vacancy_id)),
            "duty": DUTIES[first.event],
            "until": first.due_at,
        },
    )
    for account_id, url in dict(_whose(db, course, owed)).items():
        tell(db, account_id, text, url=url, now=now, sms=is_late)


def _whose(db: Session, course: Course, owed: list[Todo]) -> Iterator[tuple[UUID, str]]:
    """The accounts that owe it, each with the page on which it is done."""
    if owed[0].actor == "hr":
        body = bodies.body(db, course.row.body_code)
        assert body is not None
        for account_id in bodies.hr_of(db, body):
            yield account_id, hr_page_of(course)
        return
    commission = commissions.commission_of(db, course.row.announcement_id)
    if commission is None:
        return
    seats = {seat for one in owed for seat in one.seats}
    for place, _, account in commissions.holders(db, commission.id):
        is_secretary = owed[0].actor == "secretary" and place.part is Part.SECRETARY
        if is_secretary or str(place.id) in seats:
            yield account.id, f"/commission/{course.announcement.number}"
