"""The report on items: asked for, followed, read; what would tell a key only by the journal."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session

from service.core.wiring import Wiring
from service.item_statistics import queries
from service.item_statistics.report import compute
from service.items.in_memory import bank_of
from service.items.models import BankReport
from service.journal.queries import entries_about
from service.pages import bank_statistics_plots as plots
from service.people.models import Account, Role
from tests import make, make_attempts, make_booking
from tests.item_statistics import taken
from tests.item_statistics.simulated import plan_of, world_of
from tests.visitor import Visitor

WRONG, DEAD = "CONST-0003@1", "CONST-0005@1"


@pytest.fixture
def reader(client: Visitor, db: Session) -> Visitor:
    make_attempts.bank(db)
    client.sign_in_as(make.account(db, roles=(Role.AUTHOR,)))
    client.headers["accept-language"] = "en"
    return client


@pytest.fixture
def body(house: Wiring) -> dict[str, Any]:
    """A report on simulated tests of the shipped bank with a wrong key and a dead option."""
    world = world_of(bank_of(house).items(), seed=7)
    wrong, dead = world.find(WRONG), world.find(DEAD)
    wrong.key = next(letter for letter in "abcd" if letter != wrong.key)
    facts = world.facts | {WRONG: bank_facts(house, WRONG)}
    dead.spread = (0.6, 0.4, 0.0)
    plan = plan_of(make_booking.programme("AD-1"))
    return {"attempts": 1500, **compute(world.sheets(plan, 1500), facts)}


def bank_facts(house: Wiring, ref: str) -> Any:
    from service.item_statistics.sheet import facts_from

    return facts_from(ref, bank_of(house).find(ref).body())


@pytest.fixture
def report(db: Session, house: Wiring, body: dict[str, Any]) -> BankReport:
    now = house.clock.now()
    row = BankReport(
        kind=queries.KIND, subject="AD-1", asked_at=now, ended_at=now, done=1, total=1, body=body
    )
    db.add(row)
    db.flush()
    return row


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def find(body: dict[str, Any], ref: str) -> dict[str, Any]:
    return next(dict(item) for item in body["items"] if item["ref"] == ref)


def test_a_report_is_asked_for_computed_and_shown(
    reader: Visitor, db: Session, house: Wiring, run_due: Callable[[], int]
):
    assert "Nothing has been computed yet" in words(reader.get("/bank/statistics").text)
    slot = taken.hall(db, house)
    made = taken.attempt(db, house, slot, code="AD-1")
    taken.answers(db, made, lambda *_: "a")
    taken.result(db, made)
    made.ended_at = house.clock.now()
    db.add(made)
    db.flush()
    begun = reader.submit("/bank/statistics", {"programme": "AD-1"})
    assert begun.status_code == 303
    url = begun.headers["location"]
    waiting = reader.get(url).text
    assert "The page shows the newest state by itself" in words(waiting)
    assert 'data-module="reload"' in waiting
    run_due()
    said = words(reader.get(url).text)
    assert "1 finished tests" in said
    assert "Too few answers to judge" in said
    assert "Done" in words(reader.get("/bank/statistics").text)


def test_a_programme_nobody_has_taken_is_refused(reader: Visitor):
    assert reader.submit("/bank/statistics", {"programme": "XX-9"}).status_code == 422


def test_work_that_was_given_up_is_not_waited_for(reader: Visitor, db: Session, house: Wiring):
    long_ago = house.clock.now() - timedelta(hours=3)
    db.add(BankReport(kind=queries.KIND, subject="", asked_at=long_ago))
    db.flush()
    assert "Not completed" in words(reader.get("/bank/statistics").text)
    begun = reader.submit("/bank/statistics", {"programme": ""})
    assert "Not completed" not in words(reader.get(begun.headers["location"]).text)


def test_sections_flags_and_charts_are_shown_with_tables_beside(
    reader: Visitor, report: BankReport, body: dict[str, Any]
):
    page = reader.get(f"/bank/statistics/{report.id}").text
    said = words(page)
    law = next(one for one in body["sections"] if one["section"] == "legislation")
    assert f"{law['alpha']:.2f}" in said
    assert f"{law['error']:.1f}" in said
    assert page.count('<svg class="chart-drawing"') == 2
    assert page.count("The numbers of the chart") == 2
    assert page.index(WRONG) < page.index(DEAD)
    assert "The key may be wrong" in said
    assert "Check the key against the article" in said


def test_the_list_is_filtered_by_act_and_by_flag(
    reader: Visitor, report: BankReport, body: dict[str, Any]
):
    url = f"/bank/statistics/{report.id}"

    def listed(query: str) -> set[str]:
        return set(re.findall(r'/items/([^"/]+)"', reader.get(f"{url}?{query}").text)) - {
            "items.csv"
        }

    of_act = {item["ref"] for item in body["items"] if item["act"] == "anti-corruption"}
    assert listed("act=anti-corruption") <= of_act
    assert len(listed("act=anti-corruption")) == 40
    assert listed("flag=wrong-key") == {WRONG}
    assert listed("flag=dead-option&act=constitution") >= {DEAD}
    beyond = reader.get(f"{url}?page=9999")
    assert beyond.status_code == 200


def test_nothing_on_the_list_or_in_the_table_tells_a_key_or_a_text(
    reader: Visitor, db: Session, house: Wiring, report: BankReport
):
    page = unescape(reader.get(f"/bank/statistics/{report.id}").text)
    sent = reader.get(f"/bank/statistics/{report.id}/items.csv")
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    for item in bank_of(house).items():
        assert item.texts["kk"].text not in page + sent.text
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert rows[0]["item"] == WRONG
    assert rows[0]["flags"] == "wrong-key"
    assert not [name for name in rows[0] if "option" in name or "key" in name]
    assert "Option " not in words(page)


def test_an_items_options_are_shown_only_by_a_journalled_reading_of_the_key(
    reader: Visitor, db: Session, report: BankReport, body: dict[str, Any]
):
    url = f"/bank/statistics/{report.id}/items/{WRONG}"
    before = reader.get(url).text
    assert "Another option attracts stronger candidates" in words(before)
    assert "chart-line" not in before
    best = find(body, WRONG)["flags"][0]["letter"].upper()
    assert f"Option {best} attracts" not in words(before)
    assert [entry.verb for entry in entries_about(db, "item", WRONG)] == []
    after = reader.submit(f"{url}/key", {})
    assert after.status_code == 200
    assert f"Option {best} attracts stronger candidates" in words(after.text)
    assert after.text.count("<polyline") >= 4
    key = next(o for o in find(body, WRONG)["options"] if o["letter"].upper() == best)
    assert f"{key['count']}" in words(after.text)
    db.expire_all()
    assert [entry.verb for entry in entries_about(db, "item", WRONG)] == ["item key read"]


def test_both_versions_are_compared(reader: Visitor, report: BankReport, body: dict[str, Any]):
    said = words(reader.get(f"/bank/statistics/{report.id}/items/{DEAD}").text)
    gap = find(body, DEAD)["gap"]
    assert f"odds ratio {gap['odds']:.2f}" in said
    assert f"class {gap['ets_class']}" in said


def test_what_is_not_there_is_not_found(reader: Visitor, report: BankReport):
    assert reader.get(f"/bank/statistics/{report.id}/items/CONST-9999@1").status_code == 404
    assert reader.get(f"/bank/statistics/{report.id}/items/nonsense").status_code == 404
    other = "0192f6a1-0000-7000-8000-000000000001"
    assert reader.get(f"/bank/statistics/{other}").status_code == 404
    assert reader.get(f"/bank/statistics/{other}/items.csv").status_code == 404


def test_an_administrator_alone_does_not_come_in(client: Visitor, db: Session, report: BankReport):
    someone: Account = make.account(db, roles=(Role.ADMINISTRATOR,))
    client.sign_in_as(someone)
    assert client.get(f"/bank/statistics/{report.id}").status_code == 403


def test_the_charts_put_each_item_where_it_belongs():
    items = [
        {"ref": "a", "facility": 1.0, "correlation": 0.95, "flags": []},
        {"ref": "b", "facility": 0.0, "correlation": -0.9, "flags": [{"flag": "wrong-key"}]},
        {"ref": "c", "facility": 0.55, "correlation": None, "flags": [{"flag": "too-few"}]},
    ]
    bars = plots.facility_bars(items)
    assert [bar.items for bar in bars] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    one, other = plots.dots(items)
    assert (one.x, one.y) == (plots.WIDTH - plots.RIGHT, plots.TOP)
    assert (other.x, other.y) == (plots.LEFT, plots.HEIGHT - plots.FOOT)
    assert (one.is_flagged, other.is_flagged) == (False, True)
    assert plots.crossed(items) == [
        ((0, 20), [1, 0, 0, 0, 0]),
        ((20, 40), [0, 0, 0, 0, 0]),
        ((40, 60), [0, 0, 0, 0, 0]),
        ((60, 80), [0, 0, 0, 0, 0]),
        ((80, 100), [0, 0, 0, 0, 1]),
    ]
