"""From bytes to text: the encodings in which files of other programs come."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from service.core.i18n import say
from service.items.exchange.model import Place, Reading

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# KZ-1048 is Windows-1251 with the Kazakh letters in the place of Serbian and Belarusian ones
OLD: Final = (("kz1048", "Windows-1251 (KZ-1048)"), ("koi8_r", "KOI8-R"), ("cp866", "CP866"))
WORD: Final = re.compile(r"[^\W\d_]+")
CYRILLIC_WORD: Final = re.compile("[\u0400-\u052f]?[\u0430-\u052f]+|[\u0400-\u042f\u0492-\u04e8]+")
ENOUGH: Final = 0.85  # the rest are quotation marks and dashes
NO_BYTES: Final = b"\x00"
UNKNOWN: Final = say("In which encoding the file is written cannot be told.")
SAVE_AS_UTF8: Final = say("Open it in its program and save it as UTF-8.")
EMPTY: Final = say("The file is empty.")
CHOOSE_ANOTHER: Final = say("Choose the file that the other program has written.")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str


def decode(content: bytes) -> Decoded | None:
    """Return the text with line ends as line feeds, or None where no encoding fits."""
    for bom, codec, name in BOMS:
        if content.startswith(bom):
            return _decoded(content, codec, name)
    if NO_BYTES in content:
        # no text in one byte a letter holds a zero: UTF-16 without its mark
        zeros = content[1::2].count(0), content[0::2].count(0)
        codec = "utf-16-le" if zeros[0] >= zeros[1] else "utf-16-be"
        found = _decoded(content, codec, "UTF-16")
        return found if found and _share(found.text) >= ENOUGH else None
    return _decoded(content, "utf-8", "UTF-8") or _old(content)


def _decoded(content: bytes, codec: str, name: str) -> Decoded | None:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), name)


def _old(content: bytes) -> Decoded | None:
    """Choose by the words: in a wrong encoding capitals stand within them."""
    tried = [found for codec, name in OLD if (found := _decoded(content, codec, name))]
    best = max(tried, key=lambda found: _share(found.text), default=None)
    return best if best and _share(best.text) >= ENOUGH else None


def _share(text: str) -> float:
    """Return how much of what is not ASCII stands in words as people write them."""
    foreign = sum(not sign.isascii() for sign in text)
    sound = sum(len(word) for word in WORD.findall(text) if CYRILLIC_WORD.fullmatch(word))
    return sound / foreign if foreign else 1.0


def read_text(reading: Reading, content: bytes) -> str | None:
    """Return the file's text; where it has none, the reading says why."""
    place = Place(reading.file)
    found = decode(content)
    if found is None:
        reading.fault(place, "file", UNKNOWN, SAVE_AS_UTF8)
        return None
    if not found.text.strip("\ufeff \t\n"):
        reading.fault(place, "file", EMPTY, CHOOSE_ANOTHER)
        return None
    reading.encoding = found.encoding
    return found.text.removeprefix("\ufeff")
