"""A signature is taken once, in time, for what it was asked for, and kept for good."""

import hashlib
import json
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from service.core.db import Database
from service.core.errors import NotFound
from service.core.i18n import Translator, say
from service.core.ids import new_id
from service.gateways.esign import Verifier
from service.gateways.esign_values import Algorithm, Reason, Revocation
from service.journal.queries import entries_about
from service.signatures import queries
from service.signatures.actions import (
    OPEN_FOR,
    Accepted,
    Asked,
    Checked,
    accept_signature,
    ask_signature,
    check_signature,
)
from service.signatures.matter import Matter
from service.signatures.models import SignatureRequest
from service.signatures.refusals import NotAccepted, State
from tests import make
from tests.clock import START
from tests.make_signatures import Authority, Person

SECOND = timedelta(seconds=1)
PURPOSE = "interview-points"
SUBJECT = ("hiring", UUID("0192f6a1-0000-7000-8000-000000000009"))


class Desk:
    """One signer with a key, and the way of a signature in short."""

    def __init__(
        self, database: Database, verifier: Verifier, authority: Authority, translator: Translator
    ) -> None:
        self.database, self.verifier, self.translator = database, verifier, translator
        self.authority = authority
        with database.writing() as db:
            self.signer = make.account(db)
        self.person = authority.issue(self.signer.iin)

    def ask(self, *, points: int = 5, now: Any = START, **matter: Any) -> SignatureRequest:
        asked = Matter(
            **{
                "purpose": PURPOSE,
                "subject": SUBJECT,
                "title": say("Check of an e-signature"),
                "lines": ((say("Checked"), points),),
                "facts": {"points": points},
                **matter,
            }
        )
        with self.database.writing() as db:
            return ask_signature(db, self.signer.id, asked, translator=self.translator, now=now)

    def check(
        self, request: SignatureRequest, cms: bytes | None = None, *, now: Any = START
    ) -> Checked | NotAccepted:
        cms = self.person.sign(request.canonical) if cms is None else cms
        return check_signature(self.database, self.verifier, self.asked(request), cms, now=now)

    def asked(self, request: SignatureRequest) -> Asked:
        return Asked(request.id, self.signer.id, PURPOSE, SUBJECT)

    def accept(self, checked: Checked | NotAccepted, *, now: Any = START) -> Accepted | NotAccepted:
        with self.database.writing() as db:
            return accept_signature(db, checked, now=now, rule="ST-5")


@pytest.fixture
def desk(
    database: Database, verifier: Verifier, authority: Authority, translator: Translator
) -> Desk:
    return Desk(database, verifier, authority, translator)


def reason(outcome: Accepted | NotAccepted) -> str | None:
    return outcome.reason if isinstance(outcome, NotAccepted) else None


def test_a_signature_is_kept_with_what_was_signed_st_5(desk: Desk, db: Session):
    request = desk.ask()
    signature = desk.person.sign(request.canonical)
    outcome = desk.accept(desk.check(request, signature))
    assert isinstance(outcome, Accepted)
    assert outcome.is_new
    (kept,) = queries.signatures_about(db, SUBJECT, PURPOSE)
    asked = queries.request_for(db, desk.signer.id, kept.request_id)
    assert asked is not None
    assert kept.cms == signature
    assert kept.sha256 == asked.sha256 == hashlib.sha256(asked.canonical).hexdigest()
    assert (kept.account_id, kept.accepted_at, kept.claimed_at) == (desk.signer.id, START, START)
    assert (kept.algorithm, kept.revocation) == (Algorithm.ECDSA, Revocation.NOT_ASKED)
    assert kept.certificate_serial == f"{desk.person.certificate.serial_number:x}"
    assert (kept.signer_name, kept.issuer_name) == ("АХМЕТОВ ӘЛИХАН", "Test root")
    assert kept.valid_until == desk.person.certificate.not_valid_after_utc
    assert queries.signature_by(db, desk.signer.id, PURPOSE, SUBJECT) == kept
    (entry,) = entries_about(db, *SUBJECT)
    assert (entry.verb, entry.rule, entry.actor_id) == (
        "signature accepted",
        "ST-5",
        desk.signer.id,
    )
    assert entry.facts == {
        "purpose": PURPOSE,
        "signature": str(kept.id),
        "sha256": kept.sha256,
    }


def test_every_request_has_a_number_of_its_own(desk: Desk):
    one, other = desk.ask(), desk.ask()
    nonces = {json.loads(request.canonical)["nonce"] for request in (one, other)}
    assert len(nonces) == 2
    assert all(len(nonce) == 32 for nonce in nonces)


def test_a_signature_stands_for_its_own_request_only(desk: Desk):
    earlier = desk.ask()
    signature = desk.person.sign(earlier.canonical)
    later = desk.ask()
    assert reason(desk.accept(desk.check(later, signature))) == Reason.OTHER_BYTES


def test_a_request_that_was_asked_for_anew_is_over(desk: Desk):
    earlier = desk.ask(points=5)
    checked = desk.check(earlier)
    desk.ask(points=1)
    assert reason(desk.accept(checked)) == State.REPLACED


def test_requests_about_other_things_do_not_disturb_one_another(desk: Desk):
    request = desk.ask()
    desk.ask(purpose="protocol")
    desk.ask(subject=("hiring", new_id()))
    assert reason(desk.accept(desk.check(request))) is None


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"purpose": "protocol"}, id="for another purpose"),
        pytest.param({"subject": ("hiring", new_id())}, id="about another thing"),
        pytest.param({"subject": ("account", SUBJECT[1])}, id="about another kind of thing"),
    ],
)
def test_a_signature_about_something_else_is_not_taken_for_it(desk: Desk, asked: dict[str, Any]):
    request = desk.ask(**asked)
    with pytest.raises(NotFound):
        desk.check(request)


def test_anothers_request_is_not_there(desk: Desk, db: Session):
    request = desk.ask()
    other = make.account(db)
    db.commit()
    asked = Asked(request.id, other.id, PURPOSE, SUBJECT)
    with pytest.raises(NotFound):
        check_signature(desk.database, desk.verifier, asked, b"", now=START)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(OPEN_FOR - SECOND, None, id="in the last second"),
        pytest.param(OPEN_FOR, State.OVER, id="at the end"),
    ],
)
def test_a_signature_comes_in_time(desk: Desk, later: timedelta, expected: State | None):
    request = desk.ask()
    now = START + later
    assert reason(desk.accept(desk.check(request, now=now), now=now)) == expected


def test_a_refused_signature_is_written_down_and_may_be_mended(desk: Desk, db: Session):
    request = desk.ask()
    outcome = desk.accept(desk.check(request, b"not a signature"))
    assert isinstance(outcome, NotAccepted)
    assert outcome.reason == Reason.MALFORMED
    (entry,) = entries_about(db, *SUBJECT)
    assert entry.verb == "signature refused"
    assert entry.facts["reason"] == "malformed"
    assert queries.signature_of(db, request.id) is None
    db.commit()
    assert reason(desk.accept(desk.check(request))) is None


def test_another_persons_key_signs_nothing(desk: Desk, authority: Authority):
    request = desk.ask()
    other = authority.issue(make.iin())
    assert reason(desk.accept(desk.check(request, other.sign(request.canonical)))) == "other-person"


def test_a_used_request_takes_no_other_signature(desk: Desk, db: Session):
    request = desk.ask()
    desk.accept(desk.check(request))
    again = Person(desk.person.key, desk.person.certificate).sign(
        request.canonical, at=START + SECOND
    )
    assert reason(desk.accept(desk.check(request, again))) == State.ALREADY_SIGNED
    assert len(queries.signatures_about(db, SUBJECT, PURPOSE)) == 1


def test_the_same_signature_sent_twice_is_kept_once(desk: Desk, db: Session):
    request = desk.ask()
    checked = desk.check(request)
    first, second = desk.accept(checked), desk.accept(checked, now=START + 2 * OPEN_FOR)
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.signature.id == first.signature.id
    assert len(entries_about(db, *SUBJECT)) == 1


@pytest.mark.parametrize("is_same", [True, False], ids=["the same one", "two of them"])
def test_of_two_signatures_at_once_one_is_kept(desk: Desk, db: Session, *, is_same: bool):
    request = desk.ask()
    first = desk.check(request)
    other = desk.person.sign(request.canonical, at=START + SECOND)
    both = [first, first if is_same else desk.check(request, other)]
    outcomes: list[Accepted | NotAccepted] = []
    start = Barrier(2)

    def hand_in(checked: Checked | NotAccepted) -> None:
        start.wait()
        outcomes.append(desk.accept(checked))

    threads = [Thread(target=hand_in, args=[one]) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (kept,) = queries.signatures_about(db, SUBJECT, PURPOSE)
    new = [one for one in outcomes if isinstance(one, Accepted) and one.is_new]
    assert [one.signature.id for one in new] == [kept.id]
    rest = [one for one in outcomes if one not in new]
    expected = [None] if is_same else [State.ALREADY_SIGNED]
    assert [reason(one) for one in rest] == expected


def test_asking_and_signing_at_once_leave_one_in_force(desk: Desk, db: Session):
    request = desk.ask()
    checked = desk.check(request)
    outcomes: list[Accepted | NotAccepted] = []
    start = Barrier(2)

    def ask() -> None:
        start.wait()
        desk.ask(points=1)

    def sign() -> None:
        start.wait()
        outcomes.append(desk.accept(checked))

    threads = [Thread(target=ask), Thread(target=sign)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # whoever came first: what is kept was in force when it was kept
    kept = queries.signatures_about(db, SUBJECT, PURPOSE)
    assert len(kept) == (reason(outcomes[0]) is None)
    assert reason(outcomes[0]) in {None, State.REPLACED}


def test_several_people_sign_about_the_same(
    desk: Desk, database: Database, verifier: Verifier, authority: Authority, translator: Translator
):
    other = Desk(database, verifier, authority, translator)
    for one in (desk, other):
        assert reason(one.accept(one.check(one.ask()))) is None
    with database.reading() as db:
        kept = queries.signatures_about(db, SUBJECT, PURPOSE)
    assert {one.account_id for one in kept} == {desk.signer.id, other.signer.id}
