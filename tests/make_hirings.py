"""Builders of hirings; nothing is committed."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from service.core.wiring import Wiring
from service.hirings.actions import (
    Invitation,
    InviteRefusal,
    NotMade,
    StepSaid,
    make_step,
    start_hiring,
)
from service.hirings.models import Entrant, Hiring, HiringStep, What
from service.law.calendar import at
from service.law.hiring_steps import StepRefusal
from service.people.models import Account
from service.vacancies.models import Announcement
from tests import make_admissions
from tests.clock import START

INVITED = date(2026, 12, 7)  # a Monday after the reception; the winner has until 17 December


def moment(day: date) -> datetime:
    """Ten in the morning of that day, in Astana."""
    return at(day, time(10))


def inviting(
    db: Session,
    house: Wiring,
    application_id: Any,
    hr: Account,
    *,
    on: date = INVITED,
    entrant: Entrant = Entrant.FIRST_TIME,
    **more: Any,
) -> Hiring | InviteRefusal:
    """Invite as HR's page does."""
    said = Invitation("12", date(2026, 12, 4), entrant, **more)
    calendar = house.parts["calendar"]
    return start_hiring(db, application_id, said, by=hr.id, calendar=calendar, now=moment(on))


def invited(
    db: Session,
    house: Wiring,
    one: Announcement,
    hr: Account,
    person: Account | None = None,
    **more: Any,
) -> Hiring:
    """Let somebody apply, be admitted and be invited."""
    winner = person or make_admissions.candidate(db)
    application = make_admissions.applied(db, house, one, winner, now=START).application
    made = inviting(db, house, application.id, hr, **more)
    assert isinstance(made, Hiring), made
    return made


def stepping(
    db: Session,
    row: Hiring,
    what: What,
    by: Account,
    *,
    on: date,
    seen: int | None = None,
    **facts: Any,
) -> HiringStep | StepRefusal | NotMade:
    """Enter a step on its own day."""
    number = row.steps if seen is None else seen
    said = StepSaid(what, on, facts)
    return make_step(db, row.id, said, seen=number, by=by.id, now=moment(on))


def step(
    db: Session, row: Hiring, what: What, by: Account, *, on: date, **facts: Any
) -> HiringStep:
    """Enter a step that is allowed."""
    made = stepping(db, row, what, by, on=on, **facts)
    assert isinstance(made, HiringStep), made
    return made


def winner_of(db: Session, row: Hiring) -> Account:
    return db.get_one(Account, row.account_id)
