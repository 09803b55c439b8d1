"""The ID token is verified before anything of it is believed."""

from collections.abc import Callable

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey, import_key

from service.gateways.sso import Provider
from tests.clock import FixedClock
from tests.gateways import crooked
from tests.gateways.crooked import Body, Crooked, Forger
from tests.gateways.sign_ins import changed, moved, refusal, sign_in, without


@pytest.mark.parametrize(
    "change",
    [changed(), changed(aud=["synaq"]), moved("iat", 60), moved("exp", -59), without("at_hash")],
    ids=["as it is", "a list of one audience", "a fast clock", "just over", "no at_hash"],
)
def test_a_sound_token_is_taken(
    provider: Provider,
    wire: Crooked,
    clock: FixedClock,
    rsa: RSAKey,
    change: Callable[[Body], Body],
):
    Forger(wire, rsa).sign("RS256", change)
    assert sign_in(provider, clock).iin == "980317499011"


def test_a_token_signed_with_an_elliptic_curve_is_taken(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    key = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
    Forger(wire, key).sign("ES256", changed())
    assert sign_in(provider, clock).iin == "980317499011"


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        (changed(iss="https://evil.example"), "iss"),
        (without("iss"), "iss"),
        (changed(aud="another"), "aud"),
        (changed(aud=["synaq", "another"]), "azp"),
        (changed(azp="another"), "azp"),
        (without("aud"), "aud"),
        (moved("exp", -60), "exp"),
        (changed(exp="never"), "exp"),
        (without("exp"), "exp"),
        (moved("iat", 61), "future"),
        (without("iat"), "iat"),
        (changed(nonce="another"), "nonce"),
        (without("nonce"), "nonce"),
        (changed(at_hash="of-another-token"), "at_hash"),
        (changed(sub=7), "sub"),
        (without("sub"), "sub"),
    ],
    ids=[
        "another issuer",
        "no issuer",
        "another audience",
        "two audiences, no party",
        "another party",
        "no audience",
        "expired",
        "an end that is no number",
        "no end",
        "from the future",
        "no beginning",
        "another nonce",
        "no nonce",
        "another access token",
        "a subject that is no text",
        "no subject",
    ],
)
def test_a_token_with_a_wrong_claim_signs_nobody_in(
    provider: Provider,
    wire: Crooked,
    clock: FixedClock,
    rsa: RSAKey,
    change: Callable[[Body], Body],
    claim: str,
):
    Forger(wire, rsa).sign("RS256", change)
    ground, detail = refusal(provider, clock)
    assert ground == "token"
    assert claim in detail


@pytest.mark.parametrize("alg", ["RS384", "PS256"])
def test_an_algorithm_that_is_not_on_the_list_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey, alg: str
):
    Forger(wire, rsa).sign(alg, changed())
    ground, detail = refusal(provider, clock)
    assert (ground, "UnsupportedAlgorithmError" in detail) == ("token", True)


def test_a_token_without_signature_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    wire.bends["/token"] = lambda body: body | {"id_token": crooked.unsigned(body["id_token"])}
    assert refusal(provider, clock)[0] == "token"


def test_a_token_under_the_public_key_as_secret_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock, issuer: str
):
    (listed,) = httpx.get(f"{issuer}/jwks").json()["keys"]
    key = import_key(listed, "RSA")
    wire.bends["/token"] = lambda body: (
        body | {"id_token": crooked.signed_with_public_key(body["id_token"], key.as_pem(), key.kid)}
    )
    ground, detail = refusal(provider, clock)
    assert (ground, "UnsupportedAlgorithmError" in detail) == ("token", True)


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: crooked.with_other_claims(token, iin="950622399028"),
        lambda token: f"{token[:-8]}{token[-8:].swapcase()}",
        lambda token: token.rpartition(".")[0],
        lambda _: "not.a.token",
        lambda _: "",
        lambda _: None,
        lambda _: 7,
    ],
    ids=["other claims", "other signature", "two parts", "rubbish", "empty", "null", "a number"],
)
def test_a_tampered_token_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock, bend: Callable[[str], object]
):
    wire.bends["/token"] = lambda body: body | {"id_token": bend(body["id_token"])}
    assert refusal(provider, clock)[0] == "token"


def test_a_key_of_somebody_else_signs_nobody_in(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey
):
    Forger(wire, rsa).sign("RS256", changed())
    del wire.bends["/jwks"]
    ground, detail = refusal(provider, clock)
    assert (ground, "InvalidKeyIdError" in detail) == ("token", True)


def test_a_key_for_encryption_is_not_a_key_for_signatures(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    key = RSAKey.generate_key(2048, {"use": "enc"}, auto_kid=True)
    forger = Forger(wire, key)
    signing = RSAKey.import_key(key.as_dict(private=True) | {"use": "sig"})
    forger.key = signing
    forger.sign("RS256", changed())
    assert refusal(provider, clock)[0] == "token"
