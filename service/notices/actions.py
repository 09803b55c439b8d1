from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.due_work import Doing, GiveUp, enqueue
from service.core.i18n import Message, message_from_json, say
from service.gateways.faults import GatewayRefused
from service.notices import by_mail, queries
from service.notices.models import Notice
from service.people.queries import account

KIND: Final = "send-notice"
SMS_TEXT: Final = say("Synaq: %(text)s Details: %(url)s")


def tell(
    db: Session,
    account_id: UUID,
    message: Message,
    *,
    url: str | None = None,
    now: datetime,
    sms: bool = False,
) -> Notice:
    """Put a message into the person's cabinet; with `sms` also send it to phone and e-mail.

    What is to be sent is asked for in the same transaction as the notice, once for each way; the
    worker sends it afterwards and repeats what did not go through.

    Args:
        db: the open write transaction.
        account_id: whom it is for.
        message: kept as message id and values, read in the reader's language.
        url: the page of ours where the person goes from here.
        now: the moment.
        sms: for what cannot wait until the person looks.
    """
    notice = Notice(account_id=account_id, at=now, text=message.as_json(), url=url)
    db.add(notice)
    if sms:
        payload = {"notice": str(notice.id)}
        enqueue(db, KIND, key=f"{KIND}:{notice.id}", due_at=now, payload=payload)
        enqueue(db, by_mail.KIND, key=f"{by_mail.KIND}:{notice.id}", due_at=now, payload=payload)
    return notice


def mark_read(db: Session, notice: Notice, *, now: datetime) -> None:
    """Note that the person has read it; the first time stays."""
    if notice.read_at is None:
        notice.read_at = now
        db.add(notice)


def mark_all_read(db: Session, account_id: UUID, *, now: datetime) -> int:
    """Note that the person has read every notice; return how many were new."""
    unread = queries.unread_notices(db, account_id)
    for notice in unread:
        mark_read(db, notice, now=now)
    return len(unread)


def send_notice(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Send a notice to the person's phone, in the person's language.

    The text is read when it is sent: the job table holds no words about a person.
    """
    house = doing.wiring
    with house.database.reading() as db:
        notice = queries.notice(db, UUID(payload["notice"]))
        owner = None if notice is None else account(db, notice.account_id)
    if notice is None or owner is None or owner.phone is None:
        raise GiveUp("there is no phone to send the notice to")
    text = Message(
        SMS_TEXT.msgid,
        {
            "text": message_from_json(notice.text),
            "url": house.public_url.rstrip("/") + (notice.url or "/cabinet"),
        },
    )
    translator = house.parts["translators"][owner.language]
    try:
        house.parts["sms"](to=owner.phone, text=translator.render(text), message_id=notice.id)
    except GatewayRefused as fault:
        raise GiveUp(str(fault)) from fault
