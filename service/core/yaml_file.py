"""Data files in YAML: read whole against a model, or refused with file, line and a way out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

Where = tuple[str | int, ...]


class _Fast(yaml.CSafeLoader):
    """For files of our own: libyaml, which a text nested too deeply would crash."""


class _Careful(yaml.SafeLoader):
    """For texts that a person hands in: slower, and nothing worse than a refusal."""


_Loader = type[_Fast] | type[_Careful]


def _day(loader: _Fast | _Careful, node: yaml.ScalarNode) -> Any:
    """Leave a day that does not exist as text: the model then names its line."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Fast.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Careful.add_constructor("tag:yaml.org,2002:timestamp", _day)


class Entry(BaseModel):
    """A mapping of a data file: known keys only, nothing converted silently."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Words(Entry):
    """A text in the three languages."""

    kk: str
    ru: str
    en: str


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault: where it stands, what is wrong and what to do."""

    path: Path
    line: int
    sentence: str
    way_out: str = ""

    def __str__(self) -> str:
        """Return one line as compilers write it, so that editors can jump to it."""
        return f"{self.path}:{self.line}: {self.sentence}. {self.way_out}".rstrip()


class MalformedFileError(ValueError):
    """A data file cannot be used; the message holds every fault, one a line."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class YamlFile(Generic[M]):
    """A file that fits its model, with the line of each of its values."""

    path: Path
    value: M
    lines: Mapping[Where, int]

    def fault(self, where: Where, sentence: str, way_out: str = "") -> FileFault:
        """Return a fault at a value, or at the nearest one around it that has a line."""
        return FileFault(self.path, _line(self.lines, where), sentence, way_out)


def read_yaml(path: Path, model: type[M]) -> YamlFile[M]:
    """Read a data file.

    Raises:
        MalformedFileError: it cannot be read, is no YAML in UTF-8, or does not fit the model.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as accident:
        fault = FileFault(path, 1, f"cannot be read: {accident.strerror}", "Put the file there.")
        raise MalformedFileError([fault]) from accident
    except UnicodeDecodeError as accident:
        fault = FileFault(path, 1, "is not UTF-8", "Save the file as UTF-8.")
        raise MalformedFileError([fault]) from accident
    return _check(text, path, model, _Fast)


def parse_yaml(text: str, path: Path, model: type[M]) -> YamlFile[M]:
    """Check a text that a person handed in; `path` is only its name in the faults.

    Raises:
        MalformedFileError: as `read_yaml`.
    """
    return _check(text, path, model, _Careful)


def _check(text: str, path: Path, model: type[M], loader: _Loader) -> YamlFile[M]:
    lines: dict[Where, int] = {(): 1}
    data, faults = _parse(loader, text, path, lines)
    if faults:
        raise MalformedFileError(faults)
    try:
        return YamlFile(path, model.model_validate(data), lines)
    except ValidationError as refusal:
        raise MalformedFileError(faults_of(refusal, path, lines)) from None


def _parse(
    kind: _Loader, text: str, path: Path, lines: dict[Where, int]
) -> tuple[Any, list[FileFault]]:
    try:
        loader = kind(text)
        node = loader.get_single_node()
        if node is None:
            return None, [FileFault(path, 1, "the file is empty", "Fill it, or remove it.")]
        faults = [
            FileFault(path, line, sentence, way_out)
            for line, sentence, way_out in _walk(node, (), lines, set())
        ]
        if faults:
            return None, faults
        return loader.construct_document(node), []
    except yaml.MarkedYAMLError as accident:
        mark = accident.problem_mark
        line = mark.line + 1 if mark else 1
        way_out = "Look at the indent, the quotes and the colons here and on the line before."
        return None, [FileFault(path, line, f"is no YAML: {accident.problem}", way_out)]
    except RecursionError:
        return None, [FileFault(path, 1, "is nested too deeply", "Flatten it.")]
    except (yaml.YAMLError, ValueError) as accident:
        sentence = f"is no YAML: {str(accident).splitlines()[0]}"
        return None, [FileFault(path, 1, sentence, "Remove the sign that YAML does not allow.")]


def _walk(
    node: yaml.Node, where: Where, lines: dict[Where, int], seen: set[int]
) -> Iterator[tuple[int, str, str]]:
    """Note the line of every value; yield what YAML allows and a data file does not.

    A key that stands twice would silently win over the first; an alias could make a small file
    endless.
    """
    if id(node) in seen:
        yield _line(lines, where), "an alias (*) stands here", "Write the value out."
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place, line = (*where, str(key.value)), key.start_mark.line + 1
            if place in lines:
                yield line, f"{key.value} stands there twice", "Keep one of the two."
            lines[place] = line
            yield from _walk(value, place, lines, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*where, index)] = value.start_mark.line + 1
            yield from _walk(value, (*where, index), lines, seen)


def _line(lines: Mapping[Where, int], where: Where) -> int:
    while where not in lines:
        where = where[:-1]
    return lines[where]


_NEEDS_TEXT = ("is no text", "Write a text in quotes.")
_NEEDS_MAPPING = ("is no mapping", "Write names with their values below it.")
_SENTENCES = {
    "missing": ("is missing", "Add this key."),
    "extra_forbidden": ("is not known here", "Remove this key or correct its spelling."),
    "int_type": ("is no whole number", "Write a number without quotes."),
    "float_type": ("is no number", "Write a number without quotes."),
    "bool_type": ("is neither true nor false", "Write true or false without quotes."),
    "date_type": ("is no day", "Write a day that exists, like 2024-02-01, without quotes."),
    "list_type": ("is no list", "Write a list."),
    "string_type": _NEEDS_TEXT,
    "dict_type": _NEEDS_MAPPING,
    "model_type": _NEEDS_MAPPING,
}


def faults_of(
    refusal: ValidationError, path: Path, lines: Mapping[Where, int], at: Where = ()
) -> list[FileFault]:
    """Return a refusal's faults; `at` is where the refused value stands in its file."""
    return [_fault_of(error, path, lines, at) for error in refusal.errors()]


def _fault_of(error: ErrorDetails, path: Path, lines: Mapping[Where, int], at: Where) -> FileFault:
    name = ".".join(map(str, error["loc"])) or "the file"
    message = error["msg"][:1].lower() + error["msg"][1:]
    sentence, way_out = _SENTENCES.get(error["type"], (f"- {message}", "Correct the value."))
    return FileFault(path, _line(lines, (*at, *error["loc"])), f"{name} {sentence}", way_out)
