"""Several at once: one application, one answer at a time, nobody forgotten."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from service.admissions import queries
from service.admissions.actions import (
    Against,
    Applied,
    LookRefusal,
    LookSaid,
    apply,
    check_again,
    look,
    withdraw,
)
from service.admissions.cancelling import cancel_competitions
from service.admissions.models import AdmissionDecision, CompetitionApplication, Standing
from service.core.wiring import Wiring
from service.law.requirements import Wording
from service.notices.models import Notice
from service.people.models import Account
from service.personal_files.models import LanguageSkill
from service.vacancies.cancelling import BodyChanged, ChangeSaid
from service.vacancies.models import Announcement
from tests import make_admissions as make
from tests.clock import START
from tests.make_bodies import MINISTRY
from tests.make_vacancies import day

AtOnce = Callable[[Sequence[Callable[[Session], Any]]], list[Any]]


def test_who_applies_from_many_tabs_at_once_has_applied_once(
    db: Session, house: Wiring, competition: Announcement, at_once: AtOnce
):
    person = make.candidate(db)
    db.commit()
    calendar = house.parts["calendar"]

    def wants(own: Session) -> Applied | Against:
        return apply(own, competition.id, make.caller(person), calendar=calendar, now=START)

    answers = at_once([wants] * 6)
    assert all(isinstance(one, Applied) for one in answers)
    assert len([one for one in answers if one.is_new]) == 1
    (row,) = db.exec(select(CompetitionApplication)).all()
    assert len(queries.decisions_of(db, row.id)) == 1
    assert len(db.exec(select(Notice).where(Notice.account_id == person.id)).all()) == 1


def test_a_check_and_a_withdrawal_at_once_end_withdrawn(
    db: Session, house: Wiring, competition: Announcement, at_once: AtOnce
):
    person = make.candidate(db, without=frozenset({"language"}))
    row = make.applied(db, house, competition, person).application
    make.line(db, person, LanguageSkill, **make.SPEAKS)
    db.commit()
    calendar, later = house.parts["calendar"], START + timedelta(hours=1)
    at_once(
        [
            *[lambda own: check_again(own, row.id, calendar=calendar, now=later)] * 3,
            lambda own: withdraw(own, row.id, now=later),
        ]
    )
    db.expire_all()
    assert row.standing is Standing.WITHDRAWN
    assert row.withdrawn_at == later
    made = queries.decisions_of(db, row.id)
    assert [one.ordinal for one in made] == list(range(1, row.decisions + 1))
    assert len(made) <= 2


def test_two_who_look_at_once_do_not_both_decide(
    db: Session, house: Wiring, hr: Account, at_once: AtOnce
):
    one = make.announced(db, hr, wordings=(Wording("degree-abroad"),))
    row = make.applied(db, house, one, make.candidate(db)).application
    db.commit()
    calendar = house.parts["calendar"]

    def says(verdict: str) -> Callable[[Session], AdmissionDecision | LookRefusal]:
        said = LookSaid(1, "wording", "degree-abroad", verdict, "I have seen it.")  # type: ignore[arg-type]  # a verdict
        return lambda own: look(own, row.id, said, by=hr.id, calendar=calendar, now=START)

    answers = at_once([says("met"), says("not-met")])
    assert len([each for each in answers if isinstance(each, AdmissionDecision)]) == 1
    assert [each for each in answers if isinstance(each, LookRefusal)] == [LookRefusal.STALE]
    db.expire_all()
    assert row.decisions == 2


def test_vc_2_nobody_applies_to_what_is_being_cancelled_without_being_told(
    db: Session, house: Wiring, competition: Announcement, hr: Account, at_once: AtOnce
):
    people = [make.candidate(db) for _ in range(5)]
    db.commit()
    calendar = house.parts["calendar"]
    said = ChangeSaid(MINISTRY, "reorganised", "Decree № 1", day(23, 11))

    def applies(person: Account) -> Callable[[Session], Applied | Against]:
        caller = make.caller(person)
        return lambda own: apply(own, competition.id, caller, calendar=calendar, now=START)

    def cancels(own: Session) -> BodyChanged | Any:
        return cancel_competitions(own, said, seen=[competition.number], by=hr.id, now=START)

    answers = at_once([*(applies(one) for one in people), cancels])
    assert isinstance(answers[-1], BodyChanged)
    for person, answer in zip(people, answers[:-1], strict=True):
        notices = db.exec(select(Notice).where(Notice.account_id == person.id)).all()
        if isinstance(answer, Applied):
            assert len(notices) == 2
            assert "is cancelled" in str(max(notices, key=lambda one: one.id).text)
        else:
            assert answer is Against.CANCELLED
            assert notices == []
