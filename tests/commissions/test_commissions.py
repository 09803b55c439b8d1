"""A commission is formed, its assessors are drawn, members are replaced and declare conflicts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from service.commissions import actions, queries
from service.commissions.models import Commission, CommissionState, Part, SeatHolder
from service.core.db import Database
from service.core.i18n import Message
from service.law.conflict import Tie
from service.law.lot import verify_lot
from service.lots.queries import draw_of
from service.people.models import Account
from tests import make
from tests import make_commissions as making
from tests.make_bodies import MINISTRY
from tests.make_commissions import BEGUN, DRAWN

LATER = DRAWN + timedelta(hours=1)


def order_of(db: Session, commission: Commission) -> list[str]:
    assert commission.lot_id is not None
    drawn = draw_of(db, commission.lot_id)
    assert drawn is not None
    order: list[str] = drawn.record["order"]
    return order


@pytest.fixture
def scene(db: Session) -> tuple[Commission, Account]:
    announced, hr = making.round_of(db)
    return making.begun(db, announced, hr), hr


def test_cm_1_a_third_of_the_members_is_drawn_and_the_draw_repeats(db: Session, scene):
    commission, hr = scene
    making.listed(db, 9)
    seated = making.drawn(db, commission, hr)
    assert len(seated) == 2  # of six members
    assert commission.lot_id is not None
    drawn = draw_of(db, commission.lot_id)
    assert drawn is not None
    assert verify_lot(drawn.record) == []
    numbers = queries.assessors_numbered(db, drawn.record["order"][:2])
    assert {one.account_id for one in numbers.values()} == {one.account_id for one in seated}
    assert actions.form_commission(db, commission, candidates=(), by=hr.id, now=LATER) == []
    assert commission.state is CommissionState.FORMED


def test_cm_1_the_commitment_is_there_before_the_list_is_fixed(db: Session, scene):
    commission, hr = scene
    making.listed(db, 4)
    making.drawn(db, commission, hr)
    assert commission.lot_id is not None
    drawn = draw_of(db, commission.lot_id)
    assert drawn is not None
    record = drawn.record
    assert record["committed_at"] == BEGUN.isoformat()
    assert record["fixed_at"] == DRAWN.isoformat()


def test_cm_1_without_assessors_nothing_is_formed_and_everything_is_said(db: Session, scene):
    commission, hr = scene
    faults = actions.form_commission(db, commission, candidates=(), by=hr.id, now=LATER)
    assert [fault.code for fault in faults] == ["too-few-assessors"]
    assert commission.state is CommissionState.FORMING


def test_cm_2_too_few_on_the_list_ask_for_a_call(db: Session, scene):
    commission, hr = scene
    making.listed(db, 1)
    found = actions.draw_assessors(
        db, commission, body_code=MINISTRY, candidates=(), by=hr.id, now=DRAWN
    )
    assert isinstance(found, Message)
    assert draw_of(db, commission.lot_id) is None


def test_cm_2_a_member_or_candidate_is_not_drawn(db: Session, scene):
    commission, hr = scene
    one, two, *others = making.listed(db, 5)
    actions.seat_person(db, commission, Part.MEMBER, actions.Who(one.id), by=hr.id, now=BEGUN)
    found = actions.draw_assessors(
        db, commission, body_code=MINISTRY, candidates=[two.id], by=hr.id, now=DRAWN
    )
    assert isinstance(found, list)
    assert {each.account_id for each in found} == {each.id for each in others}
    order = order_of(db, commission)
    assert sorted(order) == ["A-00003", "A-00004", "A-00005"]


def test_cm_1_the_draw_is_made_once(db: Session, scene):
    commission, hr = scene
    making.listed(db, 9)
    making.drawn(db, commission, hr)
    again = actions.draw_assessors(
        db, commission, body_code=MINISTRY, candidates=(), by=hr.id, now=LATER
    )
    assert isinstance(again, Message)


def test_cm_1_a_drawn_assessor_is_followed_by_the_reserve_and_the_seat_stays(db: Session, scene):
    commission, hr = scene
    listed = making.listed(db, 9)
    gone = making.drawn(db, commission, hr)[0]
    reserve = actions.reserve_of(db, commission)
    assert reserve is not None
    order = order_of(db, commission)
    assert reserve.number == order[2]
    said: dict[str, Any] = {"reason": "illness", "words": "Ауырып қалды", "by": hr.id, "now": LATER}
    other = next(each for each in listed if each.id != reserve.account_id and each.id not in {
        one.account_id for _, one, _ in queries.holders(db, commission.id)})  # fmt: skip
    refused = actions.replace_member(db, commission, gone.seat_id, actions.Who(other.id), **said)
    assert isinstance(refused, Message)
    holder = actions.replace_member(
        db, commission, gone.seat_id, actions.Who(reserve.account_id, reserve.id), **said
    )
    assert isinstance(holder, SeatHolder)
    assert (holder.seat_id, holder.replaces) == (gone.seat_id, gone.id)
    following = actions.reserve_of(db, commission)
    assert following is not None
    assert following.number == order[3]


def test_a_replacement_needs_a_reason_in_words(db: Session, scene):
    commission, hr = scene
    (place, *_) = queries.seats(db, commission.id)
    who = actions.Who(make.account(db).id)
    refused = actions.replace_member(
        db, commission, place.id, who, reason="other", words=" ", by=hr.id, now=LATER
    )
    assert isinstance(refused, Message)


def test_cm_4_who_has_not_declared_sees_nobody_and_a_conflict_stays(db: Session, scene):
    commission, _ = scene
    (_, holder, _) = queries.holders(db, commission.id)[0]
    first, second = (making.admitted(db, commission.announcement_id) for _ in range(2))
    both = [first, second]

    def why(application: UUID) -> str | None:
        found = queries.may_see(
            db, commission.announcement_id, holder.account_id, application, both
        )
        return found.why if found else None

    assert why(first) == "declare-first"
    clear: tuple[frozenset[Tie], str] = (frozenset(), "")
    actions.declare_conflicts(db, holder, {first: clear}, now=LATER)
    assert why(first) == "declare-first"
    tie: tuple[frozenset[Tie], str] = (frozenset({"close-relative"}), "Немере інім")
    actions.declare_conflicts(db, holder, {second: tie}, now=LATER)
    assert why(first) is None
    assert why(second) == "conflicted"
    actions.declare_conflicts(db, holder, {second: clear}, now=LATER + timedelta(minutes=1))
    assert why(second) == "conflicted"


def test_two_who_draw_at_once_draw_once(database: Database):
    with database.writing() as db:
        announced, hr = making.round_of(db)
        commission_id, hr_id = making.begun(db, announced, hr).id, hr.id
        making.listed(db, 9)

    def draw(_: int) -> int:
        with database.writing() as db:
            commission = queries.commission(db, commission_id)
            found = actions.draw_assessors(
                db, commission, body_code=MINISTRY, candidates=(), by=hr_id, now=DRAWN
            )
            return len(found) if isinstance(found, list) else 0

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(draw, range(4))) == [0, 0, 0, 2]
    with database.reading() as db:
        assert len(queries.holders(db, commission_id)) == 7
