"""Why a signature is not taken, in words for the person who has signed, and what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from service.core.i18n import Message, say
from service.gateways.esign_values import CertificateFacts, NotVerified, Reason
from service.law.calendar import local_day
from service.signatures.models import SignatureRequest


class State(StrEnum):
    """What may be wrong apart from the signature: the request, the form, the service."""

    OVER = "request-over"
    REPLACED = "replaced"
    ALREADY_SIGNED = "already-signed"
    NOTHING_SENT = "nothing-sent"
    NOT_SET_UP = "not-set-up"


@dataclass(frozen=True)
class NotAccepted:
    """A refusal. reason: a stable word; sentence: what is wrong; way_out: what helps."""

    request: SignatureRequest
    reason: str
    sentence: Message
    way_out: Message
    detail: str = ""


_AGAIN: Final = say("Sign once more from this page.")
_WORDS: Final[Mapping[Reason | State, tuple[Message, Message]]] = {
    Reason.MALFORMED: (
        say("This is not an electronic signature, or it is damaged."),
        say("Sign once more, or choose the file that your signing program has made."),
    ),
    Reason.UNSUPPORTED: (
        say("The signature is made in a way that is not accepted here."),
        say("It must be by one person, with a key that is in use today. Sign with NCALayer."),
    ),
    Reason.GOST_NOT_SERVED: (
        say("Keys of the national standard (GOST) cannot be checked here at present."),
        say("Sign with your RSA key, or tell the support service."),
    ),
    Reason.NO_PERSON: (
        say("The certificate of this key names no IIN."),
        say("Sign with the key that was issued to you as a person."),
    ),
    Reason.OTHER_PERSON: (
        say("This is another person's key."),
        say("Choose the key that was issued to your own IIN."),
    ),
    Reason.WRONG_USE: (
        say("This key is not for signing."),
        say("Choose your key for signing. A file whose name begins with AUTH is for signing in."),
    ),
    Reason.OTHER_BYTES: (
        say("Something else was signed than what is shown here."),
        _AGAIN,
    ),
    Reason.FORGED: (
        say("The signature does not belong to the certificate that came with it."),
        _AGAIN,
    ),
    Reason.UNKNOWN_ISSUER: (
        say("The certificate was issued by an authority that is not trusted here."),
        say("Sign with a key of an authority that this service trusts."),
    ),
    Reason.REVOKED: (
        say("The certificate of this key has been revoked."),
        say("Sign with a key that is in force, or get a new one."),
    ),
    Reason.SERVICE_AWAY: (
        say("It cannot be found out just now whether the certificate is in force."),
        say("Nothing is lost: sign once more in a few minutes."),
    ),
    State.OVER: (
        say("The time for signing is over."),
        say("Go back, look through it once more and sign then."),
    ),
    State.REPLACED: (
        say("What is to be signed has been asked for anew since this page was opened."),
        say("Go back, look through it once more and sign then."),
    ),
    State.ALREADY_SIGNED: (
        say("It is signed already."),
        say("You need not do anything more."),
    ),
    State.NOTHING_SENT: (
        say("No signature has come."),
        say("Sign with your signing program, or choose the file with the signature."),
    ),
    State.NOT_SET_UP: (
        say("Electronic signatures are not set up here."),
        say("Please tell the support service."),
    ),
}


def refusal(request: SignatureRequest, why: NotVerified | State) -> NotAccepted:
    """Return the refusal with its sentences."""
    if isinstance(why, State):
        return NotAccepted(request, why, *_WORDS[why])
    sentence, way_out = _words(why.reason, why.certificate)
    return NotAccepted(request, why.reason, sentence, way_out, why.detail)


def _words(reason: Reason, certificate: CertificateFacts | None) -> tuple[Message, Message]:
    if reason is Reason.EXPIRED:
        assert certificate is not None
        return (
            say("The certificate of this key expired on %(day)s.", day=_day(certificate, -1)),
            say("Sign with a key that is in force, or get a new one."),
        )
    if reason is Reason.NOT_YET_VALID:
        assert certificate is not None
        return (
            say("The certificate of this key is valid from %(day)s.", day=_day(certificate, 0)),
            say("Sign with a key that is in force today."),
        )
    return _WORDS[reason]


def _day(certificate: CertificateFacts, end: int) -> object:
    return local_day((certificate.valid_from, certificate.valid_until)[end])
