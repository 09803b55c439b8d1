"""What other rooms have decided becomes a step here: tests, hirings, admissions, the commission."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.judging import kept_answer
from service.admissions.models import CompetitionApplication, Standing
from service.admissions.queries import newest_decision
from service.commissions import queries as commissions
from service.commissions.models import CommissionState, Part
from service.competitions.actions import keep, run_by_itself
from service.competitions.course import Course
from service.competitions.following_hirings import begin_and_end_hirings, follow_hirings
from service.competitions.following_tests import follow_tests
from service.competitions.queries import applications_to
from service.law.calendar import local_day
from service.law.competition_guards import OVER
from service.law.experience import duration
from service.law.machine import Illegal, Step
from service.law.requirements import Level
from service.law.vacancy import is_former_official
from service.vacancies.models import AnnouncementState

LEVELS: Final = tuple(Level)
# from here on whoever takes the application back refuses the post
DECLINES: Final = frozenset({"invited", "named", "applied"})


def bring_up_to_date(db: Session, course: Course, *, now: datetime) -> Course:
    """Follow the other rooms, then everything that comes about by itself; each thing once."""
    # tests and hirings first: they stand at their own moments, what comes after them at this one
    course = follow_hirings(db, follow_tests(db, course))
    course = follow_cancellation(db, course, now=now)
    course = follow_admissions(db, course, now=now)
    course = follow_commission(db, course, now=now)
    return go_on_by_itself(db, course, now=now)


def go_on_by_itself(db: Session, course: Course, *, now: datetime) -> Course:
    """Record what comes about by itself, and let the hirings follow it."""
    course = run_by_itself(db, course, now=now)
    begin_and_end_hirings(db, course, now=now)
    return course


def follow_cancellation(db: Session, course: Course, *, now: datetime) -> Course:
    """That a reorganisation has cancelled the announced round (VC-2)."""
    cancelled = course.announcement.state is AnnouncementState.CANCELLED
    if not cancelled or course.state.state in OVER or course.state.before in OVER:
        return course
    return _kept(db, course, Step("body-reorganised", now, "authorised-body"))


def follow_admissions(db: Session, course: Course, *, now: datetime) -> Course:
    """Who has applied, and what each was answered when the reception was over (VC-3)."""
    if course.state.is_suspended or course.state.state in OVER:
        return course
    filed = applications_to(db, course.row.announcement_id)
    for row in sorted(filed, key=lambda each: (each.filed_at, each.id)):
        if str(row.id) not in course.state.candidacies:
            step = Step("applied", row.filed_at, "candidate", str(row.id))
            course = _kept(db, course, step, actor_id=row.account_id)
    course = run_by_itself(db, course, now=now)  # the reception closes before anybody is admitted
    for row in filed:
        for step in _answered(db, course, row, now):
            course = _kept(db, course, step)
    return course


def _answered(
    db: Session, course: Course, row: CompetitionApplication, now: datetime
) -> Iterator[Step]:
    state, key = course.state.candidacy(str(row.id)).state, str(row.id)
    if row.standing is Standing.WITHDRAWN:
        if state in DECLINES:
            yield Step("declined", now, "candidate", key)
        elif course.state.candidacy(key).is_running and state != "probation":
            yield Step("withdrew", now, "candidate", key)
    elif state != "filed" or row.closed_at is None:
        return
    elif row.standing is Standing.ADMITTED:
        yield Step("admitted", now, "system", key, admitted_facts(db, course, row))
    elif row.standing is Standing.REFUSED:
        yield Step("not-admitted", now, "system", key)


def admitted_facts(db: Session, course: Course, row: CompetitionApplication) -> dict[str, Any]:
    """What decides ties later: experience and education of the file that was admitted (ST-6)."""
    decision = kept_answer(newest_decision(db, row)).shown
    file, closes_on = decision.file, course.plan.closes_on
    levels = [
        each.level
        for each in file.education
        if each.completed_on is None or each.completed_on <= closes_on
    ]
    standing = file.person.standing
    official = standing.serving_in is not None or is_former_official(
        standing, local_day(row.filed_at)
    )
    facts: dict[str, Any] = {"experience_days": duration(file.work, closes_on).days}
    if levels:
        facts["education"] = str(max(levels, key=LEVELS.index))
    if decision.opening.direct and official:
        facts["exempt"] = True
    return facts


def follow_commission(db: Session, course: Course, *, now: datetime) -> Course:
    """That the commission is formed, who has come for whom, and declared conflicts (CM-1, CM-4)."""
    commission = commissions.commission_of(db, course.row.announcement_id)
    if commission is None or commission.state is not CommissionState.FORMED:
        return course
    if course.state.is_suspended or course.state.state in OVER:
        return course
    seated = {
        str(place.id): str(holder.id)
        for place, holder, _ in commissions.holders(db, commission.id)
        if place.part is not Part.SECRETARY
    }
    if not course.state.seats:
        facts = {"seats": list(seated), "holders": seated}
        course = _kept(db, course, Step("commission-formed", now, "hr", None, facts))
    known = _known_holders(course)
    for seat, holder in seated.items():
        if known.get(seat) != holder and seat in course.state.seats:
            facts = {"seat": seat, "holder": holder}
            course = _kept(db, course, Step("member-replaced", now, "hr", None, facts))
    return _follow_conflicts(db, course, commission.id, now)


def _known_holders(course: Course) -> dict[str, str]:
    """Seat → who sat there by the last step about it."""
    known: dict[str, str] = {}
    for step in course.steps:
        if step.what == "commission-formed":
            known |= step.facts.get("holders", {})
        elif step.what == "member-replaced":
            known[step.facts["seat"]] = step.facts["holder"]
    return known


def _follow_conflicts(db: Session, course: Course, commission_id: UUID, now: datetime) -> Course:
    seats = {
        holder.id: str(place.id) for place, holder, _ in commissions.holders(db, commission_id)
    }
    for said in commissions.declarations(db, commission_id):
        seat, key = seats.get(said.holder_id), str(said.application_id)
        one = course.state.candidacy(key)
        if not said.ties or seat is None or seat in one.conflicted or not one.is_running:
            continue
        after = keep(db, course, Step("conflict-declared", now, "member", key, {"seat": seat}))
        if not isinstance(after, Illegal):  # where nothing is to be scored any more it is no step
            course = after
    return course


def _kept(db: Session, course: Course, step: Step, *, actor_id: UUID | None = None) -> Course:
    after = keep(db, course, step, actor_id=actor_id)
    assert not isinstance(after, Illegal), after
    return after
