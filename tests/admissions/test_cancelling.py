"""A reorganisation cancels competitions: whoever has applied is told, by phone too (VC-2)."""

import pytest
from sqlmodel import Session

from service.admissions.actions import Against, check_again, withdraw
from service.admissions.cancelling import cancel_competitions
from service.admissions.models import Standing
from service.core.i18n import Message
from service.core.wiring import Wiring
from service.people.models import Account
from service.vacancies.cancelling import BodyChanged, ChangeSaid
from service.vacancies.models import Announcement, AnnouncementState
from service.vacancies.queries import vacancy
from tests import make_admissions as make
from tests.admissions.test_applying import told
from tests.clock import START, FixedClock
from tests.make_bodies import MINISTRY
from tests.make_vacancies import day
from tests.outbox import Outbox


def change(kind: str = "reorganised", *unchanged: str) -> ChangeSaid:
    return ChangeSaid(MINISTRY, kind, "Decree № 1", day(23, 11), frozenset(unchanged))  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize("kind", ["reorganised", "liquidated"])
def test_vc_2_all_candidates_are_told(
    db: Session,
    house: Wiring,
    competition: Announcement,
    hr: Account,
    outbox: Outbox,
    kind: str,
):
    admitted, refused, gone = make.candidate(db), make.newcomer(db), make.candidate(db)
    rows = [
        make.applied(db, house, competition, one).application for one in (admitted, refused, gone)
    ]
    withdraw(db, rows[2].id, now=START)
    seen = [competition.number]
    answer = cancel_competitions(db, change(kind), seen=seen, by=hr.id, now=START)
    assert isinstance(answer, BodyChanged)
    assert competition.state is AnnouncementState.CANCELLED
    text = f"The competition {competition.number} (Главный эксперт управления аналитической работы)"
    for person in (admitted, refused):
        said = told(db, person)[-1]
        assert said.startswith(f"{text} is cancelled: the body is {kind} (Decree № 1).")
    assert len(told(db, gone)) == 1
    sent = [one.text for one in outbox.delivered()]
    assert [f"{competition.number} конкурсының" in text for text in sent] == [True, True]


def test_vc_2_a_unit_that_does_not_change_goes_on(
    db: Session, house: Wiring, competition: Announcement, hr: Account
):
    person = make.candidate(db)
    make.applied(db, house, competition, person)
    department = vacancy(db, competition.vacancy_id).department
    said = change("reorganised", department)
    answer = cancel_competitions(db, said, seen=[], by=hr.id, now=START)
    assert isinstance(answer, BodyChanged)
    assert answer.cancelled == []
    assert len(told(db, person)) == 1


def test_vc_2_nobody_is_told_where_nothing_was_done(
    db: Session, house: Wiring, competition: Announcement, hr: Account
):
    person = make.candidate(db)
    make.applied(db, house, competition, person)
    answer = cancel_competitions(db, change(), seen=[], by=hr.id, now=START)
    assert isinstance(answer, Message)
    assert len(told(db, person)) == 1


def test_vc_2_what_is_cancelled_takes_nothing_and_judges_nothing(
    db: Session, house: Wiring, competition: Announcement, hr: Account, clock: FixedClock
):
    row = make.applied(db, house, competition, make.candidate(db)).application
    cancel_competitions(db, change(), seen=[competition.number], by=hr.id, now=START)
    assert make.applying(db, house, competition, make.candidate(db)) is Against.CANCELLED
    now = clock.move(hours=1)
    assert check_again(db, row.id, calendar=house.parts["calendar"], now=now) is None
    assert row.standing is Standing.ADMITTED
