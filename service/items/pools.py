"""What may be drawn: items without their words and keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from service.items.bank import Bank, Item
from service.law.blueprint import PER_MILLE, PoolItem

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Pools:
    """What may be drawn: the items of each act, sorted, and the pairs of refs that never meet."""

    revision: int
    by_act: Mapping[str, tuple[PoolItem, ...]]
    enemies: tuple[tuple[str, str], ...]

    def counts(self) -> dict[str, int]:
        """Return how many items each act has."""
        return {act: len(items) for act, items in self.by_act.items()}

    @cached_property
    def refs(self) -> frozenset[str]:
        """The refs of all items."""
        return frozenset(item.ref for items in self.by_act.values() for item in items)


def pools_of(items: Iterable[Item], enemies: Pairs, revision: int = 0) -> Pools:
    """Sort approved items into pools; `enemies` are pairs of ids."""
    by_act: dict[str, list[PoolItem]] = {}
    refs: dict[str, str] = {}
    for item in items:
        refs[item.id] = item.ref
        difficulty = round(item.difficulty * PER_MILLE)
        by_act.setdefault(item.act, []).append(PoolItem(item.ref, item.topic, difficulty))
    pairs = {
        (min(refs[one], refs[other]), max(refs[one], refs[other]))
        for one, other in enemies
        if one in refs and other in refs
    }
    ordered = {
        act: tuple(sorted(found, key=lambda item: item.ref)) for act, found in by_act.items()
    }
    return Pools(revision, ordered, tuple(sorted(pairs)))


def pools_of_bank(bank: Bank) -> Pools:
    """Return what the files of a bank alone let draw."""
    approved = [item for item in bank.items() if item.status == "approved"]
    pairs = {(item.id, other) for item in bank.items() for other in item.enemies}
    return pools_of(approved, pairs)
