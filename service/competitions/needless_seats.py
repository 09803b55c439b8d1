"""Whoever leaves a competition keeps no seat for the test of its stage."""

from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.booking.releasing import release_seat
from service.competitions.course import Course
from service.competitions.sittings import Sitting, of_stage, programme_for, sittings
from service.competitions.stage_booking import REASONS, stage_served
from service.core.i18n import say
from service.law.candidacy_moves import TAKEN
from service.law.competition_state import Candidacy
from service.law.machine import Step
from service.law.stage_programmes import TESTED

FOR_A_STAGE: Final = frozenset(each.msgid for each in REASONS.values())


def release_needless_seats(db: Session, before: Course, after: Course, step: Step) -> None:
    """Cancel the tests that were booked for a stage by those whom a step has put out of it.

    One that serves another running competition of the same person too is kept; so is one that
    the person has booked for itself, outside of any competition.

    Args:
        db: the open write transaction.
        before: the competition before the step, with the days of its stages.
        after: the competition after it.
        step: what has happened.
    """
    for key, one in before.state.candidacies.items():
        if one.state in TESTED and not after.state.candidacy(key).is_running:
            for each in _booked(db, before, one):
                _release(db, before, one, each, step)


def _booked(db: Session, course: Course, one: Candidacy) -> list[Sitting]:
    """The tests of the stage that were booked for one, and have not begun."""
    code = programme_for(db, course, one.state)
    found = of_stage(course, one, sittings(db, course, [one.key], code).get(one.key, ()))
    return [each for each in found if each.application.reason.get("msgid") in FOR_A_STAGE]


def _release(db: Session, course: Course, one: Candidacy, each: Sitting, step: Step) -> None:
    calendar, number = course.plan.calendar, course.announcement.number
    if stage_served(db, each.application, calendar=calendar, now=step.at) is not None:
        return
    text = say(
        "Your part in competition %(number)s has ended, so your test on %(at)s is cancelled and "
        "you need not come.",
        number=number,
        at=each.slot.starts_at,
    )
    (stage,) = (name for name in TESTED if name == one.state)
    release_seat(
        db,
        UUID(each.key),
        text,
        rule=TAKEN[stage][0].id,
        facts={"competition": number, "what": step.what},
        calendar=calendar,
        now=step.at,
    )
