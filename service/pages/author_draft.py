"""A draft between the author's form and the bank: what was typed, and what is kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.core.forms import FieldFault
from service.core.i18n import Message, say
from service.items.drafts import LETTERS

Difference = tuple[Message, str, str]

BLANKS: Final = re.compile(r"[ \t\r\n]+")
SHARE: Final = re.compile(r"[01](?:[.,][0-9]{1,3})?")
WITH_LEVELS: Final = frozenset({"state-language"})
LABELS: Final[Mapping[str, Message]] = {
    "topic": say("Topic"),
    "level": say("Level"),
    "difficulty": say("Expected share of right answers"),
    "reason": say("Reason for the difficulty"),
    "article": say("Article and paragraph"),
    "source": say("Source"),
    "confidence": say("Confidence"),
    "key": say("Right option"),
    "kk-text": say("Question in Kazakh"),
    "kk-a": say("Kazakh, option A"),
    "kk-b": say("Kazakh, option B"),
    "kk-c": say("Kazakh, option C"),
    "kk-d": say("Kazakh, option D"),
    "ru-text": say("Question in Russian"),
    "ru-a": say("Russian, option A"),
    "ru-b": say("Russian, option B"),
    "ru-c": say("Russian, option C"),
    "ru-d": say("Russian, option D"),
}


def _one_line(text: object) -> object:
    """Return the text as the bank keeps it: composed letters, one blank where some were typed."""
    if not isinstance(text, str):
        return text
    return BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _share(text: object) -> object:
    """Return a share that may be written with a comma."""
    if not isinstance(text, str) or not text.strip():
        return None
    found = SHARE.fullmatch(text.strip())
    share = float(found[0].replace(",", ".")) if found else -1.0
    if not 0 <= share <= 1:
        raise FieldFault(say("Please enter a share from 0 to 1, for example 0.65."))
    return share


Question = Annotated[str, Field(max_length=4000), BeforeValidator(_one_line)]
Option = Annotated[str, Field(max_length=1000), BeforeValidator(_one_line)]
Line = Annotated[str, Field(max_length=300), BeforeValidator(_one_line)]
Note = Annotated[str, Field(max_length=2000), BeforeValidator(_one_line)]


class DraftSent(BaseModel):
    """The author's form: everything may still have gaps."""

    model_config = ConfigDict(populate_by_name=True)

    turn: int = 0
    deed: Literal["save", "hand-in", "look"] = "save"
    topic: Annotated[str, Field(max_length=60), BeforeValidator(_one_line)] = ""
    level: Literal["", "1", "2", "3"] = ""
    difficulty: Annotated[float | None, BeforeValidator(_share)] = None
    reason: Note = ""
    article: Line = ""
    source: Note = ""
    confidence: Literal["high", "medium"] = "high"
    key: Literal["", "a", "b", "c", "d"] = ""
    kk_text: Question = Field(default="", alias="kk-text")
    kk_a: Option = Field(default="", alias="kk-a")
    kk_b: Option = Field(default="", alias="kk-b")
    kk_c: Option = Field(default="", alias="kk-c")
    kk_d: Option = Field(default="", alias="kk-d")
    ru_text: Question = Field(default="", alias="ru-text")
    ru_a: Option = Field(default="", alias="ru-a")
    ru_b: Option = Field(default="", alias="ru-b")
    ru_c: Option = Field(default="", alias="ru-c")
    ru_d: Option = Field(default="", alias="ru-d")

    def body(self, act: str, languages: Sequence[str]) -> dict[str, Any]:
        """Return the draft's body; a language in which nothing is written yet has no text."""
        texts = {
            language: {
                "text": getattr(self, f"{language}_text"),
                "options": {each: getattr(self, f"{language}_{each}") for each in LETTERS},
            }
            for language in languages
        }
        return {
            "act": act,
            "topic": self.topic,
            "level": int(self.level) if self.level else None,
            "difficulty": self.difficulty,
            "reason": self.reason,
            "article": self.article,
            "source": self.source,
            "confidence": self.confidence,
            "key": self.key,
            "texts": {
                language: text
                for language, text in texts.items()
                if text["text"] or any(text["options"].values())
            },
        }


def values_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return a draft's body as the form shows it."""
    plain = ("topic", "reason", "article", "source", "confidence", "key")
    values = {name: str(body.get(name) or "") for name in plain}
    values["level"] = str(body.get("level") or "")
    share = body.get("difficulty")
    values["difficulty"] = "" if share is None else f"{share:g}"
    for language, text in (body.get("texts") or {}).items():
        values[f"{language}-text"] = text["text"]
        for letter in LETTERS:
            values[f"{language}-{letter}"] = text["options"].get(letter, "")
    return values


def differences(typed: Mapping[str, Any], kept: Mapping[str, str]) -> list[Difference]:
    """Return (field, what is kept, what was typed) wherever the two differ."""
    found = []
    for name, label in LABELS.items():
        mine, theirs = _one_line(str(typed.get(name, ""))), kept.get(name, "")
        if name == "difficulty":
            mine = str(mine).replace(",", ".")
        if mine != theirs:
            found.append((label, theirs, str(mine)))
    return found
