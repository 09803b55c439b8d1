"""Pages open to everyone: start, language, theme, health."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from service.core.edge import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from service.core.i18n import LANGUAGES
from service.core.render import page
from service.pages.doors import own_path
from service.pages.gates import behind, public_gate

YEAR = 365 * 24 * 3600

router = APIRouter(dependencies=behind(public_gate))


@router.get("/")
def start(request: Request) -> Response:
    return page(request, "public/start.html")


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
