"""A sealed answer file: looked at first, loaded with a reason, never a second time."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from service.attempts import actions, queries
from service.attempts.models import Attempt
from service.attempts.sealed import FORMAT, LARGEST
from service.attempts.tokens import queue_key
from service.core.columns import milliseconds
from service.core.wiring import Wiring
from service.law.attempt import What
from service.people.models import Account, Role
from tests import make_attempts, staff
from tests.clock import FixedClock
from tests.make_attempts import Player
from tests.visitor import Visitor

LOAD = "/administrator/sealed/load"
REASON = {"reason": "Handed over on a stick, the hall's line was cut"}


@pytest.fixture
def attempt(db: Session, house: Wiring) -> Attempt:
    return make_attempts.started(db, house)


@pytest.fixture
def person(client: Visitor, db: Session, attempt: Attempt) -> Account:
    assert attempt.started_at
    return staff.administrator(client, db)


def sealed(house: Wiring, attempt: Attempt, *answers: dict[str, Any]) -> bytes:
    """The file that the player writes."""
    inside = {"answers": answers, "made_ms": milliseconds(house.clock.now())}
    iv = bytes(12)
    data = AESGCM(queue_key(house.keys, attempt.id)).encrypt(iv, json.dumps(inside).encode(), None)
    outside = {
        "format": FORMAT,
        "attempt": str(attempt.id),
        "iv": base64.b64encode(iv).decode(),
        "data": base64.b64encode(data).decode(),
    }
    return json.dumps(outside).encode()


def given(house: Wiring, position: int, choice: str, *, after: int = 0) -> dict[str, Any]:
    at = milliseconds(house.clock.now()) + after * 1000
    return {"section": 0, "position": position, "choice": choice, "answered_ms": at}


def upload(client: Visitor, content: bytes) -> Any:
    files = {"file": ("answers.json", content, "application/json")}
    return client.post("/administrator/sealed", data={"csrf": client.csrf}, files=files)


def test_a_file_is_shown_first_and_then_loaded_with_a_reason(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    late = given(house, 3, "c", after=20 * 60 + 1)
    content = sealed(house, attempt, given(house, 1, "a"), given(house, 2, "b"), late)
    looked = upload(client, content)
    assert looked.status_code == 200
    said = staff.words(looked)
    assert "2 answers are added to the attempt and marked as recovered." in said
    assert "Answers given too late 1" in said
    assert queries.count_answers(db, attempt.id) == 0
    done = client.submit(LOAD, {"content": content.decode(), **REASON})
    assert done.headers["location"] == f"/administrator/attempts/{attempt.id}"
    assert client.said() == "Answers loaded: %(n)s."
    db.rollback()
    answers = queries.current_answers(db, attempt.id)
    assert {place: row.choice for place, row in answers.items()} == {(0, 1): "a", (0, 2): "b"}
    assert all(row.recovered for row in answers.values())
    last = queries.steps_of(db, attempt.id)[-1]
    assert (last.what, last.facts["reason"]) == (What.ANSWERS_RECOVERED, REASON["reason"])
    shown = staff.words(client.get(f"/administrator/attempts/{attempt.id}"))
    assert "Answers taken: 2, too late: 1." in shown
    assert "2 receipts, the chain is whole" in shown


def test_what_is_saved_already_is_not_taken_twice(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    db.commit()
    Player(client, db, house, attempt.id).save(1, "a")
    content = sealed(house, attempt, given(house, 1, "b"))
    assert "Nothing is missing" in staff.words(upload(client, content))
    client.submit(LOAD, {"content": content.decode(), **REASON})
    assert client.said() == "Every answer of this file was saved already: nothing has changed."
    db.rollback()
    assert queries.current_answers(db, attempt.id)[0, 1].choice == "a"


def test_a_load_sent_twice_adds_nothing(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    content = sealed(house, attempt, given(house, 1, "a")).decode()
    for _ in range(2):
        assert client.submit(LOAD, {"content": content, **REASON}).status_code == 303
    db.rollback()
    assert queries.count_answers(db, attempt.id) == 1
    steps = [step.what for step in queries.steps_of(db, attempt.id)]
    assert steps.count(What.ANSWERS_RECOVERED) == 1


def test_a_final_result_is_not_touched(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account,
    clock: FixedClock, run_due: Any,
):  # fmt: skip
    content = sealed(house, attempt, given(house, 1, "a"))
    for section in (0, 1):
        now = clock.now()
        actions.start_section(db, attempt.id, section, device="", now=now)
        actions.finish_section(db, attempt.id, section, now=now)
    clock.move(minutes=4)
    run_due()
    assert "The result is final" in staff.words(upload(client, content))
    client.submit(LOAD, {"content": content.decode(), **REASON})
    assert client.said() == "The result is final: this file belongs to an appeal now."
    db.rollback()
    assert queries.count_answers(db, attempt.id) == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "This is not a sealed answer file of Synaq."),
        (b"PK\x03\x04 a spreadsheet", "This is not a sealed answer file of Synaq."),
        (b"{" + b" " * LARGEST, "The file is larger than 1 MB: a sealed answer file never is."),
    ],
    ids=["empty", "another kind of file", "too large"],
)
def test_another_file_is_refused_in_place(
    client: Visitor, person: Account, content: bytes, fault: str
):
    assert staff.errors(upload(client, content)) == {"file": fault}


def test_a_broken_seal_is_refused(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    broken = json.loads(sealed(house, attempt, given(house, 1, "a")))
    broken["data"] = broken["data"][:-8] + "AAAAAAA="
    fault = "The seal is broken: the file was changed or cut short."
    assert staff.errors(upload(client, json.dumps(broken).encode())) == {"file": fault}
    answer = client.submit(LOAD, {"content": json.dumps(broken), "reason": "no"})
    assert staff.errors(answer) == {"file": fault}


def test_no_file_and_no_reason_are_named(
    client: Visitor, house: Wiring, attempt: Attempt, person: Account
):
    assert staff.errors(client.submit("/administrator/sealed")) == {
        "file": "Please choose the file."
    }
    content = sealed(house, attempt, given(house, 1, "a")).decode()
    answer = client.submit(LOAD, {"content": content})
    assert staff.errors(answer) == {"reason": "Please fill in this field."}
    assert "1 answer is added" in staff.words(answer)


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, house: Wiring, attempt: Attempt, role: Role):
    staff.sign_in(client, db, role)
    content = sealed(house, attempt, given(house, 1, "a"))
    assert client.submit(LOAD, {"content": content.decode(), **REASON}).status_code == 403
    assert upload(client, content).status_code == 403
