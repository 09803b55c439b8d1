"""Experience as it is shown: the sums of the law, with the periods that they come from."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.law.experience import Employment, duration
from service.personal_files.experience_sums import experience_sums
from tests.law.files import DAY, WORK


def job(began: date, ended: date | None, field: str, *levels: str) -> Employment:
    fields = frozenset({field}) if field else frozenset[str]()
    return Employment("x", began, ended, frozenset({"civil"}), fields, frozenset(levels))


def test_days_that_two_jobs_share_are_counted_once_and_to_both_fields():
    work = [
        job(date(2020, 1, 1), date(2020, 12, 31), "law", "worker", "specialist"),
        job(date(2020, 7, 1), date(2021, 6, 30), "press", "worker"),
        job(date(2022, 1, 1), date(2022, 1, 10), ""),
    ]
    found = experience_sums(work, DAY)
    assert [(one.first, one.last, one.days, one.works) for one in found.periods] == [
        (date(2022, 1, 1), date(2022, 1, 10), 10, 1),
        (date(2020, 1, 1), date(2021, 6, 30), 546, 2),
    ]
    assert found.total.days == 556
    assert [(code, sum_.days) for code, sum_ in found.by_field] == [("law", 365), ("press", 365)]
    assert found.without_field.days == 10
    assert [(code, sum_.days) for code, sum_ in found.by_level] == [
        ("specialist", 365),
        ("worker", 546),
    ]
    assert [(code, sum_.parts) for code, sum_ in found.by_service] == [("civil", (1, 6, 10))]


@given(st.lists(WORK, max_size=5))
def test_the_periods_make_the_total_that_the_law_counts(work: list[Employment]):
    found = experience_sums(work, DAY)
    assert sum(one.days for one in found.periods) == found.total.days == duration(work, DAY).days
    assert all(sum_.days <= found.total.days for _, sum_ in found.by_field)
