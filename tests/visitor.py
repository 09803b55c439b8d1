"""A browser without a screen: knows who it is, sends the form token, commits the test's rows."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from service.core.render import FLASH_COOKIE
from service.core.wiring import Wiring
from service.people.models import Account, SignIn
from service.people.sign_in import COOKIE
from tests import make


class Visitor(TestClient):
    """A TestClient that signs in without the provider and fills in the hidden field of forms.

    Before each request it commits the test's own session `db`, so that the request sees what the
    test has built and waits for no lock of it, and the test sees afterwards what the request did.
    """

    def __init__(self, app: FastAPI, db: Session, *, raise_server_exceptions: bool = True) -> None:
        super().__init__(
            app,
            base_url="https://testserver",
            follow_redirects=False,
            raise_server_exceptions=raise_server_exceptions,
        )
        self.headers["accept-language"] = "en"
        self.house: Wiring = app.state.wiring
        self._db = db

    def request(self, *args: Any, **options: Any) -> Any:
        self._db.commit()
        self._db.expire_all()
        return super().request(*args, **options)

    def sign_in_as(self, owner: Account) -> SignIn:
        """Put a fresh session of this account into the cookie jar."""
        opened = make.session_of(self._db, owner, now=self.house.clock.now())
        self._db.commit()
        self.cookies.clear()
        token = make.session_token(self.house.keys, opened, hours=self.house.session_hours)
        self.cookies.set(COOKIE, token, domain="testserver.local", path="/")
        return opened

    @property
    def csrf(self) -> str:
        """The token that the forms of the session in the cookie jar carry."""
        keys, now = self.house.keys, self.house.clock.now()
        claims = keys.read_token("session", self.cookies.get(COOKIE) or "", now=now)
        return keys.mac("csrf", claims["sid"].encode() if claims else b"nobody")

    def submit(self, path: str, fields: Mapping[str, Any] | None = None, **options: Any) -> Any:
        """Post a form with its token, as our own page does."""
        return self.post(path, data={"csrf": self.csrf, **(fields or {})}, **options)

    def said(self) -> str:
        """The English sentence that the last answer left for the next page, "" where none."""
        token = self.cookies.get(FLASH_COOKIE) or ""
        claims = self.house.keys.read_token("flash", token, now=self.house.clock.now())
        return str(claims["text"]["msgid"]) if claims else ""
