from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.db import insert_new
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.journal.actions import record
from service.posts import queries
from service.posts.civil_file import FILE_NAME as CIVIL_FILE
from service.posts.civil_file import load_civil_posts
from service.posts.inferred import Inferred, is_value, settled
from service.posts.models import (
    Decision,
    RegisterAct,
    RegisterCorrection,
    RegisterFacet,
    RegisterName,
    RegisterPost,
)
from service.posts.political_file import FILE_NAME as POLITICAL_FILE
from service.posts.political_file import load_political_posts
from service.posts.qualification_file import FILE_NAME as QUALIFICATION_FILE
from service.posts.qualification_file import load_qualification_posts
from service.posts.register_rows import PostRow, Reading, Rows, facets, rows_of, search_text
from service.posts.requirements_register import take_over_registers
from service.posts.requirements_typical import load_shipped_typical

_IDENTITY: Final = ("kind", "number", "adopted_on", "sha256", "facts_sha256", "has_wording")
_LOADERS: Final[dict[str, Callable[[Path], Reading]]] = {
    QUALIFICATION_FILE: load_qualification_posts,
    POLITICAL_FILE: load_political_posts,
    CIVIL_FILE: load_civil_posts,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has brought: the act's text, and whether it was there already."""

    version: int
    posts: int
    is_new: bool


def _nothing() -> None:
    """Nobody watches the work go on."""


def import_reading(
    db: Session, reading: Reading, *, now: datetime, step: Callable[[], None] = _nothing
) -> Imported:
    """Keep a text of an act with all its posts; the same text again changes nothing.

    Another text of the same act becomes its next version; the older ones stay.

    Args:
        db: the open write transaction.
        reading: of a published text, or the shipped facts.
        now: the moment.
        step: called once for each post.
    """
    rows = rows_of(reading)
    known = queries.versions(db, rows.register, reading.act.number, reading.act.adopted_on)
    same = [one for one in known if (one.sha256, one.facts_sha256) == (reading.sha256, rows.sha256)]
    if any(one.has_wording or not rows.has_wording for one in same):
        return Imported(same[-1].version, len(rows.posts), is_new=False)
    values = _act_values(reading, rows, version=len(known) + 1, now=now)
    if not insert_new(db, RegisterAct, unique=_IDENTITY, values=values):
        return Imported(len(known) + 1, len(rows.posts), is_new=False)
    corrections = queries.corrections(db, rows.register)
    for one in rows.posts:
        post = _post(one, rows.register, values["id"])
        db.add(post)
        db.flush()
        _write_facets(db, post, settled(post, corrections).body, rows.body_name)
        step()
    record(
        db,
        "register imported",
        subject=("register", values["id"]),
        now=now,
        facts={
            "register": str(rows.register),
            "act": f"№ {reading.act.number}, {reading.act.adopted_on}",
            "version": values["version"],
            "sha256": reading.sha256,
            "wording": rows.has_wording,
            "counts": reading.counts,
        },
    )
    take_over_registers(db, now=now)
    return Imported(values["version"], len(rows.posts), is_new=True)


def load_shipped_registers(db: Session, folder: Path, *, now: datetime) -> int:
    """Bring the registers up to the facts that ship with the project; return the new versions.

    An act of which another text was imported here is left as it is. What the posts of a body ask
    becomes the body's first version where it has none yet.

    Raises:
        MalformedFileError: a file does not fit.
    """
    new = 0
    for name, load in _LOADERS.items():
        if not (folder / name).is_file():
            continue
        reading = load(folder / name)
        known = queries.versions(
            db, rows_of(reading).register, reading.act.number, reading.act.adopted_on
        )
        if known and known[-1].sha256 != reading.sha256:
            continue
        new += import_reading(db, reading, now=now).is_new
    load_shipped_typical(db, folder, now=now)
    take_over_registers(db, now=now)
    return new


def settle_value(
    db: Session,
    register: RegisterName,
    key: str,
    field: str,
    *,
    value: str,
    reason: str,
    actor_id: UUID,
    now: datetime,
) -> RegisterCorrection | Message:
    """Confirm an inferred value of a post, or put another in its place; return why it cannot be.

    `value` equal to what was read confirms it; a correction needs a reason.
    """
    queries.lock_acts(db, register)
    post = queries.present_post(db, register, key)
    found = _inferred(db, post, field) if post else None
    if post is None or found is None:
        return say("This value is printed in the act itself: it is not for us to change.")
    value = "\n".join(line.strip() for line in value.replace("\0", "").strip().splitlines())
    decision = Decision.CONFIRMED if value == found.was else Decision.CORRECTED
    if not is_value(post.body, field, value):
        return say("This cannot stand here. Write it as the act does.")
    if decision is Decision.CORRECTED and not reason.strip(" \0"):
        return say("Please say why the value is another.")
    made = RegisterCorrection(
        kind=register,
        post_key=key,
        field=field,
        was=found.was,
        value=value,
        decision=decision,
        reason=reason.replace("\0", "").strip(),
        account_id=actor_id,
        at=now,
    )
    db.add(made)
    db.flush()
    _find_anew(db, post)
    record(
        db,
        f"register value {decision}",
        subject=("register-post", key),
        now=now,
        actor_id=actor_id,
        facts={"field": field, "was": found.was, "value": value, "reason": made.reason},
    )
    return made


def _inferred(db: Session, post: RegisterPost, field: str) -> Inferred | None:
    corrections = queries.corrections(db, post.kind, [post.key])
    return settled(post, corrections).inferred.get(field)


def _find_anew(db: Session, post: RegisterPost) -> None:
    act = queries.act(db, post.act_id)
    body = settled(post, queries.corrections(db, post.kind, [post.key])).body
    queries.forget_facets(db, post.id)
    _write_facets(db, post, body, act.body_name)


def _write_facets(db: Session, post: RegisterPost, body: Any, body_name: str) -> None:
    for kind, value in sorted(facets(post.kind, body, body_name)):
        db.add(RegisterFacet(post_id=post.id, kind=kind, value=value))
    db.flush()


def _act_values(reading: Reading, rows: Rows, *, version: int, now: datetime) -> dict[str, Any]:
    act = reading.act
    return {
        "id": new_id(),
        "kind": rows.register,
        "number": act.number,
        "adopted_on": act.adopted_on,
        "version": version,
        "valid_from": act.wording_from or act.adopted_on,
        "repealed_on": act.repealed_by.day if act.repealed_by else None,
        "body_name": rows.body_name,
        "source_name": reading.source_name,
        "sha256": reading.sha256,
        "facts_sha256": rows.sha256,
        "has_wording": rows.has_wording,
        "counts": dict(reading.counts),
        "facts": rows.facts,
        "anomalies": [
            {"line": one.line, "kind": one.kind, "text": one.text} for one in reading.anomalies
        ],
        "taken_at": now,
    }


def _post(one: PostRow, register: RegisterName, act_id: UUID) -> RegisterPost:
    return RegisterPost(
        act_id=act_id,
        kind=register,
        key=one.key,
        number=one.number,
        title=one.title,
        department=one.department,
        category=one.category,
        units=one.units,
        first_line=one.lines[0],
        last_line=one.lines[1],
        body={**one.body, "wording": one.wording},
        source_text=one.source_text,
        search_text=search_text(one),
    )
