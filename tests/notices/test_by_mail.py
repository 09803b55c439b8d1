"""Notices by e-mail, against a real SMTP server: once each, in the reader's language."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from service.core.due_work import Job
from service.core.i18n import say
from service.core.ids import new_id
from service.core.wiring import Wiring
from service.gateways.faults import GatewayDown, GatewayRefused
from service.gateways.mail import Letter, MailServer, is_reachable, send
from service.notices.actions import tell
from tests import make
from tests.clock import START, FixedClock
from tests.notices.letters import Postbox, mail_server
from tests.outbox import Outbox

TEXT = say("Your conclusion %(number)s on personal qualities is ready.", number="PQ-1")
Due = Callable[[], int]


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture
def server(box: Postbox, house: Wiring) -> Iterator[MailServer]:
    with mail_server(box) as found:
        house.parts["mail"] = found
        yield found


def letter(to: str = "a@example.kz", subject: str = "Synaq") -> Letter:
    return Letter(to, subject, "Сәлем, әлем!\n", "kk", new_id(), START)


def test_a_letter_arrives_as_it_was_written(box: Postbox, server: MailServer):
    sent = letter(subject="Synaq: қорытынды\r\nBcc: all@example.kz")
    send(server, sent)
    (found,) = box.letters
    assert found["To"] == "a@example.kz"
    assert found["From"] == "Synaq <no-reply@synaq.test>"
    assert found["Subject"] == "Synaq: қорытынды Bcc: all@example.kz", "no line of its own"
    assert found["Bcc"] is None
    assert found["Message-ID"] == f"<{sent.message_id}@synaq.test>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"].datetime == START
    assert found.get_content().strip() == "Сәлем, әлем!"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("451 try later", GatewayDown),
        ("421 closing down", GatewayDown),
        ("552 too large", GatewayRefused),
        ("554 not wanted", GatewayRefused),
    ],
)
def test_a_server_s_no_is_for_now_or_for_good(
    box: Postbox, server: MailServer, answer: str, fault: type[Exception]
):
    box.answers = [answer]
    with pytest.raises(fault, match=answer[:3]):
        send(server, letter())
    assert box.letters == []


def test_an_address_that_does_not_exist_is_for_good(box: Postbox, server: MailServer):
    box.unknown = {"nobody@example.kz"}
    with pytest.raises(GatewayRefused, match="550 no such user"):
        send(server, letter("nobody@example.kz"))


def test_a_server_that_is_away_is_for_now(box: Postbox):
    with mail_server(box) as gone:
        assert is_reachable(gone)
    assert not is_reachable(gone)
    with pytest.raises(GatewayDown, match="ConnectionRefused"):
        send(gone, letter())


def test_a_server_without_the_protection_asked_for_gets_nothing(box: Postbox):
    with mail_server(box) as plain:
        strict = MailServer(plain.host, plain.port, "starttls", plain.sender)
        with pytest.raises(GatewayRefused, match="STARTTLS"):
            send(strict, letter())
    assert box.letters == []


@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [
        ("kk", "Synaq: Жеке қасиеттер туралы PQ-1 қорытындыңыз дайын", "Сәлеметсіз бе, "),
        ("ru", "Synaq: Ваше заключение PQ-1 по личным качествам готово", "Здравствуйте, "),
        ("en", "Synaq: Your conclusion PQ-1 on personal qualities is ready", "Hello, "),
    ],
)
def test_a_notice_goes_to_cabinet_phone_and_e_mail_once_each(
    db: Session, outbox: Outbox, box: Postbox, server: MailServer, run_due: Due,
    language: str, subject: str, hello: str,
):  # fmt: skip
    person = make.account(db, phone="+77010000003", email="b@example.kz", language=language)
    tell(db, person.id, TEXT, now=START, url="/cabinet/documents", sms=True)
    assert len(outbox.delivered()) == 1
    run_due()
    (found,) = box.letters
    assert (found["To"], found["Subject"]) == ("b@example.kz", subject)
    body = found.get_content()
    assert body.startswith(hello + person.name)
    assert "https://testserver/cabinet/documents" in body
    assert "https://testserver/me" in body
    assert len(outbox.delivered()) == 1


def test_what_can_wait_until_the_person_looks_is_not_sent(
    db: Session, box: Postbox, server: MailServer, run_due: Due
):
    person = make.account(db, email="b@example.kz")
    tell(db, person.id, TEXT, now=START)
    run_due()
    assert box.letters == []


def test_the_way_out_is_written_in_the_transaction_of_the_notice(
    db: Session, box: Postbox, server: MailServer, run_due: Due
):
    person = make.account(db, email="b@example.kz", phone=None)
    db.commit()
    tell(db, person.id, TEXT, now=START, sms=True)
    db.rollback()
    run_due()
    assert box.letters == []
    assert db.exec(select(Job)).all() == []


def test_a_letter_that_does_not_go_through_is_sent_again_and_arrives_once(
    db: Session, clock: FixedClock, outbox: Outbox, box: Postbox, server: MailServer, run_due: Due
):
    person = make.account(db, phone="+77010000003", email="b@example.kz")
    told = tell(db, person.id, TEXT, now=START, sms=True)
    box.answers = ["451 try later", "451 try later"]
    for minutes in (0, 1, 2, 3):
        clock.move(minutes=minutes)
        run_due()
    (found,) = box.letters
    assert found["Message-ID"] == f"<{told.id}@synaq.test>"
    assert len(outbox.delivered()) == 1, "the text message is not repeated with it"


def test_an_address_that_is_refused_is_given_up_and_shown(
    db: Session, box: Postbox, server: MailServer, outbox: Outbox, run_due: Due
):
    box.unknown = {"b@example.kz"}
    person = make.account(db, phone="+77010000003", email="b@example.kz")
    tell(db, person.id, TEXT, now=START, sms=True)
    run_due()
    (job,) = db.exec(select(Job).where(Job.kind == "mail-notice")).all()
    assert job.gave_up_at is not None
    assert "550 no such user" in str(job.error)
    assert len(outbox.delivered()) == 1, "the phone has it all the same"


def test_a_worker_that_was_down_for_a_day_catches_up_once_each(
    db: Session, house: Wiring, clock: FixedClock, outbox: Outbox, box: Postbox, run_due: Due
):
    people = [
        make.account(db, phone=f"+7701000{n:04d}", email=f"p{n}@example.kz") for n in range(5)
    ]
    for person in people:
        tell(db, person.id, TEXT, now=START, sms=True)
    db.commit()
    clock.move(days=1)
    with mail_server(box) as found:
        house.parts["mail"] = found
        run_due()
        run_due()
    assert sorted(each["To"] for each in box.letters) == [f"p{n}@example.kz" for n in range(5)]
    assert len({each["Message-ID"] for each in box.letters}) == 5
    assert len(outbox.delivered()) == 5


def test_without_a_mail_server_or_an_address_the_cabinet_and_the_phone_have_it(
    db: Session, house: Wiring, outbox: Outbox, box: Postbox, run_due: Due
):
    assert house.parts["mail"] is None
    person = make.account(db, phone="+77010000003", email="b@example.kz")
    other = make.account(db, phone="+77010000004", email=None)
    for one in (person, other):
        tell(db, one.id, TEXT, now=START + timedelta(minutes=-1), sms=True)
    assert len(outbox.delivered()) == 2
    assert [job.gave_up_at for job in db.exec(select(Job))] == [None] * 4
