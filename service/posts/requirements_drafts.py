"""HR changes what a post asks: a draft, saved by one hand at a time, published as a version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from service.core.db import insert_new
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.journal.actions import record
from service.law.record import plain, rebuild
from service.law.requirements import Requirements, faults
from service.posts import queries
from service.posts.models import RequirementDraft, RequirementSet
from service.posts.requirements_codes import Names
from service.posts.requirements_differences import differences
from service.posts.requirements_register import PostOfBody, version_to_follow
from service.posts.requirements_words import FAULTS


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else has saved the draft since it was shown, or it is a draft no more."""

    draft: RequirementDraft | None


@dataclass(frozen=True, slots=True)
class Publishing:
    """What an HR person says when a draft becomes a version."""

    revision: int
    in_force_from: date
    reason: str


def begin_draft(
    db: Session,
    body_code: str,
    post: PostOfBody,
    *,
    from_register: bool,
    actor_id: UUID,
    now: datetime,
) -> RequirementDraft:
    """Begin a draft from the newest version, or from the register's text; one a post.

    Where there is one already it is returned as it is.
    """
    newest = version_to_follow(db, body_code, post.key)
    if newest is None or from_register:
        found = post.converted
        asked, texts = plain(found.requirements), plain(found.texts)
    else:
        asked, texts = newest.requirements, newest.texts
    values = {
        "id": new_id(),
        "body_code": body_code,
        "post_key": post.key,
        "revision": 1,
        "requirements": asked,
        "texts": texts,
        "begun_by": actor_id,
        "begun_at": now,
        "changed_by": actor_id,
        "changed_at": now,
    }
    if insert_new(db, RequirementDraft, unique=["body_code", "post_key"], values=values):
        facts = {"post": post.key, "from_register": newest is None or from_register}
        _record(db, "requirements draft begun", body_code, facts, actor_id, now)
    draft = queries.requirement_draft(db, body_code, post.key)
    assert draft is not None
    return draft


def save_draft(
    db: Session,
    body_code: str,
    post_key: str,
    *,
    revision: int,
    asked: Requirements,
    texts: Mapping[str, Names],
    actor_id: UUID,
    now: datetime,
) -> RequirementDraft | Stale:
    """Save the draft that was shown as this revision; whoever saved meanwhile is told of."""
    draft = queries.requirement_draft(db, body_code, post_key, lock=True)
    if draft is None or draft.revision != revision:
        return Stale(draft)
    draft.requirements, draft.texts = plain(asked), plain(texts)
    draft.revision += 1
    draft.changed_by, draft.changed_at = actor_id, now
    db.add(draft)
    db.flush()
    return draft


def discard_draft(
    db: Session, body_code: str, post_key: str, *, revision: int, actor_id: UUID, now: datetime
) -> Stale | None:
    """Throw the draft away as it was shown; the versions stay."""
    draft = queries.requirement_draft(db, body_code, post_key, lock=True)
    if draft is None or draft.revision != revision:
        return Stale(draft)
    facts = {"post": post_key, "requirements": draft.requirements}
    db.delete(draft)
    db.flush()
    _record(db, "requirements draft discarded", body_code, facts, actor_id, now)
    return None


def publish_draft(
    db: Session,
    body_code: str,
    post_key: str,
    sent: Publishing,
    *,
    actor_id: UUID,
    now: datetime,
) -> RequirementSet | Stale | Message:
    """Make the draft the next version; return why it cannot be.

    A version never changes: what a vacancy was announced with can be shown years later.
    """
    draft = queries.requirement_draft(db, body_code, post_key, lock=True)
    if draft is None or draft.revision != sent.revision:
        return Stale(draft)
    newest = next(iter(queries.requirement_sets(db, body_code, post_key)), None)
    refused = why_not(draft, newest, sent.in_force_from)
    if refused is not None:
        return refused
    made = _version(draft, newest, sent, actor_id, now)
    db.add(made)
    db.delete(draft)
    db.flush()
    facts = {"post": post_key, "version": made.version, "reason": sent.reason}
    facts |= {"id": str(made.id), "in_force_from": sent.in_force_from.isoformat()}
    _record(db, "requirements published", body_code, facts, actor_id, now)
    return made


def why_not(
    draft: RequirementDraft, newest: RequirementSet | None, in_force_from: date
) -> Message | None:
    """Return why the draft cannot become a version that is in force from that day."""
    asked = rebuild(Requirements, draft.requirements)
    found = faults(asked)
    if found:
        return FAULTS[found[0]]
    if newest is None:
        return None
    if in_force_from < newest.in_force_from:
        return say("It cannot be in force before the version that it follows.")
    before = rebuild(Requirements, newest.requirements)
    if not differences(before, asked):
        return say("Nothing has been changed: there is nothing to publish.")
    return None


def _version(
    draft: RequirementDraft,
    newest: RequirementSet | None,
    sent: Publishing,
    actor_id: UUID,
    now: datetime,
) -> RequirementSet:
    number = newest.version + 1 if newest else 1
    asked = replace(rebuild(Requirements, draft.requirements), version=number)
    return RequirementSet(
        body_code=draft.body_code,
        post_key=draft.post_key,
        version=number,
        source=asked.source,
        requirements=plain(asked),
        texts=draft.texts,
        lines=newest.lines if newest else {},
        in_force_from=sent.in_force_from,
        reason=sent.reason,
        made_by=actor_id,
        made_at=now,
    )


def _record(
    db: Session,
    verb: str,
    body_code: str,
    facts: Mapping[str, object],
    actor_id: UUID,
    now: datetime,
) -> None:
    subject = ("requirements", f"{body_code}/{facts['post']}")
    record(db, verb, subject=subject, now=now, actor_id=actor_id, facts=dict(facts))
