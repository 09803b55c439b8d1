from datetime import date, timedelta

import pytest

from service.core.working_days import working_calendar
from service.core.yaml_file import MalformedFileError
from service.settings import ROOT

TABLE = ROOT / "question_bank" / "calendar" / "kz.yaml"


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2024, 5, 4), True, id="Saturday 4 May 2024 was worked"),
        pytest.param(date(2024, 5, 8), False, id="for Wednesday 8 May 2024"),
        pytest.param(date(2025, 1, 3), False, id="Friday 3 January 2025 was off"),
        pytest.param(date(2025, 1, 5), True, id="for Sunday 5 January 2025"),
        pytest.param(date(2025, 10, 27), False, id="Republic Day on a Saturday moves to Monday"),
        pytest.param(date(2026, 1, 5), True, id="Monday after New Year"),
        pytest.param(date(2026, 1, 7), False, id="Orthodox Christmas"),
        pytest.param(date(2028, 1, 10), True, id="Christmas on a weekend does not move"),
        pytest.param(date(2026, 3, 9), False, id="8 March 2026 is a Sunday: Monday is off"),
        pytest.param(date(2026, 3, 21), False, id="Nauryz"),
        pytest.param(date(2026, 5, 27), False, id="Kurban Ait 2026"),
        pytest.param(date(2026, 12, 16), False, id="Independence Day"),
        pytest.param(date(2026, 12, 17), True, id="the day after it"),
    ],
)
def test_bk_3_working_days_of_kazakhstan(day, working):
    assert working_calendar(TABLE).is_working(day) is working


def test_no_year_of_the_calendar_is_empty():
    calendar = working_calendar(TABLE)
    for year in range(2024, 2050):
        days = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
        assert 240 <= sum(map(calendar.is_working, days)) <= 252, year


def test_a_table_outweighs_the_general_calendar(tmp_path):
    table = tmp_path / "kz.yaml"
    table.write_text(
        "days:\n"
        "  - {day: 2026-05-27, status: working, source: moon}\n"
        "  - {day: 2026-05-28, status: day-off, source: moon}\n"
    )
    calendar = working_calendar(table)
    assert calendar.is_working(date(2026, 5, 27))
    assert not calendar.is_working(date(2026, 5, 28))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{day: 2026-05-28, status: day-off, source: x}", "kz.yaml:3: 2026-05-28 stands there"),
        ("{day: 2026-05-29, status: off, source: x}", "kz.yaml:3: days.1.status"),
        ("{day: 2026-05-32, status: day-off, source: x}", "kz.yaml:3: days.1.day is no day"),
        ("{day: 2026-05-29, status: day-off}", "kz.yaml:3: days.1.source is missing"),
    ],
)
def test_a_fault_in_the_table_is_named_with_its_line(tmp_path, row, fault):
    table = tmp_path / "kz.yaml"
    table.write_text(f"days:\n  - {{day: 2026-05-28, status: day-off, source: x}}\n  - {row}\n")
    with pytest.raises(MalformedFileError) as refusal:
        working_calendar(table)
    assert fault in str(refusal.value)
