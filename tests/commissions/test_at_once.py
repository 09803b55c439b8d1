"""Several people at a commission at once: each thing happens once, nobody gets an accident."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.bodies.models import Body
from service.commissions import actions, queries
from service.commissions.assessors import (
    CallFacts,
    answer_application,
    apply_as_assessor,
    publish_call,
)
from service.commissions.models import AssessorApplication, AssessorCall, Part, SeatHolder
from service.competitions import composition
from service.competitions.course import course_of
from service.core.db import Database
from service.core.i18n import Message
from service.law.calendar import local_day
from service.lots.queries import newest_lots
from service.people.models import Account
from tests import make
from tests import make_commissions as making
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY
from tests.make_commissions import BEGUN, DRAWN
from tests.make_competitions import CALENDAR, Play

LATER = DRAWN + timedelta(hours=1)
CALL = CallFacts(
    frozenset({"law"}), {"kk": "Шақыру", "ru": "Отбор"}, local_day(START + timedelta(days=20))
)


def at_once(database: Database, deed: Callable[[Session, int], Any], people: int = 4) -> list[Any]:
    """Let several do it at the same time, each in a transaction of its own."""

    def one(number: int) -> Any:
        with database.writing() as db:
            return deed(db, number)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def test_cm_1_two_who_begin_at_once_begin_one_commission_and_promise_one_lot(database: Database):
    with database.writing() as db:
        announced, hr = making.round_of(db)
        round_id, hr_id = announced.id, hr.id

    def begin(db: Session, _: int) -> UUID:
        made = actions.begin_commission(
            db, round_id, ["law"], is_for_head_of_hr=False, by=hr_id, now=BEGUN
        )
        return made.id

    assert len(set(at_once(database, begin))) == 1
    with database.reading() as db:
        assert len(newest_lots(db)) == 1


def test_cm_1_two_who_seat_the_same_person_seat_one(database: Database):
    with database.writing() as db:
        announced, hr = making.round_of(db)
        commission_id, hr_id = making.begun(db, announced, hr).id, hr.id
        person = make.account(db).id

    def seat(db: Session, _: int) -> bool:
        made = queries.commission(db, commission_id)
        who = actions.Who(person)
        found = actions.seat_person(db, made, Part.MEMBER, who, by=hr_id, now=BEGUN)
        return isinstance(found, SeatHolder)

    assert sorted(at_once(database, seat)) == [False, False, False, True]


def test_cm_1_two_who_form_at_once_form_it_once(database: Database):
    with database.writing() as db:
        play = Play(db, candidates=1)
        commission = making.begun(db, play.round, play.hr)
        making.listed(db, 5)
        making.drawn(db, commission, play.hr)
        play.close()
        commission_id, hr_id, now, round_id = commission.id, play.hr.id, play.now, play.round.id

    def form(db: Session, _: int) -> Any:
        made = queries.commission(db, commission_id)
        return composition.form(db, made, by=hr_id, calendar=CALENDAR, now=now)

    assert at_once(database, form) == [[], [], [], []]
    with database.reading() as db:
        course = course_of(db, round_id, CALENDAR)
        assert course is not None
        assert [one.what for one in course.steps].count("commission-formed") == 1
        assert len(course.state.seats) == 6


def test_cm_1_two_who_replace_at_once_replace_once(database: Database):
    with database.writing() as db:
        play = Play(db, candidates=1)
        play.close()
        play.form()
        play.go_on()
        commission = queries.commission_of(db, play.round.id)
        assert commission is not None
        own, drawn = (queries.holders(db, commission.id)[place] for place in (1, -1))
        commission_id, hr_id, now, round_id = commission.id, play.hr.id, play.now, play.round.id
        seats = [(each[0].id, each[1].id) for each in (own, drawn)]
        others = [make.account(db).id for _ in range(4)]
        reserve = actions.reserve_of(db, commission)
        assert reserve is not None
        follows = actions.Who(reserve.account_id, reserve.id)

    def replace(db: Session, number: int) -> bool:
        place = number % 2
        who = follows if place else actions.Who(others[number])
        change = composition.Succession(*seats[place], who, "illness", "Ауырып қалды")
        made = queries.commission(db, commission_id)
        found = composition.replace(db, made, change, by=hr_id, calendar=CALENDAR, now=now)
        assert isinstance(found, SeatHolder | Message), found
        return isinstance(found, SeatHolder)

    found = at_once(database, replace)
    assert sorted(found[0::2]) == [False, True]
    assert sorted(found[1::2]) == [False, True]
    with database.reading() as db:
        course = course_of(db, round_id, CALENDAR)
        assert course is not None
        assert [one.what for one in course.steps].count("member-replaced") == 2


def test_cm_2_calls_and_assessors_at_once_get_numbers_of_their_own(database: Database):
    with database.writing() as db:
        making.round_of(db)
        by = make.account(db).id
        people = [make.account(db).id for _ in range(4)]

    def publish(db: Session, number: int) -> str:
        body = db.get_one(Body, (MINISTRY, AGENCY)[number % 2])
        made = publish_call(db, body, CALL, by=by, now=START)
        assert isinstance(made, AssessorCall)
        return made.number

    numbers = at_once(database, publish)
    assert sorted(numbers) == [f"C-2026-{one:06d}" for one in range(1, 5)]

    def apply(db: Session, number: int) -> str:
        call = queries.call(db, numbers[0])
        assert call is not None
        made = apply_as_assessor(
            db, db.get_one(Account, people[number]), call, is_hr=True, now=START
        )
        assert isinstance(made, AssessorApplication)
        answered = answer_application(db, made.id, accepts=True, reason="", by=by, now=START)
        assert isinstance(answered, AssessorApplication)
        found = queries.assessor_of(db, people[number])
        assert found is not None
        return found.number

    assert sorted(at_once(database, apply)) == [f"A-{one:05d}" for one in range(1, 5)]


def test_cm_2_two_who_answer_at_once_answer_once(database: Database):
    with database.writing() as db:
        making.round_of(db)
        by, body = make.account(db).id, db.get_one(Body, MINISTRY)
        call = publish_call(db, body, CALL, by=by, now=START)
        assert isinstance(call, AssessorCall)
        person = make.account(db)
        made = apply_as_assessor(db, person, call, is_hr=True, now=START)
        assert isinstance(made, AssessorApplication)
        filed, who = made.id, person.id

    def answer(db: Session, number: int) -> bool:
        found = answer_application(
            db, filed, accepts=number % 2 == 0, reason="Жеткіліксіз", by=by, now=START
        )
        return isinstance(found, AssessorApplication)

    assert sorted(at_once(database, answer)) == [False, False, False, True]
    with database.reading() as db:
        row = queries.application(db, filed)
        assert row is not None
        assert (queries.assessor_of(db, who) is not None) == row.record["decision"]["accepted"]
