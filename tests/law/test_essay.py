from datetime import date, timedelta
from fractions import Fraction

import pytest

from service.law.dated import NotInForceError
from service.law.defaults import Defaults
from service.law.essay import (
    METHOD,
    ST_3,
    asks_second_look,
    ends_at,
    essay_faults,
    is_reached,
    score_reminders,
    scores_due,
    writers,
)
from tests.law.working_days import CALENDAR, TERMS, almaty, end_of

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("words", "found"),
    [(0, []), (1, []), (250, []), (251, [("too-many-words", 251, 250)])],
)
def test_st_3_at_most_250_words(words, found):
    faults = essay_faults("сөз " * words, "kk", DAY)
    assert [(each.code, each.found, each.allowed) for each in faults] == found


@pytest.mark.parametrize(
    ("language", "codes"), [("kk", []), ("ru", []), ("en", ["language"]), ("", ["language"])]
)
def test_st_3_in_kazakh_or_russian(language, codes):
    faults = essay_faults("Мемлекеттік қызмет", language, DAY)
    assert [each.code for each in faults] == codes
    assert {each.source for each in faults} <= {"O26 IS 117"}


def test_st_3_everything_that_is_wrong_is_said_at_once():
    assert [each.code for each in essay_faults("a " * 300, "en", DAY)] == [
        "too-many-words",
        "language",
    ]


def test_st_3_the_order_is_in_force_from_1_february_2024():
    assert essay_faults("", "kk", date(2024, 2, 1)) == []
    with pytest.raises(NotInForceError):
        essay_faults("", "kk", date(2024, 1, 31))


@pytest.mark.parametrize(
    ("extra", "minutes"), [(0, 45), (25, 56.25), (50, 67.5), (100, 90)], ids=str
)
def test_st_3_forty_five_minutes_and_what_was_granted(extra, minutes):
    start = almaty("2026-03-10 23:30")
    assert ends_at(start, extra_percent=extra) - start == timedelta(minutes=minutes)


def test_st_3_criteria_are_five_on_a_five_point_scale():
    assert len(METHOD.criteria) == 5
    assert (METHOD.lowest, METHOD.highest) == (1, 5)
    assert ST_3.default


@pytest.mark.parametrize(
    ("score", "reached"),
    [(Fraction(3), True), (Fraction(299999, 100000), False), (Fraction(5), True)],
    ids=str,
)
def test_st_3_the_threshold_is_three_and_nothing_is_rounded_up_to_it(score, reached):
    assert is_reached(score) is reached


def test_st_3_another_threshold_counts():
    assert is_reached(Fraction(5, 2), Defaults(essay_threshold=25))
    assert not is_reached(Fraction(5, 2), Defaults(essay_threshold=26))


WRITERS = [
    pytest.param([9, 8, 7, 6, 5, 4], "abcde", id="the five best of six"),
    pytest.param([9, 8, 7, 6, 5, 5, 5, 4], "abcdefg", id="more where the fifth place is tied"),
    pytest.param([9, 9, 9, 9, 9, 4], "abcde", id="a tie above it brings nobody in"),
    pytest.param([9, 8], "ab", id="two of two"),
    pytest.param([0] * 8, "abcdefgh", id="everybody, where there are no points so far"),
]


@pytest.mark.parametrize(("sums", "chosen"), WRITERS)
def test_st_3_who_writes_the_essay(sums, chosen):
    by_key = {key: Fraction(each) for key, each in zip("abcdefgh", sums, strict=False)}
    assert "".join(writers(by_key)) == chosen


SPREADS = [
    pytest.param([3, 3, 3], False, id="of one mind"),
    pytest.param([Fraction(31, 10), 5], False, id="1.9 apart"),
    pytest.param([3, 5], True, id="two points apart"),
    pytest.param([1, 3, 5], True, id="four points apart"),
    pytest.param([5], False, id="one member alone"),
    pytest.param([], False, id="nobody"),
]


@pytest.mark.parametrize(("scores", "asks"), SPREADS)
def test_st_3_the_chair_is_shown_a_large_spread(scores, asks):
    assert asks_second_look([Fraction(each) for each in scores]) is asks


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_st_3_scores_are_due_one_working_day_after_the_review(event, first, third, fifth):
    published_at = almaty(event)
    assert scores_due(published_at, CALENDAR) == end_of(first)
    nine, three = score_reminders(published_at, CALENDAR)
    assert nine == almaty(f"{first} 09:00")
    assert three == almaty(f"{first} 15:00")
