"""The places where tests are taken: made and changed by administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.booking import queries
from service.booking.models import Centre
from service.core.db import insert_new
from service.core.errors import NotFound
from service.core.ids import new_id
from service.journal.actions import record


@dataclass(frozen=True)
class CentreFacts:
    """What is said of a centre; name, city and address in {kk, ru, en}."""

    name: Mapping[str, str]
    city: Mapping[str, str]
    address: Mapping[str, str]
    seats: int
    until_late: bool


def make_centre(
    db: Session,
    code: str,
    facts: CentreFacts,
    *,
    is_remote: bool,
    actor_id: UUID | None,
    now: datetime,
) -> Centre | None:
    """Make a centre; None where one with this code exists."""
    values = {"id": new_id(), "code": code, "is_remote": is_remote, **_columns(facts)}
    if not insert_new(db, Centre, unique=["code"], values=values):
        return None
    centre = queries.centre_by_code(db, code)
    assert centre is not None
    told = {"code": code, "is_remote": is_remote, "seats": facts.seats}
    about = ("centre", centre.id)
    record(db, "centre made", subject=about, now=now, actor_id=actor_id, facts=told)
    return centre


def change_centre(
    db: Session,
    centre_id: UUID,
    facts: CentreFacts,
    *,
    is_closed: bool,
    actor_id: UUID,
    now: datetime,
) -> Centre:
    """Change what is said of a centre, close it for new bookings or open it again.

    Bookings that exist stay; slots keep the capacity they were opened with.

    Raises:
        NotFound: there is no such centre.
    """
    centre = queries.centre(db, centre_id)
    if centre is None:
        raise NotFound
    wanted = _columns(facts)
    changed = [name for name, value in wanted.items() if getattr(centre, name) != value]
    for name in changed:
        setattr(centre, name, wanted[name])
    if is_closed != (centre.closed_at is not None):
        changed.append("closed_at")
        centre.closed_at = now if is_closed else None
    if changed:
        db.add(centre)
        told = {"code": centre.code, "fields": changed, "is_closed": is_closed}
        about = ("centre", centre.id)
        record(db, "centre changed", subject=about, now=now, actor_id=actor_id, facts=told)
    return centre


def _columns(facts: CentreFacts) -> dict[str, object]:
    return {
        "name": dict(facts.name),
        "city": dict(facts.city),
        "address": dict(facts.address),
        "seats": facts.seats,
        "until_late": facts.until_late,
    }
