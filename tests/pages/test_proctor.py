"""A proctor's pages: what waits, one review, and the two ways to end it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from service.attempts import actions, queries
from service.attempts.models import Attempt, Outcome
from service.core.db import Database
from service.core.errors import Refused
from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.law.application import ApplicationState
from service.people.models import Account, Role, RoleGrant
from service.proctoring import queries as reviews
from service.proctoring.actions import FoundBreach, publish_review
from service.proctoring.models import Review, ReviewOutcome
from tests import make, make_attempts, staff
from tests.clock import FixedClock
from tests.pages.test_administrator import cells
from tests.visitor import Visitor

PHONE = {"code-1": "phone", "at-1": "1:15", "seen-1": "Телефонмен сөйлеп отыр"}


def taken(db: Session, house: Wiring, clock: FixedClock) -> Attempt:
    """A remote attempt of three minutes, the window left in it, then ended."""
    attempt = make_attempts.started(db, house, remote=True)
    actions.note_window_left(db, attempt.id, 40, now=clock.move(seconds=75))
    actions.finish_section(db, attempt.id, 0, now=clock.move(seconds=15))
    actions.start_section(db, attempt.id, 1, device="", now=clock.move(seconds=30))
    actions.finish_section(db, attempt.id, 1, now=clock.move(seconds=60))
    return attempt


@pytest.fixture
def attempt(db: Session, house: Wiring, clock: FixedClock) -> Attempt:
    return taken(db, house, clock)


@pytest.fixture
def review(db: Session, attempt: Attempt, run_due: Callable[[], int]) -> Review:
    run_due()
    made = reviews.review_of(db, attempt.id)
    assert made is not None
    return made


@pytest.fixture
def proctor(client: Visitor, db: Session, review: Review) -> Account:
    assert review.published_at is None
    return staff.sign_in(client, db, Role.PROCTOR, family_name="Проктор")


def url(review: Review, way: str = "") -> str:
    return f"/proctor/reviews/{review.id}{way}"


def published(db: Session, review: Review) -> Review:
    db.rollback()
    db.expire_all()  # what others did meanwhile
    return db.get_one(Review, review.id)


def test_open_reviews_come_soonest_due_first_and_overdue_ones_are_marked(
    client: Visitor, db: Session, house: Wiring, clock: FixedClock, review: Review, run_due: Any
):
    later = taken(db, house, clock)
    run_due()
    second = reviews.review_of(db, later.id)
    assert second is not None
    second.due_at = clock.now() - timedelta(seconds=1)
    db.add(second)
    staff.sign_in(client, db, Role.PROCTOR)
    rows = cells(client.get("/proctor").text, "2 reviews")
    assert [row[-2:] for row in rows] == [
        ["23 November 2026, 10:05", "Overdue"],
        ["24 November 2026, 23:59", "Waits"],
    ]


def test_a_review_tells_who_and_what_happened_and_no_score(
    client: Visitor, db: Session, attempt: Attempt, review: Review, proctor: Account
):
    answer = client.get(url(review))
    said = staff.words(answer)
    assert make_attempts.application_of(db, attempt).number in said
    rows = {row[2]: row[0] for row in cells(answer.text, "What happened in the test")}
    assert rows["The window of the test was left for 40 s Look here"] == "1:15"
    assert "never a breach by itself" in said
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert result.outcome is Outcome.BELOW_THRESHOLD
    for word in ("Below", "threshold", "Passed", "correct", "result by"):
        assert word not in said
    assert "?at=1:15" in answer.text
    assert 'value="1:15"' in client.get(url(review, "/breaches?at=1:15")).text


def test_pr_3_a_clean_review_makes_the_result_final_after_a_confirmation(
    client: Visitor, db: Session, attempt: Attempt, review: Review, proctor: Account
):
    asked = client.submit(url(review, "/clean"))
    assert "The result becomes final at once" in staff.words(asked)
    assert published(db, review).published_at is None
    sent = staff.confirmed(asked, {})
    assert client.submit(url(review, "/clean"), sent).headers["location"] == "/proctor"
    done = published(db, review)
    assert (done.outcome, done.published_by) == (ReviewOutcome.CLEAN, proctor.id)
    state = make_attempts.application_of(db, attempt).state
    assert state is ApplicationState.BELOW_THRESHOLD
    assert "No review waits" in staff.words(client.get("/proctor"))
    assert "No breaches" in staff.words(client.get("/proctor/published"))
    assert "Published without breaches" in staff.words(client.get(url(review)))


def test_pr_1_a_list_of_breaches_is_published_after_its_consequences_are_said(
    client: Visitor, db: Session, attempt: Attempt, review: Review, proctor: Account
):
    fields = {"rows": "3", **PHONE, "code-3": "not-alone", "at-3": "0:20", "seen-3": "Бөтен адам"}
    asked = client.submit(url(review, "/breaches"), fields)
    said = staff.words(asked)
    assert "The result becomes “Not passed”" in said
    assert "The candidate cannot apply until 23 May 2027 included (PR-2)." in said
    assert "At 1:15 Used a phone or spoke on it: Телефонмен сөйлеп отыр" in said
    assert published(db, review).published_at is None
    client.submit(url(review, "/breaches"), staff.confirmed(asked, fields))
    done = published(db, review)
    assert done.outcome is ReviewOutcome.BREACHES
    assert done.breaches == [
        {"code": "not-alone", "second": 20, "seen": "Бөтен адам"},
        {"code": "phone", "second": 75, "seen": "Телефонмен сөйлеп отыр"},
    ]
    assert make_attempts.application_of(db, attempt).state is ApplicationState.NOT_PASSED
    page = client.get(url(review))
    assert [row[0] for row in cells(page.text, "List of breaches")] == ["0:20", "1:15"]


def test_pr_2_an_impersonator_is_barred_for_a_year(
    client: Visitor, review: Review, proctor: Account
):
    fields = {"rows": "1", **PHONE, "code-1": "impersonator"}
    said = staff.words(client.submit(url(review, "/breaches"), fields))
    assert "cannot apply until 23 November 2027 included" in said


def test_a_row_is_added_without_javascript_and_what_was_typed_stays(
    client: Visitor, review: Review, proctor: Account
):
    answer = client.submit(url(review, "/breaches"), {"rows": "1", "add": "1", **PHONE})
    assert answer.status_code == 200
    assert 'name="code-2"' in answer.text
    assert 'name="code-3"' not in answer.text
    assert PHONE["seen-1"] in answer.text
    many = client.submit(url(review, "/breaches"), {"rows": "9999999999999999", "add": "1"})
    assert 'name="code-30"' in many.text
    assert 'name="code-31"' not in many.text


def test_the_way_back_from_the_confirmation_keeps_the_rows(
    client: Visitor, db: Session, review: Review, proctor: Account
):
    fields = {"rows": "1", **PHONE}
    sent = staff.confirmed(client.submit(url(review, "/breaches"), fields), fields)
    answer = client.submit(url(review, "/breaches"), sent | {"change": "true"})
    assert (answer.status_code, PHONE["seen-1"] in answer.text) == (200, True)
    assert published(db, review).published_at is None


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({}, {"code-1": "Please list at least one breach, or publish it as clean."}),
        (
            {"at-1": "12", "seen-1": "phone"},
            {
                "code-1": "Please choose what was breached.",
                "at-1": "Please enter minutes and seconds from the start, for example 12:34.",
                "seen-1": "Please say what can be seen there, in 10 to 1000 characters.",
            },
        ),
        (
            {**PHONE, "code-2": "made-up", "at-2": "3:01", "seen-2": "x" * 1001},
            {
                "code-2": "Please choose what was breached.",
                "at-2": "The test lasted 3 min only.",
                "seen-2": "Please say what can be seen there, in 10 to 1000 characters.",
            },
        ),
        (
            {**PHONE, "at-1": "1:75"},
            {"at-1": "Please enter minutes and seconds from the start, for example 12:34."},
        ),
    ],
    ids=["an empty list", "half a row", "the second row", "seventy-five seconds"],
)
def test_every_fault_is_named_at_once_by_its_row(
    client: Visitor, db: Session, review: Review, proctor: Account, fields: Any, faults: Any
):
    answer = client.submit(url(review, "/breaches"), {"rows": "2", "sure": "true", **fields})
    assert staff.errors(answer) == faults
    assert published(db, review).published_at is None


def test_the_last_second_of_the_test_can_be_named(
    client: Visitor, review: Review, proctor: Account
):
    fields = {"rows": "1", **PHONE, "at-1": "3:00"}
    assert client.submit(url(review, "/breaches"), fields).status_code == 200


def test_a_review_is_published_once(
    client: Visitor, db: Session, attempt: Attempt, review: Review, proctor: Account
):
    clean = staff.confirmed(client.submit(url(review, "/clean")), {})
    assert client.submit(url(review, "/clean"), clean).headers["location"] == "/proctor"
    breaches = {"rows": "1", "sure": "true", **PHONE}
    for way, fields in (("/clean", clean), ("/breaches", breaches)):
        assert client.submit(url(review, way), fields).headers["location"] == url(review)
        assert client.said() == "This review has been published already."
    assert published(db, review).outcome is ReviewOutcome.CLEAN
    state = make_attempts.application_of(db, attempt).state
    assert state is ApplicationState.BELOW_THRESHOLD
    assert client.get(url(review, "/breaches")).headers["location"] == url(review)


@pytest.fixture
def second_database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


def test_of_two_proctors_who_publish_at_once_one_is_first(
    db: Session, attempt: Attempt, review: Review, clock: FixedClock, second_database: Database
):
    proctors = [make.account(db, roles=[Role.PROCTOR]).id for _ in range(6)]
    db.commit()
    ready, review_id, now = Barrier(len(proctors)), review.id, clock.now()

    def publish(number: int) -> str:
        found = [FoundBreach("phone", 5, "сөйлеп отыр")] if number % 2 else []
        with second_database.writing() as own:
            reviews.review(own, review_id)  # as a page has looked at it before
            ready.wait()
            try:
                publish_review(own, review_id, found, proctor_id=proctors[number], now=now)
            except Refused:
                return "too late"
        return "breaches" if found else "clean"

    def on_sqlite(number: int) -> str:
        # one writer at a time by nature: waiting for the others inside would wait for ever
        with second_database.writing() as own:
            found = [FoundBreach("phone", 5, "сөйлеп отыр")] if number % 2 else []
            try:
                publish_review(own, review_id, found, proctor_id=proctors[number], now=now)
            except Refused:
                return "too late"
        return "breaches" if found else "clean"

    run = on_sqlite if second_database.is_sqlite else publish
    with ThreadPoolExecutor(len(proctors)) as threads:
        answers = list(threads.map(run, range(len(proctors))))
    assert answers.count("too late") == len(proctors) - 1
    (first,) = [answer for answer in answers if answer != "too late"]
    done = published(db, review)
    assert done.outcome is not None
    assert done.outcome.value == first
    assert done.published_by == proctors[answers.index(first)]
    state = make_attempts.application_of(db, attempt).state
    expected = {"clean": ApplicationState.BELOW_THRESHOLD, "breaches": ApplicationState.NOT_PASSED}
    assert state is expected[first]
    entries = [e.verb for e in entries_about(db, "attempt", attempt.id)]
    assert entries.count("review published") == 1


def test_nobody_reviews_their_own_attempt(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, review: Review
):
    own = db.get_one(Account, attempt.account_id)
    db.add(RoleGrant(account_id=own.id, role=Role.PROCTOR, granted_at=house.clock.now()))
    client.sign_in_as(own)
    client.headers["accept-language"] = "en"
    assert "Your own: another proctor reviews it" in staff.words(client.get("/proctor"))
    assert client.get(url(review)).status_code == 403
    assert client.submit(url(review, "/clean"), {"sure": "true"}).status_code == 403
    fields = {"rows": "1", "sure": "true", **PHONE}
    assert client.submit(url(review, "/breaches"), fields).status_code == 403
    with pytest.raises(Refused, match="Nobody reviews an attempt of their own"):
        publish_review(db, review.id, [], proctor_id=own.id, now=house.clock.now())
    assert published(db, review).published_at is None


def test_a_review_without_a_result_stays_open(
    client: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    attempt = make_attempts.started(db, house, remote=True)
    now = clock.now()
    early = Review(attempt_id=attempt.id, opened_at=now, due_at=now)
    db.add(early)
    db.flush()
    staff.sign_in(client, db, Role.PROCTOR)
    client.submit(url(early, "/clean"), {"sure": "true"})
    assert client.said().startswith("The result has not been made yet.")
    assert published(db, early).published_at is None


def test_a_review_that_is_not_there_does_not_exist(client: Visitor, proctor: Account):
    for path in (f"/proctor/reviews/{uuid4()}", "/proctor/reviews/mine"):
        assert client.get(path).status_code == 404
        assert client.submit(f"{path}/clean", {"sure": "true"}).status_code == 404
        assert client.submit(f"{path}/breaches", {"rows": "1", **PHONE}).status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.ADMINISTRATOR])
def test_others_may_not(client: Visitor, db: Session, review: Review, role: Role):
    staff.sign_in(client, db, role)
    for path in ("/proctor", "/proctor/published", url(review)):
        assert client.get(path).status_code == 403
    assert client.submit(url(review, "/clean"), {"sure": "true"}).status_code == 403
    assert published(db, review).published_at is None
