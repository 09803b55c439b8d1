"""Which test a stage of a competition is taken with, and until when after a failure (ST-1, ST-2).

The sources order the assessment of personal qualities and the tests of ability and name no
programmes; that managers and specialists are assessed by different ones is a DEFAULT.
"""

import re
from datetime import date, datetime
from typing import Final

from service.law.announcement import Stage
from service.law.calendar import WorkingCalendar
from service.law.defaults import DEFAULTS, Defaults
from service.law.stages import window

ABILITY: Final = "ABILITY"
MANAGERS: Final = "PQ-1"
SPECIALISTS: Final = "PQ-2"
# stages that are taken with a test of the service's own, at a time that the candidate chooses
TESTED: Final[tuple[Stage, ...]] = ("personal-qualities", "ability")

# the last words of titles in the register, with and without the ending of a possessor
_HEADS: Final = frozenset(
    {"директор", "директоры", "басшы", "басшысы", "төраға", "төрағасы", "орынбасар", "орынбасары"}
    | {"бастық", "бастығы", "жетекші", "жетекшісі", "меңгеруші", "меңгерушісі"}
)
_ASIDE = re.compile(r"\([^)]*\)")
_SECOND_OFFICE = re.compile(r"\s*[\u2013\u2014-]\s*\S+$")


def is_managerial(title: str) -> bool:
    """Does a post lead others, by its Kazakh title in the register?

    The last words say it: «басқармасының басшысы», «директорының орынбасары». What stands in
    brackets, and a second office after a dash, do not count.
    """
    bare = _SECOND_OFFICE.sub("", _ASIDE.sub(" ", title.lower()).strip())
    words = bare.split()
    return bool(words) and words[-1] in _HEADS


def programme_of(stage: str, title: str) -> str | None:
    """The code of the programme with which a stage is taken for a post of this Kazakh title.

    None for a stage that is not taken with a test.
    """
    match stage:
        case "ability":
            return ABILITY
        case "personal-qualities":
            return MANAGERS if is_managerial(title) else SPECIALISTS
        case _:
            return None


def last_day_after_failure(
    stage: Stage, failed_at: datetime, calendar: WorkingCalendar, defaults: Defaults = DEFAULTS
) -> date:
    """The last day of a stage for whoever a failure of the system has ended it (TT-5).

    As many days as everybody had, counted from the failure (DEFAULT).

    Raises:
        KeyError: the stage is not taken within days.
    """
    return window(stage, failed_at, calendar, defaults).closes_on
