"""What may be wrong with items that have the right form: faults stop a bank, warnings do not."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from service.core.yaml_file import Where
from service.items.item_file import ItemEntry, ItemLanguage, Letter

Finding = tuple[Where, str]

ID: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{4}")
TAG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WORD: Final = re.compile(r"[^\W\d_]+")
CYRILLIC: Final = re.compile("[\u0400-\u052f]")
LATIN: Final = re.compile(r"[A-Za-z]")
# a word in which letters of both alphabets meet
MIXED: Final = re.compile(
    "[^\\W\\d_]*(?:[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z])[^\\W\\d_]*"
)
# control and format signs, and those of private use
INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)
# a Latin letter that stands alone in a Cyrillic sentence and looks like a word of it
LONELY: Final = frozenset("aceiopxyACEIOPXY")
# a question that asks for the exception: "which is not …?", "… емес?"
NEGATION: Final[Mapping[ItemLanguage, re.Pattern[str]]] = {
    "ru": re.compile(
        "(?<!иное )\\bне "  # noqa: RUF001  # it looks for Russian
        "(?=явля|относ|вход|допуск|вправе|мо[жг]|предусм|указ|соответ|примен|состав)"
    ),
    "kk": re.compile(r"\b(емес|\w+(?:[мпб]айды|[мпб]ейді))\s*[?.]?$"),
}
# where capitals and commas are what is asked
EXACT_TOPICS: Final = frozenset({"orthography", "punctuation"})
ENOUGH_TO_COUNT: Final = 20
KEY_SHARES: Final = (0.15, 0.35)
LONGEST_SHARE: Final = 0.4


def plain(text: str) -> str:
    """The text as it is compared: one case, one blank, no stop at its end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" .;:,«»\"'")


def item_faults(item: ItemEntry, languages: Sequence[ItemLanguage]) -> Iterator[Finding]:
    """Yield what makes an item unusable: the key's path within the item, and what to do."""
    yield from _faults_of_facts(item)
    texts = item.texts()
    for language in languages:
        if language not in texts:
            yield (), f"the text in {language} is missing: write it, or take {language} out"
    compared = str.strip if item.topic in EXACT_TOPICS else plain
    for language, text in texts.items():
        if language not in languages:
            yield (language,), f"{language} is not among the file's languages: add it there"
        options = text.options.texts()
        yield from text_faults((language, "text"), text.text)
        for letter, option in options.items():
            yield from text_faults((language, "options", letter), option)
        alike = {letter: compared(option) for letter, option in options.items()}
        yield from _equal_options((language, "options"), alike)


def _faults_of_facts(item: ItemEntry) -> Iterator[Finding]:
    if not ID.fullmatch(item.id):
        yield ("id",), f"{item.id!r} is no item id: write capitals, a hyphen and four digits"
    if item.version < 1:
        yield ("version",), "versions begin with 1"
    if not 0 <= item.difficulty <= 1:
        yield ("difficulty",), f"{item.difficulty} is not within 0 and 1: write a share"
    if not TAG.fullmatch(item.topic):
        yield ("topic",), f"{item.topic!r} is no tag: write small Latin letters with hyphens"
    if not item.article.strip():
        yield ("article",), "the article is empty: name what proves the key"


def _equal_options(where: Where, options: Mapping[str, str]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for letter, option in options.items():
        earlier = first.setdefault(option, letter)
        if earlier != letter and option:
            yield (*where, letter), f"option {letter} says the same as {earlier}: change one"


def text_faults(where: Where, text: str) -> Iterator[Finding]:
    """Yield what is wrong with the letters of a text."""
    if not text.strip():
        yield where, "the text is empty: write it"
    if not unicodedata.is_normalized("NFC", text):
        yield where, "a letter is written as two signs: save the text in the form NFC"
    if INVISIBLE.search(text):
        yield where, "an invisible sign stands in the text: remove it"
    for found in MIXED.finditer(text):
        latin = " ".join(sorted(set(LATIN.findall(found[0]))))
        yield where, f"Latin {latin} within the word {found[0]}: type it in Cyrillic"


def item_warnings(item: ItemEntry) -> Iterator[Finding]:
    """Yield what an editor should look at again."""
    for language, text in item.texts().items():
        found = NEGATION[language].search(text.text)
        if found:
            denial = found[0].strip(" ?.")
            sentence = f"the question denies ({denial}) and does not mark it: ask it positively"
            yield (language, "text"), sentence
        for where, each in (
            (("text",), text.text),
            *((("options", letter), option) for letter, option in text.options.texts().items()),
        ):
            if CYRILLIC.search(each) and LONELY.intersection(WORD.findall(each)):
                yield (language, *where), "a Latin letter stands alone: is it a Cyrillic one?"


def file_warnings(items: Sequence[ItemEntry]) -> Iterator[str]:
    """Yield what a crammer could use: keys that prefer a place, or the longest option."""
    if len(items) < ENOUGH_TO_COUNT:
        return
    keys = Counter(item.key for item in items)
    for letter in get_args(Letter):
        share = keys[letter] / len(items)
        if not KEY_SHARES[0] <= share <= KEY_SHARES[1]:
            yield f"key {letter} stands at {share:.0%} of the items: move some, a quarter is fair"
    for language in items[0].texts():
        longest = sum(_is_longest(item, language) for item in items) / len(items)
        if longest > LONGEST_SHARE:
            yield f"the key is the longest option in {longest:.0%} of the items ({language})"


def _is_longest(item: ItemEntry, language: ItemLanguage) -> bool:
    text = item.texts().get(language)
    if text is None:
        return False
    lengths = {letter: len(option) for letter, option in text.options.texts().items()}
    key = lengths.pop(item.key)
    return key > max(lengths.values())
