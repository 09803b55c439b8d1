"""Whose competition it is: what HR, a candidate or the authorised body asks for, or 404."""

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.bodies import queries as bodies
from service.bodies.models import Work
from service.competitions import queries
from service.competitions.course import Course, course_of
from service.competitions.models import Candidacy, Complaint
from service.core.errors import NotFound
from service.core.wiring import Wiring
from service.pages.commission_doors import check_not_competing
from service.pages.hr_doors import announcement_for
from service.people.person import Person


def competition_for(
    db: Session, house: Wiring, person: Person, number: str, ordinal: int
) -> Course:
    """Return the competition of this announced round, if HR of its body asks and competes not."""
    _, announced = announcement_for(db, person, number, ordinal)
    course = course_of(db, announced.id, house.parts["calendar"])
    if course is None:
        raise NotFound
    check_not_competing(db, announced.id, person)
    return course


def candidate_in(
    db: Session, course: Course, application_number: str
) -> tuple[Candidacy, CompetitionApplication]:
    """Return the candidacy of this application, if it is one to this competition."""
    found = queries.candidacy_numbered(db, application_number)
    if found is None or found[0].announcement_id != course.row.announcement_id:
        raise NotFound
    return found


def own_candidacy(
    db: Session, house: Wiring, person: Person, application_number: str
) -> tuple[Course, Candidacy, CompetitionApplication]:
    """Return the person's own candidacy with its competition."""
    found = queries.candidacy_numbered(db, application_number)
    if found is None or found[0].account_id != person.account_id:
        raise NotFound
    course = course_of(db, found[0].announcement_id, house.parts["calendar"])
    assert course is not None
    return course, *found


def check_authority(db: Session, person: Person) -> None:
    """Let pass who answers for the authorised body itself."""
    body = bodies.authorised_body(db)
    if body is None or not bodies.works_for(db, person.account_id, body.code, Work.AGREEMENT):
        raise NotFound


def own_complaints(db: Session, one: Candidacy) -> list[Complaint]:
    """Return the person's own complaints about a competition, the newest first."""
    every = queries.complaints_of(db, one.announcement_id)
    return [each for each in reversed(every) if each.application_id == one.application_id]
