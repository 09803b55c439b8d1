"""The question bank for authors and reviewers: what waits for them, lists, near-duplicates."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData

from service.core.db import Db
from service.core.forms import Form, check_form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.items import actions, queries
from service.items.access import Reader, seen_versions, sight
from service.items.actions import ItemRefusal
from service.items.models import ItemWork, Stage
from service.items.similar import LIKE
from service.items.similar import likenesses as all_likenesses
from service.pages.bank_words import STAGES, Row, act_choices, act_title, reader_of, row_of
from service.pages.doors import House, Now, form_of
from service.pages.gates import BankReader, bank_gate, behind

SHOWN: Final = 25
WAITING_SHOWN: Final = 8

router = APIRouter(prefix="/bank", dependencies=behind(bank_gate))


class Search(BaseModel):
    q: str = Field(default="", max_length=200)
    act: str = Field(default="", max_length=60)
    stage: Stage | None = None
    topic: str = Field(default="", max_length=60)
    mine: bool = False
    page: int = Field(default=1, ge=1, le=10_000)


class EnemiesSent(BaseModel):
    one: str = Field(max_length=40)
    other: str = Field(max_length=40)


@router.get("")
def home(request: Request, db: Db, house: House, person: BankReader) -> Response:
    reader, remarked = reader_of(person), queries.remarked(db)
    seen = list(filter(sight(db, reader), queries.items_of_stage(db)))
    groups = [
        (
            title,
            about,
            len(found),
            [_row(house, work, remarked, {}) for work in found[:WAITING_SHOWN]],
        )
        for title, about, found in _waiting(reader, seen, remarked)
    ]
    counts = Counter((work.act, work.stage) for work in seen)
    return page(
        request,
        "author/home.html",
        groups=groups,
        counts=counts,
        acts=act_choices(house, sorted({work.act for work in seen})),
        stages=STAGES,
        form=empty_form(),
        topics=[],
        is_author=reader.is_author,
        total=len(seen),
    )


@router.get("/items")
def items(request: Request, db: Db, house: House, person: BankReader) -> Response:
    form: Form[Search] = check_form(FormData(dict(request.query_params)), Search)
    search = form.data or Search()
    reader = reader_of(person)
    found = _found(db, reader, search)
    pages = max(1, -(-len(found) // SHOWN))
    at = min(search.page, pages)
    remarked, used = queries.remarked(db), queries.uses(db)
    shown = found[(at - 1) * SHOWN : at * SHOWN]
    return page(
        request,
        "author/items.html",
        422 if form.errors else 200,
        form=form,
        rows=[_row(house, work, remarked, used) for work in shown],
        total=len(found),
        at=at,
        pages=pages,
        url=_url_with_page(request),
        acts=act_choices(house, queries.acts(db)),
        stages=STAGES,
        topics=queries.topics(db, search.act),
        is_author=reader.is_author,
    )


@router.get("/similar")
def similar(request: Request, db: Db, house: House, _: BankReader, act: str = "") -> Response:
    works = {work.item_id: work for work in queries.items_of_stage(db, Stage.APPROVED)}
    pairs = [
        pair
        for pair in all_likenesses(db).pairs
        if {pair.item_id, pair.other.item_id} <= works.keys()
        and (not act or act in {works[pair.item_id].act, works[pair.other.item_id].act})
    ]
    return page(
        request,
        "author/similar.html",
        pairs=pairs,
        works=works,
        titles={work.act: act_title(house, work.act) for work in works.values()},
        enemies=queries.enemies(db),
        least=round(LIKE * 100),
        acts=act_choices(house, queries.acts(db)),
        form=empty_form(act=act),
    )


@router.post("/similar/enemies")
def enemies_at_once(
    request: Request,
    db: Db,
    now: Now,
    person: BankReader,
    form: Annotated[Form[EnemiesSent], form_of(EnemiesSent)],
) -> Response:
    sent, reader = form.data, reader_of(person)
    refused: ItemRefusal | None = ItemRefusal(actions.OTHER_ITEM)
    if sent is not None and all(seen_versions(db, reader, each) for each in (sent.one, sent.other)):
        by = person.account_id
        refused = actions.make_enemies(db, sent.one, sent.other, reason="", by=by, now=now)
    if refused is not None:
        return redirect(request, "/bank/similar", said=refused.why, kind="refused")
    said = say("The two items will not meet on a paper from now on.")
    return redirect(request, "/bank/similar", said=said)


Group = tuple[Message, Message, list[ItemWork]]


def _waiting(
    reader: Reader, seen: Sequence[ItemWork], remarked: set[tuple[str, int]]
) -> Iterable[Group]:
    """Yield what waits for the reader: (title, what to do, versions)."""
    newest = sorted(seen, key=lambda work: work.changed_at, reverse=True)
    if reader.is_author:
        yield from _for_author([w for w in newest if w.author_id == reader.account_id], remarked)
    if reader.is_reviewer:
        yield from _for_reviewer([w for w in newest if w.author_id != reader.account_id])


def _for_author(own: Sequence[ItemWork], remarked: set[tuple[str, int]]) -> Iterable[Group]:
    drafts = [work for work in own if work.stage is Stage.DRAFT]
    with_author = [work for work in drafts if work.submitted_at is None]
    yield (
        say("Given back to you"),
        say("A reviewer has said what is to mend."),
        [work for work in with_author if (work.item_id, work.version) in remarked],
    )
    yield (
        say("Your drafts"),
        say("Nobody else sees them until you hand them in."),
        [work for work in with_author if (work.item_id, work.version) not in remarked],
    )
    yield (
        say("Handed in by you"),
        say("They wait for a reviewer."),
        [work for work in drafts if work.submitted_at is not None],
    )


def _for_reviewer(others: Sequence[ItemWork]) -> Iterable[Group]:
    yield (
        say("To review"),
        say("Answer each without its key first."),
        [work for work in others if work.stage is Stage.DRAFT and work.submitted_at is not None],
    )
    yield (
        say("To approve"),
        say("What you approve may be drawn at once."),
        [work for work in others if work.stage is Stage.REVIEWED],
    )


def _found(db: Session, reader: Reader, search: Search) -> list[ItemWork]:
    """Return the versions that the search asks for and the reader may see."""
    wanted = search.q.casefold().split()
    return [
        work
        for work in filter(
            sight(db, reader), queries.items_of_stage(db, search.stage, act=search.act)
        )
        if (not search.topic or work.body.get("topic") == search.topic)
        and (not search.mine or work.author_id == reader.account_id)
        and _holds(work, wanted)
    ]


def _holds(work: ItemWork, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    texts = (work.body.get("texts") or {}).values()
    pieces = [f"{work.item_id}@{work.version}", *(text["text"] for text in texts)]
    pieces += [option for text in texts for option in text["options"].values()]
    whole = " ".join(pieces).casefold()
    return all(word in whole for word in wanted)


def _row(
    house: Wiring,
    work: ItemWork,
    remarked: set[tuple[str, int]],
    used: Mapping[tuple[str, int], Any],
) -> Row:
    name = (work.item_id, work.version)
    return row_of(house, work, used.get(name), has_remarks=name in remarked)


def _url_with_page(request: Request) -> str:
    """Return this search's address with {page} in place of the number."""
    query = request.url.remove_query_params("page").query
    return f"/bank/items?{query}&page={{page}}" if query else "/bank/items?page={page}"
