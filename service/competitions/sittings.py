"""The tests that candidates of a competition take for its stages: which is whose, until when.

A test belongs to a stage by person, programme and days: it is of the stage's programme, and its
seat lies within the days in which the person takes the stage. So one sitting counts in every
competition whose days hold it, and none needs to be taken twice (DEFAULT).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.attempts.models import Attempt
from service.booking.models import Application, ApplicationState, Slot
from service.competitions import queries
from service.competitions.course import Course
from service.law.application import OPEN
from service.law.attempt import Phase
from service.law.competition_state import Candidacy
from service.law.competition_terms import window_of
from service.law.stage_programmes import TESTED, programme_of
from service.law.stages import Window
from service.vacancies.queries import vacancy

STARTED: Final = "started"
FAILURE: Final = "technical-failure"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A test that was booked, with its seat and, once it is made ready, the attempt."""

    application: Application
    slot: Slot
    attempt: Attempt | None

    @property
    def key(self) -> str:
        """What steps of the competition name it by."""
        return str(self.application.id)

    @property
    def is_booked(self) -> bool:
        """Is a seat kept, and has the test not begun?"""
        return self.application.state is ApplicationState.BOOKED

    @property
    def is_open(self) -> bool:
        """Is it filed, booked, running or under review?"""
        return self.application.state in OPEN

    @property
    def has_failed(self) -> bool:
        """Has a failure of the service ended it?"""
        return self.attempt is not None and self.attempt.phase is Phase.TECHNICAL_FAILURE


def tested_stage(course: Course) -> str | None:
    """The stage that is taken with a test and at which the competition stands, suspended or not."""
    state = course.state.before if course.state.is_suspended else course.state.state
    return state if state in TESTED else None


def programme_for(db: Session, course: Course, stage: str) -> str:
    """The code of the programme with which this competition's candidates take a stage.

    Raises:
        KeyError: the stage is not taken with a test.
    """
    title = vacancy(db, course.announcement.vacancy_id).title
    code = programme_of(stage, title["kk"])
    if code is None:
        raise KeyError(stage)
    return code


def sittings(
    db: Session, course: Course, keys: Sequence[str], programme_code: str
) -> Mapping[str, Sequence[Sitting]]:
    """The tests of these applications' people, by application, in the order of filing."""
    rows = queries.candidacies(db, course.row.announcement_id)
    wanted = {one.account_id: str(one.application_id) for one in rows}
    wanted = {whose: key for whose, key in wanted.items() if key in keys}
    found: dict[str, list[Sitting]] = defaultdict(list)
    for application, slot, attempt in queries.sittings_of(db, list(wanted), programme_code):
        found[wanted[application.account_id]].append(Sitting(application, slot, attempt))
    return found


def window_for(course: Course, one: Candidacy) -> Window | None:
    """The days in which an application takes the stage that it takes, or took last."""
    return window_of(course.plan, course.state, replace(one, state=one.at_stage))


def settled(course: Course, key: str) -> frozenset[str]:
    """The tests of an application that a failure ended, and that was recorded: they are over."""
    return frozenset(_tests_in(course, key, FAILURE))


def begun(course: Course, key: str) -> str | None:
    """The test with which an application began its present stage; None where it has not."""
    over = settled(course, key)
    open_ = [each for each in _tests_in(course, key, STARTED) if each not in over]
    return open_[-1] if open_ else None


def of_stage(course: Course, one: Candidacy, found: Sequence[Sitting]) -> Sequence[Sitting]:
    """Those tests of a person that count for the stage now taken, or missed."""
    days, over = window_for(course, one), settled(course, one.key)
    if days is None:
        return []
    return [each for each in found if each.key not in over and days.holds(each.slot.starts_at)]


def _tests_in(course: Course, key: str, what: str) -> list[str]:
    whose = UUID(key)
    return [
        one.facts["test"]
        for one in course.steps
        if one.application_id == whose and one.what == what and "test" in one.facts
    ]
