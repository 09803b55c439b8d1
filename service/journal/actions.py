from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.journal.models import JournalEntry


def record(
    db: Session,
    verb: str,
    *,
    subject: tuple[str, object],
    now: datetime,
    actor_id: UUID | None = None,
    rule: str | None = None,
    facts: dict[str, Any] | None = None,
) -> JournalEntry:
    """Append an entry to the journal in the caller's transaction.

    Args:
        db: the open write transaction.
        verb: what was done, past tense, e.g. "slot opened".
        subject: kind and id of what it was done to, e.g. ("slot", slot.id).
        now: the moment.
        actor_id: the account that did it; None for the service itself.
        rule: the rule's id where one decided, e.g. "TT-4".
        facts: JSON-able data the decision stood on.
    """
    kind, subject_id = subject
    entry = JournalEntry(
        at=now,
        actor_id=actor_id,
        verb=verb,
        subject_kind=kind,
        subject_id=str(subject_id),
        rule=rule,
        facts=facts or {},
    )
    db.add(entry)
    return entry
