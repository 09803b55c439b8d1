"""Blocking an account: it is signed out everywhere and cannot sign in until it is opened again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.core.i18n import Message, say
from service.journal.actions import record
from service.people import sign_in
from service.people.models import Role
from service.people.queries import account_for_update, grants_for_update


def block_account(
    db: Session, account_id: UUID, *, reason: str, by: UUID, now: datetime
) -> Message | None:
    """Block an account; return the sentence why not, where it cannot be blocked.

    What the person has begun stands: applications, attempts and papers are not touched.
    """
    if account_id == by:
        return say("You cannot block your own account.")
    grants = grants_for_update(db, Role.ADMINISTRATOR)
    owner = account_for_update(db, account_id)
    if owner.blocked_at is not None:
        return say("This account is blocked already.")
    if [grant.account_id for grant in grants] == [account_id]:
        return say("This is the last administrator. Make somebody else an administrator first.")
    owner.blocked_at = now
    db.add(owner)
    sign_in.sign_out_everywhere(db, account_id, now=now)
    about, facts = ("account", account_id), {"reason": reason}
    record(db, "account blocked", subject=about, now=now, actor_id=by, facts=facts)
    return None


def unblock_account(
    db: Session, account_id: UUID, *, reason: str, by: UUID, now: datetime
) -> Message | None:
    """Open a blocked account again; return the sentence why not, where it is not blocked."""
    owner = account_for_update(db, account_id)
    if owner.blocked_at is None:
        return say("This account is not blocked.")
    owner.blocked_at = None
    db.add(owner)
    about, facts = ("account", account_id), {"reason": reason}
    record(db, "account unblocked", subject=about, now=now, actor_id=by, facts=facts)
    return None
