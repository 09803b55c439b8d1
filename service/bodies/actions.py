from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries
from service.bodies.body_file import FILE_NAME, load_bodies
from service.bodies.models import Body, BodyMember, Office, Place, Wave, Work
from service.journal.actions import record


@dataclass(frozen=True)
class BodyFacts:
    """What an administrator says of a body."""

    name: dict[str, str]
    office: Office
    wave: Wave | None
    parent: str | None
    served_by: str | None
    is_new: bool
    place: Place | None
    site: str
    contacts: dict[str, str]


def load_shipped_bodies(db: Session, folder: Path, *, now: datetime) -> int:
    """Add the bodies of the shipped register that are not here yet; return how many.

    What an administrator has changed is left as it is.

    Raises:
        MalformedFileError: the file does not fit.
    """
    if not (folder / FILE_NAME).is_file():
        return 0
    new = 0
    for one in load_bodies(folder / FILE_NAME):
        if queries.body(db, one.code) is not None:
            continue
        body = Body(
            code=one.code,
            name=one.name,
            office=one.office,
            wave=one.wave,
            is_authorised=one.authorised,
            parent=one.parent,
            place=one.place,
            site=one.site,
            source=one.source,
            changed_at=now,
        )
        db.add(body)
        db.flush()
        new += 1
    if new:
        record(db, "bodies loaded", subject=("register", "bodies"), now=now, facts={"bodies": new})
    return new


def save_body(db: Session, code: str, facts: BodyFacts, *, by: UUID, now: datetime) -> Body:
    """Make a body, or change what is known of it."""
    found = queries.body(db, code)
    body = queries.body_for_update(db, code) if found else Body(code=code, office=facts.office)
    was = {name: getattr(body, name) for name in vars(facts)} if found else {}
    for name, value in vars(facts).items():
        setattr(body, name, value)
    body.changed_at = now
    db.add(body)
    changed = {name: value for name, value in vars(facts).items() if was.get(name) != value}
    verb = "body changed" if found else "body made"
    record(db, verb, subject=("body", code), now=now, actor_id=by, facts=changed)
    return body


def add_member(
    db: Session, code: str, account_id: UUID, work: Work, *, by: UUID, now: datetime
) -> BodyMember:
    """Let a person work for a body; who does already, does."""
    queries.body_for_update(db, code)
    there = queries.membership(db, account_id, code, work)
    if there is not None:
        return there
    made = BodyMember(body_code=code, account_id=account_id, work=work, from_at=now, granted_by=by)
    db.add(made)
    facts = {"body": code, "work": str(work)}
    record(db, "body member added", subject=("account", account_id), now=now, actor_id=by,
           facts=facts)  # fmt: skip
    return made


def end_member(db: Session, member: BodyMember, *, by: UUID, now: datetime) -> None:
    """End a person's work for a body; a second time changes nothing."""
    queries.body_for_update(db, member.body_code)
    db.refresh(member)
    if member.ended_at is not None:
        return
    member.ended_at = now
    db.add(member)
    facts = {"body": member.body_code, "work": str(member.work)}
    record(db, "body member ended", subject=("account", member.account_id), now=now, actor_id=by,
           facts=facts)  # fmt: skip
