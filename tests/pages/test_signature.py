"""Anyone signed in tries the own key before the day, and reads what came of it."""

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from service.core.wiring import Wiring
from service.gateways.esign_values import Reason
from service.pages.signature import PURPOSE
from service.people.models import Account, Role
from service.signatures import queries
from service.signatures.actions import OPEN_FOR
from service.signatures.models import Signature, SignatureRequest
from tests import make
from tests.clock import FixedClock
from tests.make_signatures import Authority, Person, verifier_of
from tests.visitor import Visitor

SIGNER = "wss://127.0.0.1:13579"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(autouse=True)
def _set_up(house: Wiring, authority: Authority, tmp_path: Path) -> None:
    house.parts["esign"] = verifier_of(tmp_path, authority)


@pytest.fixture
def owner(db: Session, client: Visitor) -> Account:
    owner = make.account(db, roles=[Role.PROCTOR])
    client.sign_in_as(owner)
    return owner


@pytest.fixture
def key(authority: Authority, owner: Account) -> Person:
    return authority.issue(owner.iin)


def begin(client: Visitor) -> str:
    """Begin a check; return the address at which it is signed."""
    answer = client.submit("/me/signature")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def bytes_of(client: Visitor, url: str) -> bytes:
    """What the page gives the signing program."""
    found = re.search(r'data-document="([^"]+)"', client.get(url).text)
    assert found is not None
    return base64.b64decode(found[1])


def request_of(db: Session, owner: Account, url: str) -> SignatureRequest:
    found = queries.request_for(db, owner.id, make_uuid(url))
    assert found is not None
    return found


def make_uuid(url: str) -> Any:
    from uuid import UUID

    return UUID(url.rsplit("/", 1)[-1])


def test_the_way_begins_with_what_is_needed(client: Visitor, owner: Account):
    answer = client.get("/me/signature")
    assert answer.status_code == 200
    assert "NCALayer, installed and started" in answer.text
    assert SIGNER not in answer.headers["content-security-policy"]


def test_a_key_that_works_is_told_so(client: Visitor, db: Session, owner: Account, key: Person):
    url = begin(client)
    signature = base64.b64encode(key.sign(bytes_of(client, url))).decode()
    answer = client.submit(url, {"cms": signature})
    assert (answer.status_code, answer.headers["location"]) == (303, url)
    shown = client.get(url)
    assert "Your e-signature works" in shown.text
    assert f"{key.certificate.serial_number:x}" in shown.text
    assert SIGNER not in shown.headers["content-security-policy"]
    assert "Your e-signature worked on" in client.get("/me/signature").text
    kept = queries.signature_by(db, owner.id, PURPOSE, ("account", owner.id))
    assert kept is not None
    assert kept.cms == base64.b64decode(signature)


def test_only_the_page_that_signs_may_speak_with_the_signing_program(
    client: Visitor, owner: Account
):
    policy = client.get(begin(client)).headers["content-security-policy"]
    assert f"connect-src 'self' {SIGNER};" in policy


def test_what_is_shown_is_what_is_signed(client: Visitor, owner: Account):
    url = begin(client)
    signed = bytes_of(client, url).decode()
    assert owner.name in signed
    assert "Check of an e-signature" in signed
    for words in ("Check of an e-signature", owner.name, "Nothing: it only shows"):
        assert words in client.get(url).text


@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
def test_a_file_does_as_well(client: Visitor, owner: Account, key: Person, *, attached: bool):
    url = begin(client)
    to_sign = client.get(f"/signatures/{make_uuid(url)}/to-sign.json")
    assert to_sign.headers["content-disposition"].startswith("attachment")
    signature = key.sign(to_sign.content, attached=attached)
    answer = client.submit(url, files={"file": ("signature.p7s", signature)})
    assert answer.status_code == 303
    kept = client.get(f"/signatures/{make_uuid(url)}/signature.p7s")
    assert kept.content == signature
    assert kept.headers["content-type"] == "application/pkcs7-signature"


@pytest.mark.parametrize(
    ("sent", "reason", "words"),
    [
        pytest.param({}, "nothing-sent", "No signature has come.", id="nothing"),
        pytest.param({"cms": "AAAA"}, Reason.MALFORMED, "not an electronic signature", id="junk"),
        pytest.param(
            {"cms": "A" * 600_000}, Reason.MALFORMED, "not an electronic signature", id="too long"
        ),
    ],
)
def test_what_is_no_signature_is_told_so(
    client: Visitor, owner: Account, sent: dict[str, str], reason: str, words: str
):
    answer = client.submit(begin(client), sent)
    assert answer.status_code == 422
    assert f'data-reason="{reason}"' in answer.text
    assert words in answer.text
    assert SIGNER in answer.headers["content-security-policy"]


def test_another_persons_key_is_told_so(client: Visitor, owner: Account, authority: Authority):
    url = begin(client)
    signature = authority.issue(make.iin()).sign(bytes_of(client, url))
    answer = client.submit(url, {"cms": base64.b64encode(signature).decode()})
    assert answer.status_code == 422
    assert "This is another person" in answer.text
    assert "Choose the key that was issued to your own IIN." in answer.text


def test_an_expired_key_is_told_the_day(
    client: Visitor, owner: Account, authority: Authority, clock: FixedClock
):
    url = begin(client)
    old = authority.issue(owner.iin, until=clock.now() - timedelta(days=3))
    signature = base64.b64encode(old.sign(bytes_of(client, url))).decode()
    assert "expired on 20 November 2026" in client.submit(url, {"cms": signature}).text


def test_a_key_that_ends_soon_is_told_so(
    client: Visitor, owner: Account, authority: Authority, clock: FixedClock
):
    url = begin(client)
    short = authority.issue(owner.iin, until=clock.now() + timedelta(days=5))
    client.submit(url, {"cms": base64.b64encode(short.sign(bytes_of(client, url))).decode()})
    assert "Get a new key in time" in client.get(url).text


def test_who_comes_too_late_begins_anew(
    client: Visitor, owner: Account, key: Person, clock: FixedClock
):
    url = begin(client)
    signature = base64.b64encode(key.sign(bytes_of(client, url))).decode()
    clock.move(seconds=OPEN_FOR.total_seconds())
    client.sign_in_as(owner)
    answer = client.submit(url, {"cms": signature})
    assert answer.status_code == 422
    assert 'data-reason="request-over"' in answer.text


def test_anothers_check_is_not_there(client: Visitor, db: Session, owner: Account, key: Person):
    url = begin(client)
    request_id = make_uuid(url)
    client.submit(url, {"cms": base64.b64encode(key.sign(bytes_of(client, url))).decode()})
    client.sign_in_as(make.account(db))
    for path in (url, f"/signatures/{request_id}/to-sign.json"):
        assert client.get(path).status_code == 404
    assert client.get(f"/signatures/{request_id}/signature.p7s").status_code == 404
    assert client.submit(url, {"cms": "AAAA"}).status_code == 404


def test_a_signature_that_is_not_there_is_no_file(client: Visitor, owner: Account):
    request_id = make_uuid(begin(client))
    assert client.get(f"/signatures/{request_id}/signature.p7s").status_code == 404


def test_what_is_signed_elsewhere_is_not_signed_here(
    client: Visitor, db: Session, owner: Account, key: Person, clock: FixedClock
):
    other = SignatureRequest(
        account_id=owner.id,
        purpose="interview-points",
        subject_kind="hiring",
        subject_id=owner.id,
        canonical=b"{}",
        sha256="",
        made_at=clock.now(),
        expires_at=clock.now() + OPEN_FOR,
    )
    db.add(other)
    db.commit()
    url = f"/me/signature/{other.id}"
    assert client.get(url).status_code == 404
    signature = base64.b64encode(key.sign(b"{}")).decode()
    assert client.submit(url, {"cms": signature}).status_code == 404
    assert db.get(Signature, other.id) is None


def test_without_roots_nobody_is_sent_to_sign(client: Visitor, house: Wiring, owner: Account):
    house.parts["esign"] = None
    assert "not set up here" in client.get("/me/signature").text
    answer = client.submit(begin(client), {"cms": "AAAA"})
    assert answer.status_code == 422
    assert 'data-reason="not-set-up"' in answer.text
