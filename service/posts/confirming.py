"""Many inferred values confirmed at once: which of them wait, and the one word for all."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.core.i18n import Message, say
from service.journal.actions import record
from service.posts import queries
from service.posts.inferred import Settled, settled
from service.posts.models import Decision, RegisterCorrection, RegisterName


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inferred value of a post that nobody has spoken of yet."""

    post: Settled
    field: str
    text: str


def waiting_values(
    db: Session, register: RegisterName, *, field: str = "", keys: Collection[str] | None = None
) -> list[Waiting]:
    """Return the values that wait, in the register's order.

    Args:
        db: the session.
        register: which one.
        field: of this kind only; of every kind where empty.
        keys: of these posts only; of all where None.
    """
    said = queries.corrections(db, register, keys)
    posts = (settled(one, said) for one in queries.present_posts(db, register))
    return [
        Waiting(one, name, value.text)
        for one in posts
        if keys is None or one.post.key in keys
        for name, value in one.inferred.items()
        if value.said is None and field in ("", name)
    ]


def fingerprint(values: Sequence[Waiting]) -> str:
    """Return what changes as soon as one of the values does, or one comes or goes."""
    plain = [[one.post.post.key, one.field, one.text] for one in values]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:32]


def confirm_values(
    db: Session,
    register: RegisterName,
    *,
    field: str,
    keys: Collection[str] | None,
    seen: str,
    actor_id: UUID,
    now: datetime,
) -> int | Message:
    """Confirm every value that waits there as it was read; return how many, or why none.

    `seen` is the fingerprint of what the person was shown: where anything has changed since,
    nothing is confirmed unseen.
    """
    queries.lock_acts(db, register)
    values = waiting_values(db, register, field=field, keys=keys)
    if not values or fingerprint(values) != seen:
        return say("Meanwhile these values have changed. Look at them again, then confirm.")
    for one in values:
        db.add(_confirmed(register, one, actor_id, now))
    db.flush()
    record(
        db,
        "register values confirmed",
        subject=("register", str(register)),
        now=now,
        actor_id=actor_id,
        facts={
            "field": field or None,
            "values": len(values),
            "posts": sorted({one.post.post.key for one in values}),
            "seen": seen,
        },
    )
    return len(values)


def _confirmed(
    register: RegisterName, one: Waiting, actor_id: UUID, now: datetime
) -> RegisterCorrection:
    return RegisterCorrection(
        kind=register,
        post_key=one.post.post.key,
        field=one.field,
        was=one.text,
        value=one.text,
        decision=Decision.CONFIRMED,
        account_id=actor_id,
        at=now,
    )
