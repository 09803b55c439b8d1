"""What the pages of interviews call things."""

from collections.abc import Mapping
from typing import Final

from service.commissions.models import Part
from service.core.i18n import Message, say
from service.law.marks import MarkFault

STEPS: Final[Mapping[str, tuple[str, Message]]] = {
    "expected": ("note", say("Not in the waiting room yet")),
    "waits": ("wait", say("In the waiting room")),
    "inside": ("wait", say("The interview is going on")),
    "over": ("good", say("The interview is over")),
    "absent": ("off", say("Did not come")),
    "gone": ("off", say("No longer in the competition")),
}
PARTS: Final[Mapping[Part, Message]] = {
    Part.CHAIR: say("Chair"),
    Part.MEMBER: say("Member of the commission"),
    Part.SECRETARY: say("Secretary"),
}
FAULTS: Final[Mapping[str, Message]] = {
    "missing": say("Choose a mark."),
    "not-whole": say("Choose one of the marks."),
    "too-low": say("Choose one of the marks."),
    "too-high": say("Choose one of the marks."),
}


def fault_words(faults: list[MarkFault]) -> dict[str, Message]:
    """Return what is wrong with each criterion."""
    return {one.criterion: FAULTS[one.why] for one in faults}
