"""Builders of commissions: members of a body, listed assessors, a commission on its way."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication, Standing
from service.commissions.actions import Who, begin_commission, draw_assessors, seat_person
from service.commissions.models import Assessor, Commission, Ground, Part, SeatHolder
from service.law.calendar import local_day
from service.people.models import Account
from service.vacancies.models import Announcement
from tests import make
from tests import make_vacancies as vacancies
from tests.clock import START
from tests.make_bodies import MINISTRY

FIELD = "law"
BEGUN, DRAWN = START + timedelta(hours=1), START + timedelta(hours=2)


def round_of(db: Session) -> tuple[Announcement, Account]:
    """An announced round and the HR person behind it."""
    vacancies.register(db)
    hr = vacancies.hr(db)
    return vacancies.published(db, vacancies.vacancy(db, hr), hr), hr


def listed(db: Session, count: int, *, now: datetime = START, field: str = FIELD) -> list[Account]:
    """So many people on the list of assessors, with experience in a field."""
    people = [make.account(db) for _ in range(count)]
    for place, person in enumerate(people, 1):
        db.add(
            Assessor(
                number=f"A-{place:05d}",
                account_id=person.id,
                ground=Ground.EXPERIENCE,
                fields=[field],
                since_at=now,
            )
        )
    db.flush()
    return people


def begun(db: Session, announced: Announcement, hr: Account) -> Commission:
    """A commission of a chair, three members and a secretary, before the draw."""
    commission = begin_commission(
        db, announced.id, [FIELD], is_for_head_of_hr=False, by=hr.id, now=BEGUN
    )
    for part in (Part.CHAIR, Part.MEMBER, Part.MEMBER, Part.MEMBER, Part.SECRETARY):
        seated = seat_person(db, commission, part, Who(make.account(db).id), by=hr.id, now=BEGUN)
        assert isinstance(seated, SeatHolder), seated
    return commission


def drawn(db: Session, commission: Commission, hr: Account) -> list[SeatHolder]:
    """Draw its assessors."""
    found = draw_assessors(db, commission, body_code=MINISTRY, candidates=(), by=hr.id, now=DRAWN)
    assert isinstance(found, list), found
    return found


def admitted(db: Session, announced: UUID, *, now: datetime = START) -> UUID:
    """An admitted application to a round, by its row alone."""
    person = make.account(db)
    row = CompetitionApplication(
        number=f"{person.iin}",
        announcement_id=announced,
        account_id=person.id,
        filed_at=now,
        filed_on=local_day(now),
        checked_at=now,
        standing=Standing.ADMITTED,
    )
    db.add(row)
    db.flush()
    return row.id
