"""Slots and centres as an administrator makes them."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from service.booking.models import Centre, Slot
from service.core.wiring import Wiring
from service.journal.queries import newest_entries
from service.law.application import ApplicationState
from service.law.calendar import local_time
from service.people.models import Account, Role
from tests import make, make_booking, staff
from tests.clock import FixedClock
from tests.visitor import Visitor

NEW = "/administrator/slots/new"


@pytest.fixture
def centre(db: Session) -> Centre:
    return make_booking.centre(db)


@pytest.fixture(autouse=True)
def person(client: Visitor, db: Session) -> Account:
    return staff.administrator(client, db)


def wish(centre: Centre, **changes: str) -> dict[str, str]:
    """A week from Tuesday, 24 November 2026, twice a day."""
    return {
        "centre": str(centre.id),
        "first_on": "2026-11-24",
        "last_on": "2026-11-30",
        "times": "09:00, 14:30",
        "capacity": "8",
    } | changes


def starts(db: Session) -> list[str]:
    db.rollback()
    found = db.exec(select(Slot)).all()
    return sorted(f"{local_time(slot.starts_at):%d %H:%M}" for slot in found)


def test_slots_are_opened_on_working_days_after_a_confirmation(
    client: Visitor, db: Session, centre: Centre
):
    asked = client.submit(NEW, wish(centre))
    said = staff.words(asked)
    assert "Slots opened: 10, seats: 80." in said
    assert "Not opened: 28.11.2026, 29.11.2026. Day off or holiday (BK-3)." in said
    assert starts(db) == []  # looking opens nothing
    done = client.submit(NEW, staff.confirmed(asked, wish(centre)))
    assert done.headers["location"] == f"/administrator/slots?centre={centre.id}"
    assert starts(db) == [
        f"{day} {clock}" for day in (24, 25, 26, 27, 30) for clock in ("09:00", "14:30")
    ]
    assert "8 seats are free" in staff.words(client.get(done.headers["location"]))


def test_a_form_sent_twice_opens_each_slot_once(client: Visitor, db: Session, centre: Centre):
    fields = wish(centre, last_on="2026-11-24")
    sent = staff.confirmed(client.submit(NEW, fields), fields)
    for _ in range(2):
        assert client.submit(NEW, sent).status_code == 303
    assert starts(db) == ["24 09:00", "24 14:30"]


def test_bk_3_times_outside_the_hours_are_refused_with_the_reason(
    client: Visitor, db: Session, centre: Centre
):
    fields = wish(centre, times="08:59 13:00; 18:30")
    answer = client.submit(NEW, fields)
    assert staff.errors(answer) == {"times": "None of these starts can be opened."}
    said = staff.words(answer)
    assert "Not opened: 08:59, 13:00, 18:30. Outside the opening hours" in said
    assert "08:59 13:00; 18:30" in answer.text  # what was typed stays


def test_bk_3_a_hall_that_runs_late_opens_until_23(client: Visitor, db: Session, centre: Centre):
    fields = wish(centre, times="22:59, 23:00", last_on="2026-11-24", until_late="true")
    asked = client.submit(NEW, fields)
    assert "Slots opened: 1," in staff.words(asked)
    client.submit(NEW, staff.confirmed(asked, fields))
    assert starts(db) == ["24 22:59"]


def test_nothing_opens_on_a_holiday(client: Visitor, centre: Centre):
    holiday = wish(centre, first_on="2026-12-16", last_on="2026-12-16")  # Independence Day
    assert "Day off or holiday" in staff.words(client.submit(NEW, holiday))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            dict.fromkeys(("centre", "first_on", "last_on", "times", "capacity"), ""),
            dict.fromkeys(
                ("centre", "first_on", "last_on", "times", "capacity"),
                "Please fill in this field.",
            ),
        ),
        (
            {"first_on": "24.11.2026", "times": "9:00, half ten", "capacity": "many"},
            {
                "first_on": "Please enter a date, for example 2026-11-21.",
                "times": "“half” is not a time such as 09:30.",
                "capacity": "Please enter a whole number.",
            },
        ),
        (
            {"last_on": "2026-11-23", "capacity": "11"},
            {
                "last_on": "The last day must not come before the first.",
                "capacity": "Seats in a slot: from 1 to 10, as the centre has.",
            },
        ),
        ({"last_on": "2027-02-24"}, {"last_on": "Please choose at most 92 days."}),
        ({"centre": "nowhere"}, {"centre": "Please choose one of the answers."}),
    ],
    ids=["nothing", "unreadable", "contradictory", "a day too many", "no centre"],
)
def test_every_fault_is_named_at_once(
    client: Visitor, centre: Centre, changes: dict[str, str], faults: Any
):
    assert staff.errors(client.submit(NEW, wish(centre) | changes)) == faults


def test_ninety_two_days_are_allowed(client: Visitor, centre: Centre):
    assert client.submit(NEW, wish(centre, last_on="2027-02-23")).status_code == 200


def test_a_closed_centre_opens_nothing(
    client: Visitor, db: Session, centre: Centre, clock: FixedClock
):
    centre.closed_at = clock.now()
    db.add(centre)
    make_booking.centre(db)
    answer = client.submit(NEW, wish(centre))
    assert staff.errors(answer) == {"centre": "This centre is closed. Open it first."}


def test_a_slots_page_shows_who_sits_in_it(
    client: Visitor, db: Session, house: Wiring, centre: Centre
):
    make_booking.programmes(db)
    slot = make_booking.slot(db, centre, capacity=3)
    booked = make_booking.application(db, make.account(db), slot).number
    gone = make_booking.application(
        db, make.account(db), slot, state=ApplicationState.CANCELLED
    ).number
    said = staff.words(client.get(f"/administrator/slots/{slot.id}"))
    assert "1 of 3 seats are taken" in said
    assert booked in said
    assert gone not in said


def test_an_empty_slot_is_closed_once_after_a_confirmation(
    client: Visitor, db: Session, centre: Centre
):
    slot = make_booking.slot(db, centre)
    path = f"/administrator/slots/{slot.id}/close"
    sent = staff.confirmed(client.submit(path), {})
    for _ in range(2):
        assert client.submit(path, sent).headers["location"] == f"/administrator/slots/{slot.id}"
    db.rollback()
    assert db.get_one(Slot, slot.id).closed_at is not None
    assert [entry.verb for entry in newest_entries(db)].count("slot closed") == 1


def test_a_slot_with_a_booking_is_not_closed(client: Visitor, db: Session, centre: Centre):
    slot = make_booking.slot(db, centre)
    make_booking.application(db, make.account(db), slot)
    client.submit(f"/administrator/slots/{slot.id}/close", {"sure": "true"})
    assert client.said() == "The slot is not closed: seats taken in it: %(n)s."
    db.rollback()
    assert db.get_one(Slot, slot.id).closed_at is None


def facts(**changes: str) -> dict[str, str]:
    texts = {
        f"{text}_{language}": f"{text} {language}"
        for text in ("name", "city", "address")
        for language in ("kk", "ru", "en")
    }
    return {"code": "astana-1", "seats": "40", **texts, **changes}


def test_a_centre_is_made_changed_and_closed(client: Visitor, db: Session):
    done = client.submit("/administrator/centres/new", facts(until_late="true"))
    assert done.status_code == 303
    made = db.exec(select(Centre)).one()
    assert (made.name["ru"], made.seats, made.until_late) == ("name ru", 40, True)
    path = f"/administrator/centres/{made.id}"
    assert 'value="name ru"' in client.get(path).text
    changed = facts(name_ru="Зал 2", is_closed="true")
    assert client.submit(path, changed).status_code == 303
    db.rollback()
    made = db.exec(select(Centre)).one()
    assert (made.name["ru"], made.until_late, made.closed_at is None) == ("Зал 2", False, False)
    assert [entry.verb for entry in newest_entries(db)][:2] == ["centre changed", "centre made"]


def test_a_code_is_given_once(client: Visitor, db: Session):
    for status in (303, 422):
        answer = client.submit("/administrator/centres/new", facts())
        assert answer.status_code == status
    assert staff.errors(answer) == {"code": "There is a centre with this code already."}
    assert len(db.exec(select(Centre)).all()) == 1


def test_a_centre_needs_its_names_in_every_language(client: Visitor):
    sent = facts(code="Астана 1", name_kk="", seats="0")
    assert staff.errors(client.submit("/administrator/centres/new", sent)) == {
        "code": "Please check this field: its form is not right.",
        "name_kk": "Please fill in this field.",
        "seats": "Please enter a number from 1 up.",
    }


def test_what_is_not_there_does_not_exist(client: Visitor):
    for path in ("slots", "centres"):
        assert client.get(f"/administrator/{path}/{uuid4()}").status_code == 404
        assert client.get(f"/administrator/{path}/nowhere").status_code == 404
    assert client.submit(f"/administrator/slots/{uuid4()}/close").status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, centre: Centre, role: Role):
    staff.sign_in(client, db, role)
    assert client.get("/administrator/slots").status_code == 403
    assert client.submit(NEW, wish(centre)).status_code == 403
    assert client.submit("/administrator/centres/new", facts()).status_code == 403
