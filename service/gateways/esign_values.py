"""What the verification of an e-signature answers with: values, never exceptions."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Algorithm(StrEnum):
    """Of the signer's key."""

    RSA = "rsa"
    ECDSA = "ecdsa"
    GOST = "gost"


class Revocation(StrEnum):
    """By what it was found that the certificate is not revoked."""

    OCSP = "ocsp"
    CRL = "crl"
    NCANODE = "ncanode"
    NOT_ASKED = "not-asked"  # nothing is configured to ask


class Reason(StrEnum):
    """Why a signature is refused; each has its sentence in `signatures.refusals`."""

    MALFORMED = "malformed"  # not a CMS signature, or a broken one
    UNSUPPORTED = "unsupported"  # several signers, a weak or unknown algorithm
    GOST_NOT_SERVED = "gost-not-served"  # no service is configured that knows such keys
    NO_PERSON = "no-person"  # the certificate names no IIN
    OTHER_PERSON = "other-person"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    WRONG_USE = "wrong-use"  # a key for signing in, for encryption, of an authority
    OTHER_BYTES = "other-bytes"
    FORGED = "forged"  # not made with the certificate's key
    UNKNOWN_ISSUER = "unknown-issuer"
    REVOKED = "revoked"
    SERVICE_AWAY = "service-away"  # OCSP, CRL or NCANode do not answer: nothing is decided


@dataclass(frozen=True)
class CertificateFacts:
    """What the signer's certificate says of itself; `serial` and `sha256` are hexadecimal.

    iin: twelve digits; None where the certificate names none or several.
    """

    serial: str
    sha256: str
    signer: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    iin: str | None
    algorithm: Algorithm | None


@dataclass(frozen=True)
class NotVerified:
    """A signature that is refused; `detail` is for operators, in English, and names nobody.

    certificate: what it says of itself, where it could be read; none of it has been verified.
    """

    reason: Reason
    detail: str = ""
    certificate: CertificateFacts | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Unrevoked:
    """The certificate was not revoked: by whose word, of which moment, and the word itself."""

    by: Revocation
    at: datetime | None = None
    evidence: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Verified:
    """A signature that holds: intact, valid, trusted, in its time, of this person.

    cms: as it was verified (DER or BER). claimed_at: the signer's own word on when it was made.
    """

    certificate: CertificateFacts
    algorithm: Algorithm
    cms: bytes = field(repr=False)
    claimed_at: datetime | None
    unrevoked: Unrevoked
