from datetime import UTC, date, datetime, timedelta

import pytest

from service.law.calendar import WorkingCalendar
from service.law.defaults import Defaults
from service.law.proctoring import (
    BREACH_KINDS,
    Final,
    UnderReview,
    act_for,
    bar_of,
    barred_until,
    breach_kind,
    outcome_of_review,
    review_due,
    standing,
)
from service.law.programme import LANGUAGES
from service.law.rule_set import KINDS, rule_set
from service.law.terms import Term

# 8 March 2027 is a Monday and a holiday.
CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 8)}))
DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("finished_at", "due_day"),
    [
        pytest.param(datetime(2027, 3, 3, 5, tzinfo=UTC), 4, id="Wednesday morning, Thursday"),
        pytest.param(datetime(2027, 3, 3, 18, 59, 59, tzinfo=UTC), 4, id="just before midnight"),
        pytest.param(datetime(2027, 3, 3, 19, 0, tzinfo=UTC), 5, id="midnight is Thursday"),
        pytest.param(datetime(2027, 3, 5, 5, tzinfo=UTC), 9, id="Friday, over the holiday"),
        pytest.param(datetime(2027, 3, 6, 5, tzinfo=UTC), 9, id="Saturday, over the holiday"),
    ],
)
def test_pr_1_the_review_is_due_at_the_end_of_the_next_working_day(finished_at, due_day):
    due_at = datetime(2027, 3, due_day, 18, 59, 59, 999999, tzinfo=UTC)
    assert review_due(finished_at, CALENDAR) == due_at
    assert standing("remote", finished_at, CALENDAR) == UnderReview(due_at)


def test_tt_6_in_a_hall_the_result_is_final_at_once():
    assert standing("hall", datetime(2027, 3, 3, 5, tzinfo=UTC), CALENDAR) == Final()


def test_pr_3_the_term_is_a_setting():
    finished_at = datetime(2027, 3, 3, 5, tzinfo=UTC)
    later = review_due(finished_at, CALENDAR, Defaults(review_working_days=2))
    assert later - review_due(finished_at, CALENDAR) == timedelta(days=1)


@pytest.mark.parametrize(
    ("breaches", "outcome", "act"),
    [
        pytest.param([], "final", None, id="nothing found"),
        pytest.param(["phone"], "not-passed", "breach", id="one breach"),
        pytest.param(["phone", "impersonator"], "not-passed", "impersonator", id="impersonator"),
    ],
)
def test_pr_1_pr_3_what_a_review_does(breaches, outcome, act):
    assert outcome_of_review(breaches) == outcome
    assert act_for(breaches) == act


def test_pr_1_an_unknown_breach_is_an_accident():
    with pytest.raises(KeyError):
        act_for(["sneezed"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("act", "term", "last"),
    [
        ("breach", Term(months=6), date(2026, 9, 3)),
        ("impersonator", Term(years=1), date(2027, 3, 3)),
        ("technical", None, None),
    ],
)
def test_pr_2_how_long_an_act_bars(kind, act, term, last):
    rules = rule_set(kind, DAY)
    assert bar_of(act, rules) == term
    assert barred_until(act, DAY, rules) == last


def test_tt_2_every_item_of_conduct_has_a_code_and_a_text_in_three_languages():
    assert [kind.code for kind in BREACH_KINDS] == [
        "not-alone",
        "left-place",
        "turned-away",
        "covered-image",
        "camera-off",
        "room-not-shown",
        "phone",
        "remote-access",
        "headset",
        "other-aids",
        "impersonator",
    ]
    assert [kind.code for kind in BREACH_KINDS if not all(map(kind.text.get, LANGUAGES))] == []
    assert breach_kind("headset").text["en"] == "Used a headset"
