"""HR sees which scores for essays are missing and late: by code, with who is missing."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.core.db import Db
from service.core.render import page
from service.pages import competition_links as links
from service.pages.competition_doors import competition_for
from service.pages.doors import House, Now
from service.pages.essay_scores_view import late_lines
from service.pages.gates import Hr, behind, hr_gate

router = APIRouter(
    prefix="/hr/competitions/{number}/{ordinal}/essays", dependencies=behind(hr_gate)
)


@router.get("")
def essays(
    request: Request, db: Db, house: House, person: Hr, now: Now, number: str, ordinal: int
) -> Response:
    course = competition_for(db, house, person, number, ordinal)
    lines = late_lines(db, course, now)
    return page(request, "essays/late.html", course=course, lines=lines, links=links)
