from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from service.people.models import Account
from service.personal_files.file_rows import KINDS, FileRows, newest_first
from service.personal_files.models import (
    Declaration,
    Education,
    Employment,
    Entry,
    LanguageSkill,
    Outcome,
    PersonalDocument,
    StateAnswer,
)

AnEntry = TypeVar("AnEntry", bound=Entry)


def file_rows(
    db: Session, account_ids: Sequence[UUID], *, at: datetime | None = None
) -> dict[UUID, FileRows]:
    """Return what stands in the files of these people now, by account; in a few statements.

    With a moment what stood there at that moment: lines that are corrected or taken out are kept.
    """
    born = db.exec(
        select(col(Account.id), col(Account.birth_on)).where(col(Account.id).in_(account_ids))
    )
    lines = {kind: _grouped(_standing(db, kind, account_ids, at)) for kind in KINDS}
    documents = _grouped(_documents(db, account_ids, at))
    declared = _grouped(_declared(db, account_ids, at))
    identities = _identities(db, account_ids, at)
    if at is not None:
        there = {one.id for found in lines.values() for some in found.values() for one in some}
        documents = {
            owner: [_as_it_was(db, one, there) for one in some] for owner, some in documents.items()
        }
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


def _standing(
    db: Session, kind: type[Entry], account_ids: Sequence[UUID], at: datetime | None
) -> Sequence[Entry]:
    stood = _stood(col(kind.made_at), col(kind.ended_at), at)
    found = select(kind).where(col(kind.account_id).in_(account_ids), stood)
    return db.exec(found.order_by(col(kind.made_at), col(kind.id))).all()


def _stood(came: Any, went: Any, at: datetime | None) -> ColumnElement[bool]:
    """The condition that something stands in the file now, or stood there at a moment."""
    if at is None:
        return went.is_(None)  # type: ignore[no-any-return]  # the columns are of any type
    return and_(came <= at, or_(went.is_(None), went > at))


def _documents(
    db: Session, account_ids: Sequence[UUID], at: datetime | None
) -> Sequence[PersonalDocument]:
    stood = _stood(col(PersonalDocument.uploaded_at), col(PersonalDocument.removed_at), at)
    found = select(PersonalDocument).where(col(PersonalDocument.account_id).in_(account_ids), stood)
    order = (col(PersonalDocument.uploaded_at), col(PersonalDocument.id))
    return db.exec(found.order_by(*order)).all()


def _as_it_was(db: Session, document: PersonalDocument, there: set[UUID]) -> PersonalDocument:
    """The document at the line that it proved then: it has followed the corrections since."""
    line_id = document.line_id
    while line_id is not None and line_id not in there:
        found = (db.get(kind, line_id) for kind in KINDS)
        line_id = next((one.replaces for one in found if one is not None), None)
    if line_id == document.line_id:
        return document
    return PersonalDocument(**{**document.model_dump(), "line_id": line_id})


def _declared(
    db: Session, account_ids: Sequence[UUID], at: datetime | None
) -> Sequence[Declaration]:
    """Return every declaration, the newest last."""
    found = select(Declaration).where(col(Declaration.account_id).in_(account_ids))
    if at is not None:
        found = found.where(col(Declaration.made_at) <= at)
    return db.exec(found.order_by(col(Declaration.made_at), col(Declaration.id))).all()


def _identities(
    db: Session, account_ids: Sequence[UUID], at: datetime | None
) -> dict[UUID, Mapping[str, Any]]:
    """Return the identity of the newest answer with records of each."""
    place = func.row_number().over(
        partition_by=col(StateAnswer.account_id),
        order_by=(col(StateAnswer.asked_at).desc(), col(StateAnswer.id).desc()),
    )
    newest = (
        select(StateAnswer.id, place.label("place"))
        .where(
            col(StateAnswer.account_id).in_(account_ids),
            StateAnswer.outcome == Outcome.FOUND,
            *([] if at is None else [col(StateAnswer.asked_at) <= at]),
        )
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
    return newest_first(entries_of(db, account_id, Education))


def employment_of(db: Session, account_id: UUID) -> Sequence[Employment]:
    """Return the person's employment, the newest first."""
    return newest_first(entries_of(db, account_id, Employment))


def languages_of(db: Session, account_id: UUID) -> Sequence[LanguageSkill]:
    """Return the languages that the person knows."""
    return entries_of(db, account_id, LanguageSkill)


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
