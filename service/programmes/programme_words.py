"""What pages say of programmes: their kinds, the finder's reasons, where they stand in time."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from service.core.i18n import Message, say
from service.law.programme import Programme, Reason
from service.law.rule_set import Kind

Standing = Literal["in-force", "later", "over"]

KINDS: Final[Mapping[Kind, Message]] = {
    "LE": say("Law-enforcement service"),
    "AD": say("Administrative civil service"),
    "IS": say("Integrated selection system"),
    "PQ": say("Personal qualities"),
}
REASONS: Final[Mapping[Reason, Message]] = {
    "only-programme": say("Category %(category)s stands in this programme alone."),
    "legal-education-required": say(
        "Category %(category)s stands in several programmes. "
        "The post requires a legal education, therefore it is this one."
    ),
    "legal-education-not-required": say(
        "Category %(category)s stands in several programmes. "
        "The post requires no legal education, therefore it is this one."
    ),
}
STANDINGS: Final[Mapping[Standing, Message]] = {
    "in-force": say("In force"),
    "later": say("Not yet in force"),
    "over": say("No longer in force"),
}


def standing(programme: Programme, day: date) -> Standing:
    """Return where a version stands on a day."""
    if programme.valid_to is not None and programme.valid_to < max(day, programme.valid_from):
        return "over"  # also one that a later version has overtaken before its first day
    return "later" if day < programme.valid_from else "in-force"


def is_setting(programme: Programme) -> bool:
    """Whether the programme's values are the service's own (DEFAULT) and not the law's."""
    return programme.source.startswith("DEFAULT")
