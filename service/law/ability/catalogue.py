"""Every generator of number questions, also those of old papers."""

from collections.abc import Mapping
from typing import Final

from service.law.ability.families import (
    averages,
    bars,
    change,
    indexes,
    lines,
    percentages,
    rates,
    ratios,
    speed_work,
    stacked,
    totals,
    trends,
    two_tables,
    units,
)
from service.law.ability.template import Template

ACT: Final = "ability-numbers"

# the ones that may be drawn; one that is replaced goes to RETIRED and stays there
IN_USE: Final[tuple[Template, ...]] = (
    *percentages.TEMPLATES,
    *change.TEMPLATES,
    *rates.TEMPLATES,
    *ratios.TEMPLATES,
    *trends.TEMPLATES,
    *averages.TEMPLATES,
    *two_tables.TEMPLATES,
    *bars.TEMPLATES,
    *lines.TEMPLATES,
    *stacked.TEMPLATES,
    *units.TEMPLATES,
    *indexes.TEMPLATES,
    *totals.TEMPLATES,
    *speed_work.TEMPLATES,
)
RETIRED: Final[tuple[Template, ...]] = ()
_BY_REF: Final[Mapping[str, Template]] = {each.ref: each for each in (*IN_USE, *RETIRED)}


def is_template(ref: str) -> bool:
    """Whether papers name a generator by this ref, and not an item of a bank."""
    return ref in _BY_REF


def template_of(ref: str) -> Template:
    """The generator of this ref.

    Raises:
        KeyError: there is none.
    """
    return _BY_REF[ref]
