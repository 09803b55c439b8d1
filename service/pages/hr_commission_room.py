"""A round with its commission, opened for HR of its body: what the pages of a commission take."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.admissions.telling import title_of
from service.commissions import queries
from service.commissions.models import Commission, CommissionSeat, SeatHolder
from service.competitions.composition import against_changes
from service.competitions.course import Course, course_of
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form
from service.core.i18n import Message
from service.core.render import page, translate
from service.core.wiring import Wiring
from service.law.calendar import WorkingCalendar, local_day
from service.pages import commission_words as words
from service.pages import competition_links as links
from service.pages.commission_doors import check_not_competing
from service.pages.doors import House
from service.pages.gates import Hr
from service.pages.hr_commission_view import context_of, kind_words
from service.pages.hr_doors import announcement_for
from service.pages.people_found import choices_of
from service.pages.source_words import source_words
from service.people.models import Account
from service.people.person import Person
from service.personal_files.codes import codes
from service.vacancies.models import AnnouncementState


class Room:
    """The round of an address, its vacancy, and its commission where one has been begun."""

    def __init__(
        self, db: Session, house: Wiring, person: Person, number: str, ordinal: int
    ) -> None:
        self.db = db
        self.calendar: WorkingCalendar = house.parts["calendar"]
        self.vacancy, self.round = announcement_for(db, person, number, ordinal)
        if self.round.state is AnnouncementState.DRAFT:
            raise NotFound
        check_not_competing(db, self.round.id, person)
        self.by = person.account_id
        self.url = links.hr_commission(self.round.number)
        self.now = house.clock.now()
        self.found = queries.commission_of(db, self.round.id)

    @property
    def commission(self) -> Commission:
        """The commission.

        Raises:
            NotFound: none has been begun.
        """
        if self.found is None:
            raise NotFound
        return self.found

    @property
    def title(self) -> dict[str, str]:
        """The post's title."""
        return title_of(self.vacancy.vacancy)

    @property
    def body_code(self) -> str:
        """The body whose post it is."""
        return self.vacancy.vacancy.body_code

    @property
    def is_receiving(self) -> bool:
        """Whether documents are still received."""
        return self.round.closes_on is not None and local_day(self.now) <= self.round.closes_on

    def field_name(self, code: str) -> Mapping[str, str]:
        """Return the name of a field of work."""
        return codes().work.names.get(code, {"kk": code, "ru": code, "en": code})

    def course(self) -> Course | None:
        """Return the competition, once its reception has ended."""
        return course_of(self.db, self.round.id, self.calendar)

    def closed(self) -> Message | None:
        """Return why nothing can be changed now."""
        return against_changes(self.db, self.round.id, self.course())

    def seat(self, seat_id: object) -> tuple[CommissionSeat, SeatHolder, Account]:
        """Return a seat of this commission and who sits there.

        Raises:
            NotFound: it has no such seat.
        """
        for found in queries.holders(self.db, self.commission.id):
            if found[0].id == seat_id:
                return found
        raise NotFound


def room_of(db: Db, house: House, person: Hr, number: str, ordinal: int) -> Room:
    """Open the round of this number for HR of its body, or answer 404."""
    return Room(db, house, person, number, ordinal)


HrRoom = Annotated[Room, Depends(room_of)]


def show(
    request: Request, room: Room, form: Form[Any], meant: tuple[Account, ...] = ()
) -> Response:
    """Return the page of the commission, with a form that has faults where there are any."""
    return page(
        request,
        "hr_commission/one.html",
        422 if form.errors else 200,
        room=room,
        form=form,
        parts=[(str(part), translate(name)) for part, name in words.PARTS.items()],
        is_receiving=room.is_receiving,
        source_words=source_words,
        meant=choices_of(meant),
        words=words,
        links=links,
        kind_words=kind_words,
        **context_of(room.db, room.round, room.commission, room.body_code, room.course(), room.now),
    )
