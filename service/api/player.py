"""JSON for the test player, all but answers and heartbeats, which have the hot path."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Cookie, Depends, Header, Request
from pydantic import BaseModel, Field

from service.api.problems import Problem, refusal
from service.attempts import actions, queries, tokens
from service.attempts.tokens import Bearer
from service.attempts.view import player_state
from service.core.db import Db
from service.core.doors import House, Now
from service.core.wiring import Wiring, wiring
from service.law.attempt import Phase

router = APIRouter(prefix="/api/player")


def bearer_gate(request: Request, authorization: Annotated[str | None, Header()] = None) -> Bearer:
    """Let in the player of an attempt, by its token alone: no cookie, so no forged request."""
    house = wiring(request)
    found = tokens.read(house.keys, authorization, now=house.clock.now())
    if found is None:
        raise refusal("token")
    house.parts["heart"].revive()
    return found


Speaker = Annotated[Bearer, Depends(bearer_gate)]
Device = Annotated[str, Cookie(alias=tokens.DEVICE_COOKIE, max_length=64)]


@router.get("/state")
def state(db: Db, speaker: Speaker, house: House, now: Now) -> dict[str, Any]:
    """Return the whole state. What is due by itself is brought about first."""
    _bring_up_to_date(house, speaker)
    running = actions.seen(db, speaker.attempt_id)
    _same_generation(running.row.generation, speaker)
    return player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)


QuestionLanguage = Literal["kk", "ru"] | None  # in which the questions stand on the screen


class SectionOrder(BaseModel):
    start: int | None = Field(default=None, ge=0, le=20)
    finish: int | None = Field(default=None, ge=0, le=20)
    language: QuestionLanguage = None


@router.post("/section")
def section(
    order: SectionOrder, db: Db, speaker: Speaker, house: House, now: Now, device: Device = ""
) -> dict[str, Any]:
    """Start or finish a section; asking twice does it once."""
    _guard(db, speaker)
    if order.start is not None:
        running = actions.start_section(
            db, speaker.attempt_id, order.start, device=device, language=order.language, now=now
        )
    elif order.finish is not None:
        running = actions.finish_section(
            db, speaker.attempt_id, order.finish, language=order.language, now=now
        )
    else:
        raise Problem("unreadable", "Say which section to start or to finish.")
    return player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)


class GivenRemarks(BaseModel):
    kind: Literal["remark", "suggestion", "complaint"]
    text: str = Field(min_length=1, max_length=4000)


class FinishOrder(BaseModel):
    section: int = Field(ge=0, le=20)
    remarks: GivenRemarks | None = None
    language: QuestionLanguage = None


@router.post("/finish")
def finish(order: FinishOrder, db: Db, speaker: Speaker, house: House, now: Now) -> dict[str, Any]:
    """End the test, with or without remarks (TT-3)."""
    _guard(db, speaker)
    running = actions.finish_section(
        db, speaker.attempt_id, order.section, language=order.language, now=now
    )
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


def _guard(db: Db, speaker: Bearer) -> None:
    row = queries.locked_attempt(db, speaker.attempt_id)
    _same_generation(row.generation if row is not None else None, speaker)


def _same_generation(generation: int | None, speaker: Bearer) -> None:
    if generation is None:
        raise refusal("token")
    if generation != speaker.generation:
        raise refusal("taken-over")


def _bring_up_to_date(house: Wiring, speaker: Bearer) -> None:
    now = house.clock.now()
    with house.database.reading() as db:
        is_due = actions.is_due(db, speaker.attempt_id, now=now)
    if is_due:
        with house.database.writing() as db:
            actions.settle_attempt(db, speaker.attempt_id, now=now)
