"""Builders: what a test needs and does not care about, with everything it cares about by keyword.

Each adds a sound row to the session and flushes it; nothing is committed here.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count

from sqlmodel import Session

from service.core.security import Keys
from service.law.identity import birth_date, check_digit
from service.people import sign_in
from service.people.models import Account, Consent, Role, RoleGrant, SignIn
from tests.clock import START

_numbers = count(1)


def iin(number: int | None = None, *, born_on: date = date(1990, 5, 17)) -> str:
    """Return a sound IIN of a man born on this day; another one for each number."""
    number = next(_numbers) if number is None else number
    century = 3 if born_on.year < 2000 else 5
    while True:
        eleven = f"{born_on:%y%m%d}{century}{number:04d}"
        last = check_digit([int(digit) for digit in eleven])
        if last is not None:
            return f"{eleven}{last}"
        number += 5000  # never given out: no twelfth digit fits


def account(
    db: Session,
    *,
    roles: Iterable[Role] = (Role.CANDIDATE,),
    now: datetime = START,
    **values: object,
) -> Account:
    """Add an account with these roles (a candidate where none are named)."""
    number = str(values.pop("iin", None) or iin())
    person = Account.model_validate(
        {
            "iin": number,
            "issuer": "https://idp.test",
            "subject": number,
            "family_name": "Ахметов",
            "given_name": "Әлихан",
            "patronymic": "Серікұлы",
            "birth_on": birth_date(number),
            "phone": "+77010000001",
            "email": "alikhan@example.kz",
            "made_at": now,
            **values,
        }
    )
    db.add(person)
    db.flush()
    db.add_all(RoleGrant(account_id=person.id, role=role, granted_at=now) for role in roles)
    db.flush()
    return person


def consent(
    db: Session, owner: Account, *, version: str = "2026-11-01", now: datetime = START
) -> Consent:
    """Let the account consent to this version; the newest where none is named."""
    given = Consent(account_id=owner.id, version=version, text_sha256="0" * 64, given_at=now)
    db.add(given)
    db.flush()
    return given


def session_of(db: Session, owner: Account, *, now: datetime = START) -> SignIn:
    """Open a session for the account, as signing in does."""
    return sign_in.begin(db, owner, device="a test", now=now)


def session_token(keys: Keys, opened: SignIn, *, hours: int = 12) -> str:
    """Return the token that the session's cookie carries."""
    return sign_in.session_token(keys, opened, hours=hours)
