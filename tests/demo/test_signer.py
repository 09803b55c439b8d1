"""The demo's signing program speaks the protocol of NCALayer, over a real WebSocket."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from asn1crypto import pem
from cryptography import x509
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from service.demo import signer
from service.demo.authority import authority_in, make_demo_authority
from service.demo.people import demo_people
from service.demo.signer_keys import KeyKind, load_demo_keys
from service.gateways.esign import Verifier, load_verifier
from service.gateways.esign_revocation import RevocationSources
from service.gateways.esign_values import Algorithm, NotVerified, Reason, Revocation, Verified
from tests.clock import START
from tests.demo.serving import BorrowedClock, served
from tests.journeys.polling import until
from tests.make import iin as some_iin

CONTENT = '{"шешім":1}'.encode()
DATA = base64.b64encode(CONTENT).decode()
ARUZHAN, DANIYAR = demo_people()[:2]
Body = dict[str, Any]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    make_demo_authority(made, now=START)
    return made


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    def app(_: str) -> Any:
        return signer.create_app(folder, now=BorrowedClock().now)

    with served(app, ws="auto") as address:
        yield address


@pytest.fixture
def verifier(folder: Path, address: str) -> Iterator[Verifier]:
    with httpx.Client() as http:
        sources = RevocationSources(f"{address}/ocsp", [], http)
        yield load_verifier(authority_in(folder).root, uses=[USE], revocation=sources)


USE = "1.3.6.1.5.5.7.3.4"


@contextmanager
def opened(address: str) -> Iterator[ClientConnection]:
    """A page's connection; the program tells its version first."""
    url = address.replace("http", "ws")
    with connect(url, origin=Origin("https://synaq.test"), open_timeout=10) as line:
        assert json.loads(line.recv(timeout=10)) == {"result": {"version": "1.4"}}
        yield line


def said(line: ClientConnection) -> Body:
    answer: Body = json.loads(line.recv(timeout=10))
    return answer


def basics(data: Any = DATA, **params: Any) -> str:
    args = {
        "allowedStorages": None,
        "format": "cms",
        "data": data,
        "signingParams": {"decode": True, "encapsulate": False, "digested": False, **params},
        "signerParams": {"extKeyUsageOids": [USE]},
        "locale": "kk",
    }
    return json.dumps({"module": "kz.gov.pki.knca.basics", "method": "sign", "args": args})


def common(method: str, *args: Any) -> str:
    module = "kz.gov.pki.knca.commonUtils"
    return json.dumps({"module": module, "method": method, "args": list(args)})


def decide(address: str, key: str, *, sign: bool = True) -> Body:
    """Answer what waits, as whoever sits before the program; returns what was shown."""
    waiting = until(lambda: httpx.get(f"{address}/waiting.json").json(), "something waits")
    verb = "sign" if sign else "cancel"
    httpx.post(f"{address}/answer", data={"id": waiting[0]["id"], "key": key, verb: "true"})
    shown: Body = waiting[0]
    return shown


def found_in(verifier: Verifier, signature: str, iin: str = ARUZHAN.iin) -> Verified | NotVerified:
    return verifier.verify(signature.encode(), CONTENT, iin=iin, now=START)


def test_the_chosen_key_signs(address: str, verifier: Verifier):
    with opened(address) as line:
        line.send(basics())
        shown = decide(address, "aruzhan-good")
        assert shown["origin"] == "https://synaq.test"
        assert shown["text"] == CONTENT.decode()
        answer = said(line)
    assert answer["status"] is True
    (signature,) = answer["body"]["result"]
    assert signature.startswith("-----BEGIN CMS-----\n")
    found = found_in(verifier, signature)
    assert isinstance(found, Verified)
    assert (found.algorithm, found.unrevoked.by) == (Algorithm.RSA, Revocation.OCSP)
    assert found.certificate.signer == ARUZHAN.full_name


def test_the_older_module_signs_too(address: str, verifier: Verifier):
    with opened(address) as line:
        line.send(common("createCAdESFromBase64", "PKCS12", "SIGNATURE", DATA, True))
        decide(address, "daniyar-good")
        answer = said(line)
    assert answer["code"] == "200"
    found = found_in(verifier, answer["responseObject"], DANIYAR.iin)
    assert isinstance(found, Verified)
    assert found.algorithm is Algorithm.ECDSA


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("aruzhan-expired", Reason.EXPIRED),
        ("aruzhan-revoked", Reason.REVOKED),
        ("aruzhan-signing-in", Reason.WRONG_USE),
        ("daniyar-good", Reason.OTHER_PERSON),
    ],
)
def test_keys_to_see_refused(address: str, verifier: Verifier, key: str, reason: Reason):
    with opened(address) as line:
        line.send(basics())
        decide(address, key)
        found = found_in(verifier, said(line)["body"]["result"][0])
    assert isinstance(found, NotVerified)
    assert found.reason is reason


def test_the_list_of_revoked_keys_says_the_same(address: str, folder: Path):
    crl = x509.load_der_x509_crl(httpx.get(f"{address}/demo.crl").content)
    keys = load_demo_keys(folder / signer.KEYS)
    revoked = {one.certificate.serial_number for one in keys.values() if one.kind == "revoked"}
    assert {one.serial_number for one in crl} == revoked


def test_cancelling_is_told_as_the_original_tells_it(address: str):
    with opened(address) as line:
        line.send(basics())
        decide(address, "aruzhan-good", sign=False)
        assert said(line) == {"status": True, "body": {}}
        line.send(common("createCAdESFromBase64", "PKCS12", "SIGNATURE", DATA, False))
        decide(address, "aruzhan-good", sign=False)
        assert said(line) == {"code": "500", "message": "action.canceled"}


def test_several_documents_are_signed_at_once(address: str):
    with opened(address) as line:
        line.send(basics([DATA, DATA]))
        decide(address, "aruzhan-good")
        assert len(said(line)["body"]["result"]) == 2


def test_what_a_page_leaves_behind_waits_no_more(address: str):
    with opened(address) as line:
        line.send(basics())
        until(lambda: httpx.get(f"{address}/waiting.json").json(), "something waits")
    until(lambda: not httpx.get(f"{address}/waiting.json").json(), "nothing waits")


def test_it_may_answer_by_itself(address: str, verifier: Verifier):
    httpx.post(f"{address}/by-itself", data={"key": "aruzhan-good"})
    try:
        with opened(address) as line:
            line.send(basics())
            assert isinstance(found_in(verifier, said(line)["body"]["result"][0]), Verified)
    finally:
        httpx.post(f"{address}/by-itself", data={"key": ""})


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        pytest.param("--heartbeat--", "--heartbeat--", id="the line is alive"),
        pytest.param(common("getActiveTokens"), {"code": "200", "responseObject": []}, id="tokens"),
        pytest.param(common("changeLocale", "kz"), {"code": "200"}, id="a language"),
    ],
)
def test_small_questions(address: str, asked: str, answer: Any):
    with opened(address) as line:
        line.send(asked)
        got = line.recv(timeout=10)
    assert got == answer if isinstance(answer, str) else json.loads(got) == answer


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="no request"),
        pytest.param('{"module": 1, "method": 2}', id="an unknown module"),
        pytest.param(common("createCAdESFromBase64", 1), id="arguments are missing"),
        pytest.param(common("createCAdESFromBase64", "", "", "қ", False), id="no base64"),
    ],
)
def test_what_cannot_be_done_is_refused(address: str, asked: str):
    with opened(address) as line:
        line.send(asked)
        assert said(line)["code"] == "500"


@pytest.mark.parametrize("asked", [basics(digested=True), basics(5), basics(None)])
def test_what_the_newer_module_cannot_do_is_refused_in_its_way(address: str, asked: str):
    with opened(address) as line:
        line.send(asked)
        answer = said(line)
    assert (answer["status"], answer["code"]) == (False, "INVOCATION_ERROR")


def test_the_page_offers_every_key(address: str):
    page = httpx.get(f"{address}/", params={"ui_locales": "en"}).text
    for person in demo_people():
        for kind in KeyKind:
            assert f'value="{person.key}-{kind}"' in page
    assert "Its keys are made up" in page


def test_somebody_made_up_gets_keys(address: str, folder: Path):
    iin = some_iin(7777)
    own = {"iin": iin, "family_name": "Сағын", "given_name": "Нұрай"}
    assert httpx.post(f"{address}/keys", data=own).status_code == 303
    key = load_demo_keys(folder / signer.KEYS)[f"own{iin}-good"]
    assert (key.iin, key.owner) == (iin, "Сағын Нұрай")
    faulty = httpx.post(f"{address}/keys", data=own | {"iin": "1"})
    assert faulty.status_code == 422


def test_the_keys_are_private_and_kept(folder: Path, address: str):
    files = sorted((folder / signer.KEYS).glob("*.pem"))
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    before = {file: file.read_bytes() for file in files}
    signer.create_app(folder, now=BorrowedClock().now)
    assert {file: file.read_bytes() for file in files} == before
    assert all(pem.detect(raw) for raw in before.values())


def test_without_its_authority_it_does_not_start(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        signer.create_app(tmp_path, now=BorrowedClock().now)
