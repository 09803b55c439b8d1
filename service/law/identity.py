"""The individual identification number (IIN): its form, its date of birth, its check digit."""

from datetime import date
from typing import Literal

from service.law.rule import rule

ID_1 = rule("ID-1", "O26 IS 6")

IinFault = Literal["length", "digits", "century", "date", "check-digit"]

LENGTH = 12
ELEVEN = 11
FIRST_WEIGHTS = tuple(range(1, 12))
SECOND_WEIGHTS = (*range(3, 12), 1, 2)
# The seventh digit: odd for men, even for women, two digits a century. 0 stands for people whose
# century it does not tell (foreigners); they cannot be candidates (LAW 16(1)).
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}


def iin_fault(text: str) -> IinFault | None:
    """The first thing wrong with an IIN, or None where it is sound.

    ``length`` not 12 characters · ``digits`` something else than the digits 0-9 · ``century`` the
    seventh digit tells none · ``date`` no such day · ``check-digit`` the twelfth does not fit.
    """
    if len(text) != LENGTH:
        return "length"
    if not (text.isascii() and text.isdigit()):
        return "digits"
    digits = [int(character) for character in text]
    if digits[6] not in CENTURIES:
        return "century"
    if _day(digits) is None:
        return "date"
    return None if check_digit(digits[:11]) == digits[11] else "check-digit"


def birth_date(iin: str) -> date:
    """The day of birth that a sound IIN tells.

    Raises:
        ValueError: the IIN is faulty.
    """
    fault = iin_fault(iin)
    born = None if fault else _day([int(character) for character in iin])
    if born is None:
        message = f"no date of birth: the IIN is faulty ({fault})"
        raise ValueError(message)
    return born


def check_digit(digits: list[int]) -> int | None:
    """The twelfth digit for the first eleven; None where the number was never given out."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(map(int.__mul__, digits, weights)) % ELEVEN
        if rest < ELEVEN - 1:
            return rest
    return None


def _day(digits: list[int]) -> date | None:
    year, month, day = (10 * digits[i] + digits[i + 1] for i in (0, 2, 4))
    try:
        return date(CENTURIES[digits[6]] + year, month, day)
    except ValueError:
        return None
