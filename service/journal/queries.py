from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.journal.models import JournalEntry


def entries_about(db: Session, kind: str, subject_id: object) -> Sequence[JournalEntry]:
    """Return what happened to this subject, oldest first."""
    found = select(JournalEntry).where(
        JournalEntry.subject_kind == kind, JournalEntry.subject_id == str(subject_id)
    )
    return db.exec(found.order_by(col(JournalEntry.at), col(JournalEntry.id))).all()


def newest_entries(db: Session, *, limit: int = 200) -> Sequence[JournalEntry]:
    """Return the newest entries, newest first."""
    return db.exec(select(JournalEntry).order_by(col(JournalEntry.id).desc()).limit(limit)).all()


def entries_before(
    db: Session,
    before: UUID | None = None,
    *,
    verb: str = "",
    subject_kind: str = "",
    subject_id: str = "",
    actor_id: UUID | None = None,
    limit: int = 50,
) -> Sequence[JournalEntry]:
    """Return the newest entries older than the one named, newest first, narrowed as asked."""
    found = select(JournalEntry).order_by(col(JournalEntry.id).desc())
    if before is not None:
        found = found.where(col(JournalEntry.id) < before)
    if verb:
        found = found.where(JournalEntry.verb == verb)
    if subject_kind:
        found = found.where(JournalEntry.subject_kind == subject_kind)
    if subject_id:
        found = found.where(JournalEntry.subject_id == subject_id)
    if actor_id is not None:
        found = found.where(JournalEntry.actor_id == actor_id)
    return db.exec(found.limit(limit)).all()


def subject_kinds(db: Session) -> Sequence[str]:
    """Return the kinds of subjects that the journal speaks of, by name."""
    found = select(JournalEntry.subject_kind).distinct()
    return db.exec(found.order_by(JournalEntry.subject_kind)).all()
