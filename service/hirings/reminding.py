"""Reminders of what is due in a hiring: asked for with each step, sent once each."""

from datetime import date, datetime, time
from typing import Final

from sqlmodel import Session

from service.core.due_work import enqueue
from service.hirings.fold import Case
from service.law.calendar import ONE_DAY, at, local_day
from service.law.hiring import REMIND_BEFORE, Duty

KIND: Final = "remind-hiring"
MORNING: Final = time(9, 0)
LATE: Final = -1  # the day after the last one
DAYS_BEFORE: Final = (*REMIND_BEFORE, LATE)


def ask_for_reminders(db: Session, case: Case, *, now: datetime) -> None:
    """Ask for the reminders of every duty that is open; those asked for already stay as they are.

    A duty whose day has changed is reminded of by its new day: the old reminder says nothing then.
    """
    today = local_day(now)
    for duty in case.open_duties:
        if duty.due_on is None:
            continue
        for days in DAYS_BEFORE:
            day = remind_day(duty.due_on, days)
            if day < today and days != LATE:
                continue  # there was no such day: the term is shorter
            payload = {
                "hiring": str(case.row.id),
                "duty": duty.code,
                "due_on": duty.due_on.isoformat(),
                "days": days,
            }
            key = f"{KIND}:{case.row.id}:{duty.code}:{duty.due_on}:{days}"
            enqueue(db, KIND, key=key, due_at=at(day, MORNING), payload=payload)


def remind_day(due_on: date, days: int) -> date:
    """Return the day on which a reminder goes out, so many days before the last one."""
    return date.fromordinal(due_on.toordinal() - days)


def is_stale(duty: Duty, days: int, today: date) -> bool:
    """Tell whether a reminder comes too late: the nearer one, or that it is late, says more."""
    assert duty.due_on is not None
    nearer = [each for each in DAYS_BEFORE if each < days]
    return any(remind_day(duty.due_on, each) <= today for each in nearer)


def is_late(duty: Duty, today: date) -> bool:
    """Tell whether the last day of a duty is over."""
    return duty.due_on is not None and today >= duty.due_on + ONE_DAY
