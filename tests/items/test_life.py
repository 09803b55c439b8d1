"""The life of an item: draft, reviewed, approved, retired; who may see and do what."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from service.core.errors import NotFound
from service.items import actions, queries
from service.items.access import Reader, may_see, seen_versions, seen_work
from service.items.actions import ItemRefusal
from service.items.bank import ref_of
from service.items.drafts import draft_faults, draft_warnings
from service.items.fault_words import item_words
from service.items.item_file import ItemLanguage
from service.items.models import ItemVersion, ItemWork, Origin, Stage
from service.items.next_steps import NEWER, OF_THE_FILES, OWN, WAITS, WITH_AUTHOR, Step, next_steps
from service.journal.queries import entries_about
from service.people.models import Account
from tests import make_items
from tests.clock import START

LANGUAGES: tuple[ItemLanguage, ...] = ("kk", "ru")


@pytest.fixture(autouse=True)
def _bank(db: Session, tmp_path: Path) -> None:
    make_items.bank(db, tmp_path)


@pytest.fixture
def author(db: Session) -> Account:
    return make_items.author(db)


@pytest.fixture
def reviewer(db: Session) -> Account:
    return make_items.reviewer(db)


def verbs(db: Session, work: ItemWork) -> list[str]:
    return [each.verb for each in entries_about(db, "item", ref_of(work.item_id, work.version))]


def why(outcome: object) -> object:
    assert isinstance(outcome, ItemRefusal), outcome
    return outcome.why


def test_an_item_goes_from_draft_to_retired_and_every_step_is_in_the_journal(
    db: Session, author: Account, reviewer: Account
):
    work = make_items.approved(db, author, reviewer)
    assert (work.item_id, work.stage) == ("CONST-5001", Stage.APPROVED)
    assert "CONST-5001@1" in queries.pools(db).refs
    kept = db.get_one(ItemVersion, ("CONST-5001", 1))
    assert kept.body["status"] == "approved"
    assert (work.author_id, work.reviewer_id, work.approver_id) == (
        author.id,
        reviewer.id,
        reviewer.id,
    )
    actions.retire_item(db, work, why="Ескірді", by=reviewer.id, turn=work.turn, now=START)
    assert "CONST-5001@1" not in queries.pools(db).refs
    assert queries.words_of(db, work)["texts"] == make_items.body()["texts"]
    assert verbs(db, work) == [
        "item draft written",
        "item handed in",
        "item reviewed",
        "item approved",
        "item retired",
    ]


@pytest.mark.parametrize("step", ["review", "approve", "return"])
def test_an_author_never_decides_on_an_own_version(
    db: Session, author: Account, reviewer: Account, step: str
):
    by: Any = {"by": author.id, "now": START}
    if step == "approve":
        work = make_items.reviewed(db, author, reviewer)
        outcome = actions.approve_item(db, work, turn=work.turn, **by)
    else:
        work = make_items.handed_in(db, author)
        outcome = (
            actions.review_item(db, work, turn=work.turn, **by)
            if step == "review"
            else actions.return_item(db, work, why="Жоқ", turn=work.turn, **by)
        )
    assert why(outcome) == actions.OWN_ITEM


def test_the_database_says_too_that_another_reads(db: Session, author: Account):
    work = make_items.handed_in(db, author)
    work.reviewer_id = author.id
    db.add(work)
    with pytest.raises(IntegrityError):
        db.flush()
    db.rollback()


def test_of_two_changes_of_one_copy_the_second_is_refused(db: Session, author: Account):
    work = make_items.draft(db, author)
    first = actions.change_draft(
        db, work, make_items.body(article="51"), turn=1, by=author.id, now=START
    )
    assert make_items.done(first).turn == 2
    second = actions.change_draft(
        db, work, make_items.body(article="52"), turn=1, by=author.id, now=START
    )
    assert why(second) == actions.CHANGED
    assert queries.work(db, work.item_id, 1).body["article"] == "51"


def test_only_its_author_changes_a_draft(db: Session, author: Account, reviewer: Account):
    work = make_items.draft(db, author)
    for by in (reviewer.id, make_items.author(db).id):
        args: Any = {"turn": work.turn, "by": by, "now": START}
        assert why(actions.change_draft(db, work, {}, **args)) == actions.NOT_YOURS
        assert why(actions.submit_draft(db, work, **args)) == actions.NOT_YOURS


def test_what_was_handed_in_and_is_changed_has_to_be_handed_in_again(
    db: Session, author: Account, reviewer: Account
):
    work = make_items.handed_in(db, author)
    changed = actions.change_draft(
        db, work, make_items.body(article="51"), turn=work.turn, by=author.id, now=START
    )
    assert make_items.done(changed).submitted_at is None
    outcome = actions.review_item(db, work, turn=work.turn, by=reviewer.id, now=START)
    assert why(outcome) == actions.NOT_SUBMITTED


def test_a_draft_that_is_not_complete_is_not_handed_in(db: Session, author: Account):
    work = make_items.draft(db, author, topic="", texts={})
    outcome = actions.submit_draft(db, work, turn=1, by=author.id, now=START)
    assert why(outcome) == actions.INCOMPLETE
    assert isinstance(outcome, ItemRefusal)
    assert dict(outcome.faults).keys() == {
        "topic",
        *(f"{language}-{part}" for language in LANGUAGES for part in ("text", *"abcd")),
    }


def test_what_is_given_back_has_a_comment_and_can_be_reviewed_again(
    db: Session, author: Account, reviewer: Account
):
    work = make_items.reviewed(db, author, reviewer)
    nothing = actions.return_item(db, work, why=" ", turn=work.turn, by=reviewer.id, now=START)
    assert why(nothing) == actions.SAY_WHY
    back = make_items.done(
        actions.return_item(db, work, why="Бап?", turn=work.turn, by=reviewer.id, now=START)
    )
    assert (back.stage, back.submitted_at, back.reviewer_id) == (Stage.DRAFT, None, None)
    assert [each.text for each in queries.comments_of(db, work.item_id)] == ["Бап?"]
    again = make_items.done(actions.submit_draft(db, work, turn=work.turn, by=author.id, now=START))
    assert again.submitted_at == START


def test_a_new_version_takes_the_place_of_the_old_one(
    db: Session, author: Account, reviewer: Account
):
    old = make_items.approved(db, author, reviewer)
    new = make_items.done(actions.begin_version(db, old, by=author.id, now=START))
    assert (new.version, new.stage, new.body["status"]) == (2, Stage.DRAFT, "draft")
    assert why(actions.begin_version(db, old, by=author.id, now=START)) == actions.BEGUN
    turns: Any = {"by": author.id, "now": START}
    make_items.done(
        actions.change_draft(db, new, make_items.body(article="51"), turn=new.turn, **turns)
    )
    make_items.done(actions.submit_draft(db, new, turn=new.turn, **turns))
    turns = {"by": reviewer.id, "now": START}
    make_items.done(actions.review_item(db, new, turn=new.turn, **turns))
    make_items.done(actions.approve_item(db, new, turn=new.turn, **turns))
    db.expire_all()
    assert queries.work(db, old.item_id, 1).stage is Stage.RETIRED
    assert {"CONST-5001@2"} == {ref for ref in queries.pools(db).refs if "5001" in ref}
    assert queries.words_of(db, queries.work(db, old.item_id, 1))["article"] == "50(1)"


def test_enemies_are_a_pair_whichever_is_named_first(db: Session, reviewer: Account):
    by: Any = {"by": reviewer.id, "now": START}
    assert actions.make_enemies(db, "CONST-0002", "CONST-0001", reason="", **by) is None
    assert queries.enemies(db) == {("CONST-0001", "CONST-0002")}
    assert ("CONST-0001@1", "CONST-0002@1") in queries.pools(db).enemies
    assert queries.enmity(db, "CONST-0002", "CONST-0001") is not None
    for one, other in (("CONST-0001", "CONST-0001"), ("CONST-0001", "CONST-0404")):
        assert why(actions.make_enemies(db, one, other, reason="", **by)) == actions.OTHER_ITEM
    actions.end_enmity(db, "CONST-0002", "CONST-0001", **by)
    assert queries.pools(db).enemies == ()
    with pytest.raises(NotFound):
        actions.end_enmity(db, "CONST-0002", "CONST-0001", **by)


def test_a_reading_of_the_key_says_who_read_it(db: Session, author: Account, reviewer: Account):
    work = make_items.handed_in(db, author)
    assert actions.read_key(db, work, by=reviewer.id, now=START) == make_items.KEY
    read = entries_about(db, "item", ref_of(work.item_id, 1))[-1]
    assert (read.verb, read.actor_id) == ("item key read", reviewer.id)


def test_papers_are_counted_for_each_version(db: Session):
    for _ in range(2):
        actions.count_papers(db, ["CONST-0001@1", "CONST-0002@1"], now=START)
    actions.count_papers(db, ["CONST-0001@1"], now=START)
    db.expire_all()
    assert {name: use.papers for name, use in queries.uses(db).items()} == {
        ("CONST-0001", 1): 3,
        ("CONST-0002", 1): 2,
    }


OWNER, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("work", "has_remarks", "own", "author", "reviewer", "both"),
    [
        ({"stage": Stage.DRAFT}, False, True, False, False, False),
        ({"stage": Stage.DRAFT}, True, True, False, True, True),
        ({"stage": Stage.DRAFT, "submitted_at": START}, False, True, False, True, True),
        ({"stage": Stage.REVIEWED}, False, True, False, True, True),
        ({"stage": Stage.APPROVED}, False, True, True, True, True),
        ({"stage": Stage.RETIRED}, False, True, True, True, True),
        (
            {"stage": Stage.DRAFT, "author_id": None, "origin": Origin.FILE},
            False,
            False,
            False,
            True,
            True,
        ),
    ],
    ids=["draft", "given back", "handed in", "reviewed", "approved", "retired", "file's draft"],
)
def test_who_sees_a_version(work, has_remarks, own, author, reviewer, both):
    one = ItemWork(
        **{"item_id": "A-0001", "version": 1, "act": "a", "author_id": OWNER, **work},
        made_at=START,
        changed_at=START,
    )

    def sees(account_id: UUID, *, is_author: bool, is_reviewer: bool) -> bool:
        return may_see(Reader(account_id, is_author, is_reviewer), one, has_remarks=has_remarks)

    assert sees(OWNER, is_author=True, is_reviewer=False) is own
    assert sees(OTHER, is_author=True, is_reviewer=False) is author
    assert sees(OTHER, is_author=False, is_reviewer=True) is reviewer
    assert sees(OTHER, is_author=True, is_reviewer=True) is both
    for account in (OWNER, OTHER):
        assert not sees(account, is_author=False, is_reviewer=False)


def test_what_may_not_be_seen_is_not_there(db: Session, author: Account, reviewer: Account):
    work = make_items.draft(db, author)
    other = Reader(make_items.author(db).id, is_author=True, is_reviewer=False)
    for ref in ("CONST-5001@1", "CONST-5001@2", "CONST-5001", "", "@", "x@y"):
        with pytest.raises(NotFound):
            seen_work(db, other, ref)
    assert seen_versions(db, other, "CONST-5001") == []
    assert seen_work(db, Reader(author.id, is_author=True, is_reviewer=False), "CONST-5001@1") == (
        work
    )


@pytest.mark.parametrize(
    ("values", "who", "steps", "why_not"),
    [
        ({}, "owner", (Step.CHANGE, Step.HAND_IN), None),
        ({"submitted_at": START}, "owner", (Step.CHANGE,), WAITS),
        ({}, "reviewer", (), WITH_AUTHOR),
        ({"submitted_at": START}, "reviewer", (Step.REVIEW, Step.RETURN), None),
        ({"author_id": None}, "reviewer", (), OF_THE_FILES),
        ({"stage": Stage.REVIEWED}, "owner", (), OWN),
        ({"stage": Stage.REVIEWED}, "reviewer", (Step.APPROVE, Step.RETURN), None),
        ({"stage": Stage.APPROVED}, "owner", (Step.BEGIN,), None),
        ({"stage": Stage.APPROVED}, "author", (Step.BEGIN,), None),
        ({"stage": Stage.APPROVED}, "reviewer", (Step.RETIRE,), None),
        ({"stage": Stage.RETIRED}, "author", (Step.BEGIN,), None),
        ({"stage": Stage.RETIRED}, "reviewer", (), None),
    ],
)
def test_what_may_be_done_next(values, who, steps, why_not):
    work = ItemWork(
        **{"item_id": "A-0001", "version": 1, "act": "a", "author_id": OWNER, **values},
        made_at=START,
        changed_at=START,
    )
    account = OWNER if who == "owner" else OTHER
    reader = Reader(account, is_author=who != "reviewer", is_reviewer=who == "reviewer")
    found = next_steps(reader, work, work)
    assert (found.steps, found.why_not) == (steps, why_not)


def test_a_version_that_is_followed_already_is_not_followed_again():
    parts: Any = {"item_id": "A-0001", "act": "a", "made_at": START, "changed_at": START}
    old = ItemWork(version=1, stage=Stage.APPROVED, **parts)
    new = ItemWork(version=2, stage=Stage.REVIEWED, **parts)
    found = next_steps(Reader(OTHER, is_author=True, is_reviewer=False), old, new)
    assert (found.steps, found.why_not) == ((), NEWER)


def test_faults_and_warnings_of_a_draft_are_messages_that_can_be_translated():
    body = make_items.body(
        topic="Парламент",
        texts={
            "kk": {"text": "Қайсысы жатпайды?", "options": dict(zip("abcd", "абаг", strict=True))},
            "ru": {"text": "Что c чем?", "options": dict(zip("abcd", "абвг", strict=True))},
        },
    )
    faults = dict(draft_faults(body, languages=LANGUAGES))
    assert faults.keys() == {"topic", "kk-c"}
    warnings = dict(draft_warnings(body, languages=LANGUAGES))
    assert warnings.keys() == {"kk-text", "ru-text"}
    for message in (*faults.values(), *warnings.values()):
        assert message.msgid not in {"%(fault)s", "%(sentence)s"}
    assert item_words("nobody has listed this").msgid == "%(sentence)s"
    assert draft_warnings(make_items.body(texts={}), languages=LANGUAGES) == []
