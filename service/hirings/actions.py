"""A winner is invited, and hired step by step; what the law does not allow is not entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries as admissions
from service.admissions.models import CompetitionApplication, Standing
from service.hirings import queries
from service.hirings.fold import Case, absence_in, case_of
from service.hirings.models import Entrant, Hiring, HiringState, HiringStep, What
from service.hirings.reminding import ask_for_reminders
from service.hirings.telling import tell_cancelled, tell_hr_of_step, tell_invited, tell_step
from service.journal.actions import record
from service.law.calendar import WorkingCalendar, local_day
from service.law.hiring import LW_9
from service.law.hiring_steps import (
    Made,
    StepCode,
    StepRefusal,
    next_answers_until,
    step_refusal,
    taking_back_refusal,
)
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement, AnnouncementState

OF_THE_WINNER: Final = frozenset({What.APPLIED, What.REFUSED, What.DECLARED})
# nobody enters them: they come with an invitation, a taking back, the end of the competition
BY_THEMSELVES: Final = frozenset({What.INVITED, What.TAKEN_BACK, What.CANCELLED})


class InviteRefusal(StrEnum):
    """Why nobody is invited."""

    NOT_ADMITTED = "not-admitted"
    STILL_OPEN = "still-open"  # documents are still received
    CANCELLED = "cancelled"
    INVITED = "invited"  # this candidate already
    TAKEN = "taken"  # somebody else is being hired, or is hired
    OWN = "own"  # nobody invites themselves


class NotMade(StrEnum):
    """Why a step is not entered, whatever the law says of it."""

    STALE = "stale"  # somebody else has entered one meanwhile
    NOT_YOURS = "not-yours"
    NO_SUCH = "no-such"
    BY_ITSELF = "by-itself"  # comes about without anybody who enters it


@dataclass(frozen=True)
class Invitation:
    """What HR says when it invites somebody.

    Args:
        protocol: number of the commission's protocol.
        protocol_on: its day.
        declared_before: for a person of LAW 29(5), declared at the former place.
        has_accepted: the next one in the list has answered already and has a winner's days for
            the hiring application.
    """

    protocol: str
    protocol_on: date
    entrant: Entrant
    declared_before: bool = False
    has_accepted: bool = False


@dataclass(frozen=True)
class StepSaid:
    """A step as it is entered; `facts` may hold the days of an absence, a document, words."""

    what: What
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)


def start_hiring(
    db: Session,
    application_id: UUID,
    said: Invitation,
    *,
    by: UUID | None,
    calendar: WorkingCalendar,
    now: datetime,
) -> Hiring | InviteRefusal:
    """Invite an admitted candidate to be hired; who won, or the next one in the list (IS 143).

    The next one, invited because the one before was lost, has three working days to answer.
    `by` is who invites; None where the competition itself has named the winner.
    """
    filed = admissions.filed(db, application_id)
    assert filed is not None
    vacancies.vacancy_for_update(db, filed.vacancy.id)  # of two who invite at once, one does
    application = admissions.locked_application(db, application_id)
    assert application is not None
    before = queries.hirings_of_round(db, filed.announcement.id)
    refusal = _invite_refusal(application, filed.announcement, list(before), by, now)
    if refusal is not None:
        return refusal
    today = local_day(now)
    row = Hiring(
        application_id=application.id,
        body_code=filed.vacancy.body_code,
        account_id=application.account_id,
        entrant=said.entrant,
        declared_before=said.declared_before,
        steps=1,
        invited_at=now,
    )
    db.add(row)
    db.flush()
    facts: dict[str, Any] = {"protocol": said.protocol, "protocol_on": said.protocol_on.isoformat()}
    if before and not said.has_accepted:
        facts["answer_until"] = next_answers_until(today, calendar).isoformat()
    db.add(_invited(row, facts, by, now))
    db.flush()
    case = _bring_up(db, row)
    about = {**facts, "entrant": str(said.entrant), "application": application.number}
    record(db, "hiring begun", subject=("hiring", row.id), now=now, actor_id=by, rule=LW_9.id,
           facts=about)  # fmt: skip
    tell_invited(db, case, now=now)
    ask_for_reminders(db, case, now=now)
    return row


def _invited(row: Hiring, facts: dict[str, Any], by: UUID | None, now: datetime) -> HiringStep:
    """The first step of a hiring."""
    return HiringStep(
        hiring_id=row.id,
        ordinal=1,
        what=What.INVITED,
        happened_on=local_day(now),
        facts=facts,
        at=now,
        by=by,
    )


def make_step(
    db: Session,
    hiring_id: UUID,
    said: StepSaid,
    *,
    seen: int,
    by: UUID | None,
    now: datetime,
    is_put_off: bool = False,
) -> HiringStep | StepRefusal | NotMade:
    """Enter a step; `seen` is how many there were on the page from which it comes.

    A step that the law does not allow now is refused with its rule, and that is kept in the
    journal. The winner enters some steps, all others are HR's; `by` None is the competition.
    `is_put_off`: a suspension of the competition has put off the term of the winner's own steps.
    """
    row = queries.locked_hiring(db, hiring_id)
    assert row is not None
    if by is not None and said.what in BY_THEMSELVES:
        return NotMade.BY_ITSELF
    if row.account_id == by and said.what not in OF_THE_WINNER:
        return NotMade.NOT_YOURS
    if row.steps != seen:
        return NotMade.STALE
    case = case_of(db, row)
    by_winner = row.account_id == by
    absence = absence_in(dict(said.facts))
    step = Made(_law(said.what), said.on, absence, by_winner and not is_put_off)
    refusal = step_refusal(case.course, step, local_day(now))
    if refusal is not None:
        facts = {"what": str(said.what), "on": said.on.isoformat(), "why": refusal.why}
        record(db, "hiring step refused", subject=("hiring", row.id), now=now, actor_id=by,
               rule=refusal.rule.id, facts=facts)  # fmt: skip
        return refusal
    made = _append(db, row, said.what, said.on, dict(said.facts), by=by, now=now)
    after = _bring_up(db, row)
    about = {"what": str(said.what), "on": said.on.isoformat(), "ordinal": made.ordinal}
    record(db, "hiring step made", subject=("hiring", row.id), now=now, actor_id=by, rule=LW_9.id,
           facts=about)  # fmt: skip
    if made.what is What.CANCELLED:
        tell_cancelled(db, after, made.facts["why"], now=now)
    elif by_winner:
        tell_hr_of_step(db, after, made, now=now)
    else:
        tell_step(db, after, made, now=now)
    ask_for_reminders(db, after, now=now)
    return made


def take_back(
    db: Session, hiring_id: UUID, ordinal: int, reason: str, *, seen: int, by: UUID, now: datetime
) -> HiringStep | StepRefusal | NotMade:
    """Take back a step that was entered by mistake; a later one that stands on it goes first."""
    row = queries.locked_hiring(db, hiring_id)
    assert row is not None
    if row.account_id == by:
        return NotMade.NOT_YOURS
    if row.steps != seen:
        return NotMade.STALE
    case = case_of(db, row)
    place = next((n for n, one in enumerate(case.standing) if one.ordinal == ordinal), None)
    if place is None:
        return NotMade.NO_SUCH
    if case.state is not HiringState.OPEN and _is_replaced(db, row):
        return NotMade.STALE  # the next one has been invited: it is too late
    refusal = taking_back_refusal(case.start, case.made, place, local_day(now))
    if refusal is not None:
        return refusal
    facts = {"ordinal": ordinal, "what": str(case.standing[place].what), "reason": reason}
    made = _append(db, row, What.TAKEN_BACK, local_day(now), facts, by=by, now=now)
    after = _bring_up(db, row)
    record(db, "hiring step taken back", subject=("hiring", row.id), now=now, actor_id=by,
           facts=facts)  # fmt: skip
    ask_for_reminders(db, after, now=now)
    return made


def _invite_refusal(
    application: CompetitionApplication,
    announcement: Announcement,
    before: list[Hiring],
    by: UUID | None,
    now: datetime,
) -> InviteRefusal | None:
    assert announcement.closes_on is not None
    hindered = {
        InviteRefusal.OWN: application.account_id == by,
        InviteRefusal.CANCELLED: announcement.state is AnnouncementState.CANCELLED,
        InviteRefusal.STILL_OPEN: local_day(now) <= announcement.closes_on,
        InviteRefusal.INVITED: any(one.application_id == application.id for one in before),
        InviteRefusal.TAKEN: any(one.state is not HiringState.LOST for one in before),
        InviteRefusal.NOT_ADMITTED: application.standing is not Standing.ADMITTED,
    }
    return next((one for one, is_so in hindered.items() if is_so), None)


def _is_replaced(db: Session, row: Hiring) -> bool:
    application = admissions.application(db, row.application_id)
    assert application is not None
    later = queries.hirings_of_round(db, application.announcement_id)
    return later[-1].id != row.id


def _append(
    db: Session,
    row: Hiring,
    what: What,
    on: date,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
) -> HiringStep:
    row.steps += 1
    made = HiringStep(
        hiring_id=row.id, ordinal=row.steps, what=what, happened_on=on, facts=facts, at=now, by=by
    )
    db.add(row)
    db.add(made)
    db.flush()
    return made


def _bring_up(db: Session, row: Hiring) -> Case:
    """Write into the row what the steps come to, so that lists need not fold them."""
    case = case_of(db, row)
    row.state, row.due_on, row.ended_on = case.state, case.due_on, case.course.ended_on
    db.add(row)
    db.flush()
    return case


def _law(what: What) -> StepCode:
    return str(what)  # type: ignore[return-value]  # the same words
