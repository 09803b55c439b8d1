"""One request, one transaction, kept before the answer leaves."""

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from sqlmodel import Session

from service.core.wiring import Wiring
from service.people.models import Account
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def client(app: FastAPI, db: Session) -> Visitor:
    return Visitor(app, db, raise_server_exceptions=False)


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    client.sign_in_as(person)
    return person


def test_what_could_not_be_kept_is_not_said_to_be_saved(
    client: Visitor, owner: Account, house: Wiring, db: Session
):
    def fail(_connection: object) -> None:
        raise OSError("the disk is full")

    event.listen(house.database.engine, "commit", fail)
    try:
        # not through the visitor, whose own commit would fail first
        sent = {"csrf": client.csrf, "email": "new@example.kz", "language": "ru"}
        answer = super(Visitor, client).request("POST", "/me/contact", data=sent)
    finally:
        event.remove(house.database.engine, "commit", fail)
    assert answer.status_code == 500
    assert "set-cookie" not in answer.headers
    assert "Nothing that was shown as saved is lost." in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    db.expire_all()
    assert owner.email == "alikhan@example.kz"
