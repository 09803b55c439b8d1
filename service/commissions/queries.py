from collections.abc import Collection, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, func, select

from service.admissions.models import CompetitionApplication, Standing
from service.commissions.models import (
    Assessor,
    AssessorApplication,
    AssessorCall,
    Commission,
    CommissionSeat,
    CommissionState,
    ConflictDeclaration,
    Match,
    Part,
    SeatHolder,
)
from service.law import commission as law
from service.law.conflict import Closed, Declared, Tie, closed
from service.people.models import Account

Seated = tuple[CommissionSeat, SeatHolder, Account]


def commission(db: Session, commission_id: UUID) -> Commission:
    """Return the commission of this id."""
    found = db.get(Commission, commission_id)
    assert found is not None
    return found


def commission_of(db: Session, announcement_id: UUID) -> Commission | None:
    """Return the commission of a round, if it is being formed or is there."""
    return db.exec(select(Commission).where(Commission.announcement_id == announcement_id)).first()


def commission_for_update(db: Session, commission_id: UUID) -> Commission:
    """Return the commission, locked until the end of the transaction."""
    found = select(Commission).where(Commission.id == commission_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def seats(db: Session, commission_id: UUID) -> Sequence[CommissionSeat]:
    """Return the places of a commission that are there, in their order."""
    found = select(CommissionSeat).where(
        CommissionSeat.commission_id == commission_id, col(CommissionSeat.ended_at).is_(None)
    )
    return db.exec(found.order_by(col(CommissionSeat.ordinal))).all()


def next_ordinal(db: Session, commission_id: UUID) -> int:
    """Return the number of the next place, those that are no more counted too."""
    found = select(func.max(CommissionSeat.ordinal)).where(
        CommissionSeat.commission_id == commission_id
    )
    return (db.exec(found).one() or 0) + 1


def seat(db: Session, seat_id: UUID) -> CommissionSeat | None:
    """Return the place of this id."""
    return db.get(CommissionSeat, seat_id)


def holders(db: Session, commission_id: UUID) -> list[Seated]:
    """Return who sits on a commission now, in the order of the seats."""
    found = (
        select(CommissionSeat, SeatHolder, Account)
        .join(SeatHolder, col(SeatHolder.seat_id) == col(CommissionSeat.id))
        .join(Account, col(Account.id) == col(SeatHolder.account_id))
        .where(CommissionSeat.commission_id == commission_id)
        .where(col(SeatHolder.ended_at).is_(None), col(CommissionSeat.ended_at).is_(None))
    )
    return list(db.exec(found.order_by(col(CommissionSeat.ordinal))).all())


def holders_ever(db: Session, commission_id: UUID) -> Sequence[SeatHolder]:
    """Return everybody who has ever sat on a commission, the first first."""
    found = select(SeatHolder).where(SeatHolder.commission_id == commission_id)
    return db.exec(found.order_by(col(SeatHolder.seated_at), col(SeatHolder.id))).all()


def holder(db: Session, holder_id: UUID) -> SeatHolder | None:
    """Return the holder of this id."""
    return db.get(SeatHolder, holder_id)


def holder_of_seat(db: Session, seat_id: UUID) -> SeatHolder | None:
    """Return who sits on a seat now."""
    found = select(SeatHolder).where(
        SeatHolder.seat_id == seat_id, col(SeatHolder.ended_at).is_(None)
    )
    return db.exec(found).first()


def seat_of(
    db: Session, announcement_id: UUID, account_id: UUID
) -> tuple[CommissionSeat, SeatHolder] | None:
    """Return the seat on which a person sits in the commission of a round now."""
    found = (
        select(CommissionSeat, SeatHolder)
        .join(SeatHolder, col(SeatHolder.seat_id) == col(CommissionSeat.id))
        .join(Commission, col(Commission.id) == col(CommissionSeat.commission_id))
        .where(Commission.announcement_id == announcement_id)
        .where(SeatHolder.account_id == account_id, col(SeatHolder.ended_at).is_(None))
        .where(col(CommissionSeat.ended_at).is_(None))
    )
    return db.exec(found).first()


def seats_of_person(
    db: Session, account_id: UUID
) -> Sequence[tuple[Commission, CommissionSeat, SeatHolder]]:
    """Return where a person sits now, the newest first."""
    found = (
        select(Commission, CommissionSeat, SeatHolder)
        .join(CommissionSeat, col(CommissionSeat.commission_id) == col(Commission.id))
        .join(SeatHolder, col(SeatHolder.seat_id) == col(CommissionSeat.id))
        .where(SeatHolder.account_id == account_id, col(SeatHolder.ended_at).is_(None))
        .where(col(CommissionSeat.ended_at).is_(None))
    )
    return db.exec(found.order_by(col(SeatHolder.seated_at).desc())).all()


def law_commission(db: Session, commission_id: UUID) -> law.Commission:
    """Return the commission as the law sees it; a seat is its id, a person the account's id."""
    seated = holders(db, commission_id)
    members = tuple(
        law.Member(
            seat=str(place.id),
            person=str(who.account_id),
            chair=place.part is Part.CHAIR,
            assessor=place.is_assessor,
            of_authorised=who.is_representative,
        )
        for place, who, _ in seated
        if place.part is not Part.SECRETARY
    )
    secretaries = [str(who.account_id) for place, who, _ in seated if place.part is Part.SECRETARY]
    return law.Commission(members, secretaries[0] if secretaries else None)


def declarations(db: Session, commission_id: UUID) -> Sequence[ConflictDeclaration]:
    """Return every declaration in a commission, the oldest first."""
    found = select(ConflictDeclaration).join(
        SeatHolder, col(SeatHolder.id) == col(ConflictDeclaration.holder_id)
    )
    found = found.where(SeatHolder.commission_id == commission_id)
    return db.exec(found.order_by(col(ConflictDeclaration.at), col(ConflictDeclaration.id))).all()


def declared(db: Session, commission_id: UUID) -> tuple[Declared, ...]:
    """Return every declaration as the law sees it: account ids and application ids."""
    people = {one.id: str(one.account_id) for one in holders_ever(db, commission_id)}
    return tuple(
        Declared(people[one.holder_id], str(one.application_id), one.at, _ties(one.ties))
        for one in declarations(db, commission_id)
    )


def _ties(words: list[str]) -> frozenset[Tie]:
    return frozenset(cast("list[Tie]", words))


def may_see(
    db: Session,
    announcement_id: UUID,
    account_id: UUID,
    application_id: UUID,
    applications: Collection[UUID],
) -> Closed | None:
    """Return why a member does not see a candidate; None where it does (CM-4).

    `applications` is everybody who is to be scored at this stage.
    """
    there = commission_of(db, announcement_id)
    assert there is not None
    said = declared(db, there.id)
    everybody = {str(one) for one in applications}
    return closed(said, str(account_id), str(application_id), everybody)


def call(db: Session, number: str) -> AssessorCall | None:
    """Return the call for assessors of this number."""
    if "\0" in number:
        return None
    return db.exec(select(AssessorCall).where(AssessorCall.number == number)).first()


def open_calls(db: Session, today: date) -> Sequence[AssessorCall]:
    """Return the calls that receive applications, the one that closes first before."""
    found = select(AssessorCall).where(AssessorCall.closes_on >= today)
    return db.exec(found.order_by(col(AssessorCall.closes_on), AssessorCall.number)).all()


def calls_of(db: Session, body_code: str) -> Sequence[AssessorCall]:
    """Return the calls of a body, the newest first."""
    found = select(AssessorCall).where(AssessorCall.body_code == body_code)
    return db.exec(found.order_by(col(AssessorCall.published_at).desc())).all()


def calls_ever(db: Session, year: int) -> int:
    """Return how many calls have a number of that year."""
    found = select(func.count()).where(col(AssessorCall.number).startswith(f"C-{year}-"))
    return db.exec(found.select_from(AssessorCall)).one()


def application_to(db: Session, call_id: UUID, account_id: UUID) -> AssessorApplication | None:
    """Return a person's application to a call."""
    found = select(AssessorApplication).where(
        AssessorApplication.call_id == call_id, AssessorApplication.account_id == account_id
    )
    return db.exec(found).first()


def applications_to(db: Session, call_id: UUID) -> Sequence[tuple[AssessorApplication, Account]]:
    """Return the applications to a call, the oldest first."""
    found = select(AssessorApplication, Account).join(
        Account, col(Account.id) == col(AssessorApplication.account_id)
    )
    found = found.where(AssessorApplication.call_id == call_id)
    return db.exec(found.order_by(col(AssessorApplication.filed_at))).all()


def assessor(db: Session, assessor_id: UUID) -> Assessor | None:
    """Return the assessor of this id."""
    return db.get(Assessor, assessor_id)


def assessor_of(db: Session, account_id: UUID) -> Assessor | None:
    """Return the person's place on the list of assessors."""
    found = select(Assessor).where(
        Assessor.account_id == account_id, col(Assessor.ended_at).is_(None)
    )
    return db.exec(found).first()


def assessors(db: Session) -> Sequence[tuple[Assessor, Account]]:
    """Return the list of assessors, by number."""
    found = select(Assessor, Account).join(Account, col(Account.id) == col(Assessor.account_id))
    found = found.where(col(Assessor.ended_at).is_(None))
    return db.exec(found.order_by(Assessor.number)).all()


def assessors_ever(db: Session) -> int:
    """Return how many numbers the list of assessors has given."""
    return db.exec(select(func.count()).select_from(Assessor)).one()


def assessors_numbered(db: Session, numbers: Collection[str]) -> dict[str, Assessor]:
    """Return everybody who has ever had one of these numbers of the list."""
    found = select(Assessor).where(col(Assessor.number).in_(list(numbers)))
    return {one.number: one for one in db.exec(found)}


def competing(db: Session, announcement_id: UUID) -> frozenset[UUID]:
    """Return the accounts of everybody who has applied in a round and not withdrawn."""
    found = select(CompetitionApplication.account_id).where(
        CompetitionApplication.announcement_id == announcement_id,
        CompetitionApplication.standing != Standing.WITHDRAWN,
    )
    return frozenset(db.exec(found))


def holds_seat(db: Session, account_id: UUID) -> bool:
    """Tell whether a person sits on a commission that is not dissolved."""
    found = select(SeatHolder.id).join(
        Commission, col(Commission.id) == col(SeatHolder.commission_id)
    )
    found = found.where(SeatHolder.account_id == account_id, col(SeatHolder.ended_at).is_(None))
    found = found.where(Commission.state == CommissionState.FORMED)
    return db.exec(found.limit(1)).first() is not None


def last_calls(db: Session, today: date, *, limit: int = 20) -> Sequence[AssessorCall]:
    """Return the calls whose last day is over, the one that closed last first."""
    found = select(AssessorCall).where(AssessorCall.closes_on < today)
    newest = found.order_by(col(AssessorCall.closes_on).desc(), col(AssessorCall.number).desc())
    return db.exec(newest.limit(limit)).all()


def application(db: Session, application_id: UUID) -> AssessorApplication | None:
    """Return the application for the part of an assessor of this id."""
    return db.get(AssessorApplication, application_id)


def application_for_update(db: Session, application_id: UUID) -> AssessorApplication:
    """Return the application, locked until the end of the transaction: it is answered once."""
    found = select(AssessorApplication).where(AssessorApplication.id == application_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(locked).one()


def applications_waiting(db: Session, codes: Collection[str]) -> dict[UUID, int]:
    """Return how many applications to each call of these bodies wait for a person."""
    found = (
        select(AssessorApplication.call_id, func.count())
        .join(AssessorCall, col(AssessorCall.id) == col(AssessorApplication.call_id))
        .where(col(AssessorCall.body_code).in_(list(codes)))
        .where(AssessorApplication.match == Match.WAITING)
        .group_by(col(AssessorApplication.call_id))
    )
    return dict(db.exec(found).all())


def listed_by(db: Session, codes: Collection[str]) -> frozenset[UUID]:
    """Return the accounts that came to the list by a call of one of these bodies."""
    found = select(AssessorApplication.account_id).join(
        AssessorCall, col(AssessorCall.id) == col(AssessorApplication.call_id)
    )
    found = found.where(AssessorApplication.match == Match.MATCHED)
    return frozenset(db.exec(found.where(col(AssessorCall.body_code).in_(list(codes)))))
