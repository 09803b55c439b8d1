from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

import sqlalchemy
from sqlalchemy import Pool
from sqlmodel import Session, col, select

from service.ability.models import PassageVersion
from service.ability.passages import Passage, passage_from_body
from service.items.bank import ref_of, split_ref
from service.items.queries import bank_revision, has_changed_here
from service.law.ability.catalogue import ACT, IN_USE
from service.law.blueprint import PoolItem

Pools = Mapping[str, tuple[PoolItem, ...]]

# the generators are drawn as items are: each by its name, its family for a topic
GENERATORS: Final = tuple(
    sorted(
        (PoolItem(each.ref, each.family, each.difficulty) for each in IN_USE),
        key=lambda item: item.ref,
    )
)

# as for items: read again when the bank's revision has risen, or for each database once
_pools: WeakKeyDictionary[Pool, tuple[int, Pools]] = WeakKeyDictionary()
_stored: WeakKeyDictionary[Pool, dict[str, Passage]] = WeakKeyDictionary()


def pools(db: Session) -> Pools:
    """Return what may be drawn at this moment, by act, sorted: texts and generators of numbers."""
    pool, revision = db.get_bind().engine.pool, bank_revision(db)
    if has_changed_here(db):
        return _read_pools(db)
    known = _pools.get(pool)
    if known is None or known[0] != revision:
        known = _pools[pool] = revision, _read_pools(db)
    return known[1]


def _read_pools(db: Session) -> Pools:
    columns = (
        col(PassageVersion.passage_id),
        col(PassageVersion.version),
        col(PassageVersion.act),
        col(PassageVersion.topic),
        col(PassageVersion.difficulty),
    )
    found = sqlalchemy.select(*columns).where(col(PassageVersion.is_drawn))
    by_act: dict[str, list[PoolItem]] = {}
    for passage_id, version, act, topic, difficulty in db.execute(found):
        item = PoolItem(ref_of(passage_id, version), topic, difficulty)
        by_act.setdefault(act, []).append(item)
    texts = {act: tuple(sorted(items, key=lambda each: each.ref)) for act, items in by_act.items()}
    return texts | {ACT: GENERATORS}


def asks(db: Session) -> dict[str, int]:
    """Return how many questions a text of each act asks."""
    found = select(PassageVersion.act, PassageVersion.asks).where(col(PassageVersion.is_drawn))
    return dict(db.exec(found.distinct()).all())


def passage(db: Session, ref: str) -> Passage:
    """Return a text that may be drawn or was.

    Raises:
        KeyError: it has never been in use here.
    """
    kept = _stored.setdefault(db.get_bind().engine.pool, {})
    found = kept.get(ref)
    if found is None:
        row = db.get(PassageVersion, split_ref(ref))
        if row is None:
            raise KeyError(ref)
        found = passage_from_body(ref, row.body)
        if not has_changed_here(db):
            kept[ref] = found  # a version never changes
    return found


def known_passages(db: Session) -> Mapping[tuple[str, int], PassageVersion]:
    """Return every version that may be or was drawn."""
    return {(row.passage_id, row.version): row for row in db.exec(select(PassageVersion))}
