"""A candidate's extra time reaches the attempts that were made ready before it was granted."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.journal.actions import record
from service.law.attempt import Phase
from service.people.queries import accommodation_in_force


def carry_accommodation(db: Session, account_id: UUID, *, actor_id: UUID, now: datetime) -> int:
    """Bring prepared attempts to the accommodation in force; return how many changed.

    An attempt that has begun keeps the time it began with.
    """
    in_force = accommodation_in_force(db, account_id)
    percent = in_force.extra_percent if in_force is not None else 0
    changed = 0
    for attempt_id in queries.prepared_attempts(db, account_id):
        row = queries.locked_attempt(db, attempt_id)
        if row is None or row.phase is not Phase.PREPARED or row.extra_percent == percent:
            continue
        row.extra_percent = percent
        db.add(row)
        changed += 1
        about, facts = ("attempt", attempt_id), {"extra_percent": percent}
        record(db, "extra time set", subject=about, now=now, actor_id=actor_id, facts=facts)
    return changed
