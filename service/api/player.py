"""JSON for the test player. Answers and heartbeats are the hot path: async, no session."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Cookie, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from service.attempts import actions, queries, tokens
from service.attempts.tokens import Bearer, Head
from service.attempts.view import player_state
from service.attempts.writer import Row, Writer
from service.core.columns import milliseconds
from service.core.db import Db
from service.core.wiring import Wiring, wiring
from service.law.attempt import Phase
from service.law.receipt import Saved, next_hash
from service.pages.doors import House, Now

MOST_AT_ONCE: Final = 50
LARGEST_BODY: Final = 64 * 1024
LARGEST_PROBE: Final = 4 * 1024 * 1024
STATUS: Final = {"token": 401, "unreadable": 422}

router = APIRouter(prefix="/api/player")


class Problem(Exception):  # noqa: N818  # what the player is told, not an accident
    """A refusal that the player knows how to handle, by its code."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def answer_problem(_: Request, problem: Exception) -> JSONResponse:
    """Return problem details with the code the player acts upon."""
    assert isinstance(problem, Problem)
    status = STATUS.get(problem.code, 409)
    body = {"title": problem.code, "status": status, "detail": problem.detail, "code": problem.code}
    return JSONResponse(body, status, media_type="application/problem+json")


def bearer_gate(request: Request, authorization: Annotated[str | None, Header()] = None) -> Bearer:
    """Let in the player of an attempt, by its token alone: no cookie, so no forged request."""
    house = wiring(request)
    found = tokens.read(house.keys, authorization, now=house.clock.now())
    if found is None:
        raise Problem("token", "The player's token is not valid. Please open the test again.")
    return found


Speaker = Annotated[Bearer, Depends(bearer_gate)]
Device = Annotated[str, Cookie(alias=tokens.DEVICE_COOKIE, max_length=64)]


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


@router.post("/answers")
async def save_answers(request: Request) -> Response:
    """Save answers: the reply leaves after they are durable, with their receipts."""
    house = wiring(request)
    now = house.clock.now()
    bearer = tokens.read(house.keys, request.headers.get("authorization"), now=now)
    if bearer is None:
        raise Problem("token", "The player's token is not valid. Please open the test again.")
    given = _checked(await request.body())
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
    last = _head_after(receipts)
    return _json(
        {
            "receipts": receipts,
            "head": tokens.head_json(house.keys, bearer.attempt_id, last),
            "now_ms": milliseconds(house.clock.now()),
        }
    )


@router.post("/heartbeat")
async def heartbeat(request: Request) -> Response:
    """Note that the player is there; tell it what may have changed."""
    house = wiring(request)
    now = house.clock.now()
    bearer = tokens.read(house.keys, request.headers.get("authorization"), now=now)
    if bearer is None:
        raise Problem("token", "The player's token is not valid. Please open the test again.")
    writer: Writer = house.parts["writer"]
    standing = await writer.beat(bearer.attempt_id, milliseconds(now), bearer.generation)
    if standing is None:
        raise Problem("token", "This attempt does not exist any more.")
    phase, section, told, generation, deadline = standing
    return _json(
        {
            "now_ms": milliseconds(house.clock.now()),
            "phase": phase,
            "section": section,
            "deadline_ms": deadline,
            "told": told,
            "generation": generation,
        }
    )


@router.get("/state")
def state(db: Db, speaker: Speaker, house: House, now: Now) -> dict[str, Any]:
    """Return the whole state. What is due by itself is brought about first."""
    _bring_up_to_date(house, speaker)
    running = actions.seen(db, speaker.attempt_id)
    _same_generation(running.row.generation, speaker)
    return player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)


class SectionOrder(BaseModel):
    start: int | None = Field(default=None, ge=0, le=20)
    finish: int | None = Field(default=None, ge=0, le=20)


@router.post("/section")
def section(
    order: SectionOrder, db: Db, speaker: Speaker, house: House, now: Now, device: Device = ""
) -> dict[str, Any]:
    """Start or finish a section; asking twice does it once."""
    _guard(db, speaker)
    if order.start is not None:
        running = actions.start_section(db, speaker.attempt_id, order.start, device=device, now=now)
    elif order.finish is not None:
        running = actions.finish_section(db, speaker.attempt_id, order.finish, now=now)
    else:
        raise Problem("unreadable", "Say which section to start or to finish.")
    return player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)


class GivenRemarks(BaseModel):
    kind: Literal["remark", "suggestion", "complaint"]
    text: str = Field(min_length=1, max_length=4000)


class FinishOrder(BaseModel):
    section: int = Field(ge=0, le=20)
    remarks: GivenRemarks | None = None


@router.post("/finish")
def finish(order: FinishOrder, db: Db, speaker: Speaker, house: House, now: Now) -> dict[str, Any]:
    """End the test, with or without remarks (TT-3)."""
    _guard(db, speaker)
    running = actions.finish_section(db, speaker.attempt_id, order.section, now=now)
    if order.remarks is not None and running.state.phase is Phase.FINISHED:
        remarks = actions.Remarks(order.remarks.kind, order.remarks.text)
        actions.add_remarks(db, speaker.attempt_id, remarks, now=now)
    return player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)


class Happening(BaseModel):
    what: Literal["window-left"]
    seconds: int = Field(ge=0, le=86_400)


@router.post("/event", status_code=204)
def event(happened: Happening, db: Db, speaker: Speaker, now: Now) -> None:
    """Note what the player saw of the candidate's window."""
    _guard(db, speaker)
    actions.note_window_left(db, speaker.attempt_id, happened.seconds, now=now)


class SeenMessage(BaseModel):
    message: UUID


@router.post("/seen", status_code=204)
def seen(message: SeenMessage, db: Db, speaker: Speaker, now: Now) -> None:
    """Note that a message was read."""
    actions.note_message_seen(db, speaker.attempt_id, message.message, now=now)


@router.get("/probe")
def probe(size: Annotated[int, Query(ge=1, le=LARGEST_PROBE)] = 1024 * 1024) -> Response:
    """Return so many bytes that do not compress, to measure the line (TT-1)."""
    block = bytes((i * 167 + (i >> 8) * 59) & 0xFF for i in range(64 * 1024))
    body = (block * (size // len(block) + 1))[:size]
    return Response(body, media_type="application/octet-stream")


@router.post("/probe", status_code=204)
async def probe_upload(request: Request) -> None:
    """Take bytes and forget them, to measure the line upwards."""
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > LARGEST_PROBE:
            raise Problem("unreadable", "The probe is larger than 4 MB.")


def _checked(body: bytes) -> GivenAnswers:
    if len(body) > LARGEST_BODY:
        raise Problem("unreadable", "The request is larger than 64 kB.")
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
    for answer in answers:
        saved = Saved(
            answer.seq, answer.section, answer.position, answer.choice, answer.flagged,
            min(answer.answered_ms, received_ms), received_ms,
        )  # fmt: skip
        own = next_hash(previous, str(bearer.attempt_id), saved)
        rows.append(
            Row(
                bearer.attempt_id,
                saved.seq,
                saved.section,
                saved.position,
                saved.choice,
                saved.flagged,
                bearer.generation,
                saved.answered_ms,
                received_ms,
                previous,
                own,
            )  # fmt: skip
        )
        previous = own
    return rows


def _receipt(house: Wiring, row: Row) -> dict[str, object]:
    saved = Saved(
        row.seq, row.section, row.position, row.choice, row.flagged, row.answered_ms,
        row.received_ms,
    )  # fmt: skip
    return tokens.receipt_json(house.keys, saved, row.prev_hash, row.hash)


def _head_after(receipts: Sequence[Mapping[str, Any]]) -> Head:
    return Head(int(receipts[-1]["seq"]), bytes.fromhex(receipts[-1]["hash"]))


def _stored(
    house: Wiring, bearer: Bearer, answers: Sequence[GivenAnswer]
) -> list[dict[str, object]]:
    """Return the receipts of answers saved before; else say why these were not taken."""
    with house.database.reading() as db:
        found = queries.answers_from(db, bearer.attempt_id, answers[0].seq, answers[-1].seq)
        if not found:
            code = queries.why_refused(db, bearer.attempt_id, bearer.generation)
            raise Problem(code, REFUSALS[code])
        for row, given in zip(found, answers, strict=False):
            if (row.section, row.position, row.choice, row.flagged) != (
                given.section, given.position, given.choice, given.flagged,
            ):  # fmt: skip
                raise Problem("out-of-step", "Another answer has this receipt number.")
        return [tokens.receipt_of(house.keys, row) for row in found]


REFUSALS: Final = {
    "taken-over": "The test goes on on another device or in another window.",
    "closed": "This part of the test takes no more answers.",
}


def _guard(db: Db, speaker: Bearer) -> None:
    row = queries.attempt(db, speaker.attempt_id)
    _same_generation(row.generation if row is not None else None, speaker)


def _same_generation(generation: int | None, speaker: Bearer) -> None:
    if generation is None:
        raise Problem("token", "This attempt does not exist any more.")
    if generation != speaker.generation:
        raise Problem("taken-over", REFUSALS["taken-over"])


def _bring_up_to_date(house: Wiring, speaker: Bearer) -> None:
    now = house.clock.now()
    with house.database.reading() as db:
        is_due = actions.is_due(db, speaker.attempt_id, now=now)
    if is_due:
        with house.database.writing() as db:
            actions.settle_attempt(db, speaker.attempt_id, now=now)


def _json(body: Mapping[str, Any]) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), media_type="application/json")
