from collections.abc import Sequence

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
