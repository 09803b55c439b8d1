"""What ends a round and a vacancy: HR's end, a winner, acts past the competition (LW-7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.announcement import AppointmentRefusal, Path, appointment_refusal
from service.law.calendar import local_day
from service.law.vacancy import LW_4
from service.vacancies import queries
from service.vacancies.actions import close_vacancy
from service.vacancies.course import Course, course_of
from service.vacancies.models import (
    Announcement,
    AnnouncementState,
    OutsideAct,
    RoundOutcome,
    VacancyState,
)


@dataclass(frozen=True, slots=True)
class ActSaid:
    """An act of appointment past a competition, as HR wants to enter it."""

    path: Path
    act: str
    act_on: date


@dataclass(frozen=True, slots=True)
class Entered:
    """What was kept of such an act: it stands, or the law forbids it and says why."""

    kept: OutsideAct
    refusal: AppointmentRefusal | None


def end_round(
    db: Session,
    announcement_id: UUID,
    outcome: RoundOutcome,
    *,
    reason: str,
    by: UUID | None,
    now: datetime,
    rule: str = LW_4.id,
) -> Announcement | Message:
    """End an announced round after the last day of reception; return why it cannot be ended.

    A round with a winner fills the vacancy; after one with nobody the next round is due (LW-4).
    What has ended so already is returned as it is. `by` is None and `rule` another one where it
    is a competition's own rules that end it.
    """
    row = queries.vacancy_for_update(db, queries.announcement(db, announcement_id).vacancy_id)
    course = course_of(db, row)
    one = queries.announcement(db, announcement_id)
    if one.state is AnnouncementState.ENDED and one.outcome is outcome:
        return one
    if one.state is not AnnouncementState.ANNOUNCED:
        return say("This round does not go on.")
    today = local_day(now)
    assert one.closes_on is not None
    if today <= one.closes_on:
        return say("Documents are received up to and with %(day)s.", day=one.closes_on)
    one.state, one.outcome, one.ended_on = AnnouncementState.ENDED, outcome, today
    one.end_rule, one.end_reason = rule, reason
    _changed(one, now, by)
    db.add(one)
    db.flush()
    record(db, "round ended", subject=("announcement", one.number), now=now, actor_id=by,
           rule=rule, facts={"outcome": str(outcome), "reason": reason})  # fmt: skip
    if outcome is RoundOutcome.WINNER:
        close_vacancy(db, course, VacancyState.FILLED, on=today, now=now)
    return one


def _changed(one: Announcement, now: datetime, by: UUID | None) -> None:
    one.version += 1
    one.changed_at = now
    one.changed_by = by or one.changed_by


def appointment_refused(
    course: Course, path: Path, act_on: date, today: date
) -> AppointmentRefusal | None:
    """Return why nobody may be appointed past the competitions of this vacancy (LW-7).

    The day of entry counts as well as the day of the act: an act dated back gets nowhere (DEFAULT).
    """
    for one in course.rounds:
        for day in {act_on, today}:
            refusal = appointment_refusal(one.published_on, one.ended_on, path, day)
            if refusal is not None:
                return refusal
    return None


def enter_outside_act(
    db: Session, vacancy_id: UUID, said: ActSaid, *, by: UUID, now: datetime
) -> Entered | Message:
    """Keep an act of appointment past a competition, refused where one is announced (LW-7).

    One that the law allows fills the vacancy; who only acts for the time being does not.
    """
    row = queries.vacancy_for_update(db, vacancy_id)
    course, today = course_of(db, row), local_day(now)
    if not course.is_open:
        return say("This vacancy is closed.")
    refusal = appointment_refused(course, said.path, said.act_on, today)
    kept = OutsideAct(
        vacancy_id=row.id,
        path=said.path,
        act=said.act,
        act_on=said.act_on,
        refused_by=None if refusal is None else refusal.rule.id,
        at=now,
        by=by,
    )
    db.add(kept)
    db.flush()
    verb = "outside act entered" if refusal is None else "outside act refused"
    facts = {"path": said.path, "act": said.act, "act_on": said.act_on.isoformat()}
    record(db, verb, subject=("vacancy", row.number), now=now, actor_id=by, rule=kept.refused_by,
           facts=facts)  # fmt: skip
    if refusal is None and said.path != "acting":
        close_vacancy(db, course, VacancyState.FILLED, on=said.act_on, reason=said.act, now=now)
    return Entered(kept, refusal)


def cancel_round(
    db: Session, announcement_id: UUID, *, reason: str, rule: str, by: UUID | None, now: datetime
) -> Announcement | Message:
    """Cancel an announced round, as if it had not been held; return why it cannot be.

    For what annuls a competition besides a reorganisation: a complaint that is upheld (ST-9).
    """
    row = queries.vacancy_for_update(db, queries.announcement(db, announcement_id).vacancy_id)
    one = queries.announcement(db, announcement_id)
    if one.state is AnnouncementState.CANCELLED:
        return one
    if one.state is not AnnouncementState.ANNOUNCED:
        return say("This round does not go on.")
    one.state, one.ended_on = AnnouncementState.CANCELLED, local_day(now)
    one.end_rule, one.end_reason = rule, reason
    _changed(one, now, by)
    db.add(one)
    db.flush()
    facts = {"reason": reason, "vacancy": row.number}
    record(db, "announcement cancelled", subject=("announcement", one.number), now=now,
           actor_id=by, rule=rule, facts=facts)  # fmt: skip
    return one
