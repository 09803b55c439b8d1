"""Facts as plain values that a JSON column keeps, and back again: what is decided can be reread."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from service.law.rule import Rule

T = TypeVar("T")
_SINGLE: Final = (str, int, float, bool)


def plain(value: object) -> Any:
    """A value as JSON keeps it: a dataclass by its fields, a day as text, a set in order.

    Raises:
        TypeError: the value holds something that is no fact.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Rule):
        return value.id
    if value is None or isinstance(value, _SINGLE):
        return value
    return _plain_whole(value)


def _plain_whole(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    message = f"{type(value).__name__} is no fact that a record keeps"
    raise TypeError(message)


def rebuild(kind: type[T], data: object) -> T:
    """The value of that type that `plain` made `data` of.

    Raises:
        TypeError: a field is missing, unknown or of another type.
        ValueError: a day or a word of a list is none.
    """
    return cast("T", _read(kind, data))


def _read(kind: Any, data: object) -> object:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _read_optional(kind, data)
    if origin is Literal:
        return _checked(data in get_args(kind), kind, data)
    if origin is not None:
        return _read_many(kind, origin, data)
    return _read_one(kind, data)


def _read_one(kind: Any, data: object) -> object:
    if is_dataclass(kind):
        return _read_dataclass(cast("type", kind), data)
    if issubclass(kind, Enum):
        return kind(data)
    if kind is date:
        return date.fromisoformat(cast("str", _checked(isinstance(data, str), kind, data)))
    fits = kind in _SINGLE and isinstance(data, kind) and (kind is bool) is isinstance(data, bool)
    return _checked(fits, kind, data)


def _read_optional(kind: Any, data: object) -> object:
    if data is None:
        return _checked(type(None) in get_args(kind), kind, data)
    (only,) = (each for each in get_args(kind) if each is not type(None))
    return _read(only, data)


def _read_many(kind: Any, origin: Any, data: object) -> object:
    _checked(isinstance(data, Sequence) and not isinstance(data, str), kind, data)
    item = get_args(kind)[0]
    return origin(_read(item, each) for each in cast("Sequence[object]", data))


def _read_dataclass(kind: type, data: object) -> object:
    _checked(isinstance(data, Mapping), kind, data)
    hints = _hints(kind)
    values = cast("Mapping[str, object]", data)
    unknown = sorted(set(values) - set(hints))
    if unknown:
        message = f"{kind.__name__} has no {', '.join(unknown)}"
        raise TypeError(message)
    return kind(**{name: _read(hints[name], each) for name, each in values.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _checked(fits: object, kind: Any, data: object) -> object:
    if not fits:
        message = f"{data!r} is no {getattr(kind, '__name__', kind)}"
        raise TypeError(message)
    return data
