"""Accounts made by hand: the first administrator, the people of a demo."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from service.journal.actions import record
from service.law.identity import birth_date, iin_fault
from service.people.models import Account, Role, RoleGrant
from service.people.queries import account_by_iin, roles_of


def create_account(
    db: Session,
    *,
    iin: str,
    family_name: str,
    given_name: str,
    roles: Sequence[Role],
    now: datetime,
    patronymic: str | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> Account | str:
    """Make an account, or give one that is there the roles it lacks; return it or what is wrong.

    Identity data are overwritten by the provider's at the first sign-in (ID-4).
    """
    fault = iin_fault(iin)
    if fault is not None:
        return f"the IIN {iin} is not right ({fault}): check its twelve digits"
    account = account_by_iin(db, iin)
    if account is None:
        account = Account(
            iin=iin,
            family_name=family_name,
            given_name=given_name,
            patronymic=patronymic,
            birth_on=birth_date(iin),
            phone=phone,
            email=email,
            made_at=now,
        )
        db.add(account)
        db.flush()
    has = roles_of(db, account.id)
    for role in roles:
        if role not in has:
            db.add(RoleGrant(account_id=account.id, role=role, granted_at=now))
    facts = {"roles": [str(role) for role in roles]}
    record(db, "account created by hand", subject=("account", account.id), now=now, facts=facts)
    db.flush()
    return account
