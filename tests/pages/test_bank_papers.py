"""Whether all papers are equally hard: the simulation's page, its histogram, its exposure."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import Session

from service.items import queries
from service.items.actions import what_may_be_drawn_changed
from service.items.bank import ref_of
from service.items.models import Stage
from service.law.blueprint import Pool, PoolItem
from service.law.programme import needed_items
from service.pages.bank_papers import exposure, histogram
from service.people.models import Role
from service.programmes.queries import newest_programmes
from tests import make, make_attempts
from tests.shipped_bank import shipped_bank
from tests.visitor import Visitor


@pytest.fixture
def reader(client: Visitor, db: Session) -> Visitor:
    make_attempts.bank(db)
    client.sign_in_as(make.account(db, roles=(Role.REVIEWER,)))
    client.headers["accept-language"] = "en"
    return client


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_papers_are_asked_for_drawn_and_shown_without_any_words_of_an_item(
    reader: Visitor, run_due: Callable[[], int]
):
    assert "AD-1" in words(reader.get("/bank/papers").text)
    assert reader.submit("/bank/papers/ad-1", {"papers": "1000"}).status_code == 303
    begun = words(reader.get("/bank/papers/AD-1").text)
    assert "The papers are being drawn" in begun
    assert "1000" in begun
    run_due()
    page = reader.get("/bank/papers/AD-1").text
    said = words(page)
    assert page.count('<svg class="chart-drawing"') == 3
    assert "All papers fit" in said
    assert "No item comes too often" in said
    assert "Done" in words(reader.get("/bank/papers").text)
    shown = unescape(page)
    assert not [item.ref for item in shipped_bank().items() if item.texts["kk"].text in shown]


def test_a_number_that_is_not_offered_is_refused(reader: Visitor):
    answer = reader.submit("/bank/papers/AD-1", {"papers": "100000"})
    assert answer.status_code == 422


def test_an_unknown_programme_is_not_found(reader: Visitor):
    assert reader.get("/bank/papers/XX-9").status_code == 404


def test_the_bars_hold_every_paper():
    found = histogram("", None, {600: 3, 610: 5, 655: 2}, {500: 4, 700: 6})
    assert sum(bar.papers for bar in found.bars) == 10
    assert sum(bar.free for bar in found.bars) == 10
    assert found.spread == (0.6, 0.655)
    assert found.free_spread == (0.5, 0.7)
    assert max(bar.height for bar in found.bars) <= 160


def pool(size: int, count: int) -> Pool:
    return Pool("s", "p", "a", count, tuple(PoolItem(f"A-{n}", "t", 500) for n in range(size)))


def test_an_item_that_comes_too_often_is_named():
    times = {"A-0": 400, **{f"A-{n}": 178 for n in range(1, 10)}}
    found = exposure(pool(10, 2), times, 1000)
    assert [ref for ref, _ in found.over] == ["A-0"]
    assert (found.least, found.most, found.expected) == (0.178, 0.4, 0.2)


def test_what_chance_explains_is_not_too_often():
    times = {f"A-{n}": 200 + (-1) ** n * 30 for n in range(10)}
    assert exposure(pool(10, 2), times, 1000).over == []


def test_an_empty_pool_has_no_shares():
    assert exposure(pool(0, 2), {}, 0).most is None


@pytest.mark.parametrize(("spare", "warned"), [(0, True), (1, False)])
def test_who_retires_an_item_is_told_which_papers_lack_it(
    reader: Visitor, db: Session, spare: int, *, warned: bool
):
    works = queries.items_of_stage(db, Stage.APPROVED, act="civil-service")
    most = max(needed_items(each).get("civil-service", 0) for each in newest_programmes(db))
    for work in works[most + spare :]:
        work.stage = Stage.RETIRED
        db.add(work)
    what_may_be_drawn_changed(db)
    first = works[0]
    url = f"/bank/items/{ref_of(first.item_id, first.version)}/retire"
    asked = words(reader.submit(url, {"turn": str(first.turn), "reason": "Бап өзгерді"}).text)
    assert "Retire this item?" in asked
    assert ("the bank will have too few items for the papers of" in asked) is warned
