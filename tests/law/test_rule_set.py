from dataclasses import fields
from datetime import date, time

import pytest

from service.law.dated import NotInForceError
from service.law.defaults import DEFAULTS, Defaults
from service.law.rule import all_rules
from service.law.rule_set import KINDS, rule_set
from service.law.terms import Term

FIRST_DAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("kind", "below", "broken_off"),
    [
        ("LE", Term(months=1), None),
        ("AD", Term(days=15), Term(days=3)),
        ("IS", Term(days=15), Term(days=3)),
        ("PQ", None, Term(days=3)),
    ],
)
def test_the_terms_of_the_order(kind, below, broken_off):
    rules = rule_set(kind, FIRST_DAY)
    assert (rules.below_threshold_wait, rules.broken_off_wait) == (below, broken_off)
    assert (rules.breach_bar, rules.impersonator_bar) == (Term(months=6), Term(years=1))
    assert rules.certificate_validity == (None if kind == "PQ" else Term(years=1))


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_is_in_force_from_1_february_2024(kind):
    assert rule_set(kind, FIRST_DAY).valid_from == FIRST_DAY
    with pytest.raises(NotInForceError):
        rule_set(kind, date(2024, 1, 31))


def test_every_default_is_described_in_its_order_with_its_rule():
    settings = DEFAULTS.describe()
    assert [each.name for each in settings] == [field.name for field in fields(Defaults)]
    assert {each.source for each in settings} == {"DEFAULT"}
    rules = {rule.id for rule in all_rules()} | {"TT-4", "TT-5", "LE-1"}  # law.attempt, programmes
    assert {each.rule_id for each in settings} <= rules


def test_another_value_is_described_as_set():
    changed = Defaults(door_minutes=15, hall_late_until=time(22, 0))
    assert [each.value for each in changed.describe()][:2] == [15, time(22, 0)]
