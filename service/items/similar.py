"""Items that ask nearly the same: how like two of them are, and in which words.

Each text is a bag of short strings of letters within words (so that endings and the order of words
do not matter), weighted by how rare each is in the bank (TF-IDF: what many questions begin with
counts for little). The question counts more than the options, which whole families of items share.
Likeness is the cosine of two bags, 0 to 1; of the languages, each compared apart, the highest.
"""

import math
import re
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Pool
from sqlmodel import Session

from service.items import queries

# Measured on the shipped bank (968 items): with one word of the question changed and the rest
# shuffled 97 of 100 are at least this like, with other wrong options 99; of its 468,000 pairs 32.
LIKE: Final = 0.7
LETTERS_EACH: Final = 5
QUESTION_WEIGHT: Final = 3
QUOTED_WEIGHT: Final = 9  # what stands in quotation marks is what the question is about
RARE: Final = 25  # strings of more items than this are looked at only where others are shared
WORDS_SHOWN: Final = 8
WORD: Final = re.compile(r"[^\W_]+")
QUOTED: Final = re.compile('[«“„"]([^»”“"]+)[»”“"]')

Texts = Mapping[str, Mapping[str, Any]]  # language → {text, options: {a … d}}
Bag = dict[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like an item is, 0 to 1, in the language in which it is more so; words of both."""

    item_id: str
    score: float
    language: str
    words: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The likeness in per cent, never 100 where anything differs."""
        return math.floor(self.score * 100 + 1e-6)


@dataclass(frozen=True, slots=True)
class LikePair:
    """An item and another that is like it; the smaller id stands first."""

    item_id: str
    other: Likeness


class Likenesses:
    """The bank's items, ready to be compared: with one another, or with a new text."""

    def __init__(self, items: Iterable[tuple[str, Texts]], revision: int = 0) -> None:
        self.revision = revision
        by_language: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for item_id, texts in items:
            for language, text in texts.items():
                by_language[language][item_id] = text
        self._languages = {
            language: _OneLanguage(texts) for language, texts in sorted(by_language.items())
        }

    @cached_property
    def pairs(self) -> tuple[LikePair, ...]:
        """Every pair that is like enough to be looked at, the most alike first."""
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for language, bank in self._languages.items():
            for one, other, score in bank.pairs():
                pair = (min(one, other), max(one, other))
                best[pair] = max(best.get(pair, (0.0, "")), (score, language))
        ordered = sorted(best.items(), key=lambda each: (-each[1][0], each[0]))
        return tuple(
            LikePair(one, self._likeness(language, other, score, self._words_of(language, one)))
            for (one, other), (score, language) in ordered
        )

    def like(self, texts: Texts, *, but: str = "", most: int = 5) -> list[Likeness]:
        """Return the items most like these texts, the most alike first; `but`: the item itself."""
        best: dict[str, tuple[float, str]] = {}
        for language, text in texts.items():
            bank = self._languages.get(language)
            for item_id, score in bank.like(text) if bank else ():
                if item_id != but:
                    best[item_id] = max(best.get(item_id, (0.0, "")), (score, language))
        ordered = sorted(best.items(), key=lambda each: (-each[1][0], each[0]))
        return [
            self._likeness(language, item_id, score, set(words_in(texts[language]["text"])))
            for item_id, (score, language) in ordered[:most]
        ]

    def _words_of(self, language: str, item_id: str) -> set[str]:
        return set(words_in(self._languages[language].texts[item_id]["text"]))

    def _likeness(self, language: str, item_id: str, score: float, words: set[str]) -> Likeness:
        text = self._languages[language].texts[item_id]["text"]
        shared = dict.fromkeys(word for word in words_in(text) if word in words and len(word) > 1)
        longest = sorted(shared, key=len, reverse=True)[:WORDS_SHOWN]
        in_order = tuple(word for word in shared if word in longest)
        return Likeness(item_id, min(score, 1.0), language, in_order)


class _OneLanguage:
    """The texts of one language as bags of unit length, and where each string stands."""

    def __init__(self, texts: Mapping[str, Mapping[str, Any]]) -> None:
        self.texts = texts
        counts = {item_id: _strings(text) for item_id, text in texts.items()}
        self._found_in = Counter(string for bag in counts.values() for string in bag)
        self._all = len(texts) + 1
        self._bags = {item_id: self._weighted(bag) for item_id, bag in counts.items()}
        self._places: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._rest: dict[str, float] = {}
        for item_id, bag in self._bags.items():
            for string, weight in bag.items():
                if self._found_in[string] <= RARE:
                    self._places[string].append((item_id, weight))
            self._rest[item_id] = self._length_of_rest(bag)

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        for item_id, bag in self._bags.items():
            for other, score in self._near(bag):
                if other > item_id:
                    yield item_id, other, score

    def like(self, text: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
        return self._near(self._weighted(_strings(text)))

    def _near(self, bag: Bag) -> Iterator[tuple[str, float]]:
        """Yield what is like this bag.

        The common strings can add at most the product of their lengths (Cauchy and Schwarz): most
        items are ruled out without being compared.
        """
        scores: dict[str, float] = defaultdict(float)
        for string, weight in bag.items():
            for other, its in self._places.get(string, ()):
                scores[other] += weight * its
        rest = self._length_of_rest(bag)
        for other, score in scores.items():
            if score + rest * self._rest[other] >= LIKE:
                exact = _product(bag, self._bags[other])
                if exact >= LIKE:
                    yield other, exact

    def _weighted(self, counts: Mapping[str, int]) -> Bag:
        bag = {
            string: count * math.log(1 + self._all / (1 + self._found_in[string]))
            for string, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in bag.values()))
        return {string: weight / length for string, weight in bag.items()} if length else {}

    def _length_of_rest(self, bag: Bag) -> float:
        return math.sqrt(
            sum(weight * weight for string, weight in bag.items() if self._found_in[string] > RARE)
        )


def words_in(text: str) -> list[str]:
    """Return the words of a text in its order, in one case."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _strings(text: Mapping[str, Any]) -> dict[str, int]:
    """Return the strings of a question and its options, with how much each counts."""
    quoted = set(_cut(" ".join(QUOTED.findall(text["text"]))))
    counts = {
        string: (QUOTED_WEIGHT if string in quoted else QUESTION_WEIGHT) * min(count, 2)
        for string, count in Counter(_cut(text["text"])).items()
    }
    for option in text["options"].values():
        for string in _cut(option):
            counts.setdefault(string, 1)
    return counts


def _cut(text: str) -> Iterator[str]:
    for word in words_in(text):
        framed = f" {word} "
        for start in range(max(1, len(framed) - LETTERS_EACH + 1)):
            yield framed[start : start + LETTERS_EACH]


def _product(one: Bag, other: Bag) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[string] for string, weight in one.items() if string in other)


_kept: WeakKeyDictionary[Pool, Likenesses] = WeakKeyDictionary()
_one_at_a_time = threading.Lock()


def likenesses(db: Session) -> Likenesses:
    """Return what may be drawn at this moment, ready to be compared; made once per revision."""
    pool, revision = db.get_bind().engine.pool, queries.bank_revision(db)
    if queries.has_changed_here(db):
        return _read(db, revision)
    with _one_at_a_time:
        kept = _kept.get(pool)
        if kept is None or kept.revision != revision:
            kept = _kept[pool] = _read(db, revision)
        return kept


def _read(db: Session, revision: int) -> Likenesses:
    items = [(item_id, body["texts"]) for item_id, body in queries.approved_words(db)]
    return Likenesses(items, revision)
