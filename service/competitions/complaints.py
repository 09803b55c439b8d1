"""Complaints about the results or HR's action, and what the authorised body answers (ST-9)."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.bodies.models import Work
from service.competitions import queries
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.models import Candidacy, Complaint
from service.competitions.telling import page_of
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.calendar import WorkingCalendar
from service.law.competition_terms import may_complain_until
from service.law.complaint import LW_10, ST_9
from service.law.machine import Illegal
from service.notices.actions import tell
from service.vacancies.queries import vacancy


class Against(StrEnum):
    RESULTS = "results"
    HR = "hr"


class Decision(StrEnum):
    """What the authorised body decides: the competition goes on, or it is cancelled."""

    RESUME = "resume"
    CANCEL = "cancel"


STEPS: Final = {
    Decision.RESUME: "complaint-dismissed",
    Decision.CANCEL: "complaint-upheld",
}
ONE_AT_A_TIME: Final = say("Your first complaint waits for its answer. Another one can follow it.")
ANSWERED: Final = say("This complaint is answered already.")
NOT_SUSPENDING: Final = say(
    "This complaint does not suspend the competition, so it cannot cancel it either."
)
DISMISSED: Final = say("%(number)s, %(post)s: your complaint was not upheld. See why.")
UPHELD: Final = say(
    "%(number)s, %(post)s: your complaint was upheld, the competition is cancelled. See why."
)
LATE: Final = say(
    "%(number)s, %(post)s: a complaint has come after the five working days. "
    "It suspends nothing, but it waits for your answer."
)


def file_complaint(
    db: Session,
    one: Candidacy,
    against: Against,
    text: str,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> Complaint | Message:
    """Keep a candidate's complaint; within five working days it suspends the competition (ST-9).

    A later one is kept and answered too, but suspends nothing (LAW 27(6)).

    Args:
        db: the open write transaction.
        one: the complaining candidate's own candidacy.
        against: what it is about.
        text: in the candidate's words.
        calendar: working days and holidays.
        now: the moment.
    """
    course = course_of(db, one.announcement_id, calendar, lock=True)
    assert course is not None
    filed = queries.complaints_of(db, one.announcement_id)
    if any(each.application_id == one.application_id and not each.answer for each in filed):
        return ONE_AT_A_TIME
    row = Complaint(
        announcement_id=one.announcement_id,
        application_id=one.application_id,
        against=against,
        text=text,
        filed_at=now,
    )
    db.add(row)
    db.flush()
    after = act(
        db,
        one.announcement_id,
        "complaint-filed",
        by="candidate",
        now=now,
        calendar=calendar,
        facts={"complaint": str(row.id)},
        actor_id=one.account_id,
    )
    facts = {"complaint": str(row.id), "suspends": isinstance(after, Course)}
    number, rule = course.announcement.number, ST_9 if isinstance(after, Course) else LW_10
    record(db, "complaint filed", subject=("competition", number), now=now,
           actor_id=one.account_id, rule=rule.id, facts=facts)  # fmt: skip
    if isinstance(after, Illegal):
        _tell_of_late(db, course, now)
    return row


def suspends(course: Course, row: Complaint) -> bool:
    """Tell whether a complaint came in time, so that the competition was suspended by it."""
    steps = (one for one in course.steps if one.what == "complaint-filed")
    return any(one.facts["complaint"] == str(row.id) for one in steps)


def complaints_suspend_until(course: Course) -> datetime | None:
    """Return the last moment at which a complaint suspends; None before there are results."""
    return may_complain_until(course.plan, course.state)


def answer_complaint(
    db: Session,
    complaint_id: UUID,
    decision: Decision,
    reason: str,
    *,
    by: UUID,
    calendar: WorkingCalendar,
    now: datetime,
) -> Complaint | Message | Illegal:
    """Give the authorised body's answer, once: the competition goes on, or it is cancelled.

    The candidate is told the answer with its reason; everybody else what becomes of the
    competition.

    Args:
        db: the open write transaction.
        complaint_id: a complaint that exists.
        decision: what is decided; one that suspends nothing can only be dismissed.
        reason: in words for the candidate.
        by: who answers for the authorised body.
        calendar: working days and holidays.
        now: the moment.
    """
    found = queries.complaint(db, complaint_id)
    assert found is not None
    course = course_of(db, found.announcement_id, calendar, lock=True)
    assert course is not None
    row = queries.complaint_anew(db, complaint_id)
    if row.answer is not None:
        return ANSWERED
    if suspends(course, row):
        after = act(
            db,
            row.announcement_id,
            STEPS[decision],
            by="authorised-body",
            now=now,
            calendar=calendar,
            facts={"complaint": str(row.id)},
            actor_id=by,
        )
        if isinstance(after, Illegal):
            return after
    elif decision is Decision.CANCEL:
        return NOT_SUSPENDING
    row.answer, row.reason, row.answered_at, row.answered_by = decision, reason, now, by
    db.add(row)
    db.flush()
    facts = {"complaint": str(row.id), "answer": str(decision), "reason": reason}
    number = course.announcement.number
    record(db, "complaint answered", subject=("competition", number), now=now,
           actor_id=by, rule=ST_9.id, facts=facts)  # fmt: skip
    _tell_the_answer(db, course, row)
    return row


def _tell_the_answer(db: Session, course: Course, row: Complaint) -> None:
    filed = application(db, row.application_id)
    assert filed is not None
    assert row.answered_at is not None
    said = UPHELD if row.answer == Decision.CANCEL else DISMISSED
    text = Message(said.msgid, _values(db, course))
    tell(db, filed.account_id, text, url=page_of(filed), now=row.answered_at, sms=True)


def _tell_of_late(db: Session, course: Course, now: datetime) -> None:
    body = bodies.authorised_body(db)
    if body is None:
        return
    text = Message(LATE.msgid, _values(db, course))
    for account_id in bodies.people_of(db, body.code, Work.AGREEMENT):
        tell(db, account_id, text, url="/authority/complaints", now=now)


def _values(db: Session, course: Course) -> dict[str, object]:
    title = title_of(vacancy(db, course.announcement.vacancy_id))
    return {"number": course.announcement.number, "post": title}
