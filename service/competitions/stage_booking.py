"""A candidate books the test of a stage: of the post's programme, within the stage's days (ST-1).

The tests of ability can be booked here alone; personal qualities can be assessed outside of a
competition too, as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.booking import queries as bookings
from service.booking.filing import Filed, NotFiled, Obstacles, Wish, file_application, obstacles_for
from service.booking.models import Application, Slot
from service.competitions import queries
from service.competitions.course import Course, course_of
from service.competitions.sittings import (
    Sitting,
    begun,
    of_stage,
    programme_for,
    sittings,
    window_for,
)
from service.core.i18n import Message, say
from service.law.calendar import WorkingCalendar, local_day
from service.law.competition_state import Candidacy
from service.law.programme import Programme
from service.law.stage_programmes import TESTED
from service.law.stages import Window
from service.programmes.queries import programmes_on

REASONS: Final[Mapping[str, Message]] = {
    "personal-qualities": say("A stage of competition %(number)s: personal qualities."),
    "ability": say("A stage of competition %(number)s: the tests of ability."),
}


class NotOpen(StrEnum):
    """Why no time can be chosen for a stage."""

    NO_TEST = "no-test"  # the application stands at no stage that is taken with a test
    SUSPENDED = "suspended"
    BEGUN = "begun"
    OTHER_DAYS = "other-days"  # the time lies outside of the stage's days


@dataclass(frozen=True)
class StageTest:
    """The test of the stage at which an application stands, and what is known of it.

    Args:
        days: within which it is taken.
        current: what was booked for it and is not over; None where a time is to be chosen.
        before: what was booked for it earlier: not come to, cancelled, ended by a failure.
    """

    course: Course
    one: Candidacy
    stage: str
    programme: Programme
    days: Window
    current: Sitting | None
    before: tuple[Sitting, ...] = ()

    @property
    def closed_by(self) -> NotOpen | None:
        """Why no time can be chosen now; None where one can."""
        if self.course.state.is_suspended:
            return NotOpen.SUSPENDED
        return NotOpen.BEGUN if begun(self.course, self.one.key) else None

    def first_day(self, earliest_on: date) -> date:
        """The first day of a test that can still be booked (BK-1)."""
        return max(self.days.opens_on, earliest_on)


@dataclass(frozen=True)
class Booking:
    """What the candidate asks for; `word` and `seed` are the draw's."""

    slot_id: UUID
    word: str = ""
    seed: bytes | None = None


def stage_test(db: Session, course: Course, key: str, *, now: datetime) -> StageTest | None:
    """The test of the stage at which an application stands; None where it stands at none."""
    one = course.state.candidacy(key)
    stage = one.state.removesuffix("-review")
    days = window_for(course, one)
    if stage not in TESTED or days is None:
        return None
    code = programme_for(db, course, stage)
    programme = next(
        (each for each in programmes_on(db, local_day(now)) if each.code == code), None
    )
    if programme is None:
        return None
    taken = sittings(db, course, [key], code).get(key, ())
    fitting, running = of_stage(course, one, taken), begun(course, key)
    current = (
        [each for each in taken if each.key == running]
        if running
        else [each for each in fitting if each.is_open]
    )
    before = tuple(each for each in taken if not each.is_open and each.key != running
                   and days.holds(each.slot.starts_at))  # fmt: skip
    return StageTest(course, one, stage, programme, days, current[-1] if current else None, before)


def obstacles_to(
    db: Session,
    test: StageTest,
    account_id: UUID,
    *,
    consent_version: str,
    now: datetime,
    slot: Slot | None = None,
) -> Obstacles:
    """What stands against booking it now: the grounds of refusal, another open application."""
    return obstacles_for(
        db,
        account_id,
        test.programme,
        consent_version=consent_version,
        calendar=test.course.plan.calendar,
        now=now,
        slot=slot,
    )


def book_stage(
    db: Session,
    application_id: UUID,
    said: Booking,
    *,
    calendar: WorkingCalendar,
    consent_version: str,
    now: datetime,
) -> Filed | NotFiled | NotOpen:
    """File an application for the test of the stage; it is then confirmed like every other one.

    Args:
        db: the open write transaction.
        application_id: the application to the competition.
        said: the time, and what is said for the draw.
        calendar: working days and holidays.
        consent_version: the version of the consent that is asked for now.
        now: the moment.
    """
    row = queries.candidacy(db, application_id)
    course = None if row is None else course_of(db, row.announcement_id, calendar)
    test = None if course is None else stage_test(db, course, str(application_id), now=now)
    if row is None or test is None:
        return NotOpen.NO_TEST
    if test.closed_by is not None:
        return test.closed_by
    slot = bookings.slot(db, said.slot_id)
    if slot is not None and not test.days.holds(slot.starts_at):
        return NotOpen.OTHER_DAYS
    wish = Wish(
        test.programme,
        said.slot_id,
        reason_for(test),
        draw_word=said.word,
        seed=said.seed,
    )
    return file_application(
        db,
        row.account_id,
        wish,
        calendar=calendar,
        consent_version=consent_version,
        now=now,
    )


def reason_for(test: StageTest) -> Message:
    """Why this programme: the stage of which competition it is."""
    text = REASONS[test.stage]
    return Message(text.msgid, {"number": test.course.announcement.number})


def stage_served(
    db: Session, booked: Application, *, calendar: WorkingCalendar, now: datetime
) -> tuple[UUID, Window] | None:
    """Which application to a competition a booked test serves, and the days that it must keep.

    None where it serves no stage: it can then be moved to any day.
    """
    for row in queries.candidacies_of(db, booked.account_id):
        if row.state not in TESTED:
            continue
        course = course_of(db, row.announcement_id, calendar)
        assert course is not None
        test = stage_test(db, course, str(row.application_id), now=now)
        if test is not None and test.current and test.current.application.id == booked.id:
            return row.application_id, test.days
    return None
