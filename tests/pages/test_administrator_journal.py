"""The journal as it is read, and work that is tried again."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from service.core.due_work import Job, failed_jobs
from service.core.ids import new_id
from service.journal.actions import record
from service.journal.queries import newest_entries
from service.people.models import Account, Role
from tests import staff
from tests.clock import START, FixedClock
from tests.visitor import Visitor


@pytest.fixture
def person(client: Visitor, db: Session) -> Account:
    return staff.administrator(client, db)


@pytest.fixture
def failed(db: Session) -> Job:
    job = Job(kind="send-sms", key="k1", due_at=START, gave_up_at=START, tries=12, error="No way.")
    db.add(job)
    db.flush()
    return job


def test_entries_come_newest_first_with_actor_rule_and_facts(
    client: Visitor, db: Session, person: Account
):
    about = ("attempt", new_id())
    facts = {"reason": "жарық <сөнді>"}
    for verb, by in (("time given back", person.id), ("result made", None)):
        record(db, verb, subject=about, now=START, actor_id=by, rule="TT-5", facts=facts)
        db.flush()
    said = staff.words(client.get("/administrator/journal"))
    assert said.index("result made") < said.rindex("time given back")
    assert "the service" in said
    assert person.name in said
    assert "жарық <сөнді>" in said


def test_the_journal_is_narrowed_to_a_subject_and_a_verb(
    client: Visitor, db: Session, person: Account
):
    first, second = new_id(), new_id()
    for subject, verb in ((first, "one"), (first, "two"), (second, "one")):
        facts = {"what": f"{verb} of {'first' if subject == first else 'second'}"}
        record(db, verb, subject=("slot", subject), now=START, facts=facts)
    said = staff.words(client.get(f"/administrator/journal?subject=slot&id={first}&verb=one"))
    assert "one of first" in said
    assert "two of first" not in said
    assert "one of second" not in said


def test_older_entries_are_a_page_away(client: Visitor, db: Session, person: Account):
    for number in range(60):
        facts = {"number": f"<{number:02d}>"}
        record(db, "slot closed", subject=("slot", "x"), now=START, facts=facts)
        db.flush()
    first = client.get("/administrator/journal?verb=slot+closed")
    assert "<59>" in staff.words(first)
    assert "<09>" not in staff.words(first)
    before = newest_entries(db, limit=60)
    last = next(entry for entry in before if entry.facts.get("number") == "<10>")
    assert f"before={last.id}" in first.text
    older = staff.words(client.get(f"/administrator/journal?verb=slot+closed&before={last.id}"))
    assert "<09>" in older
    assert "Older entries" not in older


def test_what_cannot_be_read_is_named(client: Visitor, person: Account):
    answer = client.get("/administrator/journal?before=yesterday")
    assert answer.status_code == 422
    assert "Please choose one of the answers." in staff.words(answer)


def test_failed_work_is_tried_again_once(
    client: Visitor, db: Session, person: Account, failed: Job, clock: FixedClock
):
    assert "No way." in staff.words(client.get("/administrator/work"))
    clock.move(minutes=5)
    assert client.submit(f"/administrator/work/{failed.id}").status_code == 303
    db.rollback()
    again = db.get_one(Job, failed.id)
    assert (again.gave_up_at, again.tries, again.due_at) == (None, 0, clock.now())
    assert failed_jobs(db) == []
    client.submit(f"/administrator/work/{failed.id}")
    assert client.said() == "This work waits already or is done."
    verbs = [entry.verb for entry in newest_entries(db)]
    assert verbs.count("work tried again") == 1


def test_the_payload_of_work_is_shown_to_nobody(
    client: Visitor, db: Session, person: Account, failed: Job
):
    failed.payload = {"sealed": "a code that somebody waits for"}
    db.add(failed)
    assert "a code that somebody waits for" not in client.get("/administrator/work").text


def test_work_that_is_done_or_not_there_is_left_alone(
    client: Visitor, db: Session, person: Account, failed: Job
):
    failed.done_at = START
    db.add(failed)
    for job_id in (failed.id, uuid4()):
        client.submit(f"/administrator/work/{job_id}")
        assert client.said() == "This work waits already or is done."


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, failed: Job, role: Role):
    staff.sign_in(client, db, role)
    assert client.get("/administrator/journal").status_code == 403
    assert client.get("/administrator/work").status_code == 403
    assert client.submit(f"/administrator/work/{failed.id}").status_code == 403
