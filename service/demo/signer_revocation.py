"""What the DEMO authority says of its keys: an OCSP answer, and the list of revoked ones (CRL)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from service.demo.signer_keys import DemoKey, KeyKind

ANSWER_LASTS: Final = timedelta(minutes=10)
LIST_LASTS: Final = timedelta(days=1)
REVOKED_AGO: Final = timedelta(minutes=30)


def answer_ocsp(
    request: bytes,
    keys: Mapping[str, DemoKey],
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    *,
    now: datetime,
) -> bytes:
    """Return the answer to an OCSP request in DER; one about an unknown certificate is refused.

    Raises:
        ValueError: the request cannot be read.
    """
    asked = ocsp.load_der_ocsp_request(request)
    known = next(
        (one for one in keys.values() if one.certificate.serial_number == asked.serial_number), None
    )
    if known is None:
        refused = ocsp.OCSPResponseStatus.UNAUTHORIZED
        return ocsp.OCSPResponseBuilder.build_unsuccessful(refused).public_bytes(Encoding.DER)
    is_revoked = known.kind is KeyKind.REVOKED
    answer = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=known.certificate,
            issuer=root,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + ANSWER_LASTS,
            revocation_time=now - REVOKED_AGO if is_revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if is_revoked else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, root)
        .certificates([root])
    )
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            answer = answer.add_extension(extension.value, critical=False)
    return answer.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER)


def revoked_list(
    keys: Mapping[str, DemoKey],
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    *,
    now: datetime,
) -> bytes:
    """Return the list of revoked certificates in DER, good for a day."""
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - timedelta(minutes=1))
        .next_update(now + LIST_LASTS)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    )
    for one in keys.values():
        if one.kind is KeyKind.REVOKED:
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(one.certificate.serial_number)
                .revocation_date(now - REVOKED_AGO)
                .build()
            )
    return made.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER)
