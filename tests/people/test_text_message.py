"""What becomes of a message when the gateway is down, refuses it, or it is too late."""

import pytest
from sqlmodel import Session, select

from service.core.due_work import Job, failed_jobs
from service.core.i18n import say
from service.core.ids import new_id
from service.core.wiring import Wiring
from service.people.text_message import send_text_message
from tests.clock import START, FixedClock
from tests.outbox import Outbox


@pytest.fixture
def asked(db: Session, house: Wiring) -> None:
    send_text_message(
        db,
        to="+77010000001",
        message=say("This code is not right. Tries left: %(n)s.", n=3),
        language="ru",
        message_id=new_id(),
        keys=house.keys,
        now=START,
        until=START.replace(minute=5),
    )


@pytest.mark.usefixtures("asked")
def test_a_message_is_sent_once_in_its_language(outbox: Outbox):
    outbox.delivered()
    [message] = outbox.delivered()
    assert message.text == "Код неверный. Осталось попыток: 3."


@pytest.mark.usefixtures("asked")
def test_a_gateway_that_is_down_gets_the_same_message_later(outbox: Outbox, clock: FixedClock):
    outbox.status = 503
    outbox.delivered()
    outbox.status = 202
    assert len(outbox.delivered()) == 1  # not at once
    clock.move(seconds=2)
    outbox.delivered()
    first, second = (request.headers["idempotency-key"] for request in outbox.requests)
    assert first == second


@pytest.mark.usefixtures("asked")
def test_a_message_that_the_gateway_refuses_is_given_up_and_shown(db: Session, outbox: Outbox):
    outbox.status = 400
    outbox.delivered()
    [job] = failed_jobs(db)
    assert job.error is not None
    assert "400" in job.error


@pytest.mark.usefixtures("asked")
def test_a_message_that_comes_too_late_is_not_sent(db: Session, outbox: Outbox, clock: FixedClock):
    clock.move(minutes=5)
    assert outbox.delivered() == []
    assert [job.gave_up_at for job in db.exec(select(Job))] == [clock.now()]
