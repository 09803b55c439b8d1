"""The paper of an attempt, algorithm ``synaq-draw/2``: equal difficulty, spread topics, repeatable.

The numbers come from the stream of `service.law.draw`; its inputs are the algorithm, the
application, the candidate's own word and the SHA-256 of the blueprint's canonical text.

1.  *Sections* are drawn in the blueprint's order, and within a section its pools in their order.
2.  *An act.* Shuffle the topics (in the order of their names), then the items of each topic (in
    the order of their names), and lay the items in a row, topic after topic. Take u = below(N), N
    the length of the row, and pick the places (u + k N) // count for k = 0 … count - 1. So each
    item is equally likely, and each topic has its share of the places, up to one.
3.  *Its misfit.* (a) How many items the pick holds, each counted, that are enemies of one picked
    with it, or of one on the paper already; (b) how far the mean difficulty lies outside the band:
    max(0, |sum of difficulties - count x target| - count x band).
4.  *Tries.* The act is drawn up to 50 times; the first pick without misfit stands. Where there is
    none, the one of the least misfit does: fewest enemies, then least distance, then the first.
5.  *A section* is drawn up to 20 times, until its mean difficulty lies within the band of the
    section about its target, the mean of its acts' targets weighted by their counts (halves
    upwards). Where there is none, the section of the least misfit stands, as in 4, (a) being the
    sum of its acts'. What the stream has given is never given again.
6.  *Order.* Then each part of the section is shuffled. When all sections are drawn, the options of
    each item are shuffled, in the order in which the items now stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.law.ability import number_draw
from service.law.blueprint import Blueprint, Pool, PoolItem, blueprint_from, check, half_up
from service.law.draw import Draw, canonical, commitment, shuffle

ALGORITHM = "synaq-draw/2"
ACT_TRIES = 50
SECTION_TRIES = 20

Misfit = tuple[int, int]  # enemies met, distance outside the band
FITS: Misfit = (0, 0)


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item at its place; `order` ``cadb`` shows option c first, then a, d and b."""

    item: str
    part: str
    act: str
    order: str


@dataclass(frozen=True, slots=True)
class PaperDraw:
    """The paper of an attempt: the items of each section, in the programme's order.

    `strained` counts the sections in which no try was without misfit.
    """

    codes: tuple[str, ...]
    sections: tuple[tuple[DrawnItem, ...], ...]
    strained: int = 0


@dataclass(frozen=True, slots=True)
class _Pick:
    """What was picked of each pool of a section, in the pools' order, and how badly it fits."""

    items: tuple[tuple[PoolItem, ...], ...]
    misfit: Misfit


def draw_paper(
    seed: bytes,
    *,
    candidate_word: str,
    application_id: str,
    blueprint: Blueprint,
    most: int | None = None,
) -> PaperDraw:
    """Draw the paper of an attempt.

    Args:
        seed: 32 secret bytes, committed to before.
        candidate_word: what the candidate adds to the draw, any text.
        application_id: the application, as text.
        blueprint: what to draw from.
        most: how many numbers may be drawn; none for as many as it takes.

    Raises:
        ValueError: the blueprint cannot be drawn from, or `most` was not enough.
    """
    check(blueprint)
    stream = Draw(seed, _inputs(candidate_word, application_id, blueprint), most=most)
    sections: dict[str, list[tuple[str, str, str]]] = {}
    on_paper: set[str] = set()
    strained = 0
    for code, pools in _sections(blueprint).items():
        pick = _draw_section(stream, pools, blueprint, on_paper)
        strained += pick.misfit != FITS
        on_paper |= {item.ref for items in pick.items for item in items}
        sections[code] = _ordered(stream, pools, pick)
    return PaperDraw(
        codes=tuple(sections),
        sections=tuple(
            tuple(DrawnItem(*bare, "".join(shuffle(stream, blueprint.options))) for bare in items)
            for items in sections.values()
        ),
        strained=strained,
    )


def _inputs(candidate_word: str, application_id: str, blueprint: Blueprint) -> str:
    return canonical(
        {
            "algorithm": ALGORITHM,
            "application": application_id,
            "blueprint": blueprint.sha256,
            "candidate_word": candidate_word,
        }
    )


def _sections(blueprint: Blueprint) -> dict[str, list[Pool]]:
    found: dict[str, list[Pool]] = {}
    for pool in blueprint.pools:
        found.setdefault(pool.section, []).append(pool)
    return found


def _draw_section(
    stream: Draw, pools: Sequence[Pool], blueprint: Blueprint, on_paper: set[str]
) -> _Pick:
    count = sum(pool.count for pool in pools)
    target = half_up(sum(pool.count * pool.target for pool in pools), count)
    best: _Pick | None = None
    for _ in range(SECTION_TRIES):
        taken: set[str] = set()
        picked: list[tuple[PoolItem, ...]] = []
        enemies = distance = 0
        for pool in pools:
            items, misfit = _draw_act(stream, pool, blueprint, (on_paper, taken))
            picked.append(items)
            taken |= {item.ref for item in items}
            enemies, distance = enemies + misfit[0], distance + misfit[1]
        everything = [item for items in picked for item in items]
        distance += _distance(everything, target, blueprint.section_band)
        if best is None or (enemies, distance) < best.misfit:
            best = _Pick(tuple(picked), (enemies, distance))
        if best.misfit == FITS:
            break
    assert best is not None  # there is at least one try
    return best


def _draw_act(
    stream: Draw, pool: Pool, blueprint: Blueprint, taken: Sequence[set[str]]
) -> tuple[tuple[PoolItem, ...], Misfit]:
    topics: dict[str, list[PoolItem]] = {}
    for item in pool.items:
        topics.setdefault(item.topic, []).append(item)
    names, target = sorted(topics), pool.target
    best: tuple[tuple[PoolItem, ...], Misfit] | None = None
    for _ in range(ACT_TRIES):
        row = [item for name in shuffle(stream, names) for item in shuffle(stream, topics[name])]
        start = stream.below(len(row))
        items = tuple(row[(start + k * len(row)) // pool.count] for k in range(pool.count))
        misfit = (
            _meetings(items, blueprint, taken),
            _distance(items, target, blueprint.act_band),
        )
        if best is None or misfit < best[1]:
            best = items, misfit
        if best[1] == FITS:
            break
    assert best is not None  # there is at least one try
    return best


def _meetings(items: Sequence[PoolItem], blueprint: Blueprint, taken: Sequence[set[str]]) -> int:
    if not blueprint.enemies:
        return 0
    # what is taken is never copied: a try costs no more than the numbers that it draws
    present = [*taken, {item.ref for item in items}]
    enemies = (blueprint.enemies_of.get(item.ref, frozenset()) for item in items)
    return sum(1 for its in enemies if not all(map(its.isdisjoint, present)))


def _distance(items: Sequence[PoolItem], target: int, band: int) -> int:
    lies = abs(sum(item.difficulty for item in items) - len(items) * target)
    return max(0, lies - len(items) * band)


def _ordered(stream: Draw, pools: Sequence[Pool], pick: _Pick) -> list[tuple[str, str, str]]:
    parts: dict[str, list[tuple[str, str, str]]] = {}
    for pool, items in zip(pools, pick.items, strict=True):
        bare = [(item.ref, pool.part, pool.act) for item in items]
        parts.setdefault(pool.part, []).extend(bare)
    return [item for items in parts.values() for item in shuffle(stream, items)]


def record(
    seed: bytes, paper: PaperDraw, *, candidate_word: str, application_id: str, blueprint: Blueprint
) -> dict[str, Any]:
    """What is kept of a draw, as JSON-able data; with the blueprint's body it can be repeated.

    It discloses the seed. Questions that are made and not taken from a bank are named with their
    own seeds: see `service.law.ability.number_draw`.
    """
    kept: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "commitment": commitment(seed),
        "seed": seed.hex(),
        "application": application_id,
        "candidate_word": candidate_word,
        "blueprint_sha256": blueprint.sha256,
        "paper": [
            {"section": code, "items": [asdict(item) for item in items]}
            for code, items in zip(paper.codes, paper.sections, strict=True)
        ],
    }
    numbers = number_draw.numbers_of(kept)
    return kept if numbers is None else kept | {"numbers": numbers}


def verify(record: Mapping[str, Any], *, most: int | None = None) -> list[str]:
    """Repeat the draw of a record that holds its `blueprint`.

    Returns what does not agree, a sentence each; nothing where all does. `most` bounds the work.
    """
    if record.get("algorithm") != ALGORITHM:
        return [f"The record's algorithm is {record.get('algorithm')!r}, not {ALGORITHM!r}."]
    try:
        seed = bytes.fromhex(record["seed"])
        blueprint = blueprint_from(record["blueprint"])
        drawn = draw_paper(
            seed,
            candidate_word=record["candidate_word"],
            application_id=record["application"],
            blueprint=blueprint,
            most=most,
        )
        shown = [(each["section"], list(each["items"])) for each in record["paper"]]
    except KeyError as fault:
        return [f"The record is not complete: {fault} is missing."]
    except (TypeError, ValueError, AttributeError) as fault:
        return [f"The record cannot be repeated: {fault}."]
    faults = []
    if commitment(seed) != record.get("commitment"):
        faults.append("The seed does not fit the commitment that was shown before.")
    if blueprint.sha256 != record.get("blueprint_sha256"):
        faults.append("The blueprint is not the one that the record names.")
    differences = _differences(drawn, shown)
    return faults + (differences or number_draw.faults(record))


def _differences(drawn: PaperDraw, shown: Sequence[tuple[str, list[Any]]]) -> list[str]:
    if [code for code, _ in shown] != list(drawn.codes):
        return ["The paper's sections are not those of the draw."]
    faults = []
    for (code, items), repeated in zip(shown, drawn.sections, strict=True):
        expected = [asdict(item) for item in repeated]
        if len(items) != len(expected):
            faults.append(f"Section {code} has {len(items)} questions; {len(expected)} were drawn.")
        faults += [
            f"Section {code}, question {place}: the record says {one}, the draw gives {other}."
            for place, (one, other) in enumerate(zip(items, expected, strict=False), 1)
            if one != other
        ]
    return faults
