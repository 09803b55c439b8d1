"""What is counted: answer sheets, and what is known of the items on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

LETTERS: Final = "abcd"
NO_ANSWER: Final = "-"
CHOICES: Final = LETTERS + NO_ANSWER
LANGUAGES: Final = ("kk", "ru")


class Sheet(NamedTuple):
    """A section of an attempt: item refs with a blank between them, and as many choices."""

    programme: str
    section: str
    language: str  # kk or ru
    items: str
    choices: str  # letters of the item's own options; "-": no answer


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the figures of an item version are compared with."""

    ref: str
    act: str
    topic: str
    key: str
    expected: float  # share of right answers
    languages: Sequence[str]


def facts_from(ref: str, body: Mapping[str, Any]) -> ItemFacts:
    """Return the facts that an item version's body holds."""
    return ItemFacts(
        ref=ref,
        act=body["act"],
        topic=body["topic"],
        key=body["key"],
        expected=float(body["difficulty"]),
        languages=tuple(body["texts"]),
    )
