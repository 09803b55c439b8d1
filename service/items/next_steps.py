"""What somebody may do next with a version, and why not the rest; the actions check it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from service.core.i18n import Message, say
from service.items.access import Reader
from service.items.models import ItemWork, Stage


class Step(StrEnum):
    CHANGE = "change"
    HAND_IN = "hand-in"
    REVIEW = "review"
    RETURN = "return"
    APPROVE = "approve"
    RETIRE = "retire"
    BEGIN = "begin"


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The steps that are open to a reader; `why_not` says what keeps the others closed."""

    steps: tuple[Step, ...]
    why_not: Message | None = None


OWN: Final = say(
    "You wrote this version. Another person reviews and approves it, so that four eyes have read "
    "every item."
)
WAITS: Final = say("You have handed this draft in. If you change it, it comes back to you.")
WITH_AUTHOR: Final = say("The draft is with its author now.")
NEWER: Final = say("A newer version is being worked on.")
OF_THE_FILES: Final = say("This draft belongs to the bank's files and is changed there.")


def next_steps(reader: Reader, work: ItemWork, newest: ItemWork) -> NextSteps:
    """Return what the reader may do with a version that they may see.

    Args:
        reader: who asks.
        work: the version.
        newest: the newest version of the same item, seen or not.
    """
    if work.stage is Stage.DRAFT:
        return _of_draft(reader, work)
    if work.stage is Stage.REVIEWED:
        return _of_reviewed(reader, work)
    is_open = newest.stage in {Stage.DRAFT, Stage.REVIEWED}
    steps = []
    if reader.is_author and not is_open:
        steps.append(Step.BEGIN)
    if reader.is_reviewer and work.stage is Stage.APPROVED:
        steps.append(Step.RETIRE)
    return NextSteps(tuple(steps), NEWER if reader.is_author and is_open else None)


def _of_draft(reader: Reader, work: ItemWork) -> NextSteps:
    is_in = work.submitted_at is not None
    if work.author_id == reader.account_id:
        own: Sequence[Step] = (Step.CHANGE,) if is_in else (Step.CHANGE, Step.HAND_IN)
        return NextSteps(tuple(own) if reader.is_author else (), WAITS if is_in else None)
    if work.author_id is None and not is_in:
        return NextSteps((), OF_THE_FILES)
    if is_in and reader.is_reviewer:
        return NextSteps((Step.REVIEW, Step.RETURN))
    return NextSteps((), WITH_AUTHOR)


def _of_reviewed(reader: Reader, work: ItemWork) -> NextSteps:
    if work.author_id == reader.account_id:
        return NextSteps((), OWN)
    return NextSteps((Step.APPROVE, Step.RETURN) if reader.is_reviewer else ())
