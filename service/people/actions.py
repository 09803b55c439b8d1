from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.core.db import insert_new
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.core.security import Keys
from service.gateways.sso import Identity
from service.journal.actions import record
from service.people.consent_text import ConsentText
from service.people.contact import EMAIL, hide_phone, read_phone
from service.people.models import Accommodation, Account, Consent, Role, RoleGrant
from service.people.one_time_password import (
    Answer,
    Confirmed,
    Purpose,
    Sending,
    confirm_one_time_password,
    send_one_time_password,
)
from service.people.queries import (
    accommodation_in_force,
    account_by_iin,
    account_for_update,
    consent_in_force,
    consents_of,
    grants_for_update,
)
from service.people.text_message import send_text_message

NAME_LENGTH = 100
EXTRA_PERCENTS = (0, 25, 50, 100)


def take_in(db: Session, identity: Identity, *, language: str, now: datetime) -> Account:
    """Return the account of who signed in, made or brought up to date (ID-1, ID-4).

    Name and day of birth are the state's at every sign-in. Phone and e-mail are taken once: from
    then on they are the person's own to change. Whoever signs in is a candidate.
    """
    known = _known_to_the_state(identity)
    first = {
        "id": new_id(),
        "iin": identity.iin,
        "phone": read_phone(identity.phone),
        "email": identity.email if EMAIL.fullmatch(identity.email) else None,
        "language": language,
        "made_at": now,
    }
    is_new = insert_new(db, Account, unique=["iin"], values=known | first)
    person = account_by_iin(db, identity.iin)
    assert person is not None
    if is_new:
        _record(db, person.id, "account made", now=now, actor_id=person.id, rule="ID-1")
    else:
        _bring_up_to_date(db, person, known, now)
    grant_role(db, person.id, Role.CANDIDATE, by=None, now=now)
    return person


def _known_to_the_state(identity: Identity) -> dict[str, Any]:
    return {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "family_name": identity.family_name[:NAME_LENGTH],
        "given_name": identity.given_name[:NAME_LENGTH],
        "patronymic": identity.patronymic[:NAME_LENGTH] or None,
        "birth_on": identity.birth_on,
    }


def _bring_up_to_date(db: Session, person: Account, known: dict[str, Any], now: datetime) -> None:
    changed = [
        name
        for name, value in known.items()
        # what the provider does not tell this time stays as it was told before
        if value not in (None, "") and getattr(person, name) != value
    ]
    if not changed:
        return
    for name in changed:
        setattr(person, name, known[name])
    db.add(person)
    facts = {"fields": changed}
    _record(db, person.id, "account updated", now=now, actor_id=person.id, rule="ID-4", facts=facts)


def give_consent(db: Session, account_id: UUID, text: ConsentText, *, now: datetime) -> Consent:
    """Keep that the person has read this text and consented; once for a version (ID-2)."""
    account_for_update(db, account_id)
    given = consent_in_force(db, account_id, text.version)
    if given is not None:
        return given
    consent = Consent(
        account_id=account_id, version=text.version, text_sha256=text.sha256, given_at=now
    )
    db.add(consent)
    facts = {"version": text.version, "language": text.language, "sha256": text.sha256}
    _record(db, account_id, "consent given", now=now, actor_id=account_id, rule="ID-2", facts=facts)
    return consent


def withdraw_consent(db: Session, account_id: UUID, *, now: datetime) -> bool:
    """Withdraw every consent in force; return whether there was one."""
    account_for_update(db, account_id)
    in_force = [one for one in consents_of(db, account_id) if one.withdrawn_at is None]
    for consent in in_force:
        consent.withdrawn_at = now
        db.add(consent)
    if in_force:
        facts = {"versions": [one.version for one in in_force]}
        verb = "consent withdrawn"
        _record(db, account_id, verb, now=now, actor_id=account_id, rule="ID-2", facts=facts)
    return bool(in_force)


def update_contact(
    db: Session, person: Account, *, email: str | None, language: str, now: datetime
) -> None:
    """Change e-mail and language; the phone has a way of its own, by one-time password."""
    wanted = {"email": email, "language": language}
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    if changed:
        person.sqlmodel_update(wanted)
        db.add(person)
        facts = {"fields": changed}
        verb = "contact data changed"
        _record(db, person.id, verb, now=now, actor_id=person.id, facts=facts)


def ask_to_change_phone(
    db: Session, person: Account, phone: str, *, keys: Keys, language: str, now: datetime
) -> Sending:
    """Send a code to the new number; nothing is changed before it comes back."""
    return send_one_time_password(
        db,
        person.id,
        purpose=Purpose.PHONE,
        subject_id=person.id,
        keys=keys,
        now=now,
        language=language,
        to=phone,
    )


def change_phone(db: Session, person: Account, code: str, *, keys: Keys, now: datetime) -> Answer:
    """Make the number that the code was sent to the registered one; tell the former one."""
    answer = confirm_one_time_password(
        db,
        person.id,
        purpose=Purpose.PHONE,
        subject_id=person.id,
        code=code,
        keys=keys,
        now=now,
    )
    if isinstance(answer, Confirmed):
        former = person.phone
        person.phone = answer.phone
        db.add(person)
        facts = {"from": former and hide_phone(former), "to": hide_phone(answer.phone)}
        _record(db, person.id, "phone changed", now=now, actor_id=person.id, facts=facts)
        if former and former != answer.phone:
            _warn_former_phone(db, person, former, keys=keys, now=now)
    return answer


def _warn_former_phone(
    db: Session, person: Account, former: str, *, keys: Keys, now: datetime
) -> None:
    send_text_message(
        db,
        to=former,
        message=say(
            "Synaq: your account has another phone number now. If that was not you, sign in, "
            "end all sessions and tell the support service."
        ),
        language=person.language,
        message_id=new_id(),
        keys=keys,
        now=now,
    )


def grant_role(
    db: Session, account_id: UUID, role: Role, *, by: UUID | None, now: datetime
) -> bool:
    """Give the account a role; return False where it has it already."""
    values = {"account_id": account_id, "role": role, "granted_at": now, "granted_by": by}
    is_new = insert_new(db, RoleGrant, unique=["account_id", "role"], values=values)
    if is_new:
        _record(db, account_id, "role granted", now=now, actor_id=by, facts={"role": role})
    return is_new


def revoke_role(
    db: Session, account_id: UUID, role: Role, *, by: UUID | None, now: datetime
) -> Message | None:
    """Take a role away; return the sentence why not, where it cannot be taken away."""
    grants = grants_for_update(db, role)
    mine = [grant for grant in grants if grant.account_id == account_id]
    if not mine:
        return say("This person does not have this role.")
    if role is Role.ADMINISTRATOR and len(grants) == 1:
        return say("This is the last administrator. Make somebody else an administrator first.")
    db.delete(mine[0])
    _record(db, account_id, "role revoked", now=now, actor_id=by, facts={"role": role})
    return None


def grant_accommodation(
    db: Session,
    account_id: UUID,
    *,
    extra_percent: int,
    large_print: bool,
    reader: bool,
    reason: str,
    by: UUID,
    now: datetime,
) -> Accommodation:
    """Grant extra time and reading help on a confirmed need, in place of an earlier grant.

    It holds for attempts made ready after it; one that is under way keeps what it began with.

    Raises:
        ValueError: the extra time is none of 0, 25, 50, 100 per cent.
    """
    if extra_percent not in EXTRA_PERCENTS:
        raise ValueError(f"Extra time of {extra_percent} % is not among {EXTRA_PERCENTS}")
    account_for_update(db, account_id)
    end_accommodation(db, account_id, by=by, now=now)
    granted = Accommodation(
        account_id=account_id,
        extra_percent=extra_percent,
        large_print=large_print,
        reader=reader,
        reason=reason,
        granted_by=by,
        granted_at=now,
    )
    db.add(granted)
    # the reason tells of a person's health: it stands with the grant only, not in the journal
    facts = {"extra_percent": extra_percent, "large_print": large_print, "reader": reader}
    _record(db, account_id, "accommodation granted", now=now, actor_id=by, facts=facts)
    return granted


def end_accommodation(db: Session, account_id: UUID, *, by: UUID, now: datetime) -> bool:
    """End the accommodation in force; return whether there was one."""
    in_force = accommodation_in_force(db, account_id)
    if in_force is None:
        return False
    in_force.ended_at = now
    db.add(in_force)
    _record(db, account_id, "accommodation ended", now=now, actor_id=by)
    return True


def _record(
    db: Session,
    account_id: UUID,
    verb: str,
    *,
    now: datetime,
    actor_id: UUID | None,
    rule: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    about = ("account", account_id)
    record(db, verb, subject=about, now=now, actor_id=actor_id, rule=rule, facts=facts)
