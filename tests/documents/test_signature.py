"""A signature that a PDF reader verifies; what was changed, or signed by another, is seen."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_pem_x509_certificates
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner

from service.demo.authority import Authority, make_demo_authority
from service.documents.paper import SEAL_BOX
from service.documents.signature import SigningKeyError, load_roots, load_signer, sign, verify

NOW = datetime(2026, 11, 3, 6, 41, tzinfo=UTC)
LATER = NOW + timedelta(days=200)
PDFSIG = shutil.which("pdfsig")
NUMBER = "LE-2026-000123-9"


def trailer_of(pdf: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(pdf), strict=True).trailer


def root_of(pdf: bytes) -> Any:
    return trailer_of(pdf)["/Root"]


@pytest.fixture(scope="module")
def signed(certificate: bytes, signer: SimpleSigner) -> bytes:
    return sign(certificate, signer, now=NOW, reason="certificate")


def test_a_signed_paper_is_intact_valid_and_trusted(
    signed: bytes, roots: list[x509.Certificate]
) -> None:
    verdict = verify(signed, roots, now=LATER)
    assert verdict.good
    assert (verdict.intact, verdict.valid, verdict.trusted) == (True, True, True)
    assert verdict.signer_name == "DEMO Synaq testing centre (no legal force)"
    assert verdict.signed_at == NOW
    assert verdict.number == NUMBER
    assert verdict.problem is None


def test_signing_changes_nothing_of_what_was_set(certificate: bytes, signed: bytes) -> None:
    assert signed.startswith(certificate)


def test_one_changed_byte_is_seen_wherever_it_stands(
    signed: bytes, roots: list[x509.Certificate]
) -> None:
    """Everywhere but in the signature itself, whose certificates for readers are not under it."""
    start, length, after, rest = root_of(signed)["/AcroForm"]["/Fields"][0]["/V"]["/ByteRange"]
    for place in (*range(start, length, length // 61), *range(after, after + rest, rest // 7)):
        changed = bytearray(signed)
        changed[place] ^= 0x01
        assert not verify(bytes(changed), roots, now=LATER).good, place


def test_a_changed_byte_of_the_page_leaves_the_file_not_intact(
    certificate: bytes, signed: bytes, roots: list[x509.Certificate]
) -> None:
    place = certificate.index(b"stream") + 40
    changed = bytearray(signed)
    changed[place] ^= 0x01
    verdict = verify(bytes(changed), roots, now=LATER)
    assert (verdict.intact, verdict.good) == (False, False)


def test_anything_added_after_the_signature_is_seen(
    signed: bytes, roots: list[x509.Certificate]
) -> None:
    update: Any = IncrementalPdfFileWriter(BytesIO(signed))
    update.root["/PageLayout"] = update.root["/Type"]
    update.update_root()
    longer = BytesIO()
    update.write(longer)
    assert not verify(longer.getvalue(), roots, now=LATER).intact
    assert not verify(signed + b"\n% more\n", roots, now=LATER).intact


def test_a_paper_signed_under_another_root_is_not_trusted(
    certificate: bytes, roots: list[x509.Certificate], tmp_path: Path
) -> None:
    other = make_demo_authority(tmp_path, now=NOW)
    forged = sign(certificate, load_signer(other.key, other.chain), now=NOW, reason="certificate")
    verdict = verify(forged, roots, now=LATER)
    assert (verdict.intact, verdict.valid, verdict.trusted) == (True, True, False)
    assert not verdict.good


def test_no_roots_trust_nobody(signed: bytes) -> None:
    assert not verify(signed, [], now=LATER).trusted


def test_trust_is_judged_at_the_moment_of_signing(
    certificate: bytes, signer: SimpleSigner, roots: list[x509.Certificate]
) -> None:
    early, late = NOW, NOW + timedelta(days=365 * 3)
    for signed_at, checked_at in ((early, NOW + timedelta(days=365 * 12)), (late, late)):
        paper = sign(certificate, signer, now=signed_at, reason="certificate")
        assert verify(paper, roots, now=checked_at).trusted
    from_the_future = sign(certificate, signer, now=NOW + timedelta(days=2), reason="certificate")
    assert not verify(from_the_future, roots, now=NOW).trusted


@pytest.mark.parametrize(
    "now", [NOW - timedelta(days=1), NOW + timedelta(days=365 * 4)], ids=["before", "after"]
)
def test_a_key_does_not_sign_outside_its_time(
    certificate: bytes, signer: SimpleSigner, now: datetime
) -> None:
    with pytest.raises(SigningKeyError, match="the certificate is valid from"):
        sign(certificate, signer, now=now, reason="certificate")


@pytest.mark.parametrize(
    "file",
    [b"", b"no pdf", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + bytes(range(256)) * 20],
    ids=["nothing", "text", "an empty shell", "noise"],
)
def test_what_is_no_pdf_gets_a_verdict_and_no_error(
    file: bytes, roots: list[x509.Certificate]
) -> None:
    verdict = verify(file, roots, now=NOW)
    assert not verdict.good
    assert verdict.problem is not None


def test_an_unsigned_paper_is_called_so(certificate: bytes, roots: list[x509.Certificate]) -> None:
    verdict = verify(certificate, roots, now=NOW)
    assert not verdict.good
    assert verdict.problem == "there is no signature in the file"
    assert verdict.number == NUMBER


# ---- still archival, accessible and certifying


def test_the_signed_file_keeps_its_archival_metadata(certificate: bytes, signed: bytes) -> None:
    before, after = (trailer_of(one) for one in (certificate, signed))
    assert before["/Info"] == after["/Info"]
    assert before["/Root"]["/Metadata"].get_data() == after["/Root"]["/Metadata"].get_data()
    assert before["/ID"][0] == after["/ID"][0]


def test_the_field_lies_on_the_seal_prints_and_is_read_aloud(signed: bytes) -> None:
    root = root_of(signed)
    assert len(root["/AcroForm"]["/Fields"]) == 1
    field = root["/AcroForm"]["/Fields"][0].get_object()
    assert tuple(field["/Rect"]) == SEAL_BOX
    assert field["/F"] & 0b110 == 0b100  # printed, not hidden
    assert field["/TU"] == f"Сертификат № {NUMBER}"
    assert list(field["/AP"]) == ["/N"]
    assert "/NeedAppearances" not in root["/AcroForm"]
    assert root["/Pages"]["/Kids"][-1]["/Annots"][-1].get_object() == field


def test_the_field_stands_in_the_tree_of_screen_readers(signed: bytes) -> None:
    root = root_of(signed)
    field = root["/AcroForm"]["/Fields"][0].get_object()
    tree = root["/StructTreeRoot"]
    last_place, last_owner = tree["/ParentTree"]["/Nums"][-2:]
    assert field["/StructParent"] == last_place
    assert tree["/ParentTreeNextKey"] == last_place + 1
    element = last_owner.get_object()
    assert element["/S"] == "/Form"
    assert element["/K"]["/Obj"] == field
    assert tree["/K"][0]["/K"][-1].get_object() == element


def test_the_signature_is_pades_and_certifies(signed: bytes) -> None:
    root = root_of(signed)
    signature = root["/AcroForm"]["/Fields"][0]["/V"]
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/M"] == "D:20261103064100Z"
    assert root["/Perms"]["/DocMDP"] == signature
    assert signature["/Reference"][0]["/TransformParams"]["/P"] == 1
    start, length, after, rest = signature["/ByteRange"]
    assert (start, after + rest) == (0, len(signed))
    assert (signed[length : length + 1], signed[after - 1 : after]) == (b"<", b">")


@pytest.mark.skipif(PDFSIG is None, reason="needs poppler-utils")
def test_another_program_verifies_the_signature(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    said = subprocess.run([str(PDFSIG), "-nocert", str(file)], capture_output=True, check=False)
    assert b"Signature is Valid." in said.stdout
    assert b"Total document signed" in said.stdout


# ---- the keys


def test_a_pkcs_12_file_signs_too(
    authority: Authority, certificate: bytes, roots: list[x509.Certificate], tmp_path: Path
) -> None:
    key = serialization.load_pem_private_key(authority.key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    own, *others = load_pem_x509_certificates(authority.chain.read_bytes())
    file = tmp_path / "organisation.p12"
    lock = serialization.BestAvailableEncryption(b"open")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"org", key, own, others, lock))
    signer = load_signer(file, passphrase=b"open")
    assert verify(sign(certificate, signer, now=NOW, reason="x"), roots, now=NOW).good
    with pytest.raises(SigningKeyError):
        load_signer(file, passphrase=b"wrong")


def test_keys_that_cannot_sign_are_named(authority: Authority, tmp_path: Path) -> None:
    other = make_demo_authority(tmp_path, now=NOW)
    with pytest.raises(SigningKeyError, match="is another key's"):
        load_signer(authority.key, other.chain)
    with pytest.raises(SigningKeyError, match="a PEM key needs"):
        load_signer(authority.key)
    with pytest.raises(SigningKeyError, match=r"absent\.pem"):
        load_signer(tmp_path / "absent.pem", authority.chain)


def test_the_demo_authority_is_made_once_and_renewed_in_time(tmp_path: Path) -> None:
    first = make_demo_authority(tmp_path, now=NOW)
    files = (first.root, first.root_key, first.key, first.chain)
    made = [file.read_bytes() for file in files]
    assert make_demo_authority(tmp_path, now=NOW + timedelta(days=700)) == first
    assert [file.read_bytes() for file in files] == made
    make_demo_authority(tmp_path, now=NOW + timedelta(days=800))
    assert all(file.read_bytes() != old for file, old in zip(files, made, strict=True))


def test_the_demo_authority_says_demo_and_guards_its_keys(authority: Authority) -> None:
    assert [file.stat().st_mode & 0o777 for file in (authority.key, authority.root_key)] == [
        0o600,
        0o600,
    ]
    for certificate in load_roots(authority.chain):
        assert "DEMO" in certificate.subject.human_friendly
