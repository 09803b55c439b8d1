from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.hiring import (
    LW_9,
    Absence,
    Duty,
    Hiring,
    Probation,
    duties,
    left_on_probation,
    missing_to_act,
    missing_to_appoint,
    probation,
    winner_lapses_on,
)

INVITED = date(2026, 2, 10)
APPOINTED = date(2026, 3, 1)
WON = Hiring("first-time", "b", INVITED)
HIRED = replace(
    WON,
    applied_on=date(2026, 2, 12),
    declared_on=date(2026, 2, 13),
    check_sent_on=date(2026, 2, 13),
    check_passed_on=date(2026, 2, 27),
    appointed_on=APPOINTED,
)


def of(case: Hiring) -> dict[str, Duty]:
    return {each.code: each for each in duties(case)}


def test_lw_9_the_winner_has_ten_days_last_day_and_first_day_too_late():
    assert LW_9.default
    due = of(WON)["hiring-application"]
    assert due.due_on == date(2026, 2, 20)
    assert not due.overdue(date(2026, 2, 20))
    assert due.overdue(date(2026, 2, 21))
    assert winner_lapses_on(WON) == date(2026, 2, 21)
    assert winner_lapses_on(HIRED) is None
    assert due.remind_on == (date(2026, 2, 13), date(2026, 2, 19))


def test_lw_9_what_is_done_is_never_overdue_and_reminds_of_nothing():
    done = of(HIRED)["hiring-application"]
    assert not done.overdue(date(2030, 1, 1))
    assert done.remind_on == ()


ASKED = [
    pytest.param("first-time", False, True, True, id="who enters for the first time"),
    pytest.param("returning", False, True, True, id="who enters again"),
    pytest.param("serving", False, False, False, id="an official"),
    pytest.param("former-official", False, True, False, id="a person of 29(5)"),
    pytest.param("former-official", True, False, False, id="a person of 29(5) who declared there"),
]


@pytest.mark.parametrize(("entrant", "before", "declares", "checked"), ASKED)
def test_lw_9_who_declares_is_checked_and_put_on_probation(entrant, before, declares, checked):
    case = replace(HIRED, entrant=entrant, declared_before=before)
    found = of(case)
    assert ("declaration-certificate" in found) is declares
    assert ("special-check" in found) is checked
    assert (probation(case) is not None) is checked
    assert ("mentor" in found) is (entrant == "first-time")


def test_lw_9_what_is_missing_before_acting_and_before_the_appointment():
    assert missing_to_act(WON) == ("hiring-application", "declaration-certificate")
    assert missing_to_appoint(WON) == (
        "hiring-application",
        "declaration-certificate",
        "special-check",
    )
    acting = replace(HIRED, check_passed_on=None, appointed_on=None)
    assert missing_to_act(acting) == ()
    assert missing_to_appoint(acting) == ("special-check",)
    ready = replace(HIRED, appointed_on=None)
    assert missing_to_appoint(ready) == ()
    assert "appointment" in of(ready)
    assert "appointment" not in of(acting)


@pytest.mark.parametrize(
    ("sent_on", "due_on"),
    [
        pytest.param(date(2026, 2, 13), date(2026, 5, 13), id="three months"),
        pytest.param(date(2025, 11, 30), date(2026, 2, 28), id="up to the end of February"),
    ],
)
def test_lw_9_the_special_check_takes_three_months_at_most(sent_on, due_on):
    case = replace(WON, check_sent_on=sent_on)
    check = of(case)["special-check"]
    assert check.due_on == due_on
    assert not check.overdue(due_on)
    assert check.overdue(due_on + timedelta(days=1))
    assert of(WON)["special-check"].due_on is None


def test_lw_9_restrictions_are_recorded_within_thirty_days_of_entry():
    acting = replace(HIRED, acting_from=date(2026, 2, 14))
    assert of(acting)["restrictions-in-writing"].due_on == date(2026, 3, 16)
    assert of(HIRED)["restrictions-in-writing"].due_on == date(2026, 3, 31)
    assert "restrictions-in-writing" not in of(WON)


PROBATIONS = [
    pytest.param(date(2026, 3, 1), date(2026, 5, 31), id="from 1 March"),
    pytest.param(date(2026, 3, 17), date(2026, 6, 16), id="from the middle of a month"),
    pytest.param(date(2025, 12, 1), date(2026, 2, 28), id="up to the end of February"),
    pytest.param(date(2023, 12, 1), date(2024, 2, 29), id="up to 29 February"),
    pytest.param(date(2024, 2, 29), date(2024, 5, 28), id="from 29 February"),
]


@pytest.mark.parametrize(("appointed_on", "ends_on"), PROBATIONS)
def test_lw_9_three_months_of_probation(appointed_on, ends_on):
    case = replace(HIRED, appointed_on=appointed_on)
    assert probation(case) == Probation(appointed_on, ends_on, ends_on, may_extend=True)
    assert of(case)["probation"].due_on == ends_on
    assert of(case)["probation-decision"].due_on == ends_on


def test_lw_9_it_is_extended_once_by_three_months_up_to_its_last_day():
    last = date(2026, 5, 31)
    extended = replace(HIRED, extended_on=last)
    assert probation(extended) == Probation(APPOINTED, last, date(2026, 8, 31), may_extend=False)
    assert "probation-decision" not in of(extended)
    too_late = replace(HIRED, extended_on=date(2026, 6, 1))
    assert probation(too_late) == Probation(APPOINTED, last, last, may_extend=True)


ABSENCES = [
    pytest.param([(10, 19)], date(2026, 6, 10), id="ten days"),
    pytest.param([(10, 19), (15, 24)], date(2026, 6, 15), id="two that overlap count once"),
    pytest.param([(90, 92)], date(2026, 6, 3), id="beginning on the last but one day"),
    pytest.param([(91, 100)], date(2026, 6, 10), id="beginning on the last day"),
    pytest.param([(92, 100)], date(2026, 5, 31), id="beginning after the last day"),
    pytest.param([(-5, -1)], date(2026, 5, 31), id="before the appointment"),
]


@pytest.mark.parametrize(("absences", "ends_on"), ABSENCES)
def test_lw_9_days_of_absence_are_no_days_of_probation(absences, ends_on):
    away = tuple(
        Absence(APPOINTED + timedelta(days=first), APPOINTED + timedelta(days=last))
        for first, last in absences
    )
    found = probation(replace(HIRED, absences=away))
    assert found is not None
    assert found.ends_on == ends_on


@pytest.mark.parametrize("corps", ["a", "political"])
def test_lw_9_no_probation_outside_corps_b(corps):
    assert probation(replace(HIRED, corps=corps)) is None


@pytest.mark.parametrize(
    ("left_on", "invites_the_next"),
    [(date(2026, 5, 31), True), (date(2026, 6, 1), False), (None, False)],
)
def test_lw_9_leaving_before_the_end_of_probation(left_on, invites_the_next):
    assert left_on_probation(replace(HIRED, left_on=left_on)) is invites_the_next


@given(first=st.integers(-20, 150), length=st.integers(0, 60), extended=st.booleans())
def test_an_absence_never_shortens_probation_and_never_adds_more_than_itself(
    first, length, extended
):
    case = replace(HIRED, extended_on=APPOINTED if extended else None)
    start = APPOINTED + timedelta(days=first)
    plain, put_off = (
        probation(case),
        probation(replace(case, absences=(Absence(start, start + timedelta(days=length)),))),
    )
    assert plain is not None
    assert put_off is not None
    # a month more or less is as long as the month into which the second term moves
    assert -3 <= (put_off.ends_on - plain.ends_on).days <= length + 4
    if not extended:
        assert 0 <= (put_off.ends_on - plain.ends_on).days <= length + 1
