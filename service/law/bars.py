"""The fourteen bars to entry (LAW 16(3)): what has to be declared to each, and its look-back."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from service.law.terms import Term

SOURCE: Final = "LAW 16(3)"
# the wording of article 16(3) that the declarations follow: the newest change of the text we have
TEXT_VERSION: Final = "2018-06-29"
GROWN_UP: Final = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the fourteen.

    Attributes:
        number: the subparagraph of article 16(3).
        look_back: how long what has happened bars; None where the law names no term.
        asks_when: the day on which it happened has to be declared.
        asks_until: the last day for which it holds has to be declared.
        known_to_state: it follows from what the state knows and is not asked.
        may_be_dismissed: a dismissal for it bars without a term and is asked apart.
    """

    number: int
    look_back: Term | None = None
    asks_when: bool = False
    asks_until: bool = False
    known_to_state: bool = False
    may_be_dismissed: bool = False

    @property
    def source(self) -> str:
        """Return the place in the law."""
        return f"{SOURCE}{self.number})"


THREE_YEARS: Final = Term(years=3)
BARS: Final[tuple[Bar, ...]] = (
    Bar(1, known_to_state=True),
    Bar(2),
    Bar(3, asks_until=True),
    Bar(4),
    Bar(5),
    Bar(6, look_back=THREE_YEARS, asks_when=True, may_be_dismissed=True),
    Bar(7, look_back=THREE_YEARS, asks_when=True),
    Bar(8),
    Bar(9, look_back=THREE_YEARS, asks_when=True),
    Bar(10),
    Bar(11),
    Bar(12),
    Bar(13, asks_until=True),
    Bar(14),
)


def is_under_age(birth_on: date, today: date) -> bool:
    """Whether the person is not yet eighteen; on the birthday they are.

    Who is born on 29 February is of age on 1 March of a year without that day.
    """
    years = today.year - birth_on.year
    had_birthday = (today.month, today.day) >= (birth_on.month, birth_on.day)
    return years - (not had_birthday) < GROWN_UP
