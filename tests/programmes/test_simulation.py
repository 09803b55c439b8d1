"""Simulated papers: what is counted, in turns, and what happens when the bank changes."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from service.items import queries as items
from service.items.actions import what_may_be_drawn_changed
from service.items.models import BankReport, Stage
from service.programmes.blueprints import blueprint_for
from service.programmes.queries import newest_programmes
from service.programmes.simulation import BANK_CHANGED, PAPERS_A_TURN, WHOLE, ask_simulation
from tests import make, make_attempts
from tests.clock import START

RunDue = Callable[[], int]


@pytest.fixture
def asked(db: Session) -> BankReport:
    """A simulation of the smallest programme, of one turn and a half."""
    make_attempts.bank(db)
    programme = next(each for each in newest_programmes(db) if each.code == "AD-1")
    owner = make.account(db)
    report = ask_simulation(db, programme, papers=PAPERS_A_TURN * 3 // 2, by=owner.id, now=START)
    db.commit()
    return report


def test_every_paper_is_counted_once_over_the_turns(
    db: Session, asked: BankReport, run_due: RunDue
):
    run_due()
    db.expire_all()
    report = items.report(db, asked.id)
    assert (report.done, report.ended_at, report.error) == (150, START, "")
    for section in (WHOLE, "state-language", "legislation"):
        assert sum(report.body["means"][section].values()) == 150
        assert sum(report.body["free"][section].values()) == 150
    assert sum(report.body["papers"].values()) == 150 * 75
    assert report.body["strained"] == 0


def test_kept_papers_differ_less_than_free_ones_and_keep_the_band(
    db: Session, asked: BankReport, run_due: RunDue
):
    run_due()
    db.expire_all()
    body = items.report(db, asked.id).body
    pools = blueprint_for(
        next(each for each in newest_programmes(db) if each.code == "AD-1"), items.pools(db)
    ).pools
    found = {kind: [int(mean) for mean in body[kind]["legislation"]] for kind in ("means", "free")}
    target = sum(pool.count * pool.target for pool in pools[1:]) / sum(
        pool.count for pool in pools[1:]
    )
    assert all(abs(mean - target) <= 16 for mean in found["means"])  # the band, and a rounding
    assert max(found["free"]) - min(found["free"]) > max(found["means"]) - min(found["means"])


def test_a_bank_that_has_changed_ends_the_simulation(
    db: Session, asked: BankReport, run_due: RunDue
):
    work = next(work for work in items.items_of_stage(db, Stage.APPROVED, act="civil-service"))
    work.stage = Stage.RETIRED
    db.add(work)
    what_may_be_drawn_changed(db)
    db.commit()
    run_due()
    db.expire_all()
    report = items.report(db, asked.id)
    assert (report.done, report.error, report.ended_at) == (0, BANK_CHANGED, START)
