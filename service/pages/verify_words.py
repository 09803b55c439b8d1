"""What a check of receipts or of a draw found, in the reader's language.

The law says it in English, for the command line; here each sentence is found again by its form.
The same messages, with their names in braces, are handed to the browser's own check.
"""

import ast
import re
from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, current, say

LONGEST: Final = 120  # characters of a finding that came out of the file
RECEIPT_FAULTS: Final[Mapping[str, Message]] = {
    "format": say("This is not a file of answer receipts."),
    "list": say("The file holds no list of receipts."),
    "key": say("The file names another public key than the one of this service."),
    "field": say("Receipt %(place)s: a field is missing or cannot be read."),
    "number": say("Receipt %(place)s: number %(found)s stands where %(place)s belongs."),
    "hash": say("Receipt %(place)s: it does not follow from the one before it."),
    "signature": say("Receipt %(place)s: the signature is not that of this service."),
}
DRAW_FAULTS: Final[Mapping[str, Message]] = {
    "lot": say("This is the record of a lot. A lot is repeated on its own page under “Draws”."),
    "algorithm": say("This is not the record of a draw by the algorithm %(name)s."),
    "missing": say("The record is not complete: “%(name)s” is missing."),
    "broken": say("The draw cannot be repeated from this record: %(why)s."),
    "commitment": say("The seed does not fit the commitment that was shown before the draw."),
    "blueprint": say("The blueprint is not the one that the record names."),
    "sections": say("The sections of the paper are not those of the draw."),
    "count": say("Section %(section)s has %(found)s questions, but %(drawn)s were drawn."),
    "question": say(
        "Section %(section)s, question %(place)s: the record says %(found)s, "
        "the draw gives %(drawn)s."
    ),
    "numbers": say("The record does not name the number questions of the paper as they are."),
    "number": say("Number question %(place)s is not the one that follows from the seed."),
}
_QUESTION: Final = (
    r"Section (?P<section>.+), question (?P<place>\d+): "
    r"the record says (?P<found>.+), the draw gives (?P<drawn>\{.+)\."
)
_RECEIPT_FORMS: Final = (
    ("format", r"the file is not of the format .+"),
    ("list", r"the file holds no list of receipts"),
    ("key", r"the file names another public key than the service's"),
    ("field", r"receipt (?P<place>\d+): a field is missing or unreadable .+"),
    ("number", r"receipt (?P<place>\d+): number (?P<found>.+) stands where \d+ belongs"),
    ("hash", r"receipt (?P<place>\d+): its hash does not follow from the one before it"),
    ("signature", r"receipt (?P<place>\d+): the signature is not the service's"),
)
_DRAW_FORMS: Final = (
    ("lot", r"This is the record of a lot\."),
    ("algorithm", r"The record's algorithm is .*, not '(?P<name>.+)'\."),
    ("missing", r"The record is not complete: '(?P<name>.+)' is missing\."),
    ("broken", r"The record cannot be repeated: (?P<why>.*)\."),
    ("commitment", r"The seed does not fit the commitment that was shown before\."),
    ("blueprint", r"The blueprint is not the one that the record names\."),
    ("sections", r"The paper's sections are not those of the draw\."),
    ("count", r"Section (?P<section>.+) has (?P<found>\d+) questions; (?P<drawn>\d+) were drawn\."),
    (
        "question",
        _QUESTION,
    ),
    ("number", r"Number question (?P<place>\d+): .+"),
    (
        "numbers",
        r"The numbers' algorithm is .+|The record (says|names|must name) .*number questions.*",
    ),
)


def receipt_fault(sentence: str) -> Message:
    """Return a finding of `attempts.receipts.file_faults` as a message."""
    return _found(sentence, _RECEIPT_FORMS, RECEIPT_FAULTS)


def draw_fault(sentence: str) -> Message:
    """Return a finding of `law.paper_draw.verify` as a message."""
    return _found(sentence, _DRAW_FORMS, DRAW_FAULTS)


def _found(
    sentence: str, forms: tuple[tuple[str, str], ...], messages: Mapping[str, Message]
) -> Message:
    for code, form in forms:
        match = re.fullmatch(form, sentence, re.DOTALL)
        if match:
            values = {name: _short(text) for name, text in match.groupdict().items()}
            return Message(messages[code].msgid, values)
    return say("%(sentence)s", sentence=sentence)


def _short(text: str) -> str:
    """Return a drawn item as "item (order of its options)", anything else cut to a line."""
    try:
        item = ast.literal_eval(text) if text.startswith("{") else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        item = None
    if isinstance(item, dict) and {"item", "order"} <= item.keys():
        text = f"{item['item']} ({item['order']})"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def for_browser(messages: Mapping[str, Message]) -> dict[str, str]:
    """Return the messages in the reader's language; a value %(name)s stands there as {name}."""
    translator = current.get()
    names = re.compile(r"%\((\w+)\)s")
    return {
        code: names.sub(r"{\1}", translator.gettext(each.msgid)) for code, each in messages.items()
    }
