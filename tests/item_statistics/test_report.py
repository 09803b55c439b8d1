"""The whole way: attempts in the database, the job, the report, the command line."""

import csv
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rich.console import Console
from sqlmodel import Session

from service.attempts.models import Attempt, Outcome
from service.attempts.paper import section_items
from service.core.errors import NotFound
from service.core.wiring import Wiring
from service.item_statistics import queries, work
from service.item_statistics.actions import ask_for_report, keep_sheets
from service.item_statistics.console import print_statistics
from service.item_statistics.csv_file import COLUMNS
from service.items.in_memory import bank_of, find_item
from service.items.models import BankReport
from service.law.attempt import What
from service.settings import ROOT
from tests import make_attempts
from tests.item_statistics import taken

MANY = 24


@pytest.fixture
def attempts(db: Session, house: Wiring) -> list[Attempt]:
    """Candidates of rising ability; the first third reads Russian. One more failed technically."""
    make_attempts.bank(db)
    slot = taken.hall(db, house)
    made = []
    for number in range(MANY):
        attempt = taken.attempt(db, house, slot)

        def choose(
            section: int, position: int, drawn: Mapping[str, str], knows: int = number
        ) -> str | None:
            key = find_item(db, bank_of(house), drawn["item"]).key
            if (position * 7 + section) % MANY <= knows:
                return key
            return None if position % 5 == 0 else "abcd"["abcd".index(key) - 1]

        taken.answers(db, attempt, choose)
        taken.result(db, attempt)
        if number < MANY // 3:
            taken.step(db, attempt, 1, What.SECTION_STARTED, language="ru")
            taken.step(db, attempt, 2, What.SECTION_STARTED)
        made.append(attempt)
    void = taken.attempt(db, house, slot)
    taken.answers(db, void, lambda *_: "a")
    taken.result(db, void, Outcome.VOID)
    return made


def counted(db: Session, house: Wiring, attempts: list[Attempt]) -> Counter[tuple[str, bool]]:
    """How often each item was taken, and answered right, straight from the answers."""
    found: Counter[tuple[str, bool]] = Counter()
    for attempt in attempts:
        given = queries.choices_of(db, [attempt.id])[attempt.id]
        for section in (0, 1):
            for position, drawn in enumerate(section_items(attempt, section), start=1):
                choice = given.get((section, position))
                own = choice and drawn["order"]["abcd".index(choice)]
                is_right = own == find_item(db, bank_of(house), drawn["item"]).key
                found[drawn["item"], is_right] += 1
    return found


def test_a_report_counts_what_was_answered(
    db: Session, house: Wiring, attempts: list[Attempt], run_due: Callable[[], int]
):
    asked = ask_for_report(db, "LE-3", by=None, now=house.clock.now())
    run_due()
    report = queries.report(db, asked.id)
    assert (report.error, report.ended_at, report.done == report.total > 0) == (
        "",
        house.clock.now(),
        True,
    )
    body = report.body
    assert body["attempts"] == MANY
    assert [(one["section"], one["questions"], one["attempts"]) for one in body["sections"]] == [
        ("legislation", 75, MANY),
        ("state-language", 20, MANY),
    ]
    assert [(one["kk"], one["ru"]) for one in body["sections"]] == [(16, 8), (16, 8)]
    by_hand = counted(db, house, attempts)
    for item in body["items"]:
        right, wrong = by_hand[item["ref"], True], by_hand[item["ref"], False]
        assert item["count"] == right + wrong
        assert item["facility"] == pytest.approx(right / (right + wrong), abs=1e-4)
        assert sum(option["count"] for option in item["options"]) == right + wrong
        assert sum(map(sum, item["curve"])) == right + wrong
        assert [one["flag"] for one in item["flags"]] == ["too-few"]
    assert len(body["items"]) == len({ref for ref, _ in by_hand})


def test_the_sections_measure_who_knows_more(db: Session, house: Wiring, attempts: list[Attempt]):
    keep_sheets(db, limit=100)
    db.commit()
    body = work.statistics(house.database, "", progress=lambda *_: None)
    law = body["sections"][0]
    scores = [
        sum((position * 7 + 1) % MANY <= number for position in range(1, 76))
        for number in range(MANY)
    ]
    assert law["mean"] == pytest.approx(sum(scores) / MANY, abs=1e-4)
    assert law["alpha"] > 0.9


def test_the_work_is_done_in_turns_with_other_work_between(
    db: Session,
    house: Wiring,
    attempts: list[Attempt],
    run_due: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(work, "ATTEMPTS_A_TURN", 10)
    asked = ask_for_report(db, "", by=None, now=house.clock.now())
    monkeypatch.setattr(work, "keep", lambda _: None)
    # what waits at the beginning is kept by the periodic work, ten; the report does the rest
    assert run_due() >= 3
    assert queries.report(db, asked.id).body["attempts"] == MANY


def test_asked_for_twice_it_is_computed_once(db: Session, house: Wiring):
    now = house.clock.now()
    one = ask_for_report(db, "LE-3", by=None, now=now)
    assert ask_for_report(db, "LE-3", by=None, now=now).id == one.id
    assert ask_for_report(db, "", by=None, now=now).id != one.id


def test_without_attempts_it_is_empty(db: Session, house: Wiring, run_due: Callable[[], int]):
    asked = ask_for_report(db, "", by=None, now=house.clock.now())
    run_due()
    report = queries.report(db, asked.id)
    assert (report.body, report.error) == ({"attempts": 0, "sections": [], "items": []}, "")


def test_another_report_of_the_bank_is_not_found(db: Session, house: Wiring):
    other = BankReport(kind="paper-simulation", subject="LE-3", asked_at=house.clock.now())
    db.add(other)
    db.flush()
    with pytest.raises(NotFound):
        queries.report(db, other.id)


def test_the_command_line_says_the_same_and_writes_a_table(
    db: Session, house: Wiring, attempts: list[Attempt], tmp_path: Path
):
    db.commit()
    out = Console(width=120, record=True, file=io.StringIO())
    print_statistics(house.database, "LE-3", tmp_path / "items.csv", out=out)
    said = out.export_text()
    assert f"{MANY} finished tests" in said
    assert "legislation" in said
    with (tmp_path / "items.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert sum(int(row["answers"]) for row in rows) == MANY * 95
    # neither the key nor an option stands in it
    assert not {"key", "a", "b", "c", "d", "letter"} & set(COLUMNS)


def test_a_process_that_only_serves_pays_nothing_for_it():
    loaded = "import sys, service.app, service.jobs; print(*sorted(sys.modules))"
    names = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"statsmodels", "pandas", "scipy"} & set(names)
