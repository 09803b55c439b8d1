"""How the members score essays: alone, without names; the chair sees how far they lie apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.commissions.models import CommissionSeat, Part
from service.commissions.queries import may_see, seat_of
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.queries import candidacies
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.calendar import WorkingCalendar
from service.law.conflict import Closed
from service.law.essay import METHOD, asks_second_look
from service.law.machine import Actor, Illegal
from service.law.marks import MarkFault, Marks, Waiting, mark_faults, member_score, stage_score
from service.scoring import queries
from service.scoring.essay_telling import ONCE_MORE, tell_scorers
from service.scoring.essays import refusal, scores_due_at
from service.scoring.models import Essay, EssayScore, SecondLook


@dataclass(frozen=True)
class Sheet:
    """What a member gives: criterion → mark, and words for the record."""

    points: Mapping[str, object]
    comment: str = ""


@dataclass(frozen=True)
class Spread:
    """The scores of an essay for the chair: the mean of each seat, and whether they lie apart."""

    scores: Mapping[UUID, Fraction]
    is_large: bool
    decided: SecondLook | None


def essays_to_score(db: Session, announcement_id: UUID) -> list[UUID]:
    """The applications whose essays are or were scored in a competition."""
    there = {"essay-scoring"}
    return [
        one.application_id
        for one in candidacies(db, announcement_id)
        if one.state in there or "essay" in one.points
    ]


def against_scoring(
    db: Session, announcement_id: UUID, account_id: UUID, application_id: UUID
) -> Closed | Message | None:
    """Why a person neither sees nor scores an essay; None where it may (CM-4)."""
    seated = seat_of(db, announcement_id, account_id)
    if seated is None or seated[0].part is Part.SECRETARY:
        return say("You do not score in this competition.")
    everybody = essays_to_score(db, announcement_id)
    return may_see(db, announcement_id, account_id, application_id, everybody)


def turn_of(db: Session, application_id: UUID) -> int:
    """1, or 2 after the chair has asked for a second look."""
    decided = queries.second_look(db, application_id)
    return 2 if decided is not None and decided.again else 1


def score_essay(
    db: Session,
    essay: Essay,
    account_id: UUID,
    sheet: Sheet,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> EssayScore | list[MarkFault] | Closed | Message:
    """Keep a member's score, once; the stage is rated when every member has scored.

    A second sheet from the same seat changes nothing: the first one stands.
    """
    course = course_of(db, essay.announcement_id, calendar, lock=True)
    assert course is not None
    refused = against_scoring(db, essay.announcement_id, account_id, essay.application_id)
    if refused is not None:
        return refused
    faults = mark_faults(METHOD, sheet.points)
    if faults:
        return faults
    seated = seat_of(db, essay.announcement_id, account_id)
    assert seated is not None
    place, holder = seated
    turn = turn_of(db, essay.application_id)
    there = db.get(EssayScore, (essay.application_id, place.id, turn))
    if there is not None:
        return there
    after = _act(db, essay, "essay-scored", _part(place), calendar, now, actor_id=account_id,
                 facts={"seat": str(place.id)})  # fmt: skip
    if isinstance(after, Illegal):
        return refusal(after, say("This essay is not scored now."))
    made = EssayScore(
        application_id=essay.application_id,
        seat_id=place.id,
        holder_id=holder.id,
        turn=turn,
        points=dict(sheet.points),
        comment=sheet.comment,
        at=now,
    )
    db.add(made)
    db.flush()
    rate_essay(db, essay, calendar=calendar, now=now)
    return made


def spread_of(db: Session, essay: Essay) -> Spread:
    """How far the scores of an essay lie apart, so far."""
    sheets = queries.essay_scores(db, essay.application_id, turn_of(db, essay.application_id))
    scores = {seat: member_score(METHOD, marks) for seat, marks in sheets.items()}
    decided = queries.second_look(db, essay.application_id)
    return Spread(scores, asks_second_look(scores.values()), decided)


def decide_spread(
    db: Session,
    essay: Essay,
    account_id: UUID,
    *,
    again: bool,
    reason: str,
    calendar: WorkingCalendar,
    now: datetime,
) -> SecondLook | Message:
    """The chair asks for a second look at scores that lie far apart, or lets them stand."""
    course = course_of(db, essay.announcement_id, calendar, lock=True)
    assert course is not None
    seated = seat_of(db, essay.announcement_id, account_id)
    if seated is None or seated[0].part is not Part.CHAIR:
        return say("The chair of the commission decides about this.")
    there = queries.second_look(db, essay.application_id)
    if there is not None:
        return there
    if not reason.strip():
        return say("Please say why.")
    refused = _against_deciding(course, essay)
    if refused is not None:
        return refused
    if again:
        after = _act(db, essay, "second-look-asked", "chair", calendar, now, actor_id=account_id)
        if isinstance(after, Illegal):
            return refusal(after, say("This essay is not scored now."))
        essay.due_at = scores_due_at(after, essay.application_id)
        db.add(essay)
        tell_scorers(db, after, essay, ONCE_MORE, now=now)
    made = SecondLook(
        application_id=essay.application_id,
        again=again,
        decided_by=account_id,
        reason=reason.strip(),
        decided_at=now,
    )
    db.add(made)
    db.flush()
    _note(db, made)
    rate_essay(db, essay, calendar=calendar, now=now)
    return made


def _note(db: Session, made: SecondLook) -> None:
    record(db, "essay scores far apart decided", subject=("essay", made.application_id),
           now=made.decided_at, actor_id=made.decided_by, rule="ST-3",
           facts={"again": made.again, "reason": made.reason})  # fmt: skip


def rate_essay(
    db: Session, essay: Essay, *, calendar: WorkingCalendar, now: datetime
) -> Fraction | None:
    """Rate an essay that every member has scored; None while something is waited for.

    Scores that lie far apart wait for the chair until all are due; then they stand (DEFAULT).
    """
    course = course_of(db, essay.announcement_id, calendar, lock=True)
    assert course is not None
    one = course.state.candidacy(str(essay.application_id))
    if one.state != "essay-scoring":
        return None
    sheets = _sheets(db, essay)
    found = stage_score(METHOD, sheets, course.state.seats, one.conflicted)
    if isinstance(found, Waiting):
        return None
    apart = spread_of(db, essay)
    is_due = essay.due_at is not None and now > essay.due_at
    if apart.is_large and apart.decided is None and not is_due:
        return None
    after = _act(db, essay, "essay-rated", "system", calendar, now, facts={"score": str(found)})
    assert not isinstance(after, Illegal), after
    return found


def _sheets(db: Session, essay: Essay) -> dict[str, Marks]:
    turn = turn_of(db, essay.application_id)
    found = queries.essay_scores(db, essay.application_id, turn)
    return {str(seat): marks for seat, marks in found.items()}


def _against_deciding(course: Course, essay: Essay) -> Message | None:
    if course.state.candidacy(str(essay.application_id)).state != "essay-scoring":
        return say("This essay is not scored now.")
    return None if is_complete(course, essay) else say("Not every member has scored yet.")


def is_complete(course: Course, essay: Essay) -> bool:
    """Has every member without a conflict of interest scored, in the present turn?"""
    one = course.state.candidacy(str(essay.application_id))
    return set(course.state.seats) - one.conflicted <= one.scored


def _part(place: CommissionSeat) -> Actor:
    return "chair" if place.part is Part.CHAIR else "member"


def _act(
    db: Session,
    essay: Essay,
    what: str,
    by: Actor,
    calendar: WorkingCalendar,
    now: datetime,
    *,
    actor_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Course | Illegal:
    return act(
        db,
        essay.announcement_id,
        what,
        by=by,
        now=now,
        calendar=calendar,
        application_id=essay.application_id,
        facts=facts,
        actor_id=actor_id,
    )
