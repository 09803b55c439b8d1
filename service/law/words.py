"""How many words a text has: one definition for the server and the browser (modules/words.js).

A word is a run of letters and digits with the marks on them. Inside it a hyphen or an apostrophe
joins ("бала-шаға", "O'Neil"), and between two digits a point, a comma or a colon does ("3,5",
"09:30"). Everything else divides: blanks of every kind, dashes, slashes, signs. What nobody sees
(soft hyphens, zero-width characters) neither divides nor counts, and neither do emoji.
"""

import re
import unicodedata
from typing import Final

JOINERS: Final = frozenset("'\u2019\u2018\u0060\u00b4-\u2010\u2011")  # apostrophes, hyphens
POINTS: Final = frozenset(".,:")
_BY_CATEGORY: Final = {"L": "w", "N": "w", "M": "m"}
_POINT_IN_NUMBER: Final = re.compile("dp(?=d)")
_WORD: Final = re.compile("[wd][wdm]*(?:j[wd][wdm]*)*")


def count_words(text: str) -> int:
    """The number of words in a text."""
    return len(_WORD.findall(_POINT_IN_NUMBER.sub("dj", kinds(text))))


def kinds(text: str) -> str:
    """The text as a letter for the kind of each character; what nobody sees is left out.

    ``w`` letter or number, ``d`` decimal digit, ``m`` mark, ``j`` joiner, ``p`` point, else blank.
    """
    return "".join(map(_kind, text))


def _kind(character: str) -> str:
    if character in JOINERS:
        return "j"
    if character in POINTS:
        return "p"
    category = unicodedata.category(character)
    if category == "Nd":
        return "d"
    if category == "Cf":  # format characters
        return ""
    return _BY_CATEGORY.get(category[0], " ")
