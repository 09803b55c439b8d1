"""What a generator of number questions is, and what it asks of the stream of numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from service.law.ability.exhibit import Exhibit, Text
from service.law.ability.numerals import NO_UNIT, Number
from service.law.draw import Draw, pick

T = TypeVar("T")


class NumbersDoNotFit(Exception):
    """The numbers drawn make no good question: others are drawn."""


def need(condition: bool) -> None:  # noqa: FBT001  # it reads as a sentence: need(a > b)
    """Have other numbers drawn unless this holds.

    Raises:
        NumbersDoNotFit: it does not.
    """
    if not condition:
        raise NumbersDoNotFit


class Dice:
    """Numbers and choices from a stream that anyone can repeat."""

    def __init__(self, stream: Draw) -> None:
        self._stream = stream

    def whole(self, low: int, high: int, step: int = 1) -> int:
        """One of low, low + step, … up to high."""
        return low + step * self._stream.below((high - low) // step + 1)

    def one(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[self._stream.below(len(things))]

    def some(self, things: Sequence[T], number: int) -> list[T]:
        """So many of the things, each at most once, in the order drawn."""
        return pick(self._stream, things, number)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as an answer.

    `nearest` is how near a wrong answer may come where nobody can dispute about rounding; above
    `most` a wrong answer is impossible on the face of it.
    """

    value: Number
    decimals: int = 0
    unit: Text = field(default_factory=lambda: NO_UNIT, hash=False)
    nearest: Number | None = None
    most: Number | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its numbers.

    Attributes:
        exhibits: what it is asked about.
        question: in both languages.
        answer: the right one: a number, or a name among those of `mistakes`.
        mistakes: what somebody answers who makes the mistake of that name; at least three.
        solution: how the answer is found.
    """

    exhibits: tuple[Exhibit, ...]
    question: Text
    answer: Amount | Text
    mistakes: Mapping[str, Number | Text]
    solution: Text


@dataclass(frozen=True, slots=True)
class Template:
    """A generator: its name and version for ever, its family, how hard its questions are.

    `difficulty` is the expected share of right answers, per mille. A change of what a generator
    makes is a new version beside the old one: old papers can be shown again.
    """

    id: str
    version: int
    family: str
    difficulty: int
    make: Callable[[Dice], Case]

    @property
    def ref(self) -> str:
        """The generator's version as papers name it: ``NUM-SHARE@1``."""
        return f"{self.id}@{self.version}"


def named(right: Text, mistakes: Mapping[str, Text], everything: Sequence[Text]) -> dict[str, Text]:
    """The wrong ones among all names, each called by the mistake that leads to it.

    No mistake may lead to the right one. What nobody comes upon by a mistake is a guess.
    """
    need(right not in mistakes.values())
    found: dict[str, Text] = {}
    for mistake, text in mistakes.items():
        if text not in found.values():
            found[mistake] = text
    rest = [text for text in everything if text != right and text not in found.values()]
    return found | {f"guess-{place}": text for place, text in enumerate(rest, 1)}
