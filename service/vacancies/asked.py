"""What a post asks when it is announced: the version in force, typical requirements carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.law.requirements import Requirements
from service.posts import queries as posts
from service.posts import requirements_words as words
from service.posts.inferred import Settled, settled
from service.posts.models import RegisterName, RegisterPost
from service.posts.requirements_differences import PARTS, Part, values_by_part
from service.posts.requirements_reading import requirements_of
from service.posts.requirements_register import act_source
from service.posts.requirements_versions import resolved, version_in_force


@dataclass(frozen=True, slots=True)
class Asked:
    """What a post asks.

    Attributes:
        set_id: the version's id; None where the register's text alone says it.
        requirements: by codes.
        texts: what only a person judges, by its code: {code: {kk, ru, en}}.
    """

    set_id: UUID | None
    requirements: Requirements
    texts: Mapping[str, Mapping[str, str]]


def post_of(db: Session, key: str) -> Settled | None:
    """Return the post of the register of posts, with its settled values."""
    found = posts.present_post(db, RegisterName.POSTS, key)
    return None if found is None else settled_post(db, found)


def settled_post(db: Session, post: RegisterPost) -> Settled:
    """Return a post of any register with what was said of its inferred values."""
    return settled(post, posts.corrections(db, post.kind, [post.key]))


def is_post_of(db: Session, post: RegisterPost, code: str) -> bool:
    """Tell whether the post is of an order for that body, or for one that it belongs to."""
    of = bodies.body_named(db, posts.act(db, post.act_id).body_name)
    return of is not None and of.code in {one.code for one in bodies.line_of(db, code)}


def asked_of(db: Session, code: str, post_key: str, day: date) -> Asked | None:
    """Return what the body asks of the post on that day; None where there is no such post.

    A unit that has said nothing itself asks what the body asks that it belongs to.
    """
    for body in bodies.line_of(db, code):
        version = version_in_force(db, body.code, post_key, day)
        if version is not None:
            return Asked(version.id, resolved(db, version.requirements, day), version.texts)
    post = post_of(db, post_key)
    if post is None:
        return None
    read = requirements_of(post.body, act_source(posts.act(db, post.post.act_id)))
    return Asked(None, resolved(db, read.requirements, day), read.texts)


def requirement_lines(
    asked: Requirements, texts: Mapping[str, Mapping[str, str]]
) -> list[tuple[Part, list[str]]]:
    """Return what is asked line by line in the reader's language, by part; empty ones left out."""
    values = values_by_part(asked)
    lines = (
        (part, [words.sentence(part, value, texts) for value in values[part]]) for part in PARTS
    )
    return [(part, said) for part, said in lines if said]
