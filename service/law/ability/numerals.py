"""Exact numbers and how they are written.

Kazakh and Russian write numbers alike (CLDR): a no-break space between thousands, a comma before
decimals, a no-break space before the per-cent sign.
"""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Text, both, same

Number = int | Fraction

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
TEN: Final = Fraction(10)

NO_UNIT: Final = same("")
PERCENT: Final = same(f"{NBSP}%")
POINTS: Final = both(f"{NBSP}пайыздық тармақ", f"{NBSP}п.{NBSP}п.")
TENGE: Final = both(f"{NBSP}теңге", f"{NBSP}тенге")
THOUSAND_TENGE: Final = both(f"{NBSP}мың теңге", f"{NBSP}тыс. тенге")
MILLION_TENGE: Final = both(f"{NBSP}млн теңге", f"{NBSP}млн тенге")
HOURS: Final = both(f"{NBSP}сағ", f"{NBSP}ч")
MINUTES: Final = same(f"{NBSP}мин")
KILOMETRES: Final = same(f"{NBSP}км")
SPEED: Final = both(f"{NBSP}км/сағ", f"{NBSP}км/ч")
CUBIC_METRES: Final = same(f"{NBSP}м³")

_ROUNDED: Final = {
    0: both("Жауапты бүтін санға дейін дөңгелектеңіз.", "Ответ округлите до целого числа."),
    1: both("Жауапты ондық үлеске дейін дөңгелектеңіз.", "Ответ округлите до десятых."),
    2: both("Жауапты жүздік үлеске дейін дөңгелектеңіз.", "Ответ округлите до сотых."),
}


def rounded(value: Number, decimals: int = 0) -> Fraction:
    """The value with so many decimals, halves away from zero."""
    scaled = abs(Fraction(value)) * TEN**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def is_exact(value: Number, decimals: int) -> bool:
    """Whether the value needs no rounding to be written with so many decimals."""
    return (Fraction(value) * TEN**decimals).denominator == 1


def is_safe(value: Number, decimals: int) -> bool:
    """Whether rounding leads to one answer only, also after a slightly rough calculation."""
    part = Fraction(value) * TEN**decimals % 1
    return part == 0 or abs(part - Fraction(1, 2)) >= Fraction(1, 20)


def rounding_hint(decimals: int) -> Text:
    """The sentence that asks for a rounded answer."""
    return _ROUNDED[decimals]


def shown(value: Number, decimals: int = 0) -> str:
    """The value as it is read: ``1 250``, ``12,5``; rounded to so many decimals."""
    exact = rounded(value, decimals)
    digits = str(int(abs(exact) * TEN**decimals)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    grouped = f"{int(whole):,}".replace(",", NBSP)
    return (MINUS if exact < 0 else "") + grouped + (f",{part}" if decimals else "")


def measured(value: Number, decimals: int, unit: Text) -> Text:
    """The value with its unit, in both languages."""
    written = shown(value, decimals)
    return {language: written + suffix for language, suffix in unit.items()}


def percent(value: Number, decimals: int = 0) -> str:
    """The value with the per-cent sign."""
    return f"{shown(value, decimals)}{NBSP}%"
