"""Whose essay it is: what a candidate, a proctor or a member of the commission asks for, or 404."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.commissions.queries import seat_of
from service.competitions import queries as competitions
from service.competitions.course import Course, course_of
from service.competitions.models import Candidacy
from service.core.errors import NotAllowed, NotFound
from service.core.i18n import say
from service.core.wiring import Wiring
from service.law.competition_state import Candidacy as State
from service.pages.commission_doors import check_not_competing
from service.people.person import Person
from service.scoring import queries
from service.scoring.essays import is_reopened
from service.scoring.models import Essay
from service.scoring.topics import Topic
from service.vacancies.queries import announcement_numbered


@dataclass(frozen=True, slots=True)
class OwnEssay:
    """A candidate's place in a competition, with the essay once it is begun."""

    course: Course
    row: Candidacy
    filed: CompetitionApplication
    essay: Essay | None

    @property
    def one(self) -> State:
        """The application as the law sees it."""
        return self.course.state.candidacy(str(self.row.application_id))

    @property
    def is_to_begin(self) -> bool:
        """Is it not begun yet, or to be begun once more after a failure?"""
        return self.essay is None or is_reopened(self.course, self.row.application_id)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An essay as its proctor sees it."""

    course: Course
    row: Candidacy
    essay: Essay


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's seat in the commission of a competition."""

    course: Course
    place: CommissionSeat
    holder: SeatHolder

    @property
    def key(self) -> str:
        """The seat as the law knows it."""
        return str(self.place.id)

    @property
    def is_chair(self) -> bool:
        """Does this member lead the commission?"""
        return self.place.part is Part.CHAIR


def own_essay(db: Session, house: Wiring, person: Person, application_id: UUID) -> OwnEssay:
    """Return the person's own essay, begun or not."""
    row = competitions.candidacy(db, application_id)
    if row is None or row.account_id != person.account_id:
        raise NotFound
    filed = db.get_one(CompetitionApplication, application_id)
    return OwnEssay(_course(db, house, row), row, filed, queries.essay(db, application_id))


def review_for(db: Session, house: Wiring, person: Person, application_id: UUID) -> Reviewed:
    """Return an essay that is, or was, under review; nobody reviews where they have a part."""
    row, essay = competitions.candidacy(db, application_id), queries.essay(db, application_id)
    if row is None or essay is None or essay.finished_at is None:
        raise NotFound
    if is_involved(db, person, row):
        raise NotAllowed(say("You take part in this competition: another proctor reviews it."))
    return Reviewed(_course(db, house, row), row, essay)


def is_involved(db: Session, person: Person, row: Candidacy) -> bool:
    """Tell whether the person competes there, a rival's essay too, or sits on its commission."""
    own = competitions.candidacies_of(db, person.account_id)
    competes = any(one.announcement_id == row.announcement_id for one in own)
    return competes or seat_of(db, row.announcement_id, person.account_id) is not None


def seat_for(db: Session, house: Wiring, person: Person, number: str, ordinal: int) -> Seat:
    """Return the person's seat in the commission of this announced round, if it scores."""
    announced = announcement_numbered(db, f"{number}/{ordinal}")
    seated = announced and seat_of(db, announced.id, person.account_id)
    if not announced or not seated or seated[0].part is Part.SECRETARY:
        raise NotFound
    check_not_competing(db, announced.id, person)
    course = course_of(db, announced.id, house.parts["calendar"])
    if course is None:
        raise NotFound
    return Seat(course, *seated)


def owed_until(course: Course, application_id: UUID) -> datetime | None:
    """Return by when the next thing is owed for an application, whoever owes it."""
    key = str(application_id)
    return next((one.due_at for one in course.todos if one.candidate == key), None)


def topic_of(house: Wiring, essay: Essay) -> Topic:
    """Return the topic that the lot has given to this essay."""
    found: Topic = house.parts["essay_topics"][essay.topic]
    return found


def _course(db: Session, house: Wiring, row: Candidacy) -> Course:
    course = course_of(db, row.announcement_id, house.parts["calendar"])
    assert course is not None
    return course
