"""Days and numbers of acts as Kazakh texts print them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

MONTHS: Final = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)
_LONG_DAY = rf"(\d{{4}}) жыл\w* (\d{{1,2}}) ({'|'.join(MONTHS)})\w*"
_IN_WORDS = re.compile(_LONG_DAY)
_ACT = re.compile(rf"{_LONG_DAY} (?:№|N) ?(\d+)")
_REGISTERED = re.compile(rf"{_LONG_DAY} (?:№|N) ?(\d+) (?:болып )?тіркел")
_BARE_DAY = r"(?:(\d{2})\.(\d{2})\.(\d{4})|(\d{4})\.(\d{2})\.(\d{2}))"
_CHANGE = re.compile(rf"(?<![\d(]){_BARE_DAY}\.? ?(?:№|N) ?(\d+)")


@dataclass(frozen=True, slots=True)
class ActNumber:
    """An act by its day and its number."""

    day: date
    number: str


def days_in_words(text: str) -> tuple[date, ...]:
    """Return the days printed with the name of the month, in order."""
    return tuple(_day(*found.groups()) for found in _IN_WORDS.finditer(text))


def acts_in_words(text: str) -> tuple[ActNumber, ...]:
    """Return the acts named like «2002 жылғы 29 наурыздағы № 828», in order."""
    return tuple(
        ActNumber(_day(year, day, month), number)
        for year, day, month, number in (found.groups() for found in _ACT.finditer(text))
    )


def registration_in(text: str) -> ActNumber | None:
    """Return day and number under which the Ministry of Justice registered the act."""
    found = _REGISTERED.search(text)
    if found is None:
        return None
    year, day, month, number = found.groups()
    return ActNumber(_day(year, day, month), number)


def changes_in(text: str) -> tuple[ActNumber, ...]:
    """Return the changing acts of a note, printed like «30.06.2022 № 948» or «2012.03.05 N 278»."""
    return tuple(_change(found) for found in _CHANGE.finditer(text))


def _change(found: re.Match[str]) -> ActNumber:
    day, month, year, early_year, early_month, early_day, number = found.groups()
    made = date(int(year or early_year), int(month or early_month), int(day or early_day))
    return ActNumber(made, number)


def _day(year: str, day: str, month: str) -> date:
    return date(int(year), MONTHS.index(month) + 1, int(day))
