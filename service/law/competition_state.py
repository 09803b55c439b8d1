"""What the steps of a competition amount to: the competition and the applications to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from service.law.announcement import Stage
from service.law.calendar import WorkingCalendar
from service.law.complaint import Pause
from service.law.defaults import DEFAULTS, Defaults
from service.law.ranking import Entry, sum_of
from service.law.requirements import Level
from service.law.stages import Window

SUSPENDED: Final = "suspended"

# the states of an application in which it is not in the running any more
OUT: Final = frozenset(
    {
        "refused",
        "withdrawn",
        "breach",
        "missed",
        "not-passed",
        "not-among-best",
        "not-confirmed",
        "declined",
        "lapsed",
        "not-appointed",
        "left",
        "hired",
        "ended",
    }
)
UNDER_WAY: Final = frozenset({"named", "invited", "applied", "probation"})  # one at a time, ST-8


@dataclass(frozen=True, slots=True)
class Plan:
    """What was announced, and by which calendar and settings it is carried out.

    Args:
        closes_on: the last day of reception.
        stages: `service.law.stages.stages_of` the round and the announcement.
        interview_on: the day that the announcement names (O26 IS 71(8)).
    """

    announced_on: date
    closes_on: date
    stages: tuple[Stage, ...]
    calendar: WorkingCalendar
    interview_on: date | None = None
    defaults: Defaults = DEFAULTS


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One application to the competition.

    Args:
        since: when it came to its state; at a second look, when that was asked for.
        exempt: it is not assessed for personal qualities (LAW 29(2-1)).
        experience_days: all work up to the closing day; decides ties.
        education: the highest level; decides ties.
        points: the points of each stage that was passed or scored.
        at_stage: the state of the stage that it takes, or took last.
        slot_at: the time chosen for the present stage.
        started_at: when the present stage was begun.
        extended_to: the last day of the present stage for this one alone (TT-5).
        conflicted: the seats whose members have a conflict of interest with the candidate.
        scored: the seats that have scored the present stage.
        looked_twice: the chair has asked for a second look at the essay.
        let_in_at: when the interview's clock was started.
        probation_until: the last day of probation.
        reason: the event by which it went out of the running.
    """

    key: str
    state: str = "new"
    since: datetime | None = None
    exempt: bool = False
    experience_days: int = 0
    education: Level | None = None
    points: Mapping[Stage, Fraction] = field(default_factory=dict, hash=False)
    at_stage: str = ""
    slot_at: datetime | None = None
    started_at: datetime | None = None
    extended_to: date | None = None
    conflicted: frozenset[str] = frozenset()
    scored: frozenset[str] = frozenset()
    looked_twice: bool = False
    let_in_at: datetime | None = None
    probation_until: date | None = None
    reason: str = ""

    @property
    def is_running(self) -> bool:
        """Is it in the running?"""
        return self.state != "new" and self.state not in OUT

    def entry(self) -> Entry:
        """The application as the ranking sees it."""
        return Entry(self.key, self.points, self.experience_days, self.education)


@dataclass(frozen=True, slots=True)
class Competition:
    """A competition with all its applications.

    Args:
        since: when it came to its state; after a suspension, when it had first come to it.
        before: while it is suspended, the state to which it goes back.
        seats: the seats of the commission.
        windows: when each stage can be taken.
        interview_at: the time that HR set.
        lot: the order drawn of those whom nothing else sets apart.
        order: the list, the first place first.
        winner: None where there is none, or not yet.
        invited: who was named or invited so far, in order.
        free_at: when the last one invited fell out.
        published_at: when the results, or the end, were told; complaints run from it.
        complaints: those that are not decided, by their keys.
        pauses: the days on which it was suspended.
        ending: the event that ended it.
        last_at: the moment of the last step.
    """

    state: str = "announced"
    since: datetime | None = None
    before: str | None = None
    candidacies: Mapping[str, Candidacy] = field(default_factory=dict, hash=False)
    seats: tuple[str, ...] = ()
    windows: Mapping[str, Window] = field(default_factory=dict, hash=False)
    interview_at: datetime | None = None
    lot: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    winner: str | None = None
    invited: tuple[str, ...] = ()
    free_at: datetime | None = None
    published_at: datetime | None = None
    complaints: frozenset[str] = frozenset()
    pauses: tuple[Pause, ...] = ()
    ending: str = ""
    last_at: datetime | None = None

    @property
    def is_suspended(self) -> bool:
        """Does it stand still because of a complaint?"""
        return self.state == SUSPENDED

    def candidacy(self, key: str) -> Candidacy:
        """The application of that key; a new one where there is none yet."""
        return self.candidacies.get(key, Candidacy(key))

    def running(self) -> tuple[Candidacy, ...]:
        """Everybody in the running, in the order of the keys."""
        return tuple(
            self.candidacies[key]
            for key in sorted(self.candidacies)
            if self.candidacies[key].is_running
        )

    def at(self, *states: str) -> tuple[Candidacy, ...]:
        """The applications in these states, in the order of the keys."""
        return tuple(each for each in self.running() if each.state in states)

    def interviewed(self) -> tuple[Candidacy, ...]:
        """Everybody who took part in the interview, whatever became of them since."""
        return tuple(
            self.candidacies[key]
            for key in sorted(self.candidacies)
            if "interview" in self.candidacies[key].points
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a guard looks at; `candidacy` is None for a step of the competition itself."""

    plan: Plan
    competition: Competition
    at: datetime
    facts: Mapping[str, object]
    candidacy: Candidacy | None = None


def sums(plan: Plan, candidacies: tuple[Candidacy, ...]) -> dict[str, Fraction]:
    """The exact sums so far, by application."""
    return {each.key: sum_of(each.points, plan.announced_on).total for each in candidacies}


def next_stage(plan: Plan, competition: Competition) -> Stage:
    """The stage that follows where the competition stands before the interview."""
    if competition.state in plan.stages:
        return plan.stages[plan.stages.index(competition.state) + 1]
    return plan.stages[0]
