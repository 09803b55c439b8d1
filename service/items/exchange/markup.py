"""Plain text of what other programs write with HTML in it; what the text loses is told."""

import re
from html.parser import HTMLParser
from typing import Final

from service.core.i18n import say
from service.items.exchange.model import Place, Reading

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
LOOK_LOST: Final = say("Bold, italics, lists and the like become plain text.")
PICTURE: Final = say("There is a picture, a formula or a recording in it; the bank keeps text.")
IN_WORDS: Final = say("Say it in words, or leave the question out.")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.has_look = False
        self.has_picture = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.has_picture |= tag in PICTURES
        self.has_look |= tag not in PLAIN and tag not in PICTURES
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def has_markup(text: str) -> bool:
    """Say whether HTML was meant."""
    return TAGS.search(text) is not None


def plain_text(html: str, name: str, place: Place, reading: Reading) -> str:
    """Return what a person reads of the HTML; its look is a loss, a picture is a fault."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    if parser.has_look:
        reading.lose(place, "look", LOOK_LOST)
    if parser.has_picture:
        reading.fault(place, name, PICTURE, IN_WORDS)
    return re.sub("[ \t\r\n\f]+", " ", "".join(parser.parts))
