from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, exists, func, select

from service.admissions.models import CompetitionApplication
from service.attempts.models import Attempt
from service.booking.models import Application, Slot
from service.competitions.models import Candidacy, Competition, CompetitionStep, Complaint
from service.documents.models import Document
from service.law.competition_guards import OVER
from service.law.document import DocumentKind
from service.people.models import Account
from service.vacancies.models import Announcement, AnnouncementState


def competition(db: Session, announcement_id: UUID) -> Competition | None:
    """Return the competition of a round; None before its reception has ended."""
    return db.get(Competition, announcement_id)


def competition_for_update(db: Session, announcement_id: UUID) -> Competition | None:
    """Return the competition, locked until the end of the transaction: its steps go one by one."""
    found = select(Competition).where(Competition.announcement_id == announcement_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(locked).first()


def steps_of(db: Session, announcement_id: UUID, *, after: int = 0) -> Sequence[CompetitionStep]:
    """Return the steps of a competition and of the applications to it, in their order.

    `after` is the ordinal of the last one that is known already.
    """
    found = select(CompetitionStep).where(
        CompetitionStep.announcement_id == announcement_id, CompetitionStep.ordinal > after
    )
    return db.exec(found.order_by(col(CompetitionStep.ordinal))).all()


def candidacy(db: Session, application_id: UUID) -> Candidacy | None:
    """Return the candidacy that an application has become."""
    return db.get(Candidacy, application_id)


def candidacies(
    db: Session, announcement_id: UUID, state: str | None = None
) -> Sequence[Candidacy]:
    """Return the candidacies of a competition in the order of their codes, which tells nothing."""
    found = select(Candidacy).where(Candidacy.announcement_id == announcement_id)
    if state is not None:
        found = found.where(Candidacy.state == state)
    return db.exec(found.order_by(Candidacy.code)).all()


def named_candidacies(db: Session, announcement_id: UUID) -> Sequence[tuple[Candidacy, Account]]:
    """Return the candidacies with the people, in the order of the codes."""
    found = select(Candidacy, Account).join(Account, col(Account.id) == col(Candidacy.account_id))
    found = found.where(Candidacy.announcement_id == announcement_id)
    return db.exec(found.order_by(Candidacy.code)).all()


def candidacies_of(db: Session, account_id: UUID) -> Sequence[Candidacy]:
    """Return a person's candidacies, the newest first."""
    found = select(Candidacy).where(Candidacy.account_id == account_id)
    return db.exec(found.order_by(col(Candidacy.application_id).desc())).all()


def announced_without_competition(db: Session, today: date) -> Sequence[UUID]:
    """Return the announced rounds whose last day of reception is over and that have not begun."""
    begun = exists().where(col(Competition.announcement_id) == col(Announcement.id))
    found = select(Announcement.id).where(
        Announcement.state == AnnouncementState.ANNOUNCED,
        col(Announcement.closes_on) < today,
        ~begun,
    )
    return db.exec(found.order_by(col(Announcement.closes_on), col(Announcement.id))).all()


def running_competitions(db: Session) -> Sequence[UUID]:
    """Return the competitions that can still change."""
    found = select(Competition.announcement_id).where(col(Competition.closed_at).is_(None))
    return db.exec(found.order_by(col(Competition.began_at))).all()


def competitions_of(
    db: Session, codes: Sequence[str], *, over: bool | None = None
) -> Sequence[Competition]:
    """Return the competitions of bodies; those over, or not over, where it is asked."""
    found = select(Competition).where(col(Competition.body_code).in_(list(codes)))
    if over is not None:
        is_over = col(Competition.state).in_(sorted(OVER))
        found = found.where(is_over if over else ~is_over)
    return db.exec(found.order_by(col(Competition.began_at).desc())).all()


def without_protocol(db: Session) -> Sequence[UUID]:
    """Return the competitions whose results are there and whose protocol is not."""
    made = exists().where(
        col(Document.kind) == DocumentKind.PROTOCOL,
        col(Document.subject_id) == col(Competition.announcement_id),
    )
    found = select(Competition.announcement_id).where(Competition.state == "protocol", ~made)
    return db.exec(found.order_by(col(Competition.began_at))).all()


def complaint(db: Session, complaint_id: UUID) -> Complaint | None:
    """Return the complaint of this id."""
    return db.get(Complaint, complaint_id)


def complaint_anew(db: Session, complaint_id: UUID) -> Complaint:
    """Return the complaint as it is in the database now; its competition must be locked."""
    found = select(Complaint).where(Complaint.id == complaint_id)
    return db.exec(found.execution_options(populate_existing=True)).one()


def complaints_of(db: Session, announcement_id: UUID) -> Sequence[Complaint]:
    """Return the complaints about a competition, the oldest first."""
    found = select(Complaint).where(Complaint.announcement_id == announcement_id)
    return db.exec(found.order_by(col(Complaint.filed_at), col(Complaint.id))).all()


def open_complaints(db: Session) -> Sequence[Complaint]:
    """Return the complaints that wait for the authorised body, the oldest first."""
    found = select(Complaint).where(col(Complaint.answered_at).is_(None))
    return db.exec(found.order_by(col(Complaint.filed_at), col(Complaint.id))).all()


def answered_complaints(db: Session, *, limit: int = 50) -> Sequence[Complaint]:
    """Return the complaints that were answered, the newest answer first."""
    found = select(Complaint).where(col(Complaint.answered_at).is_not(None))
    newest = found.order_by(col(Complaint.answered_at).desc(), col(Complaint.id).desc())
    return db.exec(newest.limit(limit)).all()


def candidacy_numbered(
    db: Session, application_number: str
) -> tuple[Candidacy, CompetitionApplication] | None:
    """Return the candidacy whose application has this number, with the application."""
    if "\0" in application_number:
        return None
    found = select(Candidacy, CompetitionApplication).join(
        CompetitionApplication, col(CompetitionApplication.id) == col(Candidacy.application_id)
    )
    return db.exec(found.where(CompetitionApplication.number == application_number)).first()


def applications_with_people(
    db: Session, announcement_id: UUID
) -> Sequence[tuple[Candidacy, CompetitionApplication, Account]]:
    """Return the candidacies of a competition with applications and people, by family name."""
    found = (
        select(Candidacy, CompetitionApplication, Account)
        .join(
            CompetitionApplication,
            col(CompetitionApplication.id) == col(Candidacy.application_id),
        )
        .join(Account, col(Account.id) == col(Candidacy.account_id))
        .where(Candidacy.announcement_id == announcement_id)
    )
    by_name = (Account.family_name, col(Candidacy.application_id))
    return db.exec(found.order_by(*by_name)).all()


def overdue(db: Session, now: datetime) -> int:
    """Return how many competitions owe something that is late."""
    found = select(func.count()).select_from(Competition)
    return db.exec(found.where(col(Competition.due_at) < now)).one()


def applications_to(db: Session, announcement_id: UUID) -> Sequence[CompetitionApplication]:
    """Return every application to a round, those taken back too, in the order of filing."""
    found = select(CompetitionApplication).where(
        CompetitionApplication.announcement_id == announcement_id
    )
    in_order = (col(CompetitionApplication.filed_at), col(CompetitionApplication.id))
    return db.exec(found.order_by(*in_order)).all()


def sittings_of(
    db: Session, account_ids: Sequence[UUID], programme_code: str
) -> Sequence[tuple[Application, Slot, Attempt | None]]:
    """Return everybody's applications for a test, with seat and attempt, in the order of filing."""
    found = (
        select(Application, Slot, Attempt)
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(
            col(Application.account_id).in_(account_ids),
            Application.programme_code == programme_code,
        )
    )
    in_order = found.order_by(col(Application.filed_at), col(Application.id))
    return db.exec(in_order.execution_options(populate_existing=True)).all()
