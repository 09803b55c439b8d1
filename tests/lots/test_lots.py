"""Lots: promised before what is drawn from is known, drawn once, repeated by anyone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from service.core.db import Database
from service.law.lot import verify_lot
from service.lots import queries
from service.lots.actions import Fixed, draw_promised, promise_lot
from tests.clock import START

LATER = START + timedelta(hours=1)
SUBJECT = ("competition", "C-1")
NAMES = [f"A-{n}" for n in range(9)]


def fixed(names: list[str] = NAMES, at: datetime = LATER) -> Fixed:
    return Fixed(names, 3, at)


def test_st_6_a_lot_is_repeated_from_its_record(db: Session):
    promised = promise_lot(db, "assessors", subject=SUBJECT, now=START)
    drawn = draw_promised(db, promised.id, fixed(), now=LATER)
    assert verify_lot(drawn.record) == []
    assert sorted(drawn.record["order"]) == NAMES
    assert drawn.record["commitment"] == promised.commitment


def test_nobody_chooses_among_seeds(db: Session):
    first = promise_lot(db, "assessors", subject=SUBJECT, now=START)
    assert promise_lot(db, "assessors", subject=SUBJECT, now=LATER).id == first.id
    assert promise_lot(db, "tie", subject=SUBJECT, now=LATER).id != first.id
    draw_promised(db, first.id, fixed(), now=LATER)
    assert promise_lot(db, "assessors", subject=SUBJECT, now=LATER).id != first.id


def test_a_lot_is_drawn_once(db: Session):
    promised = promise_lot(db, "tie", subject=SUBJECT, now=START)
    first = draw_promised(db, promised.id, fixed(), now=LATER)
    again = draw_promised(db, promised.id, fixed(["B-1", "B-2", "B-3"]), now=LATER)
    assert again.record == first.record


def test_what_was_known_before_the_commitment_is_not_drawn_from(db: Session):
    promised = promise_lot(db, "tie", subject=SUBJECT, now=LATER)
    with pytest.raises(ValueError, match="before the commitment"):
        draw_promised(db, promised.id, fixed(at=START), now=LATER)
    assert queries.draw_of(db, promised.id) is None


def test_two_draws_at_once_are_one(database: Database):
    with database.writing() as db:
        promised = promise_lot(db, "tie", subject=SUBJECT, now=START).id

    def draw(names: list[str]) -> list[str]:
        with database.writing() as db:
            order: list[str] = draw_promised(db, promised, fixed(names), now=LATER).record["order"]
            return order

    with ThreadPoolExecutor(4) as pool:
        orders = list(pool.map(draw, [NAMES, NAMES[:5], NAMES[3:], NAMES]))
    assert all(order == orders[0] for order in orders)
