"""What a figure may mean. A flag asks a person to look; it changes nothing by itself."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from service.item_statistics.figures import ItemFigures, OptionFigures
from service.item_statistics.flag import (
    DEAD,
    EASY,
    ENOUGH,
    ENOUGH_WRONG,
    FAIR,
    HARD,
    NEARLY_SURE,
    SILENT,
    SURE,
    UNLIKE,
    URGENCY,
    WEAK,
    Flag,
)
from service.item_statistics.sheet import LANGUAGES, NO_ANSWER


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
