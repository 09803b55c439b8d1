"""Random numbers that anyone can repeat with SHA-256 alone: the ground of every draw.

1.  *Commitment.* Before the inputs are known the service takes a secret seed of 32 bytes and shows
    ``hex(SHA-256(seed))``. Afterwards it shows the seed: it cannot have been changed.
2.  *Inputs.* Everything that the draw depends on, as one canonical text: JSON in UTF-8, keys
    sorted, no blanks, nothing escaped.
3.  *Stream.* Block *i* is ``SHA-256(seed || SHA-256(inputs) || i)``, *i* from 0 as 8 bytes, most
    significant first. The blocks one after another, cut into pieces of 8 bytes, most significant
    byte first, are the numbers of the stream.
4.  *Below n.* Numbers of 2**64 - 2**64 mod n and above are thrown away; the first other one,
    modulo n, is the answer. So each answer is equally likely.
5.  *Pick m of a list.* For i = 0 … m - 1 swap place i with place i + below(length - i); the first
    m are picked. *Shuffle* is to pick all.

How a paper is drawn with it: `service.law.paper_draw`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TypeVar

SEED_BYTES = 32
WORD_BYTES = 8
WORDS = 1 << 8 * WORD_BYTES

T = TypeVar("T")


def commitment(seed: bytes) -> str:
    """The hash shown before the inputs are known."""
    return hashlib.sha256(seed).hexdigest()


def canonical(inputs: object) -> str:
    """The one text of JSON-able inputs."""
    return json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Draw:
    """The stream of numbers of one seed and one canonical text of inputs."""

    def __init__(self, seed: bytes, inputs: str, *, most: int | None = None) -> None:
        """Begin the stream at its first number; after `most` answers it refuses to go on.

        Raises:
            ValueError: the seed is not 32 bytes long.
        """
        if len(seed) != SEED_BYTES:
            message = f"a seed has {SEED_BYTES} bytes, this one {len(seed)}"
            raise ValueError(message)
        self._numbers = _numbers(seed + hashlib.sha256(inputs.encode()).digest())
        self._left = most

    def below(self, n: int) -> int:
        """A number from 0 to n - 1, each equally likely.

        Raises:
            ValueError: n is not within 1 and 2**64, or too much was asked already.
        """
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                message = "it asks for more numbers than are repeated here"
                raise ValueError(message)
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
