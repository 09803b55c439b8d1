"""What the steps of a hiring come to (law/hiring, law/hiring_steps)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import Session

from service.hirings import queries
from service.hirings.models import Hiring, HiringState, HiringStep, What
from service.law import hiring as law
from service.law.hiring import Absence, Duty, duties
from service.law.hiring_steps import Course, Made, StepCode, course_of


@dataclass(frozen=True)
class Case:
    """A hiring with what was entered for it, what of that stands, and what it comes to."""

    row: Hiring
    steps: Sequence[HiringStep]
    standing: Sequence[HiringStep]  # without the invitation and without what was taken back
    start: law.Hiring
    course: Course

    @property
    def made(self) -> list[Made]:
        """Return the steps that stand as the law has them."""
        return [made_of(self.row, one) for one in self.standing]

    @property
    def duties(self) -> list[Duty]:
        """Return everything that is due so far."""
        return duties(self.course.case)

    @property
    def open_duties(self) -> list[Duty]:
        """Return what has still to happen; nothing once the hiring is over."""
        if self.course.end is not None:
            return []
        return [one for one in self.duties if one.done_on is None]

    @property
    def due_on(self) -> date | None:
        """Return the nearest day by which something has to happen."""
        return min((one.due_on for one in self.open_duties if one.due_on), default=None)

    @property
    def state(self) -> HiringState:
        """Return where the hiring stands."""
        if self.course.end is None:
            return HiringState.OPEN
        return HiringState.LOST if self.course.is_lost else HiringState.ENDED


def case_of(db: Session, row: Hiring) -> Case:
    """Return the hiring folded from its steps."""
    return fold(row, queries.steps_of(db, row.id))


def fold(row: Hiring, steps: Sequence[HiringStep]) -> Case:
    """Fold the steps of a hiring, the first of which is the invitation."""
    invited = steps[0]
    assert invited.what is What.INVITED
    gone = {one.facts["ordinal"] for one in steps if one.what is What.TAKEN_BACK}
    standing = [
        one for one in steps[1:] if one.what is not What.TAKEN_BACK and one.ordinal not in gone
    ]
    until = invited.facts.get("answer_until")
    start = law.Hiring(
        entrant=cast("law.Entrant", str(row.entrant)),
        corps="b",
        invited_on=invited.happened_on,
        answer_until=date.fromisoformat(until) if until else None,
        declared_before=row.declared_before,
    )
    made = [made_of(row, one) for one in standing]
    return Case(row, steps, standing, start, course_of(start, made))


def made_of(row: Hiring, step: HiringStep) -> Made:
    """Return a step as the law has it."""
    by_winner = step.by == row.account_id
    return Made(_code(step.what), step.happened_on, absence_in(step.facts), by_winner)


def absence_in(facts: dict[str, Any]) -> Absence | None:
    """Return the days of absence that a step's facts name."""
    if "first_on" not in facts:
        return None
    return Absence(date.fromisoformat(facts["first_on"]), date.fromisoformat(facts["last_on"]))


def _code(what: What) -> StepCode:
    return cast("StepCode", str(what))
