"""What a rule is: an id, the paragraph it comes from, and whether its value is ours (DEFAULT)."""

import re
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the register: its id, its source and whether the sources leave it to us."""

    id: str
    source: str
    default: bool = False


_registered: dict[str, Rule] = {}


def rule(rule_id: str, source: str, *, default: bool = False) -> Rule:
    """Register a rule and return it.

    Args:
        rule_id: the id of the register, such as ``BK-1``.
        source: the paragraph of law, or what a DEFAULT was derived from.
        default: True where the sources are silent and the value is a setting of ours.

    Raises:
        ValueError: the id is taken; a rule has one home.
    """
    if rule_id in _registered:
        message = f"rule {rule_id} is registered already; a rule has one home"
        raise ValueError(message)
    _registered[rule_id] = Rule(rule_id, source, default)
    return _registered[rule_id]


def rule_of(rule_id: str) -> Rule:
    """The rule of this id.

    Raises:
        KeyError: no module that was imported carries it out.
    """
    return _registered[rule_id]


def all_rules() -> tuple[Rule, ...]:
    """Every rule that the modules of this package carry out, in the register's order."""
    package = import_module(__package__)
    for module in walk_packages(package.__path__, f"{__package__}."):
        import_module(module.name)
    return tuple(sorted(_registered.values(), key=lambda one: _order(one.id)))


def _order(rule_id: str) -> tuple[str, int, str]:
    """``RF-10`` stands after ``RF-9``, ``PR-2a`` after ``PR-2``."""
    match = re.fullmatch(r"([A-Z]+)-(\d+)([a-z]?)", rule_id)
    if match is None:
        message = f"{rule_id!r} is no rule id: it looks like BK-1 or PR-2a"
        raise ValueError(message)
    return match[1], int(match[2]), match[3]
