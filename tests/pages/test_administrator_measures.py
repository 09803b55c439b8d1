"""Time given back, messages, technical failures: for one, for a slot, for all in the test."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from service.attempts import actions, queries
from service.attempts.models import Attempt, ServiceOutage
from service.attempts.paper import prepare_attempt
from service.booking import queries as bookings
from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.law.application import ApplicationState
from service.law.attempt import Phase, What
from service.people.models import Account, Role
from tests import make_attempts, make_booking, staff
from tests.clock import FixedClock
from tests.make_attempts import Player
from tests.visitor import Visitor

NOBODY = UUID(int=7)  # the same in every process that collects the tests

TIME = {"minutes": "5", "seconds": "30", "reason": "Power cut in the hall"}
FAILURE = {
    "began_at": "2026-11-23T09:50",
    "ended_at": "2026-11-23T09:58",
    "description_kk": "Залда жарық сөнді.",
    "description_ru": "",
}


@pytest.fixture
def attempt(db: Session, house: Wiring) -> Attempt:
    return make_attempts.started(db, house, capacity=9)


@pytest.fixture
def person(client: Visitor, db: Session, attempt: Attempt) -> Account:
    assert attempt.started_at
    return staff.administrator(client, db)


def url(deed: str, attempt: Attempt) -> str:
    return f"/administrator/{deed}?whom=attempt:{attempt.id}"


def another(db: Session, house: Wiring, attempt: Attempt, *, begun: bool) -> Attempt:
    """Another candidate of the same slot, with a paper."""
    slot = bookings.slot_of(db, make_attempts.application_of(db, attempt))
    person = make_booking.candidate(db, house)
    application = make_booking.application(db, person, slot)
    now = house.clock.now()
    made = prepare_attempt(db, application.id, now=now)
    assert made is not None
    if begun:
        actions.accept_terms(db, made.id, now=now)
        actions.start_section(db, made.id, 0, device="", now=now)
    return made


def deadline(db: Session, attempt: Attempt) -> Any:
    state = actions.seen(db, attempt.id).state
    assert state.window is not None
    return state.window.deadline_at


def test_time_is_given_back_to_one_with_a_reason_after_a_confirmation(
    client: Visitor, db: Session, attempt: Attempt, person: Account, clock: FixedClock
):
    asked = client.submit(url("time", attempt), TIME)
    said = staff.words(asked)
    assert "Give 5 min 30 s back?" in said
    assert "Power cut in the hall" in said
    assert deadline(db, attempt) == clock.now() + timedelta(minutes=20)
    done = client.submit(url("time", attempt), staff.confirmed(asked, TIME))
    assert done.status_code == 303
    assert done.headers["location"] == f"/administrator/attempts/{attempt.id}"
    assert deadline(db, attempt) == clock.now() + timedelta(minutes=25, seconds=30)
    (entry,) = [e for e in entries_about(db, "attempt", attempt.id) if e.verb == "time given back"]
    assert (entry.actor_id, entry.facts) == (
        person.id,
        {"seconds": 330, "reason": "Power cut in the hall"},
    )


def test_a_confirmation_sent_twice_gives_the_time_once(
    client: Visitor, db: Session, attempt: Attempt, person: Account, clock: FixedClock
):
    sent = staff.confirmed(client.submit(url("time", attempt), TIME), TIME)
    for _ in range(2):
        assert client.submit(url("time", attempt), sent).status_code == 303
    assert client.said() == "This was done already: the form had been sent twice."
    assert deadline(db, attempt) == clock.now() + timedelta(minutes=25, seconds=30)


def test_a_confirmation_sent_from_two_tabs_at_once_gives_the_time_once(
    client: Visitor, db: Session, attempt: Attempt, person: Account, clock: FixedClock
):
    path = url("time", attempt)
    sent = {"csrf": client.csrf, **staff.confirmed(client.submit(path, TIME), TIME)}
    db.commit()

    def post(_: int) -> int:
        # past the visitor's own way, which commits the test's session
        answer = super(Visitor, client).request("POST", path, data=sent)
        return int(answer.status_code)

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(post, range(4))) == {303}
    db.rollback()  # see what the others did
    assert deadline(db, attempt) == clock.now() + timedelta(minutes=25, seconds=30)


def test_time_can_be_given_to_everybody_in_the_test(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    others = [another(db, house, attempt, begun=begun) for begun in (True, False)]
    before = deadline(db, attempt)
    asked = client.submit("/administrator/time?whom=running", TIME)
    assert "2: Ахметов Әлихан Серікұлы, Ахметов Әлихан Серікұлы" in staff.words(asked)
    done = client.submit("/administrator/time?whom=running", staff.confirmed(asked, TIME))
    assert done.headers["location"] == "/administrator/attempts"
    more = timedelta(minutes=5, seconds=30)
    assert [deadline(db, one) - before for one in (attempt, others[0])] == [more, more]
    assert What.TIME_GIVEN_BACK not in [step.what for step in queries.steps_of(db, others[1].id)]


def test_time_for_a_slot_reaches_nobody_of_another_one(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    elsewhere = make_attempts.started(db, house)
    before = deadline(db, elsewhere)
    slot = make_attempts.application_of(db, attempt).slot_id
    path = f"/administrator/time?whom=slot:{slot}"
    done = client.submit(path, staff.confirmed(client.submit(path, TIME), TIME))
    assert done.headers["location"] == f"/administrator/slots/{slot}"
    assert deadline(db, attempt) - before == timedelta(minutes=5, seconds=30)
    assert deadline(db, elsewhere) == before


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        (
            {},
            {"minutes": "Please fill in this field.", "reason": "Please fill in this field."},
        ),
        (
            {"minutes": "121", "seconds": "60", "reason": "?"},
            {
                "minutes": "Please enter a number up to 120.",
                "seconds": "Please enter a number up to 59.",
                "reason": "Please write at least 5 characters.",
            },
        ),
        (
            {"minutes": "0", "seconds": "0", "reason": "Power cut"},
            {"minutes": "Please enter a time of at least one second."},
        ),
        (
            {"minutes": "five", "reason": "Power cut"},
            {"minutes": "Please enter a whole number."},
        ),
    ],
    ids=["nothing filled in", "all out of bounds", "no time at all", "words for a number"],
)
def test_every_fault_is_named_at_once_and_what_was_typed_stays(
    client: Visitor, attempt: Attempt, person: Account, fields: dict[str, str], faults: Any
):
    answer = client.submit(url("time", attempt), fields)
    assert staff.errors(answer) == faults
    assert all(f'value="{value}"' in answer.text or value in answer.text for value in fields)


def test_two_hours_are_the_most_and_a_second_more_is_refused(
    client: Visitor, db: Session, attempt: Attempt, person: Account
):
    given = "Given back: %(time)s. Tests made longer: %(n)s."
    for seconds, said in ((0, given), (1, "Time given back must be")):
        fields = {"minutes": "120", "seconds": str(seconds), "reason": "Power cut"}
        asked = client.submit(url("time", attempt), fields)
        client.submit(url("time", attempt), staff.confirmed(asked, fields))
        assert client.said().startswith(said)


def test_the_way_back_from_the_confirmation_keeps_what_was_typed(
    client: Visitor, db: Session, attempt: Attempt, person: Account
):
    fields = {**staff.confirmed(client.submit(url("time", attempt), TIME), TIME), "change": "true"}
    answer = client.submit(url("time", attempt), fields)
    assert answer.status_code == 200
    assert "Power cut in the hall" in answer.text
    assert queries.steps_of(db, attempt.id)[-1].what is What.SECTION_STARTED


def test_a_test_that_is_over_gets_no_time(
    client: Visitor, db: Session, attempt: Attempt, person: Account, clock: FixedClock
):
    clock.move(minutes=4)  # silent for longer than TT-4 allows
    asked = client.submit(url("time", attempt), TIME)
    client.submit(url("time", attempt), staff.confirmed(asked, TIME))
    assert actions.seen(db, attempt.id).state.phase is Phase.BROKEN_OFF


def test_a_message_reaches_the_players_and_once(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    other = another(db, house, attempt, begun=True)
    letter = {"text": "Хабарлама. Сообщение."}
    path = "/administrator/message?whom=running"
    sent = staff.confirmed(client.submit(path, letter), letter)
    for _ in range(2):
        assert client.submit(path, sent).status_code == 303
    for one in (attempt, other):
        assert [m.text for m in queries.messages_for(db, one.id)] == [letter["text"]]
    db.commit()
    assert Player(client, db, house, attempt.id).state["messages"][0]["text"] == letter["text"]


def test_a_message_without_words_or_too_long_is_not_sent(
    client: Visitor, attempt: Attempt, person: Account
):
    path = url("message", attempt)
    assert staff.errors(client.submit(path)) == {"text": "Please fill in this field."}
    answer = client.submit(path, {"text": "ә" * 1001})
    assert staff.errors(answer) == {"text": "Please write at most 1000 characters."}
    assert "ә" * 1001 in answer.text


def test_tt_5_a_technical_failure_is_registered_after_a_confirmation(
    client: Visitor, db: Session, attempt: Attempt, person: Account, run_due
):
    path = url("failure", attempt)
    asked = client.submit(path, FAILURE)
    assert "Each candidate has 24 hours from now" in staff.words(asked)
    assert queries.technical_failure(db, attempt.id) is None
    sent = staff.confirmed(asked, FAILURE)
    for _ in range(2):
        assert client.submit(path, sent).status_code == 303
    act = queries.technical_failure(db, attempt.id)
    assert act is not None
    assert (act.registered_by, act.description["ru"]) == (person.id, "Залда жарық сөнді.")
    run_due()
    assert make_attempts.application_of(db, attempt).state is ApplicationState.TECHNICAL_FAILURE
    assert "Залда жарық сөнді." in staff.words(client.get(f"/administrator/attempts/{attempt.id}"))


def test_a_failure_of_a_whole_slot_reaches_those_who_could_not_begin(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    waiting = another(db, house, attempt, begun=False)
    slot = make_attempts.application_of(db, attempt).slot_id
    path = f"/administrator/failure?whom=slot:{slot}"
    client.submit(path, staff.confirmed(client.submit(path, FAILURE), FAILURE))
    for one in (attempt, waiting):
        assert actions.seen(db, one.id).state.phase is Phase.TECHNICAL_FAILURE
        assert queries.technical_failure(db, one.id) is not None


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"began_at": "", "description_kk": ""},
            {"began_at": "Please fill in this field."},
        ),
        ({"description_kk": ""}, {"description_kk": "Please say what happened."}),
        (
            {"began_at": "2026-11-23T10:01", "ended_at": "2026-11-23T10:02"},
            {
                "began_at": "This moment is still to come.",
                "ended_at": "This moment is still to come.",
            },
        ),
        (
            {"ended_at": "2026-11-23T09:50"},
            {"ended_at": "The end must come after the beginning."},
        ),
        ({"began_at": "2026-11-16T09:59"}, {"began_at": "This is more than a week ago."}),
        (
            {"began_at": "yesterday", "ended_at": "10:00"},
            {
                "began_at": "Please enter a date and a time.",
                "ended_at": "Please enter a date and a time.",
            },
        ),
    ],
    ids=["no beginning", "no words", "in the future", "ends as it begins", "too old", "no moments"],
)
def test_faults_of_a_failure_are_named(
    client: Visitor, attempt: Attempt, person: Account, changes: dict[str, str], faults: Any
):
    answer = client.submit(url("failure", attempt), FAILURE | changes)
    assert staff.errors(answer) == faults


def test_a_test_that_was_finished_has_no_technical_failure(
    client: Visitor, db: Session, house: Wiring, attempt: Attempt, person: Account
):
    for section in (0, 1):
        now = house.clock.now()
        actions.start_section(db, attempt.id, section, device="", now=now)
        actions.finish_section(db, attempt.id, section, now=now)
    path = url("failure", attempt)
    client.submit(path, staff.confirmed(client.submit(path, FAILURE), FAILURE))
    assert client.said() == "This test is over: its result stands or can be appealed."
    assert queries.technical_failure(db, attempt.id) is None


def test_the_form_of_a_failure_begins_with_the_last_outage(
    client: Visitor, db: Session, attempt: Attempt, person: Account, clock: FixedClock
):
    began, over = clock.now() - timedelta(minutes=30), clock.now() - timedelta(minutes=20)
    db.add(ServiceOutage(began_at=began, ended_at=over))
    html = client.get(url("failure", attempt)).text
    assert 'value="2026-11-23T09:30"' in html
    assert 'value="2026-11-23T09:40"' in html


@pytest.mark.parametrize("deed", ["time", "message", "failure"])
@pytest.mark.parametrize(
    "whom", ["attempt:nobody", f"attempt:{NOBODY}", f"slot:{NOBODY}", "everyone"]
)
def test_for_whom_must_exist(client: Visitor, person: Account, deed: str, whom: str):
    assert client.get(f"/administrator/{deed}?whom={whom}").status_code == 404


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.OPERATOR, Role.PROCTOR])
def test_others_may_not(client: Visitor, db: Session, attempt: Attempt, role: Role):
    staff.sign_in(client, db, role)
    assert client.submit(url("time", attempt), TIME).status_code == 403
