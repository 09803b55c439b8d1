"""The way of a candidate through the booking pages, as a browser goes it."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from service.booking.models import Slot
from tests.outbox import Outbox
from tests.visitor import Visitor

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Way:
    """Walks the booking pages and sends back what their forms hold."""

    def __init__(self, client: Visitor, outbox: Outbox) -> None:
        self.client, self.outbox = client, outbox

    def review(self, slot: Slot, **choice: str) -> Any:
        """Look at the review page of a slot."""
        query = urlencode({"programme": "LE-3", **choice, "slot": slot.id})
        return self.client.get(f"/book/review?{query}")

    def file(self, page: Any, **typed: str) -> Any:
        """Send the review page's form."""
        return self.client.submit("/book", {**hidden(page), **typed})

    def filed(self, slot: Slot, **typed: str) -> str:
        """File an application and return the address of its page of the code."""
        return where(self.file(self.review(slot), **typed))

    def booked(self, slot: Slot, **typed: str) -> str:
        """Book a test and return the address of the application's page."""
        there = self.filed(slot, **typed)
        return where(self.client.submit(there, {"code": self.outbox.newest_code()}))


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form that files the application, without its token."""
    form = page.text[page.text.index('action="/book"') :]
    fields = {name: unescape(value) for name, value in HIDDEN.findall(form)}
    fields.pop("csrf")
    return fields


def where(answer: Any) -> str:
    """The address that an answer leads to."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])
