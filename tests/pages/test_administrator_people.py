"""People: found, given roles, blocked, granted extra time."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from service.attempts import actions as attempts
from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.people import queries
from service.people.models import Account, Role
from tests import make, make_attempts, staff
from tests.clock import FixedClock
from tests.visitor import Visitor

REASON = "Confirmed by certificate No 12 of 1 November 2026"
EXTRA = {"extra_percent": "50", "large_print": "true", "reason": REASON}


@pytest.fixture
def person(client: Visitor, db: Session) -> Account:
    return staff.administrator(client, db)


@pytest.fixture
def other(db: Session) -> Account:
    return make.account(db, family_name="Құдайбергенова", given_name="Гүлжаһан")


def path(account: Account, deed: str = "") -> str:
    return f"/administrator/people/{account.id}{deed}"


def confirm(client: Visitor, url: str, fields: dict[str, Any] | None = None) -> Any:
    sent = fields or {}
    return client.submit(url, staff.confirmed(client.submit(url, sent), sent))


def test_people_are_found_by_the_beginning_of_iin_or_names(
    client: Visitor, other: Account, person: Account
):
    for wanted in ("құдайб гүл", "Гүлжаһан", "ҚҰДАЙБЕРГЕНОВА", other.iin, other.iin[:6]):
        said = staff.words(client.get("/administrator/people", params={"q": wanted}))
        assert "Құдайбергенова Гүлжаһан" in said, wanted
    for wanted in ("%", "_", "жаһан"):
        said = staff.words(client.get("/administrator/people", params={"q": wanted}))
        assert "Nobody found" in said, wanted


def test_people_of_a_role_are_listed(client: Visitor, other: Account, person: Account):
    said = staff.words(client.get("/administrator/people?role=administrator"))
    assert person.iin in said
    assert other.iin not in said
    assert client.get("/administrator/people?role=emperor").status_code == 200


def test_a_role_is_given_and_taken_once_after_a_confirmation(
    client: Visitor, db: Session, other: Account, person: Account
):
    fields = {"role": "proctor", "deed": "grant"}
    sent = staff.confirmed(client.submit(path(other, "/role"), fields), fields)
    assert Role.PROCTOR not in queries.roles_of(db, other.id)
    for _ in range(2):
        assert client.submit(path(other, "/role"), sent).status_code == 303
    assert Role.PROCTOR in queries.roles_of(db, other.id)
    confirm(client, path(other, "/role"), {"role": "proctor", "deed": "revoke"})
    assert Role.PROCTOR not in queries.roles_of(db, other.id)
    verbs = [(entry.verb, entry.actor_id) for entry in entries_about(db, "account", other.id)]
    assert verbs == [("role granted", person.id), ("role revoked", person.id)]


def test_the_last_administrator_stays_one(client: Visitor, db: Session, person: Account):
    confirm(client, path(person, "/role"), {"role": "administrator", "deed": "revoke"})
    assert client.said().startswith("This is the last administrator.")
    assert Role.ADMINISTRATOR in queries.roles_of(db, person.id)


def test_a_role_that_there_is_not_is_no_role(client: Visitor, other: Account, person: Account):
    answer = client.submit(path(other, "/role"), {"role": "emperor"})
    assert staff.errors(answer) == {"role": "Please choose one of the answers."}


def test_a_blocked_person_is_signed_out_and_may_come_back(
    client: Visitor, db: Session, other: Account, person: Account
):
    opened = make.session_of(db, other)
    confirm(client, path(other, "/block"), {"reason": REASON})
    db.rollback()
    db.refresh(opened)
    assert opened.revoked_at is not None
    assert db.get_one(Account, other.id).blocked_at is not None
    assert "The account is blocked since" in staff.words(client.get(path(other)))
    confirm(client, path(other, "/block"), {"reason": REASON})
    db.rollback()
    assert db.get_one(Account, other.id).blocked_at is None
    entries = [e for e in entries_about(db, "account", other.id) if "blocked" in e.verb]
    assert [(e.verb, e.facts) for e in entries] == [
        ("account blocked", {"reason": REASON}),
        ("account unblocked", {"reason": REASON}),
    ]


def test_nobody_blocks_their_own_account(client: Visitor, db: Session, person: Account):
    client.submit(path(person, "/block"), {"reason": REASON, "sure": "true"})
    assert client.said() == "You cannot block your own account."
    assert db.get_one(Account, person.id).blocked_at is None


def test_a_block_needs_a_reason(client: Visitor, other: Account, person: Account):
    answer = client.submit(path(other, "/block"), {"reason": "bad"})
    assert staff.errors(answer) == {"reason": "Please write at least 10 characters."}


def test_extra_time_reaches_a_test_that_is_ready_and_not_one_that_runs(
    client: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    ready = make_attempts.prepared(db, house)
    running = make_attempts.started(db, house)
    staff.administrator(client, db)
    for attempt in (ready, running):
        candidate = db.get_one(Account, attempt.account_id)
        done = confirm(client, path(candidate, "/accommodation"), EXTRA)
        assert done.headers["location"] == path(candidate)
    db.rollback()
    percents = [attempts.seen(db, attempt.id).plan.extra_percent for attempt in (ready, running)]
    assert percents == [50, 0]
    candidate = db.get_one(Account, ready.account_id)
    assert "50 %" in staff.words(client.get(path(candidate)))
    confirm(client, path(candidate, "/accommodation/end"))
    db.rollback()
    assert attempts.seen(db, ready.id).plan.extra_percent == 0


def test_the_reason_of_a_need_does_not_stand_in_the_journal(
    client: Visitor, db: Session, other: Account, person: Account
):
    confirm(client, path(other, "/accommodation"), EXTRA)
    entries = entries_about(db, "account", other.id)
    assert "accommodation granted" in [entry.verb for entry in entries]
    assert not [entry for entry in entries if REASON in str(entry.facts)]


def test_a_grant_sent_twice_is_granted_once(
    client: Visitor, db: Session, other: Account, person: Account
):
    url = path(other, "/accommodation")
    sent = staff.confirmed(client.submit(url, EXTRA), EXTRA)
    for _ in range(2):
        assert client.submit(url, sent).status_code == 303
    verbs = [entry.verb for entry in entries_about(db, "account", other.id)]
    assert verbs.count("accommodation granted") == 1


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        (
            {},
            {"extra_percent": "Please fill in this field.", "reason": "Please fill in this field."},
        ),
        (
            {"extra_percent": "75", "reason": REASON},
            {"extra_percent": "Please choose one of the answers."},
        ),
        (
            {"extra_percent": "0", "reason": REASON},
            {"extra_percent": "Please choose at least one kind of help."},
        ),
    ],
    ids=["nothing filled in", "no such step", "no help at all"],
)
def test_faults_of_a_grant_are_named(
    client: Visitor, other: Account, person: Account, fields: dict[str, str], faults: Any
):
    assert staff.errors(client.submit(path(other, "/accommodation"), fields)) == faults


def test_a_person_who_is_not_there_does_not_exist(client: Visitor, person: Account):
    assert client.get(f"/administrator/people/{uuid4()}").status_code == 404
    for deed in ("role", "block", "accommodation", "accommodation/end"):
        answer = client.submit(f"/administrator/people/{uuid4()}/{deed}", {"sure": "true"})
        assert answer.status_code == 404, deed


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, other: Account, role: Role):
    own = staff.sign_in(client, db, role)
    assert client.get(path(own)).status_code == 403
    fields = {"role": "administrator", "deed": "grant", "sure": "true"}
    assert client.submit(path(own, "/role"), fields).status_code == 403
    assert client.submit(path(other, "/block"), {"reason": REASON}).status_code == 403
    assert queries.roles_of(db, own.id) == {role}
