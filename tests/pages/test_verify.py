"""The public checks of documents: by code, by number, by file."""

import json
import re
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asn1crypto import x509
from sqlmodel import Session

from service.core.wiring import Wiring
from service.demo.authority import Authority, make_demo_authority
from service.documents.actions import Order, Press, change_standing, issue_document
from service.documents.facts import Issued, from_json
from service.documents.foreign_file import verify_foreign
from service.documents.models import Document, Standing
from service.documents.signature import load_roots, load_signer
from service.gateways.storage import Storage
from service.law.document import DocumentKind, number, show_check_code
from service.pages.verify import LARGEST, LOOK_UPS, read_number
from service.people.models import Account, Role
from tests import make
from tests.clock import START, FixedClock
from tests.visitor import Visitor

SPECIMENS = Path(__file__).parents[1] / "documents" / "specimens"
UNTIL = date(2027, 11, 3)

Issue = Callable[..., Document]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_demo_authority(tmp_path_factory.mktemp("authority"), now=START)


@pytest.fixture
def press(authority: Authority, house: Wiring, tmp_path: Path) -> Press:
    house.parts["roots"] = load_roots(authority.root)
    signer = load_signer(authority.key, authority.chain)
    return Press(signer, Storage.in_folder(tmp_path / "papers"), "https://testserver")


@pytest.fixture
def administrator(db: Session) -> Account:
    return make.account(db, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def issue(db: Session, press: Press) -> Issue:
    """Issue a specimen: `issue("certificate")`, `issue("statement", account_id=…)`."""

    def made(name: str = "certificate", **changes: Any) -> Document:
        kind = DocumentKind(name.removesuffix("-is"))
        specimen = json.loads((SPECIMENS / f"{name}.json").read_text())

        def facts(printed: str) -> Issued:
            return from_json(kind, specimen | changes | {"number": printed})

        until = UNTIL if kind is DocumentKind.CERTIFICATE else None
        series = "LE" if until else "ST"
        order = Order(kind, series, None, ("test", uuid4()), facts, "LE-1", valid_until=until)
        return issue_document(db, order, press, now=START)

    return made


@pytest.fixture(autouse=True)
def english(client: Visitor):
    client.headers["accept-language"] = "en"


def change(db: Session, row: Document, standing: Standing, by: Account) -> None:
    later = START + timedelta(days=2)
    change_standing(db, row.id, standing, reason="secret reason", actor_id=by.id, now=later)


def show(client: Visitor, row: Document, language: str = "en") -> str:
    answer = client.get(f"/check/{row.check_code}", headers={"accept-language": language})
    assert answer.status_code == 200
    return str(answer.text)


def test_the_qr_code_leads_to_what_the_paper_shows(client: Visitor, issue: Issue):
    text = show(client, row := issue())
    for said in [row.number, "The certificate is valid", "••••••••1234", "LE-1", "108", "TOTAL"]:
        assert said in text
    assert "Нұрмағамбетова Гүлжауһар Өтегенқызы" in text
    assert "3 November 2027" in text
    assert str(row.subject_id) not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", ["Сертификат жарамды", "БАРЛЫҒЫ"]), ("ru", ["Сертификат действителен", "ИТОГО"])],
)
def test_it_speaks_the_readers_language(client: Visitor, issue: Issue, language: str, words: Any):
    text = show(client, issue(), language)
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    "name", ["certificate", "certificate-is", "statement", "technical-act", "breach-list"]
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_kind_of_paper_can_be_shown(client: Visitor, issue: Issue, name: str, language: str):
    row = issue(name)
    assert row.number in show(client, row, language)


def test_it_is_kept_out_of_search_engines(client: Visitor, issue: Issue):
    answer = client.get(f"/check/{issue().check_code}")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_a_certificate_is_valid_on_its_last_day_and_expired_on_the_next(
    client: Visitor, issue: Issue, clock: FixedClock
):
    row = issue()
    clock.set(START.replace(year=2027, month=11, day=3, hour=18))
    assert "The certificate is valid" in show(client, row)
    clock.set(START.replace(year=2027, month=11, day=3, hour=19))  # midnight in Astana
    text = show(client, row)
    assert "The certificate has expired" in text
    assert "The certificate is valid" not in text


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.SUSPENDED, "The document is suspended"),
        (Standing.REVOKED, "The document is revoked"),
    ],
)
def test_a_suspension_and_a_revocation_show_their_day_and_no_reason(
    client: Visitor,
    db: Session,
    issue: Issue,
    administrator: Account,
    standing: Standing,
    said: str,
):
    row = issue()
    change(db, row, standing, administrator)
    text = show(client, row)
    assert said in text
    assert "25 November 2026" in text
    assert "secret reason" not in text


def test_a_restored_document_is_valid_again(
    client: Visitor, db: Session, issue: Issue, administrator: Account
):
    row = issue()
    change(db, row, Standing.SUSPENDED, administrator)
    change(db, row, Standing.VALID, administrator)
    assert "The certificate is valid" in show(client, row)


def test_a_statement_has_no_term_and_is_genuine(client: Visitor, issue: Issue):
    assert "The document is genuine" in show(client, issue("statement"))


def test_a_statement_says_what_the_threshold_lacked(client: Visitor, issue: Issue):
    text = show(client, issue("statement"))
    assert re.findall(r'data-label="Answers missing"[^>]*>([^<]*)<', text) == [
        *("–", "19", "–", "1", "–", "–", "–", "2", "–", "–", "–", "")
    ]
    assert "Answers missing" not in show(client, issue("certificate"))


def test_a_code_is_found_however_it_was_typed(client: Visitor, issue: Issue):
    row = issue()
    typed = show_check_code(row.check_code).lower()
    answer = client.get("/check", params={"document": f" {typed} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/check/{row.check_code}")
    assert client.get(f"/check/{typed}").status_code == 200


def test_a_number_alone_shows_nothing_of_the_person(client: Visitor, issue: Issue):
    row = issue()
    answer = client.get("/check", params={"document": row.number})
    assert answer.status_code == 200
    assert "The certificate is valid" in answer.text
    for kept in ["Нұрмағамбетова", "1234", row.check_code, "108"]:
        assert kept not in answer.text


@pytest.mark.parametrize(
    "typed",
    ["le-2026-000123-{d}", "LE2026000123{d}", "LE – 2026 – 000123 – {d}", "LЕ-2026-000123-{d}"],
)
def test_a_number_is_read_in_any_writing(typed: str):
    right = number("LE", START.date(), 123)
    assert read_number(typed.format(d=right[-1])) == right


@pytest.mark.parametrize("typed", ["7QK3M9TDPX2V", "ST-2026-999999-9", "ST-2026-999999-0"])
def test_what_is_not_known_is_said_clearly(client: Visitor, typed: str):
    answer = client.get("/check", params={"document": typed}, follow_redirects=True)
    if answer.status_code == 404:
        assert "No such document" in answer.text
    else:
        assert answer.status_code == 422
        assert "its last digit does not fit" in answer.text


@pytest.mark.parametrize("path", ["/check/nonsense", "/check/%00", "/check/" + "A" * 500])
def test_a_malformed_code_is_no_document(client: Visitor, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "No such document" in answer.text


def test_neither_code_nor_number_keeps_what_was_typed(client: Visitor):
    answer = client.get("/check", params={"document": "certificate <b>"})
    assert answer.status_code == 422
    assert 'value="certificate &lt;b&gt;"' in answer.text
    assert 'href="#field-document"' in answer.text


def send(client: Visitor, content: bytes, name: str = "paper.pdf") -> Any:
    return client.submit("/check", files={"file": (name, content, "application/pdf")})


def test_the_issued_file_is_ours(client: Visitor, issue: Issue, press: Press):
    row = issue()
    text = send(client, press.storage.get(row.file_name)).text
    assert "This is, to the last byte, the file that the service issued." in text
    assert "The certificate is valid" in text
    assert "DEMO Synaq testing centre" in text
    assert f"/check/{row.check_code}" in text
    assert text.count("status-good") == 3


def test_the_file_of_a_revoked_document_is_ours_and_revoked(
    client: Visitor, db: Session, issue: Issue, press: Press, administrator: Account
):
    row = issue()
    change(db, row, Standing.REVOKED, administrator)
    assert "The document is revoked" in send(client, press.storage.get(row.file_name)).text


def test_a_changed_file_is_not_ours(client: Visitor, issue: Issue, press: Press):
    row = issue()
    pdf = bytearray(press.storage.get(row.file_name))
    pdf[pdf.index(b"stream") + 40] ^= 1
    text = send(client, bytes(pdf)).text
    assert "This is not the file that the service issued" in text
    assert row.number in text
    assert row.check_code not in text


def test_a_signed_file_that_nobody_registered(
    client: Visitor, db: Session, issue: Issue, press: Press
):
    row = issue()
    pdf = press.storage.get(row.file_name)
    db.rollback()  # signed and stored, never registered
    assert "Signed, but not in the register" in send(client, pdf).text


@pytest.mark.usefixtures("press")
def test_a_pdf_of_somebody_else_is_not_ours(client: Visitor):
    text = send(client, b"%PDF-1.7\n% nothing in it").text
    assert "The file cannot be read" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Please choose the PDF file of the document."),
        (b"PK\x03\x04 a text document", "This is not a PDF file."),
        (b"%PDF-" + b" " * LARGEST * 1024 * 1024, f"The file is larger than {LARGEST} MB."),
    ],
    ids=["no file", "another kind of file", "a file above the limit"],
)
def test_a_wrong_file_is_a_fault_of_the_form(client: Visitor, content: bytes, said: str):
    answer = send(client, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#field-file"' in answer.text


def test_a_much_larger_body_is_refused_unread(client: Visitor):
    answer = send(client, b"%PDF-" + b" " * (LARGEST + 2) * 1024 * 1024)
    assert answer.status_code == 422
    assert f"The file is larger than {LARGEST} MB." in answer.text


def test_a_body_of_unknown_length_is_refused_unread(client: Visitor):
    answer = client.post("/check", content=iter([b"csrf=", b"x"]))
    assert answer.status_code == 422


@pytest.mark.usefixtures("press")
def test_a_file_that_unpacks_without_end_is_not_read(house: Wiring):
    press = zlib.compressobj(1)
    packed = b"".join([*(press.compress(bytes(2**24)) for _ in range(20)), press.flush()])
    bomb = (
        b"%PDF-1.7\n1 0 obj <</Type /XRef /W [1 2 1] /Size 400000000 /Root 2 0 R "
        b"/Filter /FlateDecode /Length " + str(len(packed)).encode() + b">>\nstream\n" + packed
    )
    bomb += b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
    roots: list[x509.Certificate] = house.parts["roots"]
    verdict = verify_foreign(bomb, roots, now=START)
    assert not verdict.good
    assert verdict.problem


def test_too_many_look_ups_are_slowed_down(client: Visitor):
    answers = [client.get("/check/nonsense").status_code for _ in range(LOOK_UPS + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}
