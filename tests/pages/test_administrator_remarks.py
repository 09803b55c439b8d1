"""TT-3: remarks of candidates are answered, and the answer reaches the cabinet."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from service.attempts import actions, queries
from service.attempts.models import Attempt, Remark
from service.core.i18n import message_from_json
from service.core.wiring import Wiring
from service.notices.queries import notices_of
from service.people.models import Account, Role
from tests import make_attempts, staff
from tests.visitor import Visitor

ANSWER = {"answer": "Рақмет, сұрақ түзетілді: 100 % дұрыс."}


@pytest.fixture
def attempt(db: Session, house: Wiring) -> Attempt:
    return make_attempts.prepared(db, house)


@pytest.fixture
def remark(db: Session, house: Wiring, attempt: Attempt) -> Remark:
    said = actions.Remarks("complaint", "5-сұрақ түсініксіз <b>болды</b>.")
    actions.add_remarks(db, attempt.id, said, now=house.clock.now())
    db.flush()
    (made,) = queries.open_remarks(db)
    return made


@pytest.fixture
def person(client: Visitor, db: Session) -> Account:
    return staff.administrator(client, db)


def test_tt_3_a_remark_waits_until_it_is_answered(
    client: Visitor, db: Session, attempt: Attempt, remark: Remark, person: Account
):
    listed = staff.words(client.get("/administrator/remarks"))
    assert "Complaint" in listed
    assert "5-сұрақ түсініксіз <b>болды</b>." in listed  # shown as written, never as marks
    path = f"/administrator/remarks/{remark.id}"
    sent = staff.confirmed(client.submit(path, ANSWER), ANSWER)
    assert queries.open_remarks(db)
    assert client.submit(path, sent).headers["location"] == "/administrator/remarks"
    assert queries.open_remarks(db) == []
    notice = notices_of(db, attempt.account_id)[0]
    assert message_from_json(notice.text).values["answer"] == ANSWER["answer"]
    assert notice.url == f"/cabinet/applications/{attempt.application_id}"
    shown = staff.words(client.get(path))
    assert ANSWER["answer"] in shown
    assert person.name in shown


def test_an_answer_is_sent_once(
    client: Visitor, db: Session, attempt: Attempt, remark: Remark, person: Account
):
    path = f"/administrator/remarks/{remark.id}"
    before = len(notices_of(db, attempt.account_id))
    sent = staff.confirmed(client.submit(path, ANSWER), ANSWER)
    client.submit(path, sent)
    client.submit(path, sent | {"answer": "Another answer altogether"})
    assert client.said() == "This remark has been answered already."
    assert len(notices_of(db, attempt.account_id)) == before + 1
    made = queries.remark(db, remark.id)
    assert made is not None
    assert made.answer == ANSWER["answer"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("", "Please fill in this field."),
        ("Thank you", "Please write at least 10 characters."),
        ("ә" * 4001, "Please write at most 4000 characters."),
    ],
    ids=["nothing", "too short", "too long"],
)
def test_an_answer_has_to_say_something(
    client: Visitor, remark: Remark, person: Account, answer: str, fault: str
):
    sent = client.submit(f"/administrator/remarks/{remark.id}", {"answer": answer})
    assert staff.errors(sent) == {"answer": fault}
    assert answer in sent.text


def test_a_remark_that_is_not_there_does_not_exist(client: Visitor, person: Account):
    path = f"/administrator/remarks/{uuid4()}"
    assert client.get(path).status_code == 404
    assert client.submit(path, ANSWER).status_code == 404
    assert client.submit(path, ANSWER | {"sure": "true"}).status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, remark: Remark, role: Role):
    staff.sign_in(client, db, role)
    assert client.get("/administrator/remarks").status_code == 403
    assert client.submit(f"/administrator/remarks/{remark.id}", ANSWER).status_code == 403
