"""A DEMO certificate authority: makes the demo's own root and the organisation's key.

What it makes signs like the real thing and is worth nothing: every name says DEMO.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ORGANISATION = "DEMO Synaq testing centre (no legal force)"
ROOT_YEARS, ORGANISATION_YEARS = 10, 3
RENEWED_BEFORE = timedelta(days=400)  # a certificate of one year is signed within the key's time
PRIVATE = 0o600


@dataclass(frozen=True)
class Authority:
    """The files: `root` for `trusted_roots`, `key` and `chain` for signing; `root_key` issues."""

    root: Path
    root_key: Path
    key: Path
    chain: Path


def make_demo_authority(folder: Path, *, now: datetime) -> Authority:
    """Make the demo's root and the organisation's key and certificate, unless they are there.

    Files that are there are kept while the certificate lasts for another 400 days; otherwise all
    four are made anew. Private keys are readable by their owner only.
    """
    made = authority_in(folder)
    if _still_good(made, now):
        return made
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("DEMO Synaq root (do not trust)")
    root = (
        _builder(root_name, root_name, root_key.public_key(), now, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _builder(_name(ORGANISATION), root_name, key.public_key(), now, ORGANISATION_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    _write_private(made.root_key, root_key)
    _write_private(made.key, key)
    made.root.write_bytes(_pem(root))
    made.chain.write_bytes(_pem(leaf) + _pem(root))  # last: its presence says that all are there
    return made


def authority_in(folder: Path) -> Authority:
    """Return where the authority of this folder stands."""
    return Authority(
        root=folder / "demo-root.pem",
        root_key=folder / "demo-root-key.pem",
        key=folder / "demo-organisation-key.pem",
        chain=folder / "demo-organisation.pem",
    )


def _still_good(made: Authority, now: datetime) -> bool:
    if not all(file.exists() for file in (made.root, made.root_key, made.key, made.chain)):
        return False
    certificate = x509.load_pem_x509_certificates(made.chain.read_bytes())[0]
    starts, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return starts <= now and now + RENEWED_BEFORE <= ends


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DEMO"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365 * years + 30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """A root signs certificates; the organisation signs documents and stands by what it signed."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_private(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    file.unlink(missing_ok=True)  # an older file would keep its own permissions
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as out:
        out.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
