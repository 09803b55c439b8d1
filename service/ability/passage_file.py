"""The form of a file of passages: texts, each with the questions that are asked about it."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from service.core.yaml_file import Entry, Words
from service.items.item_file import ItemLanguage, Letter, OptionsEntry, Status

Kind = Literal["statements", "conclusions"]
Verdict = Literal["right", "wrong", "unsaid"]
# the options of every statement, always in this order
VERDICTS: Final[Mapping[Verdict, Letter]] = {"right": "a", "wrong": "b", "unsaid": "c"}


class PassageText(Entry):
    title: str = ""
    text: str


class QuestionEntry(Entry):
    """What every question has; `reason` says why the key is the key."""

    difficulty: float
    reason: str


class StatementEntry(QuestionEntry):
    """A statement: does the text say so, say otherwise, or say nothing of it?"""

    key: Verdict
    kk: str
    ru: str


class ConclusionEntry(QuestionEntry):
    """Four conclusions, of which one follows from the text."""

    key: Letter
    kk: OptionsEntry
    ru: OptionsEntry


class PassageEntry(Entry):
    id: str
    version: int
    status: Status
    topic: str
    kk: PassageText
    ru: PassageText

    def texts(self) -> dict[ItemLanguage, PassageText]:
        """Return the text by language."""
        return {"kk": self.kk, "ru": self.ru}


class StatementsEntry(PassageEntry):
    questions: list[StatementEntry]


class ConclusionsEntry(PassageEntry):
    questions: list[ConclusionEntry]


ENTRIES: Final[Mapping[Kind, type[StatementsEntry] | type[ConclusionsEntry]]] = {
    "statements": StatementsEntry,
    "conclusions": ConclusionsEntry,
}


class PassagesEntry(Entry):
    """The file; its passages are checked one by one, so that one cannot hide another's faults.

    `asks`: how many questions are asked about each text, the same for all of the file.
    """

    act: str
    kind: Kind
    asks: int
    notice: Words
    title: Words
    passages: list[Any]
