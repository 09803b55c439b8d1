"""The question bank in memory: immutable item versions, read from `items/<act>.yaml`."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from service.core.yaml_file import FileFault, MalformedFileError, YamlFile, faults_of, read_yaml
from service.items.item_checks import (
    file_warnings,
    item_faults,
    item_warnings,
    plain,
    text_faults,
)
from service.items.item_file import FIRST_LINE, ActEntry, ItemEntry

ITEMS: Final = "items"  # the folder of a question bank that holds them


@dataclass(frozen=True, slots=True)
class ItemText:
    """What a candidate reads in one language."""

    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One version of a question; `ref` (``CONST-0001@1``) names it for ever."""

    ref: str
    id: str
    version: int
    act: str
    status: str
    topic: str
    difficulty: float
    article: str
    confidence: str
    key: str
    texts: Mapping[str, ItemText]
    level: int | None = None
    reason: str = ""
    source: str = ""
    enemies: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """The item as JSON-able data, as an item version keeps it."""
        return {
            "act": self.act,
            "status": self.status,
            "topic": self.topic,
            "level": self.level,
            "difficulty": self.difficulty,
            "reason": self.reason,
            "article": self.article,
            "source": self.source,
            "confidence": self.confidence,
            "key": self.key,
            "texts": {
                language: {"text": text.text, "options": dict(text.options)}
                for language, text in self.texts.items()
            },
        }

    @property
    def sha256(self) -> str:
        """The hash of what makes a version: the act, the key and the words.

        A status, a difficulty or the number of an article may change without a new version.
        """
        body = self.body()
        content = {name: body[name] for name in ("act", "key", "texts")}
        return hashlib.sha256(
            json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


def ref_of(item_id: str, version: int) -> str:
    """Return the name of an item version."""
    return f"{item_id}@{version}"


def split_ref(ref: str) -> tuple[str, int]:
    """Return the item's id and version.

    Raises:
        ValueError: this is no name of an item version.
    """
    item_id, _, version = ref.rpartition("@")
    if not item_id:
        raise ValueError(f"{ref!r} names no item version")
    return item_id, int(version)


def item_from_body(item_id: str, version: int, body: Mapping[str, Any]) -> Item:
    """Return the item that `Item.body` stored."""
    texts = {
        language: ItemText(text["text"], dict(text["options"]))
        for language, text in body["texts"].items()
    }
    rest = {name: value for name, value in body.items() if name not in {"texts", "enemies"}}
    return Item(ref=ref_of(item_id, version), id=item_id, version=version, texts=texts, **rest)


@dataclass(frozen=True, slots=True)
class ActFile:
    """What an item file says of its act, in kk, ru and en."""

    act: str
    title: Mapping[str, str]
    notice: Mapping[str, str]
    edition: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BankFault:
    """What is wrong with an item (or its file, where `item` is empty), where, and what to do."""

    file: Path
    line: int
    item: str
    message: str

    def __str__(self) -> str:
        """Return one line as compilers write it, so that editors can jump to it."""
        return f"{self.file}:{self.line}: " + (f"{self.item}: " if self.item else "") + self.message


class BankFaults(MalformedFileError):
    """The bank cannot be used; the message holds every fault of every file, one a line."""

    def __init__(self, faults: Sequence[BankFault]) -> None:
        ValueError.__init__(self, "\n".join(map(str, faults)))
        self.bank_faults = tuple(faults)
        self.faults = tuple(
            FileFault(
                each.file, each.line, f"{each.item}: {each.message}" if each.item else each.message
            )
            for each in faults
        )


class Bank:
    """Every item of the files by its ref; nothing in it changes."""

    def __init__(
        self,
        items: Iterable[Item],
        acts: Iterable[ActFile] = (),
        *,
        warnings: Sequence[BankFault] = (),
        places: Mapping[str, tuple[Path, int]] | None = None,
    ) -> None:
        self._items = {item.ref: item for item in items}
        self._acts = {act.act: act for act in acts}
        self._places = places or {}
        self.warnings = tuple(warnings)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> Iterable[Item]:
        """Every item, of any status, in the order of the files."""
        return self._items.values()

    def find(self, ref: str) -> Item:
        """Return the item of this ref.

        Raises:
            KeyError: the files hold no such version (any more); see `in_memory.find_item`.
        """
        return self._items[ref]

    def act(self, act: str) -> ActFile:
        """Return what the act's file says of it.

        Raises:
            KeyError: there is no such file.
        """
        return self._acts[act]

    def acts(self) -> tuple[ActFile, ...]:
        """Every act, by name."""
        return tuple(self._acts.values())

    def place(self, ref: str) -> tuple[Path, int]:
        """Return file and line of an item; its name and 1 where it came from no file."""
        return self._places.get(ref, (Path(ref), 1))

    def pools(self) -> Mapping[str, Sequence[str]]:
        """Return the sorted refs of the approved items of each act, as a draw takes them."""
        return self._pools

    def counts(self) -> dict[str, int]:
        """Return how many approved items each act has."""
        return {act: len(refs) for act, refs in self._pools.items()}

    @cached_property
    def _pools(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {act: [] for act in self._acts}
        for item in self._items.values():
            if item.status == "approved":
                found.setdefault(item.act, []).append(item.ref)
        return {act: tuple(sorted(refs)) for act, refs in found.items()}

    @cached_property
    def sha256(self) -> str:
        """The hash of all items with their status: two banks that draw alike have the same."""
        lines = sorted(f"{item.ref} {item.status} {item.sha256}" for item in self._items.values())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def load_bank(folder: Path) -> Bank:
    """Load the item files of a folder, all of them or none.

    Args:
        folder: where the files `<act>.yaml` are, such as `question_bank/items`.

    Raises:
        BankFaults: with the faults of all files at once, each with file, line, item and way out.
    """
    reading = _Reading()
    paths = sorted(folder.glob("*.yaml"))
    for path in paths:
        reading.read(path)
    if not paths:
        reading.fault(folder, 1, "", "holds no item file: put the files there")
    if reading.faults:
        raise BankFaults(sorted(reading.faults, key=lambda each: (each.file, each.line)))
    return Bank(reading.items, reading.acts, warnings=reading.warnings, places=reading.places)


class _Reading:
    """What has been read so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.acts: list[ActFile] = []
        self.places: dict[str, tuple[Path, int]] = {}
        self.faults: list[BankFault] = []
        self.warnings: list[BankFault] = []
        self._ids: dict[str, tuple[Path, int]] = {}
        self._prefixes: dict[str, Path] = {}
        self._questions: dict[tuple[str, ...], str] = {}

    def fault(self, path: Path, line: int, item: str, message: str) -> None:
        self.faults.append(BankFault(path, line, item, message))

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is noted, what is right of it is kept."""
        try:
            file = read_yaml(path, ActEntry)
        except MalformedFileError as refusal:
            for each in refusal.faults:
                self.fault(path, each.line, "", f"{each.sentence}. {each.way_out}".rstrip())
            return
        self._check_head(file)
        entries = [
            entry
            for index, raw in enumerate(file.value.items)
            if (entry := self._entry(file, index, raw)) is not None
        ]
        for sentence in file_warnings(entries):
            self.warnings.append(BankFault(path, 1, "", sentence))
        head = file.value
        self.acts.append(
            ActFile(
                head.act,
                head.title.model_dump(),
                head.notice.model_dump(),
                head.edition,
                tuple(head.languages),
            )
        )

    def _check_head(self, file: YamlFile[ActEntry]) -> None:
        head, path = file.value, file.path
        with path.open(encoding="utf-8") as stream:
            first = stream.readline().rstrip("\n")
        if first != FIRST_LINE:
            self.fault(path, 1, "", f"the first line does not warn: write {FIRST_LINE}")
        found: list[tuple[tuple[str | int, ...], str]] = []
        if head.act != path.stem:
            found.append((("act",), f"{head.act} is not the file's name: make them alike"))
        if not head.edition.strip():
            found.append((("edition",), "the edition is empty: say which wording was used"))
        if "kk" not in head.languages or len(set(head.languages)) != len(head.languages):
            found.append((("languages",), "write each language once, Kazakh (kk) among them"))
        if not head.items:
            found.append((("items",), "there are no items: write some, or remove the file"))
        for name, words in (("notice", head.notice), ("title", head.title)):
            for language, text in words.model_dump().items():
                found += text_faults((name, language), text)
        for where, message in found:
            self.fault(path, file.fault(where, message).line, "", message)

    def _entry(self, file: YamlFile[ActEntry], index: int, raw: object) -> ItemEntry | None:
        at = ("items", index)
        name = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        name = name or f"item {index + 1}"
        try:
            entry = ItemEntry.model_validate(raw)
        except ValidationError as refusal:
            for each in faults_of(refusal, file.path, file.lines, at):
                self.fault(file.path, each.line, name, f"{each.sentence}. {each.way_out}")
            return None
        for where, message in item_faults(entry, file.value.languages):
            self.fault(file.path, file.fault((*at, *where), message).line, name, message)
        for where, message in item_warnings(entry):
            line = file.fault((*at, *where), message).line
            self.warnings.append(BankFault(file.path, line, name, message))
        self._check_among_others(file, index, entry)
        self._keep(file, index, entry)
        return entry

    def _check_among_others(self, file: YamlFile[ActEntry], index: int, entry: ItemEntry) -> None:
        path, line = file.path, file.fault(("items", index, "id"), "").line
        earlier = self._ids.setdefault(entry.id, (path, line))
        if earlier != (path, line):
            place = f"{earlier[0].name}:{earlier[1]}"
            self.fault(path, line, entry.id, f"the id is taken at {place}: take the next free one")
        prefix = entry.id.partition("-")[0]
        home = self._prefixes.setdefault(prefix, path)
        if home != path:
            sentence = f"ids with {prefix} belong to {home.name}: take this act's own prefix"
            self.fault(path, line, entry.id, sentence)
        text = next(iter(entry.texts().values()), None)
        if text is not None:
            options = sorted(plain(option) for option in text.options.texts().values())
            question = (plain(text.text), *options)
            twin = self._questions.setdefault(question, entry.id)
            if twin != entry.id:
                self.fault(path, line, entry.id, f"asks the same as {twin}: remove one")

    def _keep(self, file: YamlFile[ActEntry], index: int, entry: ItemEntry) -> None:
        ref = ref_of(entry.id, entry.version)
        self.places[ref] = (file.path, file.fault(("items", index, "id"), "").line)
        texts: dict[str, ItemText] = {
            language: ItemText(text.text, text.options.texts())
            for language, text in entry.texts().items()
        }
        self.items.append(
            Item(
                ref=ref,
                id=entry.id,
                version=entry.version,
                act=file.value.act,
                status=entry.status,
                topic=entry.topic,
                difficulty=entry.difficulty,
                article=entry.article,
                confidence=entry.confidence,
                key=entry.key,
                texts=texts,
                level=entry.level,
                reason=entry.reason,
                source=entry.source,
                enemies=tuple(entry.enemies),
            )
        )
