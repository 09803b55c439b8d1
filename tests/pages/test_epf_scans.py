"""Scans stand at the lines that they prove; what VC-3 misses and experience are shown."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from service.people.models import Account
from service.personal_files import queries
from service.personal_files.models import Education, Employment, PersonalDocument, ServiceKind
from tests import make
from tests.personal_files import rows, specimens
from tests.visitor import Visitor

PDF, OTHER = specimens.pdf(), specimens.pdf(pages=2)


@pytest.fixture
def owner(client: Visitor, db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person)
    client.sign_in_as(person)
    return person


@pytest.fixture
def studies(db: Session, owner: Account) -> list[Education]:
    found = [
        rows.education(owner.id, field=field, institution="KAZGUU") for field in ("Law", "Finance")
    ]
    db.add_all(found)
    db.commit()
    return found


def send(client: Visitor, kind: str, line: object = "", content: bytes = PDF) -> Any:
    parts = [("files", ("a.pdf", content, "application/pdf"))]
    return client.submit("/me/file/documents", {"kind": kind, "line": str(line)}, files=parts)


def placed(db: Session, owner: Account) -> list[tuple[str, object]]:
    db.expire_all()
    found: list[PersonalDocument] = list(queries.documents_of(db, owner.id))
    return sorted((one.kind.value, one.line_id) for one in found)


def test_a_diploma_is_put_to_the_education_that_is_named(
    client: Visitor, db: Session, owner: Account, studies: list[Education]
):
    law, finance = studies
    answer = send(client, "diploma")
    assert answer.status_code == 422
    assert "Please say what the document belongs to." in answer.text
    assert placed(db, owner) == []
    assert send(client, "diploma", law.id).status_code == 303
    # the other one is the only one left without
    assert send(client, "diploma", content=OTHER).status_code == 303
    assert placed(db, owner) == sorted([("diploma", law.id), ("diploma", finance.id)])


@pytest.mark.usefixtures("studies")
def test_a_document_belongs_to_no_line_of_another_kind_or_person(
    client: Visitor, db: Session, owner: Account
):
    stranger = rows.education(make.account(db).id)
    job = rows.employment(owner.id)
    db.add_all([stranger, job])
    db.commit()
    for line in (stranger, job):
        assert send(client, "diploma", line.id).status_code == 422
    assert placed(db, owner) == []


def test_a_document_is_put_to_another_line(
    client: Visitor, db: Session, owner: Account, studies: list[Education]
):
    law, finance = studies
    send(client, "diploma", law.id)
    (document,) = queries.documents_of(db, owner.id)
    url = f"/me/file/documents/{document.id}/place"
    assert "Put it to another line" in client.get("/me/file/documents").text
    assert client.submit(url, {"line": str(finance.id)}).status_code == 303
    assert placed(db, owner) == [("diploma", finance.id)]
    job = rows.employment(owner.id)
    db.add(job)
    db.commit()
    client.submit(url, {"line": str(job.id)})
    assert placed(db, owner) == [("diploma", finance.id)]
    client.sign_in_as(make.account(db))
    assert client.submit(url, {"line": str(law.id)}).status_code == 404


def test_vc_3_each_line_shows_which_scan_is_missing(
    client: Visitor, db: Session, owner: Account, studies: list[Education]
):
    law, _ = studies
    db.add(rows.employment(owner.id))
    db.commit()

    def missing(kind: str) -> int:
        return client.get("/me/file").text.count(f"/me/file/documents?kind={kind}&amp;line=")

    assert (missing("diploma"), missing("diploma-annex"), missing("employment")) == (2, 2, 1)
    way = f"/me/file/documents?kind=diploma&line={law.id}"
    form = client.get(way).text
    assert '<option value="diploma" selected>' in form
    assert f'<option value="{law.id}" selected>' in form
    send(client, "diploma", law.id)
    send(client, "employment")
    assert (missing("diploma"), missing("diploma-annex"), missing("employment")) == (1, 2, 0)


def test_experience_is_shown_with_its_arithmetic(client: Visitor, db: Session, owner: Account):
    jobs: list[Employment] = [
        rows.employment(owner.id, began_on=began, ended_on=ended, fields=fields, service=service)
        for began, ended, fields, service in (
            (date(2020, 1, 1), date(2020, 12, 31), ["law"], ServiceKind.CIVIL),
            (date(2020, 7, 1), date(2021, 6, 30), [], ServiceKind.OTHER),
        )
    ]
    db.add_all(jobs)
    db.commit()
    page = client.get("/me/file").text
    for shown in (
        "1 January 2020 – 30 June 2021",
        "2 jobs",
        "546",
        "No field chosen",
        "Specialist, or higher",
    ):
        assert shown in page
    assert page.count('<td role="cell" data-label="Days" class="number figures">365</td>') == 4


@pytest.mark.usefixtures("owner")
def test_a_strange_address_does_no_harm(client: Visitor):
    page = client.get("/me/file/documents", params={"kind": "<script>", "line": "'"})
    assert page.status_code == 200
    assert "<script>'" not in page.text
