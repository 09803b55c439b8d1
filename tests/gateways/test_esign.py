"""An e-signature is taken only over these bytes, by this person, with a key in force."""

import base64
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from service.gateways.esign import Verifier, load_verifier
from service.gateways.esign_values import Algorithm, NotVerified, Reason, Revocation, Verified
from tests.clock import START
from tests.make_signatures import (
    EMAIL,
    IIN,
    SIGN_IN,
    Authority,
    Person,
    ec_key,
    rsa_key,
    usage,
    verifier_of,
)

CONTENT = '{"шешім":"бекітілді"}'.encode()
SPECIMENS = Path(__file__).parent / "specimens"
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def root() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def somebody(root: Authority) -> Person:
    return root.issue()


@pytest.fixture
def verifier(root: Authority, tmp_path: Path) -> Verifier:
    return verifier_of(tmp_path, root)


def verified(
    verifier: Verifier, signature: bytes, content: bytes = CONTENT, *, now: datetime = START
) -> Verified | NotVerified:
    return verifier.verify(signature, content, iin=IIN, now=now)


def why(found: Verified | NotVerified) -> Reason | None:
    return found.reason if isinstance(found, NotVerified) else None


@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        pytest.param(rsa_key, Algorithm.RSA, id="RSA"),
        pytest.param(ec_key, Algorithm.ECDSA, id="ECDSA P-256"),
        pytest.param(lambda: ec_key(ec.SECP384R1()), Algorithm.ECDSA, id="ECDSA P-384"),
    ],
)
def test_a_signature_holds(
    verifier: Verifier, root: Authority, key: Any, algorithm: Algorithm, *, attached: bool
):
    person = root.issue(key=key())
    found = verified(verifier, person.sign(CONTENT, attached=attached))
    assert isinstance(found, Verified)
    assert found.algorithm is algorithm
    assert found.certificate.iin == IIN
    assert found.certificate.serial == f"{person.certificate.serial_number:x}"
    assert found.certificate.signer == "АХМЕТОВ ӘЛИХАН"
    assert found.certificate.issuer == "Test root"
    assert found.claimed_at == START
    assert found.unrevoked.by is Revocation.NOT_ASKED


@pytest.mark.parametrize(
    "dress",
    [
        pytest.param(lambda der: der, id="DER"),
        pytest.param(base64.b64encode, id="base64"),
        pytest.param(base64.encodebytes, id="base64 in lines"),
        pytest.param(lambda der: pem.armor("CMS", der), id="PEM as the signing program gives it"),
        pytest.param(lambda der: b"\n" + pem.armor("PKCS7", der), id="PEM of PKCS7"),
    ],
)
def test_every_dress_is_taken_off(verifier: Verifier, somebody: Person, dress: Any):
    signature = somebody.sign(CONTENT)
    found = verified(verifier, dress(signature))
    assert isinstance(found, Verified)
    assert found.cms == signature


def test_a_time_stamp_beside_it_decides_nothing(verifier: Verifier, somebody: Person):
    info = cms.ContentInfo.load(somebody.sign(CONTENT))
    stamp = cms.ContentInfo.load(somebody.sign(b"a stamp", attached=True))
    beside = {"type": "signature_time_stamp_token", "values": [stamp]}
    info["content"]["signer_infos"][0]["unsigned_attrs"] = [beside]
    stamped = info.dump()
    assert stamp.dump() in stamped
    assert why(verified(verifier, stamped)) is None


@pytest.mark.parametrize("name", sorted(file.stem for file in SPECIMENS.glob("good-*.cms")))
def test_what_another_program_has_made_holds(name: str):
    # made by OpenSSL: good-<key>-<form>; "stream" is BER of indefinite length
    verifier = load_verifier(SPECIMENS / "root.pem", uses=[EMAIL.dotted_string])
    signature = (SPECIMENS / f"{name}.cms").read_bytes()
    content = (SPECIMENS / "content.json").read_bytes()
    assert why(verified(verifier, signature, content)) is None
    assert why(verified(verifier, signature, content + b" ")) is Reason.OTHER_BYTES


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("two-signers", Reason.UNSUPPORTED),
        ("no-attributes", Reason.UNSUPPORTED),
        ("sha1", Reason.UNSUPPORTED),
        ("no-certificate", Reason.MALFORMED),
        ("enveloped", Reason.MALFORMED),
    ],
)
def test_what_another_program_has_made_is_refused(name: str, reason: Reason):
    verifier = load_verifier(SPECIMENS / "root.pem", uses=[EMAIL.dotted_string])
    signature = (SPECIMENS / f"{name}.cms").read_bytes()
    content = (SPECIMENS / "content.json").read_bytes()
    assert why(verified(verifier, signature, content)) is reason


@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
def test_a_signature_over_other_bytes_is_refused(
    verifier: Verifier, somebody: Person, *, attached: bool
):
    signature = somebody.sign(CONTENT + b" ", attached=attached)
    assert why(verified(verifier, signature)) is Reason.OTHER_BYTES


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        pytest.param(["IIN900517399021"], Reason.OTHER_PERSON, id="of another person"),
        pytest.param([], Reason.NO_PERSON, id="of nobody"),
        pytest.param(["BIN123456789012"], Reason.NO_PERSON, id="of an organisation"),
        pytest.param([IIN], Reason.NO_PERSON, id="a number without the word"),
        pytest.param([f"IIN{IIN}0"], Reason.NO_PERSON, id="thirteen digits"),
        pytest.param([f"IIN{IIN}", "IIN900517399021"], Reason.NO_PERSON, id="of two persons"),
    ],
)
def test_a_signature_by_another_is_refused(
    verifier: Verifier, root: Authority, numbers: list[str], reason: Reason
):
    person = root.issue(numbers=numbers)
    assert why(verified(verifier, person.sign(CONTENT))) is reason


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        pytest.param(START, START + SECOND, None, id="in its first second"),
        pytest.param(START - SECOND, START, None, id="in its last second"),
        pytest.param(START + SECOND, START + 2 * SECOND, Reason.NOT_YET_VALID, id="before it"),
        pytest.param(START - 2 * SECOND, START - SECOND, Reason.EXPIRED, id="after it"),
    ],
)
def test_a_certificate_counts_in_its_time(
    verifier: Verifier, root: Authority, since: datetime, until: datetime, reason: Reason | None
):
    person = root.issue(since=since, until=until)
    assert why(verified(verifier, person.sign(CONTENT))) is reason


def test_the_time_of_a_certificate_stands_in_the_refusal(verifier: Verifier, root: Authority):
    person = root.issue(until=START - SECOND)
    found = verified(verifier, person.sign(CONTENT))
    assert isinstance(found, NotVerified)
    assert found.certificate is not None
    assert found.certificate.valid_until == START - SECOND


def test_the_signers_own_word_on_the_time_decides_nothing(verifier: Verifier, root: Authority):
    person = root.issue(until=START - SECOND)
    earlier = person.sign(CONTENT, at=START - timedelta(days=1))
    assert why(verified(verifier, earlier)) is Reason.EXPIRED


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"uses": [SIGN_IN]}, id="for signing in"),
        pytest.param({"uses": []}, id="for nothing that is said"),
        pytest.param({"key_usage": usage(sealing=True)}, id="for encryption"),
        pytest.param({"key_usage": usage(authority=True, signing=True)}, id="for certificates"),
    ],
)
def test_a_key_that_is_not_for_signing_is_refused(
    verifier: Verifier, root: Authority, how: dict[str, Any]
):
    assert why(verified(verifier, root.issue(**how).sign(CONTENT))) is Reason.WRONG_USE


def test_without_a_configured_use_the_extended_one_is_not_asked_for(
    root: Authority, tmp_path: Path
):
    anything = verifier_of(tmp_path, root, uses=[])
    assert why(verified(anything, root.issue(uses=[SIGN_IN]).sign(CONTENT))) is None


def test_an_unknown_issuer_is_refused(verifier: Verifier):
    stranger, namesake = Authority("Somebody's root"), Authority()
    for issuer in (stranger, namesake):
        assert why(verified(verifier, issuer.issue().sign(CONTENT))) is Reason.UNKNOWN_ISSUER


def test_who_is_no_authority_cannot_issue(root: Authority, tmp_path: Path):
    somebody = Authority("Somebody", root, is_ca=False)
    knows_both = verifier_of(tmp_path, root, somebody)
    assert why(verified(knows_both, somebody.issue().sign(CONTENT))) is Reason.UNKNOWN_ISSUER


def test_an_authority_between_must_be_known_and_lead_to_a_root(root: Authority, tmp_path: Path):
    between = Authority("Between", root)
    signature = between.issue().sign(CONTENT)
    assert why(verified(verifier_of(tmp_path, root), signature)) is Reason.UNKNOWN_ISSUER
    assert why(verified(verifier_of(tmp_path, root, between), signature)) is None
    foreign = Authority("Between", Authority("Somebody's root"))
    astray = foreign.issue().sign(CONTENT)
    assert why(verified(verifier_of(tmp_path, root, foreign), astray)) is Reason.UNKNOWN_ISSUER


def test_a_file_without_a_root_cannot_be_used(root: Authority, tmp_path: Path):
    with pytest.raises(ValueError, match="no self-signed certificate"):
        verifier_of(tmp_path, Authority("Between", root))


def test_a_signature_by_another_key_than_the_certificates_is_refused(
    verifier: Verifier, somebody: Person
):
    thief = Person(ec_key(), somebody.certificate)
    assert why(verified(verifier, thief.sign(CONTENT))) is Reason.FORGED


def test_another_certificate_cannot_be_put_under_a_signature(
    verifier: Verifier, root: Authority, somebody: Person
):
    # the same key, another certificate: CAdES names the one that was meant
    other = root.certify(somebody.key.public_key())
    info = cms.ContentInfo.load(somebody.sign(CONTENT))
    changed = asn1_x509.Certificate.load(other.public_bytes(Encoding.DER))
    info["content"]["certificates"] = [cms.CertificateChoices("certificate", changed)]
    signer = info["content"]["signer_infos"][0]
    signer["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number",
        {"issuer": changed.issuer, "serial_number": changed.serial_number},
    )
    assert why(verified(verifier, info.dump(force=True))) is Reason.MALFORMED


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(rsa.RSAPublicNumbers(65537, (1 << 16384) - 1), id="RSA of 16,384 bits"),
        pytest.param(rsa.RSAPublicNumbers(65537, (1 << 1536) - 1), id="RSA of 1,536 bits"),
        pytest.param(ec_key(ec.BrainpoolP256R1()), id="a curve that is not known here"),
    ],
)
def test_keys_that_are_too_weak_too_large_or_unknown_are_refused(
    verifier: Verifier, root: Authority, key: Any
):
    public = key.public_key()
    # whoever holds such a key: it is refused before anything is computed with it
    own = rsa_key() if isinstance(public, rsa.RSAPublicKey) else ec_key()
    person = Person(own, root.certify(public))
    assert why(verified(verifier, person.sign(CONTENT))) is Reason.UNSUPPORTED
