"""An attempt is its steps: phase, windows and time left are folded from them (TT-3, TT-4, TT-5).

The steps are facts in the past tense. Extra time and time given back are steps or data of the
plan; nobody edits a start.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from service.law.rule import rule

TT_3 = rule("TT-3", "O26 IS 48")
TT_4 = rule("TT-4", "O26 IS 49; the tolerated loss is a DEFAULT", default=True)
TT_5 = rule("TT-5", "O26 IS 11; the outage that gives time back is a DEFAULT", default=True)

LATENCY: Final = timedelta(seconds=5)  # an answer given in time may be that long on its way


class Phase(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    BETWEEN = "between"
    FINISHED = "finished"
    BROKEN_OFF = "broken-off"
    TECHNICAL_FAILURE = "technical-failure"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be answered."""
        return self in {Phase.FINISHED, Phase.BROKEN_OFF, Phase.TECHNICAL_FAILURE}


class What(StrEnum):
    TERMS_ACCEPTED = "terms-accepted"
    EQUIPMENT_CHECKED = "equipment-checked"
    SECTION_STARTED = "section-started"
    SECTION_ENDED = "section-ended"
    CONNECTION_LOST = "connection-lost"
    WINDOW_LEFT = "window-left"
    TIME_GIVEN_BACK = "time-given-back"
    TAKEN_OVER = "taken-over"
    FINISHED = "finished"
    BROKEN_OFF = "broken-off"
    TECHNICAL_FAILURE = "technical-failure"
    ANSWERS_RECOVERED = "answers-recovered"


@dataclass(frozen=True)
class Step:
    """One fact: what, when (aware UTC), and its data as JSON-able values."""

    what: What
    at: datetime
    facts: Mapping[str, object] = field(default_factory=dict)

    def seconds(self) -> float:
        """Return the step's length in seconds, 0 where it has none."""
        value = self.facts.get("seconds", 0)
        assert isinstance(value, int | float)
        return float(value)


@dataclass(frozen=True)
class SectionPlan:
    minutes: int
    positions: int


@dataclass(frozen=True)
class Allowances:
    """The terms of TT-4 and TT-5 that the sources leave open (DEFAULT)."""

    loss_in_a_row: timedelta = timedelta(minutes=3)
    loss_in_all: timedelta = timedelta(minutes=10)
    outage_given_back: timedelta = timedelta(minutes=5)
    break_between: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class Plan:
    """What the attempt is to be: the sections in order, the candidate's extra time in percent."""

    sections: tuple[SectionPlan, ...]
    extra_percent: int = 0
    allowances: Allowances = field(default_factory=Allowances)

    def length(self, section: int) -> timedelta:
        """Return the section's time with the candidate's extra time."""
        minutes = self.sections[section].minutes
        return timedelta(seconds=minutes * 60 * (100 + self.extra_percent) / 100)


@dataclass(frozen=True)
class Window:
    """When a section takes answers: given until the deadline, delivered until it closes."""

    section: int
    opened_at: datetime
    deadline_at: datetime
    closes_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """What the steps amount to."""

    phase: Phase = Phase.PREPARED
    section: int | None = None
    windows: tuple[Window, ...] = ()
    lost: timedelta = timedelta()
    generation: int = 0
    ended_at: datetime | None = None

    @property
    def window(self) -> Window | None:
        """The open section's window, or the last one's."""
        return self.windows[-1] if self.windows else None

    def due_at(self, plan: Plan) -> datetime | None:
        """Return when the next thing happens by itself while the candidate is there."""
        window = self.window
        if window is None or self.phase.is_over:
            return None
        if self.phase is Phase.BETWEEN:
            assert window.ended_at is not None
            return window.ended_at + plan.allowances.break_between
        return window.deadline_at


def fold(plan: Plan, steps: Iterable[Step]) -> State:
    """Return the state that these steps, in their order, amount to."""
    state = State()
    for step in steps:
        state = _after(plan, state, step)
    return state


def _after(plan: Plan, state: State, step: Step) -> State:  # noqa: PLR0911  # one for each fact
    match step.what:
        case What.SECTION_STARTED:
            return _started(plan, state, step)
        case What.SECTION_ENDED:
            return _ended(plan, state, step)
        case What.CONNECTION_LOST:
            return replace(state, lost=state.lost + timedelta(seconds=step.seconds()))
        case What.TIME_GIVEN_BACK:
            return _given_back(state, step)
        case What.TAKEN_OVER:
            return replace(state, generation=state.generation + 1)
        case What.FINISHED:
            return _over(state, Phase.FINISHED, step.at)
        case What.BROKEN_OFF:
            return _over(state, Phase.BROKEN_OFF, step.at)
        case What.TECHNICAL_FAILURE:
            return _over(state, Phase.TECHNICAL_FAILURE, step.at)
    return state


def _started(plan: Plan, state: State, step: Step) -> State:
    section = len(state.windows)
    deadline = step.at + plan.length(section)
    window = Window(section, step.at, deadline, deadline + LATENCY)
    return replace(
        state, phase=Phase.OPEN, section=section, windows=(*state.windows, window), ended_at=None
    )


def _ended(plan: Plan, state: State, step: Step) -> State:
    late = step.facts.get("late_until")
    closes = datetime.fromisoformat(late) if isinstance(late, str) else step.at
    window = replace(state.windows[-1], ended_at=step.at, closes_at=closes)
    windows = (*state.windows[:-1], window)
    if len(windows) == len(plan.sections):
        return replace(state, phase=Phase.FINISHED, section=None, windows=windows, ended_at=step.at)
    return replace(state, phase=Phase.BETWEEN, section=None, windows=windows)


def _given_back(state: State, step: Step) -> State:
    if state.phase is not Phase.OPEN:
        return state
    more = timedelta(seconds=step.seconds())
    window = state.windows[-1]
    longer = replace(
        window, deadline_at=window.deadline_at + more, closes_at=window.closes_at + more
    )
    return replace(state, windows=(*state.windows[:-1], longer))


def _over(state: State, phase: Phase, at: datetime) -> State:
    windows = state.windows
    if windows and windows[-1].ended_at is None:
        windows = (*windows[:-1], replace(windows[-1], ended_at=at, closes_at=at))
    ended = state.ended_at or at
    return replace(state, phase=phase, section=None, windows=windows, ended_at=ended)


def next_by_itself(
    plan: Plan,
    state: State,
    *,
    seen_at: datetime | None,
    outages: Sequence[tuple[datetime, datetime]],
    now: datetime,
) -> Step | None:
    """Return what has come about by itself until now and is not yet a step; None if nothing.

    Args:
        plan: the sections and allowances.
        state: what the steps so far amount to.
        seen_at: when the candidate's player was last heard.
        outages: times in which the service itself was away: never the candidate's loss (TT-5).
        now: the moment.
    """
    window = state.window
    if window is None or state.phase.is_over:
        return None
    due = state.due_at(plan)
    assert due is not None
    if state.phase is Phase.BETWEEN:
        due = _after_outages(due, outages)
        return Step(What.SECTION_STARTED, due, {"how": "break over"}) if due <= now else None
    heard = max(seen_at or window.opened_at, window.opened_at)
    broken = broken_off_at(plan, state.lost, heard, outages)
    if broken <= now and broken < window.deadline_at:
        return Step(What.BROKEN_OFF, broken, {"last_seen_at": heard.isoformat(), "rule": "TT-4"})
    if window.deadline_at > now:
        return None
    away = heard < window.deadline_at - 2 * LATENCY
    late = max(window.deadline_at + LATENCY, broken) if away else window.deadline_at + LATENCY
    return Step(
        What.SECTION_ENDED, window.deadline_at, {"how": "time", "late_until": late.isoformat()}
    )


def _after_outages(moment: datetime, outages: Sequence[tuple[datetime, datetime]]) -> datetime:
    """Return the first moment from this one on at which the service was there."""
    for began, ended in sorted(outages):
        if began <= moment < ended:
            moment = ended
    return moment


def broken_off_at(
    plan: Plan,
    lost: timedelta,
    heard_at: datetime,
    outages: Sequence[tuple[datetime, datetime]],
) -> datetime:
    """Return when silence since `heard_at` counts as breaking off (TT-4, DEFAULT terms)."""
    allowed = min(plan.allowances.loss_in_a_row, plan.allowances.loss_in_all - lost)
    moment = heard_at + max(allowed, timedelta())
    for began, ended in sorted(outages):
        if began < moment:
            moment += max(ended - max(began, heard_at), timedelta())
    return moment


def own_loss(
    lost_at: datetime, back_at: datetime, outages: Sequence[tuple[datetime, datetime]]
) -> timedelta:
    """Return how long the candidate was away, the service's own outages taken out."""
    away = back_at - lost_at
    for began, ended in outages:
        away -= max(min(ended, back_at) - max(began, lost_at), timedelta())
    return max(away, timedelta())


def lost_to_outage(
    window: Window, outage: tuple[datetime, datetime], allowances: Allowances
) -> timedelta | None:
    """Return the time to give back for an outage; None where it is a technical failure (TT-5).

    A section that would have ended while the service was away gets the whole outage: what was
    left when it began is left when it is over.
    """
    began, ended = outage
    if ended - began >= allowances.outage_given_back:
        return None
    if began >= window.deadline_at:
        return timedelta()
    return max(ended - max(began, window.opened_at), timedelta())
