from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from service.attempts.models import Attempt, AttemptResult
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.core.due_work import Job
from service.documents.models import Document
from service.exam_day.models import ChecklistTick, WorkerBeat
from service.law.attempt import Phase
from service.law.calendar import end_of_day, start_of_day
from service.law.document import DocumentKind
from service.people.models import Account
from service.people.queries import named_like

CONFIRMED: Final = tuple(
    state
    for state in ApplicationState
    if state not in {ApplicationState.FILED, ApplicationState.CANCELLED, ApplicationState.LAPSED}
)
RUNNING: Final = (Phase.OPEN, Phase.BETWEEN)
OVER: Final = tuple(phase for phase in Phase if phase.is_over)


@dataclass
class SlotLoad:
    """How many of a slot's candidates are where: booked is everyone who confirmed."""

    slot: Slot
    centre: Centre
    booked: int = 0
    running: int = 0
    finished: int = 0
    absent: int = 0

    @property
    def started(self) -> int:
        """How many have begun, whether they are through or not."""
        return self.running + self.finished


def loads_on(db: Session, day: date) -> list[SlotLoad]:
    """Return the slots of a local day with their counts, by time and centre."""
    rows = db.exec(
        select(Slot, Centre)
        .join(Centre, col(Centre.id) == col(Slot.centre_id))
        .where(_on(day))
        .order_by(col(Slot.starts_at), col(Centre.code))
    ).all()
    loads = {slot.id: SlotLoad(slot, centre) for slot, centre in rows}
    counted = db.exec(
        select(Application.slot_id, Application.state, Attempt.phase, func.count())
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(_on(day), col(Application.state).in_(CONFIRMED))
        .group_by(col(Application.slot_id), col(Application.state), col(Attempt.phase))
    ).all()
    for slot_id, state, phase, number in counted:
        load = loads[slot_id]
        load.booked += number
        load.running += number if phase in RUNNING else 0
        load.finished += number if phase in OVER else 0
        load.absent += number if state is ApplicationState.NO_SHOW and phase not in OVER else 0
    return list(loads.values())


class SeatState(StrEnum):
    """Where a candidate of the day is, as a list is narrowed by it."""

    EXPECTED = "expected"
    RUNNING = "running"
    OVER = "over"
    UNDER_REVIEW = "under-review"
    ABSENT = "absent"
    FAILURE = "failure"


@dataclass(frozen=True)
class Narrowing:
    """What a list of a day's candidates is narrowed to."""

    state: SeatState | None = None
    centre_id: UUID | None = None
    programme: str = ""
    text: str = ""
    halls_only: bool = False


@dataclass(frozen=True)
class Seat:
    """One candidate of a day; the attempt comes without its paper, None where none is made."""

    application: Application
    account: Account
    slot: Slot
    attempt: Attempt | None


def seats_on(
    db: Session, day: date, narrowing: Narrowing, *, limit: int, offset: int = 0
) -> list[Seat]:
    """Return the day's candidates by start and name."""
    found = (
        select(Application, Account, Slot, Attempt)
        .join(Account, col(Account.id) == col(Application.account_id))
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .join(Centre, col(Centre.id) == col(Slot.centre_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(_on(day), *_narrowed(narrowing))
        .options(defer(Attempt.paper))  # type: ignore[arg-type]  # a column at run time
        .order_by(col(Slot.starts_at), col(Account.family_name), col(Application.id))
    )
    return [Seat(*row) for row in db.exec(found.limit(limit).offset(offset)).all()]


def seats_in_slot(db: Session, slot_id: UUID) -> list[Seat]:
    """Return the candidates of a slot by name."""
    found = (
        select(Application, Account, Slot, Attempt)
        .join(Account, col(Account.id) == col(Application.account_id))
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(Application.slot_id == slot_id, col(Application.state).in_(CONFIRMED))
        .options(defer(Attempt.paper))  # type: ignore[arg-type]  # a column at run time
        .order_by(col(Account.family_name), col(Application.id))
    )
    return [Seat(*row) for row in db.exec(found).all()]


def count_seats(db: Session, day: date, narrowing: Narrowing) -> int:
    """Return how many candidates `seats_on` has in all."""
    found = (
        select(func.count())
        .select_from(Application)
        .join(Account, col(Account.id) == col(Application.account_id))
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .join(Centre, col(Centre.id) == col(Slot.centre_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(_on(day), *_narrowed(narrowing))
    )
    return db.exec(found).one()


def _on(day: date) -> ColumnElement[bool]:
    return col(Slot.starts_at).between(start_of_day(day), end_of_day(day))


def _narrowed(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    wishes: list[ColumnElement[bool]] = [col(Application.state).in_(CONFIRMED)]
    if narrowing.state is not None:
        wishes.append(_in_state(narrowing.state))
    if narrowing.centre_id is not None:
        wishes.append(col(Slot.centre_id) == narrowing.centre_id)
    if narrowing.programme:
        wishes.append(col(Application.programme_code) == narrowing.programme)
    if narrowing.halls_only:
        wishes.append(col(Centre.is_remote).is_(False))
    if narrowing.text:
        number = col(Application.number).startswith(narrowing.text.upper(), autoescape=True)
        wishes.append(or_(number, named_like(narrowing.text)))
    return wishes


def _in_state(state: SeatState) -> ColumnElement[bool]:
    phase, where = col(Attempt.phase), col(Application.state)
    match state:
        case SeatState.EXPECTED:
            begun = and_(phase.is_not(None), phase != Phase.PREPARED)
            return and_(where == ApplicationState.BOOKED, ~begun)
        case SeatState.RUNNING:
            return phase.in_(RUNNING)
        case SeatState.OVER:
            return phase.in_(OVER)
        case SeatState.UNDER_REVIEW:
            return where == ApplicationState.UNDER_REVIEW
        case SeatState.ABSENT:
            return where == ApplicationState.NO_SHOW
        case SeatState.FAILURE:
            return phase == Phase.TECHNICAL_FAILURE


def attempts_in_slot(db: Session, slot_id: UUID) -> Sequence[UUID]:
    """Return the attempts of a slot's candidates, begun or not, that are not over."""
    found = (
        select(Attempt.id)
        .join(Application, col(Application.id) == col(Attempt.application_id))
        .where(
            Application.slot_id == slot_id,
            col(Application.state).in_(CONFIRMED),
            col(Attempt.phase).not_in(OVER),
        )
    )
    return db.exec(found.order_by(col(Attempt.id))).all()


def people_in(db: Session, attempt_ids: Sequence[UUID]) -> Sequence[Account]:
    """Return who takes these attempts, by name."""
    found = select(Account).join(Attempt, col(Attempt.account_id) == col(Account.id))
    named = found.where(col(Attempt.id).in_(attempt_ids)).distinct()
    return db.exec(named.order_by(col(Account.family_name), col(Account.id))).all()


def results_of(db: Session, attempt_id: UUID) -> Sequence[AttemptResult]:
    """Return every result that was made, the first one first."""
    found = select(AttemptResult).where(AttemptResult.attempt_id == attempt_id)
    return db.exec(found.order_by(col(AttemptResult.id))).all()


def ended_between(
    db: Session, since: datetime, until: datetime
) -> Sequence[tuple[UUID, datetime | None, bool, str]]:
    """Return id, end, whether remote, and phase of the attempts that ended in this time."""
    found = select(Attempt.id, Attempt.ended_at, Attempt.is_remote, Attempt.phase).where(
        col(Attempt.ended_at) > since, col(Attempt.ended_at) <= until
    )
    return db.exec(found.order_by(col(Attempt.ended_at), col(Attempt.id))).all()


def first_results(db: Session, since: datetime) -> Mapping[UUID, tuple[datetime, str]]:
    """Return when the first result of each attempt ended since then was made, and its outcome."""
    found = (
        select(AttemptResult.attempt_id, AttemptResult.decided_at, AttemptResult.outcome)
        .join(Attempt, col(Attempt.id) == col(AttemptResult.attempt_id))
        .where(col(Attempt.ended_at) > since)
        .order_by(col(AttemptResult.id).desc())
    )
    return {attempt: (at, outcome) for attempt, at, outcome in db.exec(found).all()}


def first_papers(db: Session, since: datetime) -> Mapping[UUID, datetime]:
    """Return when the certificate or statement of each attempt ended since then was issued."""
    kinds = (DocumentKind.CERTIFICATE, DocumentKind.STATEMENT)
    found = (
        select(Document.subject_id, Document.issued_at)
        .join(Attempt, col(Attempt.id) == col(Document.subject_id))
        .where(col(Document.kind).in_(kinds), col(Attempt.ended_at) > since)
        .order_by(col(Document.id).desc())
    )
    return dict(db.exec(found).all())


def unprepared_on(db: Session, day: date) -> int:
    """Return how many bookings of a day have no paper drawn yet."""
    found = (
        select(func.count())
        .select_from(Application)
        .join(Slot, col(Slot.id) == col(Application.slot_id))
        .outerjoin(Attempt, col(Attempt.application_id) == col(Application.id))
        .where(_on(day), Application.state == ApplicationState.BOOKED, col(Attempt.id).is_(None))
    )
    return db.exec(found).one()


def work_waiting(db: Session, due_before: datetime) -> tuple[int, datetime | None]:
    """Return how much work was due before this moment and is not done, and since when."""
    waits = and_(
        col(Job.done_at).is_(None), col(Job.gave_up_at).is_(None), col(Job.due_at) < due_before
    )
    number = db.exec(select(func.count()).select_from(Job).where(waits)).one()
    oldest = select(Job.due_at).where(waits).order_by(col(Job.due_at)).limit(1)
    return number, db.exec(oldest).first()


def worker_seen_at(db: Session) -> datetime | None:
    """Return when the worker last gave a sign of life."""
    row = db.get(WorkerBeat, 1)
    return None if row is None else row.at


def database_clock(db: Session) -> datetime | None:
    """Return what the database's own clock shows; None where it is this machine's."""
    if db.get_bind().dialect.name == "sqlite":
        return None
    moment: Any = db.exec(select(func.clock_timestamp())).one()
    return moment if isinstance(moment, datetime) else None


def ticks_on(db: Session, day: date) -> Mapping[str, tuple[ChecklistTick, Account]]:
    """Return what has been ticked on a day, and by whom, by item."""
    found = select(ChecklistTick, Account).join(
        Account, col(Account.id) == col(ChecklistTick.ticked_by)
    )
    rows = db.exec(found.where(ChecklistTick.day == day)).all()
    return {tick.item: (tick, account) for tick, account in rows}


def tick(db: Session, day: date, item: str) -> ChecklistTick | None:
    """Return the tick of an item on a day."""
    return db.get(ChecklistTick, (day, item))
