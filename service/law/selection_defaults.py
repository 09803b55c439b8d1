"""What the sources leave open about admission and hiring, as an administrator reads it."""

from datetime import date

from service.law.announcement import LONGEST_RECEPTION, RECEPTION
from service.law.dated import on
from service.law.defaults import Setting
from service.law.entry import PENSION_AGES
from service.law.hiring import HIRING_APPLICATION, REMIND_BEFORE
from service.law.look import LOOK_WITHIN

DAYS = "calendar days"
WORKING_DAYS = "working days"
MONTHS = "months of life"


def selection_settings(day: date) -> list[Setting]:
    """Every DEFAULT of admission and hiring with its value on a day.

    The order names a term of the hiring application and does not print it; the terms of reception
    are the authorised body's; the law on the civil service points to another for pension age.
    """
    least, ages = on(RECEPTION, day), on(PENSION_AGES, day)
    rows: list[tuple[str, int, str, str, str]] = [
        ("reception_general", least.general, WORKING_DAYS, "VC-1", _GENERAL),
        ("reception_internal", least.internal, WORKING_DAYS, "VC-1", _INTERNAL),
        ("longest_reception", LONGEST_RECEPTION, DAYS, "VC-1", _LONGEST),
        ("look_within", LOOK_WITHIN, WORKING_DAYS, "VC-3", _LOOK),
        ("lowest_pension_age", ages.lowest, MONTHS, "LW-1", _LOWEST),
        ("highest_pension_age", ages.highest, MONTHS, "LW-1", _HIGHEST),
        ("hiring_application", HIRING_APPLICATION.days, DAYS, "LW-9", _HIRING),
    ]
    rows += [(f"remind_{n}", n, DAYS, "LW-9", _REMIND) for n in REMIND_BEFORE]
    return [Setting(*row) for row in rows]


_GENERAL = "How long documents are received for a general competition, at the least."
_INTERNAL = "How long documents are received for an internal competition, at the least."
_LONGEST = "How long documents are received at the most."
_LOOK = "How soon a person answers a requirement that a program cannot judge."
_LOWEST = "From this age on a person looks whether pension age is reached."
_HIGHEST = "From this age on pension age is reached, whoever it is."
_HIRING = "How long the winner has for the hiring application."
_REMIND = "How long before a day of a hiring its reminder goes out."
