"""Authorities and keys of the tests: whatever may be wrong with a certificate can be asked for."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from service.demo.signer_keys import DemoKey, KeyKind
from service.gateways.esign import Verifier, load_verifier
from tests.clock import START

EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION
SIGN_IN = ExtendedKeyUsageOID.CLIENT_AUTH
YEAR = timedelta(days=365)
IIN = "900517399011"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def ec_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass
class Authority:
    """A certificate authority; `parent` has issued it, none where it is a root."""

    name: str = "Test root"
    parent: "Authority | None" = None
    now: datetime = START
    is_ca: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=ec_key)

    def __post_init__(self) -> None:
        above = self.parent or self
        self.certificate = (
            _builder(named(self.name), named(above.name), self.key.public_key())
            .not_valid_before(self.now - YEAR)
            .not_valid_after(self.now + 3 * YEAR)
            .add_extension(x509.BasicConstraints(self.is_ca, None), critical=True)
            .add_extension(usage(authority=self.is_ca, signing=not self.is_ca), critical=True)
            .sign(above.key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, iin: str | None = IIN, key: PrivateKey | None = None, **how: Any) -> "Person":
        """Issue a certificate to a person; see `certify`."""
        key = key or ec_key()
        return Person(key, self.certify(key.public_key(), iin, **how))

    def certify(
        self,
        key: Any,
        iin: str | None = IIN,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        uses: Iterable[ObjectIdentifier] = (EMAIL,),
        key_usage: x509.KeyUsage | None = None,
        numbers: Iterable[str] | None = None,
        points: Iterable[str] = (),
    ) -> x509.Certificate:
        """Return a certificate of this key.

        numbers: what stands as serialNumber of the subject, in place of the IIN alone. points:
        where its list of revoked ones is said to lie.
        """
        numbers = list(numbers) if numbers is not None else [f"IIN{iin}"] if iin else []
        made = (
            _builder(named("АХМЕТОВ ӘЛИХАН", *numbers), named(self.name), key)
            .not_valid_before(since or self.now - YEAR / 2)
            .not_valid_after(until or self.now + YEAR / 2)
            .add_extension(key_usage or usage(signing=True), critical=True)
        )
        if uses := list(uses):
            made = made.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        for point in points:
            address = [x509.UniformResourceIdentifier(point)]
            lists = x509.CRLDistributionPoints([x509.DistributionPoint(address, None, None, None)])
            made = made.add_extension(lists, critical=False)
        return made.sign(self.key, hashes.SHA256())


@dataclass(frozen=True)
class Person:
    """Somebody with a key and a certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    def sign(self, content: bytes, *, attached: bool = False, at: datetime = START) -> bytes:
        """Return a CAdES-BES signature in DER."""
        key = DemoKey("", KeyKind.GOOD, self.key, self.certificate)
        return asyncio.run(key.sign(content, attached=attached, now=at))


def verifier_of(folder: Path, *authorities: Authority, **parts: Any) -> Verifier:
    """Return what `load_verifier` makes of a file with these authorities."""
    file = folder / "roots.pem"
    file.write_bytes(b"".join(one.pem for one in authorities))
    return load_verifier(file, **{"uses": [EMAIL.dotted_string], **parts})


def named(name: str, *numbers: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            *(x509.NameAttribute(NameOID.SERIAL_NUMBER, number) for number in numbers),
        ]
    )


def usage(
    *, signing: bool = False, authority: bool = False, sealing: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=sealing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
    )
