"""Which test a stage is taken with; how long a stage lasts after a failure, over holidays too."""

from datetime import UTC, date, datetime

import pytest

from service.law.announcement import Stage
from service.law.calendar import end_of_day, start_of_day
from service.law.stage_programmes import is_managerial, last_day_after_failure, programme_of
from service.law.stages import window
from tests.make_vacancies import calendar

CALENDAR = calendar()


@pytest.mark.parametrize(
    "title",
    [
        "Ішкі аудит департаментінің директоры",
        "Заң қызметі департаменті директорының орынбасары",
        "Қаржы басқармасының басшысы",
        "Ішкі бақылау басқармасының басшысы–тексеруші (жеке басқарма құқығындағы)",
        "Мемлекеттік құпияларды қорғау басқармасының басшысы (дербес басқарма құқығында)",
        "Комитет төрағасының орынбасары",
    ],
)
def test_st_1_whoever_leads_others_is_assessed_as_a_manager(title: str):
    assert is_managerial(title)
    assert programme_of("personal-qualities", title) == "PQ-1"


@pytest.mark.parametrize(
    "title",
    [
        "Министрдің көмекшісі",
        "Талдау басқармасының бас сарапшысы",
        "Қаржы басқармасының сарапшысы-тексеруші",
        "Бас бухгалтер",
        "Бірінші басшының кеңесшісі",
    ],
)
def test_st_1_everybody_else_as_a_specialist(title: str):
    assert programme_of("personal-qualities", title) == "PQ-2"


def test_st_2_ability_is_one_programme_and_an_interview_is_no_test():
    assert programme_of("ability", "Департамент директоры") == "ABILITY"
    assert programme_of("essay", "Департамент директоры") is None


@pytest.mark.parametrize(
    ("stage", "told", "opens_on", "closes_on"),
    [
        ("ability", datetime(2026, 12, 29, 6, tzinfo=UTC), date(2026, 12, 30), date(2027, 1, 5)),
        ("ability", datetime(2026, 12, 31, 6, tzinfo=UTC), date(2027, 1, 5), date(2027, 1, 8)),
        ("personal-qualities", datetime(2027, 3, 19, 6, tzinfo=UTC), date(2027, 3, 25),
         date(2027, 3, 29)),
        ("personal-qualities", datetime(2026, 12, 15, 6, tzinfo=UTC), date(2026, 12, 17),
         date(2026, 12, 21)),
        ("essay", datetime(2027, 3, 26, 6, tzinfo=UTC), date(2027, 3, 29), date(2027, 3, 30)),
    ],
    ids=["over New Year", "told on New Year's Eve", "over Nauryz", "over Independence Day",
         "over a weekend"],
)  # fmt: skip
def test_st_1_days_of_a_stage_are_working_days(
    stage: Stage, told: datetime, opens_on: date, closes_on: date
):
    found = window(stage, told, CALENDAR)
    assert (found.opens_on, found.closes_on) == (opens_on, closes_on)
    assert found.holds(start_of_day(opens_on))
    assert found.holds(end_of_day(closes_on))
    assert not found.holds(start_of_day(date.fromordinal(closes_on.toordinal() + 1)))
    assert last_day_after_failure(stage, told, CALENDAR) == closes_on
