"""Items out and in: losses first, keys in the journal, nothing written before it is confirmed."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from service.items.bank import load_bank
from service.items.loading import keep_items
from service.items.models import BankReport, ItemWork, Origin
from service.journal.models import JournalEntry
from service.people.models import Account, Role
from tests import staff
from tests.clock import START
from tests.make_bank import item, item_file, put
from tests.visitor import Visitor

URL = "/author/exchange"
QTI = {"format": "qti", "act": "constitution", "language": ""}
GIFT = {"format": "gift", "act": "constitution", "language": "kk"}
SOUND = "::Q1::Жаңа сұрақ? {=бірінші ~екінші ~үшінші ~төртінші}\n"


@pytest.fixture(autouse=True)
def bank(db: Session, tmp_path: Path) -> None:
    put(tmp_path / "items", "constitution", item_file([item(1), item(2)]))
    loaded = load_bank(tmp_path / "items")
    keep_items(db, loaded, list(loaded.items()), now=START)
    db.commit()


@pytest.fixture
def author(client: Visitor, db: Session) -> Account:
    return staff.sign_in(client, db, Role.AUTHOR)


def upload(client: Visitor, content: str | bytes, fields: dict[str, str], **more: bytes) -> Any:
    files = {"file": ("items.gift", content, "text/plain")}
    files |= {name: (f"{name}.gift", sent, "text/plain") for name, sent in more.items()}
    return client.post(URL, data={"csrf": client.csrf, **fields}, files=files)


def drafts(db: Session) -> list[ItemWork]:
    return list(db.exec(select(ItemWork).where(ItemWork.origin == Origin.IMPORT)).all())


def verbs(db: Session) -> list[str]:
    return list(db.exec(select(JournalEntry.verb)).all())


@pytest.mark.usefixtures("author")
def test_an_author_sees_both_forms_and_a_reviewer_the_export_alone(client: Visitor, db: Session):
    said = staff.words(client.get(URL))
    assert "Export approved items" in said
    assert "Import drafts" in said
    staff.sign_in(client, db, Role.REVIEWER)
    said = staff.words(client.get(URL))
    assert "Export approved items" in said
    assert "Import drafts" not in said
    assert upload(client, SOUND, GIFT).status_code == 403


def test_nobody_else_reads_keys(client: Visitor, db: Session):
    staff.administrator(client, db)
    assert client.get(URL).status_code == 403
    assert client.submit(f"{URL}/export", QTI).status_code == 403
    assert "items exported" not in verbs(db)


def test_losses_are_shown_first_and_no_key_is_read_for_them(
    client: Visitor, db: Session, author: Account
):
    said = staff.words(client.get(f"{URL}/export", params=GIFT))
    assert "Language The file holds one language; export the other one by itself." in said
    assert "CONST-0001, CONST-0002" in said
    assert "Nothing of an item is lost" in staff.words(client.get(f"{URL}/export", params=QTI))
    assert "items exported" not in verbs(db)


def test_an_export_is_a_file_and_an_entry_of_the_journal(
    client: Visitor, db: Session, author: Account
):
    answer = client.submit(f"{URL}/export", GIFT)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    named = 'attachment; filename="synaq-constitution-kk.gift.txt"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"
    assert "::CONST-0001::[plain]1-сұрақ қандай?" in answer.text
    (entry,) = db.exec(select(JournalEntry).where(JournalEntry.verb == "items exported")).all()
    assert entry.actor_id == author.id
    assert entry.facts["refs"] == ["CONST-0001@1", "CONST-0002@1"]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({**GIFT, "language": ""}, "language", "This format holds one language. Please choose it."),
        ({**GIFT, "language": "en"}, "language", "Please choose one of the answers."),
        ({**GIFT, "act": "nothing"}, "act", "Please choose one of the answers."),
        ({**GIFT, "format": "word"}, "format", "Please choose one of the answers."),
    ],
)
def test_a_slip_in_the_export_form_is_marked(
    client: Visitor,
    db: Session,
    author: Account,
    fields: dict[str, str],
    field: str,
    sentence: str,
):
    assert staff.errors(client.get(f"{URL}/export", params=fields)) == {field: sentence}
    assert staff.errors(client.submit(f"{URL}/export", fields)) == {field: sentence}
    assert "items exported" not in verbs(db)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (
            {**GIFT, "format": "aiken", "language": ""},
            "language",
            "This format holds one language. Please choose it.",
        ),
        ({**GIFT, "act": "nothing"}, "act", "Please choose one of the answers."),
        ({**GIFT, "act": ""}, "act", "Please fill in this field."),
    ],
)
def test_a_slip_in_the_import_form_is_marked(
    client: Visitor, author: Account, fields: dict[str, str], field: str, sentence: str
):
    assert staff.errors(upload(client, SOUND, fields)) == {field: sentence}


def test_two_files_need_the_language_of_the_first(client: Visitor, author: Account):
    answer = upload(client, SOUND, {**GIFT, "language": ""}, second=SOUND.encode())
    assert staff.errors(answer) == {
        "language": "Two files: please choose the language of the first one."
    }


def test_an_import_is_looked_at_confirmed_and_written_once(
    client: Visitor, db: Session, author: Account
):
    russian = "::Q1::Новый вопрос? {=первый ~второй ~третий ~иной}\n".encode()
    looked = upload(client, SOUND, GIFT, second=russian)
    assert looked.status_code == 303
    place = looked.headers["location"]
    said = staff.words(client.get(place))
    assert "Import these drafts?" in said
    assert "Жаңа сұрақ?" in said
    assert "Новый вопрос?" in said
    facts = "Topic, Expected difficulty, Article that proves the key, Reason for the difficulty"
    assert f"To be written: {facts}" in said
    assert (drafts(db), "items imported" in verbs(db)) == ([], False)
    for _ in range(2):
        done = client.submit(place)
        assert done.headers["location"] == place
    (work,) = drafts(db)
    assert (work.item_id, work.author_id) == ("CONST-5001", author.id)
    said = staff.words(client.get(place))
    assert "The drafts are written" in said
    assert "CONST-5001" in said
    assert verbs(db).count("items imported") == 1


def test_a_faulty_file_is_told_fault_by_fault_and_nothing_is_kept(
    client: Visitor, db: Session, author: Account
):
    answer = upload(client, f"{SOUND}\n::Q2::Екінші? {{=a =b ~c ~d}}\n\n::Q3::Q {{=a ~b}}\n", GIFT)
    assert answer.status_code == 422
    said = staff.words(answer)
    assert "The file has 2 faults" in said
    assert "items.gift:3 Q2 Right answer Several options are marked as right: A, B." in said
    assert "items.gift:5 Q3 Answer options" in said
    assert (drafts(db), db.exec(select(BankReport)).all()) == ([], [])


def test_losses_of_an_import_are_shown_before_and_after(
    client: Visitor, db: Session, author: Account
):
    place = upload(client, SOUND.replace("екінші", "екінші#жоқ"), GIFT).headers["location"]
    lost = "Feedback The bank has no feedback on an answer. Q1"
    assert lost in staff.words(client.get(place))
    client.submit(place)
    assert lost in staff.words(client.get(place))


def test_a_question_of_the_bank_is_named_as_such(client: Visitor, author: Account):
    content = client.submit(f"{URL}/export", GIFT).content
    place = upload(client, content, GIFT).headers["location"]
    said = staff.words(client.get(place))
    assert "2 questions stand in the bank or in this file already." in said
    assert "Same question as CONST-0001" in said


def test_an_import_of_another_author_is_not_there(client: Visitor, db: Session, author: Account):
    place = upload(client, SOUND, GIFT).headers["location"]
    staff.sign_in(client, db, Role.AUTHOR)
    assert client.get(place).status_code == 404
    assert client.submit(place).status_code == 404
    assert drafts(db) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Visitor, author: Account):
    answer = upload(client, b" " * (12 * 1024 * 1024), GIFT)
    assert answer.status_code == 422


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_faults_and_losses_are_told_in_the_readers_language(
    client: Visitor, author: Account, language: str
):
    client.headers["accept-language"] = language
    said = staff.words(upload(client, "::Q::С? {=a =b ~c ~d}", GIFT))
    expected = {
        "kk": "Бірнеше нұсқа дұрыс деп белгіленген: A, B.",
        "ru": "Верными отмечены несколько вариантов: A, B.",
    }
    assert expected[language] in said
