"""Test programmes for everyone: which there are, which one a post needs, what each one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page
from service.core.wiring import Wiring
from service.items.in_memory import bank_of
from service.law.calendar import local_day
from service.law.defaults import DEFAULTS
from service.law.programme import (
    Found,
    NeedLegalEducation,
    Programme,
    find_programme,
    normalise_category,
)
from service.law.programme import NotFound as NoProgramme
from service.law.qualities import QUALITIES
from service.law.rule_set import Kind, rule_set
from service.pages.doors import House, Now
from service.pages.gates import behind, public_gate
from service.programmes import queries
from service.programmes.programme_words import KINDS, REASONS, is_setting, standing

LONGEST_CATEGORY: Final = 40
ANSWERS: Final = {"required": True, "not-required": False}
GROUPS: Final[Sequence[tuple[Message, Sequence[Kind]]]] = (
    (say("Law-enforcement service"), ("LE",)),
    (say("Civil service"), ("AD", "IS")),
    (say("Personal qualities"), ("PQ",)),
)
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
    request: Request, db: Db, now: Now, category: str = "", education: str = ""
) -> Response:
    category = category.strip()[:LONGEST_CATEGORY]
    in_force = queries.programmes_on(db, local_day(now))
    return page(
        request,
        "programmes/all.html",
        groups=[
            (title, [each for each in in_force if each.kind in kinds]) for title, kinds in GROUPS
        ],
        kinds=KINDS,
        settings_of=[each.code for each in in_force if is_setting(each)],
        finding=find(category, ANSWERS.get(education), in_force) if category else None,
        category=category,
    )


@router.get("/programmes/{code}")
def newest(request: Request, db: Db, house: House, now: Now, code: str) -> Response:
    versions = _versions(db, code)
    today = local_day(now)
    in_force = (each for each in versions if standing(each, today) == "in-force")
    return _show(request, house, today, next(in_force, versions[0]), versions)


@router.get("/programmes/{code}/{version}")
def one_version(
    request: Request, db: Db, house: House, now: Now, code: str, version: int
) -> Response:
    versions = _versions(db, code)
    for each in versions:
        if each.version == version:
            return _show(request, house, local_day(now), each, versions)
    raise NotFound


def find(
    category: str,
    legal_education: bool | None,  # noqa: FBT001  # three answers, as the law's finder takes them
    programmes: Sequence[Programme],
) -> Finding:
    """Return what the finder answers for a category, in words."""
    match find_programme(category, legal_education, programmes):
        case Found(programme, reason):
            shown = printed(category, programme)
            said = Message(REASONS[reason].msgid, {"category": shown})
            return Finding(shown, programme, said)
        case NeedLegalEducation(among):
            return Finding(printed(category, among[0]), asks_among=among)
        case NoProgramme(nearest):
            return Finding(category, nearest=nearest)


def printed(category: str, programme: Programme) -> str:
    """Return the category as the order prints it."""
    wanted = normalise_category(category)
    for each in programme.categories:
        if normalise_category(each) == wanted:
            return each
    return category


def _versions(db: Session, code: str) -> Sequence[Programme]:
    versions = queries.versions_of(db, code.upper())
    if not versions:
        raise NotFound
    return versions


def _show(
    request: Request,
    house: Wiring,
    today: date,
    programme: Programme,
    versions: Sequence[Programme],
) -> Response:
    return page(
        request,
        "programmes/one.html",
        programme=programme,
        kind=KINDS[programme.kind],
        is_setting=is_setting(programme),
        standings={each.version: standing(each, today) for each in versions},
        versions=versions,
        act_titles={act.act: act.title for act in bank_of(house).acts()}
        | {quality.code: quality.title for quality in QUALITIES},
        rules=rule_set(programme.kind, _day_of(programme, today)),
        settings=[each for each in DEFAULTS.describe() if each.name in SHOWN_SETTINGS],
    )


def _day_of(programme: Programme, today: date) -> date:
    """Return today, or the nearest day on which the version was or will be in force."""
    return max(programme.valid_from, min(today, programme.valid_to or today))
