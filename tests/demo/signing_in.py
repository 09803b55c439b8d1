"""A sign-in at the demo provider, step by step, as a client and a browser do it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge

REDIRECT = "http://127.0.0.1:8000/sign-in/callback"
SIGNED_OUT = "http://127.0.0.1:8000/"
VERIFIER = "a-verifier-of-the-tests-that-is-long-enough-for-it"


def query_of(response: httpx.Response) -> dict[str, str]:
    """The parameters with which the browser is sent back."""
    return dict(parse_qsl(urlsplit(response.headers["location"]).query))


def choose(url: str, **form: str) -> dict[str, str]:
    """Post the choice page's form and return the way back's parameters."""
    response = httpx.post(url, data=form)
    assert response.status_code == 303, response.text
    return query_of(response)


@dataclass
class Walk:
    """The requests of one sign-in; a test changes what it wants wrong."""

    issuer: str
    asked: dict[str, str] = field(
        default_factory=lambda: {
            "response_type": "code",
            "client_id": "synaq",
            "redirect_uri": REDIRECT,
            "scope": "openid profile phone email iin",
            "state": "the-state",
            "nonce": "the-nonce",
            "code_challenge": create_s256_code_challenge(VERIFIER),
            "code_challenge_method": "S256",
        }
    )

    @property
    def url(self) -> str:
        return f"{self.issuer}/authorize?{httpx.QueryParams(self.asked)}"

    def code(self, person: str = "aruzhan") -> str:
        return choose(self.url, person=person)["code"]

    def redeem(self, code: str, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": "synaq",
            "redirect_uri": REDIRECT,
            "code": code,
            "code_verifier": VERIFIER,
        }
        return httpx.post(f"{self.issuer}/token", data=form | changed)

    def userinfo(self, access_token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {access_token}"}
        return httpx.get(f"{self.issuer}/userinfo", headers=headers)

    def tokens(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.redeem(self.code()).json()
        return answer
