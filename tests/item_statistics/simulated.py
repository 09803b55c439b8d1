"""Candidates who answer as item response theory has it; items with and without planted faults."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from service.item_statistics.sheet import CHOICES, ItemFacts, Sheet
from service.items.bank import Item
from service.law.programme import Programme

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

GUESSED = 0.2
ITEMS_OF_AN_ACT = 60
ABILITIES = np.linspace(-4, 4, 161)
DENSITY = np.exp(-(ABILITIES**2) / 2) / np.exp(-(ABILITIES**2) / 2).sum()


@dataclass(frozen=True)
class Plan:
    """A programme: section → act → questions drawn of it."""

    programme: str
    sections: dict[str, dict[str, int]]


LE_3 = Plan(
    "LE-3",
    {
        "state-language": {"state-language": 20},
        "legislation": dict.fromkeys(
            ("constitution", "president", "anti-corruption", "service", "ethics"), 15
        ),
    },
)


@dataclass
class SimulatedItem:
    """`spread`: how those who miss it fall on the other options, in the order of the letters."""

    ref: str
    act: str
    key: str
    slope: float
    place: float  # where on the scale of ability it stands
    spread: tuple[float, ...]
    bilingual: bool = True
    stated_key: str = ""  # the key as the bank has it, where that is wrong
    expected: float | None = None
    harder_in_russian: float = 0.0

    def chance(self, ability: Floats, in_russian: npt.NDArray[np.bool_] | None = None) -> Floats:
        place = self.place + (0 if in_russian is None else self.harder_in_russian * in_russian)
        known = 1 / (1 + np.exp(-1.7 * self.slope * (ability - place)))
        share: Floats = GUESSED + (1 - GUESSED) * known
        return share

    @property
    def facts(self) -> ItemFacts:
        likely = float((self.chance(ABILITIES) * DENSITY).sum())
        return ItemFacts(
            ref=self.ref,
            act=self.act,
            topic="general",
            key=self.stated_key or self.key,
            expected=likely if self.expected is None else self.expected,
            languages=("kk", "ru") if self.bilingual else ("kk",),
        )


@dataclass
class World:
    """Items by act, and candidates who draw them."""

    rng: np.random.Generator
    items: dict[str, list[SimulatedItem]] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, ItemFacts]:
        return {item.ref: item.facts for act in self.items.values() for item in act}

    def find(self, ref: str) -> SimulatedItem:
        return next(item for act in self.items.values() for item in act if item.ref == ref)

    def add_act(self, act: str, *, items: int = ITEMS_OF_AN_ACT, bilingual: bool = True) -> None:
        """Add sound items: of middling difficulty, each option chosen by some."""
        made = []
        for number in range(1, items + 1):
            spread = self.rng.dirichlet([12.0, 12.0, 12.0])
            made.append(
                SimulatedItem(
                    ref=f"{act.upper()}-{number:04}@1",
                    act=act,
                    key="abcd"[number % 4],
                    slope=float(self.rng.uniform(0.5, 1.1)),
                    place=float(np.clip(self.rng.normal(-0.3, 0.7), -1.5, 1.3)),
                    spread=tuple(spread),
                    bilingual=bilingual,
                )
            )
        self.items[act] = made

    def sheets(
        self, plan: Plan, attempts: int, *, batch: int = 1000, russian: float = 0.4
    ) -> Iterator[list[Sheet]]:
        """Yield the sheets of so many attempts, a batch at a time."""
        for begins in range(0, attempts, batch):
            many = min(batch, attempts - begins)
            in_russian = self.rng.random(many) < russian
            # the groups differ in ability, which is no difference of the versions
            ability = self.rng.normal(0, 1, many) + 0.2 * in_russian
            found: list[Sheet] = []
            for section, counts in plan.sections.items():
                refs, letters = self._answers(counts, ability, in_russian)
                found += [
                    Sheet(plan.programme, section, "ru" if russian else "kk", items, choices)
                    for items, choices, russian in zip(refs, letters, in_russian, strict=True)
                ]
            yield found

    def _answers(
        self, counts: dict[str, int], ability: Floats, in_russian: npt.NDArray[np.bool_]
    ) -> tuple[list[str], list[str]]:
        names, given = [], []
        for act, count in counts.items():
            items = self.items[act]
            drawn = np.argsort(self.rng.random((len(ability), len(items))), axis=1)[:, :count]
            chosen = _choices(items, ability, in_russian, self.rng)
            names.append(np.array([item.ref for item in items])[drawn])
            given.append(np.take_along_axis(chosen, drawn, axis=1))
        refs, choices = np.concatenate(names, axis=1), np.concatenate(given, axis=1)
        letters = np.array(list(CHOICES), dtype="S1")[choices]
        return [" ".join(row) for row in refs], [row.tobytes().decode() for row in letters]


def _choices(
    items: Sequence[SimulatedItem],
    ability: Floats,
    in_russian: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> Ints:
    """What each would answer to each item, as places among the choices; one in 200 nothing."""
    chosen = np.empty((len(ability), len(items)), dtype=np.int64)
    for column, item in enumerate(items):
        others = [place for place, letter in enumerate("abcd") if letter != item.key]
        is_right = rng.random(len(ability)) < item.chance(ability, in_russian)
        missed = rng.choice(others, size=len(ability), p=item.spread)
        chosen[:, column] = np.where(is_right, "abcd".index(item.key), missed)
    chosen[rng.random(chosen.shape) < 1 / 200] = CHOICES.index("-")
    return chosen


def sound_world(seed: int, plan: Plan = LE_3) -> World:
    """A bank for the plan without a fault; the state language is asked in Kazakh alone."""
    world = World(np.random.default_rng(seed))
    for acts in plan.sections.values():
        for act in acts:
            world.add_act(act, bilingual=act != "state-language")
    return world


def world_of(items: Iterable[Item], seed: int) -> World:
    """Simulated candidates for the approved items of a bank; the difficulty is as expected."""
    world = World(np.random.default_rng(seed))
    for item in items:
        if item.status != "approved":
            continue
        world.items.setdefault(item.act, []).append(
            SimulatedItem(
                ref=item.ref,
                act=item.act,
                key=item.key,
                slope=float(world.rng.uniform(0.4, 0.9)),
                place=2.2 * (0.62 - item.difficulty),
                spread=tuple(world.rng.dirichlet([12.0, 12.0, 12.0])),
                bilingual=len(item.texts) > 1,
                expected=item.difficulty,
            )
        )
    return world


def plan_of(programme: Programme) -> Plan:
    """What a programme draws, as a simulation takes it."""
    return Plan(
        programme.code,
        {
            section.code: {
                act: count for part in section.parts for act, count in part.counts.items()
            }
            for section in programme.sections
        },
    )


def plant(world: World) -> dict[str, str]:
    """Spoil five items; return which flag each must get."""
    wrong_key = world.find("CONSTITUTION-0007@1")
    wrong_key.stated_key = next(letter for letter in "abcd" if letter != wrong_key.key)
    dead = world.find("PRESIDENT-0011@1")
    dead.spread = (0.55, 0.445, 0.005)
    translated = world.find("ANTI-CORRUPTION-0023@1")
    translated.harder_in_russian = 1.2
    easy = world.find("SERVICE-0031@1")
    easy.place, easy.slope, easy.expected = -4.0, 1.0, 0.9
    flat = world.find("ETHICS-0041@1")
    flat.slope, flat.expected = 0.0, 0.6
    return {
        wrong_key.ref: "wrong-key",
        dead.ref: "dead-option",
        translated.ref: "harder-in-russian",
        easy.ref: "too-easy",
        flat.ref: "does-not-separate",
    }
