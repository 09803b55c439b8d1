"""Whose interview it is: what a candidate or a member of the commission asks for, or 404."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.commissions.queries import may_see, seat_of
from service.competitions.course import Course, course_of
from service.competitions.queries import candidacy
from service.core.errors import NotFound
from service.core.wiring import Wiring
from service.law.conflict import Closed
from service.pages.commission_doors import check_not_competing
from service.people.person import Person
from service.scoring.interview_board import Board, Place, board_of
from service.scoring.interviews import Hall
from service.vacancies.queries import announcement_numbered

# who is not invited yet has no interview to look at
BEFORE: Final = frozenset({"new", "filed", "waiting", "recheck", "refused", "not-confirmed"})


@dataclass(frozen=True, slots=True)
class Chair:
    """Where somebody of the commission sits, before the interviews as they stand."""

    person: Person
    course: Course
    board: Board
    seat: CommissionSeat
    holder: SeatHolder

    @property
    def is_secretary(self) -> bool:
        """Tell whether it is the secretary, who sees to the order and scores nobody."""
        return self.seat.part is Part.SECRETARY

    @property
    def url(self) -> str:
        """The address of the live screen."""
        return f"/commission/{self.course.announcement.number}/interviews"

    def closed(self, db: Session, application_id: UUID) -> Closed | None:
        """Return why this person does not see a candidate (CM-4); the secretary sees everybody."""
        if self.is_secretary:
            return None
        everybody = [one.application_id for one in self.board.places]
        round_id, person = self.course.row.announcement_id, self.person.account_id
        return may_see(db, round_id, person, application_id, everybody)


def hall_of(house: Wiring, course: Course) -> Hall:
    """Return what the actions of the interviews need."""
    return Hall(course.row.announcement_id, house.parts["calendar"], house.parts["video"])


def own_interview(
    db: Session, house: Wiring, person: Person, application_id: UUID
) -> tuple[Course, CompetitionApplication]:
    """Return the competition of the person's own application, if it has come to interviews."""
    row, filed = candidacy(db, application_id), db.get(CompetitionApplication, application_id)
    if row is None or filed is None or row.account_id != person.account_id or row.state in BEFORE:
        raise NotFound
    course = course_of(db, row.announcement_id, house.parts["calendar"])
    assert course is not None
    return course, filed


def chair_of(db: Session, house: Wiring, person: Person, number: str, ordinal: int) -> Chair:
    """Return the person's seat on the commission of this announced round."""
    announced = announcement_numbered(db, f"{number}/{ordinal}")
    if announced is None:
        raise NotFound
    seated = seat_of(db, announced.id, person.account_id)
    course = course_of(db, announced.id, house.parts["calendar"])
    if seated is None or course is None:
        raise NotFound
    check_not_competing(db, announced.id, person)
    return Chair(person, course, board_of(db, course), *seated)


def place_in(chair: Chair, application_id: UUID) -> Place:
    """Return the candidate's place in these interviews."""
    place = chair.board.place(application_id)
    if place is None:
        raise NotFound
    return place
