import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from pyhanko.sign.signers import SimpleSigner

from service.demo.authority import Authority, make_demo_authority
from service.documents.paper import render
from service.documents.signature import load_roots, load_signer
from service.law.document import DocumentKind

SPECIMENS = Path(__file__).parent / "specimens"
NOW = datetime(2026, 11, 3, 6, 41, tzinfo=UTC)
CHECK_URL = "https://synaq.example.kz/check/7QK3M9TDPX2V"

Specimen = Callable[[str], dict[str, Any]]


def read_specimen(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((SPECIMENS / f"{name}.json").read_text())
    return facts


@pytest.fixture
def specimen() -> Specimen:
    return read_specimen


@pytest.fixture(scope="session")
def certificate() -> bytes:
    """An unsigned certificate."""
    return render(DocumentKind.CERTIFICATE, read_specimen("certificate"), check_url=CHECK_URL)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_demo_authority(tmp_path_factory.mktemp("authority"), now=NOW)


@pytest.fixture(scope="session")
def signer(authority: Authority) -> SimpleSigner:
    return load_signer(authority.key, authority.chain)


@pytest.fixture(scope="session")
def roots(authority: Authority) -> list[x509.Certificate]:
    return load_roots(authority.root)
