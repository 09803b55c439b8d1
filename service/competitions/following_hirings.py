"""Whoever is named is hired: the hiring begins by itself, its steps become steps here (LW-9, ST-8).

The competition says who is invited and when a term is over, the hiring what happens on the way to
the post. Each tells the other, each thing once.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.admissions.queries import application
from service.competitions.actions import keep
from service.competitions.course import Course
from service.hirings.actions import Invitation, StepSaid, make_step, start_hiring
from service.hirings.entrants import likely_entrant
from service.hirings.fold import Case, case_of
from service.hirings.models import Hiring, HiringState, HiringStep, What
from service.hirings.queries import hiring_of
from service.law.calendar import local_day
from service.law.competition_state import Candidacy
from service.law.hiring import probation
from service.law.machine import Actor, Illegal, Step

log = structlog.get_logger()
HIRED: Final = frozenset({"named", "applied", "probation"})  # in these states a hiring goes on
# state of the application → step of the hiring → what it is here, and by whom
MEANS: Final[Mapping[str, Mapping[What, tuple[str, Actor]]]] = {
    "named": {
        What.APPLIED: ("hiring-application-filed", "candidate"),
        What.REFUSED: ("declined", "candidate"),
    },
    "applied": {
        What.REFUSED: ("declined", "candidate"),
        What.CHECK_FAILED: ("appointment-refused", "hr"),
        What.APPOINTED: ("appointed", "hr"),
        What.LEFT: ("declined", "candidate"),  # acted for a while, and was not appointed
    },
    "probation": {What.PASSED: ("probation-passed", "hr"), What.LEFT: ("left", "hr")},
}

# why an application went out of the running → what that is in its hiring
ENDED_HERE: Final[Mapping[str, What]] = {
    "application-lapsed": What.LAPSED,
    "declined": What.REFUSED,
    "competition-ended": What.CANCELLED,
}


def follow_hirings(db: Session, course: Course) -> Course:
    """Record what has happened in the hirings of the competition."""
    for key in list(course.state.candidacies):
        while course.state.candidacy(key).state in HIRED:
            row = hiring_of(db, UUID(key))
            step = None if row is None else _next(course, key, case_of(db, row))
            after = None if step is None else keep(db, course, step)
            if after is None:
                break
            if isinstance(after, Illegal):
                _note(course, key, after)
                break
            course = after
    return course


def begin_and_end_hirings(db: Session, course: Course, *, now: datetime) -> None:
    """Begin the hiring of whoever is named; end that of whoever has lapsed or declined here."""
    if course.state.is_suspended:
        return
    for key in course.state.invited:
        one, row = course.state.candidacy(key), hiring_of(db, UUID(key))
        if one.state == "named" and row is None:
            _begin(db, course, one, now=now)
        elif row is not None and row.state is HiringState.OPEN:
            _end(db, course, row, one, now=now)


def _next(course: Course, key: str, case: Case) -> Step | None:
    """The first step of a hiring that means something in the state of the application."""
    state = course.state.candidacy(key).state
    for made in case.standing:
        found = MEANS[state].get(made.what)
        if found is None:
            continue
        what, by = found
        if what == "left" and not case.course.invites_the_next:
            what = "probation-passed"  # the person left when the probation was over
        at = _not_before_the_last(course, made.at)
        return Step(what, at, by, key, dict(_facts(case, made)))
    return _changed_probation(course, key, case)


def _changed_probation(course: Course, key: str, case: Case) -> Step | None:
    """That an absence or an extension has moved the end of probation, or was taken back."""
    one, found = course.state.candidacy(key), probation(case.course.case)
    if one.state != "probation" or found is None or found.ends_on == one.probation_until:
        return None
    facts = {"probation_until": found.ends_on.isoformat()}
    at = _not_before_the_last(course, case.steps[-1].at)
    return Step("probation-changed", at, "hr", key, facts)


def _not_before_the_last(course: Course, at: datetime) -> datetime:
    """The moment of a step that follows: never before the last one that was recorded."""
    last = course.state.last_at
    return at if last is None else max(at, last)


def _facts(case: Case, made: HiringStep) -> Iterator[tuple[str, str]]:
    yield "hiring_step", str(made.ordinal)
    found = probation(case.course.case) if made.what is What.APPOINTED else None
    if found is not None:
        yield "probation_until", found.ends_on.isoformat()


def _note(course: Course, key: str, why: Illegal) -> None:
    if why.why != "suspended":
        log.warning("hiring_not_followed", competition=course.announcement.number,
                    application=key, what=why.event, why=why.why, words=why.words)  # fmt: skip


def _begin(db: Session, course: Course, one: Candidacy, *, now: datetime) -> None:
    filed = application(db, UUID(one.key))
    assert filed is not None
    signed = next(each for each in reversed(course.steps) if each.what == "protocol-signed")
    said = Invitation(
        protocol=signed.facts.get("protocol", course.announcement.number),
        protocol_on=local_day(signed.at),
        entrant=likely_entrant(db, filed, now),
        has_accepted=len(course.state.invited) > 1,
    )
    made = start_hiring(db, filed.id, said, by=None, calendar=course.plan.calendar, now=now)
    if not isinstance(made, Hiring):
        log.warning("hiring_not_begun", competition=course.announcement.number,
                    application=one.key, why=str(made))  # fmt: skip


def _end(db: Session, course: Course, row: Hiring, one: Candidacy, *, now: datetime) -> None:
    """The term is over, the candidate has declined here, or the competition is cancelled."""
    what = ENDED_HERE.get(one.reason)
    if what is None:
        return
    by = row.account_id if what is What.REFUSED else None
    facts = {"why": course.state.ending} if what is What.CANCELLED else {}
    said = StepSaid(what, local_day(now), facts)
    made = make_step(db, row.id, said, seen=row.steps, by=by, now=now)
    if not isinstance(made, HiringStep):
        log.warning("hiring_not_ended", hiring=str(row.id), what=str(what), why=str(made))
