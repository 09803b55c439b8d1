"""Two competitions for the tour of all pages: one has its results, one is suspended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication, Standing
from service.bodies.models import Body
from service.commissions.assessors import CallFacts, apply_as_assessor, publish_call
from service.commissions.models import AssessorCall
from service.commissions.queries import assessors, commission_of, holders
from service.competitions import queries
from service.competitions.actions import begin_competition, keep, run_by_itself
from service.competitions.complaints import Against, file_complaint
from service.competitions.course import Course
from service.competitions.models import Complaint
from service.competitions.protocol import issue_protocol, protocol_matter
from service.core.i18n import translators
from service.core.wiring import Wiring
from service.law.calendar import ASTANA, local_day
from service.law.machine import Actor, Step
from service.people.models import Account
from service.settings import ROOT
from service.signatures.actions import ask_signature
from service.vacancies.models import Announcement
from tests import make_vacancies as vacancies
from tests.make_bodies import MINISTRY
from tests.make_competitions import CALENDAR, Play
from tests.make_vacancies import DEPUTY

AGO = timedelta(days=56)  # so long before it was announced: all of its course lies in the past
TEXT = "Әңгімелесу уақытынан сегіз минут бұрын аяқталды."


def set_competitions(
    house: Wiring, db: Session, hr: UUID, candidates: Sequence[UUID], *, now: datetime
) -> dict[str, str]:
    """Hold the competitions with these candidates; return the numbers that addresses need."""
    people = [db.get_one(Account, one) for one in candidates]
    officer = db.get_one(Account, hr)
    play = begun(db, officer, people, now - AGO)
    first, second, third = play.applications
    play.tests({first: 41, second: 33, third: 24})
    play.form()
    course = play.interviews({first: "17/4", second: "9/2", third: "3"})
    made = issue_protocol(
        db, play.round.id, press=house.parts["press"], calendar=CALENDAR, is_demo=True, now=play.now
    )
    assert made is not None
    assert play.now < now
    matter = protocol_matter(course, made, {"kk": "Маман", "ru": "Специалист"})
    translator = translators(ROOT / "web" / "locales")["kk"]
    asked = ask_signature(db, hr, matter, translator=translator, now=now)
    other = begun(db, officer, people, now - AGO)
    row = _complaint(other)
    return {
        "competition": play.round.number,
        "competition-candidate": _number(db, first),
        **_commission(db, play.round.id),
        "call": _call(db, officer, people[1], now=now),
        "protocol-to-sign": str(asked.id),
        "suspended-competition": other.round.number,
        "suspended-candidate": _number(db, other.applications[0]),
        "complaint": str(row.id),
    }


def begun(
    db: Session, hr: Account, people: Sequence[Account], announced_at: datetime, **more: Any
) -> Play:
    """A competition whose candidates are admitted, on the morning after the last day."""
    row = vacancies.vacancy(db, hr, DEPUTY, is_lowest=True, now=announced_at, **more)
    one = vacancies.published(db, row, hr, now=announced_at)
    play: Play = object.__new__(Play)
    play.db, play.now, play.hr, play.round, play.people = db, announced_at, hr, one, [*people]
    play.applications = [_applied(db, one, each, announced_at) for each in people]
    assert one.closes_on is not None
    day = one.closes_on + timedelta(days=1)
    play.now = datetime(day.year, day.month, day.day, 9, tzinfo=ASTANA)
    course = begin_competition(db, one.id, calendar=CALENDAR, now=announced_at)
    for key in play.applications:
        course = _kept(db, course, "applied", announced_at, "candidate", key)
    course = run_by_itself(db, course, now=play.now)
    for days, key in enumerate(play.applications, 900):
        facts = {"experience_days": days, "education": "bachelor"}
        course = _kept(db, course, "admitted", play.now, "system", key, **facts)
    run_by_itself(db, course, now=play.now)
    return play


def _kept(
    db: Session, course: Course, what: str, at: datetime, by: Actor, key: UUID, **facts: object
) -> Course:
    after = keep(db, course, Step(what, at, by, str(key), facts))
    assert isinstance(after, Course), after
    return after


def _applied(db: Session, one: Announcement, person: Account, at: datetime) -> UUID:
    row = CompetitionApplication(
        number=f"K-{at:%y%m}-{one.number[-6:-2]}-{person.iin[-4:]}",
        announcement_id=one.id,
        account_id=person.id,
        filed_at=at,
        filed_on=local_day(at),
        checked_at=at,
        standing=Standing.ADMITTED,
        closed_at=at,
    )
    db.add(row)
    db.flush()
    return row.id


def _complaint(play: Play) -> Complaint:
    own = queries.candidacy(play.db, play.applications[0])
    assert own is not None
    row = file_complaint(play.db, own, Against.HR, TEXT, calendar=CALENDAR, now=play.now)
    assert isinstance(row, Complaint), row
    return row


def _commission(db: Session, announcement_id: UUID) -> dict[str, str]:
    """A seat of the round's commission, and who sits there: the chair."""
    found = commission_of(db, announcement_id)
    assert found is not None
    (place, holder, _), *_ = holders(db, found.id)
    (assessor, _), *_ = assessors(db)
    return {
        "commission-seat": str(place.id),
        "member": str(holder.account_id),
        "assessor": str(assessor.id),
    }


def _call(db: Session, hr: Account, person: Account, *, now: datetime) -> str:
    """A call for assessors with an application that waits for an answer."""
    body = db.get_one(Body, MINISTRY)
    texts = {"kk": "Бағалаушылар іріктеледі.", "ru": "Отбираются оценщики."}
    facts = CallFacts(frozenset({"law", "lawmaking"}), texts, local_day(now + timedelta(days=20)))
    made = publish_call(db, body, facts, by=hr.id, now=now)
    assert isinstance(made, AssessorCall)
    apply_as_assessor(db, person, made, is_hr=True, now=now)
    return made.number


def _number(db: Session, application_id: UUID) -> str:
    return db.get_one(CompetitionApplication, application_id).number
