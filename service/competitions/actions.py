"""The one door to a competition: a step is judged by the law, kept, and what follows by itself."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.admissions.queries import application
from service.competitions import queries
from service.competitions.course import Course, course_of, due_at
from service.competitions.models import Candidacy, Competition, CompetitionStep
from service.competitions.needless_seats import release_needless_seats
from service.competitions.reminding import ask_for_reminders
from service.competitions.telling import tell_step
from service.journal.actions import record
from service.law import competition as law
from service.law.calendar import WorkingCalendar
from service.law.candidacy_moves import CANDIDACY
from service.law.competition_course import needs_lot, next_by_itself
from service.law.competition_guards import OVER
from service.law.competition_moves import COMPETITION
from service.law.competition_state import Competition as State
from service.law.competition_terms import may_complain_until
from service.law.machine import Illegal, Step
from service.law.record import plain
from service.law.stages import stages_of
from service.lots.actions import Fixed, draw_promised, promise_lot
from service.vacancies.models import Announcement
from service.vacancies.queries import announcement, vacancy

TIE: Final = "tie"
TOPICS: Final = "essay-topics"
MOST_STEPS: Final = 10_000  # by itself in one go: more is a fault of ours


def begin_competition(
    db: Session, announcement_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> Course:
    """Begin the competition of a round and promise the lot of its ties; a second time it is there.

    The lot is promised before anybody has a point: whoever takes the seed cannot know whom it
    would favour.
    """
    there = course_of(db, announcement_id, calendar, lock=True)
    if there is not None:
        return there
    announced = announcement(db, announcement_id)
    body = vacancy(db, announced.vacancy_id).body_code
    promised = promise_lot(db, TIE, subject=("announcement", announcement_id), now=now)
    stages = list(_stages(announced))
    if "essay" in stages:
        promise_lot(db, TOPICS, subject=("announcement", announcement_id), now=now)
    assert announced.published_on is not None
    row = Competition(
        announcement_id=announcement_id,
        body_code=body,
        state=State().state,
        plan={"stages": stages},
        tie_lot_id=promised.id,
        began_at=now,
    )
    db.add(row)
    db.flush()
    record(db, "competition begun", subject=("announcement", announced.number), now=now,
           facts={"lot": promised.number, **row.plan})  # fmt: skip
    made = course_of(db, announcement_id, calendar, lock=True)
    assert made is not None
    return made


def _stages(announced: Announcement) -> tuple[str, ...]:
    return stages_of(announced.round, announced.stages)  # type: ignore[arg-type]  # words of the law


def keep(
    db: Session, course: Course, step: Step, *, actor_id: UUID | None = None
) -> Course | Illegal:
    """Keep a step in a competition that is locked; everybody concerned is told."""
    state = law.record(course.plan, course.state, step)
    if isinstance(state, Illegal):
        return state
    row = CompetitionStep(
        announcement_id=course.row.announcement_id,
        ordinal=course.row.steps + 1,
        what=step.what,
        by=step.by,
        application_id=None if step.candidate is None else UUID(step.candidate),
        facts=plain(step.facts),
        at=step.at,
        actor_id=actor_id,
    )
    db.add(row)
    after = replace(course, state=state, steps=[*course.steps, row])
    _follow_state(db, course, after)
    db.flush()
    release_needless_seats(db, course, after, step)
    facts = {"what": step.what, "ordinal": row.ordinal, **row.facts}
    subject = ("competition", course.announcement.number)
    if step.candidate is not None:
        subject = ("candidacy", step.candidate)
    rule = _rule_of(course, step)
    record(db, "competition step", subject=subject, now=step.at, actor_id=actor_id, rule=rule,
           facts=facts)  # fmt: skip
    tell_step(db, course, after, step)
    ask_for_reminders(db, after)
    return after


def _rule_of(before: Course, step: Step) -> str:
    """The rule of the row by which the step happened: one event has another in other states."""
    if step.candidate is None:
        machine, state = COMPETITION, before.state.state
    else:
        machine, state = CANDIDACY, before.state.candidacy(step.candidate).state
    return next(row.rule.id for row in machine.of(step.what) if state in row.sources)


def _follow_state(db: Session, before: Course, after: Course) -> None:
    """Bring the rows that lists read up to what the steps amount to."""
    row = after.row
    row.steps += 1
    row.state, row.is_suspended = after.state.state, after.state.is_suspended
    row.due_at = due_at(after)
    db.add(row)
    known = before.state.candidacies
    for key, one in after.state.candidacies.items():
        if known.get(key) == one:
            continue
        there = queries.candidacy(db, UUID(key))
        if there is None:
            there = _new_candidacy(db, row, UUID(key))
        there.state = one.state
        there.points = {stage: str(points) for stage, points in one.points.items()}
        db.add(there)


def _new_candidacy(db: Session, row: Competition, application_id: UUID) -> Candidacy:
    filed = application(db, application_id)
    assert filed is not None
    return Candidacy(
        application_id=application_id,
        announcement_id=row.announcement_id,
        account_id=filed.account_id,
        code=_code_of(db, row, filed),
        state="new",
    )


def _code_of(db: Session, row: Competition, filed: CompetitionApplication) -> str:
    """A name that tells nothing: neither the order of the applications nor the person."""
    taken = {one.code for one in queries.candidacies(db, row.announcement_id)}
    for turn in range(len(taken) + 1000):
        drawn = hashlib.sha256(f"{row.announcement_id} {filed.id} {turn}".encode()).hexdigest()
        code = f"K-{int(drawn[:8], 16) % 9000 + 1000}"
        if code not in taken:
            return code
    raise AssertionError("no code is left")


def run_by_itself(db: Session, course: Course, *, now: datetime) -> Course:
    """Record everything that comes about by itself now, each thing once, in the law's order."""
    for _ in range(MOST_STEPS):
        among = needs_lot(course.plan, course.state)
        step = _lot_step(db, course, among, now) if among else None
        step = step or next_by_itself(course.plan, course.state, now)
        if step is None:
            return course
        after = keep(db, course, step)
        assert not isinstance(after, Illegal), after
        course = after
    raise AssertionError("a competition does not come to rest")


def _lot_step(db: Session, course: Course, among: tuple[str, ...], now: datetime) -> Step | None:
    """Draw the promised lot among those whom nothing else sets apart (ST-6)."""
    lot_id = course.row.tie_lot_id
    assert lot_id is not None
    drawn = draw_promised(db, lot_id, Fixed(among, len(among), now), now=now)
    return Step("lot-drawn", now, "system", None, {"order": list(drawn.record["order"])})


def is_closed(course: Course, now: datetime) -> bool:
    """Is it over, and can no complaint come any more?"""
    if course.state.state not in OVER:
        return False
    until = may_complain_until(course.plan, course.state)
    return course.state.state == "cancelled" or until is None or now > until
