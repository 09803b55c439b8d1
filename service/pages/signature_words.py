"""Words of an e-signature's facts, for people."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.gateways.esign_values import Algorithm, Revocation

ALGORITHMS: Final[Mapping[Algorithm, Message]] = {
    Algorithm.RSA: say("RSA"),
    Algorithm.ECDSA: say("ECDSA"),
    Algorithm.GOST: say("national standard (GOST)"),
}
REVOCATIONS: Final[Mapping[Revocation, Message]] = {
    Revocation.OCSP: say("not revoked, says the authority at this moment (OCSP)"),
    Revocation.CRL: say("not revoked, says the authority's list (CRL)"),
    Revocation.NCANODE: say("not revoked, says the service for national keys (NCANode)"),
    Revocation.NOT_ASKED: say("not asked about: no source is set up here"),
}
