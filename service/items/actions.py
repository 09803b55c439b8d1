"""The life of an item: draft, reviewed, approved, retired; who wrote it never decides on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from service.core.db import insert_missing, insert_of
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.items import queries
from service.items.bank import item_from_body, ref_of, split_ref
from service.items.drafts import blank_body, draft_faults
from service.items.models import (
    BankRevision,
    ItemComment,
    ItemEnemy,
    ItemUse,
    ItemVersion,
    ItemWork,
    Origin,
    Stage,
)
from service.journal.actions import record

FIRST_OF_AUTHORS: Final = 5001  # numbers below belong to the files of the bank
TAKEN_OVER: Final = "version %d took its place"


@dataclass(frozen=True, slots=True)
class ItemRefusal:
    """A step that is not taken, and why; `faults` name the fields of a draft that are to mend."""

    why: Message
    faults: tuple[tuple[str, Message], ...] = ()


CHANGED: Final = say("Somebody has changed this item since you opened it. Look at it again.")
NOT_YOURS: Final = say("Only the author changes a draft.")
NO_DRAFT: Final = say("Only a draft can be changed. Begin a new version instead.")
INCOMPLETE: Final = say("The draft is not complete yet.")
OWN_ITEM: Final = say("You wrote this item. Somebody else has to read and approve it.")
NOT_SUBMITTED: Final = say("The author has not handed this draft in for review.")
NOT_REVIEWED: Final = say("Only a reviewed item can be approved.")
OVERTAKEN: Final = say("A newer version of this item is in use already.")
NOT_APPROVED: Final = say("Only an approved item can be retired.")
SAY_WHY: Final = say("Please say why.")
BEGUN: Final = say("A new version of this item has been begun already.")
OTHER_ITEM: Final = say("Choose another item that the bank has.")


def write_draft(
    db: Session,
    author_id: UUID,
    body: Mapping[str, Any],
    *,
    now: datetime,
    origin: Origin = Origin.AUTHOR,
) -> ItemWork:
    """Begin an item of `body["act"]`; the body may still have gaps. See `drafts.blank_body`.

    Raises:
        NotFound: the bank has no such act.
    """
    act = body["act"]
    prefix = queries.prefix_of(db, act)
    if prefix is None:
        raise NotFound
    _number_alone(db)
    number = max(queries.newest_number(db, prefix) + 1, FIRST_OF_AUTHORS)
    work = ItemWork(
        item_id=f"{prefix}-{number:04}",
        version=1,
        act=act,
        origin=origin,
        body={**blank_body(act), **body},
        author_id=author_id,
        made_at=now,
        changed_at=now,
    )
    db.add(work)
    db.flush()
    _note(db, work, "item draft written", author_id, now, {"origin": str(origin)})
    return work


def change_draft(
    db: Session, work: ItemWork, body: Mapping[str, Any], *, turn: int, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Put this body in place of the draft's; `turn` is the one that the editor saw."""
    if work.stage is not Stage.DRAFT:
        return ItemRefusal(NO_DRAFT)
    if work.author_id != by:
        return ItemRefusal(NOT_YOURS)
    values = {"body": {**work.body, **body, "act": work.act}, "submitted_at": None}
    if not _take_turn(db, work, turn, values, now):
        return ItemRefusal(CHANGED)
    _note(db, work, "item draft changed", by, now)
    return work


def submit_draft(
    db: Session, work: ItemWork, *, turn: int, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Hand a complete draft in for review."""
    if work.stage is not Stage.DRAFT:
        return ItemRefusal(NO_DRAFT)
    if work.author_id != by:
        return ItemRefusal(NOT_YOURS)
    faults = draft_faults(work.body, languages=queries.languages_of(db, work.act))
    if faults:
        return ItemRefusal(INCOMPLETE, tuple(faults))
    if not _take_turn(db, work, turn, {"submitted_at": now}, now):
        return ItemRefusal(CHANGED)
    _note(db, work, "item handed in", by, now)
    return work


def review_item(
    db: Session, work: ItemWork, *, turn: int, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Say that a handed-in draft is right; the reviewer is not its author."""
    if work.stage is not Stage.DRAFT or work.submitted_at is None:
        return ItemRefusal(NOT_SUBMITTED)
    if work.author_id == by:
        return ItemRefusal(OWN_ITEM)
    values = {"stage": Stage.REVIEWED, "reviewer_id": by, "reviewed_at": now}
    if not _take_turn(db, work, turn, values, now):
        return ItemRefusal(CHANGED)
    _note(db, work, "item reviewed", by, now)
    return work


def return_item(
    db: Session, work: ItemWork, *, why: str, turn: int, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Give a draft or a reviewed item back to its author, with what is to mend."""
    is_open = work.stage is Stage.REVIEWED or work.submitted_at is not None
    if work.stage not in {Stage.DRAFT, Stage.REVIEWED} or not is_open:
        return ItemRefusal(NOT_SUBMITTED)
    if work.author_id == by:
        return ItemRefusal(OWN_ITEM)
    if not why.strip():
        return ItemRefusal(SAY_WHY, (("why", SAY_WHY),))
    values = {
        "stage": Stage.DRAFT,
        "submitted_at": None,
        "reviewed_at": None,
        "reviewer_id": None,
    }
    if not _take_turn(db, work, turn, values, now):
        return ItemRefusal(CHANGED)
    comment_item(db, work, why, by=by, now=now)
    _note(db, work, "item returned", by, now)
    return work


def approve_item(
    db: Session, work: ItemWork, *, turn: int, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Let a reviewed item be drawn from now on; its words are kept for ever as they are.

    An earlier version of the item is retired: no paper holds both.
    """
    if work.stage is not Stage.REVIEWED:
        return ItemRefusal(NOT_REVIEWED)
    if work.author_id == by:
        return ItemRefusal(OWN_ITEM)
    faults = draft_faults(work.body, languages=queries.languages_of(db, work.act))
    if faults:
        return ItemRefusal(INCOMPLETE, tuple(faults))
    if queries.newest_used(db, work.item_id) > work.version:
        return ItemRefusal(OVERTAKEN)
    values = {"stage": Stage.APPROVED, "approver_id": by, "approved_at": now}
    if not _take_turn(db, work, turn, values, now):
        return ItemRefusal(CHANGED)
    body = {**work.body, "status": str(Stage.APPROVED)}
    item = item_from_body(work.item_id, work.version, body)
    db.add(
        ItemVersion(
            item_id=item.id,
            version=item.version,
            act=item.act,
            body=item.body(),
            sha256=item.sha256,
            first_seen_at=now,
        )
    )
    replace_earlier(db, work.item_id, work.version, now=now)
    what_may_be_drawn_changed(db)
    _note(db, work, "item approved", by, now, {"sha256": item.sha256})
    return work


def retire_item(
    db: Session, work: ItemWork, *, why: str, by: UUID, turn: int, now: datetime
) -> ItemWork | ItemRefusal:
    """Take an approved item out of every paper that is drawn from now on."""
    if work.stage is not Stage.APPROVED:
        return ItemRefusal(NOT_APPROVED)
    if not why.strip():
        return ItemRefusal(SAY_WHY, (("why", SAY_WHY),))
    values = {"stage": Stage.RETIRED, "retired_at": now, "retired_why": why.strip()}
    if not _take_turn(db, work, turn, values, now):
        return ItemRefusal(CHANGED)
    what_may_be_drawn_changed(db)
    _note(db, work, "item retired", by, now, {"why": why.strip()})
    return work


def begin_version(
    db: Session, work: ItemWork, *, by: UUID, now: datetime
) -> ItemWork | ItemRefusal:
    """Begin the next version of an approved or retired item, as a draft with the same words."""
    _number_alone(db)
    newest = queries.newest_work(db, work.item_id)
    if newest.stage in {Stage.DRAFT, Stage.REVIEWED}:
        return ItemRefusal(BEGUN)
    draft = ItemWork(
        item_id=work.item_id,
        version=newest.version + 1,
        act=work.act,
        origin=Origin.AUTHOR,
        body={**queries.words_of(db, newest), "status": str(Stage.DRAFT)},
        author_id=by,
        made_at=now,
        changed_at=now,
    )
    db.add(draft)
    db.flush()
    _note(db, draft, "item version begun", by, now)
    return draft


def comment_item(db: Session, work: ItemWork, text: str, *, by: UUID, now: datetime) -> None:
    """Say something of a version; nothing said is taken back."""
    comment = ItemComment(
        item_id=work.item_id, version=work.version, account_id=by, at=now, text=text.strip()
    )
    db.add(comment)


def make_enemies(
    db: Session, item_id: str, other_id: str, *, reason: str, by: UUID, now: datetime
) -> ItemRefusal | None:
    """Keep two items off one paper."""
    if item_id == other_id or queries.newest_work_or_none(db, other_id) is None:
        return ItemRefusal(OTHER_ITEM, (("other", OTHER_ITEM),))
    one, two = sorted((item_id, other_id))
    row = {"item_id": one, "enemy_id": two, "reason": reason, "made_by": by, "made_at": now}
    db.execute(insert_missing(db, ItemEnemy), [row])
    what_may_be_drawn_changed(db)
    facts = {"other": two, "reason": reason}
    record(db, "enemy items named", subject=("item", one), actor_id=by, now=now, facts=facts)
    return None


def end_enmity(db: Session, item_id: str, other_id: str, *, by: UUID, now: datetime) -> None:
    """Let two items meet on a paper again.

    Raises:
        NotFound: they are no enemies.
    """
    one, two = sorted((item_id, other_id))
    row = db.get(ItemEnemy, (one, two))
    if row is None:
        raise NotFound
    db.delete(row)
    what_may_be_drawn_changed(db)
    facts = {"other": two}
    record(db, "enemy items reconciled", subject=("item", one), actor_id=by, now=now, facts=facts)


def read_key(db: Session, work: ItemWork, *, by: UUID, now: datetime) -> str:
    """Return the key of a version; whoever reads it stands in the journal."""
    _note(db, work, "item key read", by, now)
    return str(queries.words_of(db, work)["key"])


def count_papers(db: Session, refs: Sequence[str], *, now: datetime) -> None:
    """Count one more paper for each of these item versions."""
    rows = [
        {"item_id": item_id, "version": version, "papers": 1, "first_at": now, "last_at": now}
        for item_id, version in sorted(map(split_ref, refs))
    ]
    if not rows:
        return
    insert = insert_of(db, ItemUse)
    raised = {"papers": col(ItemUse.papers) + 1, "last_at": insert.excluded.last_at}
    db.execute(
        insert.on_conflict_do_update(index_elements=["item_id", "version"], set_=raised), rows
    )


def retire(db: Session, work: ItemWork, *, why: str, now: datetime, by: UUID | None = None) -> None:
    """Retire a version without asking where it stands; say afterwards that the pools changed."""
    work.stage, work.retired_at, work.retired_why = Stage.RETIRED, now, why
    work.turn, work.changed_at = work.turn + 1, now
    db.add(work)
    _note(db, work, "item retired", by, now, {"why": why})


def replace_earlier(db: Session, item_id: str, version: int, *, now: datetime) -> None:
    """Retire the approved versions before this one."""
    for work in queries.approved_before(db, item_id, version):
        retire(db, work, why=TAKEN_OVER % version, now=now)


def what_may_be_drawn_changed(db: Session) -> None:
    """Tell every process that its pools are old."""
    db.execute(insert_missing(db, BankRevision), [{"id": 1, "number": 0}])
    db.execute(update(BankRevision).values(number=BankRevision.number + 1))
    queries.note_change(db)


def _number_alone(db: Session) -> None:
    """Wait until nobody else is about to give the same number; SQLite has one writer anyway."""
    db.execute(insert_missing(db, BankRevision), [{"id": 1, "number": 0}])
    queries.lock_numbers(db)


def _take_turn(
    db: Session, work: ItemWork, turn: int, values: Mapping[str, Any], now: datetime
) -> bool:
    """Write the values unless somebody was faster; of two at once exactly one succeeds.

    What was asked of the version was asked of the turn that was read: no other may be taken.
    """
    if work.turn != turn:
        return False
    table = ItemWork.__table__  # type: ignore[attr-defined]  # SQLModel tables have it
    mine = (table.c.item_id == work.item_id) & (table.c.version == work.version)
    done = db.execute(
        update(table)
        .where(mine & (table.c.turn == turn))
        .values(turn=turn + 1, changed_at=now, **values)
        .returning(table.c.turn)
    ).first()
    db.expire(work)
    return done is not None


def _note(
    db: Session,
    work: ItemWork,
    verb: str,
    by: UUID | None,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> None:
    subject = ("item", ref_of(work.item_id, work.version))
    record(db, verb, subject=subject, actor_id=by, now=now, facts=facts)
