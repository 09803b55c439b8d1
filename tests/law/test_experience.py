from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.experience import (
    FEWEST_DAYS,
    Duration,
    Employment,
    ExperienceNeed,
    days_between,
    days_of,
    duration,
    measure,
    spans,
)
from service.law.terms import Term, last_day

DAY = date(2026, 3, 10)


def work(
    began: date,
    ended: date | None = None,
    key: str = "w",
    *,
    sectors: str = "",
    fields: str = "",
    levels: str = "",
) -> Employment:
    sets = (frozenset(each.split()) for each in (sectors, fields, levels))
    return Employment(key, began, ended, *sets)


PERIODS = [
    pytest.param(date(2023, 3, 11), date(2026, 3, 10), (3, 0, 0), id="three years to the day"),
    pytest.param(date(2023, 3, 12), date(2026, 3, 10), (2, 11, 30), id="three years but for a day"),
    pytest.param(date(2024, 2, 29), date(2025, 2, 28), (1, 0, 0), id="a year from 29 February"),
    pytest.param(date(2023, 3, 1), date(2024, 2, 29), (1, 0, 0), id="a year up to 29 February"),
    pytest.param(date(2023, 3, 1), date(2024, 2, 28), (1, 0, 0), id="a year but for 29 February"),
    pytest.param(date(2024, 2, 29), date(2024, 2, 29), (0, 0, 0), id="29 February alone"),
    pytest.param(date(2025, 2, 1), date(2025, 2, 28), (0, 1, 0), id="one February"),
    pytest.param(date(2025, 1, 1), date(2025, 6, 30), (0, 6, 0), id="the shorter half of a year"),
    pytest.param(date(2025, 7, 1), date(2025, 12, 31), (0, 6, 3), id="the longer half of a year"),
    pytest.param(date(2025, 5, 5), date(2025, 5, 5), (0, 0, 1), id="one day"),
]


@pytest.mark.parametrize(("began", "ended", "parts"), PERIODS)
def test_vc_3_a_period_in_years_months_and_days(began, ended, parts):
    assert duration([work(began, ended)], date(2030, 1, 1)).parts == parts


def test_vc_3_overlapping_employments_are_counted_once():
    two = [work(date(2020, 1, 1), date(2021, 12, 31)), work(date(2021, 1, 1), date(2022, 12, 31))]
    assert duration(two, DAY).parts == (3, 0, 0)


def test_vc_3_one_employment_within_another_adds_nothing():
    outer = work(date(2020, 1, 1), date(2022, 12, 31))
    inner = work(date(2021, 3, 1), date(2021, 3, 31))
    assert spans([inner, outer], DAY) == [(date(2020, 1, 1), date(2022, 12, 31))]


def test_vc_3_a_change_of_post_overnight_is_no_gap():
    two = [work(date(2023, 3, 11), date(2024, 6, 30)), work(date(2024, 7, 1))]
    assert duration(two, DAY).parts == (3, 0, 0)


def test_vc_3_a_weekend_between_two_posts_is_a_gap():
    two = [work(date(2023, 3, 11), date(2024, 6, 28)), work(date(2024, 7, 1))]
    assert duration(two, DAY).days == 3 * 365 - 2


def test_vc_3_what_begins_after_the_day_counts_nothing():
    assert duration([work(DAY + timedelta(days=1))], DAY) == Duration(0)


def test_vc_3_what_ends_before_it_begins_counts_nothing():
    assert duration([work(DAY, DAY - timedelta(days=3))], DAY) == Duration(0)


FITTING = [
    ("", "", "", True, "nothing asked: all work counts"),
    ("civil", "", "", True, "the sector asked"),
    ("civil law-enforcement", "", "", True, "one of the sectors asked"),
    ("other", "", "", False, "another sector"),
    ("civil", "finance", "", False, "the sector, but another field"),
    ("civil", "law", "unit-head", True, "sector, field and level"),
    ("", "", "organisation-head", False, "another level"),
]


@pytest.mark.parametrize(
    ("sectors", "fields", "levels", "fits"),
    [pytest.param(*each[:4], id=each[4]) for each in FITTING],
)
def test_vc_3_what_counts_for_a_need(sectors, fields, levels, fits):
    sets = (frozenset(each.split()) for each in (sectors, fields, levels))
    held = work(date(2020, 1, 1), sectors="civil", fields="law", levels="unit-head")
    assert ExperienceNeed(12, *sets).fits(held) is fits


def test_vc_3_the_last_unmet_day_and_the_first_met_one():
    three_years = ExperienceNeed(36)
    held = [work(date(2023, 3, 11), key="now")]
    eve = measure(three_years, held, DAY - timedelta(days=1))
    assert (eve.met, eve.met_on, eve.parts) == (False, DAY, (2, 11, 30))
    there = measure(three_years, held, DAY)
    assert (there.met, there.met_on, there.counted) == (True, DAY, ("now",))


def test_vc_3_work_that_has_ended_brings_no_day():
    ended = [work(date(2023, 3, 11), date(2026, 3, 8))]
    assert measure(ExperienceNeed(36), ended, DAY).met_on is None


def test_vc_3_work_that_ends_in_time_is_enough_and_one_day_short_is_not():
    held = [work(date(2023, 3, 11), date(2026, 3, 9))]
    assert not measure(ExperienceNeed(36), held, DAY).met
    assert measure(ExperienceNeed(36), [work(date(2023, 3, 11), DAY)], DAY).met


def test_vc_3_nothing_asked_is_met_by_nothing():
    found = measure(ExperienceNeed(0), [], DAY)
    assert (found.met, found.days, found.met_on) == (True, 0, DAY)


def test_fewest_days_of_successive_months():
    assert FEWEST_DAYS == (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
WORK = st.builds(
    Employment,
    key=st.sampled_from("abcdef"),
    began_on=DAYS,
    ended_on=st.none() | DAYS,
    sectors=st.frozensets(st.sampled_from(["civil", "other"])),
    fields=st.frozensets(st.sampled_from(["law", "finance"])),
    levels=st.frozensets(st.sampled_from(["unit-head", "specialist"])),
)
NEED = st.builds(
    ExperienceNeed,
    months=st.integers(0, 200),
    sectors=st.frozensets(st.sampled_from(["civil", "other"])),
    fields=st.frozensets(st.sampled_from(["law", "finance"])),
    levels=st.frozensets(st.sampled_from(["unit-head", "specialist"])),
)


@given(began=DAYS, months=st.integers(1, 120))
def test_so_many_calendar_months_are_always_so_many_months(began, months):
    ended = last_day(began, Term(months=months)) - timedelta(days=1)
    assert duration([work(began, ended)], ended).reaches(months)


@given(began=DAYS, years=st.integers(1, 30))
def test_years_less_a_day_are_not_so_many_years(began, years):
    ended = last_day(began, Term(years=years)) - timedelta(days=2)
    short = days_between(began, ended) < years * 365
    # 29 February is not counted: a period that begins or ends beside it may be short of that alone
    beside = {(each.month, each.day) for each in (began, ended + timedelta(days=1))} & {(2, 29)}
    assert short or beside


@given(days=st.integers(0, 20_000), months=st.integers(0, 600))
def test_what_a_person_reads_agrees_with_what_is_decided(days, months):
    years, more, rest = Duration(days).parts
    assert Duration(days).reaches(months) is (years * 12 + more >= months)
    assert days_of(years * 12 + more) + rest == days


@given(held=st.lists(WORK, max_size=5), more=WORK, need=NEED, day=DAYS)
def test_adding_experience_never_turns_met_into_not_met(held, more, need, day):
    before, after = measure(need, held, day), measure(need, [*held, more], day)
    assert after.days >= before.days
    assert after.met or not before.met


@given(held=st.lists(WORK, max_size=4), need=NEED, day=DAYS)
def test_the_order_of_periods_does_not_matter(held, need, day):
    answers = {measure(need, each, day) for each in permutations(held)}
    assert len(answers) == 1


@given(held=st.lists(WORK, max_size=5), day=DAYS)
def test_days_are_the_days_somebody_worked_at_all(held, day):
    each_day = {
        date.fromordinal(number)
        for one in held
        for number in range(one.began_on.toordinal(), min(one.ended_on or day, day).toordinal() + 1)
    }
    counted = [one for one in each_day if (one.month, one.day) != (2, 29)]
    assert duration(held, day).days == len(counted)


@given(held=st.lists(WORK, max_size=4), need=NEED, day=DAYS)
def test_the_day_told_is_the_first_on_which_it_is_met(held, need, day):
    told = measure(need, held, day)
    assert told.met == (told.met_on is not None and told.met_on <= day)
    if told.met_on is not None and need.months:
        assert measure(need, held, told.met_on).met
        assert not measure(need, held, told.met_on - timedelta(days=1)).met
