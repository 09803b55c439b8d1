"""The bank of situations in memory: immutable versions, read from `qualities/<quality>.yaml`."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from service.core.wiring import Wiring
from service.core.yaml_file import MalformedFileError, YamlFile, faults_of, read_yaml
from service.items.bank import BankFault, BankFaults, ItemText, ref_of
from service.items.item_checks import plain, text_faults
from service.items.item_file import FIRST_LINE
from service.law.programme import LEVELS, Level, pool_name
from service.law.qualities import ASKED, CODES, LEAST_IN_THE_BANK
from service.qualities.situation_checks import (
    file_warnings,
    situation_faults,
    situation_warnings,
    texts_of,
)
from service.qualities.situation_file import QualityEntry, SituationEntry

FOLDER: Final = "qualities"  # the folder of a question bank that holds them
PART: Final = "situations"


@dataclass(frozen=True, slots=True)
class Situation:
    """One version of a situation; `ref` (``INTEG-0001@1``) names it for ever."""

    ref: str
    id: str
    version: int
    quality: str
    status: str
    levels: tuple[Level, ...]
    topic: str
    order: str
    why: Mapping[str, str]
    texts: Mapping[str, ItemText]

    def body(self) -> dict[str, Any]:
        """The situation as JSON-able data, as a version keeps it."""
        return {
            "quality": self.quality,
            "levels": list(self.levels),
            "topic": self.topic,
            "order": self.order,
            "why": dict(self.why),
            "texts": {
                language: {"text": text.text, "options": dict(text.options)}
                for language, text in self.texts.items()
            },
        }

    @property
    def sha256(self) -> str:
        """The hash of what makes a version: the quality, the key and the words.

        Status, levels, topic and reasons may change without a new version.
        """
        body = self.body()
        content = {name: body[name] for name in ("quality", "order", "texts")}
        plain_text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain_text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class QualityFile:
    """What a file says of its quality, in kk, ru and en; `note` is for authors."""

    quality: str
    meaning: Mapping[str, str]
    note: str


@dataclass(frozen=True)
class Situations:
    """Every situation of the files, in their order; nothing in it changes."""

    situations: tuple[Situation, ...]
    files: Mapping[str, QualityFile]
    warnings: tuple[BankFault, ...]
    places: Mapping[str, tuple[Path, int]]

    @property
    def meanings(self) -> dict[str, Mapping[str, str]]:
        """What each quality means, in kk, ru and en."""
        return {quality: file.meaning for quality, file in self.files.items()}

    def situations_of(self, quality: str) -> tuple[Situation, ...]:
        """Return the situations of a quality, of any status."""
        return tuple(each for each in self.situations if each.quality == quality)

    def counts(self) -> dict[str, int]:
        """Return how many approved situations each pool has, by `law.programme.pool_name`."""
        return dict(
            Counter(
                pool_name(level, each.quality)
                for each in self.situations
                if each.status == "approved"
                for level in each.levels
            )
        )


def load_situations(folder: Path) -> Situations:
    """Load the files of a folder, all of them or none; a bank without the folder has none.

    Args:
        folder: where the files `<quality>.yaml` are, such as `question_bank/qualities`.

    Raises:
        BankFaults: with the faults of all files at once, each with file, line and way out.
    """
    reading = _Reading()
    if not folder.exists():
        return Situations((), {}, (), {})
    for path in sorted(folder.glob("*.yaml")):
        reading.read(path)
    found = Situations(
        tuple(reading.situations), reading.files, tuple(reading.warnings), reading.places
    )
    for quality in sorted(set(CODES) - {path.stem for path in folder.glob("*.yaml")}):
        reading.fault(folder, 1, "", f"holds no file for {quality}: write {quality}.yaml")
    if not reading.faults:
        reading.check_counts(folder, found)
    if reading.faults:
        raise BankFaults(sorted(reading.faults, key=lambda each: (each.file, each.line)))
    return found


def hold_situations(house: Wiring, folder: Path) -> Situations:
    """Load the files and hang them on the house (`parts["situations"]`).

    Raises:
        BankFaults: they cannot be used; the application must not start.
    """
    found = house.parts[PART] = _loaded(folder)
    return found


def situations_of(house: Wiring) -> Situations:
    """Return what the house holds."""
    found: Situations = house.parts[PART]
    return found


@cache
def _loaded(folder: Path) -> Situations:
    # immutable: houses of one process (tests, commands) may share them
    return load_situations(folder)


class _Reading:
    """What has been read so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.situations: list[Situation] = []
        self.files: dict[str, QualityFile] = {}
        self.faults: list[BankFault] = []
        self.warnings: list[BankFault] = []
        self.places: dict[str, tuple[Path, int]] = {}
        self._ids: dict[str, tuple[Path, int]] = {}
        self._prefixes: dict[str, Path] = {}
        self._stories: dict[str, str] = {}

    def fault(self, path: Path, line: int, item: str, message: str) -> None:
        self.faults.append(BankFault(path, line, item, message))

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is noted, what is right of it is kept."""
        try:
            file = read_yaml(path, QualityEntry)
        except MalformedFileError as refusal:
            for each in refusal.faults:
                self.fault(path, each.line, "", f"{each.sentence}. {each.way_out}".rstrip())
            return
        self._check_head(file)
        entries = [
            entry
            for index, raw in enumerate(file.value.situations)
            if (entry := self._entry(file, index, raw)) is not None
        ]
        self.warnings += [BankFault(path, 1, "", sentence) for sentence in file_warnings(entries)]
        head = file.value
        self.files[head.quality] = QualityFile(head.quality, head.meaning.model_dump(), head.note)

    def check_counts(self, folder: Path, found: Situations) -> None:
        """Every quality has enough situations for each level that is asked about it."""
        counts = found.counts()
        for level in LEVELS:
            for quality in ASKED[level]:
                have = counts.get(pool_name(level, quality), 0)
                if have < LEAST_IN_THE_BANK:
                    sentence = (
                        f"has {have} approved situations for the level {level}, "
                        f"{LEAST_IN_THE_BANK} are needed: add some"
                    )
                    self.fault(folder / f"{quality}.yaml", 1, "", sentence)

    def _check_head(self, file: YamlFile[QualityEntry]) -> None:
        head, path = file.value, file.path
        with path.open(encoding="utf-8") as stream:
            first = stream.readline().rstrip("\n")
        if first != FIRST_LINE:
            self.fault(path, 1, "", f"the first line does not warn: write {FIRST_LINE}")
        found: list[tuple[tuple[str | int, ...], str]] = []
        if head.quality != path.stem:
            found.append((("quality",), f"{head.quality} is not the file's name: make them alike"))
        if head.quality not in CODES:
            found.append((("quality",), f"{head.quality} is none of: {', '.join(CODES)}"))
        for name, words in (("notice", head.notice), ("meaning", head.meaning)):
            for language, text in words.model_dump().items():
                found += text_faults((name, language), text)
        found += text_faults(("note",), head.note.strip())
        for where, message in found:
            self.fault(path, file.fault(where, message).line, "", message)

    def _entry(
        self, file: YamlFile[QualityEntry], index: int, raw: object
    ) -> SituationEntry | None:
        at = ("situations", index)
        name = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        name = name or f"situation {index + 1}"
        try:
            entry = SituationEntry.model_validate(raw)
        except ValidationError as refusal:
            for each in faults_of(refusal, file.path, file.lines, at):
                self.fault(file.path, each.line, name, f"{each.sentence}. {each.way_out}")
            return None
        for where, message in situation_faults(entry):
            self.fault(file.path, file.fault((*at, *where), message).line, name, message)
        for where, message in situation_warnings(entry):
            line = file.fault((*at, *where), message).line
            self.warnings.append(BankFault(file.path, line, name, message))
        line = file.fault((*at, "id"), "").line
        self._check_among_others(file.path, line, entry)
        self._keep(file, line, entry)
        return entry

    def _check_among_others(self, path: Path, line: int, entry: SituationEntry) -> None:
        earlier = self._ids.setdefault(entry.id, (path, line))
        if earlier != (path, line):
            place = f"{earlier[0].name}:{earlier[1]}"
            self.fault(path, line, entry.id, f"the id is taken at {place}: take the next free one")
        prefix = entry.id.partition("-")[0]
        home = self._prefixes.setdefault(prefix, path)
        if home != path:
            sentence = f"ids with {prefix} belong to {home.name}: take this quality's own prefix"
            self.fault(path, line, entry.id, sentence)
        twin = self._stories.setdefault(plain(entry.kk.text), entry.id)
        if twin != entry.id:
            self.fault(path, line, entry.id, f"tells the same as {twin}: remove one")

    def _keep(self, file: YamlFile[QualityEntry], line: int, entry: SituationEntry) -> None:
        ref = ref_of(entry.id, entry.version)
        self.places[ref] = (file.path, line)
        self.situations.append(
            Situation(
                ref=ref,
                id=entry.id,
                version=entry.version,
                quality=file.value.quality,
                status=entry.status,
                levels=tuple(entry.levels),
                topic=entry.topic,
                order=entry.order,
                why=entry.why.texts(),
                texts={
                    language: ItemText(text.text, text.options.texts())
                    for language, text in texts_of(entry)
                },
            )
        )


def situation_from_body(ref: str, body: Mapping[str, Any]) -> Situation:
    """Return the situation that `Situation.body` stored; its status is that of what was used."""
    item_id, _, version = ref.rpartition("@")
    rest = {name: body[name] for name in ("quality", "topic", "order", "why")}
    texts: Iterable[tuple[str, Mapping[str, Any]]] = body["texts"].items()
    return Situation(
        ref=ref,
        id=item_id,
        version=int(version),
        status="approved",
        levels=tuple(body["levels"]),
        texts={language: ItemText(text["text"], text["options"]) for language, text in texts},
        **rest,
    )
