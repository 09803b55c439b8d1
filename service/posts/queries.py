from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func
from sqlmodel import Session, col, select

from service.posts.models import (
    FacetKind,
    RegisterAct,
    RegisterCorrection,
    RegisterFacet,
    RegisterName,
    RegisterPost,
    RequirementDraft,
    RequirementSet,
    TypicalRequirement,
)


def versions(
    db: Session, register: RegisterName, number: str, adopted_on: date
) -> Sequence[RegisterAct]:
    """Return every text of an act that was taken in, the oldest first."""
    query = select(RegisterAct).where(
        RegisterAct.kind == register,
        RegisterAct.number == number,
        RegisterAct.adopted_on == adopted_on,
    )
    return db.exec(query.order_by(col(RegisterAct.version))).all()


def all_acts(db: Session) -> Sequence[RegisterAct]:
    """Return every text of every act, by register and act, the newest version first."""
    order = (
        col(RegisterAct.kind),
        col(RegisterAct.adopted_on),
        col(RegisterAct.number),
        col(RegisterAct.version).desc(),
    )
    return db.exec(select(RegisterAct).order_by(*order)).all()


def present_acts(db: Session, register: RegisterName) -> list[RegisterAct]:
    """Return the acts that the register stands on: of each act the newest text."""
    newest: dict[tuple[str, date], RegisterAct] = {}
    for act in all_acts(db):
        if act.kind == register:
            newest.setdefault((act.number, act.adopted_on), act)
    return list(newest.values())


def act(db: Session, act_id: UUID) -> RegisterAct:
    """Return the act's text of this id."""
    found = db.get(RegisterAct, act_id)
    assert found is not None
    return found


def present_post(db: Session, register: RegisterName, key: str) -> RegisterPost | None:
    """Return the post of this key in the present text of its act."""
    if "\0" in key:  # PostgreSQL takes no text with it
        return None
    query = _present(select(RegisterPost), db, register).where(RegisterPost.key == key)
    found: RegisterPost | None = db.exec(query).first()
    return found


def present_posts(
    db: Session,
    register: RegisterName,
    *,
    text: str = "",
    facets: Mapping[FacetKind, str] | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[RegisterPost]:
    """Return the posts that hold every word of `text` and have each facet, in the acts' order."""
    query = _found(select(RegisterPost), db, register, text, facets or {})
    query = query.order_by(col(RegisterPost.act_id), col(RegisterPost.number))
    found: Sequence[RegisterPost] = db.exec(query.offset(offset).limit(limit)).all()
    return found


def count_posts(
    db: Session, register: RegisterName, *, text: str = "", facets: Mapping[FacetKind, str]
) -> int:
    """Return how many posts `present_posts` has with the same search."""
    query = _found(select(func.count(col(RegisterPost.id))), db, register, text, facets)
    return int(db.exec(query).one())


def facet_values(db: Session, register: RegisterName, kind: FacetKind) -> list[tuple[str, int]]:
    """Return the values of a facet in the present register with the number of posts of each."""
    count = func.count(col(RegisterFacet.post_id))
    query = select(RegisterFacet.value, count).join(
        RegisterPost, col(RegisterPost.id) == col(RegisterFacet.post_id)
    )
    query = _present(query, db, register).where(RegisterFacet.kind == kind)
    query = query.group_by(RegisterFacet.value).order_by(RegisterFacet.value)
    return [(value, int(number)) for value, number in db.exec(query).all()]


def corrections(
    db: Session, register: RegisterName, keys: Iterable[str] | None = None
) -> Sequence[RegisterCorrection]:
    """Return what was said of inferred values of these posts (or all), the oldest first."""
    query = select(RegisterCorrection).where(RegisterCorrection.kind == register)
    if keys is not None:
        query = query.where(col(RegisterCorrection.post_key).in_(list(keys)))
    return db.exec(query.order_by(col(RegisterCorrection.at), col(RegisterCorrection.id))).all()


def lock_acts(db: Session, register: RegisterName) -> None:
    """Hold the register's acts until the transaction ends: one settles its values at a time."""
    query = select(RegisterAct.id).where(RegisterAct.kind == register)
    db.exec(query.order_by(col(RegisterAct.id)).with_for_update()).all()


def requirement_set(db: Session, set_id: UUID) -> RequirementSet | None:
    """Return the version of requirements of this id."""
    return db.get(RequirementSet, set_id)


def requirement_sets(db: Session, body_code: str, post_key: str) -> Sequence[RequirementSet]:
    """Return the versions of what the body asks of the post, the newest first."""
    if "\0" in post_key:
        return []
    query = select(RequirementSet).where(
        RequirementSet.body_code == body_code, RequirementSet.post_key == post_key
    )
    return db.exec(query.order_by(col(RequirementSet.version).desc())).all()


def requirement_set_on(
    db: Session, body_code: str, post_key: str, day: date
) -> RequirementSet | None:
    """Return the version in force on that day: the newest that is in force by then."""
    found = requirement_sets(db, body_code, post_key)
    return next((one for one in found if one.in_force_from <= day), None)


def sets_of_body(db: Session, body_code: str) -> dict[str, list[RequirementSet]]:
    """Return the versions of all posts of the body by the post's key, the newest first."""
    query = select(RequirementSet).where(RequirementSet.body_code == body_code)
    found: dict[str, list[RequirementSet]] = {}
    for one in db.exec(query.order_by(col(RequirementSet.version).desc())).all():
        found.setdefault(one.post_key, []).append(one)
    return found


def requirement_draft(
    db: Session, body_code: str, post_key: str, *, lock: bool = False
) -> RequirementDraft | None:
    """Return the draft of the post; with `lock` nobody else changes it in this transaction."""
    if "\0" in post_key:
        return None
    query = select(RequirementDraft).where(
        RequirementDraft.body_code == body_code, RequirementDraft.post_key == post_key
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.exec(query).first()


def requirement_drafts(db: Session, body_code: str) -> dict[str, RequirementDraft]:
    """Return the drafts of the body by the post's key."""
    query = select(RequirementDraft).where(RequirementDraft.body_code == body_code)
    return {one.post_key: one for one in db.exec(query).all()}


def typical_rows(db: Session, key: str | None = None) -> Sequence[TypicalRequirement]:
    """Return the rows of typical requirements by key and day, a correction behind what it mends."""
    query = select(TypicalRequirement)
    if key is not None:
        query = query.where(TypicalRequirement.key == key)
    order = (
        col(TypicalRequirement.key),
        col(TypicalRequirement.valid_from),
        col(TypicalRequirement.id),
    )
    return db.exec(query.order_by(*order)).all()


def forget_facets(db: Session, post_id: UUID) -> None:
    """Take away by what a post is found, before it is written anew."""
    db.exec(delete(RegisterFacet).where(col(RegisterFacet.post_id) == post_id))


def _present(query: Any, db: Session, register: RegisterName) -> Any:
    ids = [one.id for one in present_acts(db, register)]
    return query.where(col(RegisterPost.act_id).in_(ids))


def _found(
    query: Any, db: Session, register: RegisterName, text: str, facets: Mapping[FacetKind, str]
) -> Any:
    query = _present(query, db, register)
    for word in text.casefold().split():
        query = query.where(col(RegisterPost.search_text).contains(word, autoescape=True))
    for kind, value in facets.items():
        has_it = exists().where(
            col(RegisterFacet.post_id) == col(RegisterPost.id),
            col(RegisterFacet.kind) == kind,
            col(RegisterFacet.value) == value,
        )
        query = query.where(has_it)
    return query
