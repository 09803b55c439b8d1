"""The re-check before the interview (ST-4) and the interview (ST-5): who comes to it, its score."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.dated import Dated, on
from service.law.defaults import DEFAULTS, Defaults
from service.law.marks import Method
from service.law.rule import rule

ST_4 = rule("ST-4", "O26 IS 125-1; the number of candidates is a DEFAULT", default=True)
ST_5 = rule(
    "ST-5",
    "O26 IS 128, 130-1, 131, 135; time, criteria and marks are a DEFAULT",
    default=True,
)

RECHECK_WITHIN: Final = (Dated(1, date(2024, 2, 1)),)  # working days, O26 IS 125-1
# IS 131 names openness and contact, clear and logical expression and personal competencies; the
# method of annex 3 is not printed in the order: the other criteria and the marks are a DEFAULT
METHOD: Final = Method(("motivation", "knowledge", "openness", "expression", "competencies"), 0, 5)


def to_recheck(
    sums: Mapping[str, Fraction], out: Collection[str] = (), defaults: Defaults = DEFAULTS
) -> tuple[str, ...]:
    """Whose files go to HR, those who went before included, the highest sum first (ST-4).

    Down the list, those of equal sums together, until as many as the setting says are not out.

    Args:
        sums: the sums of the stages before, of everybody who was in the running.
        out: whom HR refused, or who is no longer in the running.
        defaults: say how many are admitted.
    """
    chosen: list[str] = []
    order = sorted(sums, key=lambda key: (-sums[key], key))
    for _, equals in groupby(order, key=lambda key: sums[key]):
        if sum(key not in out for key in chosen) >= defaults.interview_candidates:
            break
        chosen += equals
    return tuple(chosen)


def recheck_due(sent_at: datetime, calendar: WorkingCalendar) -> datetime:
    """The last moment for HR's answer about a file that it was sent."""
    day = local_day(sent_at)
    return end_of_day(calendar.add_working_days(day, on(RECHECK_WITHIN, day)))


def ends_at(let_in_at: datetime, defaults: Defaults = DEFAULTS) -> datetime:
    """When the interview's time is over; its clock starts when the candidate is let in."""
    return let_in_at + timedelta(minutes=defaults.interview_minutes)


def has_no_winner(scores: Sequence[Fraction]) -> bool:
    """Is nobody the winner because one alone took part, with less than one point (O26 IS 139)?

    Args:
        scores: the interview scores of everybody who took part in the interview.
    """
    return len(scores) == 1 and scores[0] < 1
