"""The pages of the question bank: who sees what, and what they may do with it."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from service.items import actions, queries
from service.items.bank import ref_of
from service.items.models import ItemWork, Stage
from service.journal.queries import entries_about
from service.people.actions import grant_role
from service.people.models import Account, Role
from tests import make_items, staff
from tests.clock import START
from tests.visitor import Visitor

FORM = {
    "topic": "parliament",
    "difficulty": "0,6",
    "reason": "Палаталар жиі шатастырылады.",
    "article": "50(1)",
    "source": "",
    "confidence": "high",
    "key": "c",
    "kk-text": "Парламент неше палатадан\r\n тұрады?",
    "kk-a": "Бір",
    "kk-b": "Төрт",
    "kk-c": "Екі",
    "kk-d": "Үш",
    "ru-text": "Из скольких палат состоит Парламент?",
    "ru-a": "Из одной",
    "ru-b": "Из четырёх",
    "ru-c": "Из двух",
    "ru-d": "Из трёх",
}


@pytest.fixture(autouse=True)
def _bank(db: Session, tmp_path: Path) -> None:
    make_items.bank(db, tmp_path)
    db.commit()


def as_author(client: Visitor, db: Session, **values: Any) -> Account:
    return staff.sign_in(client, db, Role.AUTHOR, **values)


def as_reviewer(client: Visitor, db: Session, **values: Any) -> Account:
    return staff.sign_in(client, db, Role.REVIEWER, **values)


def url(work: ItemWork) -> str:
    return f"/bank/items/{ref_of(work.item_id, work.version)}"


def key_readings(db: Session, work: ItemWork) -> list[Any]:
    entries = entries_about(db, "item", ref_of(work.item_id, work.version))
    return [each.actor_id for each in entries if each.verb == "item key read"]


def test_an_author_writes_an_item_in_both_languages(client: Visitor, db: Session):
    author = as_author(client, db)
    assert "Constitution" in staff.words(client.get("/bank/new"))
    sent = client.submit("/bank/new?act=constitution", {**FORM, "deed": "save"})
    assert sent.headers["location"] == "/bank/items/CONST-5001@1"
    work = queries.work(db, "CONST-5001", 1)
    assert (work.author_id, work.stage, work.submitted_at) == (author.id, Stage.DRAFT, None)
    assert work.body["difficulty"] == 0.6
    assert work.body["texts"]["kk"]["text"] == "Парламент неше палатадан тұрады?"
    assert "Draft" in staff.words(client.get(sent.headers["location"]))


def test_a_draft_may_have_gaps_but_is_not_handed_in_with_them(client: Visitor, db: Session):
    as_author(client, db)
    sent = client.submit("/bank/new?act=constitution", {"kk-text": "Неше?", "deed": "hand-in"})
    found = staff.errors(sent)
    assert set(found.values()) == {"Please fill this in."}
    assert {"topic", "key", "ru-text", "kk-a", "difficulty"} <= found.keys()
    assert "kk-text" not in found
    assert "Неше?" in sent.text
    assert "The draft is saved" in sent.text
    assert queries.work(db, "CONST-5001", 1).submitted_at is None


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("difficulty", "60", "Please enter a share from 0 to 1, for example 0.65."),
        ("difficulty", "1,5", "Please enter a share from 0 to 1, for example 0.65."),
        ("article", "1" * 301, "Please write at most 300 characters."),
        ("key", "e", "Please choose one of the answers."),
    ],
)
def test_what_cannot_be_saved_names_its_field_and_loses_nothing(
    client: Visitor, db: Session, field: str, typed: str, fault: str
):
    as_author(client, db)
    sent = client.submit("/bank/new?act=constitution", {**FORM, field: typed, "deed": "save"})
    assert staff.errors(sent) == {field: fault}
    assert FORM["ru-d"] in sent.text
    assert typed in sent.text or field == "key"
    assert queries.newest_work_or_none(db, "CONST-5001") is None


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"kk-b": "Бір."}, "kk-b", "option b says the same as a: change one"),
        ({"topic": "Парламент"}, "topic", "is no tag: write small Latin letters with hyphens"),
        ({"ru-a": "Из oдной"}, "ru-a", "Latin o within the word oдной: type it in Cyrillic"),
    ],
)
def test_a_draft_that_is_not_sound_is_not_handed_in(
    client: Visitor, db: Session, change: dict[str, str], field: str, fault: str
):
    as_author(client, db)
    sent = client.submit("/bank/new?act=constitution", {**FORM, **change, "deed": "hand-in"})
    found = staff.errors(sent)
    assert found.keys() == {field}
    assert fault in found[field]
    client.headers["accept-language"] = "ru"
    again = client.submit(
        "/bank/items/CONST-5001@1/draft", {**FORM, **change, "turn": "1", "deed": "hand-in"}
    )
    assert fault not in again.text


def test_the_authors_form_shows_the_key_and_each_opening_is_in_the_journal(
    client: Visitor, db: Session
):
    author = as_author(client, db)
    work = make_items.draft(db, author)
    client.get(url(work))
    assert key_readings(db, work) == []
    opened = client.submit(f"{url(work)}/edit")
    assert opened.status_code == 200
    assert '<option value="c" selected>' in opened.text
    assert key_readings(db, work) == [author.id]


def test_an_old_copy_is_refused_and_nothing_typed_is_lost(client: Visitor, db: Session):
    author = as_author(client, db)
    work = make_items.draft(db, author)
    saved = client.submit(
        f"{url(work)}/draft", {**FORM, "kk-a": "Бес", "turn": "1", "deed": "save"}
    )
    assert saved.status_code == 303
    late = client.submit(
        f"{url(work)}/draft", {**FORM, "kk-a": "Алты", "turn": "1", "deed": "save"}
    )
    assert late.status_code == 409
    assert "Somebody has changed this item" in late.text
    shown = staff.words(late)
    assert "Kazakh, option A Бес Алты" in shown
    assert 'name="turn" value="2"' in late.text
    assert queries.work(db, work.item_id, 1).body["texts"]["kk"]["options"]["a"] == "Бес"
    again = client.submit(
        f"{url(work)}/draft", {**FORM, "kk-a": "Алты", "turn": "2", "deed": "save"}
    )
    assert again.status_code == 303
    db.expire_all()
    assert queries.work(db, work.item_id, 1).body["texts"]["kk"]["options"]["a"] == "Алты"


def test_what_was_reviewed_meanwhile_is_not_saved_but_not_lost_either(client: Visitor, db: Session):
    author = as_author(client, db)
    work = make_items.reviewed(db, author, make_items.reviewer(db))
    late = client.submit(
        f"{url(work)}/draft", {**FORM, "kk-a": "Алты", "turn": "1", "deed": "save"}
    )
    assert late.status_code == 409
    assert "Алты" in late.text
    assert "Only a draft can be changed." in late.text
    assert "Save the draft" not in late.text


def test_another_author_sees_a_version_once_it_is_approved(client: Visitor, db: Session):
    writer, reader = make_items.author(db), make_items.reviewer(db)
    closed = [
        make_items.draft(db, writer),
        make_items.handed_in(db, writer),
        make_items.reviewed(db, writer, reader),
    ]
    opened = make_items.approved(db, writer, reader)
    as_author(client, db)
    for work in closed:
        for way in ("", "/key", "/edit", "/draft", "/hand-in", "/begin", "/comment", "/enemies"):
            answer = client.submit(url(work) + way, FORM) if way else client.get(url(work))
            assert answer.status_code == 404, way
        assert client.get(f"/bank/items/{work.item_id}").status_code == 404
        assert key_readings(db, work) == []
    assert client.get(url(opened)).status_code == 200
    listed = staff.words(client.get("/bank/items?q=палатадан"))
    assert "1 version found" in listed
    assert opened.item_id in listed


def test_a_reviewer_sees_a_draft_once_it_is_handed_in_and_after_giving_it_back(
    client: Visitor, db: Session
):
    writer = make_items.author(db)
    work = make_items.draft(db, writer)
    reader = as_reviewer(client, db)
    assert client.get(url(work)).status_code == 404
    make_items.done(actions.submit_draft(db, work, turn=1, by=writer.id, now=START))
    assert "Handed in" in staff.words(client.get(url(work)))
    given = client.submit(f"{url(work)}/return", {"turn": "2", "why": "Нұсқа В түсініксіз."})
    assert given.status_code == 303
    assert "Нұсқа В түсініксіз." in staff.words(client.get(url(work)))
    assert "Given back" in staff.words(client.get(url(work)))
    assert queries.comments_of(db, work.item_id)[0].account_id == reader.id


def test_the_key_is_shown_on_request_alone_and_the_reading_is_journalled(
    client: Visitor, db: Session
):
    work = make_items.handed_in(db, make_items.author(db))
    reader = as_reviewer(client, db)
    before = client.get(url(work)).text
    for secret in ("Key: C", "option-key", "50(1)", work.body["reason"], work.body["source"]):
        assert secret not in before
    assert key_readings(db, work) == []
    after = client.submit(f"{url(work)}/key").text
    for secret in ("Key: C", "option-key", "50(1)", work.body["reason"], work.body["source"]):
        assert secret in after
    assert key_readings(db, work) == [reader.id]


def test_lists_and_pages_without_that_request_never_tell_a_key(client: Visitor, db: Session):
    approved = make_items.approved(db, make_items.author(db), make_items.reviewer(db))
    as_reviewer(client, db)
    for path in ("/bank", "/bank/items", "/bank/similar", url(approved)):
        shown = client.get(path).text
        assert "50(1)" not in shown
        assert "option-key" not in shown
        assert approved.body["reason"] not in shown


def test_a_preview_is_what_the_player_shows(client: Visitor, db: Session):
    as_reviewer(client, db)
    shown = client.get("/bank/items/CONST-0001@1").text
    for mark in ('class="question-text"', 'class="options"', 'class="option-letter"'):
        assert shown.count(mark) >= 2
    assert shown.index("1-сұрақ қандай?") < shown.index("Каков вопрос 1?")
    assert "player-question.css" in shown


def test_who_reviews_and_approves_is_not_the_author(client: Visitor, db: Session):
    both = staff.sign_in(client, db, Role.AUTHOR)
    grant_role(db, both.id, Role.REVIEWER, by=both.id, now=START)
    own = make_items.handed_in(db, both)
    shown = staff.words(client.get(url(own)))
    assert "It is right: reviewed" not in shown
    client.submit(f"{url(own)}/review", {"turn": str(own.turn)})
    assert client.said() == actions.OWN_ITEM.msgid
    ready = make_items.reviewed(db, both, make_items.reviewer(db))
    shown = staff.words(client.get(url(ready)))
    assert "You wrote this version." in shown
    assert "Approve…" not in shown
    sure = {"turn": str(ready.turn), "sure": "true"}
    client.submit(f"{url(ready)}/approve", sure)
    assert client.said() == actions.OWN_ITEM.msgid
    assert queries.work(db, ready.item_id, 1).stage is Stage.REVIEWED


def test_a_reviewer_reviews_approves_and_retires(client: Visitor, db: Session):
    work = make_items.handed_in(db, make_items.author(db))
    as_reviewer(client, db)
    assert client.submit(f"{url(work)}/review", {"turn": str(work.turn)}).status_code == 303
    turn = {"turn": str(queries.work(db, work.item_id, 1).turn)}
    asked = client.submit(f"{url(work)}/approve", turn)
    assert "can stand on every paper" in staff.words(asked)
    client.submit(f"{url(work)}/approve", staff.confirmed(asked, turn))
    db.expire_all()
    assert ref_of(work.item_id, 1) in queries.pools(db).refs
    fields = {"turn": str(queries.work(db, work.item_id, 1).turn), "reason": "Бап өзгерді"}
    asked = client.submit(f"{url(work)}/retire", fields)
    client.submit(f"{url(work)}/retire", staff.confirmed(asked, fields))
    db.expire_all()
    retired = queries.work(db, work.item_id, 1)
    assert (retired.stage, retired.retired_why) == (Stage.RETIRED, "Бап өзгерді")
    assert ref_of(work.item_id, 1) not in queries.pools(db).refs


@pytest.mark.parametrize(
    ("way", "fields", "field"),
    [("retire", {"reason": ""}, "reason"), ("return", {"why": "ж"}, "why")],
)
def test_who_retires_or_gives_back_says_why(
    client: Visitor, db: Session, way: str, fields: dict[str, str], field: str
):
    as_reviewer(client, db)
    sent = client.submit(f"/bank/items/CONST-0001@1/{way}", {"turn": "1", **fields})
    assert list(staff.errors(sent)) == [field] or sent.status_code == 422


def test_an_author_begins_a_new_version_once(client: Visitor, db: Session):
    author = as_author(client, db)
    begun = client.submit("/bank/items/CONST-0001@1/begin")
    assert begun.headers["location"] == "/bank/items/CONST-0001@2"
    assert queries.work(db, "CONST-0001", 2).author_id == author.id
    as_author(client, db)
    assert "Begin a new version" not in staff.words(client.get("/bank/items/CONST-0001@1"))
    client.submit("/bank/items/CONST-0001@1/begin")
    assert client.said() == actions.BEGUN.msgid
    assert client.get("/bank/items/CONST-0001@2").status_code == 404
    assert client.get("/bank/items/CONST-0001").headers["location"].endswith("@1")


def test_no_two_parts_of_a_page_have_the_same_id(client: Visitor, db: Session):
    waiting = make_items.handed_in(db, make_items.author(db))
    as_reviewer(client, db)
    for path in ("/bank", "/bank/items", "/bank/items/CONST-0001@1", url(waiting)):
        ids = re.findall(r' id="([^"]+)"', client.get(path).text)
        assert sorted(ids) == sorted(set(ids))


def test_comments_are_kept_once(client: Visitor, db: Session):
    as_reviewer(client, db)
    ticket = staff.TICKET.search(client.get("/bank/items/CONST-0001@1").text)
    assert ticket
    said = {"text": "Жақсы <b>сұрақ</b>", "ticket": ticket[1]}
    for _ in range(2):
        assert client.submit("/bank/items/CONST-0001@1/comment", said).status_code == 303
    assert len(queries.comments_of(db, "CONST-0001")) == 1
    assert "Жақсы <b>сұрақ</b>" in staff.words(client.get("/bank/items/CONST-0001@1"))


def test_enemies_are_named_by_both_roles_and_reconciled_by_a_reviewer(client: Visitor, db: Session):
    as_author(client, db)
    hidden = make_items.draft(db, make_items.author(db))
    for other in (hidden.item_id, "CONST-0099", "CONST-0001"):
        refused = client.submit("/bank/items/CONST-0001@1/enemies", {"other": other})
        assert staff.errors(refused) == {"other": actions.OTHER_ITEM.msgid}
    client.submit("/bank/items/CONST-0001@1/enemies", {"other": "const-0002", "because": "Кілт"})
    assert queries.enemies(db) == {("CONST-0001", "CONST-0002")}
    ending = "/bank/items/CONST-0002@1/enemies/end"
    as_author(client, db)
    assert "Let them meet" not in staff.words(client.get("/bank/items/CONST-0001@1"))
    assert client.submit(ending, {"other": "CONST-0001"}).status_code == 403
    as_reviewer(client, db)
    assert "Let them meet" in staff.words(client.get("/bank/items/CONST-0001@1"))
    assert client.submit(ending, {"other": "CONST-0001"}).status_code == 303
    assert queries.enemies(db) == set()
    assert client.submit(ending, {"other": "CONST-0001"}).status_code == 404


def test_the_first_page_says_what_waits(client: Visitor, db: Session):
    writer, reader = make_items.author(db), make_items.reviewer(db)
    to_review = make_items.handed_in(db, writer)
    to_approve = make_items.reviewed(db, writer, reader)
    hidden = make_items.draft(db, writer)
    as_reviewer(client, db)
    shown = staff.words(client.get("/bank"))
    assert shown.index("To review") < shown.index(to_review.item_id)
    assert shown.index("To approve") < shown.index(to_approve.item_id)
    assert hidden.item_id not in shown
    assert "Write an item" not in shown
    as_author(client, db)
    shown = staff.words(client.get("/bank"))
    assert "Nothing waits for you" in shown
    assert to_review.item_id not in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("q=CONST-0002", 1),
        ("q=СҰРАҚ+2", 1),
        ("stage=approved", 3),
        ("stage=retired", 0),
        ("topic=general-provisions&act=constitution", 3),
        ("topic=other", 0),
        ("page=99", 3),
    ],
)
def test_the_search_finds(client: Visitor, db: Session, query: str, count: int):
    as_author(client, db)
    shown = staff.words(client.get(f"/bank/items?{query}"))
    assert f"{count} version{'' if count == 1 else 's'} found" in shown


def test_alike_items_are_listed_and_kept_apart(client: Visitor, db: Session):
    writer, reader = make_items.author(db), make_items.reviewer(db)
    one, other = (make_items.approved(db, writer, reader) for _ in range(2))
    as_author(client, db)
    assert "100 %" in staff.words(client.get("/bank/similar"))
    pair = {"one": one.item_id, "other": other.item_id}
    assert client.submit("/bank/similar/enemies", pair).status_code == 303
    assert (one.item_id, other.item_id) in queries.enemies(db)
    assert "never on one paper" in staff.words(client.get("/bank/similar"))
    looked = client.submit("/bank/new?act=constitution", {**FORM, "deed": "look"})
    assert looked.status_code == 200
    assert one.item_id in looked.text
    assert FORM["ru-d"] in looked.text
