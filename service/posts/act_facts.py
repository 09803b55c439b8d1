"""What a published text says of its own act: number, day, registration, changes, repeal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.posts.printed_dates import (
    ActNumber,
    acts_in_words,
    changes_in,
    registration_in,
)
from service.posts.source_text import FatalFault, SourceLine, joined

_REPEALED = re.compile("Күші жойылды")
_IN_FORCE_FROM = re.compile(r"\((\d{2})\.(\d{2})\.(\d{4}) бастап")
HEAD_LINES = 20


@dataclass(frozen=True, slots=True)
class ActFacts:
    """An act as its own text prints it.

    `changes` are the acts that changed what was read, in order; `wording_from` is the day from
    which the last of them is in force, where it is printed.
    """

    number: str
    adopted_on: date
    registration: ActNumber | None = None
    repealed_by: ActNumber | None = None
    changes: tuple[ActNumber, ...] = ()
    wording_from: date | None = None


def act_facts(
    lines: Sequence[SourceLine], number: str, note: Sequence[SourceLine] = ()
) -> ActFacts:
    """Return the facts of the act of that number; `note` lists the changes of what is read.

    Raises:
        FatalFault: the head does not name such an act.
    """
    head = joined(lines[:HEAD_LINES])
    own = [act for act in acts_in_words(head) if act.number == number]
    if not own:
        raise FatalFault(0, f"this is another text: its head names no act № {number}.")
    changes = joined(note)
    return ActFacts(
        own[0].number,
        own[0].day,
        registration_in(head),
        _repealed_by(head),
        changes_in(changes),
        _wording_from(changes),
    )


def _repealed_by(head: str) -> ActNumber | None:
    found = _REPEALED.search(head)
    acts = acts_in_words(head[found.end() :]) if found else ()
    return acts[0] if acts else None


def _wording_from(changes: str) -> date | None:
    days = _IN_FORCE_FROM.findall(changes)
    if not days:
        return None
    day, month, year = map(int, days[-1])
    return date(year, month, day)
