"""For administrators: the register of typical requirements of categories, a dated row at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from service.core.db import Db
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.programme import normalise_category
from service.law.record import rebuild
from service.law.requirements import Alternative
from service.pages.doors import Now
from service.pages.gates import Administrator, administrator_gate, behind
from service.pages.hr_requirements_place import choices, typical_keys
from service.pages.hr_requirements_reading import FILL_IN, LONGEST_SOURCE, Reader, read_ways
from service.pages.hr_requirements_sheet import Row, ways_from, ways_of, with_row
from service.people import queries as people
from service.posts import queries as posts
from service.posts import requirements_words as words
from service.posts.requirements_typical import TypicalFacts, enter_typical
from service.posts.requirements_versions import typical_row_on

URL: Final = "/administrator/typical-requirements"
CHECK, ENTER = "check", "enter"
CATEGORY: Final = re.compile(r"[A-Z](-[A-Z]+)?-[0-9]{1,2}")
PLAIN: Final = ("key", "source", "valid_from", "valid_to")
WRONG_DAY: Final = say("Please enter a date, for example 2026-11-21.")

router = APIRouter(prefix=URL, dependencies=behind(administrator_gate))


@dataclass(frozen=True, slots=True)
class Screen:
    """What the form shows: values as typed, rows of alternatives, faults, what is asked for."""

    values: Mapping[str, str]
    ways: list[Row]
    errors: Mapping[str, Message] = field(default_factory=dict)
    focus: str | None = None
    facts: TypicalFacts | None = None  # sound, and to be confirmed


async def _sent(request: Request) -> FormData:
    return await request.form()


@router.get("")
def typical(request: Request, db: Db, now: Now, _: Administrator) -> Response:
    rows, today = posts.typical_rows(db), local_day(now)
    in_force = {key: typical_row_on(rows, key, today) for key in typical_keys(db)}
    makers = {one.made_by: people.account(db, one.made_by) for one in rows if one.made_by}
    return page(
        request,
        "administrator/typical.html",
        rows=[(one, _sentences(one.alternatives)) for one in rows],
        in_force=in_force,
        makers=makers,
        words=words,
    )


@router.get("/new")
def new(request: Request, db: Db, _: Administrator, key: str = "") -> Response:
    known = [one for one in posts.typical_rows(db, key[:40].replace("\0", "")) if one.is_known]
    ways = ways_of([rebuild(Alternative, one) for one in known[-1].alternatives]) if known else []
    return _form(request, db, Screen({"key": key[:40].replace("\0", "")}, ways))


@router.post("/new")
def enter(
    request: Request,
    db: Db,
    now: Now,
    person: Administrator,
    sent: Annotated[FormData, Depends(_sent)],
) -> Response:
    values = {name: str(sent.get(name, "")).replace("\0", "").strip() for name in PLAIN}
    screen = Screen(values, ways_from(sent))
    wish = str(sent.get("do", CHECK))
    if wish not in (CHECK, ENTER):
        focus = with_row({"ways": screen.ways}, wish) if _of_ways(wish) else None
        return _form(request, db, Screen(values, screen.ways, focus=focus))
    facts, errors = _facts(db, screen)
    if facts is None or wish == CHECK:
        return _form(request, db, Screen(values, screen.ways, errors, facts=facts))
    done = enter_typical(db, facts, actor_id=person.account_id, now=now)
    if isinstance(done, Message):
        return _form(request, db, Screen(values, screen.ways, {"": done}))
    return redirect(request, URL, said=say("The row is entered."))


def _of_ways(wish: str) -> bool:
    return wish.partition(" ")[2].startswith(("ways", "need"))


def _facts(db: Session, screen: Screen) -> tuple[TypicalFacts | None, Mapping[str, Message]]:
    reader, values = Reader(), screen.values
    key = normalise_category(values["key"])
    if values["key"] in typical_keys(db):
        key = values["key"]
    elif not CATEGORY.fullmatch(key):
        reader.errors["key"] = say("Write a category, for example C-4.")
    source = reader.text("source", values["source"])
    if len(source) > LONGEST_SOURCE:
        reader.errors["source"] = say("Please write at most %(n)s characters.", n=LONGEST_SOURCE)
    first = _day(reader, "valid_from", values["valid_from"])
    last = _day(reader, "valid_to", values["valid_to"]) if values["valid_to"] else None
    if first and last and last < first:
        reader.errors["valid_to"] = say("The last day lies before the first one.")
    ways = read_ways(reader, screen.ways)
    if reader.errors or first is None:
        return None, reader.errors
    return TypicalFacts(key, source, first, last, ways), {}


def _day(reader: Reader, name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.errors[name] = WRONG_DAY if text else FILL_IN
        return None


def _sentences(alternatives: list[dict[str, Any]]) -> list[str]:
    return [words.way_text(rebuild(Alternative, one)) for one in alternatives]


def _form(request: Request, db: Session, screen: Screen) -> Response:
    facts = screen.facts
    return page(
        request,
        "administrator/typical_new.html",
        422 if screen.errors else 200,
        screen=screen,
        told=[words.way_text(one) for one in facts.alternatives] if facts else [],
        choices=choices(db),
        words=words,
    )
