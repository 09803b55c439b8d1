"""DEMO signing program: speaks the WebSocket protocol of NCALayer; its keys are worth nothing.

    python -m service.demo.signer --port 8004 --keys var/demo/keys

The page / shows what waits to be signed and lets one choose whose key signs it, or cancel; it can
also answer by itself. The WebSocket on the same address takes kz.gov.pki.knca.basics `sign` and
kz.gov.pki.knca.commonUtils `createCAdESFromBase64`, `getActiveTokens`, `changeLocale`. As the
demo's authority it answers OCSP (POST /ocsp) and gives the list of revoked keys (/demo.crl).
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import JSONResponse, RedirectResponse

from service.demo.authority import Authority, authority_in
from service.demo.frame import Frame, computer_clock
from service.demo.people import DemoPerson, demo_people
from service.demo.signer_keys import DemoKey, load_demo_keys, make_demo_keys
from service.demo.signer_protocol import Counter
from service.demo.signer_revocation import answer_ocsp, revoked_list
from service.law.identity import birth_date, iin_fault

PORT: Final = 8004
KEYS: Final = "signer"  # the folder of the people's keys, below that of the authority
OCSP: Final = "application/ocsp-response"
LONGEST_NAME: Final = 100


def create_app(folder: Path, *, now: Callable[[], datetime] = computer_clock) -> FastAPI:
    """Return the program with the authority of this folder; people's keys are made where missing.

    Raises:
        FileNotFoundError: the authority has not been made yet.
    """
    authority = authority_in(folder)
    make_demo_keys(folder / KEYS, authority, demo_people(), now=now())
    app = FastAPI(title="DEMO signing program", docs_url=None, redoc_url=None, openapi_url=None)
    signer = Signer(folder / KEYS, authority, Frame(app, "signer"), now)
    for path, endpoint, method in (
        ("/", signer.start_page, "GET"),
        ("/waiting", signer.waiting_alone, "GET"),
        ("/waiting.json", signer.waiting, "GET"),
        ("/answer", signer.answer, "POST"),
        ("/by-itself", signer.choose, "POST"),
        ("/keys", signer.make_key, "POST"),
        ("/ocsp", signer.ocsp, "POST"),
        ("/demo.crl", signer.list_of_revoked, "GET"),
    ):
        app.add_api_route(path, endpoint, methods=[method], response_model=None)
    app.add_api_websocket_route("/", signer.talk)
    return app


class Signer:
    """The endpoints; `counter` is where requests wait for whoever holds the keys."""

    def __init__(
        self, folder: Path, authority: Authority, frame: Frame, now: Callable[[], datetime]
    ) -> None:
        self._folder = folder
        self._authority = authority
        self._frame = frame
        self._now = now
        self._keys = load_demo_keys(folder)
        self._root = x509.load_pem_x509_certificate(authority.root.read_bytes())
        key = load_pem_private_key(authority.root_key.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._root_key = key
        self.counter = Counter(now)

    async def talk(self, socket: WebSocket) -> None:
        """Speak with one page, until it goes."""
        await self.counter.serve(socket)

    async def start_page(self, request: Request) -> Response:
        """Show what waits, the keys, and the form for one's own."""
        return self._frame.page(request, "start.html", **self._shown(request))

    async def waiting_alone(self, request: Request) -> Response:
        """Give what waits without the page around it, for the page's own refreshing."""
        return self._frame.page(request, "waiting.html", **self._shown(request))

    async def waiting(self) -> Response:
        """Give what waits as JSON."""
        return JSONResponse([one.as_json() for one in self.counter.waiting()])

    async def answer(self, request: Request) -> Response:
        """Sign what waits with the chosen key, or cancel it."""
        form = await request.form()
        key = self._keys.get(str(form.get("key", "")))
        self.counter.answer(str(form.get("id", "")), key if "sign" in form else None)
        return self._back(request)

    async def choose(self, request: Request) -> Response:
        """Answer by itself from now on with this key, or ask each time."""
        form = await request.form()
        self.counter.by_itself = self._keys.get(str(form.get("key", "")))
        return self._back(request)

    async def make_key(self, request: Request) -> Response:
        """Make keys for somebody made up, as the identity provider lets one be."""
        form = await request.form()
        iin, family_name, given_name = (
            str(form.get(name, "")).strip()[:LONGEST_NAME]
            for name in ("iin", "family_name", "given_name")
        )
        if iin_fault(iin) or not (family_name and given_name):
            shown = self._shown(request) | {"fault": True}
            return self._frame.page(request, "start.html", status_code=422, **shown)
        known = next((one for one in demo_people() if one.iin == iin), None)
        person = known or DemoPerson(
            iin, family_name, given_name, "", birth_date(iin), "", "", key=f"own{iin}"
        )
        make_demo_keys(self._folder, self._authority, [person], now=self._now())
        self._keys = load_demo_keys(self._folder)
        return self._back(request)

    async def ocsp(self, request: Request) -> Response:
        """Say whether a certificate is revoked."""
        try:
            answer = answer_ocsp(
                await request.body(), self._keys, self._root, self._root_key, now=self._now()
            )
        except ValueError:
            return Response(status_code=400)
        return Response(answer, media_type=OCSP)

    async def list_of_revoked(self) -> Response:
        """Give the list of revoked certificates."""
        made = revoked_list(self._keys, self._root, self._root_key, now=self._now())
        return Response(made, media_type="application/pkix-crl")

    def _shown(self, request: Request) -> dict[str, Any]:
        language = request.query_params.get("ui_locales", "")
        query = f"?ui_locales={language}" if language else ""
        by_owner: dict[str, list[DemoKey]] = {}
        for key in self._keys.values():
            by_owner.setdefault(key.owner, []).append(key)
        return {
            "waiting": self.counter.waiting(),
            "owners": sorted(by_owner.items()),
            "by_itself": self.counter.by_itself,
            "last": self.counter.last,
            "query": query,
            "fault": False,
        }

    def _back(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{query}", 303)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--keys", type=Path, required=True, help="the demo authority's folder")
    given = parser.parse_args(arguments)
    uvicorn.run(create_app(given.keys), host=given.host, port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
