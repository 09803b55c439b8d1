"""Documents in the electronic personal file: what comes, what is refused, how it is given back."""

from typing import Any

import pytest
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.gateways.storage import Storage
from service.gateways.virus_scan import Finding
from service.people.models import Account
from service.personal_files import queries
from service.personal_files.models import PersonalDocument, Scan
from tests import make
from tests.personal_files import specimens
from tests.visitor import Visitor

PDF = specimens.pdf()


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person)
    client.sign_in_as(person)
    return person


def send(client: Visitor, *files: tuple[str, bytes], kind: str = "diploma") -> Any:
    parts = [("files", (name, content, "application/pdf")) for name, content in files]
    return client.submit("/me/file/documents", {"kind": kind}, files=parts)


def documents(db: Session, owner: Account) -> list[PersonalDocument]:
    return list(queries.documents_of(db, owner.id))


def test_documents_are_kept_under_names_of_ours_and_come_back_to_be_saved(
    client: Visitor, db: Session, house: Wiring, owner: Account
):
    answer = send(client, ("Диплом.pdf", PDF), ("photo.jpg", specimens.picture()))
    assert (answer.status_code, client.said()) == (303, "Documents kept: %(n)s.")
    by_name = {one.original_name: one for one in documents(db, owner)}
    diploma, photo = by_name["Диплом.pdf"], by_name["photo.jpg"]
    assert (diploma.media_type, photo.media_type) == ("application/pdf", "image/jpeg")
    assert diploma.scan is Scan.NOT_SCANNED
    assert "not checked for viruses" in client.get("/me/file/documents").text
    storage: Storage = house.parts["personal_documents"]
    assert storage.get(str(diploma.id)) == PDF
    copy = client.get(f"/me/file/documents/{diploma.id}")
    assert copy.content == PDF
    assert copy.headers["content-disposition"] == (
        'attachment; filename="______.pdf"; '
        "filename*=UTF-8''%D0%94%D0%B8%D0%BF%D0%BB%D0%BE%D0%BC.pdf"
    )
    assert copy.headers["x-content-type-options"] == "nosniff"
    assert copy.headers["cache-control"] == "no-store"
    assert "sandbox" in copy.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "shown", "saved"),
    [
        ("../../x.pdf", "../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "..\\..\\x.pdf", "x.pdf"),
        ("/etc/passwd", "/etc/passwd", "passwd.pdf"),
        ("a\0b.pdf", "a\N{REPLACEMENT CHARACTER}b.pdf", "a_b.pdf"),
        ("x.pdf.html", "x.pdf.html", "x.pdf.html.pdf"),
        ("cod\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "cod\N{REPLACEMENT CHARACTER}fdp.exe", None),
        ("<img src=x>.pdf", "<img src=x>.pdf", "_img src=x_.pdf"),
        ("y" * 500 + ".pdf", "y" * 200, "y" * 200 + ".pdf"),
    ],
)
def test_a_name_is_shown_and_never_a_path(
    client: Visitor, db: Session, house: Wiring, owner: Account, name: str, shown: str, saved: str
):
    boundary = "b0undary"
    body = b""
    for field, value in (("csrf", client.csrf), ("kind", "other")):
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'.encode()
        body += value.encode() + b"\r\n"
    escaped = name.replace("\\", "\\\\")
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="files"; '.encode()
    body += f'filename="{escaped}"\r\n\r\n'.encode() + PDF + f"\r\n--{boundary}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    answer = client.post("/me/file/documents", content=body, headers=headers)
    assert answer.status_code == 303, answer.text
    (kept,) = documents(db, owner)
    assert kept.original_name == shown
    page = client.get("/me/file/documents").text
    assert "<img src" not in page
    if saved is not None:
        copy = client.get(f"/me/file/documents/{kept.id}")
        assert copy.headers["content-disposition"].startswith(f'attachment; filename="{saved}"')
    storage: Storage = house.parts["personal_documents"]
    assert storage.get(str(kept.id)) == PDF


def test_the_sound_ones_are_kept_and_the_others_are_named_with_the_reason(
    client: Visitor, db: Session, owner: Account
):
    bomb, page = specimens.zip_file(), b"<script>alert(1)</script>" + PDF
    answer = send(client, ("good.pdf", PDF), ("bomb.pdf", bomb), ("page.pdf", page))
    assert answer.status_code == 422
    assert [one.original_name for one in documents(db, owner)] == ["good.pdf"]
    for shown in ("bomb.pdf", "page.pdf", "neither a PDF nor a JPEG nor a PNG"):
        assert shown in answer.text
    assert '<option value="diploma" selected>' in answer.text


@pytest.mark.usefixtures("owner")
def test_a_file_above_20_mb_is_refused_by_its_name(client: Visitor, db: Session):
    answer = send(client, ("large.pdf", PDF + bytes(20 * 1024 * 1024)))
    assert answer.status_code == 422
    assert "large.pdf" in answer.text
    assert "larger than 20 MB" in answer.text
    assert db.exec(select(PersonalDocument)).all() == []


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "length", [pytest.param(str(2 * 1024**3), id="2 GB"), pytest.param("", id="unsaid")]
)
def test_what_is_far_too_large_is_refused_before_it_is_read(client: Visitor, length: str):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    request = client.build_request("POST", "/me/file/documents", headers=headers)
    if length:
        request.headers["content-length"] = length
    else:
        del request.headers["content-length"]
    answer = client.send(request)
    assert answer.status_code == 422
    assert ("larger than 100 MB" if length else "must be said beforehand") in answer.text


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("", b"")], "Please choose the file."),
        ([(f"{n}.pdf", PDF) for n in range(6)], "Please choose at most 5 files at a time."),
    ],
)
def test_no_file_and_too_many_are_said(
    client: Visitor, files: list[tuple[str, bytes]], sentence: str
):
    answer = send(client, *files)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("finding", "kept", "sentence"),
    [
        (Finding.CLEAN, 1, "checked for viruses"),
        (Finding.INFECTED, 0, "has found a virus"),
        (Finding.AWAY, 0, "does not answer just now"),
    ],
)
def test_the_virus_scanner_is_heard(
    client: Visitor,
    db: Session,
    house: Wiring,
    owner: Account,
    finding: Finding,
    kept: int,
    sentence: str,
):
    house.parts["virus_scanner"] = lambda _: finding
    answer = send(client, ("a.pdf", PDF))
    assert sentence in (answer.text or client.get("/me/file/documents").text)
    assert len(documents(db, owner)) == kept


def test_a_document_taken_out_is_gone_for_the_person(client: Visitor, db: Session, owner: Account):
    send(client, ("a.pdf", PDF))
    (one,) = documents(db, owner)
    assert client.submit(f"/me/file/documents/{one.id}/remove").status_code == 303
    assert client.get(f"/me/file/documents/{one.id}").status_code == 404
    assert documents(db, owner) == []
