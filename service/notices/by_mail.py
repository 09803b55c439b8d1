"""Notices by e-mail: the same words as in the cabinet, in the person's language."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from service.core.due_work import Doing, GiveUp
from service.core.i18n import Message, Translator, message_from_json, say
from service.gateways.faults import GatewayRefused
from service.gateways.mail import Letter, MailServer, send
from service.notices import queries
from service.notices.models import Notice
from service.people.models import Account
from service.people.queries import account

KIND: Final = "mail-notice"
SUBJECT: Final = say("Synaq: %(text)s")
LONGEST_SUBJECT: Final = 100
BODY: Final = say(
    "Hello, %(name)s.\n\n%(text)s\n\nDetails: %(url)s\n\n"
    "This letter was sent by itself; please do not answer it. "
    "The address for letters can be changed in the cabinet: %(me)s"
)


def mail_notice(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Send a notice to the person's address; the text is read when it is sent.

    Where the service has no mail server nothing is sent: the notice stands in the cabinet, and the
    checks of the day say that there is none. An address that was taken out meanwhile gets nothing.
    """
    house = doing.wiring
    server: MailServer | None = house.parts["mail"]
    with house.database.reading() as db:
        notice = queries.notice(db, UUID(payload["notice"]))
        owner = None if notice is None else account(db, notice.account_id)
    if server is None or notice is None or owner is None or owner.email is None:
        return
    letter = letter_of(
        notice, owner, house.parts["translators"][owner.language], house.public_url.rstrip("/")
    )
    try:
        send(server, letter)
    except GatewayRefused as fault:
        raise GiveUp(str(fault)) from fault


def letter_of(notice: Notice, owner: Account, translator: Translator, address: str) -> Letter:
    """Return the letter that a notice makes; repeated, it is the same letter."""
    assert owner.email is not None
    text = translator.render(message_from_json(notice.text))
    words = {
        "name": owner.name,
        "text": text,
        "url": address + (notice.url or "/cabinet"),
        "me": f"{address}/me",
    }
    return Letter(
        to=owner.email,
        subject=translator.render(Message(SUBJECT.msgid, {"text": _first_sentence(text)})),
        text=translator.render(Message(BODY.msgid, words)),
        language=owner.language,
        message_id=notice.id,
        at=notice.at,
    )


def _first_sentence(text: str) -> str:
    """Return what fits a subject: the first sentence, or its beginning."""
    sentence = text.split(". ", maxsplit=1)[0].rstrip(".")
    if len(sentence) <= LONGEST_SUBJECT:
        return sentence
    return sentence[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"
