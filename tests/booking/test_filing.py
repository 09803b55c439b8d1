"""What filing an application does, and what stands against it."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import Filed, NotFiled, SlotFault
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.core.i18n import message_from_json
from service.core.wiring import Wiring
from service.documents.models import Standing
from service.journal.queries import entries_about
from service.law.calendar import at
from service.law.document import DocumentKind
from service.law.draw import commitment
from tests import make_booking as make
from tests.clock import START, FixedClock

Taken = Callable[[Slot], int]


def found(answer: Filed | NotFiled) -> list[tuple[str, date | None]]:
    """The ids of the grounds with the first free days, nothing where it was filed."""
    if isinstance(answer, Filed):
        return []
    return [(one.rule.id, one.first_free_on) for one in answer.obstacles.grounds]


def test_an_application_takes_a_seat_and_commits_to_its_draw(
    db: Session, house: Wiring, centre: Centre, taken: Taken
):
    person, slot = make.candidate(db, house), make.slot(db, centre, capacity=2)
    application = make.filed(db, house, person, slot, draw_word="шаңырақ")
    assert taken(slot) == 1
    assert application.state is ApplicationState.FILED
    assert application.draw_commitment == commitment(application.draw_seed)
    steps = queries.steps_of(db, application.id)
    assert [(step.what, step.rule) for step in steps] == [("filed", "BK-1")]
    assert steps[0].facts["draw_commitment"] == application.draw_commitment
    assert steps[0].facts["draw_word"] == "шаңырақ"
    assert [each.verb for each in entries_about(db, "application", application.id)] == [
        "application filed"
    ]


def test_an_application_keeps_why_its_programme_and_which_rules(
    db: Session, house: Wiring, centre: Centre
):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    application = make.filed(db, house, person, slot, category="C-GP-5", legal_education=False)
    kept = db.get_one(Application, application.id)
    assert (kept.kind, kept.programme_code, kept.programme_version) == ("LE", "LE-3", 1)
    assert (kept.category, kept.legal_education) == ("C-GP-5", False)
    assert (kept.counted_on, kept.rule_set_from) == (date(2026, 11, 23), date(2024, 2, 1))
    assert message_from_json(kept.reason).msgid == "You chose it by name."
    assert len(kept.number) == len("T-2611-7K4M-X2PQ")


def test_sent_twice_it_is_filed_once(db: Session, house: Wiring, centre: Centre, taken: Taken):
    person, slot = make.candidate(db, house), make.slot(db, centre, capacity=2)
    first = make.filed(db, house, person, slot)
    assert make.filed(db, house, person, slot).id == first.id
    assert taken(slot) == 1


def test_sent_again_after_the_booking_it_is_the_same_booking(
    db: Session, house: Wiring, centre: Centre, taken: Taken
):
    person, slot = make.candidate(db, house), make.slot(db, centre, capacity=2)
    booked = make.application(db, person, slot)
    assert make.filed(db, house, person, slot).id == booked.id
    assert taken(slot) == 1


def test_an_unconfirmed_application_gives_way_to_another_choice(
    db: Session, house: Wiring, centre: Centre, taken: Taken
):
    person = make.candidate(db, house)
    morning, noon = make.slot(db, centre), make.slot(db, centre, clock=time(12, 0))
    first = make.filed(db, house, person, morning)
    second = make.filed(db, house, person, noon)
    assert (taken(morning), taken(noon)) == (0, 1)
    assert db.get_one(Application, first.id).state is ApplicationState.LAPSED
    assert second.state is ApplicationState.FILED
    assert [step.what for step in queries.steps_of(db, first.id)] == ["filed", "replaced"]


def test_a_choice_that_fails_leaves_the_unconfirmed_application_alone(
    db: Session, house: Wiring, centre: Centre, taken: Taken
):
    person, other = make.candidate(db, house), make.candidate(db, house)
    morning, noon = make.slot(db, centre), make.slot(db, centre, clock=time(12, 0))
    make.application(db, other, noon)
    first = make.filed(db, house, person, morning)
    answer = make.filing(db, house, person, noon)
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.slot_fault is SlotFault.FULL
    assert first.state is ApplicationState.FILED
    assert (taken(morning), taken(noon)) == (1, 1)


def test_one_open_application_of_a_kind(db: Session, house: Wiring, centre: Centre, taken: Taken):
    person = make.candidate(db, house)
    morning, noon = make.slot(db, centre), make.slot(db, centre, clock=time(12, 0))
    booked = make.application(db, person, morning)
    answer = make.filing(db, house, person, noon, code="LE-1")
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.standing == booked
    assert isinstance(make.filing(db, house, person, noon, code="AD-1"), Filed)
    assert taken(noon) == 1


def test_a_seed_serves_one_application_only(db: Session, house: Wiring, centre: Centre):
    slot, seed = make.slot(db, centre, capacity=2), b"0" * 32
    make.filed(db, house, make.candidate(db, house), slot, seed=seed)
    answer = make.filing(db, house, make.candidate(db, house), slot, seed=seed)
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.is_seed_used


@pytest.mark.parametrize(
    ("filed_at", "test_day", "fault"),
    [
        pytest.param((23, 10, 0), 23, SlotFault.TOO_EARLY, id="not on the day of filing"),
        pytest.param((23, 10, 0), 24, None, id="on the day after"),
        pytest.param((23, 18, 29), 24, None, id="filed in the last minute of the hours"),
        pytest.param((23, 18, 30), 24, SlotFault.TOO_EARLY, id="filed after the hours"),
        pytest.param((23, 18, 30), 25, None, id="filed after the hours, one day more"),
        pytest.param((27, 18, 30), 30, SlotFault.TOO_EARLY, id="Friday evening counts on Monday"),
        pytest.param((28, 12, 0), 30, SlotFault.TOO_EARLY, id="Saturday counts on Monday"),
        pytest.param((27, 18, 0), 30, None, id="Friday afternoon, test on Monday"),
    ],
)
def test_bk_1_the_first_day_of_a_test(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    centre: Centre,
    filed_at: tuple[int, int, int],
    test_day: int,
    fault: SlotFault | None,
):
    day, hour, minute = filed_at
    slot = make.slot(
        db, centre, date(2026, 11, test_day), time(18, 0) if test_day == 23 else time(10)
    )
    clock.set(at(date(2026, 11, day), time(hour, minute)))
    answer = make.filing(db, house, make.candidate(db, house), slot)
    assert (answer.obstacles.slot_fault if isinstance(answer, NotFiled) else None) == fault


def test_bk_3_an_application_of_new_years_eve_counts_after_the_holidays(
    db: Session, house: Wiring, clock: FixedClock, centre: Centre
):
    # 31 December 2026, 19:00; 1 and 2 January are holidays, 3 is a Sunday, 2 moves to Monday 4
    person = make.candidate(db, house)
    clock.set(at(date(2026, 12, 31), time(19, 0)))
    early = make.slot(db, centre, date(2027, 1, 5))
    answer = make.filing(db, house, person, early)
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.counted_on == date(2027, 1, 5)
    assert answer.obstacles.earliest_on == date(2027, 1, 6)
    late = make.slot(db, centre, date(2027, 1, 6))
    assert make.filed(db, house, person, late).counted_on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"closed_at": START}, SlotFault.GONE, id="closed"),
        pytest.param({"starts_at": START}, SlotFault.STARTED, id="begun"),
        pytest.param({"capacity": 0}, SlotFault.FULL, id="full"),
    ],
)
def test_a_slot_that_cannot_be_taken(
    db: Session,
    house: Wiring,
    centre: Centre,
    change: dict[str, object],
    fault: SlotFault,
):
    person, slot = make.candidate(db, house), make.slot(db, centre, **change)  # type: ignore[arg-type]  # a model's fields
    answer = make.filing(db, house, person, slot)
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.slot_fault is fault


def test_a_slot_of_a_closed_centre_is_gone(db: Session, house: Wiring, centre: Centre):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    centre.closed_at = START
    db.add(centre)
    answer = make.filing(db, house, person, slot)
    assert isinstance(answer, NotFiled)
    assert answer.obstacles.slot_fault is SlotFault.GONE


@pytest.mark.parametrize(
    ("code", "result_on", "last_refused"),
    [
        pytest.param("LE-3", date(2026, 3, 3), date(2026, 4, 3), id="LE one month"),
        pytest.param("LE-3", date(2027, 1, 29), date(2027, 2, 28), id="LE end of February"),
        pytest.param("AD-1", date(2026, 11, 2), date(2026, 11, 17), id="AD fifteen days"),
    ],
)
def test_rf_1_last_refused_and_first_free_day(
    db: Session,
    house: Wiring,
    clock: FixedClock,
    centre: Centre,
    code: str,
    result_on: date,
    last_refused: date,
):
    clock.set(at(last_refused, time(10, 0)))
    calendar = house.parts["calendar"]
    # the last day may be a day off: then the application of the working day before is refused
    judged = last_refused
    while not calendar.is_working(judged):
        judged -= timedelta(days=1)
    free = calendar.next_working(last_refused + timedelta(days=1))
    person, slot = make.candidate(db, house), make.slot(db, centre, free + timedelta(days=7))
    make.past_result(db, person, centre, result_on, code=code)
    refused = make.filing(
        db, house, person, slot, code=code, now=clock.set(at(judged, time(10, 0)))
    )
    assert found(refused) == [("RF-1", last_refused + timedelta(days=1))]
    assert found(make.filing(db, house, person, slot, code=code, now=at(free, time(10, 0)))) == []


def test_rf_1_a_technical_failure_bars_nobody(db: Session, house: Wiring, centre: Centre):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    voided = make.past_result(db, person, centre, date(2026, 11, 20))
    voided.state = ApplicationState.TECHNICAL_FAILURE
    db.add(voided)
    assert found(make.filing(db, house, person, slot)) == []


def test_rf_1_a_result_of_another_kind_does_not_count(db: Session, house: Wiring, centre: Centre):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    make.past_result(db, person, centre, date(2026, 11, 20), code="AD-1")
    assert found(make.filing(db, house, person, slot, code="LE-1")) == []


@pytest.mark.parametrize(
    ("act", "kind", "ground", "first_free"),
    [
        ("breach", DocumentKind.BREACH_ACT, "RF-2", date(2027, 5, 21)),
        ("impersonator", DocumentKind.IMPERSONATOR_ACT, "RF-3", date(2027, 11, 21)),
    ],
)
def test_rf_2_rf_3_acts_bar_until_they_are_revoked(
    db: Session,
    house: Wiring,
    centre: Centre,
    act: str,
    kind: DocumentKind,
    ground: str,
    first_free: date,
):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    paper = make.paper(db, person, kind, date(2026, 11, 20), act=act)
    assert found(make.filing(db, house, person, slot)) == [(ground, first_free)]
    paper.standing = Standing.REVOKED
    db.add(paper)
    assert found(make.filing(db, house, person, slot)) == []


def test_rf_4_without_consent(db: Session, house: Wiring, centre: Centre):
    person, slot = make.candidate(db, house, consent=False), make.slot(db, centre)
    answer = make.filing(db, house, person, slot)
    assert isinstance(answer, NotFiled)
    assert [(one.rule.id, one.remedy) for one in answer.obstacles.grounds] == [
        ("RF-4", "give-consent")
    ]


@pytest.mark.parametrize(
    ("code", "standing", "expected"),
    [
        pytest.param("LE-3", Standing.VALID, [("RF-5", date(2027, 4, 1))], id="valid"),
        pytest.param("LE-3", Standing.SUSPENDED, [], id="suspended"),
        pytest.param("LE-1", Standing.VALID, [], id="another programme"),
    ],
)
def test_rf_5_a_certificate_for_the_same_programme(
    db: Session,
    house: Wiring,
    centre: Centre,
    code: str,
    standing: Standing,
    expected: list[tuple[str, date]],
):
    person, slot = make.candidate(db, house), make.slot(db, centre)
    make.paper(
        db,
        person,
        DocumentKind.CERTIFICATE,
        date(2026, 3, 31),
        code=code,
        valid_until=date(2027, 3, 31),
        standing=standing,
    )
    assert found(make.filing(db, house, person, slot)) == expected


def test_rf_6_a_broken_off_attempt_in_the_integrated_system(
    db: Session, house: Wiring, centre: Centre
):
    person, slot = make.candidate(db, house), make.slot(db, centre, date(2026, 12, 1))
    make.past_result(db, person, centre, date(2026, 11, 21), broken_off=True, code="IS-1")
    refused = make.filing(
        db, house, person, slot, code="IS-1", now=at(date(2026, 11, 24), time(10))
    )
    assert found(refused) == [("RF-6", date(2026, 11, 25))]
    free = make.filing(db, house, person, slot, code="IS-1", now=at(date(2026, 11, 25), time(10)))
    assert found(free) == []


def test_all_grounds_are_told_at_once_and_journaled(db: Session, house: Wiring, centre: Centre):
    person, slot = make.candidate(db, house, consent=False), make.slot(db, centre, capacity=0)
    make.past_result(db, person, centre, date(2026, 11, 20))
    make.paper(db, person, DocumentKind.BREACH_ACT, date(2026, 11, 20), act="breach")
    answer = make.filing(db, house, person, slot)
    expected = [("RF-1", date(2026, 12, 21)), ("RF-2", date(2027, 5, 21)), ("RF-4", None)]
    assert found(answer) == expected
    entry = entries_about(db, "account", person.id)[-1]
    assert (entry.verb, entry.rule) == ("application refused", "RF-1")
    assert [
        (ground["rule"], ground["first_free_on"], ground["source"])
        for ground in entry.facts["grounds"]
    ] == [
        ("RF-1", "2026-12-21", "O26 LE annex 2 row 9"),
        ("RF-2", "2027-05-21", "O26 LE annex 2 row 9"),
        ("RF-4", None, "O26 LE annex 2 row 9(4); AD annex 5 row 9(4)"),
    ]
