"""Aiken: questions, options A to D, `ANSWER: B`; one language and nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from service.core.i18n import say
from service.items.bank import Item
from service.items.exchange.assembling import Pieces, assemble
from service.items.exchange.decoding import read_text
from service.items.exchange.model import LETTERS, LONGEST_TEXT, Place, Reading, tidy

LATIN: Final = "ABCDEFGH"
RUSSIAN: Final = "АБВГДЕЖЗ"  # people letter their options in Russian, too
LIKE_LATIN: Final = str.maketrans("АВСЕН", "ABCEH")  # noqa: RUF001  # Cyrillic letters typed for Latin ones
CHOICE: Final = re.compile(
    rf"[ \t]*([A-Ha-h{RUSSIAN}{RUSSIAN.lower()}СсНн])[.)][ \t]*(.*)"
)  # see above
ANSWER: Final = re.compile(
    r"[ \t]*(?:ANSWER|ОТВЕТ|ЖАУАП|ЖАУАБЫ)[ \t]*:[ \t]*(.*)",  # noqa: RUF001  # see above
    re.IGNORECASE,
)
FEEDBACK: Final = re.compile(r"[ \t]*FEEDBACK[ \t]*:.*", re.IGNORECASE)
BLANKS: Final = " \t\f\v"

NO_ANSWER: Final = say("There is no line ANSWER: after the options.")
WRITE_ANSWER: Final = say("Write ANSWER: and the letter of the right option below them.")
NO_SUCH: Final = say("ANSWER: names %(letter)s; there is no such option.")
NAME_ONE: Final = say("Name the letter of the one right option.")
SEVERAL: Final = say("ANSWER: names several options: %(letter)s.")
DISORDER: Final = say("The letters of the options do not follow one another: %(letters)s.")
IN_ORDER: Final = say("Letter the options A, B, C, D.")
NO_QUESTION: Final = say("Options or an answer stand here without a question.")
WRITE_QUESTION: Final = say("Write the question on a line of its own above them.")
FEEDBACK_LOST: Final = say("The bank has no feedback on an answer.")


def write_aiken(items: Iterable[Item], language: str) -> bytes:
    """Return the items as an Aiken file; every one has a text in this language."""
    return "\n".join(_written(item, language) for item in items).encode()


def _written(item: Item, language: str) -> str:
    text = item.texts[language]
    lines = [tidy(text.text)[0]]
    lines += [f"{letter.upper()}) {tidy(text.options[letter])[0]}" for letter in LETTERS]
    return "\n".join([*lines, f"ANSWER: {item.key.upper()}", ""])


@dataclass
class _Open:
    """A question whose answer has not come yet."""

    line: int
    text: str
    letters: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


def read_aiken(file: str, content: bytes) -> Reading:
    """Return what an Aiken file holds, with every fault and loss."""
    reading = Reading(file)
    text = read_text(reading, content)
    lines = [
        (number, line)
        for number, raw in enumerate((text or "").split("\n"), 1)
        if (line := raw.strip(BLANKS))
    ]
    current: _Open | None = None
    count = 0
    after = [*(line for _, line in lines[1:]), ""]
    for (number, line), following in zip(lines, after, strict=False):
        begins = _is_first_choice(following)
        if reading.is_enough():
            break
        if current is None and FEEDBACK.fullmatch(line) and not begins:
            reading.lose(Place(file, number, str(count)), "feedback", FEEDBACK_LOST)
        elif current is None and ANSWER.fullmatch(line) and not begins:
            reading.fault(Place(file, number), "text", NO_QUESTION, WRITE_QUESTION)
        elif current is None:
            current, count = _begin(line, number, count)
        elif answer := ANSWER.fullmatch(line):
            _end(current, count, answer[1], reading)
            current = None
        elif current.options and begins and not CHOICE.fullmatch(line):
            _no_answer(current, count, reading)
            current, count = _begin(line, number, count)
        else:
            _continue(current, line, count, reading)
    if current is not None:
        _no_answer(current, count, reading)
    return reading


def _continue(current: _Open, line: str, count: int, reading: Reading) -> None:
    """Add a line to an open question: an option, or the rest of what stands above it."""
    if choice := CHOICE.fullmatch(line):
        current.letters.append(choice[1])
        current.options.append(choice[2])
    elif current.options and FEEDBACK.fullmatch(line):
        reading.lose(_place(current, count, reading), "feedback", FEEDBACK_LOST)
    elif current.options:
        current.options[-1] = _longer(current.options[-1], line)
    else:
        current.text = _longer(current.text, line)


def _longer(text: str, line: str) -> str:
    """Return the text with one more line, unless it is too long to be taken already."""
    return text if len(text) > LONGEST_TEXT else f"{text} {line}"


def _begin(line: str, number: int, count: int) -> tuple[_Open, int]:
    return _Open(number, line), count + 1


def _is_first_choice(line: str) -> bool:
    """Say whether this is an option A: what stands above it is a question, whatever it looks."""
    found = CHOICE.fullmatch(line)
    return found is not None and found[1].upper().translate(LIKE_LATIN) == "A"


def _place(current: _Open, count: int, reading: Reading) -> Place:
    return Place(reading.file, current.line, str(count))


def _no_answer(current: _Open, count: int, reading: Reading) -> None:
    reading.fault(_place(current, count, reading), "key", NO_ANSWER, WRITE_ANSWER)


def _end(current: _Open, count: int, answer: str, reading: Reading) -> None:
    place = _place(current, count, reading)
    first = current.letters[0].upper().translate(LIKE_LATIN) if current.letters else ""
    if first != "A" and CHOICE.fullmatch(current.text):
        reading.fault(place, "text", NO_QUESTION, WRITE_QUESTION)
        return
    letters = _in_order(current.letters)
    if letters is None:
        shown = ", ".join(current.letters[:12])
        reading.fault(place, "options", say(DISORDER.msgid, letters=shown), IN_ORDER)
        return
    named = re.findall(r"[^\W\d_]+", answer[:200])
    right = [_position(letter, current.letters) for letter in named]
    if len(named) > 1 and all(len(letter) == 1 for letter in named):
        reading.fault(place, "key", say(SEVERAL.msgid, letter=", ".join(named[:8])), NAME_ONE)
        return
    if len(right) != 1 or right[0] is None:
        shown = answer.strip(BLANKS)[:40] or "–"  # noqa: RUF001  # a dash for what is not there
        reading.fault(place, "key", say(NO_SUCH.msgid, letter=shown), NAME_ONE)
        return
    assemble(Pieces(place, "", current.text, current.options, [right[0]]), reading)


def _in_order(written: Sequence[str]) -> Sequence[str] | None:
    """Return the letters where they follow one another in either alphabet."""
    big = "".join(written).upper()
    alike = big.translate(LIKE_LATIN)
    return written if LATIN.startswith(alike) or RUSSIAN.startswith(big) else None


def _position(letter: str, written: Sequence[str]) -> int | None:
    """Return which option a letter names: as it is written, else by its look."""
    big = letter.upper()
    rows = [each.upper() for each in written]
    if big in rows:
        return rows.index(big)
    alike = [each.translate(LIKE_LATIN) for each in rows]
    folded = big.translate(LIKE_LATIN)
    return alike.index(folded) if folded in alike else None
