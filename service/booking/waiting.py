"""The waiting list of a centre's day: a freed seat goes to the first in the line, for a while.

While it is on offer the seat stays taken, so that nobody can overtake the line. Rows are locked in
the order entry, slot; whoever looks for the next in a line passes over locked entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from service.booking.seats import free_seat, take_seat
from service.core.due_work import enqueue
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.application import OFFER
from service.law.booking import earliest_test_day, latest_filing
from service.law.calendar import WorkingCalendar, local_day
from service.notices.actions import tell
from service.people.queries import account_for_update
from service.programmes.queries import programmes_on

SHORTEST_OFFER: Final = timedelta(minutes=15)  # less is no time to answer
MOST_LINES: Final = 10  # for one person at a time


@dataclass(frozen=True)
class Waiting:
    """The person stands in the line, at this place."""

    entry: WaitingEntry
    place: int


@dataclass(frozen=True)
class NotWaiting:
    """There is nothing to wait for; the sentence says why."""

    sentence: Message


def join_waiting_list(
    db: Session,
    account_id: UUID,
    *,
    centre: Centre,
    day: date,
    programme_code: str,
    calendar: WorkingCalendar,
    now: datetime,
) -> Waiting | NotWaiting:
    """Stand in the line of a full day; asked for again it keeps the place.

    Args:
        db: the open write transaction.
        account_id: who waits.
        centre: where.
        day: the local day on which a seat is wanted.
        programme_code: the programme to be booked.
        calendar: the working days.
        now: the moment.
    """
    account_for_update(db, account_id)
    entry = queries.entry_of_day(db, account_id, centre.id, day, programme_code)
    everything = [slot.id for slot in queries.slots_between(db, centre.id, day, day)]
    # locked: a seat that is freed just now either shows here or finds the line with us in it
    slots = [
        slot
        for slot in queries.locked_slots(db, everything).values()
        if slot.closed_at is None and slot.starts_at > now
    ]
    if not slots or centre.closed_at is not None:
        return NotWaiting(say("There are no tests on this day. Please choose another day."))
    if any(slot.taken < slot.capacity for slot in slots):
        return NotWaiting(say("A seat is free on this day: you can book it now."))
    if now >= latest_filing(day, calendar):
        return NotWaiting(say("It is too late to apply for this day. Please choose a later one."))
    if _has_seat(db, account_id, slots):
        return NotWaiting(say("You have a seat on this day. You can move it to another time."))
    if entry is None or entry.closed_at is not None:
        if len(queries.entries_of(db, account_id)) >= MOST_LINES:
            return NotWaiting(say("You wait for %(n)s days already. Leave a line first.", n=10))
        entry = _stand(db, entry, account_id, centre.id, day, programme_code, now)
    return Waiting(entry, queries.place_in_line(db, entry))


def _has_seat(db: Session, account_id: UUID, slots: Sequence[Slot]) -> bool:
    days = {slot.id for slot in slots}
    mine = queries.applications_of(db, account_id)
    return any(one.slot_id in days and one.state.is_open for one in mine)


def _stand(
    db: Session,
    former: WaitingEntry | None,
    account_id: UUID,
    centre_id: UUID,
    day: date,
    programme_code: str,
    now: datetime,
) -> WaitingEntry:
    """Add a place at the end of the line; who left and comes back stands at the end too."""
    entry = former or WaitingEntry(
        account_id=account_id,
        centre_id=centre_id,
        day=day,
        programme_code=programme_code,
        since=now,
    )
    entry.since, entry.closed_at = now, None
    entry.offered_slot_id = entry.offered_until = None
    db.add(entry)
    db.flush()
    facts = {"centre": str(centre_id), "day": day.isoformat(), "programme": programme_code}
    about = ("waiting entry", entry.id)
    record(db, "waiting list joined", subject=about, now=now, actor_id=account_id, facts=facts)
    return entry


def leave_waiting_list(
    db: Session, account_id: UUID, entry_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> bool:
    """Leave a line; a seat on offer goes to the next. Return False where it is not theirs."""
    entry = queries.waiting_entry_for(db, account_id, entry_id)
    if entry is None:
        return False
    if entry.closed_at is None:
        about = ("waiting entry", entry.id)
        record(db, "waiting list left", subject=about, now=now, actor_id=account_id)
        _close(db, entry, calendar=calendar, now=now)
    return True


def _close(db: Session, entry: WaitingEntry, *, calendar: WorkingCalendar, now: datetime) -> None:
    entry.closed_at = now
    db.add(entry)
    db.flush()
    if entry.offered_slot_id is not None:
        offer_freed_seat(db, entry.offered_slot_id, calendar=calendar, now=now)


def offer_freed_seat(
    db: Session, slot_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> WaitingEntry | None:
    """Hand a seat that is still counted as taken to the first in the line, or free it for all.

    The first in the line is the one who has waited longest and may take it. Returns the place
    that has the offer now, None where nobody waits.
    """
    slot = queries.locked_slots(db, [slot_id])[slot_id]
    if slot.closed_at is None and slot.starts_at > now:
        for entry in queries.line_of(db, slot.centre_id, local_day(slot.starts_at)):
            until = _offer_ends(db, entry, slot, calendar, now)
            if until is not None:
                _offer(db, entry, slot, until, now)
                return entry
    free_seat(db, slot_id)
    return None


def offer_free_seats(
    db: Session, slot_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> int:
    """Offer the free seats of a new slot to those who wait for its day; return how many went."""
    offered = 0
    while take_seat(db, slot_id, now=now):
        if offer_freed_seat(db, slot_id, calendar=calendar, now=now) is None:
            break
        offered += 1
    return offered


def _offer_ends(
    db: Session, entry: WaitingEntry, slot: Slot, calendar: WorkingCalendar, now: datetime
) -> datetime | None:
    """Return until when the person may take the seat; None where they may not take it at all."""
    day = local_day(slot.starts_at)
    kinds = {one.code: one.kind for one in programmes_on(db, local_day(now))}
    kind = kinds.get(entry.programme_code)
    if kind is None:
        return None
    standing = queries.open_application(db, entry.account_id, kind)
    if standing is None or standing.state is ApplicationState.FILED:
        latest = min(slot.starts_at, latest_filing(day, calendar))
    elif _could_move(standing, entry, slot, day, calendar):
        latest = slot.starts_at
    else:
        return None
    until = min(now + OFFER, latest)
    return until if until - now >= SHORTEST_OFFER else None


def _could_move(
    standing: Application, entry: WaitingEntry, slot: Slot, day: date, calendar: WorkingCalendar
) -> bool:
    """Whether a booking could be moved to this seat: for who waits for an earlier day."""
    return (
        standing.state is ApplicationState.BOOKED
        and standing.programme_code == entry.programme_code
        and standing.slot_id != slot.id
        and earliest_test_day(standing.filed_at, calendar) <= day
    )


def _offer(db: Session, entry: WaitingEntry, slot: Slot, until: datetime, now: datetime) -> None:
    entry.offered_slot_id, entry.offered_until = slot.id, until
    db.add(entry)
    facts = {"slot": str(slot.id), "until": until.isoformat()}
    record(db, "seat offered", subject=("waiting entry", entry.id), now=now, facts=facts)
    enqueue(
        db,
        "offer-lapses",
        key=f"offer-lapses:{entry.id}:{until.isoformat()}",
        due_at=until,
        payload={"entry": str(entry.id), "until": until.isoformat()},
    )
    text = say(
        "A seat is free on %(at)s, %(centre)s. It is kept for you until %(until)s.",
        at=slot.starts_at,
        centre=queries.centre_of(db, slot).name,
        until=until,
    )
    tell(db, entry.account_id, text, url="/cabinet", now=now, sms=True)


def take_offer(db: Session, account_id: UUID, slot_id: UUID, *, now: datetime) -> bool:
    """Use up the offer that the person has for this slot: the seat passes to an application."""
    entry = queries.offer_for(db, account_id, slot_id, now, locked=True)
    if entry is None:
        return False
    entry.closed_at = now
    db.add(entry)
    about = ("waiting entry", entry.id)
    record(db, "offer taken", subject=about, now=now, actor_id=account_id)
    return True


def lapse_offer(
    db: Session, entry_id: UUID, until: datetime, *, calendar: WorkingCalendar, now: datetime
) -> None:
    """Pass on a seat that nobody has taken in time; another offer since then is left alone."""
    entry = queries.locked_entry(db, entry_id)
    if entry is None or entry.closed_at is not None or entry.offered_until != until:
        return
    slot = queries.slot(db, entry.offered_slot_id) if entry.offered_slot_id else None
    assert slot is not None
    record(db, "offer lapsed", subject=("waiting entry", entry.id), now=now)
    text = say(
        "The seat on %(at)s that was kept for you has passed to the next in the line. You can "
        "join the waiting list again.",
        at=slot.starts_at,
    )
    tell(db, entry.account_id, text, url="/cabinet", now=now)
    _close(db, entry, calendar=calendar, now=now)


def leave_later_lines(
    db: Session, application_id: UUID, *, calendar: WorkingCalendar, now: datetime
) -> None:
    """Leave the lines that a booking has made needless: those of its own day and of later ones."""
    application = queries.locked_application(db, application_id)
    if application is None or application.state is not ApplicationState.BOOKED:
        return
    day = local_day(queries.slot_of(db, application).starts_at)
    for entry in queries.entries_of(db, application.account_id):
        if entry.programme_code == application.programme_code and entry.day >= day:
            leave_waiting_list(db, application.account_id, entry.id, calendar=calendar, now=now)


def close_line(db: Session, entry_id: UUID, *, calendar: WorkingCalendar, now: datetime) -> None:
    """Close a place in the line of a day that is over."""
    entry = queries.locked_entry(db, entry_id)
    if entry is not None and entry.closed_at is None and entry.day < local_day(now):
        _close(db, entry, calendar=calendar, now=now)
