"""What pages say about essays: languages, criteria, marks, what stands against handing in."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.law.essay import METHOD, EssayFault
from service.law.marks import MarkFault

LANGUAGES: Final[Mapping[str, Message]] = {"kk": say("Kazakh"), "ru": say("Russian")}
# each criterion of the method with what it asks
CRITERIA: Final[Mapping[str, tuple[Message, Message]]] = {
    "understanding": (
        say("Understanding of the topic"),
        say("The essay answers the question that was set and stays with it."),
    ),
    "argument": (
        say("Argument"),
        say("What is claimed is backed by reasons and examples, other views are weighed."),
    ),
    "structure": (
        say("Structure"),
        say("One thought follows from another: an opening, a course, a conclusion."),
    ),
    "language": (
        say("Language"),
        say("The text is clear and correct, the words are exact, the tone fits the service."),
    ),
    "originality": (
        say("Originality of the proposal"),
        say("There is a proposal of the writer's own, and it could be carried out."),
    ),
}
MARKS: Final[Mapping[int, Message]] = {
    1: say("very weak"),
    2: say("weak"),
    3: say("sufficient"),
    4: say("good"),
    5: say("very good"),
}


def fault(found: EssayFault) -> Message:
    """Return what stands against handing in, and what to do."""
    if found.code == "too-many-words":
        return say(
            "The essay has %(found)s words, %(allowed)s are allowed (ST-3). Shorten it.",
            found=found.found,
            allowed=found.allowed,
        )
    return say("Essays are written in Kazakh or Russian (ST-3).")


def mark_fault(found: MarkFault) -> Message:
    """Return what is wrong with a mark."""
    limits = {"lowest": METHOD.lowest, "highest": METHOD.highest}
    if found.why == "missing":
        return say("Give a mark from %(lowest)s to %(highest)s.", **limits)
    return say("Choose a whole mark from %(lowest)s to %(highest)s.", **limits)
