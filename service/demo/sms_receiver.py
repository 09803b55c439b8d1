"""DEMO SMS receiver: speaks the contract of service.gateways.sms and shows what came.

    python -m service.demo.sms_receiver --port 8002

POST /messages takes a message, / shows them, /messages.json gives them to tests (newest first;
`?to=+77000000001` for one number). Nothing is stored.
"""

import argparse
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

import uvicorn
from authlib.common.security import generate_token
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError

from service.demo.frame import Frame, computer_clock

PORT: Final = 8002
MOST_KEPT: Final = 200
BUSY: Final = "+77000000503"
REFUSED: Final = "+77000000422"


class Sms(BaseModel):
    """The body of a message as the contract has it."""

    message_id: UUID
    to: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{7,14}$")]
    text: Annotated[str, Field(min_length=1, max_length=1000)]


@dataclass(frozen=True)
class Received:
    """A message that was accepted, with the receiver's own id."""

    id: str
    sms: Sms
    received_at: datetime

    @property
    def to(self) -> str:
        """Return the number."""
        return self.sms.to

    @property
    def text(self) -> str:
        """Return the words."""
        return self.sms.text

    def as_json(self) -> dict[str, Any]:
        """Return it as /messages.json gives it."""
        return {
            "id": self.id,
            **self.sms.model_dump(mode="json"),
            "received_at": self.received_at.isoformat(),
        }


def create_app(token: str = "", *, now: Callable[[], datetime] = computer_clock) -> FastAPI:
    """Return the program; with a `token` only those who bring it may send."""
    app = FastAPI(title="DEMO SMS receiver", docs_url=None, redoc_url=None, openapi_url=None)
    receiver = Receiver(token, Frame(app, "sms_receiver"), now)
    for path, endpoint, method in (
        ("/", receiver.start_page, "GET"),
        ("/list", receiver.list_alone, "GET"),
        ("/messages.json", receiver.messages, "GET"),
        ("/messages", receiver.receive, "POST"),
    ):
        app.add_api_route(path, endpoint, methods=[method], response_model=None)
    return app


class Receiver:
    """The endpoints; each answers one request."""

    def __init__(self, token: str, frame: Frame, now: Callable[[], datetime]) -> None:
        self._token = token
        self._frame = frame
        self._now = now
        self._received: dict[UUID, Received] = {}
        self._put_off: set[UUID] = set()

    async def receive(self, request: Request) -> Response:
        """Take a message in; a repeated one is answered with the first one's id."""
        wanted = f"Bearer {self._token}".encode()
        brought = request.headers.get("authorization", "").encode()
        if self._token and not hmac.compare_digest(wanted, brought):
            return _refusal(401, "wrong token")
        try:
            sms = Sms.model_validate_json(await request.body())
        except ValidationError as error:
            fields = [".".join(map(str, one["loc"])) or "body" for one in error.errors()]
            return _refusal(422, f"malformed: {', '.join(fields)}")
        if request.headers.get("idempotency-key") != str(sms.message_id):
            return _refusal(400, "Idempotency-Key is not the message_id")
        known = self._received.get(sms.message_id)
        if known is not None:
            same = known.sms == sms
            return (
                JSONResponse({"id": known.id}, 200)
                if same
                else _refusal(409, "this message_id was used for another message")
            )
        return self._special(sms) or self._taken(sms)

    async def start_page(self, request: Request) -> Response:
        """Show the messages, of one number or of all."""
        to = _number(request)
        language = request.query_params.get("ui_locales", "")
        here = {"to": to, "ui_locales": language}
        return self._frame.page(
            request,
            "start.html",
            to=to,
            messages=self._messages(to),
            here=_address("/", here),
            everything=_address("/", {"ui_locales": language}),
            list=_address("/list", here),
            busy=BUSY,
            refused=REFUSED,
        )

    async def list_alone(self, request: Request) -> Response:
        """Give the list without the page around it, for the page's own refreshing."""
        return self._frame.page(request, "messages.html", messages=self._messages(_number(request)))

    async def messages(self, request: Request) -> dict[str, Any]:
        """Give the messages as JSON."""
        return {"messages": [one.as_json() for one in self._messages(_number(request))]}

    def _special(self, sms: Sms) -> Response | None:
        if sms.to == REFUSED:
            return _refusal(422, "this number is never reached")
        if sms.to == BUSY and sms.message_id not in self._put_off:
            self._put_off.add(sms.message_id)
            return JSONResponse({"error": "busy"}, 503, headers={"retry-after": "1"})
        return None

    def _taken(self, sms: Sms) -> Response:
        received = Received(generate_token(12), sms, self._now())
        self._received[sms.message_id] = received
        while len(self._received) > MOST_KEPT:
            del self._received[next(iter(self._received))]
        return JSONResponse({"id": received.id}, 202)

    def _messages(self, to: str) -> list[Received]:
        newest_first = reversed(self._received.values())
        return [one for one in newest_first if to in ("", one.sms.to)]


def _number(request: Request) -> str:
    # a plus sign in a query means a blank, and people type it all the same
    to = request.query_params.get("to", "").strip()
    return f"+{to}" if to.isdigit() else to


def _address(path: str, query: dict[str, str]) -> str:
    filled = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(filled)}" if filled else path


def _refusal(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--token", default="", help="without it everybody may send")
    given = parser.parse_args(arguments)
    app = create_app(given.token)
    uvicorn.run(app, host=given.host, port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
