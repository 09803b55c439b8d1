"""A state machine as data: states, moves between them with rule, actor and guards, who owes what.

The rows are the law; what folds steps over them, and what draws them, reads the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from service.law.rule import Rule

Actor = Literal[
    "candidate",
    "hr",
    "secretary",
    "member",
    "chair",
    "proctor",
    "administrator",
    "system",
    "authorised-body",
    "competition",  # a step of the competition brings it to an application
]
Actors = tuple[Actor, ...]
BACK: Final = "(back)"  # as a target: to where it was before it was suspended


@dataclass(frozen=True, slots=True)
class State:
    """A state by its code, in words; `over` where nothing is expected of anybody any more."""

    code: str
    words: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold, in words, and the function that says whether it does."""

    words: str
    holds: Callable[[Any], bool] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Move:
    """What an event does.

    Args:
        event: in the past tense.
        sources: the states in which it may happen.
        target: the state after it; None where it changes no state.
        actors: who may bring it about.
        rule: the rule of the register it carries out.
        source: the paragraph.
        guards: all of them must hold.
        paused: it may happen while the competition is suspended.
        brings: the event that it brings to the applications concerned.
    """

    event: str
    sources: tuple[str, ...]
    target: str | None
    actors: Actors
    rule: Rule
    source: str
    guards: tuple[Guard, ...] = ()
    paused: bool = False
    brings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed in a state: by whom, which event fulfils it, by when.

    `term` names the function that computes the moment; `words` say the term.
    """

    states: tuple[str, ...]
    event: str
    actor: Actor
    rule: Rule
    source: str
    term: str
    words: str


@dataclass(frozen=True, slots=True)
class Machine:
    """The states in the order of their course, the moves, and what is owed in each state."""

    name: str
    initial: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    duties: tuple[Duty, ...]
    _by_event: dict[str, tuple[Move, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse rows that do not fit together.

        Raises:
            ValueError: a row names an unknown state or event, or a state cannot be reached.
        """
        events = dict.fromkeys(each.event for each in self.moves)
        rows = {name: tuple(each for each in self.moves if each.event == name) for name in events}
        object.__setattr__(self, "_by_event", rows)  # looked up at every step of every fold
        faults = self._unknown() + self._unreachable()
        if faults:
            raise ValueError(f"{self.name}: {'; '.join(faults)}")

    def state(self, code: str) -> State:
        """The state of that code.

        Raises:
            KeyError: there is none.
        """
        return {each.code: each for each in self.states}[code]

    def of(self, event: str) -> tuple[Move, ...]:
        """Every row of an event."""
        return self._by_event.get(event, ())

    def from_state(self, code: str) -> tuple[Move, ...]:
        """Every row that may happen in a state, its guards apart."""
        return tuple(each for each in self.moves if code in each.sources)

    def _unknown(self) -> list[str]:
        codes = {each.code for each in self.states}
        events = {each.event for each in self.moves}
        named = {self.initial} | {code for each in self.moves for code in each.sources}
        named |= {each.target for each in self.moves if each.target not in {None, BACK}}
        named |= {code for each in self.duties for code in each.states}
        owed = {each.event for each in self.duties}
        return [f"unknown state {code}" for code in sorted(named - codes)] + [
            f"unknown event {event}" for event in sorted(owed - events)
        ]

    def _unreachable(self) -> list[str]:
        reached, more = set[str](), {self.initial}
        while more:
            reached |= more
            targets = {each.target for each in self.moves if reached & set(each.sources)}
            more = {code for code in targets if code not in {None, BACK}} - reached
        return [
            f"{each.code} cannot be reached" for each in self.states if each.code not in reached
        ]


Why = Literal[
    "unknown-event",
    "time-goes-back",
    "suspended",
    "not-in-this-state",
    "not-yours",
    "guard",
]


@dataclass(frozen=True, slots=True)
class Illegal:
    """Why an event cannot happen.

    Args:
        event: what was wanted.
        state: where the competition or the application stands.
        why: a stable word for the reason.
        rule: the rule that forbids it; None where no row knows the event.
        words: the guard that does not hold, or who may; empty where `why` says it all.
        may: the events that may happen in this state, their guards apart.
    """

    event: str
    state: str
    why: Why
    rule: Rule | None = None
    source: str = ""
    words: str = ""
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One fact, in the past tense: what, when (aware UTC), by whom in which part, with its data.

    `candidate` is the application it is about, None for the competition itself. The facts are
    JSON-able: points as text (``7/3``), days and moments in ISO form.
    """

    what: str
    at: datetime
    by: Actor
    candidate: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


def choose(
    machine: Machine, state: str, step: Step, context: object, *, trusting: bool = False
) -> Move | Illegal:
    """The row by which a step happens in a state, or why it cannot.

    Args:
        machine: the rows.
        state: where it stands.
        step: what happens.
        context: what the guards look at.
        trusting: the step was judged when it was recorded; guards only choose between rows.
    """
    rows = machine.of(step.what)
    here = [each for each in rows if state in each.sources]
    allowed = [each for each in here if step.by in each.actors]
    if not allowed:
        return _not_allowed(machine, state, step, rows, here)
    if trusting and len(allowed) == 1:
        return allowed[0]
    broken: Guard | None = None
    for row in allowed:
        failing = next((each for each in row.guards if not each.holds(context)), None)
        if failing is None:
            return row
        broken = broken or failing
    first = allowed[0]
    words = broken.words if broken else ""
    may = _may(machine, state)
    return Illegal(step.what, state, "guard", first.rule, first.source, words, may)


def _not_allowed(
    machine: Machine, state: str, step: Step, rows: Sequence[Move], here: Sequence[Move]
) -> Illegal:
    """Why none of an event's rows can be: there is none, none in the state, none of the actor's."""
    may = _may(machine, state)
    if not rows:
        return Illegal(step.what, state, "unknown-event", may=may)
    if not here:
        first = rows[0]
        return Illegal(step.what, state, "not-in-this-state", first.rule, first.source, may=may)
    first, who = here[0], ", ".join(here[0].actors)
    return Illegal(step.what, state, "not-yours", first.rule, first.source, who, may)


def _may(machine: Machine, state: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.event for each in machine.from_state(state)))
