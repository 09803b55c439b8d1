"""DEMO keys for e-signatures, issued by the demo's own root: worth nothing, and marked so.

Everybody of the demo has a key that is good, and others to see refused: one that has expired, one
that is revoked, one for signing in. Good keys are RSA for one person and ECDSA for the next.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.demo.authority import Authority
from service.demo.people import DemoPerson

PRIVATE: Final = 0o600
SINCE: Final = timedelta(days=110)  # what the demo's people signed in the past is signed too
LASTS: Final = timedelta(days=365)
RENEWED_BEFORE: Final = timedelta(days=30)
RSA_BITS: Final = 2048
NAME: Final = re.compile(r"[a-z0-9]+-(good|expired|revoked|signing-in)")

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class KeyKind(StrEnum):
    """What a key is good for."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SIGNING_IN = "signing-in"


@dataclass(frozen=True)
class DemoKey:
    """A private key with its certificate; `name` is that of its file."""

    name: str
    kind: KeyKind
    key: PrivateKey
    certificate: x509.Certificate

    @property
    def owner(self) -> str:
        """The name in the certificate."""
        kinds = (NameOID.COMMON_NAME, NameOID.GIVEN_NAME)
        named = [self.certificate.subject.get_attributes_for_oid(kind) for kind in kinds]
        return " ".join(str(one.value) for found in named for one in found)

    @property
    def iin(self) -> str:
        """The IIN in the certificate."""
        (number,) = self.certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
        return str(number.value).removeprefix("IIN")

    @property
    def algorithm(self) -> str:
        """RSA or ECDSA."""
        return "RSA" if isinstance(self.key, rsa.RSAPrivateKey) else "ECDSA"

    async def sign(self, content: bytes, *, attached: bool, now: datetime) -> bytes:
        """Return a CAdES-BES signature in DER, as NCALayer makes it."""
        signer = SimpleSigner(
            asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER)),
            asn1_keys.PrivateKeyInfo.load(
                self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
            SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyhanko has types for a part
        )
        made = await signer.async_sign_general_data(
            cms.ContentInfo({"content_type": "data", "content": content}),
            "sha256",
            detached=not attached,
            use_cades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=now),
        )
        signature: bytes = made.dump()
        return signature


def make_demo_keys(
    folder: Path, authority: Authority, people: Iterable[DemoPerson], *, now: datetime
) -> None:
    """Make the keys of these people, unless they are there and last for another 30 days."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, person in enumerate(people):
        for kind in KeyKind:
            file = folder / f"{person.key}-{kind}.pem"
            if not _still_good(file, kind, now):
                is_rsa = kind is KeyKind.GOOD and place % 2 == 0
                _write(file, *issue(authority, person, kind, is_rsa=is_rsa, now=now))


def issue(
    authority: Authority, person: DemoPerson, kind: KeyKind, *, is_rsa: bool, now: datetime
) -> tuple[PrivateKey, x509.Certificate]:
    """Return a fresh key of this kind, with a certificate as the national authority writes it."""
    key = _new_key(is_rsa=is_rsa)
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())
    root_key = load_pem_private_key(authority.root_key.read_bytes(), password=None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    is_over = kind is KeyKind.EXPIRED
    use = ExtendedKeyUsageOID.EMAIL_PROTECTION
    if kind is KeyKind.SIGNING_IN:
        use = ExtendedKeyUsageOID.CLIENT_AUTH
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_subject(person))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SINCE)
        .not_valid_after(now - timedelta(days=20) if is_over else now + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    return key, certificate


def load_demo_keys(folder: Path) -> dict[str, DemoKey]:
    """Return the keys of the folder by name, in the order of their names."""
    found = {}
    for file in sorted(folder.glob("*.pem")):
        if not NAME.fullmatch(file.stem):
            continue
        raw = file.read_bytes()
        key = load_pem_private_key(raw, password=None)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        kind = KeyKind(file.stem.partition("-")[2])
        certificate = x509.load_pem_x509_certificate(raw)
        found[file.stem] = DemoKey(file.stem, kind, key, certificate)
    return found


def _new_key(*, is_rsa: bool) -> PrivateKey:
    if is_rsa:
        return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return ec.generate_private_key(ec.SECP256R1())


def _subject(person: DemoPerson) -> x509.Name:
    """The national authority puts the patronymic into the given name, and so do we."""
    named = [
        x509.NameAttribute(NameOID.COMMON_NAME, f"{person.family_name} {person.given_name}"),
        x509.NameAttribute(NameOID.SURNAME, person.family_name),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IIN{person.iin}"),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
    ]
    if person.patronymic:
        named.append(x509.NameAttribute(NameOID.GIVEN_NAME, person.patronymic))
    return x509.Name(named)


def _signs() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(file: Path, kind: KeyKind, now: datetime) -> bool:
    if not file.exists():
        return False
    ends = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    return kind is KeyKind.EXPIRED or now + RENEWED_BEFORE <= ends


def _write(file: Path, key: PrivateKey, certificate: x509.Certificate) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as out:
        out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        out.write(certificate.public_bytes(Encoding.PEM))
