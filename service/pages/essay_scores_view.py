"""Scores of essays as pages show them: a member's own, the chair's spread, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.models import Part
from service.competitions.course import Course
from service.competitions.models import Candidacy
from service.core.i18n import Message, say
from service.law.competition_state import Candidacy as State
from service.law.conflict import Closed
from service.law.essay import METHOD
from service.law.marks import member_score, spread
from service.law.points import printed
from service.pages import competition_links as links
from service.pages.competition_words import figures
from service.pages.essay_doors import Seat
from service.scoring import queries
from service.scoring.essay_scores import against_scoring, essays_to_score, is_complete
from service.scoring.models import Essay, EssayScore


@dataclass(frozen=True, slots=True)
class Line:
    """An essay in a list: by its code alone."""

    code: str
    kind: str
    standing: Message
    due_at: datetime | None
    url: str
    missing: Sequence[str] = ()
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a member sees of the essays of a competition; `closed`: declare conflicts first."""

    lines: Sequence[Line]
    is_closed: bool
    hidden: int


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """What one seat has given in a turn: the mean of its marks, and the marks."""

    seat: Message
    score: str
    points: Mapping[str, int]
    words: str


@dataclass(frozen=True, slots=True)
class SpreadOf:
    """All scores of a turn, how far they lie apart, and their mean."""

    turn: int
    lines: Sequence[SpreadLine]
    apart: str
    mean: str


def desk_for(db: Session, seat: Seat, now: datetime) -> Desk:
    """Return the essays that a member may see, what is to be scored first."""
    account_id, round_id = seat.holder.account_id, seat.course.row.announcement_id
    everybody = set(essays_to_score(db, round_id))
    lines, hidden, is_closed = [], 0, False
    for essay, row in queries.essays_of(db, round_id):
        if essay.application_id not in everybody:
            continue
        against = against_scoring(db, round_id, account_id, essay.application_id)
        if isinstance(against, Closed) and against.why == "declare-first":
            is_closed = True
        elif against is not None:
            hidden += 1
        else:
            lines.append(_line(db, seat, essay, row, now))
    if is_closed:
        return Desk([], is_closed=True, hidden=0)
    lines.sort(key=lambda one: one.kind not in {"wait", "bad"})
    return Desk(lines, is_closed=False, hidden=hidden)


def late_lines(db: Session, course: Course, now: datetime) -> list[Line]:
    """Return the essays that are being scored, with the names of the members who are missing."""
    rows = queries.essays_of(db, course.row.announcement_id)
    found = []
    for essay, row in rows:
        one = course.state.candidacy(str(essay.application_id))
        if one.state == "essay-scoring":
            late = essay.due_at is not None and now > essay.due_at
            missing = missing_names(db, course, one)
            waits = say("Scores are missing") if missing else say("The chair decides")
            kind = "bad" if late else "wait"
            found.append(Line(row.code, kind, waits, essay.due_at, "", missing, late))
    return found


def missing_names(db: Session, course: Course, one: State) -> list[str]:
    """Return the members who may score an application and have not, in the order of their seats."""
    out = one.scored | one.conflicted
    waited = {each for each in course.state.seats if each not in out}
    there = commissions.commission_of(db, course.row.announcement_id)
    seated = commissions.holders(db, there.id) if there else []
    return [account.name for place, _, account in seated if str(place.id) in waited]


def own_scores(db: Session, seat: Seat, essay: Essay) -> list[EssayScore]:
    """Return what this member has given the essay, the first look first."""
    every = queries.essay_scores_ever(db, essay.application_id)
    return [one for one in every if one.holder_id == seat.holder.id]


def spreads_of(db: Session, course: Course, essay: Essay) -> list[SpreadOf]:
    """Return each turn in which every member has scored; nothing before that is shown."""
    one = course.state.candidacy(str(essay.application_id))
    done = queries.second_look(db, essay.application_id)
    is_over = one.state != "essay-scoring" or is_complete(course, essay)
    last = 2 if done is not None and done.again else 1
    seats = seat_words(db, course)
    every = queries.essay_scores_ever(db, essay.application_id)
    turns = [turn for turn in range(1, last + 1) if turn < last or is_over]
    return [_spread(turn, [each for each in every if each.turn == turn], seats) for turn in turns]


def seat_words(db: Session, course: Course) -> dict[UUID, Message]:
    """Return what each seat is called where no name is said: members by their order."""
    there = commissions.commission_of(db, course.row.announcement_id)
    places = [place for place, _, _ in commissions.holders(db, there.id)] if there else []
    members = [one for one in places if one.part is Part.MEMBER]
    named = {one.id: say("Member %(n)s", n=number) for number, one in enumerate(members, 1)}
    return named | {one.id: say("Chair") for one in places if one.part is Part.CHAIR}


def score_of(marks: Mapping[str, int]) -> str:
    """Return the mean of a member's marks as it is printed."""
    return figures(printed(member_score(METHOD, marks)))


def _spread(turn: int, scores: Sequence[EssayScore], seats: Mapping[UUID, Message]) -> SpreadOf:
    means = [member_score(METHOD, one.points) for one in scores]
    lines = [
        SpreadLine(
            seats.get(one.seat_id, say("A seat that is no more")),
            score_of(one.points),
            one.points,
            one.comment,
        )
        for one in scores
    ]
    mean = sum(means, Fraction()) / len(means) if means else Fraction()
    return SpreadOf(turn, lines, figures(printed(spread(means))), figures(printed(mean)))


def _line(db: Session, seat: Seat, essay: Essay, row: Candidacy, now: datetime) -> Line:
    course = seat.course
    one = course.state.candidacy(str(essay.application_id))
    late = essay.due_at is not None and now > essay.due_at
    missing = missing_names(db, course, one) if seat.is_chair else []
    url = links.commission_essay(course.announcement.number, row.code)
    kind, standing = _standing(seat, one, is_late=late)
    due_at = essay.due_at if one.state == "essay-scoring" else None
    is_open = one.state == "essay-scoring"
    return Line(row.code, kind, standing, due_at, url, missing if is_open else [], late)


def _standing(seat: Seat, one: State, *, is_late: bool) -> tuple[str, Message]:
    if one.state != "essay-scoring":
        return "good", say("Scored by everybody")
    if seat.key in one.scored:
        waits = is_waiting_for_chair(seat.course, one)
        if waits and seat.is_chair:
            return "wait", say("Far apart: decide")
        return "note", say("You have scored")
    if is_late:
        return "bad", say("Overdue")
    return "wait", say("Score it once more") if one.looked_twice else say("To score")


def is_waiting_for_chair(course: Course, one: State) -> bool:
    """Tell whether every member has scored and only the chair's word is missing."""
    return set(course.state.seats) - one.conflicted <= one.scored
