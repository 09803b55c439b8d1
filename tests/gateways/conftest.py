from collections.abc import Iterator

import httpx
import pytest
from joserfc.jwk import RSAKey

from service.demo import identity_provider, sms_receiver, state_gateway
from service.demo.identity_provider import Client
from service.gateways.sso import Provider
from tests.clock import FixedClock
from tests.demo.serving import BorrowedClock, served
from tests.demo.signing_in import REDIRECT, SIGNED_OUT
from tests.gateways.crooked import Crooked


@pytest.fixture(scope="session")
def borrowed() -> BorrowedClock:
    return BorrowedClock()


@pytest.fixture(scope="session")
def issuer(borrowed: BorrowedClock) -> Iterator[str]:
    clients = [
        Client("synaq", (REDIRECT,), (SIGNED_OUT,)),
        Client("keeper", (REDIRECT,), secret="kept: сыр %"),
    ]
    with served(lambda at: identity_provider.create_app(at, clients, now=borrowed.now)) as address:
        yield address


@pytest.fixture
def wire(borrowed: BorrowedClock, clock: FixedClock) -> Iterator[Crooked]:
    """The way to the provider, which a test may bend; the provider goes by the test's clock."""
    borrowed.lent = clock
    with Crooked() as wire:
        yield wire


@pytest.fixture
def http(wire: Crooked) -> Iterator[httpx.Client]:
    with httpx.Client(transport=wire) as http:
        yield http


@pytest.fixture
def provider(issuer: str, http: httpx.Client) -> Provider:
    return Provider(issuer, "synaq", None, REDIRECT, http)


@pytest.fixture(scope="session")
def sms_url(borrowed: BorrowedClock) -> Iterator[str]:
    with served(lambda _: sms_receiver.create_app("the-token", now=borrowed.now)) as address:
        yield f"{address}/messages"


@pytest.fixture(scope="session")
def state_url(borrowed: BorrowedClock) -> Iterator[str]:
    with served(lambda _: state_gateway.create_app("the-token", now=borrowed.now)) as address:
        yield f"{address}/records"


@pytest.fixture(scope="session")
def rsa() -> RSAKey:
    """A key of the forger's own."""
    return RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
