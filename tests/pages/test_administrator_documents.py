"""Documents found by number or code, suspended, restored and revoked."""

from datetime import date
from uuid import uuid4

import pytest
from sqlmodel import Session

from service.documents import queries
from service.documents.models import Document, Standing
from service.law.document import DocumentKind, show_check_code
from service.people.models import Account, Role
from tests import make, make_booking, staff
from tests.visitor import Visitor

REASON = "Decision of the appeal commission of 20 November 2026"


@pytest.fixture
def document(db: Session) -> Document:
    holder = make.account(db, family_name="Өтегенов")
    return make_booking.paper(
        db, holder, DocumentKind.CERTIFICATE, date(2026, 11, 20), code="LE-3",
        valid_until=date(2027, 11, 20),
    )  # fmt: skip


@pytest.fixture
def person(client: Visitor, db: Session) -> Account:
    return staff.administrator(client, db)


def change(client: Visitor, document: Document, standing: str, reason: str = REASON) -> None:
    path = f"/administrator/documents/{document.id}"
    fields = {"standing": standing, "reason": reason}
    client.submit(path, staff.confirmed(client.submit(path, fields), fields))


def stands(db: Session, document: Document) -> Standing:
    db.rollback()
    found = queries.document(db, document.id)
    assert found is not None
    return found.standing


def test_a_document_is_found_by_number_or_check_code(
    client: Visitor, document: Document, person: Account
):
    code = show_check_code(document.check_code).lower()
    for wanted in (document.number, document.number.lower(), code, ""):
        said = staff.words(client.get("/administrator/documents", params={"q": wanted}))
        assert "Өтегенов Әлихан Серікұлы" in said
    said = staff.words(client.get("/administrator/documents?q=LE-2026-999999-9"))
    assert "No document has this number or code" in said
    assert "Өтегенов" not in said


def test_it_is_suspended_restored_and_revoked_with_a_reason(
    client: Visitor, db: Session, document: Document, person: Account
):
    for standing in (Standing.SUSPENDED, Standing.VALID, Standing.REVOKED):
        change(client, document, standing)
        assert stands(db, document) is standing
    events = queries.events_of(db, document.id)
    assert [(event.standing, event.reason, event.actor_id) for event in events] == [
        (standing, REASON, person.id)
        for standing in (Standing.SUSPENDED, Standing.VALID, Standing.REVOKED)
    ]
    said = staff.words(client.get(f"/administrator/documents/{document.id}"))
    assert "A revoked document stays revoked." in said
    change(client, document, Standing.VALID)
    assert client.said().startswith("The document cannot be changed this way")
    assert stands(db, document) is Standing.REVOKED


def test_a_confirmation_sent_twice_changes_it_once(
    client: Visitor, db: Session, document: Document, person: Account
):
    path, fields = f"/administrator/documents/{document.id}", {"standing": "revoked"}
    fields["reason"] = REASON
    sent = staff.confirmed(client.submit(path, fields), fields)
    for _ in range(2):
        assert client.submit(path, sent).status_code == 303
    assert len(queries.events_of(db, document.id)) == 1


def test_the_page_says_what_will_happen_first(
    client: Visitor, db: Session, document: Document, person: Account
):
    path = f"/administrator/documents/{document.id}"
    asked = client.submit(path, {"standing": "revoked", "reason": REASON})
    said = staff.words(asked)
    assert "The document never counts again. This cannot be undone." in said
    assert "It no longer bars the person from taking the test again (RF-5)." in said
    assert stands(db, document) is Standing.VALID


def test_every_fault_is_named_at_once(
    client: Visitor, db: Session, document: Document, person: Account
):
    path = f"/administrator/documents/{document.id}"
    answer = client.submit(path, {"standing": "burnt", "reason": "because"})
    assert staff.errors(answer) == {
        "standing": "Please choose one of the answers.",
        "reason": "Please write at least 10 characters.",
    }
    assert "because" in answer.text


def test_a_document_that_is_not_there_does_not_exist(client: Visitor, person: Account):
    path = f"/administrator/documents/{uuid4()}"
    assert client.get(path).status_code == 404
    fields = {"standing": "revoked", "reason": REASON}
    assert client.submit(path, fields).status_code == 404
    assert client.submit(path, fields | {"sure": "true"}).status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, document: Document, role: Role):
    staff.sign_in(client, db, role)
    path = f"/administrator/documents/{document.id}"
    assert client.get(path).status_code == 403
    assert client.submit(path, {"standing": "revoked", "reason": REASON}).status_code == 403
    assert stands(db, document) is Standing.VALID
