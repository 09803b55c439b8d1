"""One assessment item of QTI 3.0: a single choice among four options, as any maker writes it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from service.core.i18n import Message, say
from service.items.exchange.assembling import Pieces, assemble
from service.items.exchange.markup import IN_WORDS, LOOK_LOST, PICTURE, PICTURES, PLAIN
from service.items.exchange.model import LETTERS, Place, Reading, language_of, one_line
from service.items.exchange.qti import ITEM_NAMESPACE, OWN, TOOL

NS: Final = {"q": ITEM_NAMESPACE}
CHOICE: Final = "qti-choice-interaction"
OWN_SUFFIX: Final = re.compile(r"[-_. ](?:v[0-9]+[-_. ])?(?:kk|ru|kaz|rus|kz)$", re.IGNORECASE)
# what stands in a body and is no part of the question
ASIDE: Final = frozenset(
    {
        "qti-rubric-block",
        "qti-feedback-inline",
        "qti-feedback-block",
        "qti-template-inline",
        "qti-template-block",
        "qti-catalog-info",
        "qti-stylesheet",
    }
)
LEFT_BEHIND: Final = frozenset(
    {"qti-rubric-block", "qti-catalog-info", "qti-stylesheet", "qti-companion-materials-info"}
)
FRAMES: Final = PLAIN | {"qti-content-body", "qti-prompt", "qti-item-body", "qti-simple-choice"}
BLOCKS: Final = frozenset({"p", "div", "br", "li", "ul", "ol", "table", "tr", "td", "th", "pre"})

NOT_ONE: Final = say("The item has %(n)s interactions; the bank's items have one choice.")
OTHER_KIND: Final = say("This is a question of another kind: %(kind)s.")
LEAVE_OUT: Final = say("The bank keeps questions with four options. Leave it out of the file.")
NO_SUCH_CHOICE: Final = say("The right answer %(name)s is not among the options.")
NAME_CHOICE: Final = say("Name one of the options in the correct response.")
SEVERAL: Final = say("The item lets people choose several options.")
SINGLE: Final = say("Make it a single choice with one right answer.")
MADE_ANEW: Final = say("The item is made anew for every candidate (template processing).")
WRITE_OUT: Final = say("Write the question out with fixed words and numbers.")
TWO_ALIKE: Final = say("Two options have the same identifier.")
OWN_NAMES: Final = say("Give each option an identifier of its own.")
FEEDBACK_LOST: Final = say("The bank has no feedback on an answer.")
RUBRIC_LOST: Final = say("Rubrics, catalogues and style sheets are left behind.")
SHUFFLED: Final = say("The options are always shuffled in a test of the bank.")
FROM_MARKS: Final = say("The right answer was told by its mark only: the highest one.")
LANGUAGE_LOST: Final = say("The file names the language %(value)s, which the bank has not.")


def read_item(root: Any, file: str, reading: Reading) -> None:
    """Add the item's question to the reading, or every fault that it has."""
    identifier = root.get("identifier", "").strip()
    own = {
        name.removeprefix(OWN): value
        for name, value in root.attrib.items()
        if str(name).startswith(OWN)
    }
    place = Place(
        file, root.sourceline or 0, own.get("item") or identifier or root.get("title", "")
    )
    interaction = _interaction(root, place, reading)
    if interaction is None:
        return
    choices = interaction.findall("q:qti-simple-choice", NS)
    names = [choice.get("identifier", "") for choice in choices]
    right = _right(root, interaction, names, place, reading)
    if right is None:
        return
    _losses(root, interaction, place, reading)
    body = root.find("q:qti-item-body", NS)
    text = _words(body, "text", place, reading, without=set(choices))
    options = [_words(choice, "options", place, reading) for choice in choices]
    tag = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    language = language_of(tag)
    if tag and not language:
        reading.lose(place, "language", say(LANGUAGE_LOST.msgid, value=tag[:20]))
    name = own.get("item") or OWN_SUFFIX.sub("", identifier)
    letters = "".join(names) if sorted(names) == list(LETTERS) else LETTERS
    facts = own if root.get("tool-name") == TOOL else {}
    assemble(Pieces(place, name, text, options, right, language, facts, letters), reading)


def _interaction(root: Any, place: Place, reading: Reading) -> Any:
    """Return the one choice interaction, or None where there is another or several."""
    found = [
        each
        for each in root.iterfind(".//q:*", NS)
        if etree.QName(each).localname.endswith("-interaction")
    ]
    what: tuple[Message, Message] | None = None
    if len(found) != 1:
        what = say(NOT_ONE.msgid, n=len(found)), LEAVE_OUT
    elif etree.QName(found[0]).localname != CHOICE:
        kind = etree.QName(found[0]).localname.removeprefix("qti-")
        what = say(OTHER_KIND.msgid, kind=kind), LEAVE_OUT
    elif root.find("q:qti-template-declaration", NS) is not None:
        what = MADE_ANEW, WRITE_OUT
    if what is not None:
        reading.fault(place, "item", *what)
        return None
    return found[0]


def _right(
    root: Any, interaction: Any, names: list[str], place: Place, reading: Reading
) -> list[int] | None:
    """Return the positions of the right options; None where the item says what cannot be."""
    if len(set(names)) < len(names):
        reading.fault(place, "options", TWO_ALIKE, OWN_NAMES)
        return None
    wanted = interaction.get("response-identifier", "")
    declared = next(
        (
            each
            for each in root.findall("q:qti-response-declaration", NS)
            if each.get("identifier") == wanted
        ),
        None,
    )
    if declared is None:
        return []
    values = [
        (value.text or "").strip()
        for value in declared.iterfind("q:qti-correct-response/q:qti-value", NS)
    ]
    values = values or _best(declared, place, reading)
    for value in values:
        if value not in names:
            what = say(NO_SUCH_CHOICE.msgid, name=value[:40] or "–")  # noqa: RUF001  # a dash for what is not there
            reading.fault(place, "key", what, NAME_CHOICE)
            return None
    may_choose = interaction.get("max-choices", "1").strip()
    if len(values) == 1 and declared.get("cardinality") != "single" and may_choose != "1":
        reading.fault(place, "key", SEVERAL, SINGLE)
        return None
    return [names.index(value) for value in dict.fromkeys(values)]


def _best(declared: Any, place: Place, reading: Reading) -> list[str]:
    """Return the options with the highest mark above zero, where only marks are given."""
    marks: Mapping[str, float] = {
        entry.get("map-key", "").strip(): _number(entry.get("mapped-value"))
        for entry in declared.iterfind("q:qti-mapping/q:qti-map-entry", NS)
    }
    best = max(marks.values(), default=0.0)
    if best <= 0:
        return []
    reading.lose(place, "marks", FROM_MARKS)
    return [name for name, mark in marks.items() if mark == best]


def _number(text: str | None) -> float:
    try:
        return float(text or "0")
    except ValueError:
        return 0.0


def _losses(root: Any, interaction: Any, place: Place, reading: Reading) -> None:
    names = {etree.QName(each).localname for each in root.iterfind(".//q:*", NS)}
    if any("feedback" in name for name in names):
        reading.lose(place, "feedback", FEEDBACK_LOST)
    if names & {
        "qti-rubric-block",
        "qti-catalog-info",
        "qti-stylesheet",
        "qti-companion-materials",
    }:
        reading.lose(place, "rest", RUBRIC_LOST)
    fixed = any(each.get("fixed") == "true" for each in interaction)
    if fixed or interaction.get("shuffle", "false") != "true":
        reading.lose(place, "look", SHUFFLED)


def _words(
    element: Any, name: str, place: Place, reading: Reading, without: set[Any] | None = None
) -> str:
    """Return what a person reads of an element, without some of the elements in it."""
    if element is None:
        return ""
    parts: list[str] = []
    _gather(element, parts, without or set(), name, place, reading)
    return one_line("".join(parts))


def _gather(
    element: Any, parts: list[str], without: set[Any], name: str, place: Place, reading: Reading
) -> None:
    parts.append(element.text or "")
    for child in element:
        tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if tag in PICTURES:
            reading.fault(place, name, PICTURE, IN_WORDS)
        elif tag and child not in without and tag not in ASIDE:
            if tag not in FRAMES and not tag.endswith("-interaction"):
                reading.lose(place, "look", LOOK_LOST)
            edge = "\n" if tag in BLOCKS or tag.startswith("qti-") else ""
            parts.append(edge)
            _gather(child, parts, without, name, place, reading)
            parts.append(edge)
        parts.append(child.tail or "")
