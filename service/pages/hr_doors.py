"""What an HR person asks for by its number, or 404 where it is another body's."""

from collections.abc import Sequence

from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Body, Work
from service.core.errors import NotFound
from service.people.person import Person
from service.vacancies import queries
from service.vacancies.course import Course, course_of
from service.vacancies.models import Announcement


def bodies_for(db: Session, person: Person) -> Sequence[Body]:
    """Return the bodies that the person does HR work for."""
    return bodies.served_by(db, person.account_id, Work.HR)


def body_for(db: Session, person: Person, code: str) -> Body:
    """Return the body if the person does its HR work."""
    found = bodies.body(db, code)
    if found is None or not bodies.may_work_for(db, person.account_id, found, Work.HR):
        raise NotFound
    return found


def course_for(db: Session, person: Person, number: str) -> Course:
    """Return where the vacancy of this number stands, if it is of a body of the person."""
    row = queries.vacancy_numbered(db, number)
    if row is None:
        raise NotFound
    body_for(db, person, row.body_code)
    return course_of(db, row)


def announcement_for(
    db: Session, person: Person, number: str, ordinal: int
) -> tuple[Course, Announcement]:
    """Return the announcement of this number with its vacancy's course."""
    course = course_for(db, person, number)
    one = queries.announcement_numbered(db, f"{course.vacancy.number}/{ordinal}")
    if one is None:
        raise NotFound
    return course, one
