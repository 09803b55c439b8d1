"""A reading as the rows of a register: what is kept of the act and of each post."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, assert_never

from service.posts.civil_file import civil_file
from service.posts.civil_order import CivilReading
from service.posts.models import FacetKind, RegisterName
from service.posts.political_decree import PoliticalReading
from service.posts.political_file import dated_act, political_file
from service.posts.qualification_file import qualification_file
from service.posts.qualification_order import QualificationReading

Reading = PoliticalReading | CivilReading | QualificationReading

_PARTIES = {
    FacetKind.APPOINTS: "appointed_by",
    FacetKind.PROPOSES: "proposed_by",
    FacetKind.AGREES: "agreed_with",
}


@dataclass(frozen=True, slots=True)
class PostRow:
    """What is kept of a post; `wording` are the long texts that only a published text brings."""

    key: str
    number: int
    title: str
    department: str
    category: str
    units: int | None
    lines: tuple[int, int]
    body: dict[str, Any]
    wording: dict[str, str]
    source_text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What is kept of a reading; `facts` are those of the act, `has_wording` of a whole text."""

    register: RegisterName
    body_name: str
    facts: dict[str, Any]
    posts: tuple[PostRow, ...]
    has_wording: bool

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the facts: the same with the wording and without it."""
        plain = [self.facts, [[one.key, one.body] for one in self.posts]]
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def rows_of(reading: Reading) -> Rows:
    """Return the rows of a reading, from a published text or from the shipped facts."""
    match reading:
        case QualificationReading():
            return _qualification(reading)
        case PoliticalReading():
            return _political(reading)
        case CivilReading():
            return _civil(reading)
    assert_never(reading)


def _act(reading: Reading) -> dict[str, Any]:
    return dated_act(reading.act).model_dump(mode="json")


def _whole(reading: Reading) -> bool:
    return any(one.source_text for one in reading.records)


def _qualification(reading: QualificationReading) -> Rows:
    file = qualification_file(reading)
    acts = {
        one.number_here: one.model_dump(mode="json", exclude={"number_here"}) for one in file.acts
    }
    typical = [one.model_dump(mode="json") for one in file.typical_requirements]
    posts = []
    for entry, post in zip(file.posts, reading.records, strict=True):
        body = entry.model_dump(mode="json")
        body["acts"] = [acts[number] for number in entry.acts]
        place = entry.experience.typical
        body["experience"]["typical"] = typical[place - 1] if place else None
        posts.append(
            PostRow(
                post.key.replace("/", "-"),
                post.number,
                post.title,
                post.department,
                post.category_key,
                post.units,
                (post.first_line, post.last_line),
                body,
                {cell.name: cell.text for cell in post.cells if cell.text},
                post.source_text,
            )
        )
    facts = {"act": _act(reading), "corps": reading.corps}
    return Rows(RegisterName.POSTS, reading.body, facts, tuple(posts), _whole(reading))


def _political(reading: PoliticalReading) -> Rows:
    file = political_file(reading)
    posts = (
        PostRow(
            post.key,
            post.number,
            post.title,
            "",
            "",
            None,
            (post.first_line, post.last_line),
            entry.model_dump(mode="json"),
            {},
            post.source_text,
        )
        for entry, post in zip(file.posts, reading.records, strict=True)
    )
    footnotes = [one.model_dump(mode="json") for one in file.footnotes]
    facts = {"act": _act(reading), "footnotes": footnotes}
    return Rows(RegisterName.POLITICAL, "", facts, tuple(posts), _whole(reading))


def _civil(reading: CivilReading) -> Rows:
    file = civil_file(reading)
    posts = (
        PostRow(
            group.key,
            group.number,
            group.heading or ", ".join(group.titles),
            "",
            str(group.category or ""),
            None,
            (group.first_line, group.last_line),
            entry.model_dump(mode="json"),
            {},
            group.source_text,
        )
        for entry, group in zip(file.groups, reading.records, strict=True)
    )
    changed = asdict(reading.changed_act) if reading.changed_act else None
    facts = {
        "act": _act(reading),
        "changed_act": {name: str(value) for name, value in changed.items()} if changed else None,
        "abbreviations": dict(reading.abbreviations),
    }
    return Rows(RegisterName.CIVILIAN, "", facts, tuple(posts), _whole(reading))


def facets(
    register: RegisterName, body: Mapping[str, Any], body_name: str
) -> set[tuple[FacetKind, str]]:
    """Return by what a post with this body is found."""
    return {(kind, value[:500]) for kind, value in _facets(register, body, body_name) if value}


def _facets(
    register: RegisterName, body: Mapping[str, Any], body_name: str
) -> Iterator[tuple[FacetKind, str]]:
    if register is RegisterName.POSTS:
        yield FacetKind.BODY, body_name
        yield FacetKind.DEPARTMENT, body["department"]
        yield FacetKind.CATEGORY, body["category_key"]
        yield from ((FacetKind.FIELD, one) for one in body["education"]["fields"])
        yield from ((FacetKind.ACT, one["title"]) for one in body["acts"])
    elif register is RegisterName.POLITICAL:
        for kind, column in _PARTIES.items():
            parties = body[column]["parties"] if body[column] else ()
            yield from ((kind, one["authority"]) for one in parties)
    else:
        yield FacetKind.BLOCK, body["block"]
        yield FacetKind.LINK, body["link"]
        yield FacetKind.LEVEL, body["level"] or ""


def search_text(post: PostRow) -> str:
    """Return the words by which a post is found, all in small letters."""
    body = post.body
    names = ("position", "division", "staff_numbers", "titles", "units", "category", "heading")
    parts: list[object] = [post.key, post.title, post.department, post.category]
    for name in names:
        value = body.get(name)
        parts += value if isinstance(value, list) else [value or ""]
    for name in _PARTIES.values():
        parts += [one["printed"] for one in (body.get(name) or {}).get("parties", ())]
    return "\n".join(map(str, parts)).casefold()
