"""What passes between the bank and a file: questions in one language, faults and losses."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from service.core.i18n import Message, say
from service.items.item_checks import INVISIBLE, TAG

LETTERS: Final = "abcd"
LANGUAGES: Final = ("kk", "ru")
LANGUAGE_WORDS: Final[Mapping[str, Message]] = {"kk": say("Kazakh"), "ru": say("Russian")}
LONGEST_TEXT: Final = 4000  # signs of a question, an option or a note
MOST_ITEMS: Final = 2000  # questions of one import
MOST_FAULTS: Final = 500  # of a file; who sees so many has chosen another file or format
MOST_LOSSES: Final = 10_000
MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 5  # MB

# what a question may carry beside its words, in the order in which reports name it
FACTS: Final = (
    "act",
    "version",
    "topic",
    "level",
    "difficulty",
    "article",
    "confidence",
    "reason",
    "source",
)
FIELD_WORDS: Final[Mapping[str, Message]] = {
    "file": say("File"),
    "item": say("Whole item"),
    "text": say("Question"),
    "options": say("Answer options"),
    "key": say("Right answer"),
    "language": say("Language"),
    "name": say("Item number"),
    "act": say("Act"),
    "version": say("Version"),
    "topic": say("Topic"),
    "level": say("Level"),
    "difficulty": say("Expected difficulty"),
    "article": say("Article that proves the key"),
    "confidence": say("Confidence"),
    "reason": say("Reason for the difficulty"),
    "source": say("Source"),
    "enemies": say("Items that never meet it"),
    "feedback": say("Feedback"),
    "marks": say("Marks for the options"),
    "look": say("Look of the text"),
    "rest": say("Other content"),
}


class Format(StrEnum):
    """The formats of the exchange."""

    QTI = "qti"
    GIFT = "gift"
    AIKEN = "aiken"


FORMAT_WORDS: Final[Mapping[Format, str]] = {
    Format.QTI: "QTI 3.0",
    Format.GIFT: "Moodle GIFT",
    Format.AIKEN: "Aiken",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file, its line (0: all of it), the item as the file names it."""

    file: str
    line: int = 0
    item: str = ""

    def __str__(self) -> str:
        """Return it as compilers write it."""
        return self.file + (f":{self.line}" if self.line else "")


@dataclass(frozen=True, slots=True)
class FileFault:
    """What cannot be taken over as it stands, and the way out; one of them stops the import."""

    place: Place
    field: str
    what: Message
    way_out: Message


@dataclass(frozen=True, slots=True)
class Loss:
    """What of an item the other side does not get."""

    place: Place
    field: str
    why: Message


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a file in one language; `name` pairs it with the other language."""

    place: Place
    name: str
    language: str  # "" where the file does not say
    text: str
    options: Mapping[str, str]  # a to d
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Reading:
    """What a file holds: its questions, what is wrong with it, what is left behind of it."""

    file: str
    questions: list[Question] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    encoding: str = ""

    def fault(self, place: Place, name: str, what: Message, way_out: Message) -> None:
        self.faults.append(FileFault(place, name, what, way_out))

    def is_enough(self) -> bool:
        """Say whether to stop reading: nobody mends more faults, or imports more questions."""
        return len(self.faults) >= MOST_FAULTS or len(self.questions) > 2 * MOST_ITEMS

    def lose(self, place: Place, name: str, why: Message) -> None:
        loss = Loss(place, name, why)
        if (
            len(self.losses) < MOST_LOSSES and loss not in self.losses[-12:]
        ):  # four options may lose the same thing
            self.losses.append(loss)


UNSEEN: Final = say("Signs that nobody sees are taken out.")
TOO_LONG: Final = say("The text is longer than %(n)s signs.", n=LONGEST_TEXT)
SHORTEN: Final = say("Shorten it, or split the question.")
UNREADABLE_FACT: Final = say("What the file says (%(value)s) is not of the bank's form.")
BLANKS: Final = " \t\r\n\f\v"
BLANK: Final = re.compile(f"[{BLANKS}]+")


def one_line(text: str) -> str:
    """Return the text with a blank for every line break; several blanks in a row stay."""
    return BLANK.sub(lambda found: " " if found[0].strip(" ") else found[0], text)


def tidy(text: str) -> tuple[str, bool]:
    """Return the text as the bank keeps it, and whether unseen signs were taken out.

    One line, composed letters (NFC), nothing invisible; blanks within it stay as they are.
    """
    flat = one_line(text).strip(BLANKS)
    seen = INVISIBLE.sub("", flat)
    return unicodedata.normalize("NFC", seen).strip(BLANKS), seen != flat


def read_facts(given: Mapping[str, str], place: Place, reading: Reading) -> dict[str, Any]:
    """Return what the bank can keep of the facts that a file gives; the rest is a loss."""
    found: dict[str, Any] = {}
    for name in FACTS:
        raw, unseen = tidy(given.get(name, ""))
        if not raw:
            continue
        if unseen:
            reading.lose(place, name, UNSEEN)
        value = _fact(name, raw[:LONGEST_TEXT])
        if value is None:
            why = say(UNREADABLE_FACT.msgid, value=raw[:60])
            reading.lose(place, name, why)
        else:
            found[name] = value
    return found


def _fact(name: str, raw: str) -> str | int | float | None:
    if name == "level":
        return int(raw) if raw in {"1", "2", "3"} else None
    if name == "version":
        return int(raw) if re.fullmatch("[1-9][0-9]{0,5}", raw) else None
    if name == "difficulty":
        share = float(raw) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", raw) else -1.0
        return share if 0 <= share <= 1 else None
    if name == "topic":
        return raw if TAG.fullmatch(raw) else None
    if name == "confidence":
        return raw if raw in {"high", "medium"} else None
    return raw


def language_of(tag: str) -> str:
    """Return the bank's language of a language tag (kk-KZ, rus), "" where it is another."""
    first = re.split("[-_]", tag.strip().lower())[0]
    return {"kaz": "kk", "rus": "ru"}.get(first, first if first in LANGUAGES else "")
