"""The rows in which a proctor lists breaches: read, checked, added to without JavaScript.

The form sends `code-1`, `at-1`, `seen-1`, `code-2` …; rows that are wholly empty do not count.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Request

from service.attempts.step_words import length
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.law.proctoring import BREACH_KINDS
from service.proctoring.actions import FoundBreach

FIRST_ROWS: Final = 1
MOST_ROWS: Final = 30
LEAST_SEEN, MOST_SEEN = 10, 1000
AT: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
CODES: Final = frozenset(kind.code for kind in BREACH_KINDS)


@dataclass(frozen=True)
class BreachRows:
    """What was sent: the rows as typed, how many to show, and which button it was."""

    form: Form[Any]
    rows: int
    adds: bool = False
    sure: bool = False
    change: bool = False
    ticket: UUID | None = None

    @property
    def fields(self) -> dict[str, object]:
        """The values to send again with the confirmation."""
        return {**self.form.values, "rows": self.rows}

    def breaches(self, longest: timedelta) -> tuple[list[FoundBreach], Form[Any]]:
        """Return the breaches that the rows say, and the form with every fault by its field."""
        found: list[FoundBreach] = []
        errors: dict[str, Message] = {}
        for number in self.filled:
            code, at, seen = (self._value(name, number) for name in ("code", "at", "seen"))
            second = read_second(at)
            if code not in CODES:
                errors[f"code-{number}"] = say("Please choose what was breached.")
            errors |= _fault_of_time(f"at-{number}", second, longest)
            if not LEAST_SEEN <= len(seen) <= MOST_SEEN:
                errors[f"seen-{number}"] = say(
                    "Please say what can be seen there, in %(least)s to %(most)s characters.",
                    least=LEAST_SEEN,
                    most=MOST_SEEN,
                )
            found.append(FoundBreach(code, second or 0, seen))
        if not found:
            errors["code-1"] = say("Please list at least one breach, or publish it as clean.")
        return sorted(found, key=lambda one: one.second), Form(None, self.form.values, errors)

    @property
    def filled(self) -> Sequence[int]:
        """The numbers of the rows in which something stands."""
        names = ("code", "at", "seen")
        return [
            number
            for number in range(1, self.rows + 1)
            if any(self._value(name, number) for name in names)
        ]

    def _value(self, name: str, number: int) -> str:
        return str(self.form.values.get(f"{name}-{number}", ""))


def first_rows(at: str = "") -> BreachRows:
    """Return the form nobody has filled in yet, a time put into its first row."""
    return BreachRows(empty_form(**({"at-1": at} if AT.fullmatch(at) else {})), FIRST_ROWS)


def rows_of(values: Mapping[str, str]) -> BreachRows:
    """Return the rows that a form has sent."""
    sent = values.get("rows", "")
    rows = min(max(int(sent) if sent.isdecimal() else FIRST_ROWS, FIRST_ROWS), MOST_ROWS)
    names = [f"{name}-{number}" for number in range(1, rows + 1) for name in ("code", "at", "seen")]
    adds = "add" in values
    try:
        ticket = UUID(values.get("ticket", ""))
    except ValueError:
        ticket = None
    return BreachRows(
        form=empty_form(**{name: values.get(name, "").strip() for name in names}),
        rows=min(rows + 1, MOST_ROWS) if adds else rows,
        adds=adds,
        sure=values.get("sure") == "true",
        change=values.get("change") == "true",
        ticket=ticket,
    )


async def _read(request: Request) -> BreachRows:
    sent = await request.form()
    return rows_of({name: value for name, value in sent.items() if isinstance(value, str)})


RowsSent = Annotated[BreachRows, Depends(_read)]


def read_second(text: str) -> int | None:
    """Return the seconds of "12:34" or "1:02:03" from the start; None where it is none."""
    found = AT.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def show_second(second: int) -> str:
    """Return the time from the start as a proctor types it: 12:34, 1:02:03."""
    minutes, seconds = divmod(second, 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _fault_of_time(name: str, second: int | None, longest: timedelta) -> dict[str, Message]:
    if second is None:
        return {name: say("Please enter minutes and seconds from the start, for example 12:34.")}
    if second > longest.total_seconds():
        return {name: say("The test lasted %(time)s only.", time=length(longest.total_seconds()))}
    return {}
