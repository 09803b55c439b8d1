"""Verifies signatures by the national GOST keys, through an NCANode service (version 3).

The contract, as far as it is used:

    POST <SYNAQ_NCANODE_URL>/cms/verify
    {"cms": "<base64>", "data": "<base64>", "revocationCheck": ["OCSP"]}
                                    data is left out where the signature carries its content

    200  {"status": 200, "valid": true, "signers": [{"certificates": [{
              "valid": true, "serialNumber": "<hex>", "subject": {"iin": "…"},
              "revocations": [{"revoked": false, "by": "OCSP", "reason": "OK"}]}]}]}
    400  it cannot read the signature
    any other, no answer            not now

`valid` says that content and signature fit and that the certificate is valid; the certificate's
own `valid` says that its issuer is one of NCANode's authorities, its time is not over and none of
the asked revocations failed. Everything else about the certificate is looked at here.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from service.gateways.bounded_answer import read_at_most

PATIENCE: Final = httpx.Timeout(10.0, connect=3.0)
LARGEST_ANSWER: Final = 1024 * 1024
CHECKS: Final = frozenset({"OCSP", "CRL"})
GOOD: Final = "OK"


class _Part(BaseModel):
    # a later version adds fields; those used here have stood since version 3.0
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class RevocationSaid(_Part):
    """What was found about one way of revocation."""

    revoked: bool
    by: str | None = None
    reason: str | None = None


class Subject(_Part):
    """Whose certificate it is."""

    iin: str | None = None


class CertificateSaid(_Part):
    """A certificate as NCANode sees it."""

    valid: bool
    serial_number: Annotated[str, Field(pattern=r"^-?[0-9a-fA-F]{1,64}$")]
    subject: Subject | None = None
    revocations: tuple[RevocationSaid, ...] | None = None

    @property
    def is_revoked(self) -> bool:
        """Whether any way of revocation says so."""
        return any(one.revoked for one in self.revocations or ())

    @property
    def is_undecided(self) -> bool:
        """Whether a way of revocation was asked and could not tell."""
        return any(not one.revoked and one.reason != GOOD for one in self.revocations or ())


class SignerSaid(_Part):
    """One signer; the first certificate is the signer's own."""

    certificates: Annotated[tuple[CertificateSaid, ...], Field(min_length=1)]


class Said(_Part):
    """The whole answer."""

    valid: bool
    signers: tuple[SignerSaid, ...]


class Fault(StrEnum):
    """Why there is no answer."""

    AWAY = "away"
    UNREADABLE = "unreadable"  # NCANode cannot read the signature


@dataclass(frozen=True)
class NoAnswer:
    """A fault; `detail` is for operators and names nobody."""

    fault: Fault
    detail: str


@dataclass(frozen=True)
class NcaNode:
    """One configured service; `checks` is what it is asked to check of OCSP and CRL."""

    url: str
    http: httpx.Client
    checks: Sequence[str] = ("OCSP",)

    def verify(self, cms: bytes, data: bytes | None) -> Said | NoAnswer:
        """Ask about a signature; `data` is what was signed, None where it is inside.

        Tries once; waits ten seconds at most.
        """
        asked = {"cms": _text(cms), "revocationCheck": list(self.checks)}
        if data is not None:
            asked["data"] = _text(data)
        address = f"{self.url.rstrip('/')}/cms/verify"
        try:
            with self.http.stream("POST", address, json=asked, timeout=PATIENCE) as answer:
                content = read_at_most(answer, LARGEST_ANSWER)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            return NoAnswer(Fault.AWAY, type(error).__name__)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            return NoAnswer(Fault.UNREADABLE, f"status {answer.status_code}")
        if answer.status_code != httpx.codes.OK or content is None:
            return NoAnswer(Fault.AWAY, f"status {answer.status_code}")
        try:
            return Said.model_validate_json(content)
        except ValidationError as error:
            # the places alone: the values are a person's
            places = ", ".join(".".join(map(str, one["loc"])) or "body" for one in error.errors())
            return NoAnswer(Fault.AWAY, f"outside the contract: {places}"[:200])


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
