from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.personal_files.models import (
    Declaration,
    Education,
    Employment,
    Entry,
    LanguageSkill,
    Outcome,
    PersonalDocument,
    StateAnswer,
    Volunteering,
)

AnEntry = TypeVar("AnEntry", bound=Entry)


def newest_state_answer(db: Session, account_id: UUID) -> StateAnswer | None:
    """Return how the state gateway answered last, whatever it said."""
    found = select(StateAnswer).where(StateAnswer.account_id == account_id)
    newest = found.order_by(col(StateAnswer.asked_at).desc(), col(StateAnswer.id).desc())
    return db.exec(newest.limit(1)).first()


def newest_state_records(db: Session, account_id: UUID) -> StateAnswer | None:
    """Return the newest answer that held records."""
    found = select(StateAnswer).where(
        StateAnswer.account_id == account_id, StateAnswer.outcome == Outcome.FOUND
    )
    newest = found.order_by(col(StateAnswer.asked_at).desc(), col(StateAnswer.id).desc())
    return db.exec(newest.limit(1)).first()


def entries_of(db: Session, account_id: UUID, kind: type[AnEntry]) -> Sequence[AnEntry]:
    """Return the lines of this kind that stand in the person's file, in the order they came."""
    found = select(kind).where(kind.account_id == account_id, col(kind.ended_at).is_(None))
    return db.exec(found.order_by(col(kind.made_at), col(kind.id))).all()


def education_of(db: Session, account_id: UUID) -> Sequence[Education]:
    """Return the person's education, the newest first; what lasts stands on top."""
    found = entries_of(db, account_id, Education)
    return sorted(found, key=lambda one: one.ended_in or 9999, reverse=True)


def employment_of(db: Session, account_id: UUID) -> Sequence[Employment]:
    """Return the person's employment, the newest first."""
    found = entries_of(db, account_id, Employment)
    return sorted(found, key=lambda one: one.began_on, reverse=True)


def languages_of(db: Session, account_id: UUID) -> Sequence[LanguageSkill]:
    """Return the languages that the person knows."""
    return entries_of(db, account_id, LanguageSkill)


def volunteering_of(db: Session, account_id: UUID) -> Sequence[Volunteering]:
    """Return the person's volunteering, the newest first."""
    found = entries_of(db, account_id, Volunteering)
    return sorted(found, key=lambda one: one.began_on, reverse=True)


def entry_of(db: Session, account_id: UUID, kind: type[AnEntry], entry_id: UUID) -> AnEntry | None:
    """Return the person's own line of this id, while it stands."""
    found = select(kind).where(
        kind.id == entry_id, kind.account_id == account_id, col(kind.ended_at).is_(None)
    )
    return db.exec(found).first()


def documents_of(db: Session, account_id: UUID) -> Sequence[PersonalDocument]:
    """Return the documents of the person's file, the newest first."""
    found = select(PersonalDocument).where(
        PersonalDocument.account_id == account_id, col(PersonalDocument.removed_at).is_(None)
    )
    newest = found.order_by(
        col(PersonalDocument.uploaded_at).desc(), col(PersonalDocument.id).desc()
    )
    return db.exec(newest).all()


def document_of(db: Session, account_id: UUID, document_id: UUID) -> PersonalDocument | None:
    """Return the person's own document of this id, while it is in the file."""
    found = select(PersonalDocument).where(
        PersonalDocument.id == document_id,
        PersonalDocument.account_id == account_id,
        col(PersonalDocument.removed_at).is_(None),
    )
    return db.exec(found).first()


def uploads_ever(db: Session, account_id: UUID) -> int:
    """Return how many documents the person has ever uploaded, those taken out too."""
    found = select(func.count()).where(PersonalDocument.account_id == account_id)
    return db.exec(found.select_from(PersonalDocument)).one()


def declarations_ever(db: Session, account_id: UUID) -> Sequence[Declaration]:
    """Return every declaration of the person, the newest first."""
    found = select(Declaration).where(Declaration.account_id == account_id)
    return db.exec(
        found.order_by(col(Declaration.made_at).desc(), col(Declaration.id).desc())
    ).all()


def declarations_of(db: Session, account_id: UUID) -> Mapping[int, Declaration]:
    """Return what holds now: the newest declaration to each bar, by its number."""
    newest: dict[int, Declaration] = {}
    for one in declarations_ever(db, account_id):
        newest.setdefault(one.number, one)
    return newest
