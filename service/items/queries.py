from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, func
from sqlmodel import Session, col, select

from service.core.errors import NotFound
from service.items.bank import Item, item_from_body, split_ref
from service.items.item_file import ItemLanguage
from service.items.models import (
    FACTS,
    BankReport,
    BankRevision,
    ItemComment,
    ItemEnemy,
    ItemUse,
    ItemVersion,
    ItemWork,
    Origin,
    Stage,
)
from service.items.pools import Pools, pools_of

# what may be drawn changes seldom: kept for each database this process talks to
CHANGED_IN: Final = "bank changed in"
_pools: WeakKeyDictionary[Pool, Pools] = WeakKeyDictionary()
_stored: WeakKeyDictionary[Pool, dict[str, Item]] = WeakKeyDictionary()


def pools(db: Session) -> Pools:
    """Return what may be drawn at this moment."""
    pool, revision = db.get_bind().engine.pool, bank_revision(db)
    if has_changed_here(db):
        return _read_pools(db, revision)
    kept = _pools.get(pool)
    if kept is None or kept.revision != revision:
        kept = _pools[pool] = _read_pools(db, revision)
    return kept


def note_change(db: Session) -> None:
    """Remember that this transaction has changed what may be drawn."""
    db.info[CHANGED_IN] = db.get_transaction()


def has_changed_here(db: Session) -> bool:
    """Say whether this transaction has changed what may be drawn.

    What it sees is nobody else's yet and may be rolled back; the next change would then have the
    same number. So nothing of it is kept for other transactions.
    """
    changed_in = db.info.get(CHANGED_IN)
    return changed_in is not None and changed_in is db.get_transaction()


def _read_pools(db: Session, revision: int) -> Pools:
    approved = (
        select(ItemVersion, ItemWork)
        .join(
            ItemWork,
            (col(ItemWork.item_id) == col(ItemVersion.item_id))
            & (col(ItemWork.version) == col(ItemVersion.version)),
        )
        .where(ItemWork.stage == Stage.APPROVED)
    )
    items = [
        item_from_body(row.item_id, row.version, with_facts(row.body, work.body))
        for row, work in db.exec(approved)
    ]
    return pools_of(items, enemies(db), revision)


def known_items(db: Session) -> dict[tuple[str, int], str]:
    """Return the hash of every item version that may be or was drawn."""
    found = select(ItemVersion.item_id, ItemVersion.version, ItemVersion.sha256)
    return {(item, version): sha256 for item, version, sha256 in db.exec(found).all()}


def newest_used(db: Session, item_id: str) -> int:
    """Return the newest version of an item that may be or was drawn, 0 where there is none."""
    found = select(func.max(ItemVersion.version)).where(ItemVersion.item_id == item_id)
    return db.exec(found).one() or 0


def item_body(db: Session, ref: str) -> dict[str, Any]:
    """Return the stored body of an item version: act, key, texts, article and the like.

    Raises:
        KeyError: it has never been in use here.
    """
    try:
        row = db.get(ItemVersion, split_ref(ref))
    except ValueError:
        row = None
    if row is None:
        raise KeyError(ref)
    return row.body


def stored_item(db: Session, ref: str) -> Item:
    """Return an item version from the database, for one that the files do not hold.

    Raises:
        KeyError: it has never been in use here.
    """
    kept = _stored.setdefault(db.get_bind().engine.pool, {})
    found = kept.get(ref)
    if found is None:
        body = item_body(db, ref)
        found = item_from_body(*split_ref(ref), body)
        if not has_changed_here(db):
            kept[ref] = found  # a version never changes
    return found


def stages(db: Session) -> dict[tuple[str, int], Stage]:
    """Return where every version stands."""
    found = select(ItemWork.item_id, ItemWork.version, ItemWork.stage)
    return {(item, version): Stage(stage) for item, version, stage in db.exec(found).all()}


def versions_of_people(db: Session) -> set[tuple[str, int]]:
    """Return the versions that people write in the service and that were never in use."""
    found = select(ItemWork.item_id, ItemWork.version).where(
        ItemWork.origin != Origin.FILE, col(ItemWork.stage).in_([Stage.DRAFT, Stage.REVIEWED])
    )
    return set(db.exec(found).all())


def facts_of_files(db: Session) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what is kept of every approved version that came with the files."""
    found = select(ItemWork.item_id, ItemWork.version, ItemWork.body).where(
        ItemWork.stage == Stage.APPROVED, ItemWork.origin == Origin.FILE
    )
    return {(item, version): dict(body) for item, version, body in db.exec(found).all()}


def work(db: Session, item_id: str, version: int) -> ItemWork:
    """Return where a version stands.

    Raises:
        NotFound: there is no such version.
    """
    found = db.get(ItemWork, (item_id, version))
    if found is None:
        raise NotFound
    return found


def work_of(db: Session, ref: str) -> ItemWork:
    """Return where the version of this ref stands.

    Raises:
        NotFound: there is no such version.
    """
    try:
        item_id, version = split_ref(ref)
    except ValueError:
        raise NotFound from None
    return work(db, item_id, version)


def versions(db: Session, item_id: str) -> Sequence[ItemWork]:
    """Return every version of an item, newest first."""
    found = select(ItemWork).where(ItemWork.item_id == item_id)
    return db.exec(found.order_by(col(ItemWork.version).desc())).all()


def newest_work_or_none(db: Session, item_id: str) -> ItemWork | None:
    """Return the newest version of an item."""
    return next(iter(versions(db, item_id)), None)


def newest_work(db: Session, item_id: str) -> ItemWork:
    """Return the newest version of an item.

    Raises:
        NotFound: there is no such item.
    """
    found = newest_work_or_none(db, item_id)
    if found is None:
        raise NotFound
    return found


def approved_before(db: Session, item_id: str, version: int) -> Sequence[ItemWork]:
    """Return the approved versions of an item before this one."""
    found = select(ItemWork).where(
        ItemWork.item_id == item_id,
        ItemWork.version < version,
        ItemWork.stage == Stage.APPROVED,
    )
    return db.exec(found.order_by(col(ItemWork.version))).all()


def words_of(db: Session, work: ItemWork) -> dict[str, Any]:
    """Return the body of a version: the draft's, or the one kept for ever."""
    row = db.get(ItemVersion, (work.item_id, work.version))
    return with_facts(row.body, work.body) if row is not None else dict(work.body)


def with_facts(words: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a version: its words and key, and what is known of them by now.

    What is expected of an item and what proves its key may be put right without a new version.
    """
    return {**words, **{name: facts[name] for name in FACTS if name in facts}}


def items_of_stage(db: Session, stage: Stage | None = None, *, act: str = "") -> Sequence[ItemWork]:
    """Return the versions at this stage (at any), by id."""
    found = select(ItemWork)
    if stage is not None:
        found = found.where(ItemWork.stage == stage)
    if act:
        found = found.where(ItemWork.act == act)
    return db.exec(found.order_by(col(ItemWork.item_id), col(ItemWork.version))).all()


def stage_counts(db: Session) -> dict[tuple[str, Stage], int]:
    """Return how many versions stand where, by (act, stage)."""
    found = select(ItemWork.act, ItemWork.stage, func.count()).group_by(
        col(ItemWork.act), col(ItemWork.stage)
    )
    return {(act, Stage(stage)): count for act, stage, count in db.exec(found).all()}


def comments_of(db: Session, item_id: str) -> Sequence[ItemComment]:
    """Return what was said of an item, of any version, oldest first."""
    found = select(ItemComment).where(ItemComment.item_id == item_id)
    return db.exec(found.order_by(col(ItemComment.at), col(ItemComment.id))).all()


def enemies(db: Session) -> set[tuple[str, str]]:
    """Return every pair of items that never meet on a paper, the smaller id first."""
    return set(db.exec(select(ItemEnemy.item_id, ItemEnemy.enemy_id)).all())


def enemies_of(db: Session, item_id: str) -> Sequence[ItemEnemy]:
    """Return the pairs that an item belongs to."""
    pair = (col(ItemEnemy.item_id) == item_id) | (col(ItemEnemy.enemy_id) == item_id)
    found = select(ItemEnemy).where(pair)
    return db.exec(found.order_by(col(ItemEnemy.item_id), col(ItemEnemy.enemy_id))).all()


def uses(db: Session) -> dict[tuple[str, int], ItemUse]:
    """Return on how many papers each version has stood."""
    return {(row.item_id, row.version): row for row in db.exec(select(ItemUse)).all()}


def acts(db: Session) -> Sequence[str]:
    """Return every act that has items of any stage."""
    return db.exec(select(ItemWork.act).distinct().order_by(ItemWork.act)).all()


def prefix_of(db: Session, act: str) -> str | None:
    """Return the letters with which the ids of an act begin."""
    found = select(ItemWork.item_id).where(ItemWork.act == act)
    first = db.exec(found.order_by(col(ItemWork.item_id)).limit(1)).first()
    return first.rpartition("-")[0] if first else None


def newest_number(db: Session, prefix: str) -> int:
    """Return the highest number of the ids with this prefix, 0 where there is none."""
    item_id = col(ItemWork.item_id)
    found = select(ItemWork.item_id).where(item_id.startswith(f"{prefix}-"))
    # as texts 9999 would come after 10000
    longest_first = found.order_by(func.length(item_id).desc(), item_id.desc())
    highest = db.exec(longest_first.limit(1)).first()
    return int(highest.rpartition("-")[2]) if highest else 0


def lock_numbers(db: Session) -> None:
    """Let nobody else number an item or a version until this transaction has ended."""
    db.exec(select(BankRevision.id).with_for_update()).first()


def languages_of(db: Session, act: str) -> tuple[ItemLanguage, ...]:
    """Return the languages in which an act asks, as its newest approved item does."""
    found = select(ItemVersion.body).where(ItemVersion.act == act)
    body = db.exec(found.order_by(col(ItemVersion.first_seen_at).desc()).limit(1)).first()
    return tuple(body["texts"]) if body else ("kk", "ru")


def approved_words(db: Session) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Return (id, body) of every item that may be drawn at this moment, by id."""
    found = (
        select(ItemVersion.item_id, ItemVersion.body)
        .join(
            ItemWork,
            (col(ItemWork.item_id) == col(ItemVersion.item_id))
            & (col(ItemWork.version) == col(ItemVersion.version)),
        )
        .where(ItemWork.stage == Stage.APPROVED)
    )
    return db.exec(found.order_by(ItemVersion.item_id)).all()


def bank_revision(db: Session) -> int:
    """Return the number that rises whenever what may be drawn changes."""
    row = db.get(BankRevision, 1)
    return row.number if row is not None else 0


def remarked(db: Session) -> set[tuple[str, int]]:
    """Return the versions of which somebody else than their author has said something."""
    found = (
        select(ItemComment.item_id, ItemComment.version)
        .join(
            ItemWork,
            (col(ItemWork.item_id) == col(ItemComment.item_id))
            & (col(ItemWork.version) == col(ItemComment.version)),
        )
        .where(
            (col(ItemWork.author_id).is_(None))
            | (col(ItemWork.author_id) != col(ItemComment.account_id))
        )
        .distinct()
    )
    return set(db.exec(found).all())


def topics(db: Session, act: str = "") -> list[str]:
    """Return the topics of an act (of all acts), by name."""
    topic = col(ItemWork.body)["topic"].as_string()
    found = select(topic).distinct().order_by(topic)
    if act:
        found = found.where(ItemWork.act == act)
    return [each for each in db.exec(found).all() if each]


def enmity(db: Session, item_id: str, other_id: str) -> ItemEnemy | None:
    """Return the pair of these two items, in whichever order they are named."""
    return db.get(ItemEnemy, (min(item_id, other_id), max(item_id, other_id)))


def report(db: Session, report_id: UUID) -> BankReport:
    """Return a report about the bank.

    Raises:
        NotFound: there is no such report.
    """
    found = db.get(BankReport, report_id)
    if found is None:
        raise NotFound
    return found


def newest_report(db: Session, kind: str, subject: str) -> BankReport | None:
    """Return the report of this kind that was asked for last."""
    found = select(BankReport).where(BankReport.kind == kind, BankReport.subject == subject)
    return db.exec(found.order_by(col(BankReport.asked_at).desc()).limit(1)).first()
