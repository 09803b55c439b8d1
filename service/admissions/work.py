"""What happens to applications by itself: checked again, closed with the reception, reminded of."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.actions import check_again, close
from service.admissions.telling import remind_of_looks, tell_reception_closed
from service.core.due_work import Doing, enqueue
from service.core.ids import new_id
from service.law.announcement import LONGEST_RECEPTION
from service.law.calendar import at, local_day
from service.people import file_changes
from service.vacancies import queries as vacancies

FILE_CHANGED: Final = file_changes.KIND
CHECK: Final = "check-competition-application"
CLOSE: Final = "close-competition-application"
TELL_CLOSED: Final = "tell-reception-closed"
REMIND_LOOKS: Final = "remind-looks"
# a round whose reception ended longer ago, with the worker away ever since, is left to people
LOOKS_BACK: Final = timedelta(days=LONGEST_RECEPTION)
MORNING: Final = time(9, 0)
Wanted = tuple[str, str, dict[str, str]]  # kind of work, key, payload


def file_changed(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Have every application that the changed file may change checked again, one by one."""
    account_id = UUID(payload["account"])
    for one in queries.open_applications_of(doing.db, account_id, local_day(doing.now)):
        key = f"{CHECK}:{one}:{new_id()}"
        enqueue(doing.db, CHECK, key=key, due_at=doing.now, payload={"application": str(one)})


def check(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Judge an application anew."""
    calendar = doing.wiring.parts["calendar"]
    check_again(doing.db, UUID(payload["application"]), calendar=calendar, now=doing.now)


def close_application(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Judge an application for the last time."""
    calendar = doing.wiring.parts["calendar"]
    close(doing.db, UUID(payload["application"]), calendar=calendar, now=doing.now)


def tell_closed(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Tell HR that a reception is over, and what came of it."""
    announcement = vacancies.announcement(doing.db, UUID(payload["announcement"]))
    tell_reception_closed(doing.db, announcement, now=doing.now)


def remind_looks(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind HR of the questions that are due; of those answered meanwhile it says nothing."""
    number = queries.looks_due(doing.db, local_day(doing.now)).get(payload["body"])
    if number:
        remind_of_looks(doing.db, payload["body"], number, now=doing.now)


def close_receptions(doing: Doing) -> None:
    """Ask for the last check of all that were received, then for the word to HR; once each.

    It goes by the days alone: what a pause of the worker has left is asked for after it.
    """
    today = local_day(doing.now)
    database = doing.wiring.database
    with database.reading() as db:
        wanted: list[Wanted] = []
        for round_ in queries.closed_announcements(db, today, since=today - LOOKS_BACK):
            left = queries.not_closed(db, round_.id)
            wanted += [(CLOSE, f"{CLOSE}:{one}", {"application": str(one)}) for one in left]
            if not left:
                told = {"announcement": str(round_.id)}
                wanted.append((TELL_CLOSED, f"{TELL_CLOSED}:{round_.id}", told))
        new = _not_asked_yet(db, wanted)
    _ask(doing, new, doing.now)


def ask_for_reminders(doing: Doing) -> None:
    """Ask for a reminder of the questions that are due, once a day and body, in the morning."""
    today = local_day(doing.now)
    if doing.now < at(today, MORNING):
        return
    with doing.wiring.database.reading() as db:
        due = queries.looks_due(db, today)
        wanted = [(REMIND_LOOKS, f"{REMIND_LOOKS}:{one}:{today}", {"body": one}) for one in due]
        new = _not_asked_yet(db, wanted)
    _ask(doing, new, doing.now)


def _not_asked_yet(db: Session, wanted: Sequence[Wanted]) -> list[Wanted]:
    known = queries.known_jobs(db, [key for _, key, _ in wanted])
    return [one for one in wanted if one[1] not in known]


def _ask(doing: Doing, wanted: Sequence[Wanted], now: datetime) -> None:
    if not wanted:
        return
    with doing.wiring.database.writing() as db:
        for kind, key, payload in wanted:
            enqueue(db, kind, key=key, due_at=now, payload=payload)
