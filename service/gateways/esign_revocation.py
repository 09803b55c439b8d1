"""Asks whether a certificate is revoked: an OCSP responder first, then revocation lists (CRL).

Only addresses of the settings are asked, never those that stand in a certificate. Where something
is configured and nothing answers, nothing is decided: the signature waits (`service-away`).
"""
# mypy: allow-untyped-calls

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate as Loaded
from cryptography.x509 import (
    CertificateRevocationList,
    CRLDistributionPoints,
    Extension,
    ExtensionNotFound,
    IssuingDistributionPoint,
    OCSPNonce,
    UniformResourceIdentifier,
    load_der_x509_certificate,
    load_der_x509_crl,
    load_pem_x509_crl,
    ocsp,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.errors import (
    OCSPValidationError,
    OCSPValidationIndeterminateError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from service.core.security import new_secret
from service.gateways.bounded_answer import read_at_most
from service.gateways.esign_values import NotVerified, Reason, Revocation, Unrevoked

PATIENCE: Final = httpx.Timeout(5.0, connect=3.0)
PATIENCE_FOR_LISTS: Final = httpx.Timeout(15.0, connect=3.0)
LARGEST_ANSWER: Final = 64 * 1024
LARGEST_LIST: Final = 64 * 1024 * 1024
LISTS_LAST: Final = timedelta(hours=1)  # at most; then a newer one is asked for
AGAIN_AFTER: Final = timedelta(seconds=30)  # when a list did not come
CLOCKS_DIFFER: Final = timedelta(minutes=5)
NONCE: Final = 16
NOT_REACHED: Final = (httpx.RequestError, httpx.HTTPStatusError, httpx.InvalidURL)
NOT_READ: Final = (ValueError, TypeError, LookupError, UnsupportedAlgorithm)
LONGEST_DETAIL: Final = 300
WEAK: Final = frozenset({"md5", "sha1"})


@dataclass(frozen=True)
class Chain:
    """A certificate that leads to a root, with what is needed to judge answers about it."""

    certificate: x509.Certificate
    path: ValidationPath
    roots: Sequence[x509.Certificate]
    issuers: Sequence[x509.Certificate]

    @property
    def issuer(self) -> x509.Certificate:
        """The certificate of the authority that issued it."""
        authority = self.path.find_issuing_authority(self.certificate)
        assert isinstance(authority, AuthorityWithCert)
        return authority.certificate


@dataclass
class _Kept:
    crl: CertificateRevocationList
    until: datetime


@dataclass
class RevocationSources:
    """The configured responder and lists; lists are kept in memory while they are fresh.

    lists: addresses (http, https) or files, DER or PEM.
    """

    responder: str
    lists: Sequence[str]
    http: httpx.Client
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _failed_at: dict[str, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_set_up(self) -> bool:
        """Whether there is anybody to ask."""
        return bool(self.responder or self.lists)

    async def ask(self, chain: Chain, *, now: datetime) -> Unrevoked | NotVerified:
        """Return by whose word the certificate is not revoked, or that it is, or that none knows.

        Takes up to five seconds for the responder and fifteen for a list that is not at hand.
        """
        answer: Unrevoked | NotVerified = NotVerified(Reason.SERVICE_AWAY, "nothing is asked")
        if self.responder:
            answer = await self._by_responder(chain, now)
        for address in self.lists:
            # "not revoked" and "revoked" are final, only who could not tell is followed by the next
            if isinstance(answer, Unrevoked) or answer.reason is Reason.REVOKED:
                break
            answer = self._by_list(address, chain, now)
        return answer

    async def _by_responder(self, chain: Chain, now: datetime) -> Unrevoked | NotVerified:
        nonce = new_secret(NONCE)
        try:
            raw = self._asked(chain, nonce)
            if raw is None:
                return _unknown("OCSP: the answer is too large")
            made_at = _checked_answer(raw, nonce)
            context = ValidationContext(
                trust_roots=list(chain.roots),
                other_certs=list(chain.issuers),
                moment=now,
                ocsps=[raw],
                allow_fetching=False,
                time_tolerance=CLOCKS_DIFFER,
            )
            await verify_ocsp_response(chain.certificate, chain.path, context)
        except RevokedError:
            return NotVerified(Reason.REVOKED, "OCSP")
        except OCSPValidationIndeterminateError as error:
            said = "; ".join(str(one[0]) for one in error.failures)
            return _unknown(f"OCSP: {said or 'it does not know'}")
        except (*NOT_REACHED, *NOT_READ, OCSPValidationError, ValidationError) as error:
            return _unknown(f"OCSP: {type(error).__name__}: {error}")
        return Unrevoked(Revocation.OCSP, made_at, raw)

    def _asked(self, chain: Chain, nonce: bytes) -> bytes | None:
        about = load_der_x509_certificate(chain.certificate.dump())
        issuer = load_der_x509_certificate(chain.issuer.dump())
        request = (
            ocsp.OCSPRequestBuilder()
            # names the certificate as every responder knows it (RFC 5019); nothing is signed
            .add_certificate(about, issuer, SHA1())  # noqa: S303
            .add_extension(OCSPNonce(nonce), critical=False)
            .build()
        )
        with self.http.stream(
            "POST",
            self.responder,
            content=request.public_bytes(Encoding.DER),
            headers={"Content-Type": "application/ocsp-request"},
            timeout=PATIENCE,
        ) as answer:
            content = read_at_most(answer, LARGEST_ANSWER)
            answer.raise_for_status()
        return content

    def _by_list(self, address: str, chain: Chain, now: datetime) -> Unrevoked | NotVerified:
        try:
            crl = self._list_at(address, now)
            fault = list_fault(crl, chain, now)
            if fault:
                return _unknown(f"CRL {address}: {fault}")
            entry = crl.get_revoked_certificate_by_serial_number(chain.certificate.serial_number)
        except (*NOT_REACHED, *NOT_READ, OSError) as error:
            return _unknown(f"CRL {address}: {type(error).__name__}: {error}")
        if entry is not None:
            return NotVerified(Reason.REVOKED, f"CRL {address}")
        return Unrevoked(Revocation.CRL, crl.last_update_utc)

    def _list_at(self, address: str, now: datetime) -> CertificateRevocationList:
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None and now < kept.until:
                return kept.crl
            # those who wait for the same list do not all wait for it in turn
            if address in self._failed_at and now < self._failed_at[address] + AGAIN_AFTER:
                raise ValueError("did not come a moment ago")
            self._failed_at[address] = now
            raw = self._fetched(address)
            load = load_pem_x509_crl if raw.startswith(b"-----BEGIN") else load_der_x509_crl
            crl = load(raw)
            del self._failed_at[address]
            ends = crl.next_update_utc or now
            self._kept[address] = _Kept(crl, min(ends, now + LISTS_LAST))
            return crl

    def _fetched(self, address: str) -> bytes:
        if not address.startswith(("http://", "https://")):
            return Path(address).read_bytes()
        with self.http.stream("GET", address, timeout=PATIENCE_FOR_LISTS) as answer:
            content = read_at_most(answer, LARGEST_LIST)
            answer.raise_for_status()
        if content is None:
            raise ValueError("too large")
        return content


def _unknown(detail: str) -> NotVerified:
    return NotVerified(Reason.SERVICE_AWAY, detail[:LONGEST_DETAIL])


def _checked_answer(raw: bytes, nonce: bytes) -> datetime:
    """Return when the answer was made.

    Raises:
        ValueError: it is no answer, or one to another question (a nonce that is not ours).
    """
    answer = ocsp.load_der_ocsp_response(raw)
    if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError(answer.response_status.name)
    try:
        echoed = answer.extensions.get_extension_for_class(OCSPNonce).value.nonce
    except ExtensionNotFound:
        echoed = nonce  # many answer from a store; then the answer's own times decide
    if echoed != nonce:
        raise ValueError("another nonce")
    return answer.produced_at_utc


def list_fault(crl: CertificateRevocationList, chain: Chain, now: datetime) -> str:
    """Return why a list says nothing of this certificate; "" where it does."""
    issuer = load_der_x509_certificate(chain.issuer.dump())
    hashed_by = crl.signature_hash_algorithm
    if crl.issuer != issuer.subject:
        return "of another issuer"
    if hashed_by is None or hashed_by.name in WEAK:
        return "weakly signed"
    key: Any = issuer.public_key()
    if not crl.is_signature_valid(key):
        return "not signed by the issuer"
    if crl.last_update_utc > now + CLOCKS_DIFFER:
        return "of the future"
    if crl.next_update_utc is None or crl.next_update_utc <= now:
        return "stale"
    certificate = load_der_x509_certificate(chain.certificate.dump())
    return next((fault for one in crl.extensions if (fault := _scope_fault(one, certificate))), "")


def _scope_fault(extension: Extension[Any], certificate: Loaded) -> str:
    """A list may be for a part of the certificates, of the reasons, or of the changes only."""
    scope = extension.value
    if not isinstance(scope, IssuingDistributionPoint):
        return f"of another form: {extension.oid.dotted_string}" if extension.critical else ""
    if (
        scope.indirect_crl
        or scope.only_contains_ca_certs
        or scope.only_contains_attribute_certs
        or scope.only_some_reasons
        or scope.relative_name
    ):
        return "of another scope"
    if scope.full_name is None:
        return ""
    addresses = {one.value for one in scope.full_name if isinstance(one, UniformResourceIdentifier)}
    return "" if addresses & _distribution_points(certificate) else "for other certificates"


def _distribution_points(certificate: Loaded) -> set[str]:
    try:
        points = certificate.extensions.get_extension_for_class(CRLDistributionPoints).value
    except ExtensionNotFound:
        return set()
    return {
        name.value
        for point in points
        for name in point.full_name or ()
        if isinstance(name, UniformResourceIdentifier)
    }
