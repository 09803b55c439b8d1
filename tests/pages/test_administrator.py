"""The exam day at a glance: what runs, what is ready, whether the promise was kept."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest
from sqlmodel import Session

from service.attempts.models import AttemptResult, Outcome, Remark, ServiceOutage
from service.booking import queries as bookings
from service.core.due_work import Job, enqueue
from service.core.ids import new_id
from service.core.wiring import Wiring
from service.exam_day.models import ChecklistTick
from service.journal.queries import newest_entries
from service.law.application import ApplicationState
from service.law.attempt import Phase
from service.people.models import Role
from service.proctoring.models import Review
from tests import make, make_attempts, make_booking, staff
from tests.clock import FixedClock
from tests.visitor import Visitor


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def cells(html: str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, cell by cell."""
    table = re.search(
        rf"<caption[^>]*>{re.escape(caption)}</caption>(.*?)</table>", html, re.DOTALL
    )
    assert table, caption
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", table[1].split("</thead>")[1], re.DOTALL)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[plain(cell) for cell in row] for row in found]


def checks(html: str) -> dict[str, str]:
    """The kind of each check by its title."""
    tasks = re.findall(r'<li class="task[^"]*">(.*?)</li>', html, re.DOTALL)
    found = {}
    for task in tasks:
        kind = re.search(r'class="status status-(\w+)"', task)
        title = re.search(r'<span class="task-text">\s*(?:<a[^>]*>)?([^<]+)', task)
        if kind and title:
            found[plain(title[1])] = kind[1]
    return found


@pytest.fixture(autouse=True)
def gateway(house: Wiring) -> list[int]:
    """The SMS gateway answers with the first of these numbers; where there is none, not at all."""
    answers = [405]

    def answer(request: httpx.Request) -> httpx.Response:
        if not answers:
            raise httpx.ConnectError("no gateway", request=request)
        return httpx.Response(answers[0])

    house.parts["http"].close()
    house.parts["http"] = httpx.Client(transport=httpx.MockTransport(answer))
    return answers


@pytest.fixture
def board(client: Visitor, db: Session) -> Visitor:
    staff.administrator(client, db)
    return client


def test_a_day_without_slots_says_so(board: Visitor):
    answer = board.get("/administrator")
    assert answer.status_code == 200
    assert "There is no slot on this day." in staff.words(answer)


def test_each_start_shows_how_many_are_where(
    board: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    running = make_attempts.started(db, house, capacity=4)
    application = make_attempts.application_of(db, running)
    slot = application.slot_id
    for state in (ApplicationState.BOOKED, ApplicationState.NO_SHOW, ApplicationState.CANCELLED):
        person = make_booking.candidate(db, house)
        made = make_booking.application(db, person, bookings.slot_of(db, application), state=state)
        assert made.slot_id == slot
    rows = cells(board.get("/administrator").text, "Starts of today")
    assert [row[0] for row in rows] == ["10:00"]
    assert rows[0][2:] == ["3 / 4", "1", "1", "0", "1"]


def test_the_sound_checks_are_good_and_the_others_say_what_to_do(
    board: Visitor, db: Session, house: Wiring, run_due
):
    make_attempts.bank(db)
    run_due()
    answer = board.get("/administrator")
    found = checks(answer.text)
    assert {
        name: found[name] for name in ("Database", "Worker", "Work in time", "Failed work")
    } == {
        "Database": "good",
        "Worker": "good",
        "Work in time": "good",
        "Failed work": "good",
    }
    assert found["Papers of today's bookings"] == "good"
    assert found["Programmes and question bank"] == "good"
    assert found["SMS gateway"] == "good"
    assert found["Signing key"] == "bad"
    assert "Set SYNAQ_SIGNING_KEY" in staff.words(answer)


def test_a_gateway_that_does_not_answer_is_seen(board: Visitor, gateway: list[int]):
    gateway[0] = 503
    assert checks(board.get("/administrator").text)["SMS gateway"] == "bad"
    gateway.clear()
    assert checks(board.get("/administrator").text)["SMS gateway"] == "bad"


def test_a_worker_that_is_silent_and_its_backlog_are_seen(
    board: Visitor, db: Session, clock: FixedClock, run_due
):
    run_due()
    enqueue(db, "send-sms", key="one", due_at=clock.now())
    db.commit()
    clock.move(minutes=3)
    found = checks(board.get("/administrator").text)
    assert (found["Worker"], found["Work in time"]) == ("bad", "wait")


def test_work_that_was_given_up_and_papers_not_drawn_are_seen(
    board: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    make_booking.programmes(db)
    slot = make_booking.slot(db, make_booking.centre(db), starts_at=clock.now())
    make_booking.application(db, make.account(db), slot)
    db.add(Job(kind="send-sms", key="x", due_at=clock.now(), gave_up_at=clock.now(), error="no"))
    found = checks(board.get("/administrator").text)
    assert (found["Failed work"], found["Papers of today's bookings"]) == ("bad", "bad")


def test_an_item_is_ticked_once_and_the_tick_can_be_taken_back(
    board: Visitor, db: Session, clock: FixedClock
):
    for _ in range(2):
        assert board.submit("/administrator/checklist/halls", {"done": "true"}).status_code == 303
    assert db.get(ChecklistTick, (clock.now().date(), "halls")) is not None
    assert "Take back" in staff.words(board.get("/administrator"))
    for _ in range(2):
        assert board.submit("/administrator/checklist/halls").status_code == 303
    assert db.get(ChecklistTick, (clock.now().date(), "halls")) is None
    verbs = [entry.verb for entry in newest_entries(db) if entry.verb.startswith("checklist")]
    assert verbs == ["checklist tick taken back", "checklist ticked"]


def test_ticks_belong_to_their_day(board: Visitor, clock: FixedClock, db: Session):
    board.submit("/administrator/checklist/halls", {"done": "true"})
    clock.move(days=1)
    staff.administrator(board, db)  # the session of yesterday is over
    assert "Take back" not in staff.words(board.get("/administrator"))


def test_an_item_that_is_not_on_the_checklist_does_not_exist(board: Visitor):
    assert board.submit("/administrator/checklist/coffee", {"done": "true"}).status_code == 404


def ended(db: Session, house: Wiring, *, ago: timedelta, waited: timedelta | None) -> None:
    """A remote attempt that ended so long ago, its result made after this wait."""
    attempt = make_attempts.prepared(db, house, remote=True)
    now = house.clock.now()
    attempt.phase, attempt.started_at, attempt.ended_at = Phase.FINISHED, now - ago, now - ago
    db.add(attempt)
    if waited is not None:
        result = AttemptResult(
            attempt_id=attempt.id, outcome=Outcome.PASSED, decided_at=now - ago + waited
        )
        db.add(result)
    db.flush()


def test_tt_6_the_promise_is_measured_and_every_breach_listed(
    board: Visitor, db: Session, house: Wiring
):
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    ended(db, house, ago=hour, waited=minute)
    ended(db, house, ago=2 * hour, waited=20 * minute)  # the last moment that is in time
    ended(db, house, ago=3 * hour, waited=20 * minute + timedelta(seconds=1))
    ended(db, house, ago=30 * hour, waited=None)
    html = board.get("/administrator").text
    rows = cells(html, "From the end of the test to the result")
    results = {row[0]: row[1:] for row in rows if row[0].startswith("Result")}
    assert results == {
        "Result in the cabinet, last day": ["3", "20 min", "20 min 1 s", "20 min 1 s", "1"],
        "Result in the cabinet, last week": ["4", "20 min", "30 h", "30 h", "2"],
    }
    breaches = cells(html, "The promise was broken here")
    assert [row[2:] for row in breaches] == [
        ["20 min 1 s", "Came late"],
        ["30 h", "Still missing"],
    ]


def test_outages_overdue_reviews_and_remarks_are_shown(
    board: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    attempt = make_attempts.prepared(db, house, remote=True)
    now = clock.now()
    db.add(Review(attempt_id=attempt.id, opened_at=now, due_at=now - timedelta(minutes=1)))
    db.add(Remark(id=new_id(), attempt_id=attempt.id, at=now, kind="complaint", text="…"))
    began, over = now - timedelta(minutes=10), now - timedelta(minutes=3)
    db.add(ServiceOutage(began_at=began, ended_at=over, settled_at=over))
    answer = board.get("/administrator")
    said = staff.words(answer)
    assert "1 review is overdue" in said
    assert "1 remarks to answer" in said
    assert [row[2:] for row in cells(answer.text, "Outages of the service")] == [
        ["7 min", "Settled"]
    ]


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_the_board_is_for_administrators_alone(client: Visitor, db: Session, role: Role):
    staff.sign_in(client, db, role)
    assert client.get("/administrator").status_code == 403
