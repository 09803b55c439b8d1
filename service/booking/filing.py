"""An application is filed: every ground is looked at, a seat is taken, the draw is committed to.

Rows of booking are locked in one order everywhere: account, application, place in a line, slots.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.history import grounds_against
from service.booking.models import Application, ApplicationState, Slot
from service.booking.numbers import new_number
from service.booking.seats import take_seat
from service.booking.steps import add_step, advance
from service.booking.waiting import offer_freed_seat, take_offer
from service.core.due_work import enqueue
from service.core.i18n import Message
from service.core.ids import new_id
from service.core.security import new_secret
from service.journal.actions import record
from service.law.application import HOLD
from service.law.booking import BK_1, counted_on, earliest_test_day
from service.law.calendar import WorkingCalendar, local_day
from service.law.draw import commitment
from service.law.programme import Programme
from service.law.refusal import Refusal
from service.law.rule_set import rule_set
from service.law.terms import Term
from service.people.queries import account_for_update


class SlotFault(StrEnum):
    """Why a slot cannot be taken."""

    GONE = "gone"
    STARTED = "started"
    TOO_EARLY = "too-early"  # BK-1
    FULL = "full"


@dataclass(frozen=True)
class Wish:
    """What a candidate applies for. `seed` is the draw's, where its hash was shown before."""

    programme: Programme
    slot_id: UUID
    reason: Message  # why this programme
    category: str | None = None
    legal_education: bool | None = None
    draw_word: str = ""
    seed: bytes | None = None


@dataclass(frozen=True)
class Obstacles:
    """Everything that stands in the way of an application, all at once."""

    counted_on: date  # BK-3: the day by which it is judged
    earliest_on: date  # BK-1: the first day of a test
    grounds: tuple[Refusal, ...] = ()
    standing: Application | None = None  # the open application of the kind
    slot_fault: SlotFault | None = None
    is_seed_used: bool = False  # the page is an old one: its draw belongs to another application

    def __bool__(self) -> bool:
        """Whether anything stands in the way."""
        return bool(self.grounds or self.standing or self.slot_fault or self.is_seed_used)


@dataclass(frozen=True)
class Filed:
    """The seat is held until the one-time password comes, `held_until`."""

    application: Application


@dataclass(frozen=True)
class NotFiled:
    """Nothing was taken; the obstacles say why."""

    obstacles: Obstacles


def held_until(application: Application) -> datetime:
    """Return until when the seat of an unconfirmed application is held."""
    return application.filed_at + HOLD


def obstacles_for(
    db: Session,
    account_id: UUID,
    programme: Programme,
    *,
    consent_version: str,
    calendar: WorkingCalendar,
    now: datetime,
    slot: Slot | None = None,
) -> Obstacles:
    """Return what stands against an application filed now (RF-1 … RF-6, BK-1).

    An unconfirmed application is no obstacle: a new one takes its place. With a `slot` its state
    is looked at too, but whether a seat is left shows only when it is taken.
    """
    day = counted_on(now, calendar)
    standing = queries.open_application(db, account_id, programme.kind)
    if standing is not None and standing.state is ApplicationState.FILED:
        standing = None
    grounds = grounds_against(db, account_id, programme, day, consent_version=consent_version)
    return Obstacles(
        counted_on=day,
        earliest_on=earliest_test_day(now, calendar),
        grounds=tuple(grounds),
        standing=standing,
        slot_fault=slot_fault(db, slot, filed_at=now, calendar=calendar, now=now) if slot else None,
    )


def slot_fault(
    db: Session, slot: Slot, *, filed_at: datetime, calendar: WorkingCalendar, now: datetime
) -> SlotFault | None:
    """Return why an application filed then cannot have this slot, seats left aside."""
    if slot.closed_at is not None or queries.centre_of(db, slot).closed_at is not None:
        return SlotFault.GONE
    if slot.starts_at <= now:
        return SlotFault.STARTED
    if local_day(slot.starts_at) < earliest_test_day(filed_at, calendar):
        return SlotFault.TOO_EARLY
    return None


def file_application(
    db: Session,
    account_id: UUID,
    wish: Wish,
    *,
    calendar: WorkingCalendar,
    consent_version: str,
    now: datetime,
) -> Filed | NotFiled:
    """File an application: look at every ground, take a seat, commit to the draw.

    Sent twice it is filed once. An unconfirmed application of the same kind gives way to the new
    one. A refusal is recorded with its grounds.

    Args:
        db: the open write transaction.
        account_id: the candidate.
        wish: what is applied for; the programme's version is the one in force.
        calendar: the working days.
        consent_version: the version of the consent that is asked for now.
        now: the moment of filing.
    """
    account_for_update(db, account_id)
    former = queries.open_application(db, account_id, wish.programme.kind, locked=True)
    if former is not None and _is_same(former, wish, now):
        return Filed(former)
    slot = queries.slot(db, wish.slot_id)
    found = obstacles_for(
        db,
        account_id,
        wish.programme,
        consent_version=consent_version,
        calendar=calendar,
        now=now,
        slot=slot,
    )
    if slot is None:
        found = replace(found, slot_fault=SlotFault.GONE)
    if wish.seed is not None and queries.has_commitment(db, commitment(wish.seed)):
        found = replace(found, is_seed_used=True)
    if not found and slot is not None:
        is_offered = take_offer(db, account_id, slot.id, now=now)
        wanted = [slot.id] if former is None else [slot.id, former.slot_id]
        queries.locked_slots(db, wanted)
        if is_offered or take_seat(db, slot.id, now=now):
            if former is not None:
                _give_way(db, former, calendar=calendar, now=now)
            return Filed(_add(db, account_id, wish, found, now))
        found = replace(found, slot_fault=SlotFault.FULL)
    _record_refusal(db, account_id, wish, found, now)
    return NotFiled(found)


def _is_same(former: Application, wish: Wish, now: datetime) -> bool:
    same = former.slot_id == wish.slot_id and former.programme_code == wish.programme.code
    if former.state is ApplicationState.FILED:
        return same and now < held_until(former)
    return same and former.state is ApplicationState.BOOKED


def _give_way(
    db: Session, former: Application, *, calendar: WorkingCalendar, now: datetime
) -> None:
    """Let an unconfirmed application lapse because its owner has filed another."""
    owner = former.account_id
    advance(db, former, ApplicationState.LAPSED, what="replaced", now=now, actor_id=owner)
    offer_freed_seat(db, former.slot_id, calendar=calendar, now=now)


def _add(db: Session, account_id: UUID, wish: Wish, found: Obstacles, now: datetime) -> Application:
    programme = wish.programme
    seed = wish.seed or new_secret()
    application = Application(
        id=new_id(),
        number=new_number(db, local_day(now)),
        account_id=account_id,
        kind=programme.kind,
        programme_code=programme.code,
        programme_version=programme.version,
        rule_set_from=rule_set(programme.kind, found.counted_on).valid_from,
        category=wish.category,
        legal_education=wish.legal_education,
        reason=wish.reason.as_json(),
        slot_id=wish.slot_id,
        filed_at=now,
        counted_on=found.counted_on,
        draw_seed=seed,
        draw_commitment=commitment(seed),
        draw_word=wish.draw_word,
    )
    db.add(application)
    db.flush()
    facts = {
        "number": application.number,
        "programme": f"{programme.code}/{programme.version}",
        "slot": str(wish.slot_id),
        "counted_on": found.counted_on.isoformat(),
        "draw_commitment": application.draw_commitment,
        "draw_word": application.draw_word,
    }
    add_step(db, application, "filed", now=now, rule=BK_1.id, facts=facts, actor_id=account_id)
    enqueue(
        db,
        "lapse-application",
        key=f"lapse-application:{application.id}",
        due_at=held_until(application),
        payload={"application": str(application.id)},
    )
    return application


def _record_refusal(
    db: Session, account_id: UUID, wish: Wish, found: Obstacles, now: datetime
) -> None:
    facts: dict[str, Any] = {
        "programme": wish.programme.code,
        "slot": str(wish.slot_id),
        "counted_on": found.counted_on.isoformat(),
        "grounds": [_as_json(one) for one in found.grounds],
        "standing": found.standing and found.standing.number,
        "slot_fault": found.slot_fault,
    }
    rules = [one.rule.id for one in found.grounds]
    if found.slot_fault is SlotFault.TOO_EARLY:
        rules.append(BK_1.id)
    record(
        db,
        "application refused",
        subject=("account", account_id),
        now=now,
        actor_id=account_id,
        rule=rules[0] if rules else None,
        facts=facts,
    )


def _as_json(ground: Refusal) -> Mapping[str, Any]:
    return {
        "rule": ground.rule.id,
        "source": ground.facts.get("source", ground.rule.source),
        "facts": {name: _plain(value) for name, value in ground.facts.items()},
        "first_free_on": ground.first_free_on and ground.first_free_on.isoformat(),
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Term):
        return {"years": value.years, "months": value.months, "days": value.days}
    return value
