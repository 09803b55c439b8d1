from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from service.core.i18n import say
from service.core.wiring import Wiring
from service.notices import queries
from service.notices.actions import mark_all_read, mark_read, tell
from tests import make
from tests.clock import START
from tests.outbox import Outbox

TEXT = say("This address does not take this kind of request.")


def test_a_notice_is_for_one_person_until_it_is_read(db: Session, house: Wiring):
    person, other = make.account(db), make.account(db)
    older = tell(db, person.id, TEXT, now=START)
    newer = tell(db, person.id, TEXT, now=START + timedelta(minutes=1), url="/me")
    assert list(queries.notices_of(db, person.id)) == [newer, older]
    assert queries.notices_of(db, other.id) == []
    assert queries.notice_for(db, other.id, older.id) is None
    mark_read(db, older, now=START)
    assert queries.count_unread(db, person.id) == 1
    assert mark_all_read(db, person.id, now=START) == 1
    assert (older.read_at, queries.count_unread(db, person.id)) == (START, 0)
    assert house.environment == "test"


def test_what_cannot_wait_also_goes_to_the_phone(db: Session, outbox: Outbox):
    person = make.account(db, phone="+77010000002", language="ru")
    tell(db, person.id, TEXT, now=START)
    tell(db, person.id, TEXT, now=START, url="/cabinet", sms=True)
    sent = outbox.delivered()
    assert [one.to for one in sent] == ["+77010000002"]
    assert sent[0].text.startswith("Synaq: ")
    assert "https://testserver/cabinet" in sent[0].text


def test_who_has_no_phone_reads_it_in_the_cabinet(
    db: Session, outbox: Outbox, run_due: Callable[[], int]
):
    person = make.account(db, phone=None)
    tell(db, person.id, TEXT, now=START, sms=True)
    assert outbox.delivered() == []
    assert queries.count_unread(db, person.id) == 1
    assert run_due() == 0
