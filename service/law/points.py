"""Points as exact fractions: nothing is rounded before it is printed, so no rounding decides.

A record keeps them as text: ``str(Fraction(7, 3))`` is ``7/3`` and ``Fraction("7/3")`` reads it.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Final

DIGITS: Final = 2
MOST_DIGITS: Final = 9  # no two sums of a competition that differ look alike with so many


def mean(values: Iterable[int | Fraction]) -> Fraction:
    """The exact mean.

    Raises:
        ValueError: there is nothing to take it of.
    """
    every = [Fraction(each) for each in values]
    if not every:
        raise ValueError("there is no mean of nothing")
    return sum(every, Fraction()) / len(every)


def printed(value: int | Fraction, digits: int = DIGITS) -> str:
    """The value to so many digits after the point; a half is rounded up, away from zero."""
    scale = 10**digits
    number = (abs(Fraction(value)) * scale * 2 + 1) // 2
    sign = "-" if value < 0 and number else ""
    whole, rest = divmod(number, scale)
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


def digits_apart(values: Collection[Fraction]) -> int:
    """How many digits to print, two or more, so that values that differ do not look alike."""
    different = len(set(values))
    for digits in range(DIGITS, MOST_DIGITS):
        if len({printed(each, digits) for each in values}) == different:
            return digits
    return MOST_DIGITS


def best(sums: Mapping[str, Fraction], most: int) -> tuple[str, ...]:
    """The keys of the highest sums, at most so many, and more where the last place is tied.

    In falling order of the sums; equal ones in the order of their keys.

    Raises:
        ValueError: `most` is less than one.
    """
    if most < 1:
        raise ValueError(f"the best {most} are nobody")
    order = sorted(sums, key=lambda key: (-sums[key], key))
    if len(order) <= most:
        return tuple(order)
    least = sums[order[most - 1]]
    return tuple(key for key in order if sums[key] >= least)
