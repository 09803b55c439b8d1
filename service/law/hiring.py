"""After the competition: what has to happen by when, up to the end of probation (LW-9)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from service.law.calendar import ONE_DAY
from service.law.rule import rule
from service.law.terms import Term, eve_of_end, last_day

LW_9 = rule(
    "LW-9",
    "LAW 15(2), 16(7), 18, 19, 20, 27(5); O26 IS 143; the hiring application's term is a DEFAULT",
    default=True,
)

HIRING_APPLICATION: Final = Term(days=10)  # DEFAULT: O26 IS 143 points to a term it does not print
SPECIAL_CHECK: Final = Term(months=3)  # LAW 19(1)
RESTRICTIONS: Final = Term(days=30)  # LAW 18, calendar days
PROBATION: Final = Term(months=3)  # LAW 20(3)
EXTENSION: Final = Term(months=3)  # LAW 20(3), once
NEXT_ANSWERS: Final = 3  # working days for the next one in the list (O26 IS 143)
REMIND_BEFORE: Final = (7, 1)  # calendar days before a due day; DEFAULT

Corps = Literal["a", "b", "political"]
Entrant = Literal["first-time", "returning", "serving", "former-official"]
DutyCode = Literal[
    "hiring-application",
    "declaration-certificate",
    "special-check",
    "appointment",
    "restrictions-in-writing",
    "mentor",
    "probation",
    "probation-decision",
]


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of absence for a valid reason, both counted; they are no days of probation (20(2))."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Hiring:
    """What is known of the hiring of a winner; a step that has not been made has no day.

    Args:
        entrant: first-time, returning, serving already, or a person of LAW 29(5).
        invited_on: the day on which the winner was told.
        answer_until: for the next one in the list, invited in the place of a winner, the last
            day for an answer; None for the winner.
        declared_before: a person of LAW 29(5) filed the declaration at the former place.
        extended_on: the day of the decision to extend the probation.
        passed_on: the day on which it was recorded that the probation is passed.
        left_on: the day on which the person left.
    """

    entrant: Entrant
    corps: Corps
    invited_on: date
    answer_until: date | None = None
    applied_on: date | None = None
    declared_on: date | None = None
    declared_before: bool = False
    check_sent_on: date | None = None
    check_passed_on: date | None = None
    acting_from: date | None = None
    appointed_on: date | None = None
    restrictions_on: date | None = None
    mentor_on: date | None = None
    extended_on: date | None = None
    absences: tuple[Absence, ...] = ()
    passed_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that has to happen.

    Args:
        source: the paragraph.
        due_on: its last day; None where it has only to come before the act of appointment.
        done_on: the day it was done; None while it is open.
    """

    code: DutyCode
    source: str
    due_on: date | None
    done_on: date | None = None

    def overdue(self, day: date) -> bool:
        """Is it open after its last day?"""
        return self.done_on is None and self.due_on is not None and day > self.due_on

    @property
    def remind_on(self) -> tuple[date, ...]:
        """The days on which a reminder goes out, the earliest first; none once it is done."""
        due = self.due_on
        if due is None or self.done_on is not None:
            return ()
        return tuple(date.fromordinal(due.toordinal() - days) for days in REMIND_BEFORE)


@dataclass(frozen=True, slots=True)
class Probation:
    """A time on probation: its first term, its end as it stands, and whether it may be extended."""

    began_on: date
    first_ends_on: date
    ends_on: date
    may_extend: bool


def enters(entrant: Entrant) -> bool:
    """Does the person enter the service, so that it is checked and put on probation?"""
    return entrant in {"first-time", "returning"}


def needs_declaration(case: Hiring) -> bool:
    """Must the declaration certificate be handed in (LAW 16(7), 29(5))?"""
    return enters(case.entrant) or (case.entrant == "former-official" and not case.declared_before)


def probation(case: Hiring) -> Probation | None:
    """The probation of an appointed person; None where there is none.

    The day of appointment is its first day (DEFAULT), so three months from 1 March end with
    31 May. None for serving officials, persons of LAW 29(5), political posts and corps "A".
    """
    if case.appointed_on is None or case.corps != "b" or not enters(case.entrant):
        return None
    absent = _days_off(case.absences)
    first = _with_days_off(case.appointed_on, eve_of_end(case.appointed_on, PROBATION), absent)
    extended = case.extended_on is not None and case.extended_on <= first
    if not extended:
        return Probation(case.appointed_on, first, first, may_extend=True)
    second = first + ONE_DAY
    ends = _with_days_off(second, eve_of_end(second, EXTENSION), absent)
    return Probation(case.appointed_on, first, ends, may_extend=False)


def missing_to_act(case: Hiring) -> tuple[DutyCode, ...]:
    """What is missing before a person may act while the special check runs (LAW 16(7), 19(2))."""
    missing: list[DutyCode] = []
    if case.applied_on is None:
        missing.append("hiring-application")
    if needs_declaration(case) and case.declared_on is None:
        missing.append("declaration-certificate")
    return tuple(missing)


def missing_to_appoint(case: Hiring) -> tuple[DutyCode, ...]:
    """What is missing before the act of appointment; empty where it may be made (LAW 27(5))."""
    missing = list(missing_to_act(case))
    if enters(case.entrant) and case.check_passed_on is None:
        missing.append("special-check")
    return tuple(missing)


def duties(case: Hiring) -> list[Duty]:
    """Everything due in this case so far, in the order of the law's steps."""
    return [*_before_appointment(case), *_after_appointment(case)]


def winner_lapses_on(case: Hiring) -> date | None:
    """The first day on which the next in the list may be invited for lack of an application."""
    return apply_until(case) + ONE_DAY if case.applied_on is None else None


def apply_until(case: Hiring) -> date:
    """The last day for the hiring application."""
    return case.answer_until or last_day(case.invited_on, HIRING_APPLICATION)


def left_on_probation(case: Hiring) -> bool:
    """Did the person leave before the end of probation, so that the next is invited (IS 143)?"""
    found = probation(case)
    return found is not None and case.left_on is not None and case.left_on <= found.ends_on


def _before_appointment(case: Hiring) -> Iterator[Duty]:
    source = "O26 IS 143" if case.answer_until else "O26 IS 143; DEFAULT for the days"
    yield Duty("hiring-application", source, apply_until(case), case.applied_on)
    if needs_declaration(case):
        yield Duty("declaration-certificate", "LAW 16(7)", None, case.declared_on)
    if enters(case.entrant):
        sent = case.check_sent_on
        due_on = last_day(sent, SPECIAL_CHECK) if sent is not None else None
        yield Duty("special-check", "LAW 15(2), 19(1)", due_on, case.check_passed_on)
    if case.appointed_on is not None or not missing_to_appoint(case):
        yield Duty("appointment", "LAW 27(5)", None, case.appointed_on)


def _after_appointment(case: Hiring) -> Iterator[Duty]:
    entered = case.acting_from or case.appointed_on
    if entered is not None and case.entrant != "serving":
        due = last_day(entered, RESTRICTIONS)
        yield Duty("restrictions-in-writing", "LAW 18", due, case.restrictions_on)
    found = probation(case)
    if found is None:
        return
    if case.entrant == "first-time":
        yield Duty("mentor", "LAW 20(4)", found.ends_on, case.mentor_on)
    if found.may_extend:
        yield Duty("probation-decision", "LAW 20(3)", found.first_ends_on, case.passed_on)
    yield Duty("probation", "LAW 20(3)", found.ends_on, case.passed_on)


def _days_off(absences: Iterable[Absence]) -> frozenset[date]:
    """Every day of absence once."""
    return frozenset(
        date.fromordinal(number)
        for each in absences
        for number in range(each.first_on.toordinal(), each.last_on.toordinal() + 1)
    )


def _with_days_off(first: date, last: date, absent: frozenset[date]) -> date:
    """The last day of a term put off by each day of absence within it, those added included."""
    owed = sum(first <= day <= last for day in absent)
    while owed:
        last += ONE_DAY
        owed -= last not in absent
    return last
