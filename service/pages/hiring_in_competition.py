"""What a competition says to the hiring of whoever it has named: stand still, too late."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.competitions import queries
from service.competitions.course import course_of
from service.competitions.models import Competition
from service.core.i18n import Message, say
from service.hirings.fold import case_of
from service.hirings.models import Hiring, What
from service.law.calendar import WorkingCalendar, local_day
from service.law.competition_state import OUT
from service.law.hiring import apply_until

FILED: Final = "hiring-application-filed"
NAMED_BY_COMPETITION: Final = say(
    "The competition says who is invited to be hired: the winner by the signed protocol, then the "
    "next one on the list."
)
SUSPENDED: Final = say(
    "The competition is suspended by a complaint. Nothing is entered until it is decided; all "
    "terms stand still."
)
LAPSES_BY_ITSELF: Final = say(
    "This term is ended by the competition itself when it is over. You need not enter it."
)
FOLLOWED: Final = say(
    "The competition has gone on with this entry: it cannot be taken back any more."
)


def competition_behind(db: Session, application_id: UUID) -> Competition | None:
    """Return the competition of the round that this is an application to; None where none began."""
    filed = application(db, application_id)
    return None if filed is None else queries.competition(db, filed.announcement_id)


def why_not_entered(db: Session, hiring: Hiring, what: What) -> Message | None:
    """Return why the competition lets nobody enter this step now; None where it does."""
    row = competition_behind(db, hiring.application_id)
    if row is None:
        return None
    if row.is_suspended:
        return SUSPENDED
    return LAPSES_BY_ITSELF if what is What.LAPSED else None


def why_not_taken_back(db: Session, hiring: Hiring, ordinal: int) -> Message | None:
    """Return why this step of a hiring cannot be taken back; None where it can.

    What has ended the candidate's part in the competition stands: the next one can be invited.
    """
    row = competition_behind(db, hiring.application_id)
    if row is None:
        return None
    if row.is_suspended:
        return SUSPENDED
    followed = any(
        one.application_id == hiring.application_id and one.facts.get("hiring_step") == str(ordinal)
        for one in queries.steps_of(db, row.announcement_id)
    )
    one = queries.candidacy(db, hiring.application_id)
    return FOLLOWED if followed and one is not None and one.state in OUT else None


def put_off_until(
    db: Session, hiring: Hiring, *, calendar: WorkingCalendar, now: datetime
) -> date | None:
    """Return the last day for the hiring application where a suspension has put it off (ST-9).

    None where it has not, or where the day is over.
    """
    row = competition_behind(db, hiring.application_id)
    course = None if row is None else course_of(db, row.announcement_id, calendar)
    if course is None:
        return None
    key = str(hiring.application_id)
    due = next(
        (one.due_at for one in course.todos if one.candidate == key and one.event == FILED), None
    )
    until = None if due is None or now > due else local_day(due)
    return until if until and until > apply_until(case_of(db, hiring).start) else None
