from collections.abc import Iterator

import pytest

from service.demo import identity_provider, sms_receiver
from service.demo.identity_provider import Client
from tests.clock import FixedClock
from tests.demo.serving import BorrowedClock, served
from tests.demo.signing_in import REDIRECT, SIGNED_OUT, Walk


@pytest.fixture(scope="session")
def borrowed() -> BorrowedClock:
    return BorrowedClock()


@pytest.fixture(scope="session")
def issuer(borrowed: BorrowedClock) -> Iterator[str]:
    clients = [
        Client("synaq", (REDIRECT,), (SIGNED_OUT,)),
        Client("keeper", (REDIRECT,), secret="kept: secret"),
    ]
    with served(lambda at: identity_provider.create_app(at, clients, now=borrowed.now)) as address:
        yield address


@pytest.fixture
def walk(issuer: str, borrowed: BorrowedClock, clock: FixedClock) -> Walk:
    """A sign-in at a provider that goes by the test's clock."""
    borrowed.lent = clock
    return Walk(issuer)


@pytest.fixture
def receiver(clock: FixedClock) -> Iterator[str]:
    """The address of an SMS receiver of the test's own, which asks for a token."""
    with served(lambda _: sms_receiver.create_app("the-token", now=clock.now)) as address:
        yield address
