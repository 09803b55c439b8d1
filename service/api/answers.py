"""The hot path: saving answers and heartbeats, answered before the application's own routes.

No session, no template, no dependency: read, check, hand over to the writer thread, and reply when
what was said is durable.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, Literal

import structlog
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.problems import MEDIA_TYPE, Problem, refusal
from service.attempts import queries, tokens
from service.attempts.tokens import REMEMBERED, Bearer, Head
from service.attempts.writer import Row, Writer
from service.core.columns import milliseconds
from service.core.wiring import Wiring
from service.law.receipt import Saved, next_hash
from service.people.sign_in import touch

MOST_AT_ONCE: Final = 50
LARGEST_BODY: Final = 64 * 1024

log = structlog.get_logger()

KEPT_ALIVE_EVERY: Final = 60.0  # seconds; the session's idle limit is many minutes

Lane = Callable[[Wiring, bytes | None, bytes], Awaitable[Mapping[str, Any]]]


class GivenAnswer(BaseModel):
    seq: int = Field(ge=1, le=1_000_000)
    section: int = Field(ge=0, le=20)
    position: int = Field(ge=1, le=1000)
    choice: Literal["a", "b", "c", "d"] | None
    flagged: bool = False
    answered_ms: int = Field(ge=0, le=1 << 52)


class GivenHead(BaseModel):
    seq: int = Field(ge=0, le=1_000_000)
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    mac: str = Field(max_length=64)


class GivenAnswers(BaseModel):
    head: GivenHead
    answers: list[GivenAnswer] = Field(min_length=1, max_length=MOST_AT_ONCE)


class HotPath:
    """Takes the two requests that come thousands a second; all others go on to the routes."""

    def __init__(self, app: ASGIApp, *, house: Wiring) -> None:
        self._app = app
        self._house = house
        self._kept: dict[bytes, float] = {}
        self._lanes: dict[str, Lane] = {
            "/api/player/answers": save_answers,
            "/api/player/heartbeat": heartbeat,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = self._lanes.get(scope["path"]) if scope["type"] == "http" else None
        if lane is None or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        try:
            headers = dict(scope["headers"])
            said = await lane(self._house, headers.get(b"authorization"), await _read(receive))
            if lane is heartbeat:
                await self._keep_signed_in(headers[b"authorization"], headers.get(b"cookie"))
            await _reply(send, 200, json.dumps(said, separators=(",", ":")).encode())
        except Problem as problem:
            await _reply(send, problem.status, problem.body(), MEDIA_TYPE)
        except Exception:
            log.exception("hot_path_failed", path=scope["path"])
            accident = Problem("accident", "Not saved. Please send it again.")
            await _reply(send, accident.status, accident.body(), MEDIA_TYPE)

    async def _keep_signed_in(self, token: bytes, cookie: bytes | None) -> None:
        """A test is longer than the idle limit: who answers is there.

        Remembered by the token, which is ours and short; a cookie may be anything.
        """
        now = self._house.clock.now()
        if cookie is None or now.timestamp() - self._kept.get(token, 0.0) < KEPT_ALIVE_EVERY:
            return
        if len(self._kept) >= REMEMBERED:
            self._kept.clear()
        self._kept[token] = now.timestamp()
        await run_in_threadpool(touch, self._house, cookie.decode("latin-1"), now=now)


async def _read(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("unreadable", "The request was cut short.")
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Problem("unreadable", "The request is larger than 64 kB.")
        if not message.get("more_body"):
            return body


async def _reply(send: Send, status: int, body: bytes, kind: str = "application/json") -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def save_answers(
    house: Wiring, authorization: bytes | None, body: bytes
) -> Mapping[str, Any]:
    """Save answers and return their receipts; they are durable before this returns.

    Raises:
        Problem: 'token', 'unreadable', 'out-of-step', 'closed' or 'taken-over': nothing was saved.
    """
    now = house.clock.now()
    bearer = tokens.read(house.keys, authorization, now=now)
    if bearer is None:
        raise refusal("token")
    given = _checked(body)
    head = Head(given.head.seq, bytes.fromhex(given.head.hash))
    if not tokens.is_head(house.keys, bearer.attempt_id, head, given.head.mac):
        raise Problem("out-of-step", "The last receipt is not one of this attempt.")
    received = milliseconds(now)
    rows = _rows(bearer, head, given.answers, received)
    writer: Writer = house.parts["writer"]
    if await writer.save(rows):
        receipts = [_receipt(house, row) for row in rows]
    else:
        receipts = await run_in_threadpool(_stored, house, bearer, given.answers)
        if len(receipts) < len(rows):
            # the first ones were durable already: the rest goes on from their last receipt
            rest = _rows(bearer, _head_after(receipts), given.answers[len(receipts) :], received)
            if not await writer.save(rest):
                raise Problem("out-of-step", "Another save was faster. Please ask for the state.")
            receipts += [_receipt(house, row) for row in rest]
    return {
        "receipts": receipts,
        "head": tokens.head_json(house.keys, bearer.attempt_id, _head_after(receipts)),
        "now_ms": milliseconds(house.clock.now()),
    }


async def heartbeat(house: Wiring, authorization: bytes | None, _: bytes) -> Mapping[str, Any]:
    """Note that the player is there; tell it what may have changed.

    Raises:
        Problem: 'token'.
    """
    now = house.clock.now()
    bearer = tokens.read(house.keys, authorization, now=now)
    if bearer is None:
        raise refusal("token")
    writer: Writer = house.parts["writer"]
    standing = await writer.beat(bearer.attempt_id, milliseconds(now), bearer.generation)
    if standing is None:
        raise refusal("token")
    phase, section, told, generation, deadline = standing
    return {
        "now_ms": milliseconds(house.clock.now()),
        "phase": phase,
        "section": section,
        "deadline_ms": deadline,
        "told": told,
        "generation": generation,
    }


def _checked(body: bytes) -> GivenAnswers:
    try:
        given = GivenAnswers.model_validate_json(body)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Problem("unreadable", f"{where}: {first['msg']}") from None
    for place, answer in enumerate(given.answers, start=1):
        if answer.seq != given.head.seq + place:
            raise Problem("out-of-step", "Receipt numbers must follow the last receipt.")
        if answer.section != given.answers[0].section:
            raise Problem("unreadable", "Answers of one request belong to one section.")
    return given


def _rows(
    bearer: Bearer, head: Head, answers: Sequence[GivenAnswer], received_ms: int
) -> list[Row]:
    rows = []
    previous = head.hash
    attempt = str(bearer.attempt_id)
    for answer in answers:
        saved = Saved(
            seq=answer.seq,
            section=answer.section,
            position=answer.position,
            choice=answer.choice,
            flagged=answer.flagged,
            answered_ms=min(answer.answered_ms, received_ms),
            received_ms=received_ms,
        )
        own = next_hash(previous, attempt, saved)
        rows.append(Row(bearer.attempt_id, bearer.generation, saved, previous, own))
        previous = own
    return rows


def _receipt(house: Wiring, row: Row) -> dict[str, object]:
    return tokens.receipt_json(house.keys, row.saved, row.prev_hash, row.hash)


def _head_after(receipts: Sequence[Mapping[str, Any]]) -> Head:
    return Head(int(receipts[-1]["seq"]), bytes.fromhex(receipts[-1]["hash"]))


def _stored(
    house: Wiring, bearer: Bearer, answers: Sequence[GivenAnswer]
) -> list[dict[str, object]]:
    """Return the receipts of answers saved before; else say why these were not taken."""
    with house.database.reading() as db:
        found = queries.answers_from(db, bearer.attempt_id, answers[0].seq, answers[-1].seq)
        if not found:
            raise refusal(queries.why_refused(db, bearer.attempt_id, bearer.generation))
        for row, given in zip(found, answers, strict=False):
            said = (given.section, given.position, given.choice, given.flagged)
            if (row.section, row.position, row.choice, row.flagged) != said:
                raise Problem("out-of-step", "Another answer has this receipt number.")
        return [tokens.receipt_of(house.keys, row) for row in found]
