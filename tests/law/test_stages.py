from datetime import date, timedelta

import pytest

from service.law.defaults import Defaults
from service.law.stages import (
    ORDER,
    is_exempt,
    reminder_at,
    stages_of,
    window,
)
from service.law.vacancy import Round
from tests.law.working_days import CALENDAR, almaty, end_of

ROUNDS = [
    pytest.param("general", ["essay"], list(ORDER), id="a general round with an essay"),
    pytest.param(
        "general", [], ["personal-qualities", "ability", "interview"], id="one without an essay"
    ),
    pytest.param("internal-body", [], ["interview"], id="an internal round"),
    pytest.param(
        "internal-body", list(ORDER), ["essay", "interview"], id="an internal round with an essay"
    ),
    pytest.param("internal-all", ["essay"], ["essay", "interview"], id="one among all bodies"),
]


@pytest.mark.parametrize(("round_", "announced", "stages"), ROUNDS)
def test_st_1_st_2_st_3_which_stages_a_round_has(round_, announced, stages):
    assert list(stages_of(Round(round_), announced)) == stages


@pytest.mark.parametrize("stage", ORDER)
def test_st_1_officials_of_a_direct_general_competition_are_not_assessed(stage):
    exempt = stage == "personal-qualities"
    assert is_exempt(stage, direct=True, official=True) is exempt
    assert not is_exempt(stage, direct=True, official=False)
    assert not is_exempt(stage, direct=False, official=True)


WINDOWS = [
    ("personal-qualities", "2026-02-02 10:00", "2026-02-03", "2026-02-05"),
    ("ability", "2026-02-05 23:59", "2026-02-06", "2026-02-10"),
    ("essay", "2026-02-06 00:00", "2026-02-09", "2026-02-10"),
    ("ability", "2026-03-20 18:00", "2026-03-26", "2026-03-30"),
    ("ability", "2026-12-25 18:00", "2026-12-27", "2026-12-29"),
    ("essay", "2026-12-29 18:00", "2026-12-30", "2027-01-05"),
    ("personal-qualities", "2027-03-18 18:00", "2027-03-19", "2027-03-26"),
]


@pytest.mark.parametrize(("stage", "told", "opens", "closes"), WINDOWS)
def test_st_1_a_stage_opens_a_working_day_after_it_is_told(stage, told, opens, closes):
    found = window(stage, almaty(told), CALENDAR)
    assert found.opens_at == almaty(f"{opens} 00:00")
    assert found.closes_at == end_of(closes)


def test_st_1_the_lengths_are_settings():
    short = Defaults(stage_notice_days=2, essay_days=1)
    found = window("essay", almaty("2026-02-02 10:00"), CALENDAR, short)
    assert found.opens_on == found.closes_on == date(2026, 2, 4)


def test_st_1_a_window_holds_its_first_and_its_last_moment():
    found = window("essay", almaty("2026-02-02 10:00"), CALENDAR)
    tick = timedelta(microseconds=1)
    assert [found.holds(found.opens_at), found.holds(found.closes_at)] == [True, True]
    assert not found.holds(found.opens_at - tick)
    assert not found.holds(found.closes_at + tick)


def test_st_5_hr_sets_the_day_of_the_interview():
    with pytest.raises(KeyError):
        window("interview", almaty("2026-02-02 10:00"), CALENDAR)


@pytest.mark.parametrize(
    ("chosen", "at"),
    [
        pytest.param("2026-02-02 10:00", "2026-02-03 13:00", id="a day before"),
        pytest.param("2026-02-03 13:00", "2026-02-03 13:00", id="an hour before"),
        pytest.param("2026-02-03 13:40", "2026-02-03 13:40", id="twenty minutes before"),
    ],
)
def test_st_1_a_reminder_one_hour_before_or_at_once(chosen, at):
    assert reminder_at(almaty("2026-02-03 14:00"), almaty(chosen)) == almaty(at)
