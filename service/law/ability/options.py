"""The four options of a number question: the key and three named mistakes, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Text
from service.law.ability.numerals import Number, is_safe, measured, rounded
from service.law.ability.template import Amount, Case, Dice, need

WRONG: Final = 3
FARTHEST: Final = 12  # a wrong answer so many times too large or small gives itself away
NEAREST: Final = Fraction(1, 50)  # of the right answer: nearer ones would dispute about rounding
NEAREST_UNITS: Final = 2  # of the last digit shown


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; `mistake` is empty for the key."""

    text: Text
    mistake: str


def options_of(case: Case, dice: Dice) -> tuple[Option, ...]:
    """The key first, then three of the case's mistakes.

    Raises:
        NumbersDoNotFit: there are not three that can be told from the key and one another.
    """
    if isinstance(case.answer, Amount):
        return _numbers(case.answer, case.mistakes, dice)
    return _names(case.answer, case.mistakes, dice)


def _numbers(
    right: Amount, mistakes: Mapping[str, Number | Text], dice: Dice
) -> tuple[Option, ...]:
    need(right.value > 0 and is_safe(right.value, right.decimals))
    need(rounded(right.value, right.decimals) > 0)
    fitting = _fitting(right, mistakes)
    below = [name for name, value in fitting.items() if value < right.value]
    above = [name for name in fitting if name not in below]
    need(len(fitting) >= WRONG)
    # the key is as often the smallest as the largest, as far as the mistakes allow
    fewest, most = max(0, WRONG - len(above)), min(WRONG, len(below))
    smaller = dice.whole(fewest, most)
    chosen = [*dice.some(below, smaller), *dice.some(above, WRONG - smaller)]
    key = Option(measured(right.value, right.decimals, right.unit), "")
    return (
        key,
        *(Option(measured(fitting[name], right.decimals, right.unit), name) for name in chosen),
    )


def _fitting(right: Amount, mistakes: Mapping[str, Number | Text]) -> dict[str, Fraction]:
    """The mistakes whose values can be told from the key and from one another."""
    key = Fraction(right.value)
    gap = right.nearest or max(key * NEAREST, Fraction(NEAREST_UNITS, 10**right.decimals))
    highest = key * FARTHEST if right.most is None else min(key * FARTHEST, Fraction(right.most))
    kept: dict[str, Fraction] = {}
    for name, value in mistakes.items():
        assert not isinstance(value, Mapping)
        is_apart = all(abs(value - other) >= gap for other in (key, *kept.values()))
        if is_apart and key <= value * FARTHEST and value <= highest:
            kept[name] = Fraction(value)
    return kept


def _names(right: Text, mistakes: Mapping[str, Number | Text], dice: Dice) -> tuple[Option, ...]:
    names = [(name, text) for name, text in mistakes.items() if isinstance(text, Mapping)]
    apart = [(name, text) for name, text in names if text != right]
    need(len(apart) == len(names) == len(mistakes))
    distinct = {tuple(text.values()): Option(text, name) for name, text in reversed(apart)}
    need(len(distinct) >= WRONG)
    return Option(right, ""), *dice.some(list(reversed(distinct.values())), WRONG)
