from datetime import date

import pytest

from service.law.rule import all_rules
from service.law.selection_defaults import selection_settings

DAY = date(2026, 11, 23)


def test_what_the_sources_leave_open_is_told_with_its_rule():
    settings = selection_settings(DAY)
    assert {each.name: (each.value, each.unit) for each in settings} == {
        "reception_general": (7, "working days"),
        "reception_internal": (3, "working days"),
        "longest_reception": (30, "calendar days"),
        "look_within": (2, "working days"),
        "lowest_pension_age": (61 * 12, "months of life"),
        "highest_pension_age": (63 * 12, "months of life"),
        "hiring_application": (10, "calendar days"),
        "remind_7": (7, "calendar days"),
        "remind_1": (1, "calendar days"),
    }
    defaults = {each.id for each in all_rules() if each.default}
    assert {each.rule_id for each in settings} <= defaults


@pytest.mark.parametrize(("year", "months"), [(2027, 732), (2028, 738), (2031, 756)])
def test_lw_1_the_lowest_pension_age_is_that_of_the_day(year, months):
    (lowest,) = [
        each for each in selection_settings(date(year, 6, 1)) if each.name == "lowest_pension_age"
    ]
    assert lowest.value == months
