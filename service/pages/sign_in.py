"""Signing in through the provider and out again.

The way: the page → POST begin → the provider → callback → the consent if it is missing → `next`.
What must come back unchanged waits in a signed cookie that is good for one sign-in.
"""

from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from service.core.db import Db
from service.core.edge import LANGUAGE_COOKIE
from service.core.errors import Fault, NotAllowed
from service.core.i18n import LOCAL, current, say
from service.core.render import page
from service.core.security import soon
from service.core.wiring import Wiring
from service.gateways.sso import Begun, Provider, SignInFailed
from service.pages.doors import House, Now, own_path
from service.pages.gates import Anyone, anyone_gate, behind, public_gate
from service.pages.public import YEAR
from service.people import actions, sign_in
from service.people.consent_text import ConsentTexts
from service.people.models import Account, Role
from service.people.queries import consent_in_force, roles_of

COOKIE: Final = "synaq_signing_in"
PATH: Final = "/sign-in"
MINUTES: Final = 10
NEXT: Final = Query(alias="next")

log = structlog.get_logger()

router = APIRouter(dependencies=behind(public_gate))
signed_in_router = APIRouter(dependencies=behind(anyone_gate))


@router.get("/sign-in")
def offer(request: Request, house: House, next_page: Annotated[str, NEXT] = "/") -> Response:
    if request.state.person is not None:
        return RedirectResponse(own_path(next_page), 303)
    return page(
        request,
        "sign_in/offer.html",
        next_page=own_path(next_page),
        idle_minutes=house.idle_minutes,
    )


@router.post("/sign-in/begin")
def begin(
    request: Request, house: House, now: Now, next_page: Annotated[str, Form(alias="next")] = "/"
) -> Response:
    provider: Provider = house.parts["sso"]
    try:
        begun = provider.begin(now=now, ui_locales=current.get().language)
    except SignInFailed as fault:
        return _failed(request, fault, next_page)
    claims = {**begun.kept(), "next": own_path(next_page)}
    token = house.keys.token("signing-in", claims, until=soon(now, minutes=MINUTES))
    response = RedirectResponse(begun.url, 303)
    response.set_cookie(
        COOKIE, token, max_age=60 * MINUTES, path=PATH, httponly=True, secure=True, samesite="lax"
    )
    return response


@router.get("/sign-in/callback")
def come_back(request: Request, house: House, now: Now) -> Response:
    kept = house.keys.read_token("signing-in", request.cookies.get(COOKIE, ""), now=now) or {}
    next_page = own_path(str(kept.get("next", "/")))
    try:
        response = _finish(request, house, kept, next_page, now)
    except SignInFailed as fault:
        if fault.ground == "state" and request.state.person is not None:
            # reload or back button after a sign-in that went well
            return RedirectResponse("/", 303)
        response = _failed(request, fault, next_page)
    response.delete_cookie(COOKIE, path=PATH, httponly=True, secure=True, samesite="lax")
    return response


@router.get("/signed-out")
def signed_out(request: Request, house: House, now: Now) -> Response:
    if request.state.person is not None:
        return RedirectResponse("/", 303)
    provider: Provider = house.parts["sso"]
    url = provider.sign_out_url(id_token="", back_to=f"{house.public_url.rstrip('/')}/", now=now)
    return page(request, "sign_in/signed_out.html", provider_url=url)


@signed_in_router.post("/sign-out")
def sign_out(request: Request, db: Db, person: Anyone, now: Now) -> Response:
    sign_in.end(db, person.session_id, now=now)
    return _out(request)


@signed_in_router.post("/sign-out-everywhere")
def sign_out_everywhere(request: Request, db: Db, person: Anyone, now: Now) -> Response:
    sign_in.sign_out_everywhere(db, person.account_id, now=now)
    return _out(request)


def _out(request: Request) -> Response:
    response = RedirectResponse("/signed-out", 303)
    request.state.cookies = []  # not a new turn of the session that has just ended
    sign_in.drop_cookie(response)
    return response


def _finish(
    request: Request, house: Wiring, kept: dict[str, Any], next_page: str, now: datetime
) -> Response:
    provider: Provider = house.parts["sso"]
    texts: ConsentTexts = house.parts["consent"]
    identity = provider.finish(Begun.restored(kept), request.query_params, now=now)
    with house.database.writing() as db:
        owner = actions.take_in(db, identity, language=current.get().language, now=now)
        if owner.blocked_at is not None:
            blocked = say(
                "Your account is blocked. Please turn to the support service to learn why."
            )
            return _failed(request, NotAllowed(blocked), next_page)
        if request.state.person is not None:
            sign_in.end(db, request.state.person.session_id, now=now)
        device = request.headers.get("user-agent", "")
        opened = sign_in.begin(db, owner, device=device, now=now)
        version = texts.version_on(now.astimezone(LOCAL).date())
        # who works here and takes no test is not asked
        asked = roles_of(db, owner.id) == {Role.CANDIDATE}
        missing = asked and consent_in_force(db, owner.id, version) is None
    response = _to_next(next_page, consent_missing=missing)
    request.state.cookies = []  # not a new turn of the session that was here before
    sign_in.put_cookie(response, house.keys, opened, hours=house.session_hours)
    _speak_their_language(request, response, owner)
    return response


def _to_next(next_page: str, *, consent_missing: bool) -> Response:
    if not consent_missing:
        return RedirectResponse(next_page, 303)
    return RedirectResponse(f"/consent?{urlencode({'next': next_page})}", 303)


def _speak_their_language(request: Request, response: Response, owner: Account) -> None:
    """On a browser that has chosen no language, take the one of the personal file."""
    if LANGUAGE_COOKIE not in request.cookies:
        response.set_cookie(
            LANGUAGE_COOKIE, owner.language, max_age=YEAR, secure=True, samesite="lax"
        )


def _failed(request: Request, fault: Fault, next_page: str) -> Response:
    ground, detail = getattr(fault, "ground", "blocked"), getattr(fault, "detail", "")
    log.warning("sign_in_failed", ground=ground, detail=detail)
    return page(
        request,
        "sign_in/failed.html",
        fault.status,
        reason=fault.sentence,
        ground=ground,
        next_page=own_path(next_page),
    )
