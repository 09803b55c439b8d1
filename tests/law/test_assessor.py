from dataclasses import replace
from datetime import date

import pytest

from service.law.assessor import Applicant, Call, Match, Mismatch, match, matching_list
from service.law.experience import Employment

CALL = Call("moj", frozenset({"law"}), date(2026, 2, 2), date(2026, 2, 10))
DAY = date(2026, 2, 5)


def worked(first: date, last: date | None, field: str = "law", sector: str = "other") -> Employment:
    return Employment("job", first, last, frozenset({sector}), frozenset({field}))


EXPERIENCE = [
    pytest.param([worked(date(2023, 2, 6), None)], True, id="three years on the day"),
    pytest.param([worked(date(2023, 2, 7), None)], False, id="a day less"),
    pytest.param([worked(date(2010, 1, 1), date(2012, 12, 31))], True, id="long ago"),
    pytest.param([worked(date(2010, 1, 1), date(2012, 12, 30))], False, id="long ago, a day less"),
    pytest.param(
        [worked(date(2010, 1, 1), date(2012, 12, 31), sector="science")], True, id="in science"
    ),
    pytest.param([worked(date(2010, 1, 1), None, field="finance")], False, id="in another field"),
    pytest.param(
        [worked(date(2010, 1, 1), date(2011, 6, 30)), worked(date(2020, 1, 1), date(2021, 6, 30))],
        False,
        id="twice a year and a half, three days short",
    ),
    pytest.param([], False, id="none"),
]


@pytest.mark.parametrize(("work", "fits"), EXPERIENCE)
def test_cm_2_three_years_in_the_fields_of_the_functions(work, fits):
    found = match(Applicant("p", tuple(work)), CALL, DAY)
    assert isinstance(found, Match) is fits
    assert found.experience.need.months == 36


def test_cm_2_who_will_have_three_years_is_told_when():
    found = match(Applicant("p", (worked(date(2023, 2, 7), None),)), CALL, DAY)
    assert isinstance(found, Mismatch)
    assert (found.why, found.source) == ("no-ground", "O26 IS 3(2)")
    assert found.first_on == date(2026, 2, 6)


GROUNDS = [
    pytest.param({"hr_specialist": True}, ("hr-specialist",), id="a specialist of personnel"),
    pytest.param({"serves_in": "mof"}, ("other-body",), id="an official of another body"),
    pytest.param({"serves_in": "moj"}, (), id="an official of the same body"),
    pytest.param({}, (), id="nobody of these"),
    pytest.param(
        {"hr_specialist": True, "serves_in": "mof", "work": (worked(date(2000, 1, 1), None),)},
        ("experience", "hr-specialist", "other-body"),
        id="all three",
    ),
]


@pytest.mark.parametrize(("values", "grounds"), GROUNDS)
def test_cm_2_any_ground_is_enough_and_all_are_named(values, grounds):
    found = match(replace(Applicant("p"), **values), CALL, DAY)
    assert (found.grounds if isinstance(found, Match) else ()) == grounds


DAYS = [
    (date(2026, 2, 1), "not-open", date(2026, 2, 2)),
    (date(2026, 2, 2), None, None),
    (date(2026, 2, 10), None, None),
    (date(2026, 2, 11), "closed", None),
]


@pytest.mark.parametrize(("day", "why", "first_on"), DAYS)
def test_cm_2_applications_are_received_up_to_the_closing_day(day, why, first_on):
    found = match(Applicant("p", hr_specialist=True), CALL, day)
    if why is None:
        assert isinstance(found, Match)
    else:
        assert isinstance(found, Mismatch)
        assert (found.why, found.source, found.first_on) == (why, "O26 IS 25", first_on)


def test_cm_1_the_list_is_without_members_and_candidates_and_in_order():
    assert matching_list(["d", "b", "c", "a", "b"], ["c"], ["d"]) == ("a", "b")
