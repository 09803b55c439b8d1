from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.people.models import Account
from service.personal_files.file_rows import KINDS, FileRows
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


def file_rows(db: Session, account_ids: Sequence[UUID]) -> dict[UUID, FileRows]:
    """Return what stands in the files of these people now, by account; in a few statements."""
    born = db.exec(select(col(Account.id), col(Account.birth_on)).where(col(Account.id).in_(account_ids)))
    lines = {kind: _grouped(_standing(db, kind, account_ids)) for kind in KINDS}
    documents = _grouped(_documents(db, account_ids))
    declared = _grouped(_declared(db, account_ids))
    identities = _identities(db, account_ids)
    return {
        account_id: FileRows(
            account_id,
            born_on,
            identities.get(account_id),
            {kind: found.get(account_id, ()) for kind, found in lines.items()},
            documents.get(account_id, ()),
            {one.number: one for one in declared.get(account_id, ())},
        )
        for account_id, born_on in born.all()
    }


def _grouped(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(row)
    return found


def _standing(db: Session, kind: type[Entry], account_ids: Sequence[UUID]) -> Sequence[Entry]:
    found = select(kind).where(col(kind.account_id).in_(account_ids), col(kind.ended_at).is_(None))
    return db.exec(found.order_by(col(kind.made_at), col(kind.id))).all()


def _documents(db: Session, account_ids: Sequence[UUID]) -> Sequence[PersonalDocument]:
    found = select(PersonalDocument).where(
        col(PersonalDocument.account_id).in_(account_ids),
        col(PersonalDocument.removed_at).is_(None),
    )
    order = (col(PersonalDocument.uploaded_at), col(PersonalDocument.id))
    return db.exec(found.order_by(*order)).all()


def _declared(db: Session, account_ids: Sequence[UUID]) -> Sequence[Declaration]:
    """Return every declaration, the newest last."""
    found = select(Declaration).where(col(Declaration.account_id).in_(account_ids))
    return db.exec(found.order_by(col(Declaration.made_at), col(Declaration.id))).all()


def _identities(db: Session, account_ids: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """Return the identity of the newest answer with records of each."""
    place = func.row_number().over(
        partition_by=col(StateAnswer.account_id),
        order_by=(col(StateAnswer.asked_at).desc(), col(StateAnswer.id).desc()),
    )
    newest = (
        select(StateAnswer.id, place.label("place"))
        .where(col(StateAnswer.account_id).in_(account_ids), StateAnswer.outcome == Outcome.FOUND)
        .subquery()
    )
    found = select(StateAnswer).join(newest, newest.c.id == col(StateAnswer.id))
    return {
        one.account_id: one.records["identity"] for one in db.exec(found.where(newest.c.place == 1))
    }


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
