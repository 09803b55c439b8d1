"""A competition is its steps: `record` judges a new one, `fold` retells those that were recorded.

The rows are in `competition_moves` and `candidacy_moves`; here is what a step does with its facts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from service.law.announcement import Stage
from service.law.calendar import local_day
from service.law.candidacy_moves import CANDIDACY, TAKING
from service.law.competition_guards import moment_of, names_of
from service.law.competition_moves import COMPETITION
from service.law.competition_state import (
    OUT,
    SUSPENDED,
    UNDER_WAY,
    Candidacy,
    Competition,
    Context,
    Plan,
)
from service.law.complaint import Pause
from service.law.machine import BACK, Illegal, Move, Step, choose
from service.law.requirements import Level
from service.law.stages import Window

Facts = Mapping[str, Any]


def record(plan: Plan, competition: Competition, step: Step) -> Competition | Illegal:
    """The competition after a new step, or why it cannot happen.

    Args:
        plan: what was announced.
        competition: what the steps so far amount to.
        step: what happens now; its facts are those that its row needs (see docs/competition.md).

    Raises:
        KeyError, TypeError, ValueError: a fact that the step needs is missing or is none.
    """
    return _take(plan, competition, step, trusting=False)


def fold(
    plan: Plan, steps: Iterable[Step], start: Competition | None = None
) -> Competition | Illegal:
    """What recorded steps amount to, in their order; the first one that fits nowhere ends it.

    They were judged on their day: states and actors are checked again, guards only where one
    event has several rows. So a holiday that is moved later makes no old step illegal.

    Args:
        plan: what was announced.
        steps: what was recorded.
        start: what the steps before them amount to, where there are any.
    """
    competition: Competition | Illegal = start or Competition()
    for _, competition in retell(plan, steps, start):
        if isinstance(competition, Illegal):
            return competition
    return competition


def retell(
    plan: Plan, steps: Iterable[Step], start: Competition | None = None
) -> Iterator[tuple[Step, Competition | Illegal]]:
    """Each recorded step with what the steps up to it amount to; a step that fits nowhere ends it.

    A page tells by it what a step has brought to whom.
    """
    competition = start or Competition()
    for step in steps:
        after = _take(plan, competition, step, trusting=True)
        yield step, after
        if isinstance(after, Illegal):
            return
        competition = after


def _take(
    plan: Plan, competition: Competition, step: Step, *, trusting: bool
) -> Competition | Illegal:
    state = competition.state
    if competition.last_at is not None and step.at < competition.last_at:
        return Illegal(step.what, state, "time-goes-back")
    if step.candidate is not None:
        after = _take_candidate(plan, competition, step, trusting=trusting)
    else:
        after = _take_own(plan, competition, step, trusting=trusting)
    return after if isinstance(after, Illegal) else replace(after, last_at=step.at)


def _take_own(
    plan: Plan, competition: Competition, step: Step, *, trusting: bool
) -> Competition | Illegal:
    here = Context(plan, competition, step.at, step.facts)
    move = choose(COMPETITION, competition.state, step, here, trusting=trusting)
    if isinstance(move, Illegal):
        return move
    effect = _EFFECTS.get(step.what, _nothing)
    after = effect(_moved(competition, move, step), step)
    return _bring(plan, after, move, step)


def _moved(competition: Competition, move: Move, step: Step) -> Competition:
    """The competition in the state to which the move leads, with its pauses."""
    before, day = competition.state, local_day(step.at)
    if move.target is None or move.target == before:
        return competition
    if move.target == SUSPENDED:
        pauses = (*competition.pauses, Pause(day))
        return replace(competition, state=SUSPENDED, before=before, pauses=pauses)
    if before == SUSPENDED:
        last = replace(competition.pauses[-1], last_on=day)
        competition = replace(competition, pauses=(*competition.pauses[:-1], last))
    if move.target == BACK:
        assert competition.before is not None
        return replace(competition, state=competition.before, before=None)
    ending = step.what if COMPETITION.state(move.target).over else ""
    return replace(competition, state=move.target, before=None, since=step.at, ending=ending)


def _bring(plan: Plan, competition: Competition, move: Move, step: Step) -> Competition:
    """Bring the move's events to the applications in the running, one to each at the most."""
    if not move.brings:
        return competition
    candidacies = dict(competition.candidacies)
    for candidacy in competition.running():
        here = Context(plan, competition, step.at, step.facts, candidacy)
        for event in move.brings:
            brought = Step(event, step.at, "competition", candidacy.key, step.facts)
            row = choose(CANDIDACY, candidacy.state, brought, here)
            if not isinstance(row, Illegal):
                candidacies[candidacy.key] = _advanced(candidacy, row, brought)
                break
    return replace(competition, candidacies=candidacies)


def _take_candidate(
    plan: Plan, competition: Competition, step: Step, *, trusting: bool
) -> Competition | Illegal:
    assert step.candidate is not None
    before = competition.candidacy(step.candidate)
    here = Context(plan, competition, step.at, step.facts, before)
    rows = CANDIDACY.of(step.what)
    if rows and step.by == "competition":
        return Illegal(step.what, before.state, "not-yours", rows[0].rule, rows[0].source)
    if rows and competition.is_suspended and not any(each.paused for each in rows):
        return Illegal(step.what, SUSPENDED, "suspended", rows[0].rule, rows[0].source)
    move = choose(CANDIDACY, before.state, step, here, trusting=trusting)
    if isinstance(move, Illegal):
        return move
    if competition.is_suspended and not move.paused:
        return Illegal(step.what, SUSPENDED, "suspended", move.rule, move.source)
    after = _advanced(before, move, step)
    free_at = competition.free_at
    if before.state in UNDER_WAY and after.state in OUT and after.state != "hired":
        free_at = step.at
    candidacies = {**competition.candidacies, before.key: after}
    return replace(competition, candidacies=candidacies, free_at=free_at)


def _advanced(candidacy: Candidacy, move: Move, step: Step) -> Candidacy:
    """The application after a move; a new state begins with nothing chosen, begun or scored."""
    effect = _CANDIDATE_EFFECTS.get(step.what)
    if move.target is not None:
        candidacy = replace(
            candidacy,
            state=move.target,
            since=step.at,
            at_stage=move.target if move.target in TAKING else candidacy.at_stage,
            slot_at=None,
            started_at=None,
            extended_to=None,
            scored=frozenset(),
            let_in_at=None,
            reason=step.what if move.target in OUT else "",
        )
    return candidacy if effect is None else effect(candidacy, step, move)


# --- what a step of the competition does with its facts -------------------------------------------

Effect = Callable[[Competition, Step], Competition]


def _nothing(competition: Competition, _: Step) -> Competition:
    return competition


def _opened(stage: str) -> Effect:
    def effect(competition: Competition, step: Step) -> Competition:
        days = (date.fromisoformat(step.facts[name]) for name in ("opens_on", "closes_on"))
        return replace(competition, windows={**competition.windows, stage: Window(*days)})

    return effect


def _formed(competition: Competition, step: Step) -> Competition:
    return replace(competition, seats=names_of(step.facts, "seats"))


def _replaced(competition: Competition, step: Step) -> Competition:
    """A successor has the predecessor's seat, not the predecessor's conflicts."""
    seat = {str(step.facts["seat"])}
    candidacies = {
        key: replace(each, conflicted=each.conflicted - seat)
        for key, each in competition.candidacies.items()
    }
    return replace(competition, candidacies=candidacies)


def _scheduled(competition: Competition, step: Step) -> Competition:
    return replace(competition, interview_at=moment_of(step.facts, "starts_at"))


def _drawn(competition: Competition, step: Step) -> Competition:
    return replace(competition, lot=names_of(step.facts, "order"))


def _determined(competition: Competition, step: Step) -> Competition:
    winner = step.facts["winner"]
    return replace(competition, order=names_of(step.facts, "order"), winner=winner)


def _signed(competition: Competition, step: Step) -> Competition:
    """The winner is named; who withdrew since the results left the place free at once."""
    winner = competition.winner
    if winner is None:
        return _published(competition, step)
    is_there = competition.candidacy(winner).is_running
    return replace(
        _published(competition, step),
        invited=(winner,) if is_there else (),
        free_at=None if is_there else step.at,
    )


def _published(competition: Competition, step: Step) -> Competition:
    return replace(competition, published_at=step.at)


def _invited(competition: Competition, step: Step) -> Competition:
    invited = (*competition.invited, str(step.facts["invited"]))
    return replace(competition, invited=invited, free_at=None)


def _complained(competition: Competition, step: Step) -> Competition:
    return replace(competition, complaints=competition.complaints | {str(step.facts["complaint"])})


def _decided(competition: Competition, step: Step) -> Competition:
    return replace(competition, complaints=competition.complaints - {str(step.facts["complaint"])})


_EFFECTS: Final[Mapping[str, Effect]] = {
    "personal-qualities-opened": _opened("personal-qualities"),
    "ability-opened": _opened("ability"),
    "essay-opened": _opened("essay"),
    "commission-formed": _formed,
    "member-replaced": _replaced,
    "interview-scheduled": _scheduled,
    "lot-drawn": _drawn,
    "results-determined": _determined,
    "protocol-signed": _signed,
    "nobody-left": _published,
    "next-invited": _invited,
    "complaint-filed": _complained,
    "complaint-dismissed": _decided,
    "complaint-upheld": _decided,
}

# --- what a step of an application does with its facts --------------------------------------------

CandidateEffect = Callable[[Candidacy, Step, Move], Candidacy]


def _admitted(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    education = step.facts.get("education")
    return replace(
        candidacy,
        exempt=step.facts.get("exempt") is True,
        experience_days=int(step.facts["experience_days"]),
        education=None if education is None else Level(education),
    )


def _failed(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    longer = step.facts.get("closes_on")
    extended_to = None if longer is None else date.fromisoformat(longer)
    return replace(candidacy, extended_to=extended_to)


def _reviewed(candidacy: Candidacy, step: Step, move: Move) -> Candidacy:
    if "ability-review" in move.sources:
        return _with_points(candidacy, "ability", Fraction(int(step.facts["correct"])))
    return candidacy


def _rated(stage: Stage) -> CandidateEffect:
    def effect(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
        return _with_points(candidacy, stage, Fraction(str(step.facts["score"])))

    return effect


def _with_points(candidacy: Candidacy, stage: Stage, points: Fraction) -> Candidacy:
    return replace(candidacy, points={**candidacy.points, stage: points})


def _scored(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    return replace(candidacy, scored=candidacy.scored | {str(step.facts["seat"])})


def _conflict(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    return replace(candidacy, conflicted=candidacy.conflicted | {str(step.facts["seat"])})


def _appointed(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    until = step.facts.get("probation_until")
    return replace(candidacy, probation_until=None if until is None else date.fromisoformat(until))


def _slot(candidacy: Candidacy, step: Step, _: Move) -> Candidacy:
    return replace(candidacy, slot_at=moment_of(step.facts, "starts_at"))


_CANDIDATE_EFFECTS: Final[Mapping[str, CandidateEffect]] = {
    "admitted": _admitted,
    "slot-chosen": _slot,
    "started": lambda candidacy, step, _: replace(candidacy, started_at=step.at),
    "technical-failure": _failed,
    "review-published": _reviewed,
    "essay-scored": _scored,
    # the members have the same term once more (DEFAULT)
    "second-look-asked": lambda candidacy, step, _: replace(
        candidacy, scored=frozenset(), looked_twice=True, since=step.at
    ),
    "essay-rated": _rated("essay"),
    "let-in": lambda candidacy, step, _: replace(candidacy, let_in_at=step.at),
    "interview-signed": _scored,
    "interview-rated": _rated("interview"),
    "conflict-declared": _conflict,
    "appointed": _appointed,
    "probation-changed": _appointed,
}


def kept(step: Step) -> dict[str, Any]:
    """A step as JSON keeps it; `reread` reads it again."""
    return {
        "what": step.what,
        "at": step.at.isoformat(),
        "by": step.by,
        "candidate": step.candidate,
        "facts": dict(step.facts),
    }


def reread(record: Mapping[str, Any]) -> Step:
    """The step that `kept` made a record of."""
    return Step(
        record["what"],
        datetime.fromisoformat(record["at"]),
        record["by"],
        record["candidate"],
        record["facts"],
    )


def events_after(competition: Competition, candidate: str | None = None) -> Sequence[str]:
    """The events that may happen now, their guards apart, to the competition or an application."""
    if candidate is None:
        rows = COMPETITION.from_state(competition.state)
    else:
        rows = CANDIDACY.from_state(competition.candidacy(candidate).state)
        rows = tuple(each for each in rows if "competition" not in each.actors)
        if competition.is_suspended:
            rows = tuple(each for each in rows if each.paused)
    return tuple(dict.fromkeys(each.event for each in rows))
