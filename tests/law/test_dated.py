from datetime import date

import pytest

from service.law.dated import Dated, NotInForceError, on

ROWS = [
    Dated("first", date(2024, 2, 1), date(2025, 12, 31)),
    Dated("second", date(2026, 1, 1)),
]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        pytest.param(date(2024, 2, 1), "first", id="the first day in force"),
        pytest.param(date(2025, 12, 31), "first", id="the last day of the first row"),
        pytest.param(date(2026, 1, 1), "second", id="the first day of the second"),
        pytest.param(date(2099, 1, 1), "second", id="until further notice"),
    ],
)
def test_an_old_case_is_judged_by_its_own_day(day, value):
    assert on(ROWS, day) == on(ROWS[::-1], day) == value


@pytest.mark.parametrize("rows", [ROWS, []], ids=["the day before the first row", "no rows"])
def test_nothing_is_in_force(rows):
    with pytest.raises(NotInForceError, match="2024-01-31"):
        on(rows, date(2024, 1, 31))


def test_nothing_is_in_force_after_the_last_row():
    with pytest.raises(NotInForceError):
        on(ROWS[:1], date(2026, 1, 1))


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        pytest.param(Dated("b", date(2025, 12, 31)), "overlap", id="one day in both"),
        pytest.param(Dated("b", date(2026, 1, 2)), "gap", id="one day in neither"),
        pytest.param(Dated("b", date(2024, 2, 1)), "overlap", id="the same beginning"),
        pytest.param(Dated("b", date(2026, 1, 1), date(2025, 1, 1)), "before", id="backwards"),
    ],
)
def test_rows_that_do_not_join_are_refused(second, fault):
    with pytest.raises(ValueError, match=fault):
        on([ROWS[0], second], date(2024, 6, 1))


def test_two_rows_without_an_end_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        on([Dated(1, date(2024, 1, 1)), Dated(2, date(2025, 1, 1))], date(2024, 6, 1))
