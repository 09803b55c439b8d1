"""The bank of passages in memory: immutable versions, read from `ability/<name>.yaml`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from service.ability.passage_checks import Entry, file_warnings, passage_faults
from service.ability.passage_file import (
    ENTRIES,
    VERDICTS,
    ConclusionEntry,
    PassagesEntry,
    StatementEntry,
)
from service.core.yaml_file import MalformedFileError, YamlFile, faults_of, read_yaml
from service.items.bank import BankFault, BankFaults, ItemText, ref_of, split_ref
from service.items.item_checks import plain, text_faults
from service.items.item_file import FIRST_LINE

FOLDER: Final = "ability"  # the folder of a question bank that holds them

VERDICT_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kk": {"a": "Дұрыс", "b": "Дұрыс емес", "c": "Мәтіннен анықтау мүмкін емес"},
    "ru": {"a": "Верно", "b": "Неверно", "c": "По тексту нельзя сказать"},
}
CONCLUSION_WORDS: Final[Mapping[str, str]] = {
    "kk": "Мәтіннен қай қорытынды шығады?",
    "ru": "Какой вывод следует из текста?",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a text; the options of a statement keep their order."""

    key: str
    difficulty: float
    reason: str
    is_ordered: bool
    texts: Mapping[str, ItemText]

    @property
    def letters(self) -> str:
        """The letters of its options."""
        return "".join(next(iter(self.texts.values())).options)

    def order(self, drawn: str) -> str:
        """Return the order in which the options are shown, where the draw gave `drawn`."""
        return self.letters if self.is_ordered else drawn

    def body(self) -> dict[str, Any]:
        """The question as JSON-able data."""
        return {
            "key": self.key,
            "difficulty": self.difficulty,
            "reason": self.reason,
            "ordered": self.is_ordered,
            "texts": {
                language: {"text": text.text, "options": dict(text.options)}
                for language, text in self.texts.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """One version of a text with its questions; `ref` (``TXT-0001@1``) names it for ever."""

    ref: str
    id: str
    version: int
    act: str
    status: str
    topic: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    questions: tuple[Question, ...]

    @property
    def difficulty(self) -> float:
        """The expected share of right answers, the mean of its questions."""
        return sum(each.difficulty for each in self.questions) / len(self.questions)

    def body(self) -> dict[str, Any]:
        """The passage as JSON-able data, as a version keeps it."""
        return {
            "act": self.act,
            "topic": self.topic,
            "titles": dict(self.titles),
            "texts": dict(self.texts),
            "questions": [each.body() for each in self.questions],
        }

    @property
    def sha256(self) -> str:
        """The hash of what makes a version: the act, the words and the keys.

        Status, topic, difficulty and reasons may change without a new version.
        """
        body = self.body()
        words = [[one["key"], one["ordered"], one["texts"]] for one in body["questions"]]
        content = {name: body[name] for name in ("act", "titles", "texts")} | {"questions": words}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PassageFile:
    """What a file says of its act: its title in kk, ru and en, the questions about each text."""

    act: str
    title: Mapping[str, str]
    asks: int


@dataclass(frozen=True)
class Passages:
    """Every passage of the files, in their order; nothing in it changes."""

    passages: tuple[Passage, ...]
    files: Mapping[str, PassageFile]
    warnings: tuple[BankFault, ...]
    places: Mapping[str, tuple[Path, int]]

    def counts(self) -> dict[str, int]:
        """Return how many approved passages each act has."""
        found = dict.fromkeys(self.files, 0)
        for each in self.passages:
            found[each.act] += each.status == "approved"
        return found

    def asks(self) -> dict[str, int]:
        """Return how many questions a text of each act asks."""
        return {act: file.asks for act, file in self.files.items()}


def load_passages(folder: Path) -> Passages:
    """Load the files of a folder, all of them or none; a bank without the folder has none.

    Args:
        folder: where the files are, such as `question_bank/ability`.

    Raises:
        BankFaults: with the faults of all files at once, each with file, line and way out.
    """
    reading = _Reading()
    for path in sorted(folder.glob("*.yaml")):
        reading.read(path)
    if reading.faults:
        raise BankFaults(sorted(reading.faults, key=lambda each: (each.file, each.line)))
    return Passages(tuple(reading.passages), reading.files, tuple(reading.warnings), reading.places)


class _Reading:
    """What has been read so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.files: dict[str, PassageFile] = {}
        self.faults: list[BankFault] = []
        self.warnings: list[BankFault] = []
        self.places: dict[str, tuple[Path, int]] = {}
        self._ids: dict[str, tuple[Path, int]] = {}
        self._texts: dict[str, str] = {}

    def fault(self, path: Path, line: int, item: str, message: str) -> None:
        self.faults.append(BankFault(path, line, item, message))

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is noted, what is right of it is kept."""
        try:
            file = read_yaml(path, PassagesEntry)
        except MalformedFileError as refusal:
            for each in refusal.faults:
                self.fault(path, each.line, "", f"{each.sentence}. {each.way_out}".rstrip())
            return
        self._check_head(file)
        entries = [
            entry
            for index, raw in enumerate(file.value.passages)
            if (entry := self._entry(file, index, raw)) is not None
        ]
        self.warnings += [BankFault(path, 1, "", sentence) for sentence in file_warnings(entries)]
        head = file.value
        self.files[head.act] = PassageFile(head.act, head.title.model_dump(), head.asks)

    def _check_head(self, file: YamlFile[PassagesEntry]) -> None:
        head, path = file.value, file.path
        with path.open(encoding="utf-8") as stream:
            first = stream.readline().rstrip("\n")
        if first != FIRST_LINE:
            self.fault(path, 1, "", f"the first line does not warn: write {FIRST_LINE}")
        found: list[tuple[tuple[str | int, ...], str]] = []
        if head.act != f"ability-{path.stem}":
            found.append((("act",), f"{head.act} is not ability-{path.stem}: call it as the file"))
        if head.asks < 1:
            found.append((("asks",), "each text asks at least one question: write how many"))
        if not head.passages:
            found.append((("passages",), "there are no texts: write some, or remove the file"))
        for name, words in (("notice", head.notice), ("title", head.title)):
            for language, text in words.model_dump().items():
                found += text_faults((name, language), text)
        for where, message in found:
            self.fault(path, file.fault(where, message).line, "", message)

    def _entry(self, file: YamlFile[PassagesEntry], index: int, raw: object) -> Entry | None:
        at = ("passages", index)
        name = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        name = name or f"passage {index + 1}"
        try:
            entry = ENTRIES[file.value.kind].model_validate(raw)
        except ValidationError as refusal:
            for each in faults_of(refusal, file.path, file.lines, at):
                self.fault(file.path, each.line, name, f"{each.sentence}. {each.way_out}")
            return None
        for where, message in passage_faults(entry, file.value.asks):
            self.fault(file.path, file.fault((*at, *where), message).line, name, message)
        line = file.fault((*at, "id"), "").line
        self._check_among_others(file.path, line, entry)
        self.places[ref_of(entry.id, entry.version)] = (file.path, line)
        self.passages.append(_passage(file.value.act, entry))
        return entry

    def _check_among_others(self, path: Path, line: int, entry: Entry) -> None:
        earlier = self._ids.setdefault(entry.id, (path, line))
        if earlier != (path, line):
            place = f"{earlier[0].name}:{earlier[1]}"
            self.fault(path, line, entry.id, f"the id is taken at {place}: take the next free one")
        twin = self._texts.setdefault(plain(entry.kk.text), entry.id)
        if twin != entry.id:
            self.fault(path, line, entry.id, f"says the same as {twin}: remove one")


def _passage(act: str, entry: Entry) -> Passage:
    return Passage(
        ref=ref_of(entry.id, entry.version),
        id=entry.id,
        version=entry.version,
        act=act,
        status=entry.status,
        topic=entry.topic,
        titles={language: text.title for language, text in entry.texts().items()},
        texts={language: text.text for language, text in entry.texts().items()},
        questions=tuple(map(_question, entry.questions)),
    )


def _question(entry: StatementEntry | ConclusionEntry) -> Question:
    if isinstance(entry, StatementEntry):
        key: str = VERDICTS[entry.key]
        texts = {
            language: ItemText(text, VERDICT_WORDS[language])
            for language, text in (("kk", entry.kk), ("ru", entry.ru))
        }
    else:
        key = entry.key
        texts = {
            language: ItemText(CONCLUSION_WORDS[language], options.texts())
            for language, options in (("kk", entry.kk), ("ru", entry.ru))
        }
    is_ordered = isinstance(entry, StatementEntry)
    return Question(key, entry.difficulty, entry.reason, is_ordered, texts)


def passage_from_body(ref: str, body: Mapping[str, Any]) -> Passage:
    """Return the passage that `Passage.body` stored; it was approved when it was used."""
    passage_id, version = split_ref(ref)
    return Passage(
        ref=ref,
        id=passage_id,
        version=version,
        act=body["act"],
        status="approved",
        topic=body["topic"],
        titles=body["titles"],
        texts=body["texts"],
        questions=tuple(
            Question(
                key=one["key"],
                difficulty=one["difficulty"],
                reason=one["reason"],
                is_ordered=one["ordered"],
                texts={
                    language: ItemText(text["text"], text["options"])
                    for language, text in one["texts"].items()
                },
            )
            for one in body["questions"]
        ),
    )
