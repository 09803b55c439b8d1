"""Where the text messages of a test go: a gateway in memory behind the real HTTP client."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Delivered:
    """A message that the gateway has accepted."""

    to: str
    text: str


class Outbox:
    """Accepts messages as the gateway does; `status` other than 202 makes it refuse them."""

    def __init__(self) -> None:
        self.status = 202
        self.requests: list[httpx.Request] = []
        self.run_due: Callable[[], int] = lambda: 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self.status, json={"id": "1"})

    def delivered(self) -> list[Delivered]:
        """Let the worker do what is due and return all messages, oldest first."""
        self.run_due()
        sent = [json.loads(request.content) for request in self.requests]
        return [Delivered(one["to"], one["text"]) for one in sent]

    def newest_code(self) -> str:
        """Return the six digits of the newest message."""
        found = re.search(r"\b\d{6}\b", self.delivered()[-1].text)
        assert found, "the newest message holds no code"
        return found[0]
