"""Scores, bands and consistency of a profile of personal qualities (ST-1; rules.md section 12)."""

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.dated import NotInForceError
from service.law.programme import LANGUAGES
from service.law.qualities import (
    ASKED,
    BANDS,
    CODES,
    FULL,
    QUALITIES,
    REMIND_BEFORE,
    Judged,
    Profile,
    band_of,
    bands_on,
    describe,
    judge,
    profile,
)

ROW = BANDS[0]
# marks on two different courses; together they never bring exactly half of the points
WHOLE = [(most, least) for most in range(4) for least in range(4) if most != 3 - least]


def situations(quality: str, *points: int | None) -> list[Judged]:
    """Situations whose marks bring so many points; None for one left open."""
    marks = {most + least: (most, least) for most, least in WHOLE}
    return [
        Judged(quality, *(marks[each] if each is not None else (None, None))) for each in points
    ]


def of_one(*points: int | None) -> Profile:
    return profile(situations("integrity", *points), ROW)


@pytest.mark.parametrize(
    ("most", "least", "points"),
    [
        pytest.param("c", "b", (3, 3), id="both ends of the order right"),
        pytest.param("b", "c", (0, 0), id="both ends the wrong way round"),
        pytest.param("a", "b", (2, 3), id="the second taken for the best"),
        pytest.param("c", "d", (3, 2), id="the third taken for the worst"),
        pytest.param("a", "d", (2, 2), id="the two in the middle"),
        pytest.param("d", "a", (1, 1), id="the two in the middle the wrong way round"),
        pytest.param("c", None, (3, None), id="the least effective one left open"),
        pytest.param(None, "b", (None, 3), id="the most effective one left open"),
        pytest.param(None, None, (None, None), id="both left open"),
        pytest.param("c", "c", (None, None), id="the same course twice says nothing"),
    ],
)
def test_st_1_a_mark_brings_points_by_its_place_in_the_order(most, least, points):
    judged = judge("integrity", "cadb", most, least)
    assert (judged.most, judged.least) == points
    assert judged.is_whole == (None not in points)


@pytest.mark.parametrize("order", ["abc", "aabc", "abce", ""])
def test_an_order_names_each_course_once(order):
    with pytest.raises(ValueError, match="in order"):
        judge("integrity", order, "a", "b")


@pytest.mark.parametrize(
    ("points", "tenths", "band"),
    [
        pytest.param((6, 6, 6, 6), 100, "strong", id="everything at the right end"),
        pytest.param((6, 5, 4, 5), 83, "strong", id="8.33 rounds down"),
        pytest.param((5, 5, 5, 4), 79, "sufficient", id="the last score below strong"),
        pytest.param((5, 4, 4, 2), 63, "sufficient", id="6.25 rounds up"),
        pytest.param((4, 4, 4, 2), 58, "risk-zone", id="the last score below sufficient"),
        pytest.param((4, 2, 4, 2), 50, "risk-zone", id="as by chance"),
        pytest.param((0, 0, 0, 0), 0, "risk-zone", id="everything at the wrong end"),
        pytest.param((6, 6, 6, None), 75, "sufficient", id="one left open brings nothing"),
        pytest.param((6, 6, None, None), 50, "risk-zone", id="half of them answered is enough"),
        pytest.param((6, None, None, None), 25, None, id="less than half makes no band"),
        pytest.param((None, None, None, None), 0, None, id="nothing answered"),
        pytest.param((6, 6, 6, None, None), 60, "sufficient", id="sufficient begins at 6.0"),
        pytest.param((6, 6, 6, 6, None), 80, "strong", id="strong begins at 8.0"),
    ],
)
def test_st_1_a_score_and_its_band(points, tenths, band):
    score = of_one(*points).scores[0]
    assert (score.tenths, score.band) == (tenths, band)
    assert (score.situations, score.answered) == (len(points), len(points) - points.count(None))


@pytest.mark.parametrize(
    ("tenths", "band"),
    [
        (0, "risk-zone"),
        (59, "risk-zone"),
        (60, "sufficient"),
        (79, "sufficient"),
        (80, "strong"),
        (100, "strong"),
    ],
)
def test_st_1_the_bounds_of_the_bands(tenths, band):
    assert band_of(tenths, ROW) == band


def test_a_mark_without_the_other_counts_half_and_is_no_whole_answer():
    score = profile([Judged("integrity", 3, None)] * 4, ROW).scores[0]
    assert (score.tenths, score.answered, score.band) == (50, 0, None)


@pytest.mark.parametrize(
    ("points", "index"),
    [
        pytest.param((6, 6, 6, 6), 100, id="all alike and strong"),
        pytest.param((0, 0, 0, 0), 100, id="all alike and weak"),
        pytest.param((6, 6, 0, 0), 0, id="as far apart as they can be"),
        pytest.param((6, 0, 6), 0, id="as far apart as three can be"),
        pytest.param((6, 5, 6, 5), 83, id="half a point about the mean"),
        pytest.param((6, 4, 2, 0), 33, id="spread evenly"),
        pytest.param((6, 6, None, None), 100, id="half of them are enough"),
        pytest.param((6, None, None, None), None, id="too few to say"),
        pytest.param((5,), None, id="one situation agrees with nothing"),
    ],
)
def test_st_1_how_consistent_the_answers_were(points, index):
    found = of_one(*points)
    assert found.consistency == index
    assert found.is_steady == (None if index is None else index >= 60)


def test_a_quality_that_was_left_open_takes_nothing_from_the_consistency_of_the_others():
    of_two = [*situations("integrity", 6, 5, 6, 5), *situations("initiative", 6, None, None, None)]
    assert profile(of_two, ROW).consistency == 83


def test_st_1_random_marks_are_told_apart_more_often_than_not():
    chance = random.Random(12)  # noqa: S311  # no secret: the same marks in every run
    profiles = []
    for _ in range(200):
        marked = [
            judge(code, "abcd", *chance.sample("abcd", 2)) for code in CODES[:9] for _ in range(4)
        ]
        profiles.append(profile(marked, ROW))
    unsteady = sum(not each.is_steady for each in profiles) / len(profiles)
    at_risk = sum(score.band == "risk-zone" for each in profiles for score in each.scores)
    assert unsteady > 0.6
    assert at_risk / (9 * len(profiles)) > 0.65


MARKS = st.one_of(st.none(), st.sampled_from("abcd"))
ORDERS = st.sampled_from(["".join(each) for each in permutations("abcd")])
ANSWERED = st.lists(
    st.builds(judge, st.sampled_from(CODES), ORDERS, MARKS, MARKS), min_size=1, max_size=60
)


@given(ANSWERED)
def test_a_profile_lies_within_its_scale_and_loses_no_situation(judged):
    found = profile(judged, ROW)
    assert found.situations == len(judged)
    assert found.answered == sum(each.is_whole for each in judged)
    assert [score.quality for score in found.scores] == [
        code for code in CODES if any(each.quality == code for each in judged)
    ]
    assert all(0 <= score.tenths <= FULL for score in found.scores)
    assert found.consistency is None or 0 <= found.consistency <= FULL


@given(ANSWERED, st.randoms(use_true_random=False))
def test_the_order_of_the_situations_changes_nothing(judged, chance):
    shuffled = list(judged)
    chance.shuffle(shuffled)
    assert profile(shuffled, ROW) == profile(judged, ROW)


@given(ANSWERED, st.data())
def test_a_better_mark_never_lowers_the_score(judged, data):
    place = data.draw(st.integers(0, len(judged) - 1))
    worse = judged[place]
    better = Judged(worse.quality, 3, worse.least)
    raised = profile([*judged[:place], better, *judged[place + 1 :]], ROW)
    before = {score.quality: score.tenths for score in profile(judged, ROW).scores}
    after = {score.quality: score.tenths for score in raised.scores}
    assert after[worse.quality] >= before[worse.quality]


@given(ANSWERED)
def test_a_score_is_the_rounded_share_of_the_points(judged):
    for score in profile(judged, ROW).scores:
        exact = Fraction(100 * score.points, 6 * score.situations)
        assert abs(exact - score.tenths) <= Fraction(1, 2)


def test_st_1_the_twelve_qualities_and_who_is_asked_about_which():
    assert len(CODES) == len(set(CODES)) == 12
    assert ASKED["manager"] == CODES
    assert ASKED["specialist"] == CODES[:9]
    assert CODES[9:] == ("decision-making", "leadership", "strategic-thinking")
    assert all(each.title[language].strip() for each in QUALITIES for language in LANGUAGES)


def test_st_1_the_reminder_goes_out_one_hour_before():
    assert timedelta(hours=1) == REMIND_BEFORE


def test_the_bands_are_dated_and_our_own():
    assert bands_on(date(2024, 2, 1)) == ROW
    assert ROW.source == "DEFAULT"
    with pytest.raises(NotInForceError):
        bands_on(date(2024, 1, 31))


def test_the_bands_are_shown_to_the_administrator_as_settings():
    shown = {each.name: (each.value, each.rule_id, each.source) for each in describe(ROW)}
    assert shown == {
        "sufficient_from": (60, "ST-1", "DEFAULT"),
        "strong_from": (80, "ST-1", "DEFAULT"),
        "steady_from": (60, "ST-1", "DEFAULT"),
    }
