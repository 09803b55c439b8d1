"""No rule lost, none invented: the register beside the code."""

import re
from pathlib import Path

import pytest

from service.law import rule as rule_module
from service.law.rule import Rule, all_rules, rule

SERVICE = Path(rule_module.__file__).parents[1]
REGISTER: dict[str, str] = {}
for row in (Path(__file__).parent / "register.txt").read_text(encoding="utf-8").splitlines():
    if not row.startswith("#"):
        rule_id, carrier = row.split()
        assert rule_id not in REGISTER, f"{rule_id} stands twice in register.txt"
        REGISTER[rule_id] = carrier
OF_LAW = {each: carrier for each, carrier in REGISTER.items() if carrier.startswith("law.")}
OF_ROOMS = {
    each: carrier for each, carrier in REGISTER.items() if each not in OF_LAW and carrier != "-"
}


def test_the_law_carries_out_the_rules_of_the_register_and_no_others():
    """The rules of an attempt are the folding of its steps; that module need not have rows."""
    assert {each.id for each in all_rules()} == set(OF_LAW)


@pytest.mark.parametrize(("rule_id", "carrier"), OF_LAW.items())
def test_a_rule_of_law_is_named_in_the_module_that_the_register_names(rule_id, carrier):
    module = SERVICE / f"{carrier.replace('.', '/')}.py"
    assert re.search(rf"\b{rule_id}\b", module.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("rule_id", "carrier"), OF_ROOMS.items())
def test_a_rule_of_another_room_has_that_room(rule_id, carrier):
    assert (SERVICE / carrier / "__init__.py").exists(), f"{rule_id} is to live in {carrier}"


def test_every_rule_names_its_source():
    assert [each.id for each in all_rules() if not each.source.strip()] == []


def test_rules_come_in_the_order_of_their_numbers():
    ids = [each.id for each in all_rules()]
    assert [each for each in ids if each.startswith("RF")] == [f"RF-{i}" for i in range(1, 7)]
    assert ids.index("BK-5") < ids.index("ID-1") < ids.index("PR-1") < ids.index("TT-2")


def test_an_id_that_is_taken_is_refused():
    with pytest.raises(ValueError, match="BK-1 is registered already"):
        rule("BK-1", "elsewhere")


def test_a_rule_cannot_be_changed():
    with pytest.raises(AttributeError):
        Rule("XX-1", "somewhere").source = "elsewhere"  # type: ignore[misc]
