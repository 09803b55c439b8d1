"""A revoked key signs nothing; where nobody can tell, nothing is decided."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from fastapi import FastAPI, Request, Response

from service.gateways.esign import Verifier
from service.gateways.esign_revocation import AGAIN_AFTER, LISTS_LAST, RevocationSources
from service.gateways.esign_values import NotVerified, Reason, Revocation, Verified
from tests.clock import START
from tests.demo.serving import served
from tests.make_signatures import IIN, Authority, Person, usage, verifier_of

CONTENT = b'{"a":1}'
HOUR = timedelta(hours=1)
GOOD, REVOKED = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED
AWAY = "http://127.0.0.1:1"  # nobody listens there


@pytest.fixture(scope="module")
def root() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def somebody(root: Authority) -> Person:
    return root.issue()


@dataclass
class Office:
    """What an authority publishes, over real HTTP; `answer` and `lists` are what a test wants."""

    address: str
    answer: Callable[[ocsp.OCSPRequest], bytes] = lambda _: b""
    lists: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    asked: list[str] = field(default_factory=list)

    async def ocsp(self, request: Request) -> Response:
        self.asked.append("/ocsp")
        assert request.headers["content-type"] == "application/ocsp-request"
        asked = ocsp.load_der_ocsp_request(await request.body())
        return Response(self.answer(asked), self.status)

    async def list_of(self, name: str) -> Response:
        self.asked.append(f"/{name}")
        return Response(self.lists.get(name, b""), self.status if name in self.lists else 404)


@pytest.fixture
def office() -> Iterator[Office]:
    made: list[Office] = []

    def app(address: str) -> FastAPI:
        office = Office(address)
        made.append(office)
        app = FastAPI()
        app.add_api_route("/ocsp", office.ocsp, methods=["POST"], response_model=None)
        app.add_api_route("/{name}", office.list_of, methods=["GET"], response_model=None)
        return app

    with served(app):
        yield made[0]


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as http:
        yield http


@dataclass
class Desk:
    """A verifier that asks; `ask` hands in a good signature of somebody."""

    verifier: Verifier
    somebody: Person

    def ask(self, now: datetime = START) -> Verified | NotVerified:
        return self.verifier.verify(self.somebody.sign(CONTENT), CONTENT, iin=IIN, now=now)


@pytest.fixture
def desk(
    root: Authority, somebody: Person, tmp_path: Path, http: httpx.Client
) -> Callable[..., Desk]:
    def make(responder: str = "", *lists: str, person: Person = somebody) -> Desk:
        sources = RevocationSources(responder, lists, http)
        return Desk(verifier_of(tmp_path, root, revocation=sources), person)

    return make


def answer_of(
    signer: Authority,
    about: x509.Certificate,
    *,
    issuer: Authority | None = None,
    status: ocsp.OCSPCertStatus = GOOD,
    this_update: datetime = START,
    next_update: datetime | None = START + HOUR,
    nonce: bytes | None = None,
    responder: x509.Certificate | None = None,
) -> Callable[[ocsp.OCSPRequest], bytes]:
    """Return a responder that answers so; nonce None: with that of the request."""
    is_revoked = status is REVOKED

    def answer(asked: ocsp.OCSPRequest) -> bytes:
        signed_by = responder or signer.certificate
        made = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=about,
                issuer=(issuer or signer).certificate,
                algorithm=asked.hash_algorithm,
                cert_status=status,
                this_update=this_update,
                next_update=next_update,
                revocation_time=START - HOUR if is_revoked else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, signed_by)
            .certificates([signed_by])
        )
        own = asked.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
        if nonce != b"":
            made = made.add_extension(x509.OCSPNonce(nonce or own), critical=False)
        return made.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    return answer


def list_of(
    authority: Authority,
    *revoked: x509.Certificate,
    since: datetime = START - HOUR,
    until: datetime = START + HOUR,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> bytes:
    """Return a list of these certificates in DER."""
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(since)
        .next_update(until)
    )
    for extension, critical in extensions:
        made = made.add_extension(extension, critical=critical)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        made = made.add_revoked_certificate(entry.revocation_date(START - HOUR).build())
    return made.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def said(found: Verified | NotVerified) -> Revocation | Reason:
    return found.unrevoked.by if isinstance(found, Verified) else found.reason


def test_the_responder_says_good(root: Authority, somebody: Person, office: Office, desk: Any):
    office.answer = answer_of(root, somebody.certificate)
    found = desk(f"{office.address}/ocsp").ask()
    assert isinstance(found, Verified)
    assert found.unrevoked.by is Revocation.OCSP
    assert found.unrevoked.evidence is not None
    kept = ocsp.load_der_ocsp_response(found.unrevoked.evidence)
    assert kept.serial_number == somebody.certificate.serial_number


def test_the_responder_says_revoked(root: Authority, somebody: Person, office: Office, desk: Any):
    office.answer = answer_of(root, somebody.certificate, status=REVOKED)
    office.lists["good.crl"] = list_of(root)
    # no list that is more lenient is asked afterwards
    assert (
        said(desk(f"{office.address}/ocsp", f"{office.address}/good.crl").ask()) is Reason.REVOKED
    )
    assert office.asked == ["/ocsp"]


def test_a_delegate_of_the_authority_may_answer(
    root: Authority, somebody: Person, office: Office, desk: Any
):
    delegate = Authority("Responder", root, is_ca=False)
    may = [x509.oid.ExtendedKeyUsageOID.OCSP_SIGNING]
    signing = root.certify(delegate.key.public_key(), None, uses=may)
    office.answer = answer_of(delegate, somebody.certificate, issuer=root, responder=signing)
    assert said(desk(f"{office.address}/ocsp").ask()) is Revocation.OCSP


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"status": ocsp.OCSPCertStatus.UNKNOWN}, id="it does not know"),
        pytest.param({"this_update": START - 2 * HOUR, "next_update": START - HOUR}, id="stale"),
        pytest.param({"this_update": START - HOUR, "next_update": None, "nonce": b""}, id="old"),
        pytest.param({"this_update": START + HOUR, "next_update": None}, id="of the future"),
        pytest.param({"nonce": b"another nonce"}, id="to another question"),
        pytest.param({"about": "another"}, id="about another"),
        pytest.param({"signer": "stranger"}, id="by a stranger"),
        pytest.param({"signer": "somebody"}, id="by somebody with a certificate"),
    ],
)
def test_an_answer_that_says_nothing_of_this_decides_nothing(
    root: Authority, somebody: Person, office: Office, desk: Any, how: dict[str, Any]
):
    signer, about = root, somebody.certificate
    if how.get("about"):
        how = {}
        about = root.issue().certificate
    if how.get("signer") == "stranger":
        how, signer = {"issuer": root}, Authority()
    if how.get("signer") == "somebody":
        signer = Authority("Somebody", root, is_ca=False)
        how = {"issuer": root}
    office.answer = answer_of(signer, about, **how)
    assert said(desk(f"{office.address}/ocsp").ask()) is Reason.SERVICE_AWAY


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="a page"),
        pytest.param(b"0" * 100_000, id="too much"),
        pytest.param(
            ocsp.OCSPResponseBuilder.build_unsuccessful(
                ocsp.OCSPResponseStatus.TRY_LATER
            ).public_bytes(Encoding.DER),
            id="try later",
        ),
    ],
)
def test_an_answer_that_cannot_be_read_decides_nothing(office: Office, desk: Any, answer: bytes):
    office.answer = lambda _: answer
    assert said(desk(f"{office.address}/ocsp").ask()) is Reason.SERVICE_AWAY


@pytest.mark.parametrize("responder", [AWAY, "http://[", "nowhere"])
def test_nobody_answers(desk: Any, responder: str):
    assert said(desk(responder).ask()) is Reason.SERVICE_AWAY


def test_a_list_stands_in_for_the_responder(
    root: Authority, somebody: Person, office: Office, desk: Any
):
    office.lists |= {"good.crl": list_of(root), "bad.crl": list_of(root, somebody.certificate)}
    assert said(desk(AWAY, f"{office.address}/good.crl").ask()) is Revocation.CRL
    assert said(desk(AWAY, f"{office.address}/bad.crl").ask()) is Reason.REVOKED


def test_a_list_may_be_a_file(root: Authority, somebody: Person, tmp_path: Path, desk: Any):
    file = tmp_path / "revoked.crl"
    file.write_bytes(list_of(root, somebody.certificate))
    assert said(desk("", str(file)).ask()) is Reason.REVOKED
    crl = x509.load_der_x509_crl(list_of(root))
    file.write_bytes(crl.public_bytes(Encoding.PEM))
    assert said(desk("", str(file)).ask()) is Revocation.CRL
    file.unlink()
    assert said(desk("", str(file)).ask()) is Reason.SERVICE_AWAY


def idp(**scope: Any) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    plain: dict[str, Any] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return ((x509.IssuingDistributionPoint(**plain | scope), True),)


HERE = x509.UniformResourceIdentifier("http://crl.test/here.crl")


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"until": START}, id="over"),
        pytest.param({"since": START + HOUR, "until": START + 2 * HOUR}, id="of the future"),
        pytest.param({"authority": "namesake"}, id="by a namesake of the issuer"),
        pytest.param({"authority": "stranger"}, id="by another authority"),
        pytest.param({"extensions": ((x509.DeltaCRLIndicator(1), True),)}, id="of changes only"),
        pytest.param({"extensions": idp(only_contains_ca_certs=True)}, id="of authorities"),
        pytest.param({"extensions": idp(indirect_crl=True)}, id="by another for the issuer"),
        pytest.param({"extensions": idp(full_name=[HERE])}, id="for other certificates"),
    ],
)
def test_a_list_that_says_nothing_of_this_decides_nothing(
    root: Authority, office: Office, desk: Any, how: dict[str, Any]
):
    others = {"namesake": Authority(), "stranger": Authority("Somebody's root")}
    authority = others.get(how.get("authority", ""), root)
    made = list_of(authority, **{key: how[key] for key in how if key != "authority"})
    office.lists["some.crl"] = made
    assert said(desk("", f"{office.address}/some.crl").ask()) is Reason.SERVICE_AWAY


def test_a_list_of_a_part_counts_for_its_part(root: Authority, office: Office, desk: Any):
    person = root.issue(points=[HERE.value])
    office.lists["some.crl"] = list_of(root, extensions=idp(full_name=[HERE]))
    assert said(desk("", f"{office.address}/some.crl", person=person).ask()) is Revocation.CRL


def test_a_list_is_fetched_anew_when_it_is_over(
    root: Authority, somebody: Person, office: Office, desk: Any
):
    office.lists["some.crl"] = list_of(root, until=START + 5 * HOUR)
    here = desk("", f"{office.address}/some.crl")
    assert said(here.ask()) is Revocation.CRL
    office.lists["some.crl"] = list_of(root, somebody.certificate, until=START + 5 * HOUR)
    last = START + LISTS_LAST - timedelta(seconds=1)
    assert said(here.ask(last)) is Revocation.CRL
    assert said(here.ask(START + LISTS_LAST)) is Reason.REVOKED
    assert office.asked == ["/some.crl"] * 2


def test_a_list_that_does_not_come_is_not_asked_for_at_once_again(
    root: Authority, office: Office, desk: Any
):
    here = desk("", f"{office.address}/some.crl")
    assert said(here.ask()) is Reason.SERVICE_AWAY
    assert said(here.ask(START + AGAIN_AFTER - timedelta(seconds=1))) is Reason.SERVICE_AWAY
    assert office.asked == ["/some.crl"]
    office.lists["some.crl"] = list_of(root)
    assert said(here.ask(START + AGAIN_AFTER)) is Revocation.CRL


def test_a_list_of_many_is_looked_up_quickly_enough(
    root: Authority, somebody: Person, office: Office, desk: Any
):
    others = [root.certificate for _ in range(2000)]
    office.lists["some.crl"] = list_of(root, *others, somebody.certificate)
    assert said(desk("", f"{office.address}/some.crl").ask()) is Reason.REVOKED


def test_only_who_is_asked_of_a_trusted_certificate_is_asked(
    office: Office, http: httpx.Client, root: Authority, tmp_path: Path
):
    """A stranger's signature causes no request, so that nobody is made to ask on demand."""
    sources = RevocationSources(f"{office.address}/ocsp", [], http)
    verifier = verifier_of(tmp_path, root, revocation=sources)
    stranger = Authority("Somebody's root").issue(key_usage=usage(signing=True))
    found = verifier.verify(stranger.sign(CONTENT), CONTENT, iin=IIN, now=START)
    assert said(found) is Reason.UNKNOWN_ISSUER
    assert office.asked == []
