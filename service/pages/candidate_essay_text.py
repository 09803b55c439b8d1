"""Where the page of an essay saves what is typed: JSON, with our own page's token."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from service.core.db import Db
from service.core.render import translate
from service.law.words import count_words
from service.pages.doors import House, Now
from service.pages.essay_doors import own_essay
from service.pages.gates import Candidate, behind, candidate_gate
from service.pages.pace import at_most, no_larger_than
from service.scoring.essays import GRACE, Newer, Saved, save_text
from service.scoring.models import Essay

SAVES_A_MINUTE: Final = 600  # of one address: a hall of candidates may share it
CONFLICT: Final = 409

router = APIRouter(
    prefix="/api/essays",
    dependencies=[
        Depends(at_most(SAVES_A_MINUTE, "essay")),
        Depends(no_larger_than(1)),
        *behind(candidate_gate),
    ],
)


class Typed(BaseModel):
    """The whole text, and the number of the version that it was written on."""

    text: str
    after: int = Field(ge=0)


@router.post("/{application_id}/text")
def keep(
    sent: Typed,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
) -> Response:
    """Save the text: 200 with its version, or 409 with why it was not saved."""
    own = own_essay(db, house, person, application_id)
    saved = save_text(db, application_id, sent.text, after=sent.after, now=now)
    if isinstance(saved, Saved):
        body: dict[str, Any] = {"ordinal": saved.ordinal, "words": saved.words}
        return _answer({"code": "saved", "at": saved.at.isoformat(), **body}, now=now)
    if isinstance(saved, Newer):
        body = {"ordinal": saved.ordinal, "text": saved.text, "words": count_words(saved.text)}
        return _answer({"code": "newer", **body}, CONFLICT, now=now)
    body = {"code": _code(own.essay, now), "detail": translate(saved)}
    return _answer(body, CONFLICT, now=now)


def _code(essay: Essay | None, now: datetime) -> str:
    if essay is None or essay.finished_at is not None:
        return "handed-in"
    return "over" if now > essay.deadline_at + GRACE else "too-long"


def _answer(body: dict[str, Any], status: int = 200, *, now: datetime) -> Response:
    return JSONResponse({**body, "now": now.isoformat()}, status)
