from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from service.people.models import (
    Accommodation,
    Account,
    Consent,
    OneTimePassword,
    Role,
    RoleGrant,
    SignIn,
)
from service.people.person import Person


def account(db: Session, account_id: UUID) -> Account | None:
    """Return the account of this id."""
    return db.get(Account, account_id)


def account_by_iin(db: Session, iin: str) -> Account | None:
    """Return the account of this IIN."""
    return db.exec(select(Account).where(Account.iin == iin)).first()


def account_for_update(db: Session, account_id: UUID) -> Account:
    """Return the account, locked until the end of the transaction: its deeds go one by one."""
    found = select(Account).where(Account.id == account_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def roles_of(db: Session, account_id: UUID) -> frozenset[Role]:
    """Return the account's roles."""
    found = select(RoleGrant).where(RoleGrant.account_id == account_id)
    return frozenset(grant.role for grant in db.exec(found))


def grants_for_update(db: Session, role: Role) -> Sequence[RoleGrant]:
    """Return every grant of this role, locked until the end of the transaction."""
    found = select(RoleGrant).where(RoleGrant.role == role).order_by(col(RoleGrant.account_id))
    return db.exec(found.with_for_update()).all()


def people_with_role(db: Session, role: Role) -> Sequence[Account]:
    """Return the accounts that have this role, by name."""
    found = select(Account).join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    return db.exec(
        found.where(RoleGrant.role == role).order_by(Account.family_name, col(Account.id))
    ).all()


def named_like(text: str) -> ColumnElement[bool]:
    """Return the condition that an account's IIN or every word of its name begins like this.

    SQLite knows capitals of Latin letters only: each word is looked for in its usual spellings.
    """
    names = (col(Account.family_name), col(Account.given_name), col(Account.patronymic))
    return and_(
        *(
            or_(
                col(Account.iin).startswith(word, autoescape=True),
                *(
                    name.startswith(spelling, autoescape=True)
                    for name in names
                    for spelling in {word, word.lower(), word.upper(), word.capitalize()}
                ),
            )
            for word in text.split()
        )
    )


def find_people(db: Session, text: str, *, limit: int = 50) -> Sequence[Account]:
    """Return the accounts whose IIN or name begins like this, by name."""
    if not text.strip():
        return []
    found = select(Account).where(named_like(text))
    ordered = found.order_by(col(Account.family_name), col(Account.given_name), col(Account.id))
    return db.exec(ordered.limit(limit)).all()


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


def sign_in_of(db: Session, account_id: UUID, sign_in_id: UUID) -> SignIn | None:
    """Return the session if it is this account's."""
    found = select(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account_id)
    return db.exec(found).first()


def unrevoked_sign_ins(db: Session, account_id: UUID) -> Sequence[SignIn]:
    """Return the account's sessions that nobody has ended, over or not, newest first."""
    found = select(SignIn).where(SignIn.account_id == account_id, col(SignIn.revoked_at).is_(None))
    return db.exec(found.order_by(col(SignIn.id).desc())).all()


def open_sign_ins(
    db: Session, account_id: UUID, *, now: datetime, idle: timedelta, longest: timedelta
) -> Sequence[SignIn]:
    """Return the account's sessions that are worth something now, the one seen last first."""
    found = (
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            col(SignIn.revoked_at).is_(None),
            col(SignIn.last_seen_at) > now - idle,
            col(SignIn.began_at) > now - longest,
        )
        .order_by(col(SignIn.last_seen_at).desc(), col(SignIn.id).desc())
    )
    return db.exec(found).all()


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


def consents_of(db: Session, account_id: UUID) -> Sequence[Consent]:
    """Return every consent of the account, withdrawn ones too, newest first."""
    found = select(Consent).where(Consent.account_id == account_id)
    return db.exec(found.order_by(col(Consent.given_at).desc(), col(Consent.id).desc())).all()


def accommodation_in_force(db: Session, account_id: UUID) -> Accommodation | None:
    """Return the newest accommodation that has not been ended."""
    found = select(Accommodation).where(
        Accommodation.account_id == account_id, col(Accommodation.ended_at).is_(None)
    )
    return db.exec(found.order_by(col(Accommodation.granted_at).desc())).first()


def newest_password(
    db: Session, account_id: UUID, purpose: str, subject_id: UUID
) -> OneTimePassword | None:
    """Return the code that was sent last for this deed."""
    found = select(OneTimePassword).where(
        OneTimePassword.account_id == account_id,
        OneTimePassword.purpose == purpose,
        OneTimePassword.subject_id == subject_id,
    )
    newest = found.order_by(col(OneTimePassword.sent_at).desc(), col(OneTimePassword.id).desc())
    return db.exec(newest.limit(1)).first()


def passwords_since(db: Session, account_id: UUID, since: datetime) -> Sequence[OneTimePassword]:
    """Return the codes sent to the account after this moment, newest first."""
    found = select(OneTimePassword).where(
        OneTimePassword.account_id == account_id, col(OneTimePassword.sent_at) > since
    )
    newest = found.order_by(col(OneTimePassword.sent_at).desc(), col(OneTimePassword.id).desc())
    return db.exec(newest).all()
