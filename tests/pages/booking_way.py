"""The way of a candidate through the booking pages, for their tests."""

import re

from html import unescape
from typing import Any
from urllib.parse import urlencode

from service.booking.models import Slot
from tests.outbox import Outbox
from tests.visitor import Visitor

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Way:
    """Walks the booking pages as a browser does: it sends back what the forms hold."""

    def __init__(self, client: Visitor, outbox: Outbox) -> None:
        self.client, self.outbox = client, outbox

    def review(self, slot: Slot, **choice: str) -> Any:
        """Look at the review page of a slot."""
        query = urlencode({"programme": "LE-3", **choice, "slot": slot.id})
        return self.client.get(f"/book/review?{query}")

    def hidden(self, page: Any) -> dict[str, str]:
        """The hidden fields of the page's last form, without its token."""
        form = page.text[page.text.rindex("<form") :]
        fields = {name: unescape(value) for name, value in HIDDEN.findall(form)}
        fields.pop("csrf", None)
        return fields

    def file(self, page: Any, **typed: str) -> Any:
        """Send the review page's form."""
        return self.client.submit("/book", {**self.hidden(page), **typed})

    def filed(self, slot: Slot, **typed: str) -> str:
        """File an application and return the address of its page of the code."""
        answer = self.file(self.review(slot), **typed)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def booked(self, slot: Slot, **typed: str) -> str:
        """Book a test and return the address of the application's page."""
        there = self.filed(slot, **typed)
        answer = self.client.submit(there, {"code": self.outbox.newest_code()})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


def where(answer: Any) -> str:
    """The address that an answer redirects to."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


