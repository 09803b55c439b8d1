"""TT-5: the act of technical failure, from its registration to the paper."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from service.attempts import actions, outage, queries
from service.attempts.failure_act import Failure, evidence, register_failure
from service.attempts.models import Attempt, Outcome, TechnicalFailure
from service.booking.history import grounds_against
from service.core.due_work import Job, failed_jobs
from service.core.errors import NotFound, TooLate
from service.core.i18n import message_from_json
from service.core.wiring import Wiring
from service.demo.authority import Authority, make_demo_authority
from service.documents.actions import Press
from service.documents.models import Document
from service.documents.queries import documents_about
from service.documents.signature import load_roots, load_signer
from service.gateways.storage import Storage
from service.journal.queries import entries_about
from service.law.application import ApplicationState
from service.law.attempt import Phase
from service.law.calendar import local_day
from service.law.document import DocumentKind, is_number
from service.law.technical_failure import rebook_until
from service.notices.queries import notices_of
from tests import make, make_attempts, make_booking
from tests.clock import START, FixedClock

WORDS = {"kk": "Залда жарық сөнді.", "ru": "В зале отключили свет."}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_demo_authority(tmp_path_factory.mktemp("authority"), now=START)


@pytest.fixture
def press(authority: Authority, house: Wiring, tmp_path: Path) -> Press:
    house.parts["roots"] = load_roots(authority.root)
    signer = load_signer(authority.key, authority.chain)
    made = Press(signer, Storage.in_folder(tmp_path / "papers"), "https://testserver")
    house.parts["press"] = made
    return made


def register(db: Session, attempt: Attempt, now: datetime, **changes: Any) -> TechnicalFailure:
    by = make.account(db, family_name="Әкімші").id
    began = now - timedelta(minutes=10)
    failure = Failure(**{"began_at": began, "ended_at": now, "description": WORDS, **changes})
    return register_failure(db, attempt.id, failure, actor_id=by, now=now)


def the_act(db: Session, attempt: Attempt) -> Document:
    (document,) = documents_about(db, "attempt", attempt.id)
    assert document.kind is DocumentKind.TECHNICAL_ACT
    return document


def notices(db: Session, attempt: Attempt) -> list[str]:
    found = notices_of(db, attempt.account_id)
    return [message_from_json(notice.text).msgid for notice in found]


def test_tt_5_a_running_test_is_ended_without_a_result_and_without_a_ground(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any
):
    attempt = make_attempts.started(db, house)
    register(db, attempt, clock.now())
    assert actions.seen(db, attempt.id).state.phase is Phase.TECHNICAL_FAILURE
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.rule) == (Outcome.VOID, "TT-5")
    application = make_attempts.application_of(db, attempt)
    assert application.state is ApplicationState.TECHNICAL_FAILURE
    programme = make_booking.programme("LE-3")
    version = make_booking.consent_version(house)
    today = local_day(clock.now())
    grounds = grounds_against(db, attempt.account_id, programme, today, consent_version=version)
    assert grounds == []


def test_tt_5_the_candidate_has_24_hours_from_the_registration(
    db: Session, house: Wiring, clock: FixedClock
):
    attempt = make_attempts.started(db, house)
    act = register(db, attempt, clock.now())
    assert act.rebook_until == START + timedelta(hours=24) == rebook_until(START)
    newest = notices(db, attempt)[0]
    assert newest.startswith("A technical failure of the service ended your test.")
    kinds = [job.kind for job in db.exec(select(Job)).all()]
    assert kinds.count("send-notice") >= 1


def test_the_act_says_what_was_registered(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any, press: Press
):
    attempt = make_attempts.started(db, house)
    now = clock.move(minutes=2)
    register(db, attempt, now)
    run_due()
    document = the_act(db, attempt)
    assert is_number(document.number)
    assert document.number.startswith("AT-2026-")
    assert document.act is None  # it bars nobody
    facts = document.facts
    assert facts["description"] == WORDS
    assert facts["registered_by"] == "Әкімші Әлихан Серікұлы"
    assert facts["stage"] == {
        language: make_booking.programme("LE-3").sections[0].title[language]
        for language in ("kk", "ru")
    }
    assert datetime.fromisoformat(facts["began_at"]) == now - timedelta(minutes=10)
    assert datetime.fromisoformat(facts["rebook_until"]) == now + timedelta(hours=24)
    assert "перерывов за это время нет" in facts["evidence"]["ru"]
    assert press.storage.get(document.file_name).startswith(b"%PDF")
    assert notices(db, attempt)[0].startswith("The act of technical failure")


def test_after_an_outage_the_act_shows_the_heartbeat_as_evidence(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any, press: Press
):
    attempt = make_attempts.started(db, house)
    outage.beat(db, now=clock.now())
    now = clock.move(minutes=5)
    outage.beat(db, now=now)
    run_due()
    assert actions.seen(db, attempt.id).state.phase is Phase.TECHNICAL_FAILURE
    assert documents_about(db, "attempt", attempt.id) == []  # an administrator registers the act
    register(db, attempt, now, began_at=START)
    run_due()
    facts = the_act(db, attempt).facts
    assert "23.11.2026 10:00:00\u201323.11.2026 10:05:00" in facts["evidence"]["kk"]
    assert "всего 300 секунд" in facts["evidence"]["ru"]


def test_an_act_is_registered_and_issued_once(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any, press: Press
):
    attempt = make_attempts.started(db, house)
    first = register(db, attempt, clock.now())
    again = register(db, attempt, clock.move(minutes=1), description={"kk": "x", "ru": "x"})
    assert again.registered_at == first.registered_at
    assert again.description == WORDS
    run_due()
    run_due()
    assert the_act(db, attempt).facts["description"] == WORDS
    verbs = [entry.verb for entry in entries_about(db, "attempt", attempt.id)]
    assert verbs.count("technical failure registered") == 1


def test_a_test_that_could_not_begin_has_an_act_too(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any, press: Press
):
    attempt = make_attempts.prepared(db, house)
    register(db, attempt, clock.now(), ended_at=None)
    run_due()
    facts = the_act(db, attempt).facts
    assert facts["stage"]["ru"] == "До начала теста"
    assert facts["ended_at"] is None


def test_a_failure_in_the_break_names_the_break(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any, press: Press
):
    attempt = make_attempts.started(db, house)
    actions.finish_section(db, attempt.id, 0, now=clock.move(seconds=20))
    register(db, attempt, clock.move(seconds=20))
    run_due()
    assert the_act(db, attempt).facts["stage"]["ru"] == "Перерыв между частями теста"


@pytest.mark.parametrize("how", ["finished", "broken off"])
def test_a_test_that_ended_otherwise_has_no_act(
    db: Session, house: Wiring, clock: FixedClock, how: str
):
    attempt = make_attempts.started(db, house)
    if how == "finished":
        for section in (0, 1):
            actions.start_section(db, attempt.id, section, device="", now=clock.now())
            actions.finish_section(db, attempt.id, section, now=clock.now())
    else:
        clock.move(minutes=4)  # silent for longer than TT-4 allows
    with pytest.raises(TooLate):
        register(db, attempt, clock.now())
    assert queries.technical_failure(db, attempt.id) is None


def test_an_attempt_that_is_not_there_has_no_act(db: Session, clock: FixedClock):
    by, failure = make.account(db).id, Failure(START, None, WORDS)
    with pytest.raises(NotFound):
        register_failure(db, by, failure, actor_id=by, now=clock.now())


def test_without_a_signing_key_the_act_waits_and_stays_registered(
    db: Session, house: Wiring, clock: FixedClock, run_due: Any
):
    attempt = make_attempts.started(db, house)
    register(db, attempt, clock.now())
    run_due()
    assert documents_about(db, "attempt", attempt.id) == []
    job = db.exec(select(Job).where(Job.kind == "issue-technical-act")).one()
    assert job.done_at is None
    assert "SYNAQ_SIGNING_KEY" in (job.error or "")
    assert failed_jobs(db) == []  # it is tried again


def test_what_was_registered_cannot_be_changed(db: Session, house: Wiring, clock: FixedClock):
    act = register(db, make_attempts.started(db, house), clock.now())
    db.commit()
    act.description = {"kk": "x", "ru": "x"}
    db.add(act)
    with pytest.raises(DatabaseError, match="append-only"):
        db.flush()
    db.rollback()


def test_several_outages_are_listed_with_their_sum():
    minute = timedelta(minutes=1)
    found = evidence([(START, START + minute), (START + 3 * minute, START + 5 * minute)])
    assert "10:00:00\u201323.11.2026 10:01:00; 23.11.2026 10:03:00" in found.ru
    assert "всего 180 секунд" in found.ru
