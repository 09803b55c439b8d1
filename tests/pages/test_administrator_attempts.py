"""The day's candidates and one attempt, for administrators and for operators of halls."""

import pytest
from sqlmodel import Session, select

from service.attempts import actions
from service.attempts.models import Answer, Attempt
from service.booking import queries as bookings
from service.core.wiring import Wiring
from service.items.in_memory import bank_of, find_item
from service.law.application import ApplicationState
from service.people.models import Role
from tests import make_attempts, make_booking, staff
from tests.clock import FixedClock
from tests.make_attempts import Player
from tests.pages.test_administrator import cells
from tests.visitor import Visitor


@pytest.fixture
def attempt(db: Session, house: Wiring) -> Attempt:
    return make_attempts.started(db, house, capacity=9)


def beside(db: Session, house: Wiring, attempt: Attempt, **values: object) -> str:
    """Another candidate of the same slot; returns the application's number."""
    slot = bookings.slot_of(db, make_attempts.application_of(db, attempt))
    person = make_booking.candidate(db, house)
    return make_booking.application(db, person, slot, **values).number  # type: ignore[arg-type]  # by name


def numbers(client: Visitor, query: str = "") -> list[str]:
    answer = client.get(f"/administrator/attempts{query}")
    assert answer.status_code in (200, 422)
    if "<caption" not in answer.text:
        return []
    caption = answer.text.split("<caption>")[1].split("<")[0]
    return sorted(row[1] for row in cells(answer.text, caption))


def test_the_days_candidates_are_narrowed_by_state(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    staff.administrator(client, db)
    running = make_attempts.application_of(db, attempt).number
    absent = beside(db, house, attempt, state=ApplicationState.NO_SHOW)
    expected = beside(db, house, attempt)
    beside(db, house, attempt, state=ApplicationState.CANCELLED)
    assert numbers(client) == sorted([running, absent, expected])
    assert numbers(client, "?state=running") == [running]
    assert numbers(client, "?state=absent") == [absent]
    assert numbers(client, "?state=expected") == [expected]
    assert numbers(client, "?state=over") == []


def test_they_are_found_by_the_beginning_of_a_name_an_iin_or_the_number(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    staff.administrator(client, db)
    application = make_attempts.application_of(db, attempt)
    other = beside(db, house, attempt)
    person = make_booking.candidate(db, house)
    person.family_name, person.given_name = "Өтегенов", "Ғалым"
    db.add(person)
    slot = bookings.slot_of(db, application)
    found = make_booking.application(db, person, slot).number
    assert numbers(client, "?q=өтег ғал") == [found]
    assert numbers(client, f"?q={person.iin}") == [found]
    assert numbers(client, f"?q={found.lower()}") == [found]
    assert numbers(client, "?q=%25") == []
    assert numbers(client, "?q=АХМЕТ әл") == sorted([application.number, other])


def test_another_day_and_centre_are_chosen(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    staff.administrator(client, db)
    elsewhere = make_booking.centre(db)
    assert numbers(client, f"?centre={elsewhere.id}") == []
    assert numbers(client, "?day=2026-11-24") == []
    assert len(numbers(client, "?day=2026-11-23&programme=LE-3")) == 1
    assert numbers(client, "?programme=LE-1") == []


def test_what_cannot_be_read_is_named_and_the_day_is_shown_whole(
    client: Visitor, db: Session, attempt: Attempt
):
    staff.administrator(client, db)
    answer = client.get("/administrator/attempts?day=gestern&state=happy")
    assert staff.errors(answer) == {
        "day": "Please enter a date, for example 2026-11-21.",
        "state": "Please choose one of the answers.",
    }
    assert "1 candidate" in staff.words(answer)


def test_many_candidates_come_in_pages(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    staff.administrator(client, db)
    slot = bookings.slot_of(db, make_attempts.application_of(db, attempt))
    slot.capacity = 60
    for _ in range(50):
        beside(db, house, attempt)
    assert len(numbers(client)) == 50
    assert len(numbers(client, "?page=2")) == 1
    assert 'href="/administrator/attempts?page=2"' in client.get("/administrator/attempts").text


def test_an_attempts_page_tells_its_state_and_steps(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, clock: FixedClock
):
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.save(1, "a")
    player.save(1, "b")
    player.save(2, None)
    actions.note_window_left(db, attempt.id, 75, now=clock.move(seconds=8))
    staff.administrator(client, db)
    answer = client.get(f"/administrator/attempts/{attempt.id}")
    said = staff.words(answer)
    assert cells(answer.text, "Sections")[0][1:] == ["10:00", "10:20", "–", "1 / 20"]
    assert "3 receipts, the chain is whole" in said
    assert attempt.paper["commitment"] in said
    assert "The window of the test was left for 1 min 15 s" in said
    assert "The section began:" in said
    assert "Player last heard 23 November 2026, 10:00 (8 s ago)" in said


def test_neither_items_nor_keys_nor_the_seed_are_on_it(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    staff.administrator(client, db)
    html = client.get(f"/administrator/attempts/{attempt.id}").text
    items = [drawn["item"] for section in attempt.paper["paper"] for drawn in section["items"]]
    assert not [ref for ref in items if ref in html]
    texts = find_item(db, bank_of(house), items[0]).texts
    assert not [one.text for one in texts.values() if one.text in html]
    assert attempt.paper["seed"] not in html


def test_a_chain_that_was_tampered_with_is_seen(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt
):
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.save(1, "a")
    last = db.exec(select(Answer)).one()
    false = last.model_dump() | {"seq": 2, "choice": "c", "hash": b"\0" * 32}
    db.add(Answer(**false))
    staff.administrator(client, db)
    said = staff.words(client.get(f"/administrator/attempts/{attempt.id}"))
    assert "The chain is broken receipt 2: its hash does not follow" in said


def test_an_operator_sees_todays_tests_of_halls_and_nothing_to_do_with_them(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, clock: FixedClock
):
    remote = make_attempts.prepared(db, house, remote=True)
    said = actions.Remarks("complaint", "The operator was rude.")
    actions.add_remarks(db, attempt.id, said, now=clock.now())
    staff.sign_in(client, db, Role.OPERATOR)
    number = make_attempts.application_of(db, attempt).number
    assert numbers(client) == [number]
    assert numbers(client, "?day=2026-11-24") == [number]  # an operator's day is today
    page = client.get(f"/administrator/attempts/{attempt.id}")
    assert page.status_code == 200
    assert "Give time back" not in page.text
    assert "The operator was rude." not in page.text
    assert client.get(f"/administrator/attempts/{remote.id}").status_code == 404
    clock.move(days=1)
    staff.sign_in(client, db, Role.OPERATOR)
    assert client.get(f"/administrator/attempts/{attempt.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.PROCTOR])
def test_others_see_nothing(client: Visitor, db: Session, attempt: Attempt, role: Role):
    staff.sign_in(client, db, role)
    assert client.get("/administrator/attempts").status_code == 403
    assert client.get(f"/administrator/attempts/{attempt.id}").status_code == 403


def test_an_attempt_that_is_not_there_does_not_exist(client: Visitor, db: Session):
    person = staff.administrator(client, db)
    assert client.get(f"/administrator/attempts/{person.id}").status_code == 404
    assert client.get("/administrator/attempts/nobody").status_code == 404


def test_the_time_left_and_the_extra_time_are_shown(
    client: Visitor, db: Session, house: Wiring, clock: FixedClock
):
    attempt = make_attempts.prepared(db, house)
    attempt.extra_percent = 50
    db.add(attempt)
    actions.start_section(db, attempt.id, 0, device="", now=clock.now())
    staff.administrator(client, db)
    clock.move(minutes=1, seconds=30)
    assert "28 min 30 s left" in staff.words(client.get("/administrator/attempts"))
    said = staff.words(client.get(f"/administrator/attempts/{attempt.id}"))
    assert "Extra time: 50 %" in said
