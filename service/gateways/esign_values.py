"""What the verification of an e-signature answers with."""

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
