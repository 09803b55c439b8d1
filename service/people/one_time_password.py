"""ID-3: six digits by text message confirm one deed of one account.

Only the code's MAC is kept; it is bound to account, purpose and subject. A try is counted before
the code is looked at, by one statement, so that many at once have five tries together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator
from sqlalchemy import update
from sqlmodel import Session, col

from service.core.forms import FieldFault
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.core.security import Keys, new_code
from service.journal.actions import record
from service.people.models import OneTimePassword
from service.people.queries import account_for_update, newest_password, passwords_since
from service.people.text_message import send_text_message

DIGITS: Final = 6
GOOD_FOR: Final = timedelta(minutes=5)
MOST_TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(minutes=1)
MOST_AN_HOUR: Final = 5
HOUR: Final = timedelta(hours=1)
MAC: Final = "one-time-password"


class Purpose(StrEnum):
    APPLICATION = "application"
    PHONE = "phone"


TEXTS: Final = {
    Purpose.APPLICATION: say(
        "Synaq: %(code)s is your code to confirm the test application. It is good for 5 minutes. "
        "Tell it to nobody."
    ),
    Purpose.PHONE: say(
        "Synaq: %(code)s is your code to confirm this phone number. It is good for 5 minutes. "
        "Tell it to nobody."
    ),
}


@dataclass(frozen=True)
class Sent:
    """The code is on its way to this number."""

    to: str
    expires_at: datetime
    again_at: datetime


@dataclass(frozen=True)
class TooSoon:
    """The next code may be asked for from this moment on."""

    again_at: datetime

    @property
    def sentence(self) -> Message:
        """What the person is told."""
        return say(
            "A code has been sent already. You can ask for another one from %(at)s.",
            at=whole_minute(self.again_at),
        )


@dataclass(frozen=True)
class NoPhone:
    """The account has no phone to send it to."""

    sentence = say("Your personal file has no phone number yet. Please enter it there first.")


@dataclass(frozen=True)
class Confirmed:
    """The code was right; it had been sent to this number."""

    phone: str


@dataclass(frozen=True)
class WrongCode:
    """Another code than the one that was sent."""

    tries_left: int

    @property
    def sentence(self) -> Message:
        """What the person is told."""
        return say("This code is not right. Tries left: %(n)s.", n=self.tries_left)


@dataclass(frozen=True)
class Expired:
    """There is no code in force: none was sent, its time is over or it has been used."""

    sentence = say("This code is no longer good. Please ask for another one.")


@dataclass(frozen=True)
class TooManyTries:
    """The code is worth nothing any more; another one can be asked for."""

    sentence = say("The code was mistyped five times. Please ask for another one.")


def whole_minute(moment: datetime) -> datetime:
    """Return the next whole minute: pages show no seconds, and the person must not be early."""
    return (moment + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


def _digits(text: object) -> object:
    """Take out what people put between the digits."""
    return "".join(text.split()).replace("-", "") if isinstance(text, str) else text


def _code(text: str) -> str:
    if len(text) != DIGITS or not (text.isascii() and text.isdigit()):
        raise FieldFault(say("Please enter the 6 digits of the message."))
    return text


Code = Annotated[str, BeforeValidator(_digits), AfterValidator(_code)]
Sending = Sent | TooSoon | NoPhone
Answer = Confirmed | WrongCode | Expired | TooManyTries


def send_one_time_password(
    db: Session,
    account_id: UUID,
    *,
    purpose: Purpose,
    subject_id: UUID,
    keys: Keys,
    now: datetime,
    language: str | None = None,
    to: str | None = None,
) -> Sending:
    """Send a code to the account's phone; a later code puts an earlier one out of force.

    Args:
        db: the open write transaction; the message is sent by the worker after it.
        account_id: whose deed it is.
        purpose: the kind of deed.
        subject_id: the thing the deed is about, e.g. the application.
        keys: the house's keys.
        now: the moment.
        language: the message's language; the account's own where none is given.
        to: another number than the registered one (for confirming that number).
    """
    owner = account_for_update(db, account_id)
    phone = to or owner.phone
    if phone is None:
        return NoPhone()
    again_at = may_send_at(db, account_id, purpose=purpose, now=now)
    if again_at > now:
        return TooSoon(again_at)
    password_id, code = new_id(), new_code(DIGITS)
    db.add(
        OneTimePassword(
            id=password_id,
            account_id=account_id,
            purpose=purpose,
            subject_id=subject_id,
            sent_to=phone,
            code_mac=keys.mac(MAC, _bound(password_id, account_id, purpose, subject_id, code)),
            sent_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    db.flush()
    send_text_message(
        db,
        to=phone,
        message=Message(TEXTS[purpose].msgid, {"code": code}),
        language=language or owner.language,
        message_id=password_id,
        keys=keys,
        now=now,
        until=now + GOOD_FOR,
    )
    return Sent(phone, now + GOOD_FOR, now + AGAIN_AFTER)


def may_send_at(db: Session, account_id: UUID, *, purpose: Purpose, now: datetime) -> datetime:
    """Return from when on a code may be sent: one a minute for a purpose, five an hour in all."""
    sent = passwords_since(db, account_id, now - HOUR)
    of_purpose = [one.sent_at for one in sent if one.purpose == purpose]
    waits = [now]
    if of_purpose:
        waits.append(of_purpose[0] + AGAIN_AFTER)
    if len(sent) >= MOST_AN_HOUR:
        waits.append(sent[MOST_AN_HOUR - 1].sent_at + HOUR)
    return max(waits)


def confirm_one_time_password(
    db: Session,
    account_id: UUID,
    *,
    purpose: Purpose,
    subject_id: UUID,
    code: str,
    keys: Keys,
    now: datetime,
) -> Answer:
    """Return what the code is worth; a right one is used up. The caller must let it commit."""
    password = newest_password(db, account_id, purpose, subject_id)
    if password is None:
        return Expired()
    tries = _count_try(db, password.id, now)
    if tries is None:
        db.refresh(password)
        over = password.used_at is not None or password.expires_at <= now
        return Expired() if over else TooManyTries()
    bound = _bound(password.id, account_id, purpose, subject_id, code)
    right = keys.is_mac(MAC, bound, password.code_mac)
    verb = "one-time password confirmed" if right else "one-time password mistyped"
    facts = {"purpose": purpose, "subject": str(subject_id), "try": tries}
    record(
        db,
        verb,
        subject=("account", account_id),
        now=now,
        actor_id=account_id,
        rule="ID-3",
        facts=facts,
    )
    if right:
        same = update(OneTimePassword).where(col(OneTimePassword.id) == password.id)
        db.execute(same.values(used_at=now))
        return Confirmed(password.sent_to)
    return WrongCode(MOST_TRIES - tries) if tries < MOST_TRIES else TooManyTries()


def _count_try(db: Session, password_id: UUID, now: datetime) -> int | None:
    """Count one more try and return their number; None where none is left to be counted."""
    counted = (
        update(OneTimePassword)
        .where(
            col(OneTimePassword.id) == password_id,
            col(OneTimePassword.used_at).is_(None),
            col(OneTimePassword.tries) < MOST_TRIES,
            col(OneTimePassword.expires_at) > now,
        )
        .values(tries=col(OneTimePassword.tries) + 1)
        .returning(col(OneTimePassword.tries))
        .execution_options(synchronize_session=False)
    )
    return db.execute(counted).scalar()


def _bound(password_id: UUID, account_id: UUID, purpose: str, subject_id: UUID, code: str) -> bytes:
    return f"{password_id}:{account_id}:{purpose}:{subject_id}:{code}".encode()
