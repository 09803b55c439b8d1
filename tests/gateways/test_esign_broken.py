"""What comes from outside may be anything: it is refused as a value, whatever it is."""

import base64
from pathlib import Path

import pytest
from asn1crypto import cms, core, pem

from service.gateways.esign import Verifier
from service.gateways.esign_cms import LONGEST, read_cms
from service.gateways.esign_values import NotVerified, Reason, Verified
from tests.clock import START
from tests.make_signatures import IIN, Authority, Person, verifier_of

CONTENT = b'{"a":1}'


@pytest.fixture(scope="module")
def root() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def somebody(root: Authority) -> Person:
    return root.issue()


@pytest.fixture
def verifier(root: Authority, tmp_path: Path) -> Verifier:
    return verifier_of(tmp_path, root)


def nested(depth: int) -> bytes:
    """Sequences in sequences, of indefinite length each."""
    return b"\x30\x80" * depth + b"\x00\x00" * depth


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x30", id="one byte"),
        pytest.param(b"not a signature", id="words"),
        pytest.param(b"AAAA", id="base64 of nothing"),
        pytest.param("қол".encode(), id="letters"),
        pytest.param(b"%PDF-1.7 \n", id="a paper"),
        pytest.param(b"\x30\x03\x02\x01\x01", id="a number"),
        pytest.param(nested(50_000), id="nested without end"),
        pytest.param(base64.b64encode(nested(20_000)), id="nested without end, as text"),
        pytest.param(b"-----BEGIN CMS-----\nAAAA\n", id="armour that does not end"),
        pytest.param(b"\x30" * LONGEST, id="sequences of nothing"),
        pytest.param(b"A" * (LONGEST + 1), id="too long"),
    ],
)
def test_what_is_no_signature_is_malformed(given: bytes):
    found = read_cms(given)
    assert isinstance(found, NotVerified)
    assert found.reason is Reason.MALFORMED


def test_a_certificate_is_no_signature(somebody: Person, root: Authority):
    for given in (root.pem, pem.armor("CMS", pem.unarmor(root.pem)[2])):
        found = read_cms(given)
        assert isinstance(found, NotVerified)
        assert found.reason is Reason.MALFORMED


def test_a_signature_that_is_cut_short_is_malformed(somebody: Person):
    whole = somebody.sign(CONTENT)
    for length in range(0, len(whole), 13):
        found = read_cms(whole[:length])
        assert isinstance(found, NotVerified), length
        assert found.reason is Reason.MALFORMED, length


def test_nothing_may_follow_a_signature(somebody: Person):
    found = read_cms(somebody.sign(CONTENT) + b"\x00")
    assert isinstance(found, NotVerified)
    assert found.reason is Reason.MALFORMED


def test_signed_data_of_nobody_is_refused(somebody: Person):
    info = cms.ContentInfo.load(somebody.sign(CONTENT))
    info["content"]["signer_infos"] = []
    found = read_cms(info.dump(force=True))
    assert isinstance(found, NotVerified)
    assert found.reason is Reason.UNSUPPORTED


def test_content_of_another_type_is_refused(somebody: Person):
    info = cms.ContentInfo.load(somebody.sign(CONTENT))
    info["content"]["encap_content_info"] = {
        "content_type": "tst_info",
        "content": core.ParsableOctetString(CONTENT),
    }
    found = read_cms(info.dump(force=True))
    assert isinstance(found, NotVerified)
    assert found.reason is Reason.MALFORMED


@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_a_changed_byte_never_breaks_us_and_never_helps(
    verifier: Verifier, somebody: Person, bit: int, *, attached: bool
):
    whole = somebody.sign(CONTENT, attached=attached)
    for place in range(0, len(whole), 5):
        changed = bytearray(whole)
        changed[place] ^= bit
        found = verifier.verify(bytes(changed), CONTENT, iin=IIN, now=START)
        # some bytes bear no meaning; what they leave standing is the same signature by the same key
        if isinstance(found, Verified):
            assert found.certificate.serial == f"{somebody.certificate.serial_number:x}"
        other = verifier.verify(bytes(changed), CONTENT + b" ", iin=IIN, now=START)
        assert isinstance(other, NotVerified), place
