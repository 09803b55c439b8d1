"""From the pieces that every format gives to a question of the bank: the same checks for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from service.core.i18n import say
from service.items.exchange.model import (
    LETTERS,
    LONGEST_TEXT,
    SHORTEN,
    TOO_LONG,
    UNSEEN,
    Place,
    Question,
    Reading,
    read_facts,
    tidy,
)

NO_TEXT: Final = say("The question has no text.")
WRITE_TEXT: Final = say("Write the question before its options.")
FOUR: Final = say("An item of the bank has four options; this one has %(n)s.")
MAKE_FOUR: Final = say("Leave or write exactly four options.")
EMPTY_OPTION: Final = say("Option %(letter)s is empty.")
WRITE_OPTION: Final = say("Write the option.")
NO_KEY: Final = say("No option is marked as right.")
MARK_ONE: Final = say("Mark the one right option.")
SEVERAL_KEYS: Final = say("Several options are marked as right: %(letters)s.")
LEAVE_ONE: Final = say("Leave one right option: the bank knows no others.")


@dataclass
class Pieces:
    """A question as a file writes it; `right` are the positions of the options marked so."""

    place: Place
    name: str
    text: str
    options: Sequence[str]
    right: Sequence[int]
    language: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    letters: str = LETTERS  # how the options are to be called, in the file's order


def assemble(pieces: Pieces, reading: Reading) -> None:
    """Add the question to the reading, or every fault that it has."""
    before = len(reading.faults)
    place = pieces.place
    text = _text(pieces.text, "text", place, reading)
    if not text:
        reading.fault(place, "text", NO_TEXT, WRITE_TEXT)
    few = pieces.options[: 2 * len(LETTERS)]  # of a thousand options nobody wants to read
    options = [_text(option, "options", place, reading) for option in few]
    if len(pieces.options) != len(LETTERS):
        reading.fault(place, "options", say(FOUR.msgid, n=len(pieces.options)), MAKE_FOUR)
    for number, option in enumerate(options):
        if not option:
            letter = chr(ord("A") + number)
            reading.fault(place, "options", say(EMPTY_OPTION.msgid, letter=letter), WRITE_OPTION)
    if not pieces.right:
        reading.fault(place, "key", NO_KEY, MARK_ONE)
    elif len(pieces.right) > 1:
        letters = ", ".join(chr(ord("A") + number) for number in pieces.right[:8])
        reading.fault(place, "key", say(SEVERAL_KEYS.msgid, letters=letters), LEAVE_ONE)
    # a picture in a text was told before the pieces came here
    if len(reading.faults) > before or any(each.place == place for each in reading.faults[-8:]):
        return
    by_letter = dict(zip(pieces.letters, options, strict=True))
    reading.questions.append(
        Question(
            place=place,
            name=pieces.name,
            language=pieces.language,
            text=text,
            options={letter: by_letter[letter] for letter in LETTERS},
            key=pieces.letters[pieces.right[0]],
            facts=read_facts(pieces.facts, place, reading),
        )
    )


def _text(raw: str, name: str, place: Place, reading: Reading) -> str:
    text, unseen = tidy(raw)
    if unseen:
        reading.lose(place, name, UNSEEN)
    if len(text) > LONGEST_TEXT:
        reading.fault(place, name, TOO_LONG, SHORTEN)
    return text
