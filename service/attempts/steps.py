"""Appending a step: lock, append, fold, and write down what the fold says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.attempts.models import Attempt, AttemptStep, AttemptWindow, Presence
from service.core.columns import milliseconds
from service.core.db import insert_new
from service.law.attempt import (
    Allowances,
    Plan,
    SectionPlan,
    State,
    Step,
    What,
    fold,
    next_by_itself,
)
from service.law.programme import Programme

MOST_STEPS_AT_ONCE = 20


@dataclass
class Running:
    """An attempt under its lock, with its plan and the state its steps amount to."""

    row: Attempt
    plan: Plan
    steps: list[Step]
    state: State


def plan_of(programme: Programme, extra_percent: int, allowances: Allowances) -> Plan:
    """Return the attempt's plan: every section longer by the candidate's extra time."""
    sections = tuple(SectionPlan(each.minutes, each.positions) for each in programme.sections)
    return Plan(sections, extra_percent, allowances)


def hold(db: Session, attempt_id: UUID, plan_for: Callable[[Attempt], Plan]) -> Running | None:
    """Lock the attempt and return it as it stands; None where there is none."""
    row = queries.locked_attempt(db, attempt_id)
    if row is None:
        return None
    plan = plan_for(row)
    steps = queries.steps_of(db, attempt_id)
    return Running(row, plan, steps, fold(plan, steps))


def append(db: Session, running: Running, step: Step, *, actor_id: UUID | None = None) -> None:
    """Append a step and bring the attempt's row and windows to what the fold now says."""
    db.add(
        AttemptStep(
            attempt_id=running.row.id,
            ordinal=len(running.steps) + 1,
            at=step.at,
            what=step.what,
            facts=dict(step.facts),
            actor_id=actor_id,
        )
    )
    running.steps.append(step)
    running.state = fold(running.plan, running.steps)
    _write_down(db, running)


def settle(db: Session, running: Running, now: datetime) -> list[Step]:
    """Append what has come about by itself until now: time is up, break over, broken off."""
    came: list[Step] = []
    while len(came) < MOST_STEPS_AT_ONCE:
        step = pending(db, running, now)
        if step is None:
            break
        append(db, running, step)
        came.append(step)
    return came


def pending(db: Session, running: Running, now: datetime) -> Step | None:
    """Return the next thing that has come about by itself until now, if any."""
    window = running.state.window
    if window is None:
        return None
    return next_by_itself(
        running.plan,
        running.state,
        seen_at=queries.seen_at(db, running.row.id),
        outages=queries.outages_between(db, window.opened_at, now),
        now=now,
    )


def _write_down(db: Session, running: Running) -> None:
    row, state = running.row, running.state
    row.phase, row.section = state.phase, state.section
    row.generation = state.generation
    row.told += 1
    row.due_at = state.due_at(running.plan)
    row.started_at = state.windows[0].opened_at if state.windows else None
    row.ended_at = state.ended_at
    db.add(row)
    known = {window.section: window for window in queries.windows_of(db, row.id)}
    for window in state.windows:
        stored = known.get(window.section) or AttemptWindow(
            attempt_id=row.id,
            section=window.section,
            opened_ms=milliseconds(window.opened_at),
            deadline_ms=0,
            closes_ms=1,
            positions=running.plan.sections[window.section].positions,
        )
        stored.deadline_ms = milliseconds(window.deadline_at)
        if stored.closes_ms:  # 0: the result is made
            stored.closes_ms = milliseconds(window.closes_at)
        stored.generation = state.generation
        db.add(stored)
    db.flush()
    if running.steps[-1].what is What.SECTION_STARTED:
        # a heartbeat may write the first one at the same moment
        seen = {"attempt_id": row.id, "seen_ms": milliseconds(running.steps[-1].at)}
        insert_new(db, Presence, unique=["attempt_id"], values=seen)
