"""A provider that is down or lies, and what is kept of its documents."""

from collections.abc import Callable

import httpx
import pytest
from joserfc.jwk import RSAKey

from service.gateways.sso import Provider, SignInFailed
from tests.clock import FixedClock
from tests.demo.signing_in import REDIRECT
from tests.gateways.crooked import DISCOVERY, Body, Crooked, Forger
from tests.gateways.sign_ins import changed, refusal, sign_in


@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token", "/userinfo"])
@pytest.mark.parametrize("way", ["lost", "500", "502"])
def test_a_provider_that_is_down_is_told_as_such(
    provider: Provider, wire: Crooked, clock: FixedClock, path: str, way: str
):
    if way == "lost":
        wire.lost.add(path)
    else:
        wire.statuses[path] = int(way)
    with pytest.raises(SignInFailed) as failed:
        sign_in(provider, clock)
    assert (failed.value.ground, failed.value.status) == ("down", 503)


def test_nobody_at_the_address_is_told_as_down(http: httpx.Client, clock: FixedClock):
    nobody = Provider("http://127.0.0.1:9", "synaq", None, REDIRECT, http)
    with pytest.raises(SignInFailed) as failed:
        nobody.begin(now=clock.now())
    assert failed.value.ground == "down"


@pytest.mark.parametrize(
    "bend",
    [
        lambda body: body | {"issuer": "https://evil.example"},
        lambda body: body | {"token_endpoint": "http://sso.example/token"},
        lambda body: {k: v for k, v in body.items() if k != "jwks_uri"},
        lambda _: {},
        lambda _: [],
        lambda body: body | {"authorization_endpoint": 7},
    ],
    ids=["another issuer", "without TLS", "no keys", "empty", "no object", "no address"],
)
def test_a_wrong_discovery_document_is_not_used(
    provider: Provider, wire: Crooked, clock: FixedClock, bend: Callable[[Body], Body]
):
    wire.bends[DISCOVERY] = bend
    with pytest.raises(SignInFailed) as failed:
        provider.begin(now=clock.now())
    assert failed.value.ground == "down"


def test_the_documents_are_read_once_an_hour(provider: Provider, wire: Crooked, clock: FixedClock):
    def reads() -> tuple[int, int]:
        return wire.seen[DISCOVERY], wire.seen["/jwks"]

    sign_in(provider, clock)
    clock.move(minutes=59, seconds=59)
    sign_in(provider, clock)
    assert reads() == (1, 1)
    clock.move(seconds=1)
    sign_in(provider, clock)
    assert reads() == (2, 2)


def test_an_old_discovery_document_serves_on_while_the_provider_stumbles(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    sign_in(provider, clock)
    wire.lost.add(DISCOVERY)
    clock.move(hours=2)
    assert sign_in(provider, clock).iin == "980317499011"


def test_a_new_key_is_read_when_a_token_names_it(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey
):
    sign_in(provider, clock)
    Forger(wire, rsa).sign("RS256", changed())
    assert sign_in(provider, clock).iin == "980317499011"
    sign_in(provider, clock)
    assert wire.seen["/jwks"] == 2


def test_a_token_without_key_id_gets_the_only_key_but_none_of_two(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey
):
    Forger(wire, rsa).sign("RS256", changed(), named=False)
    assert sign_in(provider, clock).iin == "980317499011"
    other = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
    clock.move(hours=1)
    wire.bends["/jwks"] = lambda _: {
        "keys": [rsa.as_dict(private=False), other.as_dict(private=False)]
    }
    assert refusal(provider, clock)[0] == "token"


@pytest.mark.parametrize("keys", [None, [], [7], [{"kty": "RSA"}], "all"])
def test_a_malformed_key_set_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock, keys: object
):
    wire.bends["/jwks"] = lambda _: {"keys": keys}
    assert refusal(provider, clock)[0] in ("token", "down")
