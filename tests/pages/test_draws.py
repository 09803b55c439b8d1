"""Lots for everyone: promised without the seed, drawn with it, downloaded and repeated."""

from datetime import timedelta

from sqlmodel import Session

from service.law.lot import verify_lot
from service.lots import queries
from service.lots.actions import Fixed, draw_promised, promise_lot
from service.lots.models import LotCommitment
from tests.clock import START
from tests.visitor import Visitor


def promised(db: Session) -> LotCommitment:
    return promise_lot(db, "tie", subject=("competition", "C-1"), now=START)


def test_st_6_a_promised_lot_shows_its_commitment_and_no_seed(client: Visitor, db: Session):
    lot = promised(db)
    seed = queries.secret_of(db, lot.id).seed.hex()
    text = client.get(f"/draws/{lot.number}").text
    assert lot.commitment in text
    assert seed not in text
    assert client.get(f"/draws/{lot.number}.json").status_code == 404
    assert lot.number in client.get("/draws").text


def test_st_6_a_drawn_lot_can_be_repeated_by_anyone(client: Visitor, db: Session):
    lot = promised(db)
    later = START + timedelta(hours=1)
    draw_promised(db, lot.id, Fixed(["A-1", "A-2", "A-3"], 1, later), now=later)
    record = client.get(f"/draws/{lot.number}.json").json()
    assert verify_lot(record) == []
    text = client.get(f"/draws/{lot.number}").text
    assert record["seed"] in text
    assert record["order"][0] in text


def test_a_lot_that_is_not_there(client: Visitor):
    assert client.get("/draws/L-2611-0000-0000").status_code == 404
    assert client.get("/draws/%00").status_code == 404
    assert "<h1>" in client.get("/draws").text
