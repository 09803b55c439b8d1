from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

import sqlalchemy
from sqlalchemy import Pool
from sqlmodel import Session, col, select

from service.items.bank import ref_of, split_ref
from service.items.queries import bank_revision, has_changed_here
from service.law.blueprint import PER_MILLE, PoolItem
from service.law.programme import LEVELS, pool_name
from service.qualities.models import SituationVersion
from service.qualities.situations import Situation, situation_from_body

# neither right nor wrong, so nothing to be balanced: a draw takes all for equally hard
DIFFICULTY: Final = PER_MILLE // 2
Pools = Mapping[str, tuple[PoolItem, ...]]

# as for items: read again when the bank's revision has risen, or for each database once
_pools: WeakKeyDictionary[Pool, tuple[int, Pools]] = WeakKeyDictionary()
_stored: WeakKeyDictionary[Pool, dict[str, Situation]] = WeakKeyDictionary()


def pools(db: Session) -> Pools:
    """Return what may be drawn at this moment, by `law.programme.pool_name`, sorted."""
    pool, revision = db.get_bind().engine.pool, bank_revision(db)
    if has_changed_here(db):
        return _read_pools(db)
    known = _pools.get(pool)
    if known is None or known[0] != revision:
        known = _pools[pool] = revision, _read_pools(db)
    return known[1]


def _read_pools(db: Session) -> Pools:
    columns = (
        col(SituationVersion.item_id),
        col(SituationVersion.version),
        col(SituationVersion.quality),
        col(SituationVersion.topic),
        col(SituationVersion.for_managers),
        col(SituationVersion.for_specialists),
    )
    found = sqlalchemy.select(*columns).where(col(SituationVersion.is_drawn))
    sorted_into: dict[str, list[PoolItem]] = {}
    for item_id, version, quality, topic, *bound in db.execute(found):
        item = PoolItem(ref_of(item_id, version), topic, DIFFICULTY)
        for level, is_bound in zip(LEVELS, bound, strict=True):
            if is_bound:
                sorted_into.setdefault(pool_name(level, quality), []).append(item)
    return {
        name: tuple(sorted(items, key=lambda each: each.ref)) for name, items in sorted_into.items()
    }


def situation(db: Session, ref: str) -> Situation:
    """Return a situation that may be drawn or was.

    Raises:
        KeyError: it has never been in use here.
    """
    kept = _stored.setdefault(db.get_bind().engine.pool, {})
    found = kept.get(ref)
    if found is None:
        row = db.get(SituationVersion, split_ref(ref))
        if row is None:
            raise KeyError(ref)
        found = situation_from_body(ref, row.body)
        if not has_changed_here(db):
            kept[ref] = found  # a version never changes
    return found


def known_situations(db: Session) -> Mapping[tuple[str, int], SituationVersion]:
    """Return every version that may be or was drawn."""
    return {(row.item_id, row.version): row for row in db.exec(select(SituationVersion))}
