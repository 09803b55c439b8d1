"""Text messages, through a gateway that speaks JSON over HTTP.

The contract (the demo receiver speaks it; an adapter for an operator's own protocol can too):

    POST <settings_url>
    Authorization: Bearer <token>            left out where the token is empty
    Idempotency-Key: <message_id>            the same for every repetition of one message
    {"message_id": "<uuid>", "to": "+77010000001", "text": "…"}

    202  {"id": "<the gateway's own id>"}    accepted
    200  {"id": "<the same id>"}             this message_id was accepted before; not sent twice
    408, 425, 429, 500-599, no answer        not now: GatewayDown; Retry-After in seconds is kept
    any other                                never: GatewayRefused, with {"error": "…"} as detail

`send` tries once. Who calls it keeps the message and repeats it with the same `message_id`, so
that a message is lost neither by a crash nor sent twice by a repetition.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import httpx

from service.gateways.faults import GatewayDown, GatewayRefused

__all__ = ["GatewayDown", "GatewayRefused", "Receipt", "send"]

PATIENCE: Final = httpx.Timeout(10.0, connect=3.0)
BRIEF_PATIENCE: Final = httpx.Timeout(2.0)
TRY_LATER: Final = frozenset({408, 425, 429})
LONGEST_DETAIL: Final = 200


@dataclass(frozen=True)
class Receipt:
    """The gateway's answer: its own id, and whether it knew the message already."""

    gateway_id: str
    repeated: bool


def send(
    settings_url: str, token: str, *, to: str, text: str, message_id: UUID, http: httpx.Client
) -> Receipt:
    """Hand one message to the gateway; `to` is an E.164 number.

    Raises:
        GatewayDown: no answer, or "not now"; send again with the same `message_id`.
        GatewayRefused: the message, the number or the token is not accepted; do not send again.
    """
    headers = {"Idempotency-Key": str(message_id)}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = {"message_id": str(message_id), "to": to, "text": text}
    try:
        answer = http.post(settings_url, json=body, headers=headers, timeout=PATIENCE)
    except httpx.RequestError as error:
        raise GatewayDown(f"SMS gateway: {type(error).__name__}") from error
    if answer.status_code in TRY_LATER or answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise GatewayDown(f"SMS gateway: {answer.status_code}", retry_after=_wait(answer))
    if answer.status_code not in (httpx.codes.OK, httpx.codes.ACCEPTED):
        raise GatewayRefused(f"SMS gateway: {answer.status_code} {_detail(answer)}")
    # the id is for the gateway's support only: without it the message is accepted all the same
    gateway_id = _field(answer, "id")
    return Receipt(gateway_id, repeated=answer.status_code == httpx.codes.OK)


def is_reachable(settings_url: str, *, http: httpx.Client) -> bool:
    """Return whether the gateway answers at all; no message is sent and no token shown."""
    try:
        answer = http.head(settings_url, timeout=BRIEF_PATIENCE)
    except httpx.RequestError:
        return False
    # a gateway need not know HEAD: any answer but a server's fault says that it is there
    return answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR


def _wait(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None


def _detail(answer: httpx.Response) -> str:
    return _field(answer, "error")[:LONGEST_DETAIL]


def _field(answer: httpx.Response, name: str) -> str:
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get(name, "")) if isinstance(body, dict) else ""
