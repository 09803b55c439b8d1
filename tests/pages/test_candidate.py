"""The cabinet, an application's page, moving and cancelling."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlmodel import Session

from service.attempts.models import Attempt, AttemptResult, Outcome
from service.booking import actions
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.core.i18n import say
from service.core.wiring import Wiring
from service.documents.actions import Press
from service.gateways.storage import Storage
from service.law.attempt import Phase
from service.law.blueprint import Blueprint, Pool, PoolItem
from service.law.calendar import at
from service.law.document import DocumentKind
from service.notices import queries as told
from service.notices.actions import tell
from service.people.models import Account
from service.proctoring.models import Review
from service.programmes.blueprints import keep_blueprint
from service.programmes.queries import newest_programmes
from tests import make as make_people
from tests import make_booking as make
from tests.clock import START, FixedClock
from tests.visitor import Visitor
from tests.way import where

DAY = date(2026, 12, 3)
S = ApplicationState


@pytest.fixture
def centre(db: Session) -> Centre:
    make.programmes(db)
    return make.centre(db)


@pytest.fixture
def slot(db: Session, centre: Centre) -> Slot:
    return make.slot(db, centre, DAY)


@pytest.fixture
def later(db: Session, centre: Centre) -> Slot:
    return make.slot(db, centre, DAY + timedelta(days=1))


@pytest.fixture
def person(client: Visitor, db: Session, house: Wiring, centre: Centre) -> Account:
    owner = make.candidate(db, house)
    client.sign_in_as(owner)
    return owner


@pytest.fixture
def booked(db: Session, person: Account, slot: Slot) -> Application:
    return make.application(db, person, slot, code="LE-1")


def page_of(application: Application) -> str:
    return f"/cabinet/applications/{application.id}"


@pytest.mark.usefixtures("person")
def test_an_empty_cabinet_leads_to_booking(client: Visitor):
    text = client.get("/cabinet").text
    assert "No open application" in text
    assert 'href="/book"' in text


def test_who_has_not_consented_is_led_to_the_text(client: Visitor, db: Session):
    client.sign_in_as(make_people.account(db))
    assert "/consent?next=/cabinet" in client.get("/cabinet").text


def test_the_cabinet_shows_an_application_with_its_due_times(client: Visitor, booked: Application):
    text = client.get("/cabinet").text
    for expected in (
        booked.number,
        "You have a seat",
        "3 December 2026, 10:00",
        "no later than",
        "3 December 2026, 10:10",
        "Within 20 minutes of the end of the test.",
        f"{page_of(booked)}/move",
        f"{page_of(booked)}/cancel",
    ):
        assert expected in text
    assert "Go to the test" not in text


def test_the_way_to_the_test_opens_an_hour_before(
    client: Visitor, booked: Application, slot: Slot, clock: FixedClock
):
    clock.set(slot.starts_at - timedelta(hours=1, seconds=1))
    client.sign_in_as(_owner(client, booked))
    assert "Go to the test" not in client.get(page_of(booked)).text
    clock.move(seconds=1)
    assert f"{page_of(booked)}/start" in client.get(page_of(booked)).text
    clock.set(slot.starts_at + timedelta(minutes=11))
    client.sign_in_as(_owner(client, booked))
    assert "Go to the test" not in client.get(page_of(booked)).text


def _owner(client: Visitor, application: Application) -> Account:
    with client.house.database.reading() as db:
        return db.get_one(Account, application.account_id)


def test_start_leads_to_the_attempt_that_was_made_ready(
    client: Visitor, db: Session, booked: Application
):
    waits = client.get(f"{page_of(booked)}/start")
    assert waits.status_code == 409
    assert "Your test is just being made ready." in waits.text
    attempt = _attempt(db, booked)
    assert where(client.get(f"{page_of(booked)}/start")) == f"/test/{attempt.id}/check"


BLUEPRINT = Blueprint((Pool("s", "p", "a", 1, (PoolItem("A-1@1", "t", 500),)),))


def _attempt(db: Session, application: Application, *, is_remote: bool = False) -> Attempt:
    attempt = Attempt(
        application_id=application.id,
        account_id=application.account_id,
        programme_code=application.programme_code,
        programme_version=1,
        is_remote=is_remote,
        paper={"algorithm": "synaq-draw/2", "blueprint_sha256": BLUEPRINT.sha256},
        made_at=START,
        phase=Phase.FINISHED,
        ended_at=START + timedelta(hours=2),
    )
    db.add(attempt)
    db.flush()
    return attempt


def test_cancelling_asks_first_and_then_does_it_once(
    client: Visitor, db: Session, booked: Application, slot: Slot
):
    asked = client.get(f"{page_of(booked)}/cancel")
    assert "Cancel this application?" in asked.text
    assert db.get_one(Application, booked.id).state is S.BOOKED
    for _ in range(2):
        answer = client.submit(f"{page_of(booked)}/cancel", {"sure": "true"})
        assert where(answer) == page_of(booked)
    assert db.get_one(Application, booked.id).state is S.CANCELLED
    assert db.get_one(Slot, slot.id).taken == 0
    assert "Book again" in client.get(page_of(booked)).text
    assert where(client.get(f"{page_of(booked)}/cancel")) == page_of(booked)


def test_moving_shows_what_is_free_and_asks_first(
    client: Visitor, db: Session, booked: Application, slot: Slot, later: Slot
):
    there = f"{page_of(booked)}/move/{later.id}"
    assert there in client.get(f"{page_of(booked)}/move?day={later.starts_at.date()}").text
    assert "4 December 2026, 10:00" in client.get(there).text
    for _ in range(2):
        assert where(client.submit(there, {"sure": "true"})) == page_of(booked)
    assert db.get_one(Application, booked.id).slot_id == later.id
    assert (db.get_one(Slot, slot.id).taken, db.get_one(Slot, later.id).taken) == (0, 1)
    assert "Moved to another time" in client.get(page_of(booked)).text


def test_moving_to_a_seat_taken_in_the_meantime_leads_to_that_day(
    client: Visitor, db: Session, house: Wiring, booked: Application, later: Slot
):
    make.application(db, make.candidate(db, house), later)
    there = where(client.submit(f"{page_of(booked)}/move/{later.id}"))
    assert there.startswith(f"{page_of(booked)}/move?")
    assert "day=2026-12-04" in there
    assert "The last seat has just been taken." in client.said()
    assert db.get_one(Application, booked.id).slot_id != later.id


def test_after_the_start_nothing_is_moved_or_cancelled(
    client: Visitor, db: Session, booked: Application, slot: Slot, later: Slot, clock: FixedClock
):
    clock.set(slot.starts_at)
    client.sign_in_as(_owner(client, booked))
    assert f"{page_of(booked)}/cancel" not in client.get(page_of(booked)).text
    assert where(client.get(f"{page_of(booked)}/cancel")) == page_of(booked)
    assert where(client.get(f"{page_of(booked)}/move")) == page_of(booked)
    client.submit(f"{page_of(booked)}/cancel")
    assert "The test has begun" in client.said()
    client.submit(f"{page_of(booked)}/move/{later.id}")
    assert "can no longer be moved" in client.said()
    assert db.get_one(Application, booked.id).state is S.BOOKED


def test_the_calendar_file_holds_the_test_with_its_reminders(
    client: Visitor, booked: Application, slot: Slot
):
    answer = client.get(f"{page_of(booked)}/test.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert f'filename="{booked.number}.ics"' in answer.headers["content-disposition"]
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == slot.starts_at
    assert event.decoded("dtend") - slot.starts_at == timedelta(minutes=130)
    assert "Test: First programme of the law-enforcement service" in str(event["summary"])
    assert str(event["uid"]) == f"{booked.id}@synaq"
    assert str(event["status"]) == "CONFIRMED"
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        timedelta(days=-1),
        timedelta(hours=-1),
    ]


def test_the_draw_is_shown_after_the_final_result_only(
    client: Visitor, db: Session, booked: Application
):
    _attempt(db, booked)
    keep_blueprint(db, newest_programmes(db)[0], BLUEPRINT, now=START)
    assert client.get(f"{page_of(booked)}/draw.json").status_code == 409
    booked.state = S.PASSED
    db.add(booked)
    answer = client.get(f"{page_of(booked)}/draw.json")
    assert json.loads(answer.text) == {
        "algorithm": "synaq-draw/2",
        "blueprint_sha256": BLUEPRINT.sha256,
        "blueprint": BLUEPRINT.body(),
    }


def _scores(correct: int) -> dict[str, object]:
    parts = [
        {"code": "constitution", "questions": 15, "correct": correct, "threshold": 5,
         "passed": correct >= 5},
        {"code": "criminal-code", "questions": 15, "correct": 12, "threshold": 5, "passed": True},
    ]  # fmt: skip
    total = correct + 12
    section = {"code": "legislation", "questions": 135, "correct": total, "threshold": 95,
               "passed": total >= 95, "parts": parts}  # fmt: skip
    return {"questions": 135, "correct": total, "passed": total >= 95, "sections": [section]}


def test_a_result_has_its_table_and_says_until_when_one_can_appeal(
    client: Visitor, db: Session, booked: Application
):
    attempt = _attempt(db, booked)
    moment = at(date(2026, 11, 20), time(12, 0))
    actions.advance(db, booked, S.IN_TEST, what="started", now=moment)
    facts = {"test_on": "2026-11-20", "passed": False, "broken_off": False}
    actions.advance(db, booked, S.BELOW_THRESHOLD, what="result", now=moment, facts=facts)
    db.add(
        AttemptResult(
            attempt_id=attempt.id,
            outcome=Outcome.BELOW_THRESHOLD,
            scores=_scores(3),
            decided_at=moment,
            is_final=True,
        )
    )
    text = client.get(page_of(booked)).text
    for expected in (
        "15 correct answers of 135.",
        "Constitution of the Republic of Kazakhstan",
        "below the threshold",
        "An appeal is possible until 25 November 2026 inclusive.",
        "You can apply again from 21 December 2026",
        "Result: below the threshold",
        "/draw.json",
        f"/test/{attempt.id}/receipts.json",
    ):
        assert expected in text


def test_under_review_the_result_is_provisional_and_has_a_due_time(
    client: Visitor, db: Session, person: Account
):
    room = make.centre(db, is_remote=True)
    taken = make.slot(db, room, date(2026, 11, 20))
    application = make.application(db, person, taken, code="LE-1")
    attempt = _attempt(db, application, is_remote=True)
    moment = at(date(2026, 11, 20), time(12, 0))
    actions.advance(db, application, S.IN_TEST, what="started", now=moment)
    actions.advance(db, application, S.UNDER_REVIEW, what="under-review", now=moment)
    db.add(
        AttemptResult(
            attempt_id=attempt.id, outcome=Outcome.PASSED, scores=_scores(14), decided_at=moment
        )
    )
    due_at = at(date(2026, 11, 23), time(23, 59))
    db.add(Review(attempt_id=attempt.id, opened_at=moment, due_at=due_at))
    text = client.get(page_of(application)).text
    for expected in (
        "Under review",
        "Provisional result",
        "26 correct answers of 135.",
        "23 November 2026, 23:59",
        "a person decides",
    ):
        assert expected in text
    assert "An appeal is possible" not in text


def test_a_certificate_says_where_and_until_when_it_is_valid(
    client: Visitor, db: Session, house: Wiring, person: Account, tmp_path: Path
):
    paper = make.paper(
        db, person, DocumentKind.CERTIFICATE, date(2026, 11, 20), code="IS-1",
        valid_until=date(2027, 11, 20),
    )  # fmt: skip
    paper.file_name = "certificate/1.pdf"
    db.add(paper)
    for address in ("/cabinet", "/cabinet/documents"):
        text = client.get(address).text
        assert paper.number in text
        assert "until 20 November 2027 inclusive" in text
        assert "It is not valid in other competitions." in text
    assert client.get(f"/cabinet/documents/{paper.id}.pdf").status_code == 404  # no press
    storage = Storage.in_folder(tmp_path / "papers")
    storage.put(paper.file_name, b"%PDF-1.7")
    house.parts["press"] = Press(None, storage, "https://testserver")  # type: ignore[arg-type]  # it signs nothing here
    answer = client.get(f"/cabinet/documents/{paper.id}.pdf")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7", "application/pdf")
    client.sign_in_as(make_people.account(db))
    assert client.get(f"/cabinet/documents/{paper.id}.pdf").status_code == 404


def test_notices_are_read_one_by_one_or_all(client: Visitor, db: Session, person: Account):
    text = say("Your consent is saved.")
    first = tell(db, person.id, text, now=START, url="/me")
    tell(db, person.id, text, now=START)
    assert "2 new" in client.get("/cabinet").text
    assert where(client.submit(f"/cabinet/notices/{first.id}/open")) == "/me"
    assert told.count_unread(db, person.id) == 1
    assert "Mark all as read" in client.get("/cabinet/notices").text
    client.submit("/cabinet/notices/read")
    assert told.count_unread(db, person.id) == 0


def test_a_technical_failure_offers_another_booking(
    client: Visitor, db: Session, booked: Application
):
    moment = datetime.fromisoformat("2026-11-23T06:00:00+00:00")
    actions.advance(db, booked, S.TECHNICAL_FAILURE, what="result", now=moment)
    text = client.get(page_of(booked)).text
    assert "This test does not count" in text
    assert "/book?programme=LE-1" in text
    assert "Nothing stands against" in client.get("/book/check?programme=LE-1").text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_pages_speak_kazakh_and_russian(
    client: Visitor, booked: Application, run_due: Callable[[], int], language: str
):
    run_due()
    client.cookies.set("synaq_language", language, domain="testserver.local", path="/")
    title = {"kk": "Құқық қорғау қызметінің", "ru": "программа правоохранительной"}[language]
    for address in ("/cabinet", page_of(booked), f"{page_of(booked)}/move"):
        text = client.get(address).text
        assert f'lang="{language}"' in text
        assert title in text or "move" in address
