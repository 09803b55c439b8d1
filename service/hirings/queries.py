from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from service.admissions.models import CompetitionApplication
from service.hirings.models import Hiring, HiringState, HiringStep
from service.people.models import Account
from service.vacancies.models import Announcement, Vacancy

Listed = tuple[Hiring, Account, Vacancy]


def hiring(db: Session, hiring_id: UUID) -> Hiring | None:
    """Return the hiring of this id."""
    return db.get(Hiring, hiring_id)


def locked_hiring(db: Session, hiring_id: UUID) -> Hiring | None:
    """Return the hiring, locked until the end of the transaction: its steps go one by one."""
    found = select(Hiring).where(Hiring.id == hiring_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def hiring_of(db: Session, application_id: UUID) -> Hiring | None:
    """Return the hiring of whoever made this application."""
    return db.exec(select(Hiring).where(Hiring.application_id == application_id)).first()


def hirings_of_round(db: Session, announcement_id: UUID) -> Sequence[Hiring]:
    """Return the hirings of an announced round, in the order of the invitations."""
    found = select(Hiring).join(
        CompetitionApplication, col(CompetitionApplication.id) == col(Hiring.application_id)
    )
    found = found.where(CompetitionApplication.announcement_id == announcement_id)
    return db.exec(found.order_by(col(Hiring.invited_at), col(Hiring.id))).all()


def hirings_by(db: Session, account_id: UUID) -> Sequence[tuple[Hiring, Vacancy]]:
    """Return the person's hirings with their vacancies, the newest first."""
    found = _with_vacancy(select(Hiring, Vacancy)).where(Hiring.account_id == account_id)
    rows: Sequence[tuple[Hiring, Vacancy]] = db.exec(
        found.order_by(col(Hiring.invited_at).desc(), col(Hiring.id).desc())
    ).all()
    return rows


def hirings_of_bodies(db: Session, codes: Sequence[str], *, is_open: bool) -> Sequence[Listed]:
    """Return the hirings of bodies: open ones by their nearest day, else the newest first."""
    found = _with_vacancy(select(Hiring, Account, Vacancy))
    found = found.join(Account, col(Account.id) == col(Hiring.account_id))
    found = found.where(col(Hiring.body_code).in_(codes))
    state, due = col(Hiring.state), col(Hiring.due_on)
    if is_open:
        found = found.where(state == HiringState.OPEN).order_by(due.is_(None), due, col(Hiring.id))
    else:
        ended = col(Hiring.ended_on).desc()
        found = found.where(state != HiringState.OPEN).order_by(ended, col(Hiring.id))
    rows: Sequence[Listed] = db.exec(found).all()
    return rows


def vacancy_of(db: Session, hiring_id: UUID) -> tuple[Vacancy, Announcement]:
    """Return the vacancy that is filled by a hiring, with the round that was won."""
    found = _with_vacancy(select(Vacancy, Announcement)).where(Hiring.id == hiring_id)
    row: tuple[Vacancy, Announcement] = db.exec(found).one()
    return row


def steps_of(db: Session, hiring_id: UUID) -> Sequence[HiringStep]:
    """Return everything that was entered for a hiring, the first one first."""
    found = select(HiringStep).where(HiringStep.hiring_id == hiring_id)
    return db.exec(found.order_by(col(HiringStep.ordinal))).all()


def _with_vacancy(query: Any) -> Any:
    query = query.select_from(Hiring)
    query = query.join(
        CompetitionApplication, col(CompetitionApplication.id) == col(Hiring.application_id)
    )
    query = query.join(
        Announcement, col(Announcement.id) == col(CompetitionApplication.announcement_id)
    )
    return query.join(Vacancy, col(Vacancy.id) == col(Announcement.vacancy_id))
