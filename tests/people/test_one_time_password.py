from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlmodel import Session, select

from service.core.due_work import Job
from service.core.ids import new_id
from service.core.wiring import Wiring
from service.people.models import Account, OneTimePassword
from service.people.one_time_password import (
    Answer,
    Confirmed,
    Expired,
    NoPhone,
    Purpose,
    Sending,
    Sent,
    TooManyTries,
    TooSoon,
    WrongCode,
    confirm_one_time_password,
    send_one_time_password,
)
from tests import make
from tests.clock import START, FixedClock
from tests.outbox import Outbox

SUBJECT = new_id()
WRONG = "no code"


class Deed:
    """One deed of one account: sends codes for it and confirms them."""

    def __init__(self, db: Session, house: Wiring, owner_id: UUID, outbox: Outbox) -> None:
        self.db, self.house, self.owner_id, self.outbox = db, house, owner_id, outbox

    def in_a(self, other: Session) -> "Deed":
        """The same deed in another session, of another thread."""
        return Deed(other, self.house, self.owner_id, self.outbox)

    def send(self, subject_id: UUID = SUBJECT, purpose: Purpose = Purpose.APPLICATION) -> Sending:
        return send_one_time_password(
            self.db,
            self.owner_id,
            purpose=purpose,
            subject_id=subject_id,
            keys=self.house.keys,
            now=self.house.clock.now(),
        )

    def owner(self) -> Account:
        return self.db.get_one(Account, self.owner_id)

    def code(self) -> str:
        return self.outbox.newest_code()

    def confirm(
        self, code: str, subject_id: UUID = SUBJECT, purpose: Purpose = Purpose.APPLICATION
    ) -> Answer:
        return confirm_one_time_password(
            self.db,
            self.owner_id,
            purpose=purpose,
            subject_id=subject_id,
            code=code,
            keys=self.house.keys,
            now=self.house.clock.now(),
        )


@pytest.fixture
def deed(db: Session, house: Wiring, outbox: Outbox) -> Deed:
    return Deed(db, house, make.account(db).id, outbox)


def test_id_3_the_code_of_the_message_confirms_once(deed: Deed):
    assert deed.send() == Sent(
        "+77010000001", START + timedelta(minutes=5), START + timedelta(minutes=1)
    )
    code = deed.code()
    assert deed.confirm(code) == Confirmed("+77010000001")
    assert deed.confirm(code) == Expired()


def test_the_message_goes_to_the_registered_phone_in_the_accounts_language(deed: Deed):
    deed.owner().language = "ru"
    deed.send()
    [message] = deed.outbox.delivered()
    assert message.to == "+77010000001"
    assert message.text.startswith("Synaq: ")
    assert "код для подтверждения заявления" in message.text


def test_the_code_stands_nowhere_in_the_database(deed: Deed, db: Session):
    deed.send()
    code = deed.code()
    [password] = db.exec(select(OneTimePassword)).all()
    [job] = db.exec(select(Job)).all()
    assert code not in password.code_mac
    readable = {"to": "+77010000001", "language": "kk"}
    assert readable.items() <= job.payload.items()
    assert set(job.payload) - set(readable) == {"message_id", "sealed", "until"}
    assert code not in job.payload["sealed"]


def test_a_code_is_good_to_the_last_second_of_five_minutes(deed: Deed, clock: FixedClock):
    deed.send()
    clock.move(minutes=5, seconds=-1)
    assert deed.confirm(deed.code()) == Confirmed("+77010000001")


def test_a_code_is_over_after_five_minutes(deed: Deed, clock: FixedClock):
    deed.send()
    code = deed.code()
    clock.move(minutes=5)
    assert deed.confirm(code) == Expired()


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(deed: Deed):
    deed.send()
    answers = [deed.confirm(WRONG) for _ in range(5)]
    assert answers == [WrongCode(4), WrongCode(3), WrongCode(2), WrongCode(1), TooManyTries()]
    assert deed.confirm(deed.code()) == TooManyTries()


def test_the_fifth_try_may_be_the_right_one(deed: Deed):
    deed.send()
    for _ in range(4):
        deed.confirm(WRONG)
    assert deed.confirm(deed.code()) == Confirmed("+77010000001")


def test_without_a_code_sent_there_is_nothing_to_confirm(deed: Deed):
    assert deed.confirm("000000") == Expired()


def test_a_code_for_one_thing_confirms_no_other(deed: Deed, clock: FixedClock):
    other = new_id()
    deed.send()
    code = deed.code()
    clock.move(minutes=1)
    deed.send(other)
    assert deed.confirm(code, other) == WrongCode(4)
    assert deed.confirm(code, SUBJECT) == Confirmed("+77010000001")


def test_a_code_for_one_purpose_confirms_no_other(deed: Deed):
    deed.send(purpose=Purpose.APPLICATION)
    code = deed.code()
    assert deed.confirm(code, purpose=Purpose.PHONE) == Expired()
    deed.send(purpose=Purpose.PHONE)
    assert deed.confirm(code, purpose=Purpose.PHONE) == WrongCode(4)


def test_another_account_cannot_use_it(deed: Deed, db: Session, house: Wiring, outbox: Outbox):
    deed.send()
    stranger = Deed(db, house, make.account(db).id, outbox)
    assert stranger.confirm(deed.code()) == Expired()


def test_a_later_code_puts_the_earlier_one_out_of_force(deed: Deed, clock: FixedClock):
    deed.send()
    first = deed.code()
    clock.move(minutes=1)
    deed.send()
    assert deed.confirm(first) == WrongCode(4)
    assert deed.confirm(deed.code()) == Confirmed("+77010000001")


def test_the_next_code_is_sent_after_a_minute(deed: Deed, clock: FixedClock):
    deed.send()
    clock.move(seconds=59)
    assert deed.send() == TooSoon(START + timedelta(minutes=1))
    clock.move(seconds=1)
    assert isinstance(deed.send(), Sent)


def test_five_codes_an_hour_whatever_they_are_for(deed: Deed, clock: FixedClock):
    for number in range(5):
        purpose = Purpose.PHONE if number % 2 else Purpose.APPLICATION
        assert isinstance(deed.send(purpose=purpose), Sent)
        clock.move(minutes=2)
    assert deed.send() == TooSoon(START + timedelta(hours=1))
    clock.set(START + timedelta(hours=1, seconds=-1))
    assert deed.send() == TooSoon(START + timedelta(hours=1))
    clock.move(seconds=1)
    assert isinstance(deed.send(), Sent)


def test_an_account_without_a_phone_is_told_so(deed: Deed):
    deed.owner().phone = None
    assert deed.send() == NoPhone()


@pytest.fixture
def at_once(
    house: Wiring, db: Session
) -> Callable[[Callable[[Session], object], int], list[object]]:
    """Run a function from so many threads at one moment, each in a transaction of its own."""

    def run(function: Callable[[Session], object], threads: int) -> list[object]:
        db.commit()
        barrier = Barrier(threads)

        def one(_: int) -> object:
            barrier.wait()
            with house.database.writing() as mine:
                return function(mine)

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))

    return run


def test_many_wrong_tries_at_once_are_five_together(deed: Deed, at_once):
    deed.send()
    db = deed.db
    answers = at_once(lambda mine: deed.in_a(mine).confirm(WRONG), 12)
    left = sorted(answer.tries_left for answer in answers if isinstance(answer, WrongCode))
    assert left == [1, 2, 3, 4]
    assert answers.count(TooManyTries()) == 8
    db.expire_all()
    assert [one.tries for one in db.exec(select(OneTimePassword))] == [5]


def test_the_right_code_many_times_at_once_confirms_once(deed: Deed, at_once):
    deed.send()
    code = deed.code()
    answers = at_once(lambda mine: deed.in_a(mine).confirm(code), 8)
    assert answers.count(Confirmed("+77010000001")) == 1
    assert answers.count(Expired()) == 7


def test_many_requests_for_a_code_at_once_send_one(deed: Deed, at_once):
    answers = at_once(lambda mine: deed.in_a(mine).send(), 8)
    assert len([answer for answer in answers if isinstance(answer, Sent)]) == 1
    assert len(deed.outbox.delivered()) == 1
