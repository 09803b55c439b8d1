"""The form of a file of situations: one quality, what it means, and its situations."""

from typing import Any

from service.core.yaml_file import Entry, Words
from service.items.item_file import OptionsEntry, Status, TextEntry
from service.law.programme import Level


class SituationEntry(Entry):
    """A situation with four courses of action.

    `order` is the key: the letters from the most to the least effective course. `why` says of each
    course in a sentence why it stands there; it is for experts and never shown to a candidate.
    """

    id: str
    version: int
    status: Status
    levels: list[Level]
    topic: str
    order: str
    why: OptionsEntry
    kk: TextEntry
    ru: TextEntry


class QualityEntry(Entry):
    """The file; its situations are checked one by one, so that one cannot hide another's faults."""

    quality: str
    notice: Words
    meaning: Words
    note: str
    situations: list[Any]
