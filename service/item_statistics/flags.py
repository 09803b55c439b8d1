"""What a figure may mean. A flag asks a person to look; it changes nothing by itself."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from service.item_statistics.figures import ItemFigures, OptionFigures
from service.item_statistics.sheet import LANGUAGES, NO_ANSWER

ENOUGH: Final = 100  # answers, below which nothing is judged
ENOUGH_WRONG: Final = 60  # answers other than the key, to judge how they spread
WEAK: Final = 0.10  # item-rest correlation
FAIR: Final = 0.20
SURE: Final = 3.0  # standard errors
NEARLY_SURE: Final = 1.96
DEAD: Final = 0.05  # share of an option among the answers other than the key
EASY: Final = 0.95
HARD: Final = 0.25  # what blind guessing gives
UNLIKE: Final = 0.25  # facility and expectation
SILENT: Final = 0.10  # share without an answer


class Flag(StrEnum):
    """In the order of urgency."""

    WRONG_KEY = "wrong-key"
    HARDER_IN_RUSSIAN = "harder-in-russian"
    HARDER_IN_KAZAKH = "harder-in-kazakh"
    DOES_NOT_SEPARATE = "does-not-separate"
    DEAD_OPTION = "dead-option"
    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    UNLIKE_EXPECTED = "unlike-expected"
    OFTEN_UNANSWERED = "often-unanswered"
    TOO_FEW = "too-few"


URGENCY: Final = {flag: place for place, flag in enumerate(Flag)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag and what it is about: an option's letter, where one is meant."""

    flag: Flag
    letter: str = ""
    count: int = 0


def findings(item: ItemFigures) -> list[Finding]:
    """Return what an author should look at, the most urgent first."""
    if item.all.count < ENOUGH:
        return [Finding(Flag.TOO_FEW, count=item.all.count)]
    return sorted(_found(item), key=lambda one: URGENCY[one.flag])


def _found(item: ItemFigures) -> Iterator[Finding]:
    key_is_doubtful = False
    for finding in _better_option(item):
        key_is_doubtful = True
        yield finding
    yield from _gap(item)
    yield from _dead_options(item)
    if item.options[-1].share > SILENT:
        yield Finding(Flag.OFTEN_UNANSWERED)
    facility, error = item.all.facility, item.all.error
    assert facility is not None
    assert error is not None
    is_extreme = facility >= EASY or facility <= HARD
    if facility >= EASY:
        yield Finding(Flag.TOO_EASY)
    if key_is_doubtful:
        return  # the rest would say the same thing once more
    if facility <= HARD:
        yield Finding(Flag.TOO_HARD)
    if not is_extreme and _is_weak(item):
        yield Finding(Flag.DOES_NOT_SEPARATE)
    distance = abs(facility - item.facts.expected)
    if distance >= UNLIKE and distance > SURE * error:
        yield Finding(Flag.UNLIKE_EXPECTED)


def _is_weak(item: ItemFigures) -> bool:
    found = item.all.correlation
    return found is not None and found < WEAK and found + _margin(item, NEARLY_SURE) < FAIR


def _margin(item: ItemFigures, errors: float) -> float:
    return errors / math.sqrt(item.all.count)


def _better_option(item: ItemFigures) -> Iterator[Finding]:
    """Yield the option that stronger candidates choose while they avoid the key."""
    of_key = item.all.correlation or 0.0
    others = [option for option in _wrong_options(item) if option.correlation is not None]
    best = max(others, key=lambda option: option.correlation or 0.0, default=None)
    if best is None or best.correlation is None:
        return
    is_sure = best.correlation > max(WEAK, _margin(item, SURE))
    if is_sure and of_key < WEAK and best.correlation > of_key:
        yield Finding(Flag.WRONG_KEY, best.letter)


def _wrong_options(item: ItemFigures) -> list[OptionFigures]:
    apart = {item.facts.key, NO_ANSWER}
    return [option for option in item.options if option.letter not in apart]


def _dead_options(item: ItemFigures) -> Iterator[Finding]:
    options = _wrong_options(item)
    wrong = sum(option.count for option in options)
    if wrong < ENOUGH_WRONG:
        return
    for option in options:
        if option.count < DEAD * wrong:
            yield Finding(Flag.DEAD_OPTION, option.letter, option.count)


def _gap(item: ItemFigures) -> Iterator[Finding]:
    enough = all(item.sides[language].count >= ENOUGH for language in LANGUAGES)
    if item.gap is not None and enough and item.gap.ets_class == "C":
        harder_in_russian = item.gap.delta < 0
        yield Finding(Flag.HARDER_IN_RUSSIAN if harder_in_russian else Flag.HARDER_IN_KAZAKH)
