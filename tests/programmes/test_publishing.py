"""Publishing a programme: what is refused, what follows."""

from datetime import date

import pytest
from sqlmodel import Session

from service.items.bank import Bank
from service.journal.queries import entries_about
from service.people.models import Role
from service.programmes import queries
from service.programmes.actions import (
    NotPublishable,
    Publishable,
    _keep_programme,
    check_programme,
    load_question_bank,
    publish_programme,
)
from service.settings import ROOT
from tests import make
from tests.clock import START
from tests.shipped_bank import load_shipped

TODAY = date(2026, 11, 23)
LE_3 = (ROOT / "question_bank" / "programmes" / "le-3.yaml").read_text(encoding="utf-8")


@pytest.fixture
def bank(db: Session) -> Bank:
    return load_shipped(db)


def next_version(*changes: tuple[str, str], version: int = 2, day: str = "2026-12-01") -> str:
    text = LE_3.replace("\nversion: 1\n", f"\nversion: {version}\n")
    text = text.replace("valid_from: 2024-02-01", f"valid_from: {day}")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def faults(db: Session, bank: Bank, text: str) -> list[tuple[str, str]]:
    """What is said: (the line as it stands there, the sentence with its way out)."""
    found = check_programme(db, text, today=TODAY)
    assert isinstance(found, NotPublishable)
    lines = text.splitlines()
    return [
        (lines[each.line - 1].strip(), f"{each.sentence}. {each.way_out}".rstrip())
        for each in found.faults
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (next_version(version=1), "version: 1", "version: 1 does not follow. Write 2."),
        (next_version(version=3), "version: 3", "version: 3 does not follow. Write 2."),
        (
            next_version(day="2026-11-22"),
            "valid_from: 2026-11-22",
            "valid_from: 2026-11-22 has passed. Write 2026-11-23 or a later day.",
        ),
        (
            next_version(("kind: LE", "kind: AD")),
            "kind: AD",
            "kind: LE-3 belongs to LE. Write LE, or choose another code.",
        ),
        (
            next_version(("counts: {president: 15}", "counts: {president: 99}")),
            "sections:",
            "LE-3 draws 99 items of president, the bank has",
        ),
        (
            next_version(("legal_education: not-required", "legal_education: required")),
            "categories: [",
            (
                "category C-GP-4 stands in LE-1 and LE-3, both with legal_education required: "
                "keep it in one."
            ),
        ),
        (
            next_version(("code: LE-3\n", "code: LE-9\n"), version=2),
            "version: 2",
            "version: 2 does not follow. Write 1.",
        ),
    ],
)
def test_what_stands_against_a_version_is_said_with_its_line(db, bank, text, line, sentence):
    found = faults(db, bank, text)
    assert any(each == line and said.startswith(sentence) for each, said in found), found


def test_every_fault_is_said_at_once(db: Session, bank: Bank):
    text = next_version(("pass_total: 35", "pass_total: 76"), ("minutes: 60", "minutes: 0"))
    assert [sentence.partition(":")[0] for _, sentence in faults(db, bank, text)] == [
        "sections.1.minutes",
        "sections.1.pass_total",
    ]
    text = next_version(("{president: 15}", "{president: 99}"), version=7, day="2026-01-01")
    assert len(faults(db, bank, text)) == 3


@pytest.mark.parametrize("text", ["", "[", "code: LE-3", "- a\n- b", "a: &b 1\nc: *b"])
def test_a_text_that_is_no_programme_is_refused(db: Session, bank: Bank, text: str):
    assert faults(db, bank, text or "\n" * 2)


def test_a_version_that_begins_today_may_be_published(db: Session, bank: Bank):
    found = check_programme(db, next_version(day="2026-11-23"), today=TODAY)
    assert isinstance(found, Publishable)
    assert found.before == queries.versions_of(db, "LE-3")[0]


def test_a_new_version_ends_the_one_before_the_day_before_it_begins(db: Session, bank: Bank):
    owner = make.account(db, roles=(Role.ADMINISTRATOR,))
    text = next_version(("pass_total: 35", "pass_total: 40"))
    done = publish_programme(db, text, administrator_id=owner.id, now=START)
    assert not isinstance(done, NotPublishable)
    newer, older = queries.versions_of(db, "LE-3")
    assert (newer.version, newer.valid_to) == (2, None)
    assert (older.version, older.valid_to) == (1, date(2026, 11, 30))
    assert queries.programme(db, "LE-3", 1).valid_to is None  # as it was published
    found = {
        day: next(
            (each.code, each.version)
            for each in queries.programmes_on(db, day)
            if each.code == "LE-3"
        )
        for day in (date(2026, 11, 30), date(2026, 12, 1))
    }
    assert found == {date(2026, 11, 30): ("LE-3", 1), date(2026, 12, 1): ("LE-3", 2)}
    entries = entries_about(db, "programme", "LE-3@2")
    assert [(each.verb, each.actor_id) for each in entries] == [("programme published", owner.id)]
    row = queries.programme_row(db, "LE-3", 2)
    assert row is not None
    assert (row.published_by, row.body["text"]) == (owner.id, text)


def test_a_new_code_begins_with_version_1(db: Session, bank: Bank):
    owner = make.account(db, roles=(Role.ADMINISTRATOR,))
    text = next_version(("code: LE-3\n", "code: LE-4\n"), version=1)
    text = text[: text.index("categories:")] + "categories: []\n" + text[text.index("sections:") :]
    done = publish_programme(db, text, administrator_id=owner.id, now=START)
    assert not isinstance(done, NotPublishable)
    assert (done.code, done.version) == ("LE-4", 1)


def test_a_version_is_published_once(db: Session, bank: Bank):
    owner = make.account(db, roles=(Role.ADMINISTRATOR,))
    text = next_version()
    publish_programme(db, text, administrator_id=owner.id, now=START)
    again = publish_programme(db, text, administrator_id=owner.id, now=START)
    assert isinstance(again, NotPublishable)
    assert len(queries.versions_of(db, "LE-3")) == 2


def test_files_that_a_publication_has_overtaken_still_load(db: Session, bank: Bank):
    owner = make.account(db, roles=(Role.ADMINISTRATOR,))
    publish_programme(db, next_version(), administrator_id=owner.id, now=START)
    assert load_question_bank(db, ROOT / "question_bank", now=START).new_programmes == 0


def test_of_two_who_publish_a_version_at_once_one_is_told(db: Session, bank: Bank):
    found = check_programme(db, next_version(), today=TODAY)
    assert isinstance(found, Publishable)
    kept = [_keep_programme(db, found.programme, found.text, None, START) for _ in range(2)]
    assert kept == [True, False]
