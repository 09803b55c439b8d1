"""A competition as pages show it: its timeline, what is owed, the candidates with their points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.competitions import queries
from service.competitions.course import Course, read_step
from service.competitions.models import Candidacy as Known
from service.competitions.protocol import final_ranking
from service.core.i18n import Message, say
from service.core.render import translate
from service.law.candidacy_moves import CANDIDACY
from service.law.competition import retell
from service.law.competition_guards import OVER
from service.law.competition_moves import COMPETITION
from service.law.competition_state import OUT, Candidacy
from service.law.competition_state import Competition as State
from service.law.competition_todo import Todo, course_of
from service.law.machine import Move, Step
from service.law.ranking import Sum, sum_of
from service.lots.queries import lot
from service.pages import competition_links as links
from service.pages.competition_event_words import EVENTS
from service.pages.competition_words import ACTORS, STAGES, STANDINGS, STATES, figures
from service.pages.source_words import source_words
from service.people.models import Account

KINDS: Final = {"filled": "good", "ended": "off", "cancelled": "bad", "suspended": "wait"}
WINS: Final = frozenset({"named", "applied", "probation", "hired"})
ACTS: Final = frozenset({"personal-qualities", "ability", "essay", "interview", "invited"})
# between the members and the chair; the candidate is told what comes of it
INSIDE: Final = frozenset(
    {"essay-scored", "second-look-asked", "interview-signed", "conflict-declared"}
)
FAILED: Final = frozenset({"nobody-left", "body-reorganised", "complaint-upheld", "list-exhausted"})


@dataclass(frozen=True, slots=True)
class Told:
    """A step with what it came from and what it led to."""

    step: Step
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Points:
    """A candidate's points: each stage with its arithmetic, and the total with its own."""

    stages: list[tuple[str, str]]
    formula: str
    total: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A line of HR's table of candidates."""

    key: str
    name: str
    code: str
    number: str
    kind: str
    standing: Message
    points: Points | None
    place: int | None
    url: str


def told(course: Course) -> list[Told]:
    """Return every step of the competition with the states around it."""
    found, before = [], State()
    for step, after in retell(course.plan, map(read_step, course.steps)):
        assert isinstance(after, State), after
        found.append(Told(step, before, after))
        before = after
    return found


def state_words(course: Course) -> tuple[str, Message]:
    """Return where the competition stands: the kind of the sign, and the words."""
    return KINDS.get(course.state.state, "note"), STATES[course.state.state]


def standing_words(one: Candidacy) -> tuple[str, Message]:
    """Return where an application stands: the kind of the sign, and the words."""
    if one.state in WINS:
        kind = "good"
    elif one.state in OUT:
        kind = "off"
    else:
        kind = "wait" if one.state in ACTS else "note"
    return kind, STANDINGS[one.state]


def moments_of_competition(db: Session, course: Course) -> list[dict[str, Any]]:
    """Return the competition's own steps, where it stands now, and what comes."""
    past = [
        _moment(db, course, one, _brought(one))
        for one in told(course)
        if one.step.candidate is None
    ]
    return [*past, *_now_and_later(course)]


def moments_of_candidate(
    db: Session, course: Course, key: str, *, is_own: bool
) -> list[dict[str, Any]]:
    """Return what has happened to an application; `is_own`: as its candidate may see it."""
    found = []
    for one in told(course):
        own = one.step.candidate == key
        was, is_ = one.before.candidacy(key), one.after.candidacy(key)
        if own and is_own and one.step.what in INSIDE:
            continue
        if own:
            found.append(_moment(db, course, one, _reason(one.step)))
        elif one.step.candidate is None and (was.state != is_.state or was.is_running):
            changed = was.state != is_.state
            found.append(_moment(db, course, one, STANDINGS[is_.state] if changed else None))
    ahead = _now_and_later(course) if course.state.candidacy(key).is_running else ()
    return [*found, *ahead]


def points_of(course: Course, one: Candidacy) -> Points | None:
    """Return a candidate's points so far with their arithmetic; None before there are any."""
    ranking = final_ranking(course)
    digits = ranking.digits if ranking else 2
    found = sum_of(one.points, course.plan.announced_on)
    return _points(found, digits) if found.parts else None


def candidate_rows(db: Session, course: Course, *, codes_shown: bool) -> list[CandidateRow]:
    """Return HR's table: by place where there is one, then by family name."""
    people = queries.applications_with_people(db, course.row.announcement_id)
    rows = [_row(course, *each, codes_shown=codes_shown) for each in people]
    return sorted(rows, key=lambda one: one.place or len(rows) + 1)


def deciding_words(course: Course) -> list[tuple[int, str, str, str]]:
    """Return the published list: place, code, total and what sets it above the next one."""
    ranking = final_ranking(course)
    if ranking is None:
        return []
    return [
        (each.place, each.key, figures(each.sum.formula(ranking.digits)), each.by)
        for each in ranking.placed
    ]


def names_by_key(db: Session, course: Course) -> dict[str, tuple[CompetitionApplication, Account]]:
    """Return the applications with the people, by the keys of the law."""
    people = queries.applications_with_people(db, course.row.announcement_id)
    return {str(filed.id): (filed, account) for _, filed, account in people}


def grouped(todos: Sequence[Todo]) -> list[tuple[Todo, int]]:
    """Return what is owed, alike things once with how many there are; the earliest first."""
    groups: dict[tuple[str, str], list[Todo]] = {}
    for each in todos:
        groups.setdefault((each.event, each.actor), []).append(each)
    found = [(min(each, key=_by_due), len(each)) for each in groups.values()]
    return sorted(found, key=lambda pair: _by_due(pair[0]))


def _by_due(one: Todo) -> tuple[bool, float, str]:
    return one.due_at is None, one.due_at.timestamp() if one.due_at else 0.0, one.event


def _points(found: Sum, digits: int) -> Points:
    stages = [
        (translate(STAGES[part.stage]), figures(part.formula(digits))) for part in found.parts
    ]
    formula = figures(found.formula(digits))
    return Points(stages, formula, formula.rsplit("= ", 1)[-1])


def _row(
    course: Course,
    known: Known,
    filed: CompetitionApplication,
    account: Account,
    *,
    codes_shown: bool,
) -> CandidateRow:
    key = str(filed.id)
    one = course.state.candidacy(key)
    kind, standing = standing_words(one)
    code = known.code if codes_shown else ""
    order = course.state.order
    return CandidateRow(
        key=key,
        name=account.name,
        code=code,
        number=filed.number,
        kind=kind,
        standing=standing,
        points=points_of(course, one),
        place=order.index(key) + 1 if key in order else None,
        url=links.hr_candidate(course.announcement.number, filed.number),
    )


def _moment(db: Session, course: Course, one: Told, more: Message | None) -> dict[str, Any]:
    move = _move_of(one)
    lines = [translate(say("%(who)s. %(rule)s", who=ACTORS[one.step.by], rule=_rule_words(move)))]
    lines = [translate(each) for each in _details(one.step)] + lines
    if more is not None:
        lines.insert(0, translate(more))
    found: dict[str, Any] = {
        "title": translate(EVENTS[one.step.what]),
        "state": "failed" if one.step.what in FAILED else "done",
        "at": one.step.at,
        "text": " ".join(line if line.endswith(".") else f"{line}." for line in lines),
    }
    if one.step.what == "lot-drawn" and course.row.tie_lot_id is not None:
        found["url"] = links.lot(lot(db, course.row.tie_lot_id).number)
        found["link_text"] = translate(say("Repeat the lot"))
    return found


def _move_of(one: Told) -> Move:
    machine, state = COMPETITION, one.before.state
    if one.step.candidate is not None:
        machine, state = CANDIDACY, one.before.candidacy(one.step.candidate).state
    rows = machine.of(one.step.what)
    return next((each for each in rows if state in each.sources), rows[0])


def _rule_words(move: Move) -> str:
    return f"{move.rule.id}, {source_words(move.source)}"


def _details(step: Step) -> Iterator[Message]:
    facts = step.facts
    if "opens_on" in facts and "closes_on" in facts:
        first, last = (date.fromisoformat(str(facts[each])) for each in ("opens_on", "closes_on"))
        yield say("From %(first)s to %(last)s", first=first, last=last)
    if "starts_at" in facts:
        yield say("At %(at)s", at=datetime.fromisoformat(str(facts["starts_at"])))


def _reason(step: Step) -> Message | None:
    reason = step.facts.get("reason")
    return say("The reason: %(reason)s", reason=reason) if reason else None


def _brought(one: Told) -> Message | None:
    """How many applications a step of the competition has moved."""
    moved = sum(
        each.state != one.before.candidacy(key).state for key, each in one.after.candidacies.items()
    )
    return say("Applications concerned: %(n)s", n=moved) if moved else None


def _now_and_later(course: Course) -> Iterator[dict[str, Any]]:
    state = course.state.state
    if state in OVER:
        yield {
            "title": translate(STATES[state]),
            "state": "failed" if state != "filled" else "done",
        }
        return
    own = [each.due_at for each in course.todos if each.candidate is None and each.due_at]
    yield {"title": translate(STATES[state]), "state": "now", "due_at": min(own, default=None)}
    ahead = course_of(course.plan)
    here = course.state.before if course.state.is_suspended else state
    for later in ahead[ahead.index(here) + 1 :] if here in ahead else ():
        yield {"title": translate(STATES[later]), "state": "next"}
