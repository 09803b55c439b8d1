"""Pages open to everyone: start, language, theme, health, what search engines may read."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from service.core.edge import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from service.core.i18n import LANGUAGES, say
from service.core.render import page
from service.core.wiring import Wiring
from service.law.defaults import DEFAULTS
from service.pages.doors import House, own_path
from service.pages.gates import behind, public_gate

YEAR = 365 * 24 * 3600
ROLES: Final = {
    "candidate": say("Candidate"),
    "operator": say("Operator"),
    "proctor": say("Proctor"),
    "administrator": say("Administrator"),
    "author": say("Author"),
    "reviewer": say("Reviewer"),
    "hr": say("HR service"),
    "authority": say("Authorised body"),
}
# what is found by a code, or is one person's, is nobody else's to find
ROBOTS: Final = """\
User-agent: *
Allow: /check$
Allow: /check/draw
Allow: /check/receipts
Disallow: /check/
Disallow: /administrator
Disallow: /api
Disallow: /author
Disallow: /authority
Disallow: /bank
Disallow: /book
Disallow: /cabinet
Disallow: /hr
Disallow: /proctor
Disallow: /sign-in
Disallow: /test
"""

router = APIRouter(dependencies=behind(public_gate))


@router.get("/")
def start(request: Request, house: House) -> Response:
    return page(
        request,
        "public/start.html",
        n={"result": DEFAULTS.result_within},
        people=demo_people(house),
        links=house.parts.get("demo_links", {}),
    )


def demo_people(house: Wiring) -> list[dict[str, Any]]:
    """Return whom to sign in as and what to try; nobody where this is no demonstration."""
    return [
        {**one, "roles": [ROLES[role] for role in one["roles"] if role in ROLES]}
        for one in house.parts.get("demo_people", [])
    ]


@router.get("/robots.txt", response_class=PlainTextResponse)
def robots() -> str:
    return ROBOTS


@router.get("/favicon.ico")
def favicon() -> Response:
    """Lead programs that ask without reading the page to the icon that the pages name."""
    return RedirectResponse("/static/img/favicon.svg", status_code=308)


@router.get("/health", response_class=PlainTextResponse)
def health() -> str:
    return "ok"


@router.get("/language/{code}")
def choose_language(code: str, next_page: Annotated[str, Query(alias="next")] = "/") -> Response:
    response = RedirectResponse(own_path(next_page), status_code=303)
    if code in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, code, max_age=YEAR, secure=True, samesite="lax")
    return response


@router.get("/theme/{name}")
def choose_theme(name: str, next_page: Annotated[str, Query(alias="next")] = "/") -> Response:
    response = RedirectResponse(own_path(next_page), status_code=303)
    response.set_cookie(
        THEME_COOKIE, name if name in THEMES else "auto", max_age=YEAR, secure=True, samesite="lax"
    )
    return response
