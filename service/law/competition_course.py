"""What comes about by itself in a competition: the steps of the system, ready to be recorded.

Whoever runs it records the step and asks again until there is none. After a day on which nobody
ran it, it catches up with everything, each thing once.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from service.law.announcement import Stage
from service.law.competition_guards import (
    files_answered,
    is_hired,
    is_used_up,
    ranking_of,
    to_send,
)
from service.law.competition_moves import COURSE
from service.law.competition_state import Candidacy, Competition, Plan, next_stage, sums
from service.law.competition_terms import closing, due_of, working_calendar
from service.law.essay import writers
from service.law.machine import Step
from service.law.ranking import NeedsLot, Ranking
from service.law.stages import window

# an application in one of these states lapses when its term is over
_LAPSES: Final = {
    "personal-qualities": ("missed", "window"),
    "ability": ("missed", "window"),
    "essay": ("missed", "window"),
    "invited": ("answer-lapsed", "answer"),
    "named": ("application-lapsed", "hiring-application"),
}
_BEFORE_INTERVIEW: Final = COURSE[COURSE.index("admission") : COURSE.index("recheck")]


def next_by_itself(plan: Plan, competition: Competition, now: datetime) -> Step | None:
    """The next step that the system itself has to record now; None where it waits for people.

    It never draws a lot: where `needs_lot` says so, the promised draw is made and recorded first.
    """
    if competition.is_suspended:
        return None
    found = [*_lapsed(plan, competition, now), *_own(plan, competition, now)]
    return found[0] if found else None


def needs_lot(plan: Plan, competition: Competition) -> tuple[str, ...]:
    """Among whom a draw must decide before there are results; empty where none need be made."""
    if competition.state != "ranking":
        return ()
    found = ranking_of(plan, competition)
    return found.among if isinstance(found, NeedsLot) else ()


def _lapsed(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    for candidacy in competition.running():
        event, term = _LAPSES.get(candidacy.state, ("", ""))
        if not event or candidacy.started_at is not None:
            continue
        due = due_of(term, plan, competition, candidacy)
        if due is not None and now > due:
            facts = {"due_at": due.isoformat()}
            yield Step(event, now, "system", candidacy.key, facts)


def _own(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    state = competition.state
    if state in COURSE[1 : COURSE.index("protocol")] and not competition.running():
        yield Step("nobody-left", now, "system")
    elif state in _OWN:
        yield from _OWN[state](plan, competition, now)


def _announced(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    if now > closing(plan, competition):
        yield Step("reception-closed", now, "system")


def _next_stage(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    """The opening of the next stage when everybody's part in the one before is decided."""
    waiting = competition.at("waiting")
    if len(waiting) != len(competition.running()):
        return
    stage = next_stage(plan, competition)
    if stage == "interview":
        facts: dict[str, object] = {"chosen": list(to_send(plan, competition))}
        yield Step("recheck-opened", now, "system", None, facts)
        return
    if stage == "essay" and not competition.seats:
        return  # HR has still to form the commission
    yield Step(f"{stage}-opened", now, "system", None, _stage_facts(plan, competition, stage, now))


def _stage_facts(
    plan: Plan, competition: Competition, stage: Stage, now: datetime
) -> dict[str, object]:
    days = window(stage, now, working_calendar(plan, competition), plan.defaults)
    facts: dict[str, object] = {
        "opens_on": days.opens_on.isoformat(),
        "closes_on": days.closes_on.isoformat(),
    }
    if stage == "essay":
        waiting: tuple[Candidacy, ...] = competition.at("waiting")
        facts["chosen"] = list(writers(sums(plan, waiting), plan.defaults))
    return facts


def _rechecked(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    more = to_send(plan, competition)
    if more:
        yield Step("files-sent", now, "system", None, {"chosen": list(more)})
        return
    ready = competition.seats and competition.interview_at is not None
    if files_answered(plan, competition) and ready and competition.at("confirmed"):
        yield Step("interview-opened", now, "system")


def _interviewed(_: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    if all(each.state == "interviewed" for each in competition.running()):
        yield Step("interviews-finished", now, "system")


def _ranked(plan: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    found = ranking_of(plan, competition)
    if isinstance(found, Ranking):
        facts = {"order": list(found.order), "winner": found.winner}
        yield Step("results-determined", now, "system", None, facts)


def _hiring(_: Plan, competition: Competition, now: datetime) -> Iterator[Step]:
    if is_hired(competition):
        yield Step("position-filled", now, "system")
    elif is_used_up(competition):
        yield Step("list-exhausted", now, "system")


_OWN: Final[Mapping[str, Callable[[Plan, Competition, datetime], Iterator[Step]]]] = {
    "announced": _announced,
    **dict.fromkeys(_BEFORE_INTERVIEW, _next_stage),
    "recheck": _rechecked,
    "interview": _interviewed,
    "ranking": _ranked,
    "hiring": _hiring,
}
