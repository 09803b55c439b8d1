"""Vacancies for everyone: the list with its filters, each announcement at its own address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.bodies import queries as bodies
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page
from service.law.calendar import local_day
from service.pages import vacancies_words as words
from service.pages.doors import House, Now
from service.pages.gates import behind, public_gate
from service.pages.source_words import source_words
from service.pages.vacancies_view import Card, ad_of, cards_of, newest_public, what_happens
from service.vacancies import queries
from service.vacancies.models import Announcement, FacetKind, Vacancy
from service.vacancies.queries import Stand, Wanted

SHOWN: Final = 20
LONGEST: Final = 200
SOON: Final = timedelta(days=3)
MINUTE: Final = 60
# ticked or not: name of the field, the facet and its value, what it says
TICKS: Final[tuple[tuple[str, FacetKind, str, Message], ...]] = (
    ("temporary", FacetKind.TEMPORARY, "yes", say("Temporarily vacant posts only")),
    ("essay", FacetKind.STAGE, "essay", say("With an essay only")),
)

router = APIRouter(prefix="/vacancies", dependencies=behind(public_gate))


@dataclass(frozen=True, slots=True)
class Search:
    """What the address asks for, and the page of it that is shown."""

    wanted: Wanted
    ticks: frozenset[str]
    soon: bool
    cards: list[Card]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.found // SHOWN))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but where they stand was asked for."""
        return bool(self.wanted.text or self.wanted.facets or self.soon)

    @property
    def chosen(self) -> bool:
        """Whether a filter besides the words is set."""
        return bool(self.wanted.facets or self.soon)

    def asked(self, **more: object) -> str:
        """Return the search as the query of an address."""
        facets = {str(kind): value for kind, value in self.wanted.facets.items()}
        for name, kind, _, _ in TICKS:
            if name in self.ticks:
                facets.pop(str(kind), None)
        parts = {
            "stand": "" if self.wanted.stand is Stand.OPEN else str(self.wanted.stand),
            "q": self.wanted.text,
            **facets,
            **dict.fromkeys(sorted(self.ticks), "yes"),
            "soon": "yes" if self.soon else "",
            **more,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def url(self) -> str:
        """Return the address of a page of this search, with {page} in it."""
        return f"/vacancies?{self.asked()}&page={{page}}"


@router.get("")
def vacancies(request: Request, db: Db, now: Now) -> Response:
    today = local_day(now)
    search = search_of(request, db, today)
    stands = [
        (stand, words.STANDS[stand], queries.count_public(db, Wanted(today, stand)))
        for stand in words.STANDS
    ]
    shown = page(
        request,
        "vacancies/all.html",
        search=search,
        stands=stands,
        filters=_filters(db, search.wanted),
        ticks=TICKS,
        words=words,
    )
    return for_everyone(request, shown)


@router.get("/{number}")
def newest(db: Db, number: str) -> Response:
    """Lead from a vacancy's number to its newest round."""
    row = queries.vacancy_numbered(db, number)
    one = None if row is None else newest_public(db, row.id)
    if one is None:
        raise NotFound
    return RedirectResponse(f"/vacancies/{one.number}", status_code=302)


@router.get("/{number}/{ordinal}")
def vacancy(
    request: Request, db: Db, house: House, now: Now, number: str, ordinal: int
) -> Response:
    one, row = public_announcement(db, number, ordinal)
    ad = ad_of(db, one, row, local_day(now))
    shown = page(
        request,
        "vacancies/one.html",
        ad=ad,
        happens=what_happens(one, local_day(now)),
        address=f"{house.public_url.rstrip('/')}{ad.url}",
        words=words,
        source_words=source_words,
    )
    return for_everyone(request, shown)


def public_announcement(db: Session, number: str, ordinal: int) -> tuple[Announcement, Vacancy]:
    """Return the published announcement of this number; 404 for a draft too."""
    one = queries.announcement_numbered(db, f"{number[:20]}/{ordinal}")
    if one is None or one.published_on is None:
        raise NotFound
    return one, queries.vacancy(db, one.vacancy_id)


def wanted_of(request: Request, today: date, *, stand: Stand = Stand.OPEN) -> Wanted:
    """Return what the address asks for; what it says beyond measure is cut or left out."""
    asked = request.query_params
    sent = {kind: asked.get(kind, "").replace("\0", "")[:500] for kind in words.FILTERS}
    facets = {kind: value for kind, value in sent.items() if value}
    facets |= {kind: value for name, kind, value, _ in TICKS if asked.get(name)}
    return Wanted(
        today=today,
        stand=next((one for one in Stand if one == asked.get("stand")), stand),
        text=asked.get("q", "").replace("\0", "").strip()[:LONGEST],
        facets=facets,
        closes_by=today + SOON if asked.get("soon") else None,
    )


def search_of(request: Request, db: Session, today: date) -> Search:
    """Return the page of announcements that the address asks for."""
    wanted, asked = wanted_of(request, today), request.query_params
    count = queries.count_public(db, wanted)
    number = asked.get("page", "")[:6]
    last = max(1, -(-count // SHOWN))
    here = max(1, min(int(number), last)) if number.isascii() and number.isdigit() else 1
    found = queries.public_announcements(db, wanted, offset=(here - 1) * SHOWN, limit=SHOWN)
    return Search(
        wanted=wanted,
        ticks=frozenset(name for name, _, _, _ in TICKS if asked.get(name)),
        soon=wanted.closes_by is not None,
        cards=cards_of(db, found, today),
        found=count,
        page=here,
    )


def for_everyone(request: Request, shown: Response) -> Response:
    """Let an answer that is the same for all who are not signed in be kept for a minute."""
    anonymous = getattr(request.state, "person", None) is None
    if anonymous and "set-cookie" not in shown.headers:
        shown.headers["cache-control"] = f"public, max-age={MINUTE}"
        shown.headers["vary"] = "Cookie, Accept-Language"
    return shown


def _filters(db: Session, wanted: Wanted) -> list[tuple[FacetKind, Message, list[Any]]]:
    """Each filter with its values among what stands so, in words and with their numbers."""
    all_of_stand = Wanted(wanted.today, wanted.stand)
    names = bodies.names_of(db)
    filters = []
    for kind, label in words.FILTERS.items():
        values = dict(queries.facet_values(db, all_of_stand, kind))
        if kind in wanted.facets:
            values.setdefault(wanted.facets[kind], 0)
        said = [(value, words.facet_words(kind, value, names), n) for value, n in values.items()]
        filters.append((kind, label, sorted(said, key=lambda each: each[1].casefold())))
    return filters
