"""ST-1: one hour before, to the cabinet, by e-mail and to the phone."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from service.booking.actions import Booked, confirm_application
from service.core.wiring import Wiring
from service.law.qualities import REMIND_BEFORE
from service.notices.queries import notices_of
from service.people.one_time_password import Purpose, Sent, send_one_time_password
from tests import make, make_attempts, make_booking
from tests.clock import FixedClock
from tests.notices.letters import Postbox, mail_server
from tests.outbox import Outbox


def test_st_1_the_reminder_goes_out_one_hour_before_by_all_three_ways(
    db: Session, house: Wiring, clock: FixedClock, outbox: Outbox, run_due: Callable[[], int]
):
    make_attempts.bank(db)
    person = make.account(db, phone="+77010000003", email="c@example.kz", language="ru")
    make_booking.consents(db, house, person)
    slot = make_booking.slot(db, make_booking.centre(db))
    application = make_booking.filed(db, house, person, slot, code="PQ-2")
    sent = send_one_time_password(
        db, person.id, purpose=Purpose.APPLICATION, subject_id=application.id,
        keys=house.keys, now=clock.now(),
    )  # fmt: skip
    assert isinstance(sent, Sent)
    booked = confirm_application(
        db, application.id, outbox.newest_code(), keys=house.keys,
        calendar=house.parts["calendar"], now=clock.now(),
    )  # fmt: skip
    assert isinstance(booked, Booked)

    box = Postbox()

    def told() -> tuple[int, int, int]:
        run_due()
        return len(box.letters), len(outbox.delivered()), len(notices_of(db, person.id))

    with mail_server(box) as found:
        house.parts["mail"] = found
        clock.set(slot.starts_at - REMIND_BEFORE - timedelta(seconds=1))
        before = told()
        clock.set(slot.starts_at - REMIND_BEFORE)
        assert [new - old for old, new in zip(before, told(), strict=True)] == [1, 1, 1]
        assert [new - old for old, new in zip(before, told(), strict=True)] == [1, 1, 1]
    letter = box.letters[-1]
    assert letter["To"] == "c@example.kz"
    assert "Ваш тест начнётся: 24 ноября 2026 г., 10:00" in letter.get_content()
    assert "10:00" in outbox.delivered()[-1].text
