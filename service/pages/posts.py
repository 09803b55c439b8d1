"""The registers of posts for everyone: what a post asks, who appoints, how the tree is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import say
from service.core.render import page
from service.pages.gates import behind, public_gate
from service.posts import queries
from service.posts import register_words as words
from service.posts.inferred import Settled, settled
from service.posts.models import FacetKind, RegisterName, RegisterPost

SHOWN: Final = 20
LONGEST: Final = 200
FILTERS: Final = {
    FacetKind.BODY: say("Body"),
    FacetKind.DEPARTMENT: say("Department"),
    FacetKind.CATEGORY: say("Category"),
    FacetKind.FIELD: say("Field of education"),
    FacetKind.ACT: say("Act to be known"),
}
PARTIES: Final = {
    FacetKind.APPOINTS: say("Who appoints"),
    FacetKind.PROPOSES: say("Who proposes"),
    FacetKind.AGREES: say("Who agrees"),
}
TREE: Final = {
    FacetKind.BLOCK: say("Block"),
    FacetKind.LINK: say("Link"),
    FacetKind.LEVEL: say("Level"),
}

router = APIRouter(prefix="/posts", dependencies=behind(public_gate))


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched and what was found: one page of it."""

    text: str
    chosen: dict[FacetKind, str]
    posts: Sequence[Settled]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.found // SHOWN))

    def url(self, path: str) -> str:
        """Return the address of a page of this search, with {page} in it."""
        asked = {"q": self.text} | {str(kind): value for kind, value in self.chosen.items()}
        return (
            f"{path}?{urlencode({name: one for name, one in asked.items() if one})}&page={{page}}"
        )


@router.get("")
def posts(request: Request, db: Db) -> Response:
    return _list(request, db, RegisterName.POSTS, "posts/all.html", FILTERS)


@router.get("/political")
def political(request: Request, db: Db) -> Response:
    return _list(request, db, RegisterName.POLITICAL, "posts/political.html", PARTIES)


@router.get("/political/{key}")
def political_post(request: Request, db: Db, key: str) -> Response:
    return _one(request, db, RegisterName.POLITICAL, key, "posts/political_post.html")


@router.get("/civilian")
def civilian(request: Request, db: Db) -> Response:
    search = search_posts(request, db, RegisterName.CIVILIAN, TREE, limit=None)
    return page(
        request,
        "posts/civilian.html",
        search=search,
        tree=_tree(search.posts),
        filters=_filters(db, RegisterName.CIVILIAN, TREE),
        acts=queries.present_acts(db, RegisterName.CIVILIAN),
        words=words,
    )


@router.get("/civilian/{key}")
def civilian_post(request: Request, db: Db, key: str) -> Response:
    return _one(request, db, RegisterName.CIVILIAN, key, "posts/civilian_post.html")


@router.get("/{key}")
def post(request: Request, db: Db, key: str) -> Response:
    return _one(request, db, RegisterName.POSTS, key, "posts/post.html")


def _list(
    request: Request,
    db: Session,
    register: RegisterName,
    template: str,
    filters: dict[FacetKind, Any],
) -> Response:
    return page(
        request,
        template,
        search=search_posts(request, db, register, filters),
        filters=_filters(db, register, filters),
        acts=queries.present_acts(db, register),
        words=words,
    )


def _one(
    request: Request, db: Session, register: RegisterName, key: str, template: str
) -> Response:
    found = queries.present_post(db, register, key[:LONGEST])
    if found is None:
        raise NotFound
    return page(
        request,
        template,
        one=_settled(db, register, [found])[0],
        act=queries.act(db, found.act_id),
        words=words,
    )


def search_posts(
    request: Request,
    db: Session,
    register: RegisterName,
    filters: dict[FacetKind, Any],
    limit: int | None = SHOWN,
) -> Search:
    """Return what the address asks for; what it says beyond measure is cut or left out."""
    asked = request.query_params
    text = asked.get("q", "").replace("\0", "").strip()[:LONGEST]
    chosen = {
        kind: asked[kind].replace("\0", "")[: 2 * LONGEST] for kind in filters if asked.get(kind)
    }
    number = asked.get("page", "")[:6]
    count = queries.count_posts(db, register, text=text, facets=chosen)
    last = max(1, -(-count // SHOWN))
    here = min(int(number), last) if number.isascii() and number.isdigit() else 1
    here = max(1, here)
    offset = (here - 1) * SHOWN if limit else 0
    found = queries.present_posts(
        db, register, text=text, facets=chosen, offset=offset, limit=limit
    )
    return Search(text, chosen, _settled(db, register, found), count, here)


def _settled(db: Session, register: RegisterName, found: Sequence[RegisterPost]) -> list[Settled]:
    corrections = queries.corrections(db, register, [one.key for one in found])
    return [settled(one, corrections) for one in found]


def _filters(
    db: Session, register: RegisterName, filters: dict[FacetKind, Any]
) -> list[tuple[FacetKind, Any, list[tuple[str, int]]]]:
    return [
        (kind, label, queries.facet_values(db, register, kind)) for kind, label in filters.items()
    ]


def _tree(found: Sequence[Settled]) -> list[dict[str, Any]]:
    """Return the groups by block, sphere and link, level, as the register has them in order."""
    blocks = []
    for (block, name), in_block in groupby(found, _block):
        links = []
        for (sphere, link), in_link in groupby(in_block, _link):
            levels = [(level, list(some)) for level, some in groupby(in_link, _level)]
            links.append({"sphere": sphere, "link": link, "levels": levels})
        blocks.append({"block": block, "name": name, "links": links})
    return blocks


def _block(one: Settled) -> tuple[str, str]:
    return one.body["block"], one.body["block_name"]


def _link(one: Settled) -> tuple[str | None, str]:
    return one.body["sphere"], one.body["link"]


def _level(one: Settled) -> str | None:
    level: str | None = one.body["level"]
    return level
