"""An interview that a technical failure has cut short is held again (TT-5)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.core.i18n import Message, say
from service.law.machine import Illegal
from service.notices.actions import tell
from service.scoring import queries
from service.scoring.interviews import Hall, is_secretary
from service.scoring.models import InterviewTurn


def hold_again(
    db: Session,
    hall: Hall,
    secretary: UUID,
    application_id: UUID,
    reason: str,
    *,
    now: datetime,
) -> InterviewTurn | Message:
    """Let the interview begin anew: the candidate waits again, and the clock starts from nothing.

    Points that were signed before stand (O26 IS 11; DEFAULT). A second time changes nothing.
    """
    if not is_secretary(db, hall, secretary):
        return say("The secretary sees to the order of the interviews.")
    course_of(db, hall.announcement_id, hall.calendar, lock=True)
    turn = queries.turn_for_update(db, application_id)
    if turn is None or turn.let_in_at is None:
        return say("This interview has not begun.")
    after = act(
        db,
        hall.announcement_id,
        "technical-failure",
        by="secretary",
        now=now,
        calendar=hall.calendar,
        application_id=application_id,
        facts={"reason": reason},
        actor_id=secretary,
    )
    if isinstance(after, Illegal):
        return say("This interview is scored already, or the competition is suspended.")
    turn.waiting_at = turn.let_in_at = turn.ends_at = turn.ended_at = None
    db.add(turn)
    db.flush()
    _tell(db, turn, after, now=now)
    return turn


def _tell(db: Session, turn: InterviewTurn, course: Course, *, now: datetime) -> None:
    filed = application(db, turn.application_id)
    assert filed is not None
    text = say(
        "%(number)s: a technical failure has cut the interview short. "
        "Enter the waiting room again.",
        number=course.announcement.number,
    )
    tell(db, filed.account_id, text, url=f"/me/interviews/{filed.id}", now=now)
