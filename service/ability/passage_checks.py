"""What may be wrong with passages that have the right form: faults stop a bank, warnings do not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from service.ability.passage_file import (
    VERDICTS,
    ConclusionEntry,
    ConclusionsEntry,
    StatementEntry,
    StatementsEntry,
)
from service.items.item_checks import ID, TAG, Finding, plain, text_faults
from service.items.item_file import ItemLanguage

Entry = StatementsEntry | ConclusionsEntry

SHORTEST: Final = 60  # letters of a text
LONGEST: Final = 700
MOST_LETTERS: Final = 160  # of a statement, or of a conclusion
VERDICT_SHARES: Final = (0.25, 0.42)  # of the statements of a file
LONGEST_SHARE: Final = 0.4  # of the passages whose right conclusion is the longest one


def passage_faults(found: Entry, asks: int) -> Iterator[Finding]:
    """Yield what makes a passage unusable: the key's path within it, and what to do."""
    if not ID.fullmatch(found.id):
        yield ("id",), f"{found.id!r} is no item id: write capitals, a hyphen and four digits"
    if found.version < 1:
        yield ("version",), "versions begin with 1"
    if not TAG.fullmatch(found.topic):
        yield ("topic",), f"{found.topic!r} is no tag: write small Latin letters with hyphens"
    yield from _faults_of_texts(found)
    questions: Sequence[StatementEntry | ConclusionEntry] = found.questions
    if len(questions) != asks:
        sentence = f"asks {len(questions)} questions, the file says {asks}: make them alike"
        yield ("questions",), sentence
    for index, question in enumerate(questions):
        for where, message in _question_faults(question):
            yield ("questions", index, *where), message
    if isinstance(found, StatementsEntry):
        yield from _faults_of_verdicts(found)


def _faults_of_texts(found: Entry) -> Iterator[Finding]:
    for language, text in found.texts().items():
        yield from text_faults((language, "text"), text.text.replace("\n\n", " "))
        if text.title:
            yield from text_faults((language, "title"), text.title)
        if not SHORTEST <= len(text.text) <= LONGEST:
            sentence = f"the text has {len(text.text)} letters: write {SHORTEST} to {LONGEST}"
            yield (language, "text"), sentence
    if bool(found.kk.title) != bool(found.ru.title):
        yield ("kk", "title"), "one language has a title and the other has none: write both"


def _question_faults(question: StatementEntry | ConclusionEntry) -> Iterator[Finding]:
    if not 0 <= question.difficulty <= 1:
        yield ("difficulty",), f"{question.difficulty} is not within 0 and 1: write a share"
    yield from text_faults(("reason",), question.reason)
    for language, texts in texts_of(question).items():
        first: dict[str, str] = {}
        for letter, text in texts.items():
            where = (language, letter) if letter else (language,)
            yield from text_faults(where, text)
            if len(text) > MOST_LETTERS:
                yield where, f"it has {len(text)} letters: at most {MOST_LETTERS} are read"
            earlier = first.setdefault(plain(text), letter)
            if earlier != letter:
                yield where, f"option {letter} says the same as {earlier}: change one"


def texts_of(question: StatementEntry | ConclusionEntry) -> dict[ItemLanguage, dict[str, str]]:
    """Return what is read of a question, by language: conclusions by letter, a statement by ""."""
    if isinstance(question, StatementEntry):
        return {"kk": {"": question.kk}, "ru": {"": question.ru}}
    return {"kk": question.kk.texts(), "ru": question.ru.texts()}


def _faults_of_verdicts(found: StatementsEntry) -> Iterator[Finding]:
    keys = [question.key for question in found.questions]
    if len(keys) > 1 and len(set(keys)) == 1:
        yield ("questions",), f"every statement is {keys[0]}: one answer must not give the others"
    said: dict[str, int] = {}
    for index, question in enumerate(found.questions):
        earlier = said.setdefault(plain(question.kk), index)
        if earlier != index:
            yield ("questions", index, "kk"), f"says the same as statement {earlier + 1}"


def file_warnings(found: Sequence[Entry]) -> Iterator[str]:
    """Yield what a crammer could use."""
    verdicts = Counter(
        question.key
        for each in found
        if isinstance(each, StatementsEntry)
        for question in each.questions
    )
    for verdict in VERDICTS if verdicts else ():
        share = verdicts[verdict] / verdicts.total()
        if not VERDICT_SHARES[0] <= share <= VERDICT_SHARES[1]:
            yield f"{verdict} is the key of {share:.0%} of the statements: a third is fair"
    conclusions = [
        question
        for each in found
        if isinstance(each, ConclusionsEntry)
        for question in each.questions
    ]
    yield from _warnings_of_conclusions(conclusions)


def _warnings_of_conclusions(found: Sequence[ConclusionEntry]) -> Iterator[str]:
    if not found:
        return
    for letter, times in sorted(Counter(question.key for question in found).items()):
        if times > len(found) / 2:
            yield f"key {letter} stands at {times} of {len(found)} texts: move some"
    for language in texts_of(found[0]):
        longest = sum(_is_longest(question, language) for question in found) / len(found)
        if longest > LONGEST_SHARE:
            yield f"the key is the longest option in {longest:.0%} of the texts ({language})"


def _is_longest(question: ConclusionEntry, language: ItemLanguage) -> bool:
    lengths = {letter: len(text) for letter, text in texts_of(question)[language].items()}
    key = lengths.pop(question.key)
    return key > max(lengths.values())
