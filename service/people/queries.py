from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from service.people.models import Accommodation, Account, Consent, Role, RoleGrant, SignIn
from service.people.person import Person


def account(db: Session, account_id: UUID) -> Account | None:
    """Return the account of this id."""
    return db.get(Account, account_id)


def account_by_iin(db: Session, iin: str) -> Account | None:
    """Return the account of this IIN."""
    return db.exec(select(Account).where(Account.iin == iin)).first()


def roles_of(db: Session, account_id: UUID) -> frozenset[Role]:
    """Return the account's roles."""
    found = select(RoleGrant.role).where(RoleGrant.account_id == account_id)
    return frozenset(db.exec(found).all())


def live_sign_in(
    db: Session, sign_in_id: UUID, *, now: datetime, idle: timedelta
) -> tuple[SignIn, Account] | None:
    """Return the session and its account; None where it is revoked, idle too long or blocked."""
    found = select(SignIn, Account).join(Account).where(SignIn.id == sign_in_id)
    row = db.exec(found).first()
    if row is None:
        return None
    sign_in, owner = row
    if sign_in.revoked_at or owner.blocked_at or sign_in.last_seen_at + idle <= now:
        return None
    return sign_in, owner


def person_of(db: Session, sign_in: SignIn, owner: Account) -> Person:
    """Return what pages may know about the person of a session."""
    return Person(
        account_id=owner.id,
        session_id=sign_in.id,
        name=owner.name,
        given_name=owner.given_name,
        language=owner.language,
        roles=roles_of(db, owner.id),
    )


def consent_in_force(db: Session, account_id: UUID, version: str) -> Consent | None:
    """Return the consent to this version that has not been withdrawn (ID-2)."""
    found = select(Consent).where(
        Consent.account_id == account_id,
        Consent.version == version,
        col(Consent.withdrawn_at).is_(None),
    )
    return db.exec(found.order_by(col(Consent.given_at).desc())).first()


def accommodation_in_force(db: Session, account_id: UUID) -> Accommodation | None:
    """Return the newest accommodation that has not been ended."""
    found = select(Accommodation).where(
        Accommodation.account_id == account_id, col(Accommodation.ended_at).is_(None)
    )
    return db.exec(found.order_by(col(Accommodation.granted_at).desc())).first()


def people_with_role(db: Session, role: Role) -> Sequence[Account]:
    """Return the accounts that have this role, by name."""
    found = select(Account).join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    return db.exec(found.where(RoleGrant.role == role).order_by(Account.family_name)).all()
