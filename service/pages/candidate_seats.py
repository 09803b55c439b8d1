"""A centre's schedule as a page shows it: centres, a month of days, the times of a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from babel.dates import format_date, get_day_names
from fastapi import Query
from pydantic import BaseModel, BeforeValidator
from sqlmodel import Session

from service.booking import queries, schedule
from service.booking.models import Centre, Slot
from service.booking.schedule import Day, Month, first_of_month
from service.core.i18n import current
from service.law.calendar import local_day

Address = Callable[..., str]
FURTHEST: Final = timedelta(days=400)  # further ahead nobody makes a schedule


def _day(text: object) -> object:
    """Return the day of an address, None where it is none: an address may hold anything."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else text
    except ValueError:
        return None


MaybeDay = Annotated[date | None, BeforeValidator(_day)]


class Place(BaseModel):
    """Where in the schedules one stands: a centre, a month (its first day), a day."""

    centre: str = ""
    month: MaybeDay = None
    day: MaybeDay = None


Placed = Annotated[Place, Query()]


@dataclass(frozen=True)
class CentreCard:
    centre: Centre
    next_slot: Slot | None
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class DayCell:
    day: Day
    url: str | None
    is_chosen: bool


@dataclass(frozen=True)
class TimeCell:
    slot: Slot
    free: int
    url: str | None


@dataclass(frozen=True)
class Seats:
    """Everything the page of places and times shows."""

    centres: Sequence[CentreCard]
    centre: Centre | None
    month: Month | None
    month_name: str
    weekdays: Sequence[tuple[str, str]]  # short and long, Monday first
    weeks: Sequence[Sequence[DayCell | None]]
    previous_url: str | None
    following_url: str | None
    day: date | None
    times: Sequence[TimeCell]
    next_here: TimeCell | None
    elsewhere: Sequence[tuple[Centre, TimeCell]]  # when the centre has nothing free

    @property
    def day_is_full(self) -> bool:
        """Whether the chosen day has tests, but no seat."""
        return bool(self.times) and not any(one.free for one in self.times)


def seats(
    db: Session,
    place: Place,
    *,
    page_url: Address,
    slot_url: Callable[[Slot], str],
    earliest_on: date,
    now: datetime,
) -> Seats:
    """Return the schedules around a place.

    Args:
        db: a session that reads.
        place: as the address has it.
        page_url: makes the address of this page for centre, month and day.
        slot_url: makes the address where a time leads.
        earliest_on: the first day that may be booked (BK-1).
        now: the moment.
    """
    shown = _Shown(db, page_url, slot_url, earliest_on, now)
    centres = queries.open_centres(db)
    centre = next((one for one in centres if one.code == place.centre), None)
    if centre is None and len(centres) == 1:
        centre = centres[0]
    cards = [shown.card(one, one == centre) for one in centres]
    if centre is None:
        return Seats(cards, None, None, "", (), (), None, None, None, (), None, ())
    return shown.schedule(centre, cards, place)


class _Shown:
    """Makes the parts of the page; holds what each of them needs."""

    def __init__(
        self,
        db: Session,
        page_url: Address,
        slot_url: Callable[[Slot], str],
        earliest_on: date,
        now: datetime,
    ) -> None:
        self.db, self.page_url, self.slot_url = db, page_url, slot_url
        self.earliest_on, self.now = earliest_on, now

    def card(self, centre: Centre, is_chosen: bool) -> CentreCard:  # noqa: FBT001  # one caller, by position
        found = self._next(centre)
        return CentreCard(centre, found, self.page_url(centre=centre.code), is_chosen)

    def schedule(self, centre: Centre, cards: Sequence[CentreCard], place: Place) -> Seats:
        found = self._next(centre)
        next_day = local_day(found.starts_at) if found else None
        day = place.day or (None if place.month else next_day)
        first = first_of_month(place.month or day or next_day or self.earliest_on)
        today = local_day(self.now)
        first = first_of_month(min(max(first, today), today + FURTHEST))
        month = schedule.month_of(
            self.db, centre, first, earliest_on=self.earliest_on, now=self.now
        )
        language = current.get().language
        return Seats(
            centres=cards,
            centre=centre,
            month=month,
            month_name=format_date(first, "LLLL y", locale=language),
            weekdays=_weekdays(language),
            weeks=[
                [self._day_cell(centre, one, day) for one in week]
                for week in month.weeks
                # weeks that are over would only push the open ones down on a phone
                if any(one is not None and one.state != "past" for one in week)
            ],
            previous_url=self._month_url(centre, month.previous),
            following_url=self._month_url(centre, month.following),
            day=day,
            times=[] if day is None else self._times(centre, day),
            next_here=None if found is None else self._time(found),
            elsewhere=[] if found else self._elsewhere(),
        )

    def _next(self, centre: Centre) -> Slot | None:
        return schedule.next_free_slot(
            self.db, earliest_on=self.earliest_on, now=self.now, centre_id=centre.id
        )

    def _elsewhere(self) -> list[tuple[Centre, TimeCell]]:
        found = schedule.next_free_slots(self.db, earliest_on=self.earliest_on, now=self.now)
        return [(queries.centre_of(self.db, slot), self._time(slot)) for slot in found]

    def _day_cell(self, centre: Centre, day: Day | None, chosen: date | None) -> DayCell | None:
        if day is None:
            return None
        leads = day.state in {"free", "full"}
        url = self.page_url(centre=centre.code, day=day.on) if leads else None
        return DayCell(day, url, day.on == chosen)

    def _month_url(self, centre: Centre, first: date | None) -> str | None:
        return None if first is None else self.page_url(centre=centre.code, month=first)

    def _times(self, centre: Centre, day: date) -> list[TimeCell]:
        if day < self.earliest_on:
            return []
        return [self._time(slot) for slot in schedule.slots_on(self.db, centre, day, now=self.now)]

    def _time(self, slot: Slot) -> TimeCell:
        free = slot.capacity - slot.taken
        return TimeCell(slot, free, self.slot_url(slot) if free else None)


def _weekdays(language: str) -> list[tuple[str, str]]:
    short = get_day_names("abbreviated", locale=language)
    long = get_day_names("wide", locale=language)
    return [(short[number], long[number]) for number in range(7)]
