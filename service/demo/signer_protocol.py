"""The WebSocket protocol of NCALayer, as far as pages use it; one JSON text each way.

on opening      {"result": {"version": "1.4"}}
basics          {"module": "kz.gov.pki.knca.basics", "method": "sign", "args": {"format": "cms",
                 "data": "<base64>" or [...], "signingParams": {"decode", "encapsulate",
                 "digested"}, "signerParams": {"extKeyUsageOids": []}, "locale": "kk", …}}
  signed        {"status": true, "body": {"result": ["-----BEGIN CMS-----…"]}}
  cancelled     {"status": true, "body": {}}
  a fault       {"status": false, "code": "…", "message": "…", "details": "…"}
commonUtils     {"module": "kz.gov.pki.knca.commonUtils", "method": "createCAdESFromBase64",
                 "args": [storage, key type, "<base64>", attach]}
  signed        {"code": "200", "responseObject": "<base64>"}
  cancelled     {"code": "500", "message": "action.canceled"}
"""

import asyncio
import base64
import binascii
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from authlib.common.security import generate_token
from fastapi import WebSocket, WebSocketDisconnect

from service.demo.signer_keys import DemoKey

VERSION: Final = "1.4"
BASICS: Final = "kz.gov.pki.knca.basics"
COMMON: Final = "kz.gov.pki.knca.commonUtils"
HEARTBEAT: Final = "--heartbeat--"
MOST_WAITING: Final = 20
LONGEST_SHOWN: Final = 4000
PEM_LINE: Final = 64


Method = Callable[[Any, str], Awaitable[Mapping[str, Any]]]


class Fault(Exception):
    """A request that cannot be carried out."""


@dataclass(frozen=True)
class Waiting:
    """Something that a page wants signed; `answered` gets the key, or None where cancelled."""

    id: str
    origin: str
    documents: Sequence[bytes]
    attached: bool
    answered: "asyncio.Future[DemoKey | None]"

    @property
    def text(self) -> str:
        """What is to be signed, as far as it can be read."""
        return b"\n".join(self.documents)[:LONGEST_SHOWN].decode(errors="replace")

    def as_json(self) -> dict[str, Any]:
        """Return it as /waiting.json gives it."""
        return {"id": self.id, "origin": self.origin, "text": self.text}


class Counter:
    """Where pages' requests wait until whoever holds the keys has decided."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._waiting: dict[str, Waiting] = {}
        self.by_itself: DemoKey | None = None  # this key signs at once
        self.last = ""  # name of the key that was chosen last
        self._methods: dict[tuple[str, str], Method] = {
            (BASICS, "sign"): self._basics,
            (COMMON, "createCAdESFromBase64"): self._create,
            (COMMON, "getActiveTokens"): self._active_tokens,
            (COMMON, "changeLocale"): self._change_locale,
        }

    def waiting(self) -> list[Waiting]:
        """Return what waits, the oldest first."""
        return list(self._waiting.values())

    def answer(self, request_id: str, key: DemoKey | None) -> None:
        """Sign what waits under this id with the key, or cancel it; what is gone is gone."""
        found = self._waiting.get(request_id)
        if found is not None and not found.answered.done():
            self.last = key.name if key else self.last
            found.answered.set_result(key)

    async def serve(self, socket: WebSocket) -> None:
        """Speak with one page until it goes; what it has asked for goes with it."""
        await socket.accept()
        await socket.send_text(json.dumps({"result": {"version": VERSION}}))
        asked: set[asyncio.Task[None]] = set()
        try:
            while True:
                text = await socket.receive_text()
                if text == HEARTBEAT:
                    await socket.send_text(text)
                    continue
                task = asyncio.create_task(self._answer(socket, text))
                asked.add(task)
                task.add_done_callback(asked.discard)
        except WebSocketDisconnect:
            for task in tuple(asked):
                task.cancel()

    async def _answer(self, socket: WebSocket, text: str) -> None:
        reply = await self._reply(text, socket.headers.get("origin", ""))
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the page has just gone
            await socket.send_text(json.dumps(reply))

    async def _reply(self, text: str, origin: str) -> Mapping[str, Any]:
        module = ""
        try:
            request = json.loads(text)
            module = str(request["module"])
            answer = self._methods.get((module, request["method"]))
            if answer is None:
                return _refused(module, "no such method")
            return await answer(request.get("args"), origin)
        except (Fault, KeyError, TypeError, ValueError, AttributeError) as fault:
            return _refused(module, f"{type(fault).__name__}: {fault}")

    async def _active_tokens(self, _args: Any, _origin: str) -> Mapping[str, Any]:
        return {"code": "200", "responseObject": []}

    async def _change_locale(self, _args: Any, _origin: str) -> Mapping[str, Any]:
        return {"code": "200"}

    async def _basics(self, args: Mapping[str, Any], origin: str) -> Mapping[str, Any]:
        params = args["signingParams"]
        if args["format"] != "cms" or params.get("digested"):
            raise Fault("the demo signs CMS over whole documents only")
        data = args["data"] if isinstance(args["data"], list) else [args["data"]]
        documents = [_decoded(one) for one in data]
        signed = await self._signed(documents, origin, attached=bool(params.get("encapsulate")))
        if signed is None:
            return {"status": True, "body": {}}
        return {"status": True, "body": {"result": [_armoured(one) for one in signed]}}

    async def _create(self, args: Sequence[Any], origin: str) -> Mapping[str, Any]:
        _, _, data, attached = args
        signed = await self._signed([_decoded(data)], origin, attached=bool(attached))
        if signed is None:
            return {"code": "500", "message": "action.canceled"}
        return {"code": "200", "responseObject": base64.b64encode(signed[0]).decode()}

    async def _signed(
        self, documents: Sequence[bytes], origin: str, *, attached: bool
    ) -> list[bytes] | None:
        key = self.by_itself or await self._chosen(documents, origin, attached=attached)
        if key is None:
            return None
        now = self._now()
        return [await key.sign(one, attached=attached, now=now) for one in documents]

    async def _chosen(
        self, documents: Sequence[bytes], origin: str, *, attached: bool
    ) -> DemoKey | None:
        if len(self._waiting) >= MOST_WAITING:
            raise Fault("too much is waiting")
        answered: asyncio.Future[DemoKey | None] = asyncio.get_running_loop().create_future()
        request = Waiting(generate_token(16), origin, documents, attached, answered)
        self._waiting[request.id] = request
        try:
            return await answered
        finally:
            del self._waiting[request.id]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Fault("data is not base64") from error


def _armoured(signature: bytes) -> str:
    text = base64.b64encode(signature).decode()
    lines = [text[start : start + PEM_LINE] for start in range(0, len(text), PEM_LINE)]
    return "\n".join(("-----BEGIN CMS-----", *lines, "-----END CMS-----", ""))


def _refused(module: str, why: str) -> Mapping[str, Any]:
    if module == BASICS:
        message = "An invoked method threw an exception."
        return {"status": False, "code": "INVOCATION_ERROR", "message": message, "details": why}
    return {"code": "500", "message": why}
