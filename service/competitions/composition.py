"""The commission of a competition under way: what changes in it becomes a step at once.

The competition is locked before its commission, as everywhere; before the reception of documents
has ended there is no competition yet, and its first steps will tell of the commission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.commissions import actions, queries
from service.commissions.models import Commission, ConflictDeclaration, Part, SeatHolder
from service.competitions.course import Course, course_of
from service.competitions.following import bring_up_to_date
from service.competitions.queries import applications_with_people
from service.core.i18n import Message, say
from service.law import competition as law
from service.law.calendar import WorkingCalendar
from service.law.commission import CommissionFault, Reason
from service.law.competition_guards import OVER
from service.law.conflict import Tie
from service.law.machine import Illegal, Step
from service.vacancies.models import AnnouncementState
from service.vacancies.queries import announcement

NOT_ADMITTED_YET: Final = frozenset({"new", "filed"})


@dataclass(frozen=True)
class Succession:
    """Who follows whom: `was` is the holder whom HR has seen on the seat."""

    seat_id: UUID
    was: UUID
    who: actions.Who
    reason: Reason
    words: str


def against_changes(db: Session, announcement_id: UUID, course: Course | None) -> Message | None:
    """Why nothing can be changed in the commission of a round now; None where it can."""
    if course is not None and course.state.is_suspended:
        return say("The competition is suspended: the commission stays as it is until it goes on.")
    if course is not None and course.state.state in OVER:
        return say("The competition is over: its commission stays as it was.")
    if announcement(db, announcement_id).state is not AnnouncementState.ANNOUNCED:
        return say("A commission is formed for an announced round only.")
    return None


def form(
    db: Session, commission: Commission, *, by: UUID, calendar: WorkingCalendar, now: datetime
) -> list[CommissionFault] | Message:
    """Declare the commission formed; return all that stands against it (CM-1)."""
    course = _locked(db, commission.announcement_id, calendar, now)
    refused = against_changes(db, commission.announcement_id, course)
    if refused is not None:
        return refused
    faults = actions.form_commission(db, commission, candidates=(), by=by, now=now)
    _follow(db, course, now)
    return faults


def replace(
    db: Session,
    commission: Commission,
    change: Succession,
    *,
    by: UUID,
    calendar: WorkingCalendar,
    now: datetime,
) -> SeatHolder | Message:
    """Put a successor on a seat; while places are worked out nobody is replaced any more (CM-1)."""
    course = _locked(db, commission.announcement_id, calendar, now)
    refused = against_changes(db, commission.announcement_id, course)
    refused = refused or against_replacing(db, course, change.seat_id, now)
    if refused is not None:
        return refused
    holder = actions.replace_member(
        db,
        commission,
        change.seat_id,
        change.who,
        reason=change.reason,
        words=change.words,
        by=by,
        now=now,
        was=change.was,
    )
    if isinstance(holder, SeatHolder):
        _follow(db, course, now)
    return holder


def against_replacing(
    db: Session, course: Course | None, seat_id: UUID, now: datetime
) -> Message | None:
    """Why the law replaces nobody on this seat now; the secretary, who scores nothing, always."""
    place = queries.seat(db, seat_id)
    if course is None or place is None or place.part is Part.SECRETARY or not course.state.seats:
        return None
    step = Step("member-replaced", now, "hr", None, {"seat": str(seat_id)})
    if isinstance(law.record(course.plan, course.state, step), Illegal):
        return say("The interviews are scored: nobody on the commission is replaced any more.")
    return None


def declare(
    db: Session,
    holder: SeatHolder,
    said: Mapping[UUID, tuple[frozenset[Tie], str]],
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> list[ConflictDeclaration] | Message:
    """Keep what a member declares about candidates; whom it concerns is closed at once (CM-4)."""
    commission = queries.commission(db, holder.commission_id)
    course = _locked(db, commission.announcement_id, calendar, now)
    db.refresh(holder)
    if holder.ended_at is not None:
        return say("You are no longer on this commission.")
    made = actions.declare_conflicts(db, holder, said, now=now)
    _follow(db, course, now)
    return made


def _locked(
    db: Session, announcement_id: UUID, calendar: WorkingCalendar, now: datetime
) -> Course | None:
    course = course_of(db, announcement_id, calendar, lock=True)
    return None if course is None else bring_up_to_date(db, course, now=now)


def _follow(db: Session, course: Course | None, now: datetime) -> None:
    if course is not None:
        bring_up_to_date(db, course, now=now)


def to_declare_about(db: Session, course: Course) -> list[tuple[UUID, str]]:
    """The admitted candidates who are in the running, by name: each member declares for each."""
    found = []
    for _, filed, person in applications_with_people(db, course.row.announcement_id):
        one = course.state.candidacy(str(filed.id))
        if one.is_running and one.state not in NOT_ADMITTED_YET:
            found.append((filed.id, person.name))
    return found
