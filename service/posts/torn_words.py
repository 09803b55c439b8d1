"""Words that a PDF tore into pieces and that a first look at a single line cannot tell.

What helps is the text itself: the same word stands whole elsewhere, and a piece of it is no word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from service.posts.source_text import Anomaly, SourceLine

TORN: Final = "torn word"
STRAY_HYPHEN: Final = "stray hyphen"
MOST_PIECES: Final = 5
LONGEST_FRAGMENT: Final = 3

# short words of the language that end other words, too
_PARTICLES: Final = frozenset(
    ["мен", "бен", "пен", "да", "де", "та", "те", "ма", "ме", "ба", "бе", "па", "пе", "ғой"]
)
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SIGNS = '.,;:()«»"'


def whole_words(lines: Iterable[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[Anomaly, ...]]:
    """Return the lines with their torn words put together, and what was put together where."""
    given = tuple(lines)
    words = Counter(word.casefold() for line in given for word in _WORD.findall(line.text))
    made: list[SourceLine] = []
    anomalies: list[Anomaly] = []
    for line in given:
        text = _joined(line.text, words)
        if text != line.text:
            anomalies.append(Anomaly(line.number, TORN, line.printed.strip()))
        smooth = _HYPHENED.sub(lambda found: _without_hyphen(found.group(), words), text)
        if smooth != text:
            anomalies.append(Anomaly(line.number, STRAY_HYPHEN, line.printed.strip()))
        made.append(replace(line, text=smooth) if smooth != line.text else line)
    return tuple(made), tuple(anomalies)


def _joined(text: str, words: Counter[str]) -> str:
    pieces = text.split()
    made: list[str] = []
    at = 0
    while at < len(pieces):
        size = _size(pieces[at : at + MOST_PIECES], words)
        made.append("".join(pieces[at : at + size]))
        at += size
    return " ".join(made)


def _size(pieces: Sequence[str], words: Counter[str]) -> int:
    """Return how many of these pieces make one word (1: the first stands for itself)."""
    for size in range(len(pieces), 1, -1):
        some = [piece.strip(_SIGNS).casefold() for piece in pieces[:size]]
        whole = "".join(some)
        bounded = all(piece.isalpha() for piece in pieces[1 : size - 1])
        bounded = bounded and pieces[0][-1].isalpha() and pieces[size - 1][0].isalpha()
        if bounded and all(map(str.isalpha, some)) and words[whole]:
            fragments = [one for one in some if _is_fragment(one, words[whole], words)]
            if fragments:
                return size
    return 1


def _is_fragment(piece: str, whole: int, words: Counter[str]) -> bool:
    if piece in _PARTICLES:
        return False
    return len(piece) == 1 or (len(piece) <= LONGEST_FRAGMENT and words[piece] <= whole)


def _without_hyphen(word: str, words: Counter[str]) -> str:
    """Take out a hyphen that once parted syllables; one between two words stays."""
    whole = word.replace("-", "")
    return whole if words[whole.casefold()] else word
