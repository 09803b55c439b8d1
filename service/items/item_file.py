"""The form of an item file: one act, its notice and its items."""

from typing import Any, Final, Literal

from pydantic import Field

from service.core.yaml_file import Entry, Words

FIRST_LINE: Final = "# Synaq – open practice bank. These are NOT the official test items."  # noqa: RUF001  # the dash is the contract's

Letter = Literal["a", "b", "c", "d"]
ItemLanguage = Literal["kk", "ru"]
Status = Literal["draft", "reviewed", "approved", "retired"]


class OptionsEntry(Entry):
    a: str
    b: str
    c: str
    d: str

    def texts(self) -> dict[str, str]:
        """The options by letter."""
        return {"a": self.a, "b": self.b, "c": self.c, "d": self.d}


class TextEntry(Entry):
    text: str
    options: OptionsEntry


class ItemEntry(Entry):
    id: str
    version: int
    status: Status
    topic: str
    level: Literal[1, 2, 3] | None = None
    difficulty: float
    reason: str = ""
    article: str
    source: str = ""
    confidence: Literal["high", "medium"]
    enemies: list[str] = Field(default_factory=list)
    key: Letter
    kk: TextEntry | None = None
    ru: TextEntry | None = None

    def texts(self) -> dict[ItemLanguage, TextEntry]:
        """What is written, by language."""
        both: dict[ItemLanguage, TextEntry | None] = {"kk": self.kk, "ru": self.ru}
        return {language: text for language, text in both.items() if text is not None}


class ActEntry(Entry):
    """The file; its items are checked one by one, so that one cannot hide another's faults."""

    act: str
    notice: Words
    title: Words
    edition: str
    languages: list[ItemLanguage]
    items: list[Any]
