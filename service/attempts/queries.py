from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from service.attempts.models import (
    Answer,
    Attempt,
    AttemptResult,
    AttemptStep,
    AttemptWindow,
    Presence,
    Remark,
    ServiceBeat,
    ServiceOutage,
    TechnicalFailure,
    TestMessage,
)
from service.core.columns import from_milliseconds, milliseconds
from service.law.attempt import Phase, Step, What


def attempt(db: Session, attempt_id: UUID) -> Attempt | None:
    """Return the attempt of this id."""
    return db.get(Attempt, attempt_id)


def attempt_of_application(db: Session, application_id: UUID) -> Attempt | None:
    """Return the attempt that belongs to an application."""
    return db.exec(select(Attempt).where(Attempt.application_id == application_id)).first()


def attempt_for(db: Session, account_id: UUID, attempt_id: UUID) -> Attempt | None:
    """Return the person's own attempt; None where it is another's or does not exist."""
    found = select(Attempt).where(Attempt.id == attempt_id, Attempt.account_id == account_id)
    return db.exec(found).first()


def locked_attempt(db: Session, attempt_id: UUID) -> Attempt | None:
    """Return the attempt with its row locked until the transaction ends.

    Its key is not locked: the answers that refer to it go on being saved.
    """
    found = select(Attempt).where(Attempt.id == attempt_id).with_for_update(key_share=True)
    return db.exec(found.execution_options(populate_existing=True)).first()


def steps_of(db: Session, attempt_id: UUID) -> list[Step]:
    """Return the attempt's facts in their order, as the law reads them."""
    found = select(AttemptStep).where(AttemptStep.attempt_id == attempt_id)
    rows = db.exec(found.order_by(col(AttemptStep.ordinal))).all()
    return [Step(What(row.what), row.at, row.facts) for row in rows]


def step_rows(db: Session, attempt_id: UUID) -> Sequence[AttemptStep]:
    """Return the attempt's facts with who caused them, in their order."""
    found = select(AttemptStep).where(AttemptStep.attempt_id == attempt_id)
    return db.exec(found.order_by(col(AttemptStep.ordinal))).all()


def windows_of(db: Session, attempt_id: UUID) -> Sequence[AttemptWindow]:
    """Return the attempt's section windows in order."""
    found = select(AttemptWindow).where(AttemptWindow.attempt_id == attempt_id)
    return db.exec(found.order_by(col(AttemptWindow.section))).all()


def locked_windows(db: Session, attempt_id: UUID) -> Sequence[AttemptWindow]:
    """Return the windows, locked after every answer on its way through them has gone in."""
    found = select(AttemptWindow).where(AttemptWindow.attempt_id == attempt_id)
    ordered = found.order_by(col(AttemptWindow.section)).with_for_update()
    return db.exec(ordered.execution_options(populate_existing=True)).all()


def seen_at(db: Session, attempt_id: UUID) -> datetime | None:
    """Return when the candidate's player was last heard."""
    row = db.get(Presence, attempt_id, populate_existing=True)
    return None if row is None else from_milliseconds(row.seen_ms)


def answers_of(db: Session, attempt_id: UUID) -> Sequence[Answer]:
    """Return every answer saved, in the order of the receipts."""
    return db.exec(
        select(Answer).where(Answer.attempt_id == attempt_id).order_by(col(Answer.seq))
    ).all()


def current_answers(db: Session, attempt_id: UUID) -> dict[tuple[int, int], Answer]:
    """Return the newest answer of each (section, position): the one that counts."""
    return {(row.section, row.position): row for row in answers_of(db, attempt_id)}


def last_answer(db: Session, attempt_id: UUID) -> Answer | None:
    """Return the answer with the last receipt."""
    found = select(Answer).where(Answer.attempt_id == attempt_id)
    return db.exec(found.order_by(col(Answer.seq).desc()).limit(1)).first()


def answers_from(db: Session, attempt_id: UUID, first: int, last: int) -> Sequence[Answer]:
    """Return the answers of these receipt numbers, both ends included."""
    found = select(Answer).where(Answer.attempt_id == attempt_id, Answer.seq >= first)
    return db.exec(found.where(Answer.seq <= last).order_by(col(Answer.seq))).all()


def result_of(db: Session, attempt_id: UUID) -> AttemptResult | None:
    """Return the newest result; earlier ones stay for the record."""
    found = select(AttemptResult).where(AttemptResult.attempt_id == attempt_id)
    return db.exec(found.order_by(col(AttemptResult.id).desc()).limit(1)).first()


def attempts_due(db: Session, now: datetime, *, limit: int = 200) -> Sequence[UUID]:
    """Return attempts in which a deadline or a break is over, longest overdue first."""
    found = select(Attempt.id).where(
        col(Attempt.phase).in_((Phase.OPEN, Phase.BETWEEN)), col(Attempt.due_at) <= now
    )
    return db.exec(found.order_by(col(Attempt.due_at)).limit(limit)).all()


def attempts_silent(db: Session, since: datetime, *, limit: int = 200) -> Sequence[UUID]:
    """Return open attempts whose player has not been heard since then, longest silent first."""
    found = (
        select(Attempt.id)
        .join(Presence, col(Presence.attempt_id) == col(Attempt.id))
        .where(Attempt.phase == Phase.OPEN, Presence.seen_ms < milliseconds(since))
    )
    return db.exec(found.order_by(col(Presence.seen_ms)).limit(limit)).all()


def open_attempts(db: Session) -> Sequence[UUID]:
    """Return every attempt with a section or a break running."""
    found = select(Attempt.id).where(col(Attempt.phase).in_((Phase.OPEN, Phase.BETWEEN)))
    return db.exec(found.order_by(col(Attempt.id))).all()


def why_refused(db: Session, attempt_id: UUID, generation: int) -> str:
    """Return why the hot path took nothing: 'taken-over' or 'closed'."""
    row = db.get(Attempt, attempt_id)
    return "taken-over" if row is not None and row.generation != generation else "closed"


def outages_between(
    db: Session, began_at: datetime, ended_at: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the service's own outages that touch this time (TT-5)."""
    found = select(ServiceOutage).where(
        ServiceOutage.ended_at > began_at, ServiceOutage.began_at < ended_at
    )
    rows = db.exec(found.order_by(col(ServiceOutage.began_at))).all()
    return [(row.began_at, row.ended_at) for row in rows]


def outages(db: Session, *, limit: int = 50) -> Sequence[ServiceOutage]:
    """Return the newest outages, newest first."""
    found = select(ServiceOutage).order_by(col(ServiceOutage.began_at).desc())
    return db.exec(found.limit(limit)).all()


def service_seen_at(db: Session) -> datetime | None:
    """Return when a web process of the service was last alive; None where none ever was."""
    row = db.get(ServiceBeat, 1, populate_existing=True)
    return None if row is None else row.at


def locked_beat(db: Session) -> ServiceBeat | None:
    """Return the heartbeat's row, locked until the transaction ends."""
    found = select(ServiceBeat).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def messages_for(db: Session, attempt_id: UUID) -> Sequence[TestMessage]:
    """Return the messages to the candidate, oldest first."""
    found = select(TestMessage).where(TestMessage.attempt_id == attempt_id)
    return db.exec(found.order_by(col(TestMessage.id))).all()


def open_remarks(db: Session) -> Sequence[Remark]:
    """Return remarks that nobody has answered, oldest first (TT-3)."""
    found = select(Remark).where(col(Remark.answered_at).is_(None))
    return db.exec(found.order_by(col(Remark.at))).all()


def remarks_of(db: Session, attempt_id: UUID) -> Sequence[Remark]:
    """Return the remarks made at the end of an attempt."""
    return db.exec(select(Remark).where(Remark.attempt_id == attempt_id)).all()


def count_answers(db: Session, attempt_id: UUID) -> int:
    """Return how many receipts the attempt has."""
    found = select(func.count()).select_from(Answer).where(Answer.attempt_id == attempt_id)
    return db.exec(found).one()


def remark(db: Session, remark_id: UUID) -> Remark | None:
    """Return the remark of this id."""
    return db.get(Remark, remark_id)


def answered_remarks(db: Session, *, limit: int = 50) -> Sequence[Remark]:
    """Return the newest answered remarks, the last answer first."""
    found = select(Remark).where(col(Remark.answered_at).is_not(None))
    return db.exec(found.order_by(col(Remark.answered_at).desc()).limit(limit)).all()


def technical_failure(db: Session, attempt_id: UUID) -> TechnicalFailure | None:
    """Return what was registered about the technical failure of an attempt."""
    return db.get(TechnicalFailure, attempt_id)


def prepared_attempts(db: Session, account_id: UUID) -> Sequence[UUID]:
    """Return the person's attempts that are ready and have not begun."""
    found = select(Attempt.id).where(
        Attempt.account_id == account_id, Attempt.phase == Phase.PREPARED
    )
    return db.exec(found.order_by(col(Attempt.id))).all()


def presence(db: Session, attempt_id: UUID) -> Presence | None:
    """Return the row that says when the candidate's player was last heard."""
    return db.get(Presence, attempt_id, populate_existing=True)
