"""Test programmes for everyone: which there are, which one a post needs, what each one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page
from service.law.calendar import local_day
from service.law.defaults import DEFAULTS
from service.law.dated import NotInForceError
from service.law.programme import (
    Found,
    NeedLegalEducation,
    NotFound as NoProgramme,
    Programme,
    find_programme,
    normalise_category,
)
from service.law.rule_set import RuleSet, rule_set
from service.pages.doors import House, Now
from service.pages.gates import behind, public_gate
from service.programmes import queries
from service.programmes.in_memory import bank_of
from service.programmes.programme_words import KINDS, REASONS

LONGEST_CATEGORY: Final = 40
ANSWERS: Final = {"required": True, "not-required": False}
# the settings that a candidate meets beside a programme's own numbers
SHOWN_SETTINGS: Final = frozenset({"door_minutes", "break_between_sections"})

router = APIRouter(dependencies=behind(public_gate))


@dataclass(frozen=True, slots=True)
class Finding:
    """What the finder answers: a programme with the reason, a question, or nearest categories."""

    category: str
    programme: Programme | None = None
    reason: Message | None = None
    asks_among: Sequence[Programme] = ()
    nearest: Sequence[str] = ()


@router.get("/programmes")
def programmes(
    request: Request,
    db: Db,
    now: Now,
    category: Annotated[str, Query(max_length=LONGEST_CATEGORY)] = "",
    education: str = "",
) -> Response:
    in_force = queries.programmes_on(db, local_day(now))
    finding = find(category, ANSWERS.get(education), in_force) if category.strip() else None
    groups = {kind: [each for each in in_force if each.kind == kind] for kind in KINDS}
    context = {"groups": groups, "kinds": KINDS, "finding": finding, "education": education}
    return page(request, "programmes/all.html", category=category, **context)


@router.get("/programmes/{code}")
def newest(request: Request, db: Db, house: House, now: Now, code: str) -> Response:
    today = local_day(now)
    versions = queries.versions_of(db, code.upper())
    if not versions:
        raise NotFound
    current = [each for each in versions if each.valid_from <= today]
    return _page(request, db, house, today, (current or versions)[0], versions)


@router.get("/programmes/{code}/{version}")
def version(
    request: Request, db: Db, house: House, now: Now, code: str, version: int
) -> Response:
    versions = queries.versions_of(db, code.upper())
    chosen = [each for each in versions if each.version == version]
    if not chosen:
        raise NotFound
    return _page(request, db, house, local_day(now), chosen[0], versions)
