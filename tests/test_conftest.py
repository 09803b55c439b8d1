"""The fixtures do what they promise."""

from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.people.models import Account
from tests import make
from tests.visitor import Visitor


def test_the_database_is_empty_and_requests_and_test_see_each_others_rows(
    client: Visitor, db: Session, house: Wiring
):
    assert db.exec(select(Account)).all() == []
    owner = make.account(db)
    client.sign_in_as(owner)
    assert owner.name in client.get("/").text
    with house.database.writing() as other:
        other.get_one(Account, owner.id).language = "ru"
    client.get("/")
    assert owner.language == "ru"
