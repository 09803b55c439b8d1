"""The working days of Kazakhstan: public holidays, and the table of transfers beside them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from holidays.countries.kazakhstan import Kazakhstan

from service.core.yaml_file import Entry, MalformedFileError, read_yaml
from service.law.calendar import WorkingCalendar

YEARS = range(2023, 2051)


class Change(Entry):
    """A day that is off or working against the general calendar, and the decision behind it."""

    day: date
    status: Literal["day-off", "working"]
    source: str


class Table(Entry):
    """The file ``question_bank/calendar/kz.yaml``."""

    days: list[Change]


@cache
def working_calendar(table: Path) -> WorkingCalendar:
    """Build the calendar of the years 2023 to 2050 from the general rules and a table of changes.

    A change in the table outweighs the general rules: so a transfer is two rows, and so is a day
    that was estimated (Kurban Ait) and then fell on another.

    Raises:
        MalformedFileError: the table does not fit its form, or names a day twice.
    """
    file = read_yaml(table, Table)
    status: dict[date, str] = {}
    faults = []
    for index, change in enumerate(file.value.days):
        if change.day in status:
            sentence = f"{change.day} stands there twice"
            faults.append(file.fault(("days", index), sentence, "Keep one of the two rows."))
        status[change.day] = change.status
    if faults:
        raise MalformedFileError(faults)
    off = {day for day, kind in status.items() if kind == "day-off"}
    working = status.keys() - off
    return WorkingCalendar(
        holidays=frozenset(set(Kazakhstan(years=YEARS)) - working | off),
        moved_working=frozenset(working),
    )
