"""Verifies an e-signature over known bytes by a known person.

Asked of every signature: that it is over these bytes and made with the certificate's key, that the
certificate leads to a configured root, is in its time, is meant for signing, is not revoked, and
names the person's IIN. RSA and ECDSA are verified here, the national GOST keys by NCANode.

The moment of judgement is the moment at which the signature is handed in: what is signed carries
a nonce made minutes before, so that it cannot have been signed earlier. The signer's own word on
the time is kept and decides nothing.
"""
# mypy: allow-untyped-calls

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext

from service.gateways.esign_cms import UNREADABLE, Cms, read_cms
from service.gateways.esign_revocation import Chain, RevocationSources
from service.gateways.esign_values import (
    Algorithm,
    NotVerified,
    Reason,
    Revocation,
    Unrevoked,
    Verified,
)
from service.gateways.ncanode import Fault, NcaNode, NoAnswer, Said

DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})
CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})
RSA_BITS: Final = range(2048, 8193)
SIGNS: Final = frozenset({"digital_signature", "non_repudiation"})
TOO_WEAK: Final = frozenset(
    {
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    }
)


@dataclass(frozen=True)
class Verifier:
    """What a signature is held against; made once of the settings.

    roots: self-signed certificates that are trusted. issuers: authorities between, which must lead
    to a root themselves. uses: object identifiers of extended key usage of which a certificate
    must have one; empty where none is asked for. revocation, ncanode: None where not configured.
    """

    roots: Sequence[x509.Certificate]
    issuers: Sequence[x509.Certificate] = ()
    uses: frozenset[str] = frozenset()
    revocation: RevocationSources | None = None
    ncanode: NcaNode | None = None

    def verify(
        self, given: bytes, content: bytes, *, iin: str, now: datetime
    ) -> Verified | NotVerified:
        """Return what is known of a signature over `content`, or why it is refused.

        Takes some milliseconds, and seconds where an outside service is asked: never inside a
        database transaction or a running event loop.

        Args:
            given: the CMS as it came, attached or detached; DER, BER, PEM or base64.
            content: the bytes that must have been signed.
            iin: of the person who must have signed.
            now: the moment at which it was handed in.
        """
        signature = read_cms(given)
        if isinstance(signature, NotVerified):
            return signature
        try:
            fault = self._certificate_fault(signature, iin, now)
        except UNREADABLE as error:
            return NotVerified(Reason.MALFORMED, f"certificate: {type(error).__name__}")
        if fault is not None:
            return fault
        if signature.content is not None and signature.content != content:
            return NotVerified(Reason.OTHER_BYTES, "attached")
        if signature.facts.algorithm is Algorithm.GOST:
            unrevoked = self._by_ncanode(signature, content)
        else:
            unrevoked = asyncio.run(self._here(signature, content, now))
        if isinstance(unrevoked, NotVerified):
            return unrevoked
        assert signature.facts.algorithm is not None
        return Verified(
            signature.facts,
            signature.facts.algorithm,
            signature.raw,
            signature.claimed_at,
            unrevoked,
        )

    def _certificate_fault(self, signature: Cms, iin: str, now: datetime) -> NotVerified | None:
        facts = signature.facts
        reason = None
        if facts.algorithm is None:
            reason = Reason.UNSUPPORTED
        elif facts.iin is None:
            reason = Reason.NO_PERSON
        elif facts.iin != iin:
            reason = Reason.OTHER_PERSON
        elif now < facts.valid_from:
            reason = Reason.NOT_YET_VALID
        elif now > facts.valid_until:
            reason = Reason.EXPIRED
        elif not _is_for_signing(signature.certificate, self.uses):
            reason = Reason.WRONG_USE
        return None if reason is None else NotVerified(reason, "certificate", facts)

    async def _here(self, signature: Cms, content: bytes, now: datetime) -> Unrevoked | NotVerified:
        try:
            fault = _algorithm_fault(signature)
            if fault:
                return NotVerified(Reason.UNSUPPORTED, fault)
            status = await self._status(signature, content, now)
        except (SignatureValidationError, UnsupportedAlgorithm, *UNREADABLE) as error:
            return NotVerified(Reason.MALFORMED, f"{type(error).__name__}: {error}")
        fault_found = _fault_of(status)
        if fault_found is not None:
            return fault_found
        if self.revocation is None:
            return Unrevoked(Revocation.NOT_ASKED)
        assert status.validation_path is not None
        chain = Chain(
            signature.certificate,
            status.validation_path,
            self.roots,
            [*self.issuers, *signature.others],
        )
        return await self.revocation.ask(chain, now=now)

    async def _status(self, signature: Cms, content: bytes, now: datetime) -> SignatureStatus:
        info = signature.signed_data["signer_infos"][0]
        digest = None
        if signature.content is None:
            digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, content).digest()
        context = ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.issuers),
            moment=now,
            allow_fetching=False,
        )
        return await async_validate_cms_signature(
            signature.signed_data,
            raw_digest=digest,
            validation_context=context,
            key_usage_settings=KeyUsageConstraints(key_usage=set(SIGNS)),
        )

    def _by_ncanode(self, signature: Cms, content: bytes) -> Unrevoked | NotVerified:
        if self.ncanode is None:
            return NotVerified(Reason.GOST_NOT_SERVED)
        data = content if signature.content is None else None
        said = self.ncanode.verify(signature.raw, data)
        if isinstance(said, NoAnswer):
            is_away = said.fault is Fault.AWAY
            fault = Reason.SERVICE_AWAY if is_away else Reason.MALFORMED
            return NotVerified(fault, f"NCANode: {said.detail}")
        reason = _reason_of(said, signature)
        if reason is not None:
            return NotVerified(reason, "NCANode")
        return Unrevoked(Revocation.NCANODE if self.ncanode.checks else Revocation.NOT_ASKED)


def load_verifier(
    roots: Path,
    *,
    uses: Sequence[str] = (),
    revocation: RevocationSources | None = None,
    ncanode: NcaNode | None = None,
) -> Verifier:
    """Return the verifier of these settings.

    Args:
        roots: PEM certificates: the self-signed ones are trusted, the others stand between.
        uses: extended key usages of which a certificate must have one.
        revocation: whom to ask for revocation.
        ncanode: the service that knows GOST keys.

    Raises:
        OSError, ValueError: the file is missing, cannot be read or holds no root.
    """
    found = list(load_certs_from_pemder([str(roots)]))
    trusted = [one for one in found if one.subject == one.issuer]
    if not trusted:
        raise ValueError(f"{roots}: there is no self-signed certificate in it")
    between = [one for one in found if one.subject != one.issuer]
    return Verifier(trusted, between, frozenset(uses), revocation, ncanode)


def _is_for_signing(certificate: x509.Certificate, uses: frozenset[str]) -> bool:
    """Return whether key usage, and extended key usage where one is asked for, allow signing."""
    usage = certificate.key_usage_value
    if usage is None or not SIGNS & usage.native or "key_cert_sign" in usage.native:
        return False
    if not uses:
        return True
    extended = certificate.extended_key_usage_value
    return extended is not None and bool(uses & {one.dotted for one in extended})


def _algorithm_fault(signature: Cms) -> str:
    """Return what is too weak, too large (a way to stall us) or unknown; "" where all is well."""
    info = signature.signed_data["signer_infos"][0]
    digest = info["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        return f"digest {digest}"
    key = signature.certificate.public_key
    if signature.facts.algorithm is Algorithm.RSA:
        return "" if key.bit_size in RSA_BITS else f"RSA of {key.bit_size} bits"
    kind, curve = key.curve
    return "" if kind == "named" and curve in CURVES else "curve"


def _fault_of(status: SignatureStatus) -> NotVerified | None:
    if not status.intact:
        return NotVerified(Reason.OTHER_BYTES, "detached")
    if not status.valid:
        return NotVerified(Reason.FORGED)
    if status.trust_problem_indic is None and status.validation_path is not None:
        return None
    weak = status.trust_problem_indic in TOO_WEAK
    reason = Reason.UNSUPPORTED if weak else Reason.UNKNOWN_ISSUER
    return NotVerified(reason, str(status.trust_problem_indic))


def _reason_of(said: Said, signature: Cms) -> Reason | None:
    """Return why NCANode's answer is a refusal; None where the signature holds."""
    if len(said.signers) != 1:
        return Reason.UNSUPPORTED
    seen = said.signers[0].certificates[0]
    iin = seen.subject.iin if seen.subject else None
    if int(seen.serial_number, 16) != signature.certificate.serial_number:
        return Reason.FORGED  # it has looked at another certificate than we have
    if iin is not None and iin != signature.facts.iin:
        return Reason.OTHER_PERSON
    if seen.is_revoked:
        return Reason.REVOKED
    if not seen.valid:
        return Reason.SERVICE_AWAY if seen.is_undecided else Reason.UNKNOWN_ISSUER
    return None if said.valid else Reason.OTHER_BYTES
