from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from service.booking.models import (
    Application,
    ApplicationState,
    ApplicationStep,
    Centre,
    Slot,
    WaitingEntry,
)
from service.law.application import OPEN, WITH_RESULT
from service.law.calendar import end_of_day, start_of_day


def application(db: Session, application_id: UUID) -> Application | None:
    """Return the application of this id."""
    return db.get(Application, application_id)


def application_for(db: Session, account_id: UUID, application_id: UUID) -> Application | None:
    """Return the person's own application; None where it is another's or does not exist."""
    found = select(Application).where(
        Application.id == application_id, Application.account_id == account_id
    )
    return db.exec(found).first()


def locked_application(db: Session, application_id: UUID) -> Application | None:
    """Return the application with its row locked until the transaction ends."""
    found = select(Application).where(Application.id == application_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def open_application(
    db: Session, account_id: UUID, kind: str, *, locked: bool = False
) -> Application | None:
    """Return the person's open application of this kind: there is at most one."""
    found = select(Application).where(
        Application.account_id == account_id,
        Application.kind == kind,
        col(Application.state).in_(OPEN),
    )
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(found).first()


def applications_of(db: Session, account_id: UUID) -> Sequence[Application]:
    """Return the person's applications, newest first."""
    found = select(Application).where(Application.account_id == account_id)
    return db.exec(found.order_by(col(Application.id).desc())).all()


def has_number(db: Session, number: str) -> bool:
    """Whether an application has this number."""
    found = select(Application.id).where(Application.number == number)
    return db.exec(found).first() is not None


def has_commitment(db: Session, commitment: str) -> bool:
    """Whether an application's draw has this commitment."""
    found = select(Application.id).where(Application.draw_commitment == commitment)
    return db.exec(found).first() is not None


def applications_in(db: Session, slot_id: UUID) -> Sequence[Application]:
    """Return everybody's applications in a slot, whatever became of them, oldest first."""
    found = select(Application).where(Application.slot_id == slot_id)
    return db.exec(found.order_by(col(Application.id))).all()


def booked_before(db: Session, moment: datetime, *, limit: int = 500) -> Sequence[UUID]:
    """Return booked applications whose slot began before this moment, earliest first."""
    found = (
        select(Application.id)
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .where(Application.state == ApplicationState.BOOKED, Slot.starts_at < moment)
    )
    return db.exec(found.order_by(col(Slot.starts_at), col(Application.id)).limit(limit)).all()


def steps_of(db: Session, application_id: UUID) -> Sequence[ApplicationStep]:
    """Return what happened to an application, in its order."""
    found = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return db.exec(found.order_by(col(ApplicationStep.at), col(ApplicationStep.id))).all()


def result_steps(db: Session, account_id: UUID) -> Sequence[tuple[Application, ApplicationStep]]:
    """Return the step that told the result of each application with one; the last one counts."""
    found = (
        select(Application, ApplicationStep)
        .join(ApplicationStep, col(ApplicationStep.application_id) == col(Application.id))
        .where(
            Application.account_id == account_id,
            col(Application.state).in_(WITH_RESULT),
            ApplicationStep.what == "result",
        )
        .order_by(col(ApplicationStep.at), col(ApplicationStep.id))
    )
    last = {app.id: (app, step) for app, step in db.exec(found).all()}
    return list(last.values())


def slot(db: Session, slot_id: UUID) -> Slot | None:
    """Return the slot of this id as it stands in the database."""
    return db.get(Slot, slot_id, populate_existing=True)


def slot_of(db: Session, booked: Application) -> Slot:
    """Return the slot of an application."""
    found = db.get(Slot, booked.slot_id)
    assert found is not None
    return found


def locked_slots(db: Session, slot_ids: Sequence[UUID]) -> dict[UUID, Slot]:
    """Return slots with their rows locked, always in one order: swaps cannot block each other."""
    found = select(Slot).where(col(Slot.id).in_(slot_ids)).order_by(col(Slot.id))
    rows = db.exec(found.with_for_update().execution_options(populate_existing=True)).all()
    return {row.id: row for row in rows}


def slot_at(db: Session, centre_id: UUID, starts_at: datetime) -> Slot | None:
    """Return the centre's slot that begins at this moment."""
    found = select(Slot).where(Slot.centre_id == centre_id, Slot.starts_at == starts_at)
    return db.exec(found).first()


def slots_between(db: Session, centre_id: UUID, first: date, last: date) -> Sequence[Slot]:
    """Return the centre's slots of these local days, both included, closed ones too."""
    found = select(Slot).where(
        Slot.centre_id == centre_id,
        Slot.starts_at >= start_of_day(first),
        Slot.starts_at <= end_of_day(last),
    )
    ordered = found.order_by(col(Slot.starts_at))
    return db.exec(ordered.execution_options(populate_existing=True)).all()


def free_slots_from(
    db: Session, moment: datetime, *, centre_id: UUID | None = None, limit: int = 5
) -> Sequence[Slot]:
    """Return slots with a free seat that begin at or after this moment, earliest first."""
    found = (
        select(Slot)
        .join(Centre, col(Centre.id) == col(Slot.centre_id))
        .where(
            Slot.starts_at >= moment,
            Slot.taken < Slot.capacity,
            col(Slot.closed_at).is_(None),
            col(Centre.closed_at).is_(None),
        )
    )
    if centre_id is not None:
        found = found.where(Slot.centre_id == centre_id)
    return db.exec(found.order_by(col(Slot.starts_at), col(Slot.id)).limit(limit)).all()


def last_slot_from(db: Session, centre_id: UUID, moment: datetime) -> Slot | None:
    """Return the centre's last open slot at or after this moment: how far its schedule goes."""
    found = select(Slot).where(
        Slot.centre_id == centre_id, Slot.starts_at >= moment, col(Slot.closed_at).is_(None)
    )
    return db.exec(found.order_by(col(Slot.starts_at).desc()).limit(1)).first()


def centre(db: Session, centre_id: UUID) -> Centre | None:
    """Return the centre of this id."""
    return db.get(Centre, centre_id)


def centre_of(db: Session, slot: Slot) -> Centre:
    """Return the centre of a slot."""
    found = db.get(Centre, slot.centre_id)
    assert found is not None
    return found


def centre_by_code(db: Session, code: str) -> Centre | None:
    """Return the centre of this code."""
    return db.exec(select(Centre).where(Centre.code == code)).first()


def open_centres(db: Session) -> Sequence[Centre]:
    """Return the centres where one can book, the remote room last."""
    found = select(Centre).where(col(Centre.closed_at).is_(None))
    return db.exec(found.order_by(col(Centre.is_remote), Centre.code)).all()


def all_centres(db: Session) -> Sequence[Centre]:
    """Return every centre, closed ones too, by code."""
    return db.exec(select(Centre).order_by(Centre.code)).all()


def waiting_entry_for(db: Session, account_id: UUID, entry_id: UUID) -> WaitingEntry | None:
    """Return the person's own place in a line, locked; None where it is another's."""
    found = select(WaitingEntry).where(
        WaitingEntry.id == entry_id, WaitingEntry.account_id == account_id
    )
    return db.exec(found.with_for_update().execution_options(populate_existing=True)).first()


def locked_entry(db: Session, entry_id: UUID) -> WaitingEntry | None:
    """Return a place in a line with its row locked until the transaction ends."""
    found = select(WaitingEntry).where(WaitingEntry.id == entry_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def entry_of_day(
    db: Session, account_id: UUID, centre_id: UUID, day: date, programme_code: str
) -> WaitingEntry | None:
    """Return the person's place in the line of a day, given up or not."""
    found = select(WaitingEntry).where(
        WaitingEntry.account_id == account_id,
        WaitingEntry.centre_id == centre_id,
        WaitingEntry.day == day,
        WaitingEntry.programme_code == programme_code,
    )
    return db.exec(found.with_for_update()).first()


def entries_of(db: Session, account_id: UUID) -> Sequence[WaitingEntry]:
    """Return the lines in which the person stands, by day."""
    found = select(WaitingEntry).where(
        WaitingEntry.account_id == account_id, col(WaitingEntry.closed_at).is_(None)
    )
    return db.exec(found.order_by(col(WaitingEntry.day), col(WaitingEntry.since))).all()


def offer_for(
    db: Session, account_id: UUID, slot_id: UUID, now: datetime, *, locked: bool = False
) -> WaitingEntry | None:
    """Return the person's place in a line to which this slot's freed seat is offered now."""
    found = select(WaitingEntry).where(
        WaitingEntry.account_id == account_id,
        WaitingEntry.offered_slot_id == slot_id,
        col(WaitingEntry.offered_until) > now,
        col(WaitingEntry.closed_at).is_(None),
    )
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    return db.exec(found).first()


def line_of(db: Session, centre_id: UUID, day: date) -> Sequence[WaitingEntry]:
    """Return those who wait for a seat on this day and have no offer, first come first.

    Places that another transaction holds are passed over: their owners are acting just now.
    """
    found = (
        select(WaitingEntry)
        .where(
            WaitingEntry.centre_id == centre_id,
            WaitingEntry.day == day,
            col(WaitingEntry.closed_at).is_(None),
            col(WaitingEntry.offered_slot_id).is_(None),
        )
        .order_by(col(WaitingEntry.since), col(WaitingEntry.id))
        .with_for_update(skip_locked=True)
    )
    return db.exec(found.execution_options(populate_existing=True)).all()


def place_in_line(db: Session, entry: WaitingEntry) -> int:
    """Return how many stand in the line up to and with this one."""
    before = (
        select(func.count())
        .select_from(WaitingEntry)
        .where(
            WaitingEntry.centre_id == entry.centre_id,
            WaitingEntry.day == entry.day,
            col(WaitingEntry.closed_at).is_(None),
            (col(WaitingEntry.since) < entry.since)
            | ((col(WaitingEntry.since) == entry.since) & (col(WaitingEntry.id) <= entry.id)),
        )
    )
    return db.exec(before).one()


def lines_before(db: Session, day: date, *, limit: int = 500) -> Sequence[UUID]:
    """Return places in lines of days before this one that nobody has closed."""
    found = select(WaitingEntry.id).where(
        WaitingEntry.day < day, col(WaitingEntry.closed_at).is_(None)
    )
    return db.exec(found.order_by(col(WaitingEntry.id)).limit(limit)).all()
