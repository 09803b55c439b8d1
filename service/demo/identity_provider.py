"""DEMO identity provider: real OpenID Connect, without any proof of who is sitting there.

    python -m service.demo.identity_provider --port 8001

Authorization code with PKCE S256 only; the key is made at the start; nothing is stored.
"""

import argparse
import base64
import binascii
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote_plus, urlsplit

import uvicorn
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    InvalidRequestError,
    UnsupportedGrantTypeError,
)
from authlib.oauth2.rfc7636.challenge import CODE_CHALLENGE_PATTERN
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from service.demo.frame import Frame, computer_clock
from service.demo.grants import CLAIMS, Grant, Grants
from service.demo.own_person import FIELDS, read_own_person
from service.demo.people import DemoPerson, demo_people

PORT: Final = 8001
NO_STORE: Final = {"cache-control": "no-store"}
OWN_VALUES: Final = dict.fromkeys(FIELDS, "") | {"phone": "+77000000099"}


@dataclass(frozen=True)
class Client:
    """A registered client; addresses are compared letter by letter; no secret: a public client."""

    client_id: str
    redirect_uris: tuple[str, ...]
    after_sign_out_uris: tuple[str, ...] = ()
    secret: str | None = None


def create_app(
    issuer: str, clients: Sequence[Client], *, now: Callable[[], datetime] = computer_clock
) -> FastAPI:
    """Return the program; `issuer` is the address under which browsers and clients reach it."""
    app = FastAPI(title="DEMO identity provider", docs_url=None, redoc_url=None, openapi_url=None)
    provider = IdentityProvider(issuer, clients, Frame(app, "identity_provider"), now)
    for path, endpoint, methods in (
        ("/", provider.start_page, ["GET"]),
        ("/.well-known/openid-configuration", provider.discovery, ["GET"]),
        ("/authorize", provider.ask, ["GET"]),
        ("/authorize", provider.decide, ["POST"]),
        ("/token", provider.token, ["POST"]),
        ("/jwks", provider.jwks, ["GET"]),
        ("/userinfo", provider.userinfo, ["GET", "POST"]),
        ("/end_session", provider.end_session, ["GET", "POST"]),
    ):
        app.add_api_route(path, endpoint, methods=methods, response_model=None)
    return app


class IdentityProvider:
    """The endpoints; each answers one request."""

    def __init__(
        self,
        issuer: str,
        clients: Sequence[Client],
        frame: Frame,
        now: Callable[[], datetime],
    ) -> None:
        self._issuer = issuer
        self._clients = {client.client_id: client for client in clients}
        self._frame = frame
        self._now = now
        self._grants = Grants(issuer)

    async def start_page(self, request: Request) -> Response:
        """Say what this is and who the demo people are."""
        homes = sorted({_origin(c.redirect_uris[0]) for c in self._clients.values()})
        return self._frame.page(request, "start.html", people=demo_people(), homes=homes)

    async def discovery(self) -> dict[str, Any]:
        """Publish the provider's metadata (OpenID Connect Discovery 1.0)."""
        return {
            "issuer": self._issuer,
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "userinfo_endpoint": f"{self._issuer}/userinfo",
            "end_session_endpoint": f"{self._issuer}/end_session",
            "jwks_uri": f"{self._issuer}/jwks",
            "scopes_supported": ["openid", *CLAIMS],
            "claims_supported": ["sub", *(name for names in CLAIMS.values() for name in names)],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": [
                "none",
                "client_secret_basic",
                "client_secret_post",
            ],
            "code_challenge_methods_supported": ["S256"],
            "ui_locales_supported": ["kk", "ru", "en"],
            "authorization_response_iss_parameter_supported": True,
            "request_uri_parameter_supported": False,
        }

    async def jwks(self) -> dict[str, Any]:
        """Publish the key that checks the ID tokens."""
        return self._grants.public_keys()

    async def ask(self, request: Request) -> Response:
        """Show whom one can sign in as."""
        wrong = self._wrong(request)
        if wrong is not None:
            return wrong
        return self._choice(request, values=OWN_VALUES, faults={})

    async def decide(self, request: Request) -> Response:
        """Send the browser back with a code, or with access_denied."""
        wrong = self._wrong(request)
        if wrong is not None:
            return wrong
        form = await request.form()
        if form.get("action") == "cancel":
            return self._back(request, {"error": "access_denied"})
        if form.get("action") == "own":
            person, faults, values = read_own_person(form)
            if person is None:
                return self._choice(request, values=values, faults=faults)
        else:
            found = [one for one in demo_people() if one.key == form.get("person")]
            if not found:
                return self._choice(request, values=OWN_VALUES, faults={})
            person = found[0]
        return self._back(request, {"code": self._grants.code_for(self._grant(request, person))})

    async def token(self, request: Request) -> Response:
        """Exchange a code for tokens (RFC 6749 4.1.3, RFC 7636 4.6)."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            client = self._client(form, request.headers.get("authorization", ""))
            if form.get("grant_type") != "authorization_code":
                raise UnsupportedGrantTypeError(form.get("grant_type", ""))
            if not form.get("code") or not form.get("code_verifier"):
                raise InvalidRequestError("code and code_verifier are needed")
            answer = self._grants.redeem(
                form["code"],
                form["code_verifier"],
                client_id=client.client_id,
                redirect_uri=form.get("redirect_uri", ""),
                now=self._now(),
            )
        except OAuth2Error as error:
            # they say no-store, and how to authenticate where that failed
            headers = dict(error.get_headers())
            return JSONResponse(dict(error.get_body()), error.status_code, headers)
        return JSONResponse(answer, headers=NO_STORE)

    async def userinfo(self, request: Request) -> Response:
        """Say what the access token allows to know (OpenID Connect Core 5.3)."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        claims = self._grants.userinfo(token, now=self._now()) if kind == "Bearer" else None
        if claims is None:
            challenge = {"www-authenticate": 'Bearer error="invalid_token"'}
            return JSONResponse({"error": "invalid_token"}, 401, headers=NO_STORE | challenge)
        return JSONResponse(claims, headers=NO_STORE)

    async def end_session(self, request: Request) -> Response:
        """Send the browser back to a registered address; the provider itself keeps no session."""
        query = dict(request.query_params)
        client = self._clients.get(query.get("client_id", ""))
        back_to = query.get("post_logout_redirect_uri", "")
        if client is not None and back_to in client.after_sign_out_uris:
            state = [("state", query["state"])] if "state" in query else []
            return RedirectResponse(add_params_to_uri(back_to, state), 303, headers=NO_STORE)
        return self._frame.page(request, "signed_out.html")

    def _wrong(self, request: Request) -> Response | None:
        """Refuse a request for a code; a wrong client or address never gets a redirect."""
        query = request.query_params
        client = self._clients.get(query.get("client_id", ""))
        if client is None or query.get("redirect_uri") not in client.redirect_uris:
            fault = "wrong_client" if client is None else "wrong_redirect"
            return self._frame.page(request, "refused.html", status_code=400, fault=fault)
        error, why = _request_fault(query)
        if error:
            return self._back(request, {"error": error, "error_description": why})
        return None

    def _choice(
        self, request: Request, *, values: Mapping[str, str], faults: Mapping[str, str]
    ) -> Response:
        return self._frame.page(
            request,
            "choice.html",
            status_code=422 if faults else 200,
            # browsers hold the redirect after a form against form-action
            form_target=_origin(request.query_params["redirect_uri"]),
            people=demo_people(),
            values=values,
            faults=faults,
            client_id=request.query_params["client_id"],
            action=f"/authorize?{request.url.query}",
        )

    def _grant(self, request: Request, person: DemoPerson) -> Grant:
        query = request.query_params
        return Grant(
            client_id=query["client_id"],
            redirect_uri=query["redirect_uri"],
            scope=query["scope"],
            nonce=query.get("nonce", ""),
            challenge=query["code_challenge"],
            person=person,
            given_at=self._now(),
        )

    def _back(self, request: Request, params: Mapping[str, str]) -> Response:
        query = request.query_params
        told = {**params, "iss": self._issuer}
        if "state" in query:
            told["state"] = query["state"]
        url = add_params_to_uri(query["redirect_uri"], list(told.items()))
        return RedirectResponse(url, 303, headers=NO_STORE)

    def _client(self, form: Mapping[str, str], authorization: str) -> Client:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        if authorization:
            client_id, secret = _basic(authorization)
        client = self._clients.get(client_id)
        expected = (client.secret or "") if client else ""
        if client is None or not hmac.compare_digest(expected.encode(), secret.encode()):
            raise InvalidClientError("unknown client or wrong secret", status_code=401)
        return client


def _request_fault(query: Mapping[str, str]) -> tuple[str, str]:
    if query.get("response_type") != "code":
        return "unsupported_response_type", "only response_type=code"
    if "openid" not in query.get("scope", "").split():
        return "invalid_scope", "scope must hold openid"
    if query.get("code_challenge_method") != "S256":
        return "invalid_request", "PKCE with code_challenge_method=S256 is needed"
    if not CODE_CHALLENGE_PATTERN.match(query.get("code_challenge", "")):
        return "invalid_request", "code_challenge is malformed"
    if query.get("prompt") == "none":
        return "login_required", "somebody has to choose"
    return "", ""


def _basic(authorization: str) -> tuple[str, str]:
    kind, _, encoded = authorization.partition(" ")
    try:
        text = base64.b64decode(encoded, validate=True).decode() if kind == "Basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client_id, _, secret = text.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--issuer", help="its address as others see it; http://<host>:<port>")
    parser.add_argument("--client-id", default="synaq")
    parser.add_argument("--client-secret", help="without it the client is a public one")
    parser.add_argument("--redirect-uri", action="append", help="may be given several times")
    parser.add_argument("--after-sign-out-uri", action="append", help="likewise")
    given = parser.parse_args(arguments)
    client = Client(
        given.client_id,
        tuple(given.redirect_uri or ["http://127.0.0.1:8000/sign-in/callback"]),
        tuple(given.after_sign_out_uri or ["http://127.0.0.1:8000/"]),
        given.client_secret,
    )
    issuer = given.issuer or f"http://{given.host}:{given.port}"
    app = create_app(issuer, [client])
    uvicorn.run(app, host=given.host, port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
