"""Applying, checking again, closing, looking, taking back.

Rows are locked in one order: account, application, announcement. Every change of a file locks the
account: a check sees the whole of a change or nothing of it, and none comes between.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.judging import Answer, answered, judge, kept_answer, sha256_of
from service.admissions.models import (
    AdmissionDecision,
    Cause,
    CompetitionApplication,
    LookMade,
    Standing,
    Verdict,
)
from service.admissions.telling import tell_outcome
from service.core.security import new_code_of
from service.journal.actions import record
from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.document import CHECK_CODE_ALPHABET
from service.law.look import look_at, look_due_on
from service.law.qualification import VC_3
from service.people.queries import account_for_update, consent_in_force
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement, AnnouncementState

GROUP: Final = 4


class Against(StrEnum):
    """Why an application is not taken at all: nothing of the file has been looked at yet."""

    NOT_ANNOUNCED = "not-announced"
    CLOSED = "closed"  # the last day of reception is over
    CANCELLED = "cancelled"
    NO_CONSENT = "no-consent"  # ID-2
    TWICE = "twice"


_SHUT: Final = {
    AnnouncementState.DRAFT: Against.NOT_ANNOUNCED,
    AnnouncementState.CANCELLED: Against.CANCELLED,
    AnnouncementState.ENDED: Against.CLOSED,
}


@dataclass(frozen=True)
class Applied:
    """The application with its first answer; `is_new` is False where it was there already."""

    application: CompetitionApplication
    decision: AdmissionDecision
    is_new: bool = True


@dataclass(frozen=True)
class Caller:
    """Who applies, and the consent that is asked for today."""

    account_id: UUID
    consent_version: str


def door(
    db: Session, announcement: Announcement, caller: Caller, *, now: datetime
) -> Against | None:
    """Return why an application to the round would not be taken now; None where it would."""
    if announcement.state in _SHUT:
        return _SHUT[announcement.state]
    if not _receives(announcement, now):
        return Against.CLOSED
    if consent_in_force(db, caller.account_id, caller.consent_version) is None:
        return Against.NO_CONSENT
    there = queries.application_of(db, announcement.id, caller.account_id)
    if there is not None and there.standing is not Standing.WITHDRAWN:
        return Against.TWICE
    return None


def apply(
    db: Session,
    announcement_id: UUID,
    caller: Caller,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> Applied | Against:
    """Apply to an announced round: the file is judged at once, requirement by requirement (VC-3).

    Sent twice it is filed once. Who has taken an application back may apply again while documents
    are received; the number stays.
    """
    account_for_update(db, caller.account_id)
    announcement = queries.held_announcement(db, announcement_id)
    against = door(db, announcement, caller, now=now)
    there = queries.application_of(db, announcement_id, caller.account_id)
    if against is Against.TWICE and there is not None:
        return Applied(there, queries.newest_decision(db, there), is_new=False)
    if against is not None:
        return against
    row = there or CompetitionApplication(
        number=_new_number(db, now),
        announcement_id=announcement_id,
        account_id=caller.account_id,
        filed_at=now,
        filed_on=local_day(now),
        standing=Standing.LOOK,
        checked_at=now,
    )
    decision = judge(db, announcement, caller.account_id, at=now)
    answer = answered(db, decision, row.id)
    row.filed_at, row.filed_on, row.withdrawn_at = now, local_day(now), None
    row.standing = Standing(answer.shown.outcome)
    db.add(row)
    db.flush()
    facts = {"announcement": announcement.number, "number": row.number}
    record(db, "competition applied to", subject=("competition-application", row.id), now=now,
           actor_id=caller.account_id, rule=VC_3.id, facts=facts)  # fmt: skip
    made = _keep(db, row, answer, Cause.APPLIED, calendar=calendar, now=now)
    tell_outcome(db, row, answer, Cause.APPLIED, now=now)
    return Applied(row, made)


def check_again(
    db: Session, application_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> AdmissionDecision | None:
    """Judge the file anew while documents are received; return the new answer if it is another.

    An answer that says the same is not kept once more. None too where the application was taken
    back, the round does not go on, or its reception is over.
    """
    row = _locked(db, application_id)
    if row is None or row.standing is Standing.WITHDRAWN:
        return None
    announcement = vacancies.announcement(db, row.announcement_id)
    if not _receives(announcement, now):
        return None
    decision = judge(db, announcement, row.account_id, at=now)
    answer = answered(db, decision, row.id)
    row.checked_at = now
    db.add(row)
    before = kept_answer(queries.newest_decision(db, row))
    if answer.says_the_same_as(before):
        return None
    made = _keep(db, row, answer, Cause.FILE_CHANGED, calendar=calendar, now=now)
    if _unmet(answer) != _unmet(before) or answer.shown.outcome != before.shown.outcome:
        tell_outcome(db, row, answer, Cause.FILE_CHANGED, now=now)
    return made


def close(
    db: Session, application_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> AdmissionDecision | None:
    """Judge an application for the last time, by the file as it stood at the end of the last day.

    Once each; asked for later than that it comes to the same.
    """
    row = _locked(db, application_id)
    if row is None or row.standing is Standing.WITHDRAWN or row.closed_at is not None:
        return None
    announcement = vacancies.announcement(db, row.announcement_id)
    assert announcement.closes_on is not None
    if announcement.state is not AnnouncementState.ANNOUNCED or _receives(announcement, now):
        return None
    decision = judge(db, announcement, row.account_id, at=end_of_day(announcement.closes_on))
    answer = answered(db, decision, row.id)
    row.checked_at = row.closed_at = now
    made = _keep(db, row, answer, Cause.CLOSED, calendar=calendar, now=now)
    tell_outcome(db, row, answer, Cause.CLOSED, now=now)
    return made


class LookRefusal(StrEnum):
    """Why what a person says of a line is not taken."""

    OWN = "own"  # nobody judges the own application
    STALE = "stale"  # another answer has come meanwhile
    NO_QUESTION = "no-question"  # the program has answered the line itself
    WITHDRAWN = "withdrawn"
    OVER = "over"  # the round does not go on


@dataclass(frozen=True)
class LookSaid:
    """What a person says of a line of the answer with this number."""

    ordinal: int
    code: str
    subject: str
    verdict: Literal["met", "not-met"]
    reason: str


def look(
    db: Session,
    application_id: UUID,
    said: LookSaid,
    *,
    by: UUID,
    calendar: WorkingCalendar,
    now: datetime,
) -> AdmissionDecision | LookRefusal:
    """Answer a question of the program with a verdict and a reason; the outcome follows (VC-3)."""
    row = _locked(db, application_id)
    assert row is not None
    refusal = _look_refusal(db, row, said, by)
    if refusal is not None:
        return refusal
    machine = kept_answer(queries.newest_decision(db, row)).machine
    (line,) = [
        each for each in machine.lines if (each.code, each.subject) == (said.code, said.subject)
    ]
    found = look_at(machine, line, said.verdict, said.reason, local_day(now))
    db.add(
        LookMade(
            application_id=row.id,
            ordinal=said.ordinal,
            code=found.code,
            subject=found.subject,
            why=found.why,
            rests_on=list(found.rests_on),
            verdict=Verdict(found.verdict),
            reason=found.reason,
            at=now,
            by=by,
        )
    )
    db.flush()
    facts = {"line": said.code, "of": said.subject, "verdict": said.verdict}
    record(db, "line looked at", subject=("competition-application", row.id), now=now, actor_id=by,
           rule=VC_3.id, facts=facts)  # fmt: skip
    answer, was = answered(db, machine, row.id), row.standing
    made = _keep(db, row, answer, Cause.LOOKED, calendar=calendar, now=now)
    if row.standing is not was or said.verdict == "not-met":
        tell_outcome(db, row, answer, Cause.LOOKED, now=now)
    return made


def withdraw(db: Session, application_id: UUID, *, now: datetime) -> bool:
    """Take an application back; return whether it could be. A second time changes nothing."""
    row = _locked(db, application_id)
    assert row is not None
    if row.standing is Standing.WITHDRAWN:
        return True
    announcement = vacancies.announcement(db, row.announcement_id)
    if announcement.state is not AnnouncementState.ANNOUNCED:
        return False
    row.standing, row.withdrawn_at, row.look_due_on = Standing.WITHDRAWN, now, None
    db.add(row)
    facts = {"announcement": announcement.number, "number": row.number}
    record(db, "competition application withdrawn", subject=("competition-application", row.id),
           now=now, actor_id=row.account_id, facts=facts)  # fmt: skip
    return True


def _look_refusal(
    db: Session, row: CompetitionApplication, said: LookSaid, by: UUID
) -> LookRefusal | None:
    if row.account_id == by:
        return LookRefusal.OWN
    if row.standing is Standing.WITHDRAWN:
        return LookRefusal.WITHDRAWN
    announcement = vacancies.announcement(db, row.announcement_id)
    if announcement.state is not AnnouncementState.ANNOUNCED:
        return LookRefusal.OVER
    if row.decisions != said.ordinal:
        return LookRefusal.STALE
    machine = kept_answer(queries.newest_decision(db, row)).machine
    asked = {(each.code, each.subject) for each in machine.to_look_at}
    return None if (said.code, said.subject) in asked else LookRefusal.NO_QUESTION


def _keep(
    db: Session,
    row: CompetitionApplication,
    answer: Answer,
    cause: Cause,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> AdmissionDecision:
    kept = answer.as_record()
    row.decisions += 1
    row.checked_at = now
    row.standing = Standing(answer.shown.outcome)
    if row.standing is not Standing.LOOK:
        row.look_due_on = None
    elif row.look_due_on is None:
        row.look_due_on = look_due_on(local_day(now), calendar)
    made = AdmissionDecision(
        application_id=row.id,
        ordinal=row.decisions,
        at=now,
        outcome=row.standing,
        cause=cause,
        record=kept,
        record_sha256=sha256_of(kept),
    )
    db.add(row)
    db.add(made)
    db.flush()
    facts = {
        "ordinal": made.ordinal,
        "outcome": str(made.outcome),
        "cause": str(cause),
        "sha256": made.record_sha256,
    }
    record(db, "admission decided", subject=("competition-application", row.id), now=now,
           rule=VC_3.id, facts=facts)  # fmt: skip
    return made


def _locked(db: Session, application_id: UUID) -> CompetitionApplication | None:
    row = queries.application(db, application_id)
    if row is None:
        return None
    account_for_update(db, row.account_id)
    return queries.locked_application(db, application_id)


def _receives(announcement: Announcement, now: datetime) -> bool:
    return (
        announcement.state is AnnouncementState.ANNOUNCED
        and announcement.closes_on is not None
        and local_day(now) <= announcement.closes_on
    )


def _unmet(answer: Answer) -> set[tuple[str, str, str]]:
    return {(each.code, each.subject, each.why) for each in answer.shown.unmet}


def _new_number(db: Session, now: datetime) -> str:
    """Return a number nobody has, such as ``K-2611-7K4M-X2PQ``; it tells nothing."""
    while True:
        letters = new_code_of(CHECK_CODE_ALPHABET, 2 * GROUP)
        number = f"K-{local_day(now):%y%m}-{letters[:GROUP]}-{letters[GROUP:]}"
        if not queries.has_number(db, number):
            return number
