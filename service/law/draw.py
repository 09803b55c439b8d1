r"""The verifiable draw, algorithm ``synaq-draw/1``: anyone can repeat it with SHA-256 alone.

1.  *Commitment.* Before the inputs are known the service takes a secret seed of 32 bytes and shows
    ``hex(SHA-256(seed))``. Afterwards it shows the seed: it cannot have been changed.
2.  *Inputs.* Everything the draw depends on, as one canonical text: JSON in UTF-8, keys sorted, no
    blanks, nothing escaped. For a paper: the algorithm, the application, the candidate's own word,
    the letters of the options, and for each (section, part, act) in the programme's order the
    number to draw and the sorted ids of the pool.
3.  *Stream.* Block *i* is ``SHA-256(seed || SHA-256(inputs) || i)``, *i* from 0 as 8 bytes, most
    significant first. The blocks one after another, cut into pieces of 8 bytes, most significant
    byte first, are the numbers of the stream.
4.  *Below n.* Numbers of 2**64 - 2**64 mod n and above are thrown away; the first other one,
    modulo n, is the answer. So each answer is equally likely.
5.  *Pick m of a list.* For i = 0 … m - 1 swap place i with place i + below(length - i); the first
    m are picked. *Shuffle* is to pick all.
6.  *Paper.* Section by section, part by part in the programme's order: pick the items of each act,
    put the part's acts one after another, shuffle the part. When all sections are drawn, shuffle
    the options of each item, in the order in which the items now stand.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

ALGORITHM = "synaq-draw/1"
SEED_BYTES = 32
WORD_BYTES = 8
WORDS = 1 << 8 * WORD_BYTES

T = TypeVar("T")
PoolKey = tuple[str, str, str]


def commitment(seed: bytes) -> str:
    """The hash shown before the inputs are known."""
    return hashlib.sha256(seed).hexdigest()


class Draw:
    """The stream of numbers of one seed and one canonical text of inputs."""

    def __init__(self, seed: bytes, inputs: str) -> None:
        """Begin the stream at its first number.

        Raises:
            ValueError: the seed is not 32 bytes long.
        """
        if len(seed) != SEED_BYTES:
            message = f"a seed has {SEED_BYTES} bytes, this one {len(seed)}"
            raise ValueError(message)
        self._numbers = _numbers(seed + hashlib.sha256(inputs.encode()).digest())

    def below(self, n: int) -> int:
        """A number from 0 to n - 1, each equally likely.

        Raises:
            ValueError: n is not within 1 and 2**64.
        """
        if not 0 < n <= WORDS:
            message = f"there is no number below {n} to draw"
            raise ValueError(message)
        limit = WORDS - WORDS % n
        return next(number for number in self._numbers if number < limit) % n


def _numbers(prefix: bytes) -> Iterator[int]:
    block = 0
    while True:
        digest = hashlib.sha256(prefix + block.to_bytes(8, "big")).digest()
        for place in range(0, len(digest), WORD_BYTES):
            yield int.from_bytes(digest[place : place + WORD_BYTES], "big")
        block += 1


def pick(stream: Draw, pool: Sequence[T], n: int) -> list[T]:
    """Draw n of the pool without putting back, in the order drawn.

    Raises:
        ValueError: the pool holds fewer than n.
    """
    if not 0 <= n <= len(pool):
        message = f"cannot draw {n} of {len(pool)}"
        raise ValueError(message)
    drawn = list(pool)
    for place in range(n):
        other = place + stream.below(len(drawn) - place)
        drawn[place], drawn[other] = drawn[other], drawn[place]
    return drawn[:n]


def shuffle(stream: Draw, items: Sequence[T]) -> list[T]:
    """All the items in a drawn order."""
    return pick(stream, items, len(items))


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item at its place; `order` ``cadb`` shows option c first, then a, d and b."""

    item: str
    part: str
    act: str
    order: str


@dataclass(frozen=True, slots=True)
class PaperDraw:
    """The paper of an attempt: the items of each section, in the programme's order."""

    codes: tuple[str, ...]
    sections: tuple[tuple[DrawnItem, ...], ...]


def draw_paper(
    seed: bytes,
    *,
    candidate_word: str,
    application_id: str,
    pools: Mapping[PoolKey, Sequence[str]],
    counts: Mapping[PoolKey, int],
    options: str = "abcd",
) -> PaperDraw:
    """Draw the paper of an attempt.

    Args:
        seed: 32 secret bytes, committed to before.
        candidate_word: what the candidate adds to the draw, any text.
        application_id: the application, as text.
        pools: the sorted ids of the items that may be drawn, by (section, part, act).
        counts: how many to draw; its order is the programme's.
        options: the letters of an item's options.

    Raises:
        ValueError: a pool is missing, unsorted, holds an id twice, or is too small.
    """
    _check_pools(pools, counts)
    stream = Draw(seed, _inputs(candidate_word, application_id, pools, counts, options))
    bare: dict[str, list[tuple[str, str, str]]] = {}
    for (section, part), acts in _parts(counts).items():
        picked = [
            (item, part, act)
            for act, count in acts.items()
            for item in pick(stream, pools[section, part, act], count)
        ]
        bare.setdefault(section, []).extend(shuffle(stream, picked))
    return PaperDraw(
        codes=tuple(bare),
        sections=tuple(
            tuple(DrawnItem(*each, "".join(shuffle(stream, options))) for each in items)
            for items in bare.values()
        ),
    )


def _parts(counts: Mapping[PoolKey, int]) -> dict[tuple[str, str], dict[str, int]]:
    """(section, part) → act → how many, in the order of `counts`."""
    parts: dict[tuple[str, str], dict[str, int]] = {}
    for (section, part, act), count in counts.items():
        parts.setdefault((section, part), {})[act] = count
    return parts


def _inputs(
    candidate_word: str,
    application_id: str,
    pools: Mapping[PoolKey, Sequence[str]],
    counts: Mapping[PoolKey, int],
    options: str,
) -> str:
    inputs = {
        "algorithm": ALGORITHM,
        "application": application_id,
        "candidate_word": candidate_word,
        "options": options,
        "pools": [[*key, count, list(pools[key])] for key, count in counts.items()],
    }
    return json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_pools(pools: Mapping[PoolKey, Sequence[str]], counts: Mapping[PoolKey, int]) -> None:
    for key in counts:
        pool = pools.get(key, ())
        if list(pool) != sorted(set(pool)):
            message = f"the pool of {'/'.join(key)} is not sorted, or holds an item twice"
            raise ValueError(message)


def record(
    seed: bytes,
    paper: PaperDraw,
    *,
    candidate_word: str,
    application_id: str,
    pools: Mapping[PoolKey, Sequence[str]],
    counts: Mapping[PoolKey, int],
    options: str = "abcd",
) -> dict[str, Any]:
    """Everything needed to repeat the draw, as JSON-able data. It discloses the seed."""
    return {
        "algorithm": ALGORITHM,
        "commitment": commitment(seed),
        "seed": seed.hex(),
        "application": application_id,
        "candidate_word": candidate_word,
        "options": options,
        "pools": [
            {
                "section": section,
                "part": part,
                "act": act,
                "count": count,
                "items": list(pools[section, part, act]),
            }
            for (section, part, act), count in counts.items()
        ],
        "paper": [
            {"section": code, "items": [asdict(item) for item in items]}
            for code, items in zip(paper.codes, paper.sections, strict=True)
        ],
    }


def verify(record: Mapping[str, Any]) -> list[str]:
    """Repeat the draw of a record: what does not agree, a sentence each; empty where all does."""
    if record.get("algorithm") != ALGORITHM:
        return [f"The record's algorithm is {record.get('algorithm')!r}, not {ALGORITHM!r}."]
    try:
        seed = bytes.fromhex(record["seed"])
        pools = {(each["section"], each["part"], each["act"]): each for each in record["pools"]}
        drawn = draw_paper(
            seed,
            candidate_word=record["candidate_word"],
            application_id=record["application"],
            pools={key: each["items"] for key, each in pools.items()},
            counts={key: each["count"] for key, each in pools.items()},
            options=record["options"],
        )
        shown = [(each["section"], list(each["items"])) for each in record["paper"]]
    except KeyError as fault:
        return [f"The record is not complete: {fault} is missing."]
    except (TypeError, ValueError, AttributeError) as fault:
        return [f"The record cannot be repeated: {fault}."]
    faults = []
    if commitment(seed) != record.get("commitment"):
        faults.append("The seed does not fit the commitment that was shown before.")
    return faults + _differences(drawn, shown)


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
