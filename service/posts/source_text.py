"""A published text as it came out of a PDF: read safely, with the faults of that undone.

Every line keeps its number and what is printed; what was mended is told line by line.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LARGEST: Final = 20 * 1024 * 1024
LONGEST_LINE: Final = 10_000
HEAD_LINES: Final = 60  # the title of an order stands within these
PAGE_GAP: Final = 3  # so many empty lines stand between two pages
SPACED_SHARE: Final = 0.8
FEWEST_LETTERS: Final = 3
MOST_PIECES: Final = 4  # a word torn into more pieces is not put together by guessing

_NUL = 0
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_BLANKS = re.compile(r"[\t\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_SIGN = re.compile(r"\s+(?=[,.;:)»])")
_AFTER_OPENING = re.compile(r"(?<=[«(])\s+")
_BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
# letters that look alike; in Kazakh texts the Latin capital Y stands for the straight U
_LATIN: Final = "aceopxyihABCEHIKMOPTXY"
_CYRILLIC: Final = (
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u04bb"
    "\u0410\u0412\u0421\u0415\u041d\u0406\u041a\u041c\u041e\u0420\u0422\u0425\u04ae"
)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


class FatalFault(ValueError):
    """The text cannot be read at all; nothing is taken from it. `line` is 0 for the whole file."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"line {line}: {reason}" if line else reason)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd at a line of the source: `kind` is a short key, `text` what is printed."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line by its number (from 1): mended, and as it is printed.

    `spaced` is mended, too, but keeps the blanks: two in a row show where a word was moved away.
    """

    number: int
    text: str
    printed: str
    spaced: str
    begins_page: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text


@dataclass(frozen=True, slots=True)
class SourceText:
    """A whole text; `mends` are the extraction's faults that were undone, by line."""

    name: str
    sha256: str
    lines: tuple[SourceLine, ...]
    mends: tuple[Anomaly, ...]

    def between(self, first: int, last: int) -> tuple[SourceLine, ...]:
        """Return the lines from number `first` to number `last`, both included."""
        return self.lines[first - 1 : last]

    def printed(self, first: int, last: int) -> str:
        """Return the source text of these lines exactly as printed."""
        return "\n".join(line.printed for line in self.between(first, last))

    def require(self, *phrases: str) -> None:
        """Refuse a text whose head lacks one of these phrases.

        Raises:
            FatalFault: this is another text.
        """
        head = joined(self.lines[:HEAD_LINES]).casefold()
        for phrase in phrases:
            if phrase.casefold() not in head:
                raise FatalFault(0, f"this is another text: its first lines do not say «{phrase}».")


def read_source(source: Path | bytes, name: str = "") -> SourceText:
    """Read a published text in UTF-8 (with or without BOM, any line ends) and undo PDF faults.

    Raises:
        FatalFault: it is no file, empty, larger than 20 MB, binary or not UTF-8.
    """
    data = source if isinstance(source, bytes) else _bytes_of(source)
    if len(data) > LARGEST:
        raise FatalFault(0, _too_large(len(data)))
    text = _decoded(data)
    printed = re.split(r"\r\n|\r|\n", text)
    if printed and not printed[-1]:
        printed.pop()
    for number, line in enumerate(printed, start=1):
        if len(line) > LONGEST_LINE:
            raise FatalFault(number, "this line is too long for a published text.")
    lines, mends = _mended(printed)
    own_name = source.name if isinstance(source, Path) else ""
    return SourceText(name or own_name, hashlib.sha256(data).hexdigest(), lines, mends)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise FatalFault(0, f"{path.name} is no file.")
    size = path.stat().st_size
    if size > LARGEST:  # said before it is read: a huge file costs nothing
        raise FatalFault(0, _too_large(size))
    try:
        return path.read_bytes()
    except OSError as accident:
        raise FatalFault(0, f"{path.name} cannot be read: {accident.strerror}.") from accident


def _too_large(size: int) -> str:
    return f"the file is too large: {size / 1024 / 1024:.0f} MB, at most 20 MB are read."


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise FatalFault(0, "the file is empty.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as accident:
        line = data.count(b"\n", 0, accident.start) + 1
        raise FatalFault(
            line, "this is no text in UTF-8. Save it as plain text in UTF-8."
        ) from accident
    for line, content in enumerate(data.split(b"\n"), start=1):
        if not _CONTROLS.isdisjoint(content):
            raise FatalFault(line, "this is a binary file and no text.")
    if not text.strip():
        raise FatalFault(0, "the file is empty.")
    return text


def _mended(printed: Sequence[str]) -> tuple[tuple[SourceLine, ...], tuple[Anomaly, ...]]:
    mends: list[Anomaly] = []
    texts = [plain(line.replace("\f", " ")) for line in printed]
    words = Counter(word.casefold() for line in texts for word in _WORD.findall(line))
    made: list[SourceLine] = []
    gap = 0
    for number, (text, original) in enumerate(zip(texts, printed, strict=True), start=1):
        mended = text
        for kind, mend in _MENDS.items():
            before, mended = mended, mend(mended, words)
            if mended != before:
                mends.append(Anomaly(number, kind, original.strip()))
        begins = bool(mended) and bool(made) and (gap >= PAGE_GAP or "\f" in original)
        if begins:
            mends.append(Anomaly(number, "page break", original.strip()))
        made.append(SourceLine(number, " ".join(mended.split()), original, mended, begins))
        gap = 0 if mended.strip() else gap + 1
    return tuple(made), tuple(mends)


def plain(text: str) -> str:
    """Return a line without invisible signs, with plain blanks, its letters composed."""
    text = _INVISIBLE.sub("", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))
    # a soft hyphen at the end of a line says that the word goes on; `joined` reads it
    return text.rstrip().replace(_SOFT_HYPHEN, "", text.rstrip()[:-1].count(_SOFT_HYPHEN)).rstrip()


def _closed_up(text: str, _words: Counter[str]) -> str:
    """Put a letter-spaced line together: one blank stands between letters, more between words."""
    pieces = text.split()
    single = [piece for piece in pieces if len(piece) == 1]
    letters = sum(map(str.isalnum, single))
    if letters < FEWEST_LETTERS or len(single) < SPACED_SHARE * len(pieces):
        return text
    if all(map(str.isdigit, pieces)) and "  " not in text.strip():
        return text  # numbers of a table's columns
    indent = text[: len(text) - len(text.lstrip())]
    words = re.split(r"\s{2}", text.strip())
    return indent + " ".join(_one_piece(word) for word in words)


def _one_piece(word: str) -> str:
    # a third blank is where a word was moved away
    return (" " if word[:1].isspace() else "") + "".join(word.split())


def _put_together(text: str, words: Counter[str]) -> str:
    """Join pieces of a torn word, where the whole is a word of this text and the pieces are not."""
    pieces = text.split()
    if not _may_be_torn(text, pieces):
        return text
    made: list[str] = []
    at = 0
    while at < len(pieces):
        size = _torn(pieces[at : at + MOST_PIECES], words)
        made.append("".join(pieces[at : at + size]))
        at += size
    return " ".join(made) if len(made) < len(pieces) else text


def _may_be_torn(text: str, pieces: Sequence[str]) -> bool:
    stretched = "  " in text.strip() or text.rstrip().endswith((" .", " ;", " ,", " :"))
    return stretched or any(len(piece) == 1 and piece.isalpha() for piece in pieces)


def _torn(pieces: Sequence[str], words: Counter[str]) -> int:
    """Return how many of these pieces are one word (1: the first stands for itself)."""
    for size in range(len(pieces), 1, -1):
        some = [piece.strip(".,;:«»()").casefold() for piece in pieces[:size]]
        whole = "".join(some)
        inner_signs = any(not piece.isalpha() for piece in pieces[: size - 1])
        if inner_signs or not all(some) or words[whole] <= min(words[one] for one in some):
            continue
        if all(piece.isalpha() for piece in some):
            return size
    return 1


def _one_alphabet(text: str, _words: Counter[str]) -> str:
    return _WORD.sub(lambda found: _one_word(found.group()), text)


def _one_word(word: str) -> str:
    """Write a word of Cyrillic and Latin letters in the alphabet it mostly has."""
    latin = [letter for letter in word if "a" <= letter.casefold() <= "z"]
    cyrillic = len(word) - len(latin)
    if not latin or not cyrillic:
        return word
    if all(letter in _LATIN for letter in latin):
        return word.translate(_TO_CYRILLIC)
    strange = [letter for letter in word if letter not in latin]
    if all(letter in _CYRILLIC for letter in strange):
        return word.translate(_TO_LATIN)
    return word


_MENDS: Final = {
    "letter-spaced": _closed_up,
    "torn word": _put_together,
    "mixed alphabets": _one_alphabet,
}


def joined(lines: Iterable[SourceLine | str]) -> str:
    """Return continued lines as one text.

    Words torn at a line's end are whole again, and signs stand where they belong.
    """
    text = "\n".join(line if isinstance(line, str) else line.text for line in lines)
    text = re.sub(_SOFT_HYPHEN + r"\s*", "", text)
    text = _BROKEN_AT_HYPHEN.sub("-", text)
    return tidied(text)


def tidied(text: str) -> str:
    """Return the text with one blank between words, none before a comma or inside quotes."""
    return _AFTER_OPENING.sub("", _BEFORE_SIGN.sub("", " ".join(text.split())))
