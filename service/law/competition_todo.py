"""Where a competition stands, what is next, who must act, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from service.law.candidacy_moves import CANDIDACY, SCORED
from service.law.commission import must_replace
from service.law.competition_guards import files_answered, next_on_list
from service.law.competition_moves import COMPETITION, COURSE
from service.law.competition_state import Candidacy, Competition, Plan
from service.law.competition_terms import due_of
from service.law.machine import Actor, Duty
from service.law.rule import Rule


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that somebody has to do.

    Args:
        event: the step that fulfils it.
        actor: who must act; for members, `seats` says which.
        due_at: the last moment (UTC); None where there is no term, or it stands still.
        candidate: the application it is about; None for the competition itself.
    """

    event: str
    actor: Actor
    rule: Rule
    source: str
    due_at: datetime | None
    candidate: str | None = None
    seats: tuple[str, ...] = ()

    def overdue(self, now: datetime) -> bool:
        """Is its last moment over?"""
        return self.due_at is not None and now > self.due_at


def todos(plan: Plan, competition: Competition) -> list[Todo]:
    """Everything that is owed now: of the competition first, then of each application.

    While the competition is suspended, only the decision about the complaint is.
    """
    found = list(_own(plan, competition))
    if competition.is_suspended:
        return found
    for candidacy in competition.running():
        found += _of_candidacy(plan, competition, candidacy)
    return found


def next_todo(plan: Plan, competition: Competition, candidate: str | None = None) -> Todo | None:
    """What comes next for the competition, or for an application: the earliest that has a term.

    None where nothing is owed.
    """
    open_ = [each for each in todos(plan, competition) if candidate in {None, each.candidate}]
    if candidate is not None and not open_:
        open_ = [each for each in todos(plan, competition) if each.candidate is None]
    dated = [each for each in open_ if each.due_at is not None]
    if dated:
        return min(dated, key=lambda each: (each.due_at, each.candidate or ""))
    return open_[0] if open_ else None


def course_of(plan: Plan) -> tuple[str, ...]:
    """The states that this competition goes through if all goes well, in their order."""
    stages = {"personal-qualities", "ability", "essay"}
    return tuple(each for each in COURSE if each not in stages or each in plan.stages)


def _own(plan: Plan, competition: Competition) -> Iterator[Todo]:
    for duty in COMPETITION.duties:
        if competition.state in duty.states and _is_open(duty, plan, competition):
            due_at = due_of(duty.term, plan, competition)
            yield Todo(_following(duty, plan), duty.actor, duty.rule, duty.source, due_at)
    formed = bool(competition.seats)
    if not formed and competition.state in COURSE[1 : COURSE.index("interview")]:
        (row, *_) = COMPETITION.of("commission-formed")
        yield Todo(row.event, "hr", row.rule, row.source, due_of("none", plan, competition))


def _is_open(duty: Duty, plan: Plan, competition: Competition) -> bool:
    """Is it owed, or done already, or not yet to do?"""
    match duty.event:
        case "interview-scheduled":
            return due_of("interview-day", plan, competition) is None
        case "interview-opened":
            return not files_answered(plan, competition) or competition.interview_at is not None
        case "next-invited":
            return next_on_list(competition) is not None
        case _:
            return True


def _following(duty: Duty, plan: Plan) -> str:
    """The event that ends a stage of this competition: the opening of its next one."""
    (state, *_) = duty.states
    if state == "admission":
        following = plan.stages[0]
    elif state in plan.stages[:-1] and duty.event.endswith("-opened"):
        following = plan.stages[[*plan.stages].index(state) + 1]
    else:
        return duty.event
    return "recheck-opened" if following == "interview" else f"{following}-opened"


def _of_candidacy(plan: Plan, competition: Competition, candidacy: Candidacy) -> Iterator[Todo]:
    for duty in CANDIDACY.duties:
        if candidacy.state not in duty.states:
            continue
        seats: tuple[str, ...] = ()
        event = duty.event
        if candidacy.state in SCORED:
            out = candidacy.scored | candidacy.conflicted
            seats = tuple(each for each in competition.seats if each not in out)
            if not seats:
                event = "essay-rated" if candidacy.state == "essay-scoring" else "interview-rated"
        due_at = due_of(duty.term, plan, competition, candidacy)
        actor: Actor = duty.actor if seats or event == duty.event else "system"
        yield Todo(event, actor, duty.rule, duty.source, due_at, candidacy.key, seats)
    if competition.seats and must_replace(competition.seats, candidacy.conflicted, plan.defaults):
        (row,) = COMPETITION.of("member-replaced")
        yield Todo(
            row.event,
            "hr",
            row.rule,
            row.source,
            None,
            candidacy.key,
            tuple(sorted(candidacy.conflicted)),
        )
