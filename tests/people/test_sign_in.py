"""Sessions: rotation, the answer that got lost, stolen copies, revocation, the idle limit."""

import base64
import json

import pytest
from sqlmodel import Session

from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.people import sign_in
from service.people.models import Account, SignIn
from service.people.sign_in import COOKIE
from tests import make
from tests.clock import FixedClock
from tests.visitor import Visitor


@pytest.fixture
def owner(db: Session) -> Account:
    return make.account(db, family_name="Сериков", given_name="Данияр", patronymic=None)


def is_in(client: Visitor) -> bool:
    answer = client.get("/me")
    assert answer.status_code in (200, 303)
    return bool(answer.status_code == 200)


def token_of(client: Visitor) -> str:
    return client.cookies.get(COOKIE) or ""


def show(client: Visitor, token: str) -> bool:
    """Come with this token, as a copy of the cookie from another time or place does."""
    client.cookies.clear()
    client.cookies.set(COOKIE, token, domain="testserver.local", path="/")
    return is_in(client)


def test_the_cookie_is_for_our_pages_over_https_only(client: Visitor, owner: Account, clock):
    client.sign_in_as(owner)
    clock.move(minutes=15)
    cookie = client.get("/me").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie
    assert "Domain" not in cookie


def test_a_session_takes_its_next_turn_after_a_quarter_of_an_hour(
    client: Visitor, owner: Account, clock: FixedClock
):
    client.sign_in_as(owner)
    first = token_of(client)
    clock.move(minutes=14, seconds=59)
    assert is_in(client)
    assert token_of(client) == first
    clock.move(seconds=61)  # seen again a minute later: not each request writes
    assert is_in(client)
    assert token_of(client) != first
    assert is_in(client)


def test_an_answer_that_got_lost_with_the_new_token_signs_nobody_out(
    client: Visitor, owner: Account, clock: FixedClock
):
    client.sign_in_as(owner)
    first = token_of(client)
    clock.move(minutes=15)
    assert is_in(client)  # the answer with the new token does not arrive
    clock.move(minutes=10)
    assert show(client, first)
    assert token_of(client) != first
    assert is_in(client)


def test_requests_on_their_way_with_the_former_token_are_let_in(
    client: Visitor, owner: Account, clock: FixedClock
):
    client.sign_in_as(owner)
    first = token_of(client)
    clock.move(minutes=15)
    assert is_in(client)
    assert is_in(client)  # the new one has arrived
    clock.move(seconds=59)
    assert show(client, first)


def test_an_old_copy_of_the_cookie_ends_the_session_for_everyone(
    client: Visitor, owner: Account, clock: FixedClock, db: Session
):
    client.sign_in_as(owner)
    stolen = token_of(client)
    clock.move(minutes=15)
    assert is_in(client)
    assert is_in(client)
    present = token_of(client)
    clock.move(minutes=1)
    assert not show(client, stolen)
    assert not show(client, present)
    verbs = [entry.verb for entry in entries_about(db, "account", owner.id)]
    assert verbs[-1] == "session ended: an old copy of its cookie was shown"


@pytest.mark.parametrize(("minutes", "still_in"), [(29, True), (30, False)])
def test_a_session_ends_after_half_an_hour_without_a_request(
    client: Visitor, owner: Account, clock: FixedClock, minutes: int, *, still_in: bool
):
    client.sign_in_as(owner)
    clock.move(minutes=minutes)
    assert is_in(client) is still_in


def test_a_test_keeps_the_session_alive(
    client: Visitor, owner: Account, clock: FixedClock, db: Session
):
    opened = client.sign_in_as(owner)
    for _ in range(3):
        sign_in.keep_alive(db, opened.id, now=clock.move(minutes=25))
    assert is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(
    client: Visitor, owner: Account, clock: FixedClock
):
    client.sign_in_as(owner)
    for _ in range(12 * 4 - 1):
        clock.move(minutes=15)
        assert is_in(client)
    clock.move(minutes=15)
    assert not is_in(client)


def test_a_revoked_session_is_worth_nothing(
    client: Visitor, owner: Account, db: Session, clock: FixedClock
):
    opened = client.sign_in_as(owner)
    sign_in.end(db, opened.id, now=clock.now())
    assert not is_in(client)


def test_a_blocked_account_is_out_at_once(client: Visitor, owner: Account, clock: FixedClock):
    client.sign_in_as(owner)
    owner.blocked_at = clock.now()
    assert not is_in(client)


def test_ending_twice_is_recorded_once(
    client: Visitor, owner: Account, db: Session, clock: FixedClock
):
    opened = client.sign_in_as(owner)
    sign_in.end(db, opened.id, now=clock.now())
    sign_in.end(db, opened.id, now=clock.now())
    verbs = [entry.verb for entry in entries_about(db, "account", owner.id)]
    assert verbs == ["signed in", "signed out"]


def _decoded(part: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=="))
    return loaded


def _encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_a_tampered_cookie_lets_nobody_in(client: Visitor, owner: Account, db: Session):
    client.sign_in_as(owner)
    head, body, sign = token_of(client).split(".")
    other = make.session_of(db, make.account(db, given_name="Айгүл"))
    theirs = _encoded({**_decoded(body), "sid": str(other.id)})
    unsigned = _encoded({"alg": "none", "typ": "JWT"})
    turned = "B" if sign[0] == "A" else "A"
    for token in (
        f"{head}.{theirs}.{sign}",
        f"{unsigned}.{body}.",
        f"{unsigned}.{body}.{sign}",
        f"{head}.{body}.{turned}{sign[1:]}",
        f"{head}.{body}",
        "no token at all",
        "",
    ):
        assert not show(client, token), token


def test_a_token_of_another_purpose_is_no_session(
    client: Visitor, owner: Account, house: Wiring, clock: FixedClock
):
    opened = client.sign_in_as(owner)
    claims = {"sid": str(opened.id), "turn": 1}
    later = clock.now().replace(year=2027)
    assert show(client, house.keys.token("session", claims, until=later))
    assert not show(client, house.keys.token("flash", claims, until=later))


def test_a_second_persons_session_is_not_ones_own(client: Visitor, owner: Account, db: Session):
    stranger = make.account(db, given_name="Айгүл")
    theirs = make.session_of(db, stranger)
    client.sign_in_as(owner)
    assert client.submit(f"/me/sessions/{theirs.id}/end").status_code == 404
    assert db.get_one(SignIn, theirs.id).revoked_at is None
    assert "Айгүл" not in client.get("/me").text


def test_signing_out_everywhere_ends_all_sessions_of_the_person_alone(
    owner: Account, db: Session, clock: FixedClock
):
    here, there = make.session_of(db, owner), make.session_of(db, owner)
    stranger = make.session_of(db, make.account(db))
    assert sign_in.sign_out_everywhere(db, owner.id, now=clock.now(), but=here.id) == 1
    assert [one.revoked_at is None for one in (here, there, stranger)] == [True, False, True]
    assert sign_in.sign_out_everywhere(db, owner.id, now=clock.now()) == 1
    assert [one.revoked_at is None for one in (here, there, stranger)] == [False, False, True]
