"""E-mail, handed to the organisation's own mail server over SMTP.

`send` tries once. Who calls it keeps the message and repeats it with the same `message_id`, which
makes the Message-ID: where a server's answer was lost on the way back, the second copy can be told
from a second message.

    4yz, no answer, a connection that breaks      not now: GatewayDown
    5yz (an address that does not exist, a letter too large, a password refused)
                                                  never: GatewayRefused
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, Literal
from uuid import UUID

from service.gateways.faults import GatewayDown, GatewayRefused

PATIENCE: Final = 10.0  # seconds for each answer of the server
FOR_GOOD: Final = 500  # codes from here on are a refusal that a repetition does not change
REFUSALS: Final = 400  # codes from here on are refusals of one kind or the other
LONGEST_DETAIL: Final = 200

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in, and as whom; a name without password is not signed in."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter in plain text; `language` is that of its words."""

    to: str
    subject: str
    text: str
    language: str
    message_id: UUID
    at: datetime


def send(server: MailServer, letter: Letter) -> None:
    """Hand a letter to the mail server.

    Raises:
        GatewayDown: no answer, or "not now"; send again with the same `message_id`.
        GatewayRefused: the address, the letter or the password is not accepted.
    """
    message = written(letter, server.sender)
    try:
        with _connected(server) as smtp:
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, detail = next(iter(refusal.recipients.values()))
        raise _fault(code, detail) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _fault(refusal.smtp_code, refusal.smtp_error) from refusal
    except smtplib.SMTPNotSupportedError as refusal:
        raise GatewayRefused(f"mail server: {refusal}") from refusal
    except (smtplib.SMTPException, OSError) as fault:
        raise GatewayDown(f"mail server: {type(fault).__name__}") from fault


def is_reachable(server: MailServer) -> bool:
    """Return whether the server greets and lets us in; no letter is handed over."""
    try:
        with _connected(server) as smtp:
            code, _ = smtp.noop()
    except (smtplib.SMTPException, OSError):
        return False
    return code < REFUSALS


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as it goes out."""
    message = EmailMessage()
    domain = sender.rpartition("@")[2]
    message["From"] = Address("Synaq", addr_spec=sender)
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday greeting in return
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    return message


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Yield the signed-in connection; what goes wrong after the letter was taken is no fault."""
    smtp = _signed_in(server)
    try:
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()


def _signed_in(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _fault(code: int, detail: bytes | str) -> GatewayDown | GatewayRefused:
    text = detail.decode(errors="replace") if isinstance(detail, bytes) else detail
    sentence = f"mail server: {code} {text[:LONGEST_DETAIL]}"
    return GatewayRefused(sentence) if code >= FOR_GOOD else GatewayDown(sentence)
