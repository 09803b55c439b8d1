"""Sign-ins through the client, and ways to bend the claims of a token."""

from collections.abc import Callable
from typing import Any

import pytest

from service.gateways.sso import REASONS, Begun, Identity, Provider, SignInFailed
from tests.clock import FixedClock
from tests.demo.signing_in import choose
from tests.gateways.crooked import Body


def sign_in(provider: Provider, clock: FixedClock, person: str = "aruzhan") -> Identity:
    begun = provider.begin(now=clock.now())
    back = choose(begun.url, person=person)
    return provider.finish(Begun.restored(begun.kept()), back, now=clock.now())


def refusal(provider: Provider, clock: FixedClock) -> tuple[str, str]:
    """The ground of a sign-in that must fail, and its detail."""
    with pytest.raises(SignInFailed) as failed:
        sign_in(provider, clock)
    assert failed.value.reason == REASONS[failed.value.ground]
    return failed.value.ground, failed.value.detail


def without(*names: str) -> Callable[[Body], Body]:
    return lambda claims: {k: v for k, v in claims.items() if k not in names}


def changed(**claims: Any) -> Callable[[Body], Body]:
    return lambda told: told | claims


def moved(name: str, seconds: int) -> Callable[[Body], Body]:
    return lambda told: told | {name: told["iat"] + seconds}
