"""For tests of the pages for those who run the tests: signed in, in English, page read as words."""

import re
from html import unescape
from typing import Any

from sqlmodel import Session

from service.people.models import Account, Role
from tests import make
from tests.visitor import Visitor

TICKET = re.compile(r'name="ticket" value="([^"]+)"')


def sign_in(client: Visitor, db: Session, role: Role, **values: Any) -> Account:
    """Sign in as somebody with this role; the pages come in English."""
    db.commit()  # SQLite lets nobody write on what was read before somebody else wrote
    owner = make.account(db, roles=[role], **values)
    client.sign_in_as(owner)
    client.headers["accept-language"] = "en"
    return owner


def administrator(client: Visitor, db: Session, **values: Any) -> Account:
    return sign_in(client, db, Role.ADMINISTRATOR, **values)


def words(answer: Any) -> str:
    """What a page says, its marks left out."""
    main = answer.text.split("<main", 1)[-1]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def errors(answer: Any) -> dict[str, str]:
    """The faults that a form's page shows, by field."""
    assert answer.status_code == 422, answer.status_code
    found = re.findall(r'<p class="error" id="error-([^"]+)">(.*?)</p>', answer.text, re.DOTALL)
    return {
        name: " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split()).removeprefix("Error: ")
        for name, text in found
    }


def confirmed(answer: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """What the confirmation page sends: the fields again, that we are sure, and its ticket."""
    assert answer.status_code == 200, answer.text
    found = TICKET.search(answer.text)
    assert found, "this is not a confirmation page"
    return {**fields, "sure": "true", "ticket": found[1]}
