"""The authorised body's agreement to a general competition, as a question with an answer (LW-4)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Work
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.calendar import WorkingCalendar, local_day
from service.law.defaults import DEFAULTS
from service.law.vacancy import LW_4, NextRound, must_refuse_agreement
from service.notices.actions import tell
from service.vacancies import queries
from service.vacancies.actions import take_question_back
from service.vacancies.course import Course, course_of
from service.vacancies.models import Agreement, Answer


def ask_agreement(
    db: Session,
    vacancy_id: UUID,
    *,
    grounds: str,
    calendar: WorkingCalendar,
    by: UUID,
    now: datetime,
) -> Agreement | Message:
    """Ask who has to agree to the general competition; return why it cannot be asked now."""
    row = queries.vacancy_for_update(db, vacancy_id)
    course = course_of(db, row)
    due, asked_body = course.due, bodies.agreeing_body(db, course.body)
    if not course.may_ask or not isinstance(due, NextRound) or due.agreement_of is None:
        return _why_not(course)
    if asked_body is None:
        return say("The register of bodies names no authorised body.")
    today = local_day(now)
    asked = Agreement(
        vacancy_id=row.id,
        after_rounds=len(course.rounds),
        asked_of=due.agreement_of,
        asked_body=asked_body.code,
        grounds=grounds,
        asked_at=now,
        asked_by=by,
        due_on=calendar.add_working_days(today, DEFAULTS.agreement_days),
    )
    db.add(asked)
    db.flush()
    facts = {"of": asked_body.code, "source": due.source, "why": due.why, "grounds": grounds}
    record(db, "agreement asked", subject=("vacancy", row.number), now=now, actor_id=by,
           rule=LW_4.id, facts=facts)  # fmt: skip
    message = say(
        "%(body)s asks for agreement to a general competition. Please answer by %(day)s.",
        body=course.body.name,
        day=asked.due_on,
    )
    for person in bodies.people_of(db, asked_body.code, Work.AGREEMENT):
        tell(db, person, message, url=f"/authority/agreements/{asked.id}", now=now)
    return asked


def _why_not(course: Course) -> Message:
    if not course.is_open:
        return say("This vacancy is closed.")
    if course.running is not None:
        return say("A round is announced: ask when it has ended.")
    if course.answer == "asked":
        return say("The question waits for its answer already.")
    if course.answer == "agreed":
        return say("The agreement is given already.")
    return say("The round to come needs no agreement.")


def answer_agreement(
    db: Session, agreement_id: UUID, *, agrees: bool, reason: str, by: UUID, now: datetime
) -> Agreement | Message:
    """Answer the question; the law forbids to agree while an internal round is due (LAW 28(2)).

    Returns:
        The question with its answer, or why it cannot be answered so.
    """
    found = queries.agreement(db, agreement_id)
    assert found is not None
    row = queries.vacancy_for_update(db, found.vacancy_id)
    db.refresh(found)
    course = course_of(db, row)
    if found.answer is not Answer.ASKED:
        return say("This question is answered or taken back already.")
    if found.asked_by == by:
        return say("You asked this question yourself: somebody else has to answer it.")
    if agrees and must_refuse_agreement(course.vacant):
        return say(
            "The law obliges you to refuse: the internal competitions of article 29 have not been"
            " held (LAW 28(2))."
        )
    found.answer = Answer.AGREED if agrees else Answer.REFUSED
    found.reason, found.answered_at, found.answered_by = reason, now, by
    db.add(found)
    db.flush()
    verb = "agreement given" if agrees else "agreement refused"
    record(db, verb, subject=("vacancy", row.number), now=now, actor_id=by, rule=LW_4.id,
           facts={"reason": reason})  # fmt: skip
    _tell_hr(db, course, agrees=agrees, now=now)
    return found


def _tell_hr(db: Session, course: Course, *, agrees: bool, now: datetime) -> None:
    number = course.vacancy.number
    message = say("The general competition for %(number)s is not agreed to.", number=number)
    if agrees:
        message = say("The general competition for %(number)s is agreed to.", number=number)
    for person in bodies.hr_of(db, course.body):
        tell(db, person, message, url=f"/hr/vacancies/{number}", now=now)


def take_agreement_back(
    db: Session, vacancy_id: UUID, *, by: UUID, now: datetime
) -> Agreement | Message:
    """Take a question back that nobody has answered."""
    row = queries.vacancy_for_update(db, vacancy_id)
    asked = course_of(db, row).agreement
    if asked is None or asked.answer is not Answer.ASKED:
        return say("No question waits for its answer.")
    take_question_back(db, asked, now=now)
    record(db, "agreement question taken back", subject=("vacancy", row.number), now=now,
           actor_id=by)  # fmt: skip
    return asked
