"""What candidates do in their tests, and what proctors decide, becomes steps of the competition.

Everything is replayed in the order in which it happened, each thing once, also after a day on
which nobody looked. What the law does not let happen now (a stage that is suspended) is left for
later; what it never does is logged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.models import Attempt
from service.booking import queries as bookings
from service.competitions.actions import keep
from service.competitions.course import Course
from service.competitions.sittings import (
    Sitting,
    begun,
    of_stage,
    programme_for,
    sittings,
    tested_stage,
)
from service.law.announcement import Stage
from service.law.attempt import Phase, What
from service.law.competition_state import Candidacy
from service.law.competition_terms import working_calendar
from service.law.machine import Actor, Illegal, Step
from service.law.stage_programmes import TESTED, last_day_after_failure
from service.proctoring.models import ReviewOutcome
from service.proctoring.queries import review_of

log = structlog.get_logger()
SEATED: Final = frozenset({"confirmed", "moved"})  # steps of a booking that choose a seat
ENDINGS: Final = frozenset({What.SECTION_ENDED, What.FINISHED})
LATER: Final = frozenset({"suspended"})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened elsewhere, as a step: when it really was, by whom, with what."""

    what: str
    at: datetime
    by: Actor
    key: str
    facts: Mapping[str, Any]

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from every other one of the competition."""
        return self.key, self.what, str(self.facts)

    def step(self, course: Course) -> Step:
        """The step that it is now: never before the last one that was recorded."""
        last = course.state.last_at
        at = self.at if last is None else max(self.at, last)
        return Step(self.what, at, self.by, self.key, self.facts)


def follow_tests(db: Session, course: Course) -> Course:
    """Record what has happened in the tests of the stage at which the competition stands."""
    stage = tested_stage(course)
    if stage is None:
        return course
    keys = [one.key for one in course.state.candidacies.values() if _takes(one, stage)]
    if not keys:
        return course
    taken = sittings(db, course, keys, programme_for(db, course, stage))
    left_out = set[tuple[str, str, str]]()
    while True:
        found = [
            event
            for key in keys
            if _takes(course.state.candidacy(key), stage)
            for event in _events(db, course, course.state.candidacy(key), taken.get(key, ()))
            if event.name not in left_out
        ]
        if not found:
            return course
        first = min(found, key=lambda each: (each.at, each.key))
        after = keep(db, course, first.step(course))
        if isinstance(after, Illegal):
            left_out.add(first.name)
            _note(course, first, after)
        else:
            course = after


def _takes(one: Candidacy, stage: str) -> bool:
    return one.at_stage == stage and one.state in {stage, f"{stage}-review", "missed"}


def _note(course: Course, event: Event, why: Illegal) -> None:
    if why.why not in LATER:
        log.warning("test_not_followed", competition=course.announcement.number,
                    application=event.key, what=event.what, why=why.why,
                    words=why.words)  # fmt: skip


def _events(
    db: Session, course: Course, one: Candidacy, taken: Sequence[Sitting]
) -> Iterator[Event]:
    """What an application's next step can be, by the state that it is in."""
    if one.state == "missed":
        yield from _failures(db, course, one, of_stage(course, one, taken))
    elif one.state in TESTED and one.started_at is None:
        fitting = of_stage(course, one, taken)
        not_begun = [each for each in fitting if each.attempt and not each.attempt.started_at]
        yield from _failures(db, course, one, not_begun)
        yield from _starts(one, fitting)
        yield from _seats(db, course, one, fitting)
    else:
        key = begun(course, one.key)
        current = next((each for each in taken if each.key == key), None)
        if current is None or current.attempt is None:
            return
        yield from _failures(db, course, one, [current])
        if one.state in TESTED:
            yield from _ends(db, one, current, current.attempt)
        else:
            yield from _reviews(db, one, current, current.attempt)


def _failures(
    db: Session, course: Course, one: Candidacy, taken: Sequence[Sitting]
) -> Iterator[Event]:
    """A failure of the service ended the test: there are days for another one (TT-5)."""
    stage: Stage = "ability" if one.at_stage == "ability" else "personal-qualities"
    for each in taken:
        if each.attempt is None or not each.has_failed:
            continue
        assert each.attempt.ended_at is not None
        act = attempts.technical_failure(db, each.attempt.id)
        at = each.attempt.ended_at if act is None else act.registered_at
        calendar = working_calendar(course.plan, course.state)
        last = last_day_after_failure(stage, at, calendar, course.plan.defaults)
        facts = {"test": each.key, "closes_on": last.isoformat()}
        yield Event("technical-failure", at, "administrator" if act else "system", one.key, facts)


def _starts(one: Candidacy, taken: Sequence[Sitting]) -> Iterator[Event]:
    for each in taken:
        if each.attempt is not None and each.attempt.started_at is not None:
            facts = {"test": each.key}
            yield Event("started", each.attempt.started_at, "candidate", one.key, facts)


def _seats(
    db: Session, course: Course, one: Candidacy, taken: Sequence[Sitting]
) -> Iterator[Event]:
    """The seat that is kept now; one that was let go, or has begun meanwhile, is not told."""
    booked = [each for each in taken if each.is_booked]
    if not booked or booked[-1].slot.starts_at == one.slot_at:
        return
    slot, application = booked[-1].slot, booked[-1].application
    chosen = [step.at for step in bookings.steps_of(db, application.id) if step.what in SEATED]
    facts = {"test": booked[-1].key, "starts_at": slot.starts_at.isoformat()}
    event = Event(
        "slot-chosen", max(chosen, default=application.filed_at), "candidate", one.key, facts
    )
    if event.step(course).at <= slot.starts_at:
        yield event


def _ends(db: Session, one: Candidacy, current: Sitting, attempt: Attempt) -> Iterator[Event]:
    facts = {"test": current.key}
    if attempt.ended_at is None:
        return
    if attempt.phase is Phase.BROKEN_OFF:
        yield Event("broken-off", attempt.ended_at, "system", one.key, facts)
    elif attempt.phase is Phase.FINISHED:
        ended = [each for each in attempts.steps_of(db, attempt.id) if each.what in ENDINGS]
        by_hand = bool(ended) and ended[-1].facts.get("how") == "candidate"
        by: Actor = "candidate" if by_hand else "system"
        yield Event("finished", attempt.ended_at, by, one.key, facts)


def _reviews(db: Session, one: Candidacy, current: Sitting, attempt: Attempt) -> Iterator[Event]:
    """The result stands: a remote one when the proctor has published, in a hall at once."""
    result, review = attempts.result_of(db, attempt.id), review_of(db, attempt.id)
    if result is None or not result.is_final:
        return
    facts: dict[str, Any] = {"test": current.key}
    if one.at_stage == "ability":
        facts["correct"] = result.scores["correct"]
    if review is None:
        yield Event("review-published", result.decided_at, "system", one.key, facts)
        return
    assert review.published_at is not None
    clean = review.outcome is ReviewOutcome.CLEAN
    what = "review-published" if clean else "breach-found"
    if not clean:
        facts = {"test": current.key, "review": str(review.id)}
    yield Event(what, review.published_at, "proctor", one.key, facts)
