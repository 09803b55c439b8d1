from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.admissions.models import (
    AdmissionDecision,
    CompetitionApplication,
    LookMade,
    Standing,
)
from service.core.due_work import Job
from service.people.models import Account
from service.personal_files.models import Entry, PersonalDocument
from service.vacancies.models import Announcement, AnnouncementState, Vacancy

AnEntry = TypeVar("AnEntry", bound=Entry)


@dataclass(frozen=True)
class Filed:
    """An application with the round and the vacancy that it is for."""

    application: CompetitionApplication
    announcement: Announcement
    vacancy: Vacancy


def application(db: Session, application_id: UUID) -> CompetitionApplication | None:
    """Return the application of this id."""
    return db.get(CompetitionApplication, application_id)


def locked_application(db: Session, application_id: UUID) -> CompetitionApplication | None:
    """Return the application, locked until the end of the transaction."""
    found = select(CompetitionApplication).where(CompetitionApplication.id == application_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(locked).first()


def application_of(
    db: Session, announcement_id: UUID, account_id: UUID
) -> CompetitionApplication | None:
    """Return the person's application to this round, taken back or not."""
    found = select(CompetitionApplication).where(
        CompetitionApplication.announcement_id == announcement_id,
        CompetitionApplication.account_id == account_id,
    )
    return db.exec(found.execution_options(populate_existing=True)).first()


def held_announcement(db: Session, announcement_id: UUID) -> Announcement:
    """Return the round, which stays as it is until the end of the transaction.

    Any number may hold it at once: who ends or cancels it waits for them, and they for who does.
    """
    found = select(Announcement).where(Announcement.id == announcement_id)
    held = found.with_for_update(read=True).execution_options(populate_existing=True)
    return db.exec(held).one()


def has_number(db: Session, number: str) -> bool:
    """Tell whether an application has this number already."""
    found = select(CompetitionApplication.id).where(CompetitionApplication.number == number)
    return db.exec(found).first() is not None


def filed(db: Session, application_id: UUID) -> Filed | None:
    """Return the application of this id with what it is for."""
    found = _with_vacancy().where(CompetitionApplication.id == application_id)
    row = db.exec(found).first()
    return None if row is None else Filed(*row)


def filed_by(db: Session, account_id: UUID) -> list[Filed]:
    """Return the person's applications with what they are for, the newest first."""
    found = _with_vacancy().where(CompetitionApplication.account_id == account_id)
    newest = found.order_by(
        col(CompetitionApplication.filed_at).desc(), col(CompetitionApplication.id).desc()
    )
    return [Filed(*row) for row in db.exec(newest)]


def open_applications_of(db: Session, account_id: UUID, today: date) -> Sequence[UUID]:
    """Return the person's applications to rounds that receive documents on that day."""
    found = select(CompetitionApplication.id).join(Announcement)
    found = found.where(
        CompetitionApplication.account_id == account_id,
        CompetitionApplication.standing != Standing.WITHDRAWN,
        Announcement.state == AnnouncementState.ANNOUNCED,
        col(Announcement.closes_on) >= today,
    )
    return db.exec(found.order_by(col(CompetitionApplication.id))).all()


def applicants(
    db: Session, announcement_id: UUID, standing: Standing | None = None
) -> Sequence[tuple[CompetitionApplication, Account]]:
    """Return who has applied to a round: those to look at first, by the day it is due."""
    found = select(CompetitionApplication, Account).join(Account)
    found = found.where(CompetitionApplication.announcement_id == announcement_id)
    if standing is not None:
        found = found.where(CompetitionApplication.standing == standing)
    due, filed_at = col(CompetitionApplication.look_due_on), col(CompetitionApplication.filed_at)
    return db.exec(
        found.order_by(due.is_(None), due, filed_at, col(CompetitionApplication.id))
    ).all()


def waiting_for_look(db: Session, codes: Sequence[str]) -> list[tuple[Filed, Account]]:
    """Return the applications to these bodies that wait for a person, the first due on top."""
    found = _with_vacancy().add_columns(Account)
    found = found.join(Account, col(Account.id) == col(CompetitionApplication.account_id))
    found = found.where(
        CompetitionApplication.standing == Standing.LOOK,
        Announcement.state == AnnouncementState.ANNOUNCED,
        col(Vacancy.body_code).in_(codes),
    )
    due = col(CompetitionApplication.look_due_on)
    ordered = found.order_by(due.is_(None), due, col(CompetitionApplication.id))
    return [(Filed(*row[:3]), row[3]) for row in db.execute(ordered)]


def standings(db: Session, announcement_id: UUID) -> Mapping[Standing, int]:
    """Return how many applications to a round stand where."""
    count = func.count(col(CompetitionApplication.id))
    found = select(CompetitionApplication.standing, count).where(
        CompetitionApplication.announcement_id == announcement_id
    )
    rows = db.exec(found.group_by(col(CompetitionApplication.standing))).all()
    return {Standing(standing): int(number) for standing, number in rows}


def running_applications(db: Session, announcement_id: UUID) -> Sequence[CompetitionApplication]:
    """Return the applications to a round that are not taken back."""
    found = select(CompetitionApplication).where(
        CompetitionApplication.announcement_id == announcement_id,
        CompetitionApplication.standing != Standing.WITHDRAWN,
    )
    return db.exec(found.order_by(col(CompetitionApplication.id))).all()


def decisions_of(db: Session, application_id: UUID) -> Sequence[AdmissionDecision]:
    """Return every answer that an application was given, the first one first."""
    found = select(AdmissionDecision).where(AdmissionDecision.application_id == application_id)
    return db.exec(found.order_by(col(AdmissionDecision.ordinal))).all()


def decision(db: Session, application_id: UUID, ordinal: int) -> AdmissionDecision | None:
    """Return one answer by its number."""
    return db.get(AdmissionDecision, (application_id, ordinal))


def newest_decision(db: Session, row: CompetitionApplication) -> AdmissionDecision:
    """Return what an application was answered last."""
    return db.get_one(AdmissionDecision, (row.id, row.decisions))


def looks_of(db: Session, application_id: UUID) -> Sequence[LookMade]:
    """Return what people have said of an application's lines, the oldest first."""
    found = select(LookMade).where(LookMade.application_id == application_id)
    return db.exec(found.order_by(col(LookMade.at), col(LookMade.id))).all()


def lines_by_id(db: Session, kind: type[AnEntry], ids: Sequence[UUID]) -> dict[UUID, AnEntry]:
    """Return these lines of personal files, standing or not, by their ids."""
    found = db.exec(select(kind).where(col(kind.id).in_(ids)))
    return {one.id: one for one in found}


def scans(db: Session, account_id: UUID, ids: Sequence[UUID]) -> Sequence[PersonalDocument]:
    """Return these scans of a person, in the file or not any more, in the order they came."""
    found = select(PersonalDocument).where(
        PersonalDocument.account_id == account_id, col(PersonalDocument.id).in_(ids)
    )
    order = (col(PersonalDocument.uploaded_at), col(PersonalDocument.id))
    return db.exec(found.order_by(*order)).all()


def closed_announcements(db: Session, today: date, *, since: date) -> Sequence[Announcement]:
    """Return the announced rounds that have received documents up to a day of late."""
    found = select(Announcement).where(
        Announcement.state == AnnouncementState.ANNOUNCED,
        col(Announcement.closes_on) < today,
        col(Announcement.closes_on) >= since,
    )
    return db.exec(found.order_by(col(Announcement.closes_on), col(Announcement.id))).all()


def not_closed(db: Session, announcement_id: UUID) -> Sequence[UUID]:
    """Return the applications to a round that were not judged after its closing day."""
    found = select(CompetitionApplication.id).where(
        CompetitionApplication.announcement_id == announcement_id,
        CompetitionApplication.standing != Standing.WITHDRAWN,
        col(CompetitionApplication.closed_at).is_(None),
    )
    return db.exec(found.order_by(col(CompetitionApplication.id))).all()


def known_jobs(db: Session, keys: Sequence[str]) -> frozenset[str]:
    """Return which of these keys of work have been asked for already."""
    return frozenset(db.exec(select(Job.key).where(col(Job.key).in_(keys))).all())


def looks_due(db: Session, today: date) -> Mapping[str, int]:
    """Return how many applications of each body a person must look at by that day, or had to."""
    count = func.count(col(CompetitionApplication.id))
    found = select(Vacancy.body_code, count).select_from(CompetitionApplication)
    found = found.join(Announcement).join(Vacancy)
    found = found.where(
        CompetitionApplication.standing == Standing.LOOK,
        col(CompetitionApplication.look_due_on) <= today,
        Announcement.state == AnnouncementState.ANNOUNCED,
    )
    rows = db.exec(found.group_by(Vacancy.body_code)).all()
    return {code: int(number) for code, number in rows}


def looks_waiting(db: Session, announcement_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return how many applications to each of these rounds wait for a person to look."""
    count = func.count(col(CompetitionApplication.id))
    found = select(CompetitionApplication.announcement_id, count).where(
        col(CompetitionApplication.announcement_id).in_(announcement_ids),
        CompetitionApplication.standing == Standing.LOOK,
    )
    rows = db.exec(found.group_by(col(CompetitionApplication.announcement_id))).all()
    return {announcement_id: int(number) for announcement_id, number in rows}


def _with_vacancy() -> Any:
    found: Any = select(CompetitionApplication, Announcement, Vacancy)
    found = found.join(
        Announcement, col(Announcement.id) == col(CompetitionApplication.announcement_id)
    )
    return found.join(Vacancy, col(Vacancy.id) == col(Announcement.vacancy_id))
