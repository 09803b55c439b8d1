"""A competition whose candidates choose a time for the assessment just now."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.booking.queries import free_slots_from
from service.competitions.actions import begin_competition, run_by_itself
from service.core.wiring import Wiring
from service.law.booking import earliest_test_day
from service.law.calendar import end_of_day, local_day, start_of_day
from service.people.actions import give_consent
from service.people.models import Account
from tests import make_vacancies as vacancies
from tests.journeys.competition_scene import _applied, _kept
from tests.make_competitions import CALENDAR
from tests.make_vacancies import EXPERT

AGO = timedelta(days=20)  # so long before it was announced: the reception is over


def set_stage(
    house: Wiring, db: Session, hr: UUID, candidate: UUID, *, now: datetime
) -> dict[str, str]:
    """Bring a candidate to the stage; return the ids that the addresses of its pages need."""
    officer, person = db.get_one(Account, hr), db.get_one(Account, candidate)
    row = vacancies.vacancy(db, officer, EXPERT, is_lowest=True, now=now - AGO)
    one = vacancies.published(db, row, officer, now=now - AGO)
    key = _applied(db, one, person, now - AGO)
    give_consent(db, candidate, house.parts["consent"].text_on(local_day(now), "ru"), now=now)
    course = begin_competition(db, one.id, calendar=CALENDAR, now=now - AGO)
    course = _kept(db, course, "applied", now - AGO, "candidate", key)
    assert one.closes_on is not None
    morning = end_of_day(one.closes_on) + timedelta(hours=9)
    course = run_by_itself(db, course, now=morning)
    facts = {"experience_days": 900, "education": "bachelor"}
    course = _kept(db, course, "admitted", morning, "system", key, **facts)
    run_by_itself(db, course, now=now)
    soon = free_slots_from(db, start_of_day(earliest_test_day(now, CALENDAR)), limit=1)
    return {"stage": str(key), "stage-slot": str(soon[0].id)}
