"""Moodle GIFT, read: as Moodle reads it, with a sentence where Moodle would guess.

Escaped signs become signs of private use while the structure is looked for, as in Moodle's own
reader, and letters again at the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from service.core.i18n import Message, say
from service.items.exchange.assembling import Pieces, assemble
from service.items.exchange.decoding import read_text
from service.items.exchange.markup import has_markup, plain_text
from service.items.exchange.model import FACTS, LETTERS, Place, Reading, language_of
from service.items.item_checks import TAG

ESCAPED: Final = re.compile(r"\\([\\~=#{}:n])")
HIDDEN: Final = {sign: chr(0xE100 + n) for n, sign in enumerate("\\~=#{}:n")}
SHOWN: Final = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in HIDDEN.items()}
PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
FORMAT_TAG: Final = re.compile(r"\[(html|plain|markdown|moodle)\]", re.IGNORECASE)
WEIGHT: Final = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]+)?)%")
ID: Final = re.compile(r"\[id:((?:\\\]|[^\]]){1,200})\]")
MOODLE_TAG: Final = re.compile(r"\[tag:((?:\\\]|[^\]]){1,4200})\]")
LONGEST_COMMENT: Final = 50_000
NOTE: Final = re.compile(r"//[ \t]*(reason|source):[ \t]*(.*)")
TRUE_FALSE: Final = frozenset({"T", "TRUE", "F", "FALSE"})
WHOLE: Final = 100.0
MOST_OPTIONS: Final = 50
BLANKS: Final = " \t\n\f\v"

NOT_CLOSED: Final = say("The answers begin with { and do not end with }.")
CLOSE: Final = say("Write } after the last option.")
NOT_OPENED: Final = say("A } stands where no answers have begun.")
NESTED: Final = say("A { stands within the answers.")
SEVERAL: Final = say("The question has several lists of answers.")
ESCAPE: Final = say("Where a brace belongs to the text, write it as \\{ or \\}.")
SPLIT: Final = say("Make a question of its own of each.")
NO_MARK: Final = say("Before the first option stands a text without = or ~.")
MARK: Final = say("Begin the right option with = and each other one with ~.")
PARTS: Final = say("Several options give a part of the mark: %(letters)s.")
NOT_WHOLE: Final = say("The best option gives a part of the mark only: %(n)s of 100.")
NOT_FOUR: Final = say("This is a question of another kind: %(kind)s.")
LEAVE_OUT: Final = say("The bank keeps questions with four options. Leave it out of the file.")
KINDS: Final = {
    "description": say("a text without answers"),
    "essay": say("an essay"),
    "numerical": say("a number as the answer"),
    "truefalse": say("true or false"),
    "match": say("matching"),
    "shortanswer": say("a typed answer"),
}
FEEDBACK_LOST: Final = say("The bank has no feedback on an answer.")
MARKS_LOST: Final = say("Every wrong option gives no mark in a test of the bank.")
CATEGORY_LOST: Final = say("The category %(value)s is no topic of the bank.")
TAG_LOST: Final = say("The bank has no tags; the topic can be written in the draft.")
MARKDOWN: Final = say("The signs of Markdown stay in the text as they are.")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without a blank one between them; comments apart."""

    line: int
    text: str
    comments: tuple[str, ...]


def read_gift(file: str, content: bytes) -> Reading:
    """Return what a GIFT file holds, with every fault and loss."""
    reading = Reading(file)
    text = read_text(reading, content)
    category = ""
    for block in _blocks(PRIVATE.sub("", text)) if text else ():
        if reading.is_enough():
            break
        rest = block.text
        if rest.startswith("$CATEGORY:"):
            first, _, rest = rest.partition("\n")
            category = first.removeprefix("$CATEGORY:").strip(BLANKS)
        if rest.strip(BLANKS):
            line = block.line + block.text.count("\n") - rest.count("\n")
            _read(_Block(line, rest, block.comments), category, reading)
    return reading


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the questions: a blank line ends one, unless its answers are still open."""
    lines: list[str] = []
    comments: list[str] = []
    begun = opened = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip(BLANKS)
        is_over = not bare and opened <= 0
        if lines and (is_over or (not lines[-1] and _begins(bare))):
            yield _Block(begun, "\n".join(lines), tuple(comments))
            lines, comments, opened = [], [], 0
        if bare.startswith("//"):
            comments.append(bare[:LONGEST_COMMENT])
            lines += ["//"] * bool(lines)  # lines are counted
        elif bare:
            begun = begun if lines else number
            hidden = _hidden(line)
            opened += hidden.count("{") - hidden.count("}")
            lines.append(hidden)
        elif lines:
            lines.append("")
        else:
            comments = []
    if lines:
        yield _Block(begun, "\n".join(lines), tuple(comments))


def _begins(bare: str) -> bool:
    """Say whether another question begins, though the one before has not been closed."""
    return bare.startswith(("//", "::", "$CATEGORY:")) or "{" in _hidden(bare)


def _hidden(text: str) -> str:
    return ESCAPED.sub(lambda found: HIDDEN[found[1]], text)


def _read(block: _Block, category: str, reading: Reading) -> None:
    text = re.sub("(?m)^//$", "", block.text).strip(BLANKS)
    given = _given(block.comments)
    name = ""
    if text.startswith("::"):
        name, _, text = text[2:].partition("::")
    name = given.pop("id", "") or name.translate(SHOWN).strip(BLANKS)
    place = Place(reading.file, block.line, name or text[:40].translate(SHOWN))
    parts = _parts(text, place, reading)
    if parts is None:
        return
    before, answers, after = parts
    question = f"{before}_____{after}" if after.strip(BLANKS) else before
    language = language_of(given.pop("language", ""))
    _facts(given, category, place, reading)
    options = _options(answers, place, reading)
    if options is None:
        return
    plain, asked = _formatted(question, "", "text", place, reading)
    texts = [_formatted(text, asked, "options", place, reading)[0] for text, _ in options]
    right = _right([weight for _, weight in options], place, reading)
    if right is None:
        return
    assemble(Pieces(place, name, plain, texts, right, language, given, LETTERS), reading)


def _given(comments: tuple[str, ...]) -> dict[str, str]:
    """Return what comment lines say of the question: its id, our tags, our notes."""
    found: dict[str, str] = {}
    for line in comments:
        note = NOTE.fullmatch(line)
        if note:
            found[note[1]] = note[2]
            continue
        for own_id in ID.findall(line):
            found["id"] = _bare(own_id)
        for tag in MOODLE_TAG.findall(line):
            name, colon, value = _bare(tag).partition(":")
            found[name if colon else "tag"] = value
    return found


def _bare(text: str) -> str:
    return text.replace(r"\]", "]").strip(BLANKS)


def _facts(given: dict[str, str], category: str, place: Place, reading: Reading) -> None:
    """Take the act and the topic from the category where no tag names them."""
    if given.keys() - {*FACTS, "language"}:
        reading.lose(place, "rest", TAG_LOST)
    *before, last = category.split("/")
    if len(before) == 1 and TAG.fullmatch(before[0]):
        given.setdefault("act", before[0])
    if TAG.fullmatch(last) and before:
        given.setdefault("topic", last)
    elif category and not TAG.fullmatch(category):
        reading.lose(place, "topic", say(CATEGORY_LOST.msgid, value=category[:60]))


def _parts(text: str, place: Place, reading: Reading) -> tuple[str, str, str] | None:
    """Return what stands before, within and after the braces."""
    opened, closed = text.find("{"), text.find("}")
    what: tuple[Message, Message] | None = None
    if opened < 0 and closed < 0:
        what = say(NOT_FOUR.msgid, kind=KINDS["description"]), LEAVE_OUT
    elif closed < 0:
        what = NOT_CLOSED, CLOSE
    elif opened < 0 or closed < opened:
        what = NOT_OPENED, ESCAPE
    elif "{" in text[opened + 1 : closed]:
        what = NESTED, ESCAPE
    elif "{" in text[closed:]:
        what = SEVERAL, SPLIT
    elif "}" in text[closed + 1 :]:
        what = NOT_OPENED, ESCAPE
    if what is not None:
        reading.fault(place, "options", *what)
        return None
    return text[:opened], text[opened + 1 : closed].strip(BLANKS), text[closed + 1 :]


def _options(answers: str, place: Place, reading: Reading) -> list[tuple[str, float]] | None:
    """Return the options with their shares of the mark; None where it is another kind."""
    answers, separator, general = answers.rpartition("####")
    if not separator:
        answers, general = general, ""
    if general.strip(BLANKS):
        reading.lose(place, "feedback", FEEDBACK_LOST)
    kind = _kind(answers.strip(BLANKS))
    if kind:
        reading.fault(place, "options", say(NOT_FOUR.msgid, kind=KINDS[kind]), LEAVE_OUT)
        return None
    pieces = re.split("([=~])", answers, maxsplit=MOST_OPTIONS)
    if pieces[0].strip(BLANKS):
        reading.fault(place, "options", NO_MARK, MARK)
        return None
    options = []
    for mark, raw in zip(pieces[1::2], pieces[2::2], strict=True):
        text, hash_sign, feedback = raw.partition("#")
        if hash_sign and feedback.strip(BLANKS):
            reading.lose(place, "feedback", FEEDBACK_LOST)
        text = text.strip(BLANKS)
        weighed = WEIGHT.match(text)
        weight = float(weighed[1]) if weighed else WHOLE * (mark == "=")
        options.append((text[weighed.end() :] if weighed else text, weight))
    return options


def _kind(answers: str) -> str:
    """Return which kind of question Moodle would make of it, "" for several options."""
    if not answers:
        return "essay"
    if answers.startswith("#"):
        return "numerical"
    if "~" in answers:
        return ""
    if answers.partition("#")[0].strip(BLANKS) in TRUE_FALSE:
        return "truefalse"
    if "=" not in answers:
        return ""
    return "match" if "->" in answers else "shortanswer"


def _right(weights: list[float], place: Place, reading: Reading) -> list[int] | None:
    """Return the positions of the right options; None where the marks are a fault."""
    positive = [number for number, weight in enumerate(weights) if weight > 0]
    whole = [number for number in positive if weights[number] == WHOLE]
    if any(weight < 0 for weight in weights):
        reading.lose(place, "marks", MARKS_LOST)
    if positive == whole or len(whole) > 1:
        return whole
    if not whole and len(positive) == 1:
        share = f"{weights[positive[0]]:g}"
        what = say(NOT_WHOLE.msgid, n=share)
    else:
        letters = ", ".join(chr(ord("A") + number) for number in positive[:8])
        what = say(PARTS.msgid, letters=letters)
    reading.fault(place, "key", what, MARK)
    return None


def _formatted(
    raw: str, inherited: str, name: str, place: Place, reading: Reading
) -> tuple[str, str]:
    """Return the plain text and the format it was in; options inherit the question's."""
    text = raw.strip(BLANKS)
    tag = FORMAT_TAG.match(text)
    kind = tag[1].lower() if tag else inherited
    text = (text[tag.end() :] if tag else text).translate(SHOWN)
    if kind == "html" or (kind in {"", "moodle"} and has_markup(text)):
        text = plain_text(text, name, place, reading)
    elif kind == "markdown" and re.search(r"[*_`#]|\]\(", text):
        reading.lose(place, "look", MARKDOWN)
    return text, kind
