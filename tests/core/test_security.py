"""A token, a MAC or a seal of one purpose is worth nothing for another."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from service.core.ids import ids_from, new_id
from service.core.security import Keys, new_code, new_code_of, new_secret, secrets_from
from tests.clock import START

KEYS = Keys("a secret of the tests, long enough")
OTHER = Keys("another secret, long enough as well")
LATER = START + timedelta(minutes=1)


def test_a_token_is_good_until_its_moment():
    token = KEYS.token("sign-in", {"next": "/me"}, until=LATER)
    read = KEYS.read_token("sign-in", token, now=LATER - timedelta(seconds=1))
    assert read is not None
    assert read["next"] == "/me"
    assert KEYS.read_token("sign-in", token, now=LATER) is None


@pytest.mark.parametrize(
    ("keys", "purpose"),
    [
        pytest.param(KEYS, "session", id="another purpose"),
        pytest.param(OTHER, "sign-in", id="another secret"),
    ],
)
def test_a_token_is_good_for_its_purpose_and_secret_alone(keys: Keys, purpose: str):
    token = KEYS.token("sign-in", {}, until=LATER)
    assert keys.read_token(purpose, token, now=START) is None


@pytest.mark.parametrize("token", ["", "a.b.c", "....", "\x00", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_says_nothing(token: str):
    assert KEYS.read_token("sign-in", token, now=START) is None


def test_what_is_sealed_can_be_read_with_its_purpose_and_secret_alone():
    sealed = KEYS.seal("message", b"the code is 123456")
    assert "123456" not in sealed
    assert KEYS.unseal("message", sealed) == b"the code is 123456"
    assert KEYS.seal("message", b"the code is 123456") != sealed
    assert KEYS.unseal("other", sealed) is None
    assert OTHER.unseal("message", sealed) is None


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 60, "not base64 at all!"])
def test_what_was_not_sealed_says_nothing(text: str):
    assert KEYS.unseal("message", text) is None


def test_a_changed_seal_is_broken():
    sealed = KEYS.seal("message", b"pay 100")
    for place in range(0, len(sealed), 7):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        assert KEYS.unseal("message", changed) is None


def test_a_mac_is_bound_to_purpose_and_data():
    mac = KEYS.mac("csrf", b"session")
    assert KEYS.is_mac("csrf", b"session", mac)
    assert not KEYS.is_mac("csrf", b"other", mac)
    assert not KEYS.is_mac("flash", b"session", mac)
    assert not KEYS.is_mac("csrf", b"session", "")


def test_codes_keep_their_leading_zeros():
    codes = {new_code(2) for _ in range(500)}
    assert all(len(code) == 2 and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes)


def test_secrets_that_follow_from_a_seed_follow_from_it_within_the_block_alone():
    found = []
    for _ in range(2):
        with secrets_from(Random("a play")):  # noqa: S311  # that is what is tested
            found.append((new_secret(), new_code(), new_code_of("AB", 20)))
    assert found[0] == found[1]
    assert new_secret() != new_secret()


def test_ids_of_a_source_end_with_its_block():
    one = UUID(int=1)
    with ids_from(lambda: one):
        assert new_id() == one
    assert new_id() != new_id()
    assert new_id().version == 7
