"""Lots for everyone: what was promised, what was drawn, and the draw repeated in the browser."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from service.competitions.actions import TOPICS
from service.competitions.queries import candidacies
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page
from service.law.lot import VERSION, verify_lot
from service.lots import queries
from service.lots.models import LotCommitment
from service.pages.gates import behind, public_gate
from service.pages.verify_words import for_browser

SHOWN: Final = 100
PURPOSES: Final = {
    "assessors": say("Assessors of a commission"),
    "tie": say("End of a tie"),
    "essay-topics": say("Topics of essays"),
}
FAULTS: Final = {
    "version": say("This is not the record of a lot by the algorithm %(name)s."),
    "missing": say("The record is not complete: “%(name)s” is missing."),
    "broken": say("The draw cannot be repeated from this record: %(why)s."),
    "commitment": say("Seed and nonce do not fit the commitment that was shown before the draw."),
    "moments": say("The entries were fixed before the commitment was published."),
    "count": say("The record has %(found)s places, but %(drawn)s were drawn."),
    "place": say("Place %(place)s: the record says %(found)s, the draw gives %(drawn)s."),
}

router = APIRouter(prefix="/draws", dependencies=behind(public_gate))


@router.get("")
def list_lots(request: Request, db: Db) -> Response:
    lots = queries.newest_lots(db, limit=SHOWN)
    return page(request, "draws/list.html", lots=lots, purposes=PURPOSES, most=SHOWN)


@router.get("/{number}.json")
def download(db: Db, number: str) -> Response:
    """The record of a drawn lot: `synaq verify-draw` repeats it."""
    promised = _lot(db, number)
    drawn = queries.draw_of(db, promised.id)
    if drawn is None or is_held_back(db, promised):
        raise NotFound
    name = f'attachment; filename="{number}.json"'
    return JSONResponse(drawn.record, headers={"content-disposition": name})


@router.get("/{number}")
def show_lot(request: Request, db: Db, number: str) -> Response:
    promised = _lot(db, number)
    is_held = is_held_back(db, promised)
    drawn = None if is_held else queries.draw_of(db, promised.id)
    return page(
        request,
        "draws/lot.html",
        lot=promised,
        drawn=drawn,
        is_held=is_held,
        faults=verify_lot(drawn.record) if drawn else [],
        purpose=purpose_of(promised),
        words=for_browser(FAULTS),
        version=VERSION,
    )


def is_held_back(db: Session, promised: LotCommitment) -> bool:
    """Tell whether a draw is not shown yet: who has still to write would know the topic before."""
    if promised.purpose != TOPICS or queries.draw_of(db, promised.id) is None:
        return False
    return bool(candidacies(db, UUID(promised.subject_id), "essay"))


def purpose_of(promised: LotCommitment) -> Message:
    """What the lot is for, in words."""
    return PURPOSES[promised.purpose]


def _lot(db: Db, number: str) -> LotCommitment:
    found = queries.lot_by_number(db, number)
    if found is None:
        raise NotFound
    return found
