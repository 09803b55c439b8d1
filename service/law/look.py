"""What a person says of a line that a program cannot judge, laid over the program's answer."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from service.law.admission import Decision, outcome_of
from service.law.calendar import WorkingCalendar
from service.law.declarations import CODES as BARS
from service.law.line import Code, Line
from service.law.personal_file import File
from service.law.record import plain

LOOK_WITHIN: Final = 2  # working days from the day the question came up; DEFAULT
# what a candidate can only gain by adding to the file
GAINS: Final = frozenset({"education", "experience", "language", "secrets", "wording"})

Verdict = Literal["met", "not-met"]


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody said of one line.

    Args:
        code: of the line.
        subject: of the line.
        why: the question that the line put.
        verdict: the answer.
        reason: in the person's own words.
        on: the day.
        rests_on: what the file held about it, piece by piece (`pieces_of`).
    """

    code: Code
    subject: str
    why: str
    verdict: Verdict
    reason: str
    on: date
    rests_on: tuple[str, ...] = ()


def look_at(decision: Decision, line: Line, verdict: Verdict, reason: str, on: date) -> Look:
    """The look at a line of the decision, with what the file says of it."""
    pieces = pieces_of(line, decision.file)
    return Look(line.code, line.subject, line.why, verdict, reason, on, pieces)


def with_looks(decision: Decision, looks: Iterable[Look]) -> Decision:
    """The decision with what people have said, the newest look last.

    A look takes the place of the answer "a person must look" only, never of the program's own "met"
    or "not met", and it is void once the question or what it rests on has changed. "Met" outlives
    what is added to the file: nothing that a candidate adds takes an admission away.
    """
    said = {(each.code, each.subject): each for each in standing(decision, looks)}
    lines = tuple(_looked_at(line, said.get((line.code, line.subject))) for line in decision.lines)
    return replace(decision, outcome=outcome_of(lines), lines=lines)


def standing(decision: Decision, looks: Iterable[Look]) -> tuple[Look, ...]:
    """The looks that say something in the decision: of each line the newest, where it stands.

    An older one never speaks again: who has looked anew has taken it back.
    """
    newest = {(each.code, each.subject): each for each in looks}
    return tuple(each for each in newest.values() if stands(each, decision))


def stands(look: Look, decision: Decision) -> bool:
    """Does the look answer a line of the decision as it is now?"""
    for line in decision.lines:
        if (line.code, line.subject) != (look.code, look.subject) or line.outcome != "look":
            continue
        then, now = set(look.rests_on), set(pieces_of(line, decision.file))
        if look.verdict == "met" and line.code in GAINS:
            return then <= now
        return line.why == look.why and then == now
    return False


def look_due_on(asked_on: date, calendar: WorkingCalendar) -> date:
    """The last day for a look at a question that came up on a day (DEFAULT)."""
    return calendar.add_working_days(asked_on, LOOK_WITHIN)


def pieces_of(line: Line, file: File) -> tuple[str, ...]:
    """What of the file a look at the line rests on, without what the calendar alone changes."""
    pieces = _pieces(line, file)
    return tuple(sorted(json.dumps(plain(each), sort_keys=True) for each in pieces))


def _looked_at(line: Line, look: Look | None) -> Line:
    if look is None:
        return line
    remedy = line.remedy if look.verdict == "not-met" else None
    return replace(line, outcome=look.verdict, remedy=remedy)


def _pieces(line: Line, file: File) -> Iterator[object]:
    person = file.person
    match line.code:
        case "citizenship":
            yield ("citizen", person.citizen)
        case "age-18" | "pension-age":
            yield ("born", person.born_on, person.pension_on)
        case "bar":
            said = (*person.declared, *person.checked)
            yield from (each for each in said if BARS.get(each.number) == line.subject)
        case "education":
            yield from (
                replace(each, has_document=False, has_annex=False) for each in file.education
            )
        case "experience":
            yield from file.work
            yield from (("condition", each) for each in file.conditions)
        case "language":
            yield from (each for each in file.languages if each.code == line.subject)
        case "secrets":
            yield from file.clearances
        case _:  # a wording may be about anything
            yield from (*file.education, *file.work, *file.languages, *file.clearances)
            yield from (("computer", each) for each in file.computer or ())
            yield from (("condition", each) for each in file.conditions)
            yield from (("scan", each) for each in file.scans)
