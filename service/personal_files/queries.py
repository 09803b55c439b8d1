from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, true, union, union_all
from sqlmodel import Session, col, select

from service.law.admission import Opening
from service.people.models import Account, Consent
from service.personal_files import eligibility
from service.personal_files.eligibility import EligibleCounts
from service.personal_files.file_rows import KINDS, FileRows, newest_first
from service.personal_files.index_models import (
    FileIndex,
    IndexedEducation,
    IndexedSkill,
    IndexedWork,
    WorkSignature,
)
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


# the index


def stale_files(db: Session, today: date, *, limit: int) -> Sequence[UUID]:
    """Return some accounts whose files' index says nothing any more."""
    found = select(col(FileIndex.account_id)).where(eligibility.stale(today))
    return db.exec(found.order_by(col(FileIndex.account_id)).limit(limit)).all()


def owners_without_index(db: Session) -> Sequence[UUID]:
    """Return the accounts that have something in a file and no row in the index."""
    tables: tuple[Any, ...] = (*KINDS, StateAnswer, Declaration, PersonalDocument)
    owners = union(*(select(col(table.account_id)) for table in tables)).subquery()
    found = select(owners.c.account_id).where(
        owners.c.account_id.not_in(select(col(FileIndex.account_id)))
    )
    return db.exec(found).all()


def signature_numbers(db: Session, keys: Sequence[str]) -> dict[str, int]:
    """Return the numbers of these signatures of work, by key, as far as they are there."""
    found = select(col(WorkSignature.key), col(WorkSignature.no))
    numbers = db.exec(found.where(col(WorkSignature.key).in_(keys)))
    return {key: number for key, number in numbers if number is not None}


def eligible_counts(
    db: Session, opening: Opening, today: date, *, certified: Select[Any] | None = None
) -> EligibleCounts:
    """Return how many people could apply for a vacancy, by the index, without loading a file.

    It answers as admission would, except for certificates, which belong to later rooms. Counted
    are the files of people whose consent stands.

    Args:
        db: a session.
        opening: what is asked; references to typical requirements are carried out before.
        today: the day of the question.
        certified: a select of the accounts that hold a certificate that counts; without it nobody
            is asked for one.
    """
    comes_to = _outcomes(db, opening, today, certified)
    found = db.execute(select(comes_to.c.outcome, func.count()).group_by(comes_to.c.outcome))
    counts = {str(word): int(number) for word, number in found}
    return EligibleCounts(*(counts.get(word, 0) for word in ("met", "not-met", "look")))


def _outcomes(db: Session, opening: Opening, today: date, certified: Select[Any] | None) -> Any:
    """Return a subquery of every person's `account_id` and `outcome`."""
    education = _education_marks(opening, today)
    work = _work_marks(db, opening, today)
    skills = _skill_marks(opening)
    consenting = select(col(Consent.account_id)).where(col(Consent.withdrawn_at).is_(None))
    comes_to = eligibility.outcome(
        opening,
        today,
        education=education.c if education is not None else None,
        work=work.c if work is not None else None,
        skills=skills.c if skills is not None else None,
        certified=certified,
    )
    found = select(col(FileIndex.account_id), comes_to.label("outcome"))
    found = found.join(Account, col(Account.id) == col(FileIndex.account_id))
    for marks in (education, work, skills):
        if marks is not None:
            found = found.outerjoin(marks, marks.c.file_no == col(FileIndex.no))
    return found.where(col(FileIndex.account_id).in_(consenting)).subquery()


def _education_marks(opening: Opening, today: date) -> Any:
    needs = opening.requirements.education
    if not needs:
        return None
    columns = eligibility.education_columns(needs, today)
    found = select(col(IndexedEducation.file_no), *columns)
    return found.group_by(col(IndexedEducation.file_no)).subquery()


def _skill_marks(opening: Opening) -> Any:
    columns = eligibility.skill_columns(opening)
    if not columns:
        return None
    found = select(col(IndexedSkill.file_no), *columns)
    return found.group_by(col(IndexedSkill.file_no)).subquery()


def _work_marks(db: Session, opening: Opening, today: date) -> Any:
    needs = eligibility.needs_of(opening)
    if not needs:
        return None
    signatures = db.exec(select(col(WorkSignature.no), col(WorkSignature.words)))
    counting = eligibility.counting_work(needs, signatures)
    if not counting:
        return None
    listed = eligibility.as_table(counting).cte("listed")
    # grouped, so that PostgreSQL knows that each signature stands there once
    bits = [func.max(listed.c[name]).label(name) for name in ("does", "may")]
    counted = select(listed.c.no, *bits).group_by(listed.c.no).subquery()
    days, marks = eligibility.days_worked(today), eligibility.need_marks(counted.c, len(needs))
    of_file, shared = col(IndexedWork.file_no), col(IndexedWork.is_shared)
    is_counted = counted.c.no == col(IndexedWork.signature_no)
    any_of_them = [func.max(mark).label(mark.name) for mark in marks]
    times = union_all(
        select(of_file, days.label("days"), *marks)
        .join(counted, is_counted)
        .where(shared.is_(false())),
        select(of_file, func.max(days).label("days"), *any_of_them)
        .join(counted, is_counted)
        .where(shared.is_(true()))
        .group_by(of_file, col(IndexedWork.time)),
    ).subquery()
    columns = eligibility.work_columns(times.c, len(needs))
    return select(times.c.file_no, *columns).group_by(times.c.file_no).subquery()
