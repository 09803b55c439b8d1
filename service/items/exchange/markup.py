"""Plain text of what other programs write with HTML in it; what the text loses is told."""

import re
from html import unescape
from typing import Final

from service.core.i18n import say
from service.items.exchange.model import BLANK, Place, Reading

BLOCKS: Final = frozenset(
    {
        *("p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote"),
        *("table", "thead", "tbody", "tr", "td", "th", "caption"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"),
    }
)
PLAIN: Final = frozenset({"p", "div", "span"})  # they say nothing that a text could lose
PICTURES: Final = frozenset(
    {"img", "picture", "object", "embed", "audio", "video", "svg", "math", "canvas", "iframe"}
)
SILENT: Final = frozenset({"script", "style", "head", "title"})
# a tag that a person means, not a comparison: a < b
TAGS: Final = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|sub|sup|ul|ol|li|table|tr|td|th|tbody|thead|a|font|h[1-6]"
    r"|pre|code|img|audio|video|object|iframe|small|del|s)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# a tag, a comment or a declaration; what is not closed ends before the next one, so that no text,
# however it is made, is read twice
ANY_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)[^<>]*>|<!--(?:[^-]|-(?!->))*(?:-->|\Z)|<[!?][^<>]*>"
)
LOOK_LOST: Final = say("Bold, italics, lists and the like become plain text.")
PICTURE: Final = say("There is a picture, a formula or a recording in it; the bank keeps text.")
IN_WORDS: Final = say("Say it in words, or leave the question out.")


def has_markup(text: str) -> bool:
    """Say whether HTML was meant."""
    return TAGS.search(text) is not None


def plain_text(html: str, name: str, place: Place, reading: Reading) -> str:
    """Return what a person reads of the HTML; its look is a loss, a picture is a fault."""
    parts: list[str] = []
    silent = ""
    at = 0
    for found in ANY_TAG.finditer(html):
        if not silent:
            parts.append(html[at : found.start()])
        at = found.end()
        tag = found["tag"].lower() if found["tag"] else ""
        is_end = bool(found["end"])
        if silent:
            silent = "" if is_end and tag == silent else silent
        elif tag in SILENT and not is_end:
            silent = tag
        if tag in BLOCKS:
            parts.append(" ")
        if tag in PICTURES:
            reading.fault(place, name, PICTURE, IN_WORDS)
        elif tag and tag not in PLAIN:
            reading.lose(place, "look", LOOK_LOST)
    if not silent:
        parts.append(html[at:])
    return BLANK.sub(" ", unescape("".join(parts)))
