"""A freed seat on offer: taken, used for moving, or passed on from the cabinet."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from service.booking import actions, queries, waiting
from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from service.core.wiring import Wiring
from service.people.models import Account
from tests import make_booking as make
from tests.clock import START
from tests.outbox import Outbox
from tests.visitor import Visitor
from tests.way import Way, where

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
def person(client: Visitor, db: Session, house: Wiring) -> Account:
    owner = make.candidate(db, house)
    client.sign_in_as(owner)
    return owner


def page_of(application: Application) -> str:
    return f"/cabinet/applications/{application.id}"


def _offered(
    db: Session, house: Wiring, centre: Centre, person: Account, slot: Slot
) -> WaitingEntry:
    """Have the person wait for a full slot, and free its seat."""
    other = make.application(db, make.candidate(db, house), slot)
    calendar = house.parts["calendar"]
    answer = waiting.join_waiting_list(
        db, person.id, centre=centre, day=DAY, programme_code="LE-3", calendar=calendar, now=START
    )
    assert isinstance(answer, waiting.Waiting)
    actions.cancel_application(db, other.id, calendar=calendar, now=START)
    return answer.entry


def test_a_seat_on_offer_is_taken_from_the_cabinet(
    client: Visitor,
    db: Session,
    house: Wiring,
    centre: Centre,
    person: Account,
    slot: Slot,
    outbox: Outbox,
):
    _offered(db, house, centre, person, slot)
    text = client.get("/cabinet").text
    assert "A seat is free for you" in text
    assert "The seat is kept for you until 12:00." in text
    assert f"/book/review?programme=LE-3&amp;slot={slot.id}" in text
    page = Way(client, outbox).booked(slot)
    (application,) = db.exec(select(Application).where(Application.account_id == person.id)).all()
    assert page == page_of(application)
    assert application.state is S.BOOKED
    assert "A seat is free for you" not in client.get("/cabinet").text


def test_an_offer_to_who_is_booked_leads_to_moving(
    client: Visitor, db: Session, house: Wiring, centre: Centre, person: Account, slot: Slot,
):  # fmt: skip
    later = make.slot(db, centre, DAY + timedelta(days=1))
    application = make.application(db, person, later)
    _offered(db, house, centre, person, slot)
    there = f"{page_of(application)}/move/{slot.id}"
    assert there in client.get("/cabinet").text
    assert where(client.submit(there, {"sure": "true"})) == page_of(application)
    assert db.get_one(Application, application.id).slot_id == slot.id


def test_an_offer_that_is_not_needed_goes_to_the_next(
    client: Visitor, db: Session, house: Wiring, centre: Centre, person: Account, slot: Slot
):
    entry = _offered(db, house, centre, person, slot)
    client.submit(f"/cabinet/waiting/{entry.id}/leave")
    found = queries.slot(db, slot.id)
    assert found is not None
    assert found.taken == 0
    assert "A seat is free for you" not in client.get("/cabinet").text
