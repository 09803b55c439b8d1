"""Keys of the national standard are verified by NCANode, over real HTTP by its contract."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from asn1crypto import core, parser, x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from service.gateways.esign import Verifier
from service.gateways.esign_cms import certificate_facts
from service.gateways.esign_values import Algorithm, NotVerified, Reason, Revocation, Verified
from service.gateways.ncanode import NcaNode
from tests.clock import START
from tests.demo.serving import served
from tests.make_signatures import IIN, Authority, Person, verifier_of

CONTENT = b'{"a":1}'
AWAY = "http://127.0.0.1:1"  # nobody listens there
Body = dict[str, Any]


@dataclass
class Node:
    """NCANode as a test wants it: it answers `body` with `status`, and keeps what it was asked."""

    address: str
    body: Any = None
    status: int = 200
    asked: list[Body] = field(default_factory=list)

    async def verify(self, request: Request) -> Response:
        self.asked.append(await request.json())
        if isinstance(self.body, bytes):
            return Response(self.body, self.status, media_type="application/json")
        return JSONResponse(self.body, self.status)


@pytest.fixture
def node() -> Iterator[Node]:
    made: list[Node] = []

    def app(address: str) -> FastAPI:
        made.append(Node(address))
        app = FastAPI()
        app.add_api_route("/cms/verify", made[0].verify, methods=["POST"], response_model=None)
        return app

    with served(app):
        yield made[0]


@pytest.fixture(scope="module")
def root() -> Authority:
    return Authority("ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST)")


@pytest.fixture(scope="module")
def somebody(root: Authority) -> Person:
    return root.issue()


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as http:
        yield http


@pytest.fixture
def verifier(root: Authority, tmp_path: Path, node: Node, http: httpx.Client) -> Verifier:
    return verifier_of(tmp_path, root, ncanode=NcaNode(f"{node.address}/", http))


def with_gost_key(signature: bytes) -> bytes:
    """Return the signature with a certificate whose key is of the national standard.

    Nobody here can compute with such keys: whether the signature is true is for NCANode to say.
    """
    # the identifier of ECDSA keys, and one as long of the national arc
    ecdsa, national = bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a830e030a0101")
    assert signature.count(ecdsa) == 1
    return signature.replace(ecdsa, national)


def with_key_of(person: Person, oid: str) -> x509.Certificate:
    """Return the person's certificate, its key said to be of this kind."""
    body, *rest = _parts(person.certificate.public_bytes(Encoding.DER))
    inner = _parts(body)
    (place,) = (at for at, part in enumerate(inner) if b"\x2a\x86\x48\xce\x3d\x02\x01" in part)
    algorithm, key = _parts(inner[place])
    named = _whole(core.ObjectIdentifier(oid).dump(), *_parts(algorithm)[1:])
    inner[place] = _whole(named, key)
    return x509.Certificate.load(_whole(_whole(*inner), *rest))


def _parts(der: bytes) -> list[bytes]:
    rest, found = parser.parse(der)[4], []
    while rest:
        _, _, _, header, content, trailer = parser.parse(rest)
        found.append(header + content + trailer)
        rest = rest[len(found[-1]) :]
    return found


def _whole(*parts: bytes) -> bytes:
    made: bytes = core.Sequence(contents=b"".join(parts)).dump()
    return made


def holds(person: Person, **changed: Any) -> Body:
    """Return NCANode's answer to a signature that holds, or is as `changed` says."""
    certificate = {
        "valid": True,
        "serialNumber": f"{person.certificate.serial_number:x}",
        "subject": {"iin": IIN, "commonName": "АХМЕТОВ ӘЛИХАН"},
        "revocations": [{"revoked": False, "by": "OCSP", "reason": "OK"}],
        "keyUsage": "SIGN",
    }
    valid = changed.pop("all_valid", True)
    signers = [{"certificates": [certificate | changed], "tsp": None}]
    return {"status": 200, "message": "OK", "valid": valid, "signers": signers}


def handed_in(
    verifier: Verifier, person: Person, content: bytes = CONTENT, *, attached: bool = False
) -> Verified | NotVerified:
    signature = with_gost_key(person.sign(content, attached=attached))
    return verifier.verify(signature, CONTENT, iin=IIN, now=START)


def said(found: Verified | NotVerified) -> Revocation | Reason:
    return found.unrevoked.by if isinstance(found, Verified) else found.reason


def test_a_signature_holds(verifier: Verifier, node: Node, somebody: Person):
    node.body = holds(somebody)
    found = handed_in(verifier, somebody)
    assert isinstance(found, Verified)
    assert found.algorithm is Algorithm.GOST
    assert found.certificate.iin == IIN
    assert found.unrevoked.by is Revocation.NCANODE
    (asked,) = node.asked
    assert asked.keys() == {"cms", "data", "revocationCheck"}
    assert base64.b64decode(asked["cms"]) == found.cms
    assert base64.b64decode(asked["data"]) == CONTENT
    assert asked["revocationCheck"] == ["OCSP"]


@pytest.mark.parametrize(
    ("oid", "algorithm"),
    [
        pytest.param("1.2.398.3.10.1.1.1.1", Algorithm.GOST, id="GOST 34.310-2004"),
        pytest.param("1.2.398.3.10.1.1.2.1", Algorithm.GOST, id="GOST R 34.10-2015, 256 bits"),
        pytest.param("1.2.398.3.10.1.1.2.2", Algorithm.GOST, id="GOST R 34.10-2015, 512 bits"),
        pytest.param("1.2.643.7.1.1.1.2", Algorithm.GOST, id="GOST R 34.10-2012"),
        pytest.param("1.3.101.112", None, id="Ed25519"),
        pytest.param("1.2.840.10040.4.1", None, id="DSA"),
    ],
)
def test_keys_are_told_by_their_identifier(somebody: Person, oid: str, algorithm: Algorithm | None):
    facts = certificate_facts(with_key_of(somebody, oid))
    assert (facts.algorithm, facts.iin) == (algorithm, IIN)


def test_what_is_inside_is_not_sent_twice(verifier: Verifier, node: Node, somebody: Person):
    node.body = holds(somebody)
    assert said(handed_in(verifier, somebody, attached=True)) is Revocation.NCANODE
    assert node.asked[0].keys() == {"cms", "revocationCheck"}


def test_other_bytes_inside_are_refused_without_asking(
    verifier: Verifier, node: Node, somebody: Person
):
    found = handed_in(verifier, somebody, CONTENT + b" ", attached=True)
    assert said(found) is Reason.OTHER_BYTES
    assert node.asked == []


def test_another_persons_key_is_refused_without_asking(
    verifier: Verifier, node: Node, root: Authority
):
    assert said(handed_in(verifier, root.issue("900517399021"))) is Reason.OTHER_PERSON
    assert node.asked == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"all_valid": False}, Reason.OTHER_BYTES, id="over other bytes"),
        pytest.param(
            {
                "all_valid": False,
                "valid": False,
                "revocations": [{"revoked": True, "by": "OCSP", "reason": "KEY_COMPROMISE"}],
            },
            Reason.REVOKED,
            id="revoked",
        ),
        pytest.param(
            {
                "all_valid": False,
                "valid": False,
                "revocations": [{"revoked": False, "by": "OCSP", "reason": "timeout"}],
            },
            Reason.SERVICE_AWAY,
            id="its responder is away",
        ),
        pytest.param(
            {"all_valid": False, "valid": False}, Reason.UNKNOWN_ISSUER, id="an unknown issuer"
        ),
        pytest.param({"valid": False}, Reason.UNKNOWN_ISSUER, id="it contradicts itself"),
        pytest.param({"serialNumber": "1"}, Reason.FORGED, id="it saw another certificate"),
        pytest.param({"subject": {"iin": "1"}}, Reason.OTHER_PERSON, id="it read another person"),
    ],
)
def test_what_does_not_hold_is_refused(
    verifier: Verifier, node: Node, somebody: Person, changed: Body, reason: Reason
):
    node.body = holds(somebody, **changed)
    assert said(handed_in(verifier, somebody)) is reason


def test_more_signers_than_one_are_refused(verifier: Verifier, node: Node, somebody: Person):
    node.body = holds(somebody)
    node.body["signers"] *= 2
    assert said(handed_in(verifier, somebody)) is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        pytest.param(400, {"status": 400, "message": "…"}, Reason.MALFORMED, id="unreadable to it"),
        pytest.param(500, {"status": 500}, Reason.SERVICE_AWAY, id="broken"),
        pytest.param(503, {}, Reason.SERVICE_AWAY, id="busy"),
        pytest.param(200, {}, Reason.SERVICE_AWAY, id="outside the contract"),
        pytest.param(200, {"valid": True, "signers": []}, Reason.UNSUPPORTED, id="nobody signed"),
        pytest.param(200, b"<html>", Reason.SERVICE_AWAY, id="a page"),
        pytest.param(200, b" " * 2_000_000, Reason.SERVICE_AWAY, id="too much"),
    ],
)
def test_what_it_cannot_answer_is_a_value(
    verifier: Verifier, node: Node, somebody: Person, status: int, body: Any, reason: Reason
):
    node.status, node.body = status, body
    assert said(handed_in(verifier, somebody)) is reason


def test_it_is_away(root: Authority, somebody: Person, tmp_path: Path, http: httpx.Client):
    for url in (AWAY, "http://[", "nowhere"):
        away = verifier_of(tmp_path, root, ncanode=NcaNode(url, http))
        assert said(handed_in(away, somebody)) is Reason.SERVICE_AWAY


def test_without_it_such_keys_are_refused_with_a_word(
    root: Authority, somebody: Person, tmp_path: Path
):
    assert said(handed_in(verifier_of(tmp_path, root), somebody)) is Reason.GOST_NOT_SERVED


def test_asked_for_no_revocation_it_says_so(
    root: Authority, somebody: Person, tmp_path: Path, node: Node, http: httpx.Client
):
    node.body = holds(somebody, revocations=[])
    lenient = verifier_of(tmp_path, root, ncanode=NcaNode(node.address, http, ()))
    assert said(handed_in(lenient, somebody)) is Revocation.NOT_ASKED
    assert node.asked[0]["revocationCheck"] == []
