"""HTML pages: one Jinja environment, strict about names, the reader's language in a context var."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from service.core import i18n
from service.core.i18n import LANGUAGES, NAMES, Message, current
from service.core.security import soon
from service.core.wiring import wiring

FLASH_COOKIE = "synaq_flash"
FLASH_SECONDS = 60


def make_templates(folder: Path) -> Environment:
    """Return the environment for the templates below `folder`."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        lambda text: current.get().gettext(text),
        lambda one, many, n: current.get().ngettext(one, many, n),
        newstyle=True,
    )
    environment.globals.update(t=translate, languages=LANGUAGES, language_names=NAMES)
    environment.filters.update(
        day=lambda value: current.get().day(value),
        moment=lambda value: current.get().moment(value),
        clock=lambda value: current.get().clock(value),
        show=lambda value: current.get().show(value),
    )
    return environment


def translate(message: Message | str | Mapping[str, object]) -> str:
    """Return a message, a stored message or a {kk, ru, en} text in the reader's language."""
    translator = current.get()
    if isinstance(message, Message):
        return translator.render(message)
    if isinstance(message, str):
        return translator.gettext(message)
    if "msgid" in message:
        return translator.render(i18n.message_from_json(message))
    return str(translator.show(message))


def page(request: Request, name: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """Return the template as a page in the reader's language."""
    flashes = read_flashes(request)
    response = HTMLResponse(
        render(request, name, flashes=flashes, **context), status_code=status_code
    )
    if flashes:
        response.delete_cookie(FLASH_COOKIE)
    return response


def render(request: Request, name: str, **context: Any) -> str:
    """Return the template's text with what every page needs."""
    house = wiring(request)
    state = request.state
    person = getattr(state, "person", None)
    shared: dict[str, Any] = {
        "request": request,
        "person": person,
        "nav": getattr(state, "nav", []),
        "language": current.get().language,
        "theme": getattr(state, "theme", "auto"),
        "path": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "now": house.clock.now(),
        "demo": house.environment == "demo",
        "flashes": [],
        "csrf": csrf_token(request),
        "csrf_field": lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(
            csrf_token(request)
        ),
    }
    return house.templates.get_template(name).render(shared | context)


def csrf_token(request: Request) -> str:
    """Return the token that a form of this session carries."""
    return wiring(request).keys.mac("csrf", csrf_subject(request))


def csrf_subject(request: Request) -> bytes:
    """Return what the token is bound to: the session, or nobody."""
    person = getattr(request.state, "person", None)
    return str(person.session_id).encode() if person else b"nobody"


def redirect(
    request: Request, url: str, *, said: Message | None = None, kind: str = "done"
) -> RedirectResponse:
    """Return a 303 to our own page, with a sentence to show there."""
    response = RedirectResponse(url, status_code=303)
    if said is not None:
        house = wiring(request)
        now = house.clock.now()
        token = house.keys.token(
            "flash",
            {"kind": kind, "text": said.as_json()},
            until=soon(now, seconds=FLASH_SECONDS),
        )
        response.set_cookie(
            FLASH_COOKIE, token, max_age=FLASH_SECONDS, httponly=True, secure=True, samesite="lax"
        )
    return response


def read_flashes(request: Request) -> list[dict[str, Any]]:
    """Return the sentence that the page before left for this one."""
    token = request.cookies.get(FLASH_COOKIE)
    if not token:
        return []
    house = wiring(request)
    claims = house.keys.read_token("flash", token, now=house.clock.now())
    if claims is None:
        return []
    return [{"kind": claims["kind"], "text": i18n.message_from_json(claims["text"])}]
