"""Signs matters of the tests with a key of an authority of their own, and verifies them."""

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sqlmodel import Session

from service.core.i18n import translators
from service.gateways.esign import Verifier
from service.gateways.esign_values import Verified
from service.people.models import Account
from service.settings import ROOT
from service.signatures.actions import Accepted, Asked, Checked, accept_signature, ask_signature
from service.signatures.matter import Matter
from service.signatures.models import Signature
from tests.make_signatures import Authority, verifier_of


@cache
def authority() -> Authority:
    return Authority()


@cache
def verifier() -> Verifier:
    return verifier_of(Path(mkdtemp()), authority())


def signed(db: Session, person: Account, matter: Matter, *, now: datetime) -> Signature:
    """The person's accepted signature over a matter: asked for, signed, verified and kept."""
    speak = translators(ROOT / "web" / "locales")["kk"]
    request = ask_signature(db, person.id, matter, translator=speak, now=now)
    cms = authority().issue(person.iin).sign(request.canonical, at=now)
    verified = verifier().verify(cms, request.canonical, iin=person.iin, now=now)
    assert isinstance(verified, Verified), verified
    asked = Asked(request.id, person.id, matter.purpose, matter.subject)
    accepted = accept_signature(db, Checked(asked, verified), now=now)
    assert isinstance(accepted, Accepted), accepted
    return accepted.signature
