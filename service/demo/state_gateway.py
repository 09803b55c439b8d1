"""DEMO state gateway: speaks the contract of docs/state-gateway.md about the people of the demo.

    python -m service.demo.state_gateway --port 8003

POST /records answers what "the state knows"; / shows who was asked about, and lets the gateway go
away and come back, so that one can see how the product does without it. Nothing is stored.
"""

import argparse
import hmac
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

import uvicorn
import yaml
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field, ValidationError

from service.demo.frame import Frame, computer_clock
from service.demo.people import DemoPerson, demo_people

PORT: Final = 8003
FILE: Final = Path(__file__).with_name("state_records.yaml")
MOST_SHOWN: Final = 50
# the lists of the contract, each with the letter that its ids begin with
LISTS: Final = {
    "education": "E",
    "employment": "W",
    "findings": "F",
    "penalties": "P",
    "clearances": "S",
    "conditions": "C",
}
WAIT: Final = "5"  # seconds, while it is away


class Asking(BaseModel):
    """The body of a request as the contract has it."""

    iin: Annotated[str, Field(pattern=r"^[0-9]{12}$")]
    request_id: UUID
    consent: Annotated[str, Field(min_length=1, max_length=20)]


@dataclass(frozen=True)
class Asked:
    """One request that came, for the page."""

    name: str
    status: int
    consent: str
    at: datetime


@cache
def state_records() -> Mapping[str, Mapping[str, Any]]:
    """Return the records of state_records.yaml, by the key of the person."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    unknown = read.keys() - {one.key for one in demo_people()}
    if unknown:
        message = f"{FILE.name}: nobody of people.yaml is called {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return read


def records_of(person: DemoPerson) -> dict[str, Any]:
    """Return the answer about a person of the demo."""
    known = state_records().get(person.key, {})
    return {
        "identity": {
            "iin": person.iin,
            "family_name": person.family_name,
            "given_name": person.given_name,
            "patronymic": person.patronymic,
            "birth_on": person.birth_on.isoformat(),
            "citizenship": "KAZ",
            **known.get("identity", {}),
        },
        **{name: _with_ids(person, letter, known.get(name, [])) for name, letter in LISTS.items()},
    }


def _with_ids(
    person: DemoPerson, letter: str, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {"id": f"{letter}-{person.iin[-5:]}-{number}", **row} for number, row in enumerate(rows, 1)
    ]


def create_app(token: str = "", *, now: Callable[[], datetime] = computer_clock) -> FastAPI:
    """Return the program; with a `token` only those who bring it may ask."""
    app = FastAPI(title="DEMO state gateway", docs_url=None, redoc_url=None, openapi_url=None)
    gateway = Gateway(token, Frame(app, "state_gateway"), now)
    for path, endpoint, method in (
        ("/", gateway.start_page, "GET"),
        ("/records", gateway.answer, "POST"),
        ("/switch", gateway.switch, "POST"),
    ):
        app.add_api_route(path, endpoint, methods=[method], response_model=None)
    return app


class Gateway:
    """The endpoints; each answers one request."""

    def __init__(self, token: str, frame: Frame, now: Callable[[], datetime]) -> None:
        self._token = token
        self._frame = frame
        self._now = now
        self._is_away = False
        self._asked: deque[Asked] = deque(maxlen=MOST_SHOWN)

    async def answer(self, request: Request) -> Response:
        """Answer what the state knows."""
        wanted = f"Bearer {self._token}".encode()
        brought = request.headers.get("authorization", "").encode()
        if self._token and not hmac.compare_digest(wanted, brought):
            return JSONResponse({"error": "wrong token"}, 401)
        try:
            asking = Asking.model_validate_json(await request.body())
        except ValidationError as error:
            fields = [".".join(map(str, one["loc"])) or "body" for one in error.errors()]
            return JSONResponse({"error": f"malformed: {', '.join(fields)}"}, 422)
        person = next((one for one in demo_people() if one.iin == asking.iin), None)
        if self._is_away:
            response = JSONResponse({"error": "away"}, 503, headers={"retry-after": WAIT})
        elif person is None:
            response = JSONResponse({"error": "nobody of this IIN"}, 404)
        else:
            response = JSONResponse(records_of(person))
        name = person.full_name if person else "-"
        self._asked.appendleft(Asked(name, response.status_code, asking.consent, self._now()))
        return response

    async def start_page(self, request: Request) -> Response:
        """Show who was asked about, and the switch."""
        return self._frame.page(
            request, "start.html", is_away=self._is_away, asked=list(self._asked)
        )

    async def switch(self, request: Request) -> Response:
        """Go away, or come back."""
        self._is_away = not self._is_away
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{query}", 303)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--token", default="", help="without it everybody may ask")
    given = parser.parse_args(arguments)
    app = create_app(given.token)
    uvicorn.run(app, host=given.host, port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
