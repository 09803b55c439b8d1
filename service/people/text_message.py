"""Text messages as due work: asked for in the transaction of their cause, sent by the worker."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.due_work import Doing, GiveUp, enqueue
from service.core.i18n import Message, message_from_json
from service.core.security import Keys
from service.gateways.faults import GatewayRefused

KIND: Final = "send-sms"
SEALED: Final = "text-message"


def send_text_message(
    db: Session,
    *,
    to: str,
    message: Message,
    language: str,
    message_id: UUID,
    keys: Keys,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Have the message sent to an E.164 number, once for its id, in this language.

    It rests sealed in the job table (it may hold a one-time password). After `until` it is of no
    use and is given up.
    """
    payload = {
        "to": to,
        "language": language,
        "message_id": str(message_id),
        "sealed": keys.seal(SEALED, json.dumps(message.as_json()).encode()),
        "until": until and until.isoformat(),
    }
    enqueue(db, KIND, key=f"{KIND}:{message_id}", due_at=now, payload=payload)


def send_sms(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Hand a message to the gateway; raises what makes the worker try again or give up."""
    until = payload["until"]
    if until and doing.now >= datetime.fromisoformat(until):
        raise GiveUp("the message is of no use any more")
    opened = doing.wiring.keys.unseal(SEALED, payload["sealed"])
    if opened is None:
        raise GiveUp("the message was sealed with another secret than SYNAQ_SECRET")
    translator = doing.wiring.parts["translators"][payload["language"]]
    try:
        doing.wiring.parts["sms"](
            to=payload["to"],
            text=translator.render(message_from_json(json.loads(opened))),
            message_id=UUID(payload["message_id"]),
        )
    except GatewayRefused as fault:
        raise GiveUp(str(fault)) from fault
