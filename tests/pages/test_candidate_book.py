"""From the post's category to the code: every page, and what people do to them."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.booking import queries
from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from service.core.wiring import Wiring
from service.law.document import DocumentKind
from service.law.draw import commitment
from service.people.models import Account
from tests import make as make_people
from tests import make_booking as make
from tests.clock import FixedClock
from tests.outbox import Outbox
from tests.visitor import Visitor
from tests.way import Way, hidden, where

DAY = date(2026, 12, 3)
S = ApplicationState


@pytest.fixture
def centre(db: Session) -> Centre:
    make.programmes(db)
    return make.centre(db)


@pytest.fixture
def slot(db: Session, centre: Centre) -> Slot:
    return make.slot(db, centre, DAY, capacity=2)


@pytest.fixture
def person(client: Visitor, db: Session, house: Wiring, centre: Centre) -> Account:
    owner = make.candidate(db, house)
    client.sign_in_as(owner)
    return owner


@pytest.fixture
def way(client: Visitor, outbox: Outbox) -> Way:
    return Way(client, outbox)


def applications(db: Session) -> list[Application]:
    return list(db.exec(select(Application).order_by(Application.number)).all())


@pytest.mark.usefixtures("person")
def test_the_whole_way(client: Visitor, db: Session, centre: Centre, slot: Slot, outbox: Outbox):
    assert "Which test do you need?" in client.get("/book").text
    asked = client.get("/book/check?how=category&category=с-gp-5")  # a Cyrillic letter, small ones
    assert "Does the post require a legal education?" in asked.text
    found = client.get("/book/check?category=с-gp-5&education=not-required")
    assert "LE-3" in found.text
    assert "The post requires no legal education, therefore it is this one." in found.text
    assert "Nothing stands against your application" in found.text
    choice = "category=с-gp-5&education=not-required"
    place = client.get(f"/book/place?{choice}&centre={centre.code}")
    assert "10:00" in place.text
    assert "2 free seats" in place.text
    review = client.get(f"/book/review?{choice}&slot={slot.id}")
    assert "C-GP-5" in review.text
    way = Way(client, outbox)
    there = where(way.file(review, word="шаңырақ"))
    code_page = client.get(there)
    assert "+7 701 000 00 01" in code_page.text
    assert "The seat is kept for you until 10:15." in code_page.text
    answer = client.submit(there, {"code": outbox.newest_code()})
    application = applications(db)[0]
    assert where(answer) == f"/cabinet/applications/{application.id}"
    assert application.state is S.BOOKED
    assert (application.category, application.legal_education) == ("C-GP-5", False)
    assert application.draw_word == "шаңырақ"
    shown = client.get(where(answer))
    assert "You have a seat" in shown.text
    assert application.draw_commitment in shown.text


@pytest.mark.usefixtures("person")
def test_the_fingerprint_is_shown_before_the_word_is_typed(db: Session, slot: Slot, way: Way):
    page = way.review(slot)
    way.file(page, word="өз сөзім")
    application = applications(db)[0]
    assert application.draw_commitment in page.text
    assert commitment(application.draw_seed) == application.draw_commitment
    assert application.draw_seed.hex() not in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("how=category", "Please enter the category of the post"),
        ("how=category&category=C-GP-99", "No programme names this category."),
        ("how=name", "Please choose one of the programmes."),
        ("programme=XX-9", "Please choose one of the programmes."),
    ],
)
@pytest.mark.usefixtures("person")
def test_a_choice_that_leads_nowhere_says_why_and_keeps_what_was_typed(
    client: Visitor, query: str, sentence: str
):
    answer = client.get(f"/book/check?{query}")
    assert answer.status_code == 422
    assert sentence in answer.text
    if "C-GP-99" in query:
        assert 'value="C-GP-99"' in answer.text
        assert ">C-GP-4<" in answer.text  # one of the nearest


@pytest.mark.usefixtures("person")
def test_pages_out_of_turn_lead_back(client: Visitor, slot: Slot):
    assert where(client.get("/book/place")) == "/book"
    assert where(client.get(f"/book/review?slot={slot.id}")) == "/book"
    assert where(client.submit("/book", {"slot": "no id"})) == "/book"
    assert where(client.submit("/book/waiting", {"day": "never"})) == "/book"
    assert client.get("/book/review?programme=LE-3&slot=x").status_code == 404


@pytest.mark.usefixtures("person")
def test_an_address_may_hold_anything(client: Visitor, centre: Centre):
    for query in ("month=x", "day=9999-12-31", "month=0001-01-01", "day=2026-02-30", "centre=%00"):
        address = f"/book/place?programme=LE-3&centre={centre.code}&{query}"
        assert client.get(address).status_code == 200


def test_every_ground_is_shown_with_its_source_and_first_day(
    client: Visitor, db: Session, centre: Centre
):
    owner = make_people.account(db)
    make.past_result(db, owner, centre, date(2026, 11, 20))
    make.paper(db, owner, DocumentKind.BREACH_ACT, date(2026, 11, 20), act="breach")
    client.sign_in_as(owner)
    text = client.get("/book/check?programme=LE-3").text
    for expected in (
        "On 20 November 2026 your result was below the threshold.",
        "1 month",
        "You can apply again from 21 December 2026",
        "RF-1: O26 LE annex 2 row 9",
        "On 20 November 2026 an act on a breach of the testing rules was drawn up.",
        "You can apply again from 21 May 2027",
        "RF-2: O26 LE annex 2 row 9",
        "You have not consented to the processing of your personal data.",
        "/consent?next=/book/check%3Fprogramme%3DLE-3",
    ):
        assert expected in text
    assert where(client.get("/book/place?programme=LE-3")) == "/book/check?programme=LE-3"


def test_rf_5_a_certificate_is_named(client: Visitor, db: Session, person: Account):
    on, until = date(2026, 3, 31), date(2027, 3, 31)
    paper = make.paper(db, person, DocumentKind.CERTIFICATE, on, code="LE-3", valid_until=until)
    text = client.get("/book/check?programme=LE-3").text
    assert f"You have a valid certificate for this programme: {paper.number}." in text
    assert "You can apply again from 1 April 2027" in text


def test_an_open_application_is_named_and_led_to(
    client: Visitor, db: Session, person: Account, slot: Slot
):
    booked = make.application(db, person, slot)
    text = client.get("/book/check?programme=LE-1").text
    assert booked.number in text
    assert f"/cabinet/applications/{booked.id}" in text
    assert "Nothing stands against" in client.get("/book/check?programme=AD-1").text


@pytest.mark.usefixtures("person")
def test_a_form_sent_twice_files_once_and_sends_one_code(
    db: Session, slot: Slot, way: Way, outbox: Outbox
):
    page = way.review(slot)
    first, second = way.file(page), way.file(page)
    assert where(first) == where(second)
    assert len(applications(db)) == 1
    assert len(outbox.delivered()) == 1


@pytest.mark.usefixtures("person")
def test_going_back_and_choosing_another_time_is_harmless(
    client: Visitor, db: Session, centre: Centre, slot: Slot, way: Way
):
    other = make.slot(db, centre, DAY, time(15, 0))
    first, second = way.filed(slot), way.filed(other)
    states = {one.slot_id: one.state for one in applications(db)}
    assert states == {slot.id: S.LAPSED, other.id: S.FILED}
    assert client.get(first).status_code == 303
    assert client.get(second).status_code == 200


@pytest.mark.usefixtures("person")
def test_going_back_to_the_same_time_leads_on_again(slot: Slot, way: Way):
    first = way.filed(slot)
    again = way.review(slot)
    assert again.status_code == 200
    assert where(way.file(again)) == first


@pytest.mark.usefixtures("person")
def test_a_seat_taken_in_the_meantime_leads_to_the_other_times_and_keeps_the_word(
    client: Visitor, db: Session, house: Wiring, slot: Slot, way: Way
):
    page = way.review(slot)
    for _ in range(2):
        make.application(db, make.candidate(db, house), slot)
    there = where(way.file(page, word="менің сөзім"))
    assert there.startswith("/book/place?programme=LE-3")
    assert client.said() == "The last seat has just been taken. Please choose another time."
    assert "word=%D0%BC" in there
    assert where(way.review(slot)).startswith("/book/place")


@pytest.mark.usefixtures("person")
def test_a_form_of_another_application_is_shown_anew(
    db: Session, centre: Centre, slot: Slot, way: Way
):
    page = way.review(slot)
    way.file(page)
    other = make.slot(db, centre, DAY, time(15, 0))
    stale = {**hidden(page), "slot": str(other.id)}
    answer = way.client.submit("/book", stale)
    assert answer.status_code == 422
    assert "The page had been open for long." in answer.text
    fresh = hidden(answer)
    assert fresh["promise"] != stale["promise"]
    assert where(way.client.submit("/book", fresh)).endswith("/confirm")


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("promise", ["", "forged", "AAAA"])
def test_a_forged_promise_files_nothing(db: Session, slot: Slot, way: Way, promise: str):
    answer = way.file(way.review(slot), promise=promise, word="сөз")
    assert answer.status_code == 422
    assert 'value="сөз"' in answer.text
    assert applications(db) == []


@pytest.mark.usefixtures("person")
def test_a_word_too_long_is_kept_and_explained(db: Session, slot: Slot, way: Way):
    answer = way.file(way.review(slot), word="ұ" * 41)
    assert answer.status_code == 422
    assert "Please write at most 40 characters." in answer.text
    assert "ұ" * 41 in answer.text
    assert applications(db) == []


def test_bk_1_a_time_too_early_is_not_reviewed(
    client: Visitor, db: Session, person: Account, centre: Centre, way: Way
):
    today = make.slot(db, centre, date(2026, 11, 23), time(17, 0))
    assert where(way.review(today)).startswith("/book/place")
    assert "too late for this day" in client.said()
    assert person.phone is not None


@pytest.mark.usefixtures("person")
def test_a_wrong_code_is_explained_and_the_right_one_books(
    client: Visitor, db: Session, slot: Slot, way: Way, outbox: Outbox
):
    there = way.filed(slot)
    code = outbox.newest_code()
    wrong = client.submit(there, {"code": f"{(int(code) + 1) % 1_000_000:06d}"})
    assert wrong.status_code == 422
    assert "Tries left: 4." in wrong.text
    assert client.submit(there, {"code": "12"}).status_code == 422
    page = where(client.submit(there, {"code": code}))
    assert where(client.submit(there, {"code": code})) == page
    assert where(client.get(there)) == page
    assert applications(db)[0].state is S.BOOKED


@pytest.mark.usefixtures("person")
def test_another_code_can_be_asked_for(
    client: Visitor, slot: Slot, way: Way, clock: FixedClock, outbox: Outbox
):
    there = way.filed(slot)
    send = there.replace("/confirm", "/send")
    first = outbox.newest_code()
    client.submit(send)
    assert "A code has been sent already." in client.said()
    clock.move(minutes=1)
    assert where(client.submit(send)) == there
    second = outbox.newest_code()
    assert len(outbox.delivered()) == 2
    assert first == second or client.submit(there, {"code": first}).status_code == 422
    assert where(client.submit(there, {"code": second}))


@pytest.mark.usefixtures("person")
def test_after_a_quarter_of_an_hour_the_seat_is_free_again(
    client: Visitor, db: Session, slot: Slot, way: Way, clock: FixedClock, outbox: Outbox
):
    there = way.filed(slot)
    code = outbox.newest_code()
    clock.move(minutes=15)
    page = where(client.submit(there, {"code": code}))
    shown = client.get(page).text
    assert "Not confirmed" in shown
    assert "Book again" in shown
    found = queries.slot(db, slot.id)
    assert found is not None
    assert found.taken == 0


def test_without_a_phone_the_way_to_it_is_shown(
    client: Visitor, db: Session, person: Account, slot: Slot, way: Way
):
    person.phone = None
    db.add(person)
    assert "Without a phone the application cannot be confirmed" in way.review(slot).text
    there = way.filed(slot)
    assert 'href="/me/phone"' in client.get(there).text
    client.submit(there.replace("/confirm", "/send"))
    assert "no phone number yet" in client.said()


def test_a_full_day_offers_its_waiting_list_and_the_next_free_time(
    client: Visitor, db: Session, house: Wiring, person: Account, centre: Centre, slot: Slot
):
    for _ in range(2):
        make.application(db, make.candidate(db, house), slot)
    later = make.slot(db, centre, DAY + timedelta(days=4))
    address = f"/book/place?programme=LE-3&centre={centre.code}&day={DAY}"
    page = client.get(address).text
    assert "Every seat of this day is taken" in page
    assert "The next free seat here is on 7 December 2026, 10:00." in page
    assert f"slot={later.id}" in page
    fields = {"programme": "LE-3", "centre": centre.code, "day": str(DAY)}
    client.submit("/book/waiting", fields)
    assert client.said().startswith("You are number %(n)s on the waiting list")
    client.submit("/book/waiting", fields)
    entries = db.exec(select(WaitingEntry)).all()
    assert [(one.account_id, one.day) for one in entries] == [(person.id, DAY)]
    assert "You are number 1 on the waiting list of this day" in client.get(address).text
    leave = f"/cabinet/waiting/{entries[0].id}/leave"
    assert where(client.submit(leave)) == "/cabinet"
    assert db.get_one(WaitingEntry, entries[0].id).closed_at is not None


@pytest.mark.usefixtures("person")
def test_a_month_without_a_seat_says_where_one_is_free(
    client: Visitor, db: Session, house: Wiring, centre: Centre, slot: Slot
):
    elsewhere = make.centre(db)
    november = f"/book/place?programme=LE-3&centre={centre.code}&month=2026-11-01"
    text = client.get(november).text
    assert "No free seat in this month" in text
    assert "3 December 2026, 10:00" in text
    for _ in range(2):
        make.application(db, make.candidate(db, house), slot)
    free = make.slot(db, elsewhere, DAY)
    text = client.get(november).text
    assert "Every seat of this place is taken" in text
    assert f"slot={free.id}" in text


def test_another_persons_objects_do_not_exist(
    client: Visitor, db: Session, house: Wiring, slot: Slot, person: Account
):
    theirs = make.application(db, make.candidate(db, house), slot, state=S.FILED)
    base = f"/cabinet/applications/{theirs.id}"
    for path in ("", "/confirm", "/cancel", "/move", f"/move/{slot.id}", "/start", "/test.ics",
                 "/draw.json"):  # fmt: skip
        assert client.get(base + path).status_code == 404
    for path in ("/confirm", "/send", "/cancel", f"/move/{slot.id}"):
        assert client.submit(base + path, {"code": "123456"}).status_code == 404
    unknown = UUID(int=0)
    assert client.submit(f"/cabinet/waiting/{unknown}/leave").status_code == 404
    assert client.submit(f"/cabinet/notices/{unknown}/open").status_code == 404
    assert client.get(f"/cabinet/documents/{unknown}.pdf").status_code == 404
    assert person.id != theirs.account_id


def test_nobody_books_without_signing_in(client: Visitor, slot: Slot):
    assert where(client.get("/book")) == "/sign-in?next=%2Fbook"
    assert where(client.get("/cabinet")) == "/sign-in?next=%2Fcabinet"
    assert client.submit("/book", {"slot": str(slot.id)}).status_code in {303, 403}
