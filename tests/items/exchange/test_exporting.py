"""Exports and imports in the database: the journal knows, nothing comes in by halves."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from service.core.errors import NotFound, Refused
from service.items import queries as items_queries
from service.items.access import Reader
from service.items.actions import write_draft
from service.items.bank import load_bank
from service.items.exchange import command, importing, queries
from service.items.exchange.exporting import Wanted, export_items, losses_of
from service.items.exchange.importing import Sent, import_for, keep_import, preview, take_import
from service.items.exchange.model import Format
from service.items.loading import keep_items
from service.items.models import BankReport, ItemWork, Origin, Stage
from service.journal.models import JournalEntry
from service.people.models import Account, Role
from service.settings import ROOT
from tests import make
from tests.clock import START
from tests.items.exchange.questions import said
from tests.make_bank import item, item_file, put

BOTH = ("kk", "ru")


@pytest.fixture
def author(db: Session) -> Account:
    return make.account(db, roles=[Role.AUTHOR])


@pytest.fixture(autouse=True)
def bank(db: Session, tmp_path: Path) -> None:
    """Two approved items, enemies of one another, and a draft."""
    items = [item(1), item(2, enemies=["CONST-0001"]), item(3, status="draft")]
    put(tmp_path / "items", "constitution", item_file(items))
    loaded = load_bank(tmp_path / "items")
    approved = [each for each in loaded.items() if each.status == "approved"]
    keep_items(db, loaded, approved, now=START)
    db.flush()


def journal(db: Session, verb: str) -> list[JournalEntry]:
    return list(db.exec(select(JournalEntry).where(JournalEntry.verb == verb)).all())


def drafts(db: Session) -> list[ItemWork]:
    found = select(ItemWork).where(ItemWork.origin == Origin.IMPORT).order_by(col(ItemWork.item_id))
    return list(db.exec(found).all())


def exported(db: Session, fmt: Format, language: str = "") -> Sent:
    found = export_items(db, Wanted(fmt, "constitution", language), by=None, now=START)
    return Sent(found.name, found.content, language)


def kept(db: Session, by: Account, *files: Sent, fmt: Format = Format.QTI) -> BankReport:
    pairs = importing.read_files(fmt, files, "constitution", BOTH)
    assert pairs.faults == ()
    return keep_import(db, pairs, fmt, files, "constitution", by=by.id, now=START)


def test_only_approved_items_go_out_and_the_journal_says_who_read_the_keys(
    db: Session, author: Account
):
    found = export_items(db, Wanted(Format.GIFT, "constitution", "kk"), by=author.id, now=START)
    assert (found.name, found.count) == ("synaq-constitution-kk.gift.txt", 2)
    assert {loss.field for loss in found.losses} == {"language", "enemies"}
    (entry,) = journal(db, "items exported")
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (
        author.id,
        "items",
        "constitution",
    )
    assert entry.facts == {
        "format": "gift",
        "language": "kk",
        "refs": ["CONST-0001@1", "CONST-0002@1"],
    }


def test_looking_at_the_losses_reads_no_key(db: Session):
    count, losses = losses_of(db, Wanted(Format.QTI))
    assert (count, {said(loss.why) for loss in losses}) == (
        2,
        {"It concerns the items of this bank alone."},
    )
    assert journal(db, "items exported") == []


def test_gift_and_aiken_need_a_language():
    with pytest.raises(ValueError, match="one language"):
        Wanted(Format.AIKEN)


def test_an_import_is_written_once_confirmed_and_never_twice(db: Session, author: Account):
    waiting = kept(db, author, exported(db, Format.QTI))
    assert drafts(db) == []
    ids = take_import(db, waiting, now=START)
    assert ids == ["CONST-5001", "CONST-5002"]
    assert take_import(db, waiting, now=START) == ids
    works = drafts(db)
    assert [(work.item_id, work.stage, work.author_id) for work in works] == [
        ("CONST-5001", Stage.DRAFT, author.id),
        ("CONST-5002", Stage.DRAFT, author.id),
    ]
    original = items_queries.item_body(db, "CONST-0001@1")
    assert works[0].body == {**original, "status": "draft"}
    (entry,) = journal(db, "items imported")
    assert entry.actor_id == author.id
    assert entry.facts["refs"] == ["CONST-5001@1", "CONST-5002@1"]
    assert entry.facts["format"] == "qti"
    assert [file["name"] for file in entry.facts["files"]] == ["synaq-constitution.qti3.zip"]
    assert len(journal(db, "item draft written")) == 2
    assert "drafts" not in waiting.body  # the keys stay in the drafts alone


def test_two_files_become_drafts_in_both_languages(db: Session, author: Account):
    files = [exported(db, Format.AIKEN, language) for language in BOTH]
    take_import(db, kept(db, author, *files, fmt=Format.AIKEN), now=START)
    assert [list(work.body["texts"]) for work in drafts(db)] == [["kk", "ru"]] * 2


def test_the_preview_names_gaps_and_repetitions_and_no_key(db: Session, author: Account):
    waiting = kept(db, author, exported(db, Format.AIKEN, "kk"), fmt=Format.AIKEN)
    rows = preview(db, waiting, Reader(author.id, is_author=True, is_reviewer=False))
    assert [(row.twin, row.gaps) for row in rows] == [
        ("CONST-0001", ("topic", "difficulty", "article", "reason", "ru")),
        ("CONST-0002", ("topic", "difficulty", "article", "reason", "ru")),
    ]
    assert not any(hasattr(row, "key") for row in rows)


def test_letters_of_two_alphabets_are_counted(db: Session, author: Account):
    # a Latin a in a Cyrillic word, and the same question twice
    content = ("Не сaлықтан?\nA) а\nB) ә\nC) б\nD) в\nANSWER: A\n\n" * 2).encode()
    waiting = kept(db, author, Sent("a.txt", content, "kk"), fmt=Format.AIKEN)
    rows = preview(db, waiting, Reader(author.id, is_author=True, is_reviewer=False))
    assert [(row.faults, row.twin) for row in rows] == [(1, ""), (1, "1")]


def test_the_preview_does_not_tell_of_a_draft_that_the_author_may_not_see(
    db: Session, author: Account
):
    other = make.account(db, roles=[Role.AUTHOR])
    text = "Құпия сұрақ қандай?"
    texts = {"kk": {"text": text, "options": dict(zip("abcd", "абвг", strict=True))}}
    secret = write_draft(db, other.id, {"act": "constitution", "texts": texts}, now=START)
    content = f"{text}\nA) а\nB) ә\nC) б\nD) в\nANSWER: A\n".encode()
    waiting = kept(db, author, Sent("a.txt", content, "kk"), fmt=Format.AIKEN)
    twins = {
        one.id: [row.twin for row in preview(db, waiting, Reader(one.id, True, False))]
        for one in (author, other)
    }
    assert twins == {author.id: [""], other.id: [secret.item_id]}


def test_a_new_file_forgets_the_one_before(db: Session, author: Account):
    other = make.account(db, roles=[Role.AUTHOR])
    first = kept(db, author, exported(db, Format.QTI))
    of_other = kept(db, other, exported(db, Format.QTI))
    second = kept(db, author, exported(db, Format.QTI))
    db.flush()
    assert db.get(BankReport, first.id) is None
    assert list(queries.open_imports(db, author.id)) == [second]
    assert list(queries.open_imports(db, other.id)) == [of_other]


def test_an_import_is_its_authors_alone(db: Session, author: Account):
    waiting = kept(db, author, exported(db, Format.QTI))
    assert import_for(db, author.id, waiting.id) is waiting
    with pytest.raises(NotFound):
        import_for(db, make.account(db, roles=[Role.AUTHOR]).id, waiting.id)


def test_what_was_looked_at_long_ago_is_looked_at_again(db: Session, author: Account):
    waiting = kept(db, author, exported(db, Format.QTI))
    take_until = START + importing.KEPT_FOR
    with pytest.raises(Refused):
        take_import(db, waiting, now=take_until + timedelta(seconds=1))
    assert len(take_import(db, waiting, now=take_until)) == 2


def test_a_fault_on_the_way_leaves_nothing_behind(
    house: Any, db: Session, author: Account, monkeypatch: pytest.MonkeyPatch
):
    waiting = kept(db, author, exported(db, Format.QTI))
    db.commit()
    real, calls = write_draft, []

    def fails(*args: Any, **values: Any) -> ItemWork:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return real(*args, **values)

    monkeypatch.setattr("service.items.exchange.importing.write_draft", fails)
    with pytest.raises(RuntimeError), house.database.writing() as own:
        take_import(own, import_for(own, author.id, waiting.id), now=START)
    db.expire_all()
    assert (drafts(db), journal(db, "items imported")) == ([], [])
    assert db.get_one(BankReport, waiting.id).ended_at is None


class TestCommand:
    """What the command line prints and refuses."""

    words = staticmethod(lambda: command.words_of(ROOT / "web", "en"))

    def export(self, db: Session, file: Path, by: str, fmt: str = "gift") -> list[str]:
        wanted = command.wanted(fmt, "constitution", "kk")
        return command.export_to(db, file, wanted, by=by, words=self.words(), now=START)

    def bring(self, db: Session, file: Path, by: str, **values: Any) -> list[str]:
        files = command.files(file, None, values.pop("language", ""))
        given = {"dry_run": False, "words": self.words(), "now": START, **values}
        return command.import_from(db, files, Format.GIFT, "constitution", by=by, **given)

    def test_out_and_in(self, db: Session, author: Account, tmp_path: Path):
        file = tmp_path / "items.gift"
        out = self.export(db, file, author.iin)
        assert out[0].startswith(f"{file}: 2 items.")
        assert out[1] == (
            "lost: Language: The file holds one language; export the other one by itself. "
            "(CONST-0001, CONST-0002)"
        )
        dry = self.bring(db, file, author.iin, dry_run=True)
        assert (dry[0], drafts(db)) == ("2 drafts would come in.", [])
        assert self.bring(db, file, author.iin)[0] == "2 drafts: CONST-5001 to CONST-5002."

    def test_every_fault_is_a_line(self, db: Session, author: Account, tmp_path: Path):
        file = tmp_path / "bad.gift"
        file.write_text("::Q1::Q?{=a ~b}\n\n::Q2::Q?{~a ~b ~c ~d}\n")
        with pytest.raises(command.CommandFault) as refusal:
            self.bring(db, file, author.iin, language="kk")
        first, second, third = str(refusal.value).splitlines()
        assert first == "nothing was imported"
        assert second == (
            "bad.gift:1: Q1: Answer options: An item of the bank has four options; "
            "this one has 2. Leave or write exactly four options."
        )
        assert third == (
            "bad.gift:3: Q2: Right answer: No option is marked as right. Mark the one right option."
        )
        assert drafts(db) == []

    def test_who_has_no_role_reads_no_key(self, db: Session, tmp_path: Path):
        stranger = make.account(db, roles=[Role.ADMINISTRATOR])
        reviewer = make.account(db, roles=[Role.REVIEWER])
        file = tmp_path / "items.gift"
        with pytest.raises(command.CommandFault, match="author or reviewer"):
            self.export(db, file, stranger.iin)
        assert not file.exists()
        self.export(db, file, reviewer.iin)
        with pytest.raises(command.CommandFault, match="author"):
            self.bring(db, file, reviewer.iin)

    @pytest.mark.parametrize(
        ("ask", "sentence"),
        [
            (lambda: command.wanted("word", "", ""), "unknown format word"),
            (lambda: command.wanted("gift", "", ""), "holds one language"),
            (lambda: command.wanted("qti", "", "en"), "unknown language en"),
            (lambda: command.files(Path("a"), Path("b"), ""), "name the first one's language"),
            (lambda: command.files(Path("a"), Path("b"), "kk"), "b is not there"),
            (lambda: command.words_of(ROOT / "web", "fr"), "unknown language fr"),
        ],
    )
    def test_a_slip_is_a_sentence(self, ask: Any, sentence: str):
        with pytest.raises(command.CommandFault, match=sentence):
            ask()
