"""Everything random of a simulation: the people, what they do, ids and secrets; from the seed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Final, TypeVar
from uuid import UUID

from service.core.ids import ids_from
from service.core.security import secrets_from

Thing = TypeVar("Thing")

FIRST_ID: Final = 1_790_000_000_000  # milliseconds, as a UUIDv7 counts them
IDS_A_CHAPTER: Final = 10_000_000


class Dice:
    """The dice of one chapter: what another chapter draws changes nothing here."""

    def __init__(self, seed: int, chapter: int) -> None:
        self._story = _of(seed, chapter, "story")
        self._secrets = _of(seed, chapter, "secrets")
        self._bits = _of(seed, chapter, "ids")
        self._newest = FIRST_ID + chapter * IDS_A_CHAPTER

    @contextmanager
    def thrown(self) -> Iterator[None]:
        """Let ids and secrets come from here within the block."""
        with ids_from(self._new_id), secrets_from(self._secrets):
            yield

    @property
    def written(self) -> int:
        """How far ids have been given out: it changes with everything that is recorded."""
        return self._newest

    def _new_id(self) -> UUID:
        """Return a UUIDv7 that sorts after the one before."""
        self._newest += 1
        high = self._newest << 16 | 7 << 12 | self._bits.getrandbits(12)
        return UUID(int=high << 64 | 2 << 62 | self._bits.getrandbits(62))

    def among(self, first: int, last: int) -> int:
        """Return a whole number, both ends counted."""
        return self._story.randint(first, last)

    def near(self, mean: float, spread: float) -> float:
        """Return a number that lies near the mean."""
        return self._story.gauss(mean, spread)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Return one of the things."""
        return self._story.choice(things)

    def some_of(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """Return so many different ones, in no order."""
        return self._story.sample(things, number)

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """Return all of them in a new order."""
        return self._story.sample(things, len(things))


def _of(seed: int, chapter: int, use: str) -> Random:
    return Random(f"{seed}/{chapter}/{use}")  # noqa: S311  # a play, not a secret
