"""Turns faults into pages for people and problem details for programs."""

from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from service.core.db import SAFE_METHODS
from service.core.errors import Fault, Malformed, NotFound, SignInNeeded
from service.core.i18n import Message, say
from service.core.render import page, translate

log = structlog.get_logger()


def install(app: FastAPI) -> None:
    """Make the application answer every fault with a sentence and a way out."""
    app.add_exception_handler(Fault, _on_fault)
    app.add_exception_handler(RequestValidationError, _on_malformed)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_accident)


class Accidents:
    """Answers what nobody has foreseen, inside of the edge, which adds the headers to it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def sending(message: ASGIMessage) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as fault:
            if scope["type"] != "http" or has_begun:
                raise
            answer = await _on_accident(Request(scope, receive), fault)
            await answer(scope, receive, send)


def _answer(
    request: Request, status: int, sentence: Message, way_out: Message | None = None
) -> Response:
    if request.url.path.startswith("/api/"):
        problem = {
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": translate(sentence),
        }
        return JSONResponse(problem, status, media_type="application/problem+json")
    return page(
        request, "errors/error.html", status, status=status, sentence=sentence, way_out=way_out
    )


async def _on_fault(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Fault)
    if isinstance(fault, SignInNeeded) and not request.url.path.startswith("/api/"):
        return RedirectResponse(_sign_in_url(request), status_code=303)
    return _answer(request, fault.status, fault.sentence, fault.way_out)


def _sign_in_url(request: Request) -> str:
    """Return the page to sign in, which leads back to this one where it is a page."""
    if request.method not in SAFE_METHODS:
        return "/sign-in"
    query = f"?{request.url.query}" if request.url.query else ""
    return "/sign-in?" + urlencode({"next": request.url.path + query})


async def _on_malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    if not request.url.path.startswith("/api/"):
        # a malformed address is an address that does not exist
        return _answer(request, 404, NotFound().sentence)
    named = ", ".join(".".join(str(part) for part in one["loc"]) for one in fault.errors())
    return _answer(
        request, Malformed.status, say("These fields cannot be read: %(fields)s.", fields=named)
    )


async def _on_http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    if fault.status_code == HTTPStatus.NOT_FOUND:
        return _answer(request, 404, NotFound().sentence)
    if fault.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _answer(request, 405, say("This address does not take this kind of request."))
    return _answer(request, fault.status_code, say("The request could not be carried out."))


async def _on_accident(request: Request, fault: Exception) -> Response:
    log.error("accident", path=request.url.path, exc_info=fault)
    return _answer(
        request,
        500,
        say("Something went wrong on our side. Nothing that was shown as saved is lost."),
        say("Please try again in a minute. If it happens again, tell the support service."),
    )
