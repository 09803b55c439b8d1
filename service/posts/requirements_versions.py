"""What a body asks of a post, version by version: what was in force when, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from service.law.record import rebuild
from service.law.requirements import (
    Alternative,
    Requirements,
    TypicalRequirements,
    with_typical,
)
from service.posts import queries
from service.posts.models import RequirementSet, TypicalRequirement
from service.posts.requirements_codes import Names


@dataclass(frozen=True, slots=True)
class Version:
    """A version as the law reads it; `id` is what a decision keeps, the version never changes."""

    id: UUID
    body_code: str
    post_key: str
    version: int
    in_force_from: date
    requirements: Requirements
    texts: Mapping[str, Names]


def version_of(kept: RequirementSet) -> Version:
    """Return the kept version as the law reads it."""
    asked = rebuild(Requirements, kept.requirements)
    return Version(
        id=kept.id,
        body_code=kept.body_code,
        post_key=kept.post_key,
        version=kept.version,
        in_force_from=kept.in_force_from,
        requirements=asked,
        texts=kept.texts,
    )


def version_in_force(db: Session, body_code: str, post_key: str, day: date) -> Version | None:
    """Return what the body asks of the post on that day; None where it has said nothing yet."""
    kept = queries.requirement_set_on(db, body_code, post_key, day)
    return version_of(kept) if kept else None


def version_by_id(db: Session, set_id: UUID) -> Version | None:
    """Return the version of this id, in force or not."""
    kept = queries.requirement_set(db, set_id)
    return version_of(kept) if kept else None


def typical_row_on(
    rows: Sequence[TypicalRequirement], key: str, day: date
) -> TypicalRequirement | None:
    """Return the row of the key that counts on that day, whether its content is known or not.

    `rows` in the order of `queries.typical_rows`: the last that has begun counts.
    """
    begun = [one for one in rows if one.key == key and one.valid_from <= day]
    if not begun or (begun[-1].valid_to is not None and begun[-1].valid_to < day):
        return None
    return begun[-1]


def typical_on(db: Session, key: str, day: date) -> TypicalRequirements | None:
    """Return the typical requirements of the key on that day; None where none are entered."""
    row = typical_row_on(queries.typical_rows(db, key), key, day)
    if row is None or not row.is_known:
        return None
    ways = tuple(rebuild(Alternative, one) for one in row.alternatives)
    return TypicalRequirements(row.key, ways, row.source, row.valid_from, row.valid_to)


def resolved(db: Session, asked: Requirements, day: date) -> Requirements:
    """Return the requirements with the reference to typical ones carried out on that day.

    Where nobody has entered what the typical ones say, the reference stays: admission then asks a
    person to look.
    """
    if asked.experience.typical is None:
        return asked
    known = typical_on(db, asked.experience.typical, day)
    return asked if known is None else with_typical(asked, [known], day)
