"""What the settings say of e-signatures is what signatures are held against."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from service.app import _verifier
from service.settings import Settings
from tests.make_signatures import EMAIL, Authority

SECRET = "a secret of the tests, long enough"


def settings(**given: Any) -> Settings:
    return Settings(environment="test", secret=SECRET, **given)


def test_without_roots_nobody_can_sign():
    with httpx.Client() as http:
        assert _verifier(settings(), http) is None


def test_every_setting_comes_to_its_place(tmp_path: Path, authority: Authority):
    between = Authority("Between", authority)
    file = tmp_path / "roots.pem"
    file.write_bytes(between.pem + authority.pem)
    with httpx.Client() as http:
        given = settings(
            esign_roots=file,
            esign_ocsp="http://ocsp.test",
            esign_crls="http://crl.test/a.crl /var/b.crl",
            ncanode_url="http://ncanode.test",
            ncanode_checks="OCSP CRL",
        )
        verifier = _verifier(given, http)
        plain = _verifier(settings(esign_roots=file, esign_uses=""), http)
    assert verifier is not None
    assert [len(verifier.roots), len(verifier.issuers)] == [1, 1]
    assert verifier.uses == {EMAIL.dotted_string}
    assert verifier.revocation is not None
    assert verifier.revocation.responder == "http://ocsp.test"
    assert verifier.revocation.lists == ["http://crl.test/a.crl", "/var/b.crl"]
    assert verifier.ncanode is not None
    assert (verifier.ncanode.url, verifier.ncanode.checks) == (
        "http://ncanode.test",
        ["OCSP", "CRL"],
    )
    assert plain is not None
    assert (plain.uses, plain.revocation, plain.ncanode) == (frozenset(), None, None)


def test_a_file_that_cannot_be_used_stops_the_start(tmp_path: Path):
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    with httpx.Client() as http:
        for file in (empty, tmp_path / "none.pem"):
            with pytest.raises((ValueError, OSError)):
                _verifier(settings(esign_roots=file), http)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://127.0.0.1:13579", id="no WebSocket"),
        pytest.param("wss://127.0.0.1:13579; script-src *", id="more than an address"),
        pytest.param("wss://127.0.0.1:13579 https://evil.test", id="two addresses"),
        pytest.param("wss://127.0.0.1:13579\n", id="a line end"),
    ],
)
def test_an_address_that_would_open_the_policy_is_refused(url: str):
    with pytest.raises(ValidationError):
        settings(signer_url=url)
