"""Reads a CMS signature (RFC 5652; CAdES-BES as NCALayer makes it) that comes from anyone.

What is broken, cut short or of another kind is a value. Nothing here believes what it has read.
"""
# mypy: allow-untyped-calls
# (asn1crypto and pyhanko have no types for this part)

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import cms, core, pem, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

from service.gateways.esign_values import Algorithm, CertificateFacts, NotVerified, Reason

LONGEST: Final = 256 * 1024
MOST_CERTIFICATES: Final = 10
# what asn1crypto and pyhanko raise on what they cannot read
UNREADABLE: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
ARMOURS: Final = frozenset({"CMS", "PKCS7", "PKCS #7 SIGNED DATA"})
SEQUENCE: Final = b"\x30"
COMMON_NAME, SERIAL_NUMBER, GIVEN_NAME = "2.5.4.3", "2.5.4.5", "2.5.4.42"
IIN: Final = re.compile(r"IIN([0-9]{12})")
KEYS: Final = {"1.2.840.113549.1.1.1": Algorithm.RSA, "1.2.840.10045.2.1": Algorithm.ECDSA}
# Kazakhstan's own arc (GOST 34.310-2004, GOST R 34.10-2015) and the Russian one
GOST_ARCS: Final = ("1.2.398.3.", "1.2.643.")


@dataclass(frozen=True)
class Cms:
    """A signature by one signer, read and not yet verified. content: None where it is detached."""

    raw: bytes
    signed_data: cms.SignedData
    certificate: x509.Certificate
    others: Sequence[x509.Certificate]
    facts: CertificateFacts
    content: bytes | None
    claimed_at: datetime | None


def read_cms(given: bytes) -> Cms | NotVerified:
    """Read a signature in DER, BER, PEM or plain base64, with or without its content.

    It must have one signer, whose certificate is inside, and signed attributes.
    """
    if len(given) > LONGEST:
        return NotVerified(Reason.MALFORMED, f"more than {LONGEST} bytes")
    try:
        raw = _decoded(given)
        signed_data = _signed_data(raw)
        infos = signed_data["signer_infos"]
        if len(infos) != 1:
            return NotVerified(Reason.UNSUPPORTED, f"{len(infos)} signers")
        if not isinstance(infos[0]["signed_attrs"], cms.CMSAttributes):
            return NotVerified(Reason.UNSUPPORTED, "no signed attributes")
        return _read(raw, signed_data)
    except RecursionError:
        return NotVerified(Reason.MALFORMED, "nested too deep")
    except UNREADABLE as error:
        return NotVerified(Reason.MALFORMED, type(error).__name__)


def _decoded(given: bytes) -> bytes:
    text = given.strip()
    if text.startswith(b"-----BEGIN"):
        armour, _, raw = pem.unarmor(text)
        if armour not in ARMOURS:
            raise ValueError(armour)
        return bytes(raw)
    if given.startswith(SEQUENCE):
        return given
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("neither DER nor base64") from error


def _signed_data(raw: bytes) -> cms.SignedData:
    info = cms.ContentInfo.load(raw, strict=True)
    if info["content_type"].native != "signed_data":
        raise ValueError(info["content_type"].native)
    signed_data = info["content"]
    if signed_data["encap_content_info"]["content_type"].native != "data":
        raise ValueError("content of another type")
    if len(signed_data["certificates"]) > MOST_CERTIFICATES:
        raise ValueError("too many certificates")
    return signed_data


def _read(raw: bytes, signed_data: cms.SignedData) -> Cms:
    found = extract_certificate_info(signed_data)
    claimed = extract_self_reported_ts(signed_data["signer_infos"][0])
    content = signed_data["encap_content_info"]["content"]
    is_attached = not isinstance(content, core.Void) and content.native is not None
    return Cms(
        raw=raw,
        signed_data=signed_data,
        certificate=found.signer_cert,
        others=list(found.other_certs),
        facts=certificate_facts(found.signer_cert),
        content=bytes(content) if is_attached else None,
        claimed_at=claimed.astimezone(UTC) if claimed and claimed.tzinfo else None,
    )


def certificate_facts(certificate: x509.Certificate) -> CertificateFacts:
    """Return what a certificate says; a key of no known kind has no algorithm.

    Raises:
        ValueError, TypeError, LookupError: the certificate cannot be read.
    """
    iins = [IIN.fullmatch(text) for text in _named(certificate.subject, SERIAL_NUMBER)]
    return CertificateFacts(
        serial=f"{certificate.serial_number:x}",
        sha256=hashlib.sha256(certificate.dump()).hexdigest(),
        signer=" ".join(
            text for kind in (COMMON_NAME, GIVEN_NAME) for text in _named(certificate.subject, kind)
        ),
        issuer=" ".join(_named(certificate.issuer, COMMON_NAME)),
        valid_from=certificate.not_valid_before.astimezone(UTC),
        valid_until=certificate.not_valid_after.astimezone(UTC),
        iin=iins[0][1] if len(iins) == 1 and iins[0] else None,
        algorithm=_algorithm(certificate),
    )


def _named(name: x509.Name, kind: str) -> list[str]:
    """Return the values of one kind in a distinguished name."""
    return [str(pair["value"].native) for pair in _pairs(name) if pair["type"].dotted == kind]


def _pairs(name: x509.Name) -> list[Any]:
    return [pair for part in name.chosen for pair in part]


def _algorithm(certificate: x509.Certificate) -> Algorithm | None:
    # read without asn1crypto's own table of keys, which does not know the national ones
    key = core.Sequence.load(certificate["tbs_certificate"]["subject_public_key_info"].dump())
    oid = key[0][0].dotted
    return Algorithm.GOST if oid.startswith(GOST_ARCS) else KEYS.get(oid)
