from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from service.commissions.models import Commission, ConflictDeclaration, SeatHolder
from service.competitions.models import Candidacy, Competition
from service.core.due_work import Job
from service.law.marks import Marks
from service.scoring.models import (
    Attendance,
    Essay,
    EssayScore,
    EssayTask,
    EssayVersion,
    Interview,
    InterviewScore,
    InterviewTurn,
    SecondLook,
)


def essay_task(db: Session, announcement_id: UUID) -> EssayTask | None:
    """Return who writes about what in a competition, once the lot is drawn."""
    return db.get(EssayTask, announcement_id)


def essay(db: Session, application_id: UUID) -> Essay | None:
    """Return the candidate's essay, once begun."""
    return db.get(Essay, application_id)


def essay_for_update(db: Session, application_id: UUID) -> Essay | None:
    """Return the essay, locked until the end of the transaction."""
    found = select(Essay).where(Essay.application_id == application_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def newest_version(db: Session, application_id: UUID) -> EssayVersion | None:
    """Return the text as it was saved last."""
    found = select(EssayVersion).where(EssayVersion.application_id == application_id)
    return db.exec(found.order_by(col(EssayVersion.ordinal).desc())).first()


def versions_of(db: Session, application_id: UUID) -> Sequence[EssayVersion]:
    """Return every text that was saved, the oldest first."""
    found = select(EssayVersion).where(EssayVersion.application_id == application_id)
    return db.exec(found.order_by(col(EssayVersion.ordinal))).all()


def newest_fitting(db: Session, application_id: UUID, most_words: int) -> EssayVersion | None:
    """Return the last text that was saved with at most so many words."""
    found = select(EssayVersion).where(
        EssayVersion.application_id == application_id, EssayVersion.words <= most_words
    )
    return db.exec(found.order_by(col(EssayVersion.ordinal).desc())).first()


def essays_over(db: Session, now: datetime) -> Sequence[UUID]:
    """Return the essays whose time is over and that nobody has handed in.

    Those of candidates who have withdrawn meanwhile stay as they are.
    """
    found = select(Essay.application_id).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    found = found.where(
        Candidacy.state == "essay", col(Essay.finished_at).is_(None), Essay.deadline_at < now
    )
    return db.exec(found.order_by(col(Essay.deadline_at))).all()


def essays_to_review(db: Session) -> Sequence[tuple[Essay, Candidacy]]:
    """Return the finished essays whose review is not published, the oldest first."""
    found = select(Essay, Candidacy).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    found = found.where(Candidacy.state == "essay-review")
    return db.exec(found.order_by(col(Essay.finished_at))).all()


def essays_of(db: Session, announcement_id: UUID) -> Sequence[tuple[Essay, Candidacy]]:
    """Return the essays of a competition with their candidacies, by code."""
    found = select(Essay, Candidacy).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    found = found.where(Essay.announcement_id == announcement_id)
    return db.exec(found.order_by(Candidacy.code)).all()


def essay_by_code(db: Session, announcement_id: UUID, code: str) -> tuple[Essay, Candidacy] | None:
    """Return the essay that scorers know by this code."""
    if "\0" in code:
        return None
    found = select(Essay, Candidacy).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    found = found.where(Essay.announcement_id == announcement_id, Candidacy.code == code)
    return db.exec(found).first()


def essay_scores(db: Session, application_id: UUID, turn: int) -> Mapping[UUID, Marks]:
    """Return the marks of each seat that has scored an essay in this turn."""
    found = select(EssayScore).where(
        EssayScore.application_id == application_id, EssayScore.turn == turn
    )
    return {one.seat_id: one.points for one in db.exec(found)}


def essay_scores_ever(db: Session, application_id: UUID) -> Sequence[EssayScore]:
    """Return every score of an essay, those before a second look too, the oldest first."""
    found = select(EssayScore).where(EssayScore.application_id == application_id)
    return db.exec(found.order_by(col(EssayScore.turn), col(EssayScore.at))).all()


def second_look(db: Session, application_id: UUID) -> SecondLook | None:
    """Return what the chair has decided about scores that lie far apart."""
    return db.get(SecondLook, application_id)


def essays_scored_until(db: Session, now: datetime) -> Sequence[UUID]:
    """Return the essays of which every score was due by now."""
    found = select(Essay.application_id).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    found = found.where(Candidacy.state == "essay-scoring", col(Essay.due_at) < now)
    return db.exec(found.order_by(col(Essay.due_at))).all()


def interview(db: Session, announcement_id: UUID) -> Interview | None:
    """Return the interviews of a competition, once HR has set the time."""
    return db.get(Interview, announcement_id)


def turns(db: Session, announcement_id: UUID) -> Sequence[tuple[InterviewTurn, Candidacy]]:
    """Return the candidates of the interviews in their order."""
    found = select(InterviewTurn, Candidacy).join(
        Candidacy, col(Candidacy.application_id) == col(InterviewTurn.application_id)
    )
    found = found.where(InterviewTurn.announcement_id == announcement_id)
    return db.exec(found.order_by(col(InterviewTurn.ordinal))).all()


def fresh_turns(db: Session, announcement_id: UUID) -> Sequence[InterviewTurn]:
    """Return the interviews as they stand now, whatever this session has read before."""
    found = select(InterviewTurn).where(InterviewTurn.announcement_id == announcement_id)
    found = found.order_by(col(InterviewTurn.ordinal))
    return db.exec(found.execution_options(populate_existing=True)).all()


def fresh_interview(db: Session, announcement_id: UUID) -> Interview | None:
    """Return the time of the interviews as it stands now, whatever was read before."""
    found = select(Interview).where(Interview.announcement_id == announcement_id)
    return db.exec(found.execution_options(populate_existing=True)).first()


def interviews_stamp(db: Session, announcement_id: UUID) -> tuple[object, ...]:
    """Return what is another one whenever something about the interviews of a round has changed."""
    turns_of = InterviewTurn.announcement_id == announcement_id
    declared = (
        select(func.count())
        .select_from(ConflictDeclaration)
        .join(SeatHolder, col(SeatHolder.id) == col(ConflictDeclaration.holder_id))
        .join(Commission, col(Commission.id) == col(SeatHolder.commission_id))
        .where(Commission.announcement_id == announcement_id)
    )
    scored = select(func.count()).select_from(InterviewScore)
    scored = scored.join(
        InterviewTurn, col(InterviewTurn.application_id) == col(InterviewScore.application_id)
    )
    attend = select(func.count()).select_from(Attendance)
    parts = (
        select(Competition.steps).where(Competition.announcement_id == announcement_id),
        select(Interview.version).where(Interview.announcement_id == announcement_id),
        select(Commission.version).where(Commission.announcement_id == announcement_id),
        attend.where(Attendance.announcement_id == announcement_id),
        declared,
        scored.where(turns_of),
        *(
            select(figure(getattr(InterviewTurn, name))).where(turns_of)
            for name in ("waiting_at", "let_in_at", "ended_at", "absent_at")
            for figure in (func.count, func.max)
        ),
    )
    found = db.exec(select(*(one.scalar_subquery() for one in parts))).one()
    return tuple(found)


def interviews_in_scoring(db: Session) -> Sequence[InterviewTurn]:
    """Return the interviews whose points are being signed."""
    found = select(InterviewTurn).join(
        Candidacy, col(Candidacy.application_id) == col(InterviewTurn.application_id)
    )
    return db.exec(found.where(Candidacy.state == "in-interview")).all()


def signed_points(db: Session, application_id: UUID) -> Sequence[InterviewScore]:
    """Return what the members have signed about a candidate, the first first."""
    found = select(InterviewScore).where(InterviewScore.application_id == application_id)
    return db.exec(found.order_by(col(InterviewScore.at))).all()


def turn(db: Session, application_id: UUID) -> InterviewTurn | None:
    """Return a candidate's interview."""
    return db.get(InterviewTurn, application_id)


def turn_for_update(db: Session, application_id: UUID) -> InterviewTurn | None:
    """Return a candidate's interview, locked until the end of the transaction."""
    found = select(InterviewTurn).where(InterviewTurn.application_id == application_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(locked).first()


def next_turn(db: Session, announcement_id: UUID) -> int:
    """Return the number of the next candidate of the interviews."""
    found = select(func.max(InterviewTurn.ordinal)).where(
        InterviewTurn.announcement_id == announcement_id
    )
    return (db.exec(found).one() or 0) + 1


def interview_scores(db: Session, application_id: UUID) -> Mapping[UUID, Marks]:
    """Return the marks of each seat that has signed."""
    found = select(InterviewScore).where(InterviewScore.application_id == application_id)
    return {one.seat_id: one.points for one in db.exec(found)}


def present(db: Session, announcement_id: UUID) -> frozenset[UUID]:
    """Return the seat holders whom the secretary has seen on the day that HR has set now."""
    found = (
        select(Attendance.holder_id)
        .join(Interview, col(Interview.announcement_id) == col(Attendance.announcement_id))
        .where(Attendance.announcement_id == announcement_id)
        .where(Attendance.held_on == Interview.held_on)
    )
    return frozenset(db.exec(found))


def essays_in_scoring(db: Session) -> Sequence[Essay]:
    """Return the essays that members score now."""
    found = select(Essay).join(
        Candidacy, col(Candidacy.application_id) == col(Essay.application_id)
    )
    return db.exec(found.where(Candidacy.state == "essay-scoring")).all()


def known_jobs(db: Session, keys: Sequence[str]) -> frozenset[str]:
    """Return which of these keys have been asked for already."""
    return frozenset(db.exec(select(Job.key).where(col(Job.key).in_(list(keys)))))
