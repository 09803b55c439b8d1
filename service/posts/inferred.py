"""Inferred values of a post as texts, and a post with what administrators have said of them."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, get_args

from service.posts.authorities import ON_INSTRUCTION, parse_cells
from service.posts.models import RegisterCorrection, RegisterPost
from service.posts.political_decree import COLUMNS
from service.posts.qualification_education import Level

LISTS: Final = frozenset({"education.fields"})
NEVER_EMPTY: Final = frozenset({"category_key", "link", "education.level", "education.fields"})


class NotSuchValueError(ValueError):
    """A text that cannot be a value of the field."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """An inferred value: as it was read, and what an administrator has said, if anything."""

    field: str
    was: str
    said: RegisterCorrection | None

    @property
    def text(self) -> str:
        """Return the value that counts."""
        return self.said.value if self.said else self.was


@dataclass(frozen=True, slots=True)
class Settled:
    """A post with the values that count now: `body` is corrected, `inferred` by field."""

    post: RegisterPost
    body: Mapping[str, Any]
    inferred: Mapping[str, Inferred]

    @property
    def is_open(self) -> bool:
        """Whether an inferred value waits for somebody to look at it."""
        return any(one.said is None for one in self.inferred.values())


def settled(post: RegisterPost, corrections: Iterable[RegisterCorrection]) -> Settled:
    """Return the post with these corrections of it, in the order in which they were made."""
    body = deepcopy(post.body)
    said = {(one.field, one.was): one for one in corrections if one.post_key == post.key}
    inferred: dict[str, Inferred] = {}
    for field in post.body["inferred"]:
        was = text_of(post.body, field)
        one = Inferred(field, was, said.get((field, was)))
        inferred[field] = one
        if one.text != was:
            put(body, field, one.text)
    return Settled(post, body, inferred)


def text_of(body: Mapping[str, Any], field: str) -> str:
    """Return a value as one text: a list has its items on lines, parties stand as printed."""
    value: Any = body
    for name in field.split("."):
        value = value[name]
    if field in COLUMNS:
        return _parties(value)
    if field in LISTS:
        return "\n".join(value)
    return "" if value is None else str(value)


def put(body: dict[str, Any], field: str, text: str) -> None:
    """Set the field of a body to what the text says.

    Raises:
        NotSuchValueError: the text is no value of this field.
    """
    *way, last = field.split(".")
    place = body
    for name in way:
        place = place[name]
    place[last] = _value(field, text, place[last])


def _value(field: str, text: str, before: Any) -> Any:
    text = text.strip()
    if not text and field in NEVER_EMPTY:
        raise NotSuchValueError(field)
    if field in COLUMNS:
        return _cell(text, before)
    if field in LISTS:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field == "education.level" and text not in get_args(Level):
        raise NotSuchValueError(field)
    return text or (None if field == "level" else "")


def _cell(text: str, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not text:
        return None
    cells = parse_cells(" ".join(text.split()))
    if cells is None or len(cells) != 1 or cells[0].is_open:
        raise NotSuchValueError(text)
    parties = [
        {
            "authority": str(one.authority),
            "printed": one.printed,
            "mark": one.mark,
            "by_instruction": one.by_instruction,
        }
        for one in cells[0].parties
    ]
    return {"parties": parties, "lines": before["lines"] if before else []}


def _parties(cell: Mapping[str, Any] | None) -> str:
    made = ""
    for one in cell["parties"] if cell else ():
        between = f" {ON_INSTRUCTION} " if one["by_instruction"] else ", "
        made += (between if made else "") + one["printed"] + one["mark"]
    return made


def is_value(body: Mapping[str, Any], field: str, text: str) -> bool:
    """Tell whether the text can stand in this field of a post of that register."""
    try:
        put(deepcopy(dict(body)), field, text)
    except NotSuchValueError:
        return False
    return True
