"""What a paper is drawn from: pools, counts, items that never meet, how far papers may differ."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from service.law.draw import canonical

PER_MILLE = 1000
PoolKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PoolItem:
    """What a draw knows of an item: its name, its topic, the expected share of right answers."""

    ref: str
    topic: str
    difficulty: int  # per mille


@dataclass(frozen=True, slots=True)
class Pool:
    """The items of an act within a part of a section, sorted by ref, and how many to draw."""

    section: str
    part: str
    act: str
    count: int
    items: tuple[PoolItem, ...]

    @property
    def target(self) -> int:
        """The mean difficulty of the pool, per mille, halves upwards: what every paper aims at."""
        return half_up(sum(item.difficulty for item in self.items), len(self.items))


@dataclass(frozen=True)
class Blueprint:
    """Everything that papers of one programme are drawn from; the same for all its candidates.

    Attributes:
        pools: in the programme's order.
        enemies: pairs of refs that never meet on a paper, each pair and the list sorted.
        act_band: how far, per mille, the mean difficulty of an act may lie from its pool's.
        section_band: the same for a section.
        options: the letters of an item's options.
    """

    pools: tuple[Pool, ...]
    enemies: tuple[tuple[str, str], ...] = ()
    act_band: int = PER_MILLE
    section_band: int = PER_MILLE
    options: str = "abcd"

    @cached_property
    def sha256(self) -> str:
        """The hash of the blueprint's canonical text: the stream of every draw depends on it."""
        return hashlib.sha256(canonical(self.body()).encode()).hexdigest()

    def body(self) -> dict[str, Any]:
        """The blueprint as JSON-able data."""
        return {
            "act_band": self.act_band,
            "section_band": self.section_band,
            "options": self.options,
            "enemies": [list(pair) for pair in self.enemies],
            "pools": [
                {
                    "section": pool.section,
                    "part": pool.part,
                    "act": pool.act,
                    "count": pool.count,
                    "items": [[item.ref, item.topic, item.difficulty] for item in pool.items],
                }
                for pool in self.pools
            ],
        }

    @cached_property
    def enemies_of(self) -> Mapping[str, frozenset[str]]:
        """Whom each item never meets."""
        found: dict[str, set[str]] = {}
        for one, other in self.enemies:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {ref: frozenset(others) for ref, others in found.items()}


def blueprint_from(body: Mapping[str, Any]) -> Blueprint:
    """Read what `Blueprint.body` wrote.

    Raises:
        KeyError: a field is missing.
        TypeError, ValueError: a field has another form, a pool is unsorted, holds an item twice or
            fewer items than are to be drawn.
    """
    blueprint = Blueprint(
        pools=tuple(_pool(each) for each in body["pools"]),
        enemies=tuple(_pair(each) for each in body["enemies"]),
        act_band=_whole(body["act_band"]),
        section_band=_whole(body["section_band"]),
        options=_text(body["options"]),
    )
    check(blueprint)
    return blueprint


def check(blueprint: Blueprint) -> None:
    """Refuse a blueprint that cannot be drawn from.

    Raises:
        ValueError: with what is wrong, and where.
    """
    keys = [(pool.section, pool.part, pool.act) for pool in blueprint.pools]
    if len(set(keys)) != len(keys):
        message = "a pool stands there twice"
        raise ValueError(message)
    for pool in blueprint.pools:
        name = f"the pool of {pool.section}/{pool.part}/{pool.act}"
        refs = [item.ref for item in pool.items]
        if refs != sorted(set(refs)):
            message = f"{name} is not sorted, or holds an item twice"
            raise ValueError(message)
        if not 0 < pool.count <= len(refs):
            message = f"cannot draw {pool.count} of {len(refs)}: {name}"
            raise ValueError(message)


def half_up(total: int, number: int) -> int:
    """Divide whole numbers, halves upwards."""
    return (2 * total + number) // (2 * number)


def _pool(body: Mapping[str, Any]) -> Pool:
    return Pool(
        section=_text(body["section"]),
        part=_text(body["part"]),
        act=_text(body["act"]),
        count=_whole(body["count"]),
        items=tuple(_item(each) for each in body["items"]),
    )


def _item(body: Sequence[Any]) -> PoolItem:
    ref, topic, difficulty = body
    return PoolItem(_text(ref), _text(topic), _whole(difficulty))


def _pair(body: Sequence[Any]) -> tuple[str, str]:
    one, other = body
    return _text(one), _text(other)


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{value!r} is no text"
        raise TypeError(message)
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = f"{value!r} is no whole number"
        raise TypeError(message)
    return value
