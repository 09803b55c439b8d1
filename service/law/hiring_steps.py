"""The steps of a hiring: which may be made on which day, and what they come to (LW-9)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

from service.law.calendar import WorkingCalendar
from service.law.hiring import (
    LW_9,
    NEXT_ANSWERS,
    Absence,
    DutyCode,
    Hiring,
    apply_until,
    duties,
    enters,
    left_on_probation,
    missing_to_act,
    missing_to_appoint,
    needs_declaration,
    probation,
    winner_lapses_on,
)
from service.law.rule import Rule

StepCode = Literal[
    "applied",
    "refused",
    "lapsed",
    "declared",
    "check-sent",
    "check-passed",
    "check-failed",
    "acting",
    "appointed",
    "restrictions",
    "mentor",
    "absent",
    "extended",
    "passed",
    "left",
    "cancelled",
]
STEPS: Final[tuple[StepCode, ...]] = get_args(StepCode)
End = Literal[
    "passed", "appointed", "left", "refused", "lapsed", "check-failed", "left-early", "cancelled"
]
LOST: Final[frozenset[End]] = frozenset({"refused", "lapsed", "check-failed", "left-early"})
StepWhy = Literal[
    "over",
    "in-future",
    "before-invitation",
    "before-its-cause",
    "made-already",
    "not-needed",
    "not-applied",
    "applied-already",
    "check-not-sent",
    "missing",
    "not-appointed",
    "appointed-already",
    "term-runs",
    "term-over",
    "no-probation",
    "extended-already",
    "absence-outside",
    "later-step-stands",
]
_DAYS: Final[dict[StepCode, str]] = {
    "applied": "applied_on",
    "declared": "declared_on",
    "check-sent": "check_sent_on",
    "check-passed": "check_passed_on",
    "acting": "acting_from",
    "appointed": "appointed_on",
    "restrictions": "restrictions_on",
    "mentor": "mentor_on",
    "extended": "extended_on",
    "passed": "passed_on",
    "left": "left_on",
}
_ENDS: Final[dict[StepCode, End]] = {
    "refused": "refused",
    "lapsed": "lapsed",
    "check-failed": "check-failed",
    "cancelled": "cancelled",
}
_SOURCES: Final[dict[StepCode, str]] = {
    "applied": "O26 IS 143; DEFAULT for the days",
    "refused": "O26 IS 143",
    "lapsed": "O26 IS 143; DEFAULT for the days",
    "declared": "LAW 16(7)",
    "check-sent": "LAW 15(2), 19(1)",
    "check-passed": "LAW 15(2), 19(1)",
    "check-failed": "LAW 15(2), 19(1)",
    "acting": "LAW 19(2)",
    "appointed": "LAW 16(7), 19(1), 27(5)",
    "restrictions": "LAW 18",
    "mentor": "LAW 20(4)",
    "absent": "LAW 20(2)",
    "extended": "LAW 20(3)",
    "passed": "LAW 20(3)",
    "left": "O26 IS 143; LAW 20(3)",
    "cancelled": "O26 IS 12, 146",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A step: what happened, on which day; the days of an absence; whether the winner made it."""

    what: StepCode
    on: date
    absence: Absence | None = None
    by_winner: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A hiring as far as it has come; `end` is None while it goes on."""

    case: Hiring
    end: End | None = None
    ended_on: date | None = None

    @property
    def invites_the_next(self) -> bool:
        """Is the next one in the list to be invited (O26 IS 143)?"""
        return self.end in LOST

    @property
    def is_lost(self) -> bool:
        """Is nobody hired by it? Of a cancelled competition nobody else is invited either."""
        return self.invites_the_next or self.end == "cancelled"


@dataclass(frozen=True, slots=True)
class StepRefusal:
    """Why a step may not be made.

    Args:
        missing: what has to be done before.
        day: the last or first day that decides, where one does.
        step: for a step that cannot be taken back, the later one that stands on it.
    """

    rule: Rule
    source: str
    why: StepWhy
    missing: tuple[DutyCode, ...] = ()
    day: date | None = None
    step: StepCode | None = None


def next_answers_until(invited_on: date, calendar: WorkingCalendar) -> date:
    """The last day on which the next one in the list, invited on a day, has to answer."""
    return calendar.add_working_days(invited_on, NEXT_ANSWERS)


def course_of(start: Hiring, made: Iterable[Made]) -> Course:
    """What the steps come to, in their order.

    Args:
        start: the hiring as it was when the winner was invited.
        made: the steps that stand.
    """
    case, end, ended_on = start, None, None
    for step in made:
        if step.what in _ENDS:
            end, ended_on = _ENDS[step.what], step.on
        elif step.absence is not None:
            case = replace(case, absences=(*case.absences, step.absence))
        elif step.what in _DAYS:
            day: dict[str, Any] = {_DAYS[step.what]: step.on}
            case = replace(case, **day)
    if end is not None:
        return Course(case, end, ended_on)
    return _end_of(case)


def _end_of(case: Hiring) -> Course:
    if case.left_on is not None:
        early = case.appointed_on is None or left_on_probation(case)
        return Course(case, "left-early" if early else "left", case.left_on)
    waits = any(each.done_on is None for each in duties(case) if each.code != "mentor")
    if case.appointed_on is None or waits:
        return Course(case)
    done = [each.done_on for each in duties(case) if each.done_on is not None]
    return Course(case, "appointed" if case.passed_on is None else "passed", max(done))


def step_refusal(course: Course, step: Made, today: date) -> StepRefusal | None:
    """Why the step may not be made; None where it may.

    Args:
        course: the hiring before it.
        step: the step with its day.
        today: the day on which it is entered: nothing has happened later.
    """
    case, source = course.case, _SOURCES[step.what]
    why: StepWhy | None = None
    if course.end is not None:
        why = "over"
    elif step.on > today:
        why = "in-future"
    elif step.on < case.invited_on:
        why = "before-invitation"
    elif step.what == "extended" and case.extended_on is not None:
        why = "extended-already"
    elif step.what in _DAYS and getattr(case, _DAYS[step.what]) is not None:
        why = "made-already"
    if why is not None:
        return StepRefusal(LW_9, source, why, day=_day_told(why, course))
    found = _CHECKS[step.what](case, step)
    if found is None:
        return None
    return replace(found, source=source)


def taking_back_refusal(
    start: Hiring, made: Sequence[Made], place: int, today: date
) -> StepRefusal | None:
    """Why the step at a place may not be taken back: a later one stands on it; None where it may.

    Args:
        start: the hiring as it was when the winner was invited.
        made: the steps that stand, in their order.
        place: the index of the one that was entered by mistake.
        today: the day on which it is taken back.
    """
    whole = course_of(start, made)
    if whole.end == "cancelled":
        return _no("over", _SOURCES[made[place].what], day=whole.ended_on)
    kept: list[Made] = list(made[:place])
    for later in made[place + 1 :]:
        if step_refusal(course_of(start, kept), later, today) is not None:
            return _no("later-step-stands", _SOURCES[made[place].what], step=later.what)
        kept.append(later)
    return None


def _day_told(why: StepWhy, course: Course) -> date | None:
    days = {"over": course.ended_on, "before-invitation": course.case.invited_on}
    return days.get(why)


def _no(
    why: StepWhy,
    source: str = "",
    missing: tuple[DutyCode, ...] = (),
    day: date | None = None,
    step: StepCode | None = None,
) -> StepRefusal:
    return StepRefusal(LW_9, source, why, missing, day, step)


def _after(cause: date | None, step: Made) -> StepRefusal | None:
    """Refuse a step that is said to have been made before what it stands on."""
    return _no("before-its-cause", day=cause) if cause is not None and step.on < cause else None


def _applied(case: Hiring, step: Made) -> StepRefusal | None:
    until = apply_until(case)
    return _no("term-over", day=until) if step.by_winner and step.on > until else None


def _refused(case: Hiring, _: Made) -> StepRefusal | None:
    return None if case.appointed_on is None else _no("appointed-already", day=case.appointed_on)


def _lapsed(case: Hiring, step: Made) -> StepRefusal | None:
    free_on = winner_lapses_on(case)
    if free_on is None:
        return _no("applied-already", day=case.applied_on)
    return _no("term-runs", day=free_on) if step.on < free_on else None


def _declared(case: Hiring, _: Made) -> StepRefusal | None:
    if not needs_declaration(case):
        return _no("not-needed")
    return _no("not-applied") if case.applied_on is None else None


def _check_sent(case: Hiring, step: Made) -> StepRefusal | None:
    if not enters(case.entrant):
        return _no("not-needed")
    return _no("not-applied") if case.applied_on is None else _after(case.applied_on, step)


def _check_ended(case: Hiring, step: Made) -> StepRefusal | None:
    if not enters(case.entrant):
        return _no("not-needed")
    if case.check_passed_on is not None:
        return _no("made-already")
    return _no("check-not-sent") if case.check_sent_on is None else _after(case.check_sent_on, step)


def _acting(case: Hiring, step: Made) -> StepRefusal | None:
    if not enters(case.entrant) or case.check_passed_on is not None:
        return _no("not-needed")
    if case.appointed_on is not None:
        return _no("appointed-already", day=case.appointed_on)
    missing = missing_to_act(case)
    if missing:
        return _no("missing", missing=missing)
    return _no("check-not-sent") if case.check_sent_on is None else _after(case.check_sent_on, step)


def _appointed(case: Hiring, step: Made) -> StepRefusal | None:
    missing = missing_to_appoint(case)
    if missing:
        return _no("missing", missing=missing)
    causes = (case.applied_on, case.declared_on, case.check_passed_on)
    return _after(max(each for each in causes if each is not None), step)


def _restrictions(case: Hiring, step: Made) -> StepRefusal | None:
    if case.entrant == "serving":
        return _no("not-needed")
    entered = case.acting_from or case.appointed_on
    return _no("not-appointed") if entered is None else _after(entered, step)


def _mentor(case: Hiring, step: Made) -> StepRefusal | None:
    if case.entrant != "first-time":
        return _no("not-needed")
    return _no("not-appointed") if case.appointed_on is None else _after(case.appointed_on, step)


def _absent(case: Hiring, step: Made) -> StepRefusal | None:
    found = probation(case)
    if found is None:
        return _no("not-appointed" if case.appointed_on is None else "no-probation")
    away = step.absence
    if away is None or not found.began_on <= away.first_on <= min(away.last_on, found.ends_on):
        return _no("absence-outside", day=found.ends_on)
    return None


def _extended(case: Hiring, step: Made) -> StepRefusal | None:
    found = probation(case)
    if found is None:
        return _no("not-appointed" if case.appointed_on is None else "no-probation")
    if step.on > found.first_ends_on:
        return _no("term-over", day=found.first_ends_on)
    return _after(found.began_on, step)


def _passed(case: Hiring, step: Made) -> StepRefusal | None:
    found = probation(case)
    if found is None:
        return _no("not-appointed" if case.appointed_on is None else "no-probation")
    return _no("term-runs", day=found.ends_on) if step.on < found.ends_on else None


def _cancelled(_case: Hiring, _step: Made) -> StepRefusal | None:
    """Whatever was reached: of a cancelled competition nobody is hired (O26 IS 12, 146)."""
    return None


def _left(case: Hiring, step: Made) -> StepRefusal | None:
    entered = case.acting_from or case.appointed_on
    return _no("not-appointed") if entered is None else _after(entered, step)


_CHECKS: Final[dict[StepCode, Callable[[Hiring, Made], StepRefusal | None]]] = {
    "applied": _applied,
    "refused": _refused,
    "lapsed": _lapsed,
    "declared": _declared,
    "check-sent": _check_sent,
    "check-passed": _check_ended,
    "check-failed": _check_ended,
    "acting": _acting,
    "appointed": _appointed,
    "restrictions": _restrictions,
    "mentor": _mentor,
    "absent": _absent,
    "extended": _extended,
    "passed": _passed,
    "left": _left,
    "cancelled": _cancelled,
}
