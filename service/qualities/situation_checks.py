"""What may be wrong with situations that have the right form: faults stop a bank, warnings not."""

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from service.items.item_checks import ENOUGH_TO_COUNT, ID, TAG, Finding, plain, text_faults
from service.items.item_file import ItemLanguage, TextEntry
from service.law.programme import LEVELS
from service.law.qualities import COURSES
from service.qualities.situation_file import SituationEntry

LONGEST_SHARE: Final = 0.4  # of the situations whose best course is the longest one
MOST_LETTERS: Final = 300
LENGTHS_APART: Final = 2.0  # the longest course of a situation has at most twice the letters


def situation_faults(found: SituationEntry) -> Iterator[Finding]:
    """Yield what makes a situation unusable: the key's path within it, and what to do."""
    if not ID.fullmatch(found.id):
        yield ("id",), f"{found.id!r} is no item id: write capitals, a hyphen and four digits"
    if found.version < 1:
        yield ("version",), "versions begin with 1"
    if not TAG.fullmatch(found.topic):
        yield ("topic",), f"{found.topic!r} is no tag: write small Latin letters with hyphens"
    if not found.levels or len(set(found.levels)) != len(found.levels):
        yield ("levels",), f"the levels are wrong: write {', '.join(LEVELS)}, or one of them"
    if sorted(found.order) != list(COURSES):
        yield ("order",), f"{found.order!r} is no order: write a, b, c and d once each, best first"
    for letter, reason in found.why.texts().items():
        yield from text_faults(("why", letter), reason)
    for language, text in texts_of(found):
        yield from _text_faults(language, text)


def _text_faults(language: ItemLanguage, text: TextEntry) -> Iterator[Finding]:
    yield from text_faults((language, "text"), text.text)
    first: dict[str, str] = {}
    for letter, course in text.options.texts().items():
        where = (language, "options", letter)
        yield from text_faults(where, course)
        if len(course) > MOST_LETTERS:
            yield where, f"the course has {len(course)} letters: at most {MOST_LETTERS} are read"
        earlier = first.setdefault(plain(course), letter)
        if earlier != letter and course:
            yield where, f"option {letter} says the same as {earlier}: change one"


def situation_warnings(found: SituationEntry) -> Iterator[Finding]:
    """Yield what an author should look at again."""
    for language, text in texts_of(found):
        lengths = [len(course) for course in text.options.texts().values()]
        if max(lengths) > LENGTHS_APART * min(lengths):
            sentence = "one course is more than twice as long as another: make them alike"
            yield (language, "options"), sentence


def file_warnings(found: Sequence[SituationEntry]) -> Iterator[str]:
    """Yield what a crammer could use: that the best course tends to be the longest one."""
    if len(found) < ENOUGH_TO_COUNT:
        return
    for language in get_args(ItemLanguage):
        longest = sum(is_best_longest(each, language) for each in found) / len(found)
        if longest > LONGEST_SHARE:
            yield f"the best course is the longest in {longest:.0%} of the situations ({language})"


def is_best_longest(found: SituationEntry, language: ItemLanguage) -> bool:
    """Whether the best course has more letters than any other."""
    lengths = {
        letter: len(text)
        for letter, text in dict(texts_of(found))[language].options.texts().items()
    }
    best = lengths.pop(found.order[0])
    return best > max(lengths.values())


def texts_of(found: SituationEntry) -> list[tuple[ItemLanguage, TextEntry]]:
    """Return both texts with their languages."""
    return [("kk", found.kk), ("ru", found.ru)]
