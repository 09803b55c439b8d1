import pytest
from sqlmodel import Session

from service.people.models import Account
from tests import make
from tests.clock import FixedClock
from tests.outbox import Outbox
from tests.visitor import Visitor


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    client.sign_in_as(person)
    return person


def test_a_new_number_is_saved_after_the_code_from_it(
    client: Visitor, owner: Account, outbox: Outbox
):
    assert "+7 701 000 00 01" in client.get("/me/phone").text
    answer = client.submit("/me/phone", {"phone": "8 (705) 111-22-33"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/phone/code")
    assert "+7 705 111 22 33" in client.get("/me/phone/code").text
    assert owner.phone == "+77010000001"
    code = outbox.newest_code()
    answer = client.submit("/me/phone/code", {"code": f" {code[:3]} {code[3:]} "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    assert owner.phone == "+77051112233"


@pytest.mark.usefixtures("owner")
def test_the_message_is_not_sent_on_the_requests_path(client: Visitor, outbox: Outbox):
    outbox.status = 503
    assert client.submit("/me/phone", {"phone": "87051112233"}).status_code == 303
    assert outbox.requests == []


@pytest.mark.usefixtures("owner")
def test_the_message_speaks_the_language_of_the_page(client: Visitor, outbox: Outbox):
    client.get("/language/ru")
    client.submit("/me/phone", {"phone": "87051112233"})
    assert "код для подтверждения этого номера" in outbox.delivered()[-1].text


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("typed", ["", "12", "+1 202 555 0100", "+7 495 000 00 00"])
def test_another_thing_than_a_number_is_refused_and_kept(
    client: Visitor, outbox: Outbox, typed: str
):
    answer = client.submit("/me/phone", {"phone": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert outbox.delivered() == []


def test_a_wrong_code_says_how_many_tries_are_left(client: Visitor, owner: Account, outbox: Outbox):
    client.submit("/me/phone", {"phone": "87051112233"})
    code = outbox.newest_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        answer = client.submit("/me/phone/code", {"code": wrong})
        assert answer.status_code == 422
        assert f"Tries left: {left}." in answer.text
    assert "mistyped five times" in client.submit("/me/phone/code", {"code": wrong}).text
    assert "mistyped five times" in client.submit("/me/phone/code", {"code": code}).text
    assert owner.phone == "+77010000001"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
@pytest.mark.usefixtures("owner", "outbox")
def test_what_is_no_code_costs_no_try(client: Visitor, outbox: Outbox, typed: str):
    client.submit("/me/phone", {"phone": "87051112233"})
    for _ in range(6):
        assert client.submit("/me/phone/code", {"code": typed}).status_code == 422
    assert client.submit("/me/phone/code", {"code": outbox.newest_code()}).status_code == 303


@pytest.mark.usefixtures("owner")
def test_another_code_can_be_had_after_a_minute(client: Visitor, outbox: Outbox, clock: FixedClock):
    client.submit("/me/phone", {"phone": "87051112233"})
    client.submit("/me/phone/again")
    assert client.said().startswith("A code has been sent already.")
    assert "10:01" in client.get("/me/phone/code").text
    clock.move(minutes=1)
    client.submit("/me/phone/again")
    assert client.said() == "Another code is on its way."
    assert [one.to for one in outbox.delivered()] == ["+77051112233", "+77051112233"]


@pytest.mark.usefixtures("owner")
def test_a_second_number_within_the_minute_has_to_wait(client: Visitor):
    client.submit("/me/phone", {"phone": "87051112233"})
    answer = client.submit("/me/phone", {"phone": "87051112244"})
    assert answer.status_code == 422
    assert "A code has been sent already." in answer.text


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("address", ["/me/phone/code", "/me/phone/again"])
def test_without_a_number_there_is_no_code_to_enter(client: Visitor, address: str):
    answer = client.submit(address, {"code": "123456"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/phone")


@pytest.mark.usefixtures("owner")
def test_a_code_that_is_over_says_so(client: Visitor, outbox: Outbox, clock: FixedClock):
    client.submit("/me/phone", {"phone": "87051112233"})
    code = outbox.newest_code()
    clock.move(minutes=5)
    answer = client.submit("/me/phone/code", {"code": code})
    assert answer.status_code == 422
    assert "no longer good" in answer.text
