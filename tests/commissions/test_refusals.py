"""What a commission and its lists refuse, each with its sentence; nothing is half done."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from service.bodies.models import Body
from service.commissions import actions, queries
from service.commissions.assessors import (
    CallFacts,
    answer_application,
    apply_as_assessor,
    publish_call,
)
from service.commissions.models import (
    AssessorApplication,
    AssessorCall,
    Commission,
    CommissionState,
    Match,
    Part,
    SeatHolder,
)
from service.competitions import composition
from service.core.i18n import Message
from service.law.calendar import local_day
from service.people.models import Account
from tests import make, make_vacancies
from tests import make_commissions as making
from tests.clock import START
from tests.make_bodies import MINISTRY
from tests.make_commissions import BEGUN, DRAWN
from tests.make_competitions import CALENDAR, Play

# the law is the same on every database; what runs at once stands in test_at_once
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "Ауырып қалды"


def _commission(play: Play) -> Commission:
    found = queries.commission_of(play.db, play.round.id)
    assert found is not None
    return found


def _replace(play: Play, place: int, who: Account | None = None) -> SeatHolder | Message:
    """HR replaces who sits on a seat by this person, a drawn one by the next of the reserve."""
    commission = _commission(play)
    seat, holder, _ = queries.holders(play.db, commission.id)[place]
    follows = actions.Who((who or make.account(play.db)).id)
    if holder.assessor_id is not None:
        reserve = actions.reserve_of(play.db, commission)
        assert reserve is not None
        follows = actions.Who(reserve.account_id, reserve.id)
    change = composition.Succession(seat.id, holder.id, follows, "illness", WHY)
    return composition.replace(
        play.db, commission, change, by=play.hr.id, calendar=CALENDAR, now=play.now
    )


def test_cm_1_nobody_is_replaced_once_the_interviews_are_scored(db: Session):
    play = Play(db)
    play.close()
    first, second, third = play.applications
    play.tests({first: 40, second: 30, third: 20})
    play.form()
    assert isinstance(_replace(play, 1), SeatHolder)
    assert isinstance(_replace(play, -1), SeatHolder)
    course = play.interviews(dict.fromkeys((first, second, third), "4"))
    refused = _replace(play, 1)
    assert isinstance(refused, Message)
    assert "nobody on the commission is replaced" in refused.msgid
    place = [one.part for one, _, _ in queries.holders(db, _commission(play).id)]
    secretary = place.index(Part.SECRETARY)
    assert isinstance(_replace(play, secretary), SeatHolder)  # scores nothing: always
    assert play.go_on().state.state == course.state.state  # and the competition does not stand


def test_st_9_while_a_complaint_is_open_the_commission_stays_as_it_is(db: Session):
    play = Play(db)
    play.close()
    play.form()
    play.go_on()
    play.do("complaint-filed", "candidate", complaint="1")
    refused = _replace(play, 1)
    assert isinstance(refused, Message)
    assert "suspended" in refused.msgid


def test_cm_1_who_competes_is_neither_seated_nor_follows(db: Session):
    play = Play(db)
    play.close()
    commission = making.begun(db, play.round, play.hr)
    who = actions.Who(play.people[0].id)
    refused = actions.seat_person(db, commission, Part.MEMBER, who, by=play.hr.id, now=play.now)
    assert isinstance(refused, Message)
    assert "competes" in refused.msgid
    refused = _replace(play, 1, play.people[0])
    assert isinstance(refused, Message)
    assert "competes" in refused.msgid


def test_cm_1_who_applies_after_the_commission_is_formed_stands_against_it(db: Session):
    play = Play(db, candidates=0)
    play.form()
    commission = _commission(play)
    (_, holder, _), *_ = queries.holders(db, commission.id)
    assert actions.faults_of(db, commission, ()) == []
    found = actions.faults_of(db, commission, [holder.account_id])
    assert [(one.code, one.subject) for one in found] == [
        ("member-is-candidate", str(holder.account_id))
    ]


def test_cm_3_a_representative_is_followed_by_another_one_only(db: Session):
    announced, hr = making.round_of(db)
    commission = actions.begin_commission(
        db, announced.id, ["law"], is_for_head_of_hr=True, by=hr.id, now=BEGUN
    )
    first, second = make_vacancies.authority(db), make_vacancies.authority(db)
    seated = actions.seat_person(
        db, commission, Part.MEMBER, actions.Who(first.id, is_representative=True),
        by=hr.id, now=BEGUN,
    )  # fmt: skip
    assert isinstance(seated, SeatHolder)

    def follow(who: actions.Who) -> SeatHolder | Message:
        return actions.replace_member(
            db, commission, seated.seat_id, who, reason="leave", words=WHY, by=hr.id, now=DRAWN
        )

    assert isinstance(follow(actions.Who(make.account(db).id)), Message)
    assert isinstance(follow(actions.Who(make.account(db).id, is_representative=True)), Message)
    assert isinstance(follow(actions.Who(second.id, is_representative=True)), SeatHolder)


def _called(db: Session) -> AssessorCall:
    making.round_of(db)
    facts = CallFacts(
        frozenset({"law"}), {"kk": "Шақыру", "ru": "Отбор"}, local_day(START + timedelta(days=9))
    )
    made = publish_call(db, db.get_one(Body, MINISTRY), facts, by=make.account(db).id, now=START)
    assert isinstance(made, AssessorCall)
    return made


def test_cm_2_a_call_takes_nobody_after_its_last_day(db: Session):
    call, person = _called(db), make.account(db)
    for days, taken in ((9, True), (10, False)):
        made = apply_as_assessor(
            db, make.account(db), call, is_hr=True, now=START + timedelta(days=days)
        )
        assert isinstance(made, AssessorApplication) is taken
    late = apply_as_assessor(db, person, call, is_hr=True, now=START + timedelta(days=10))
    assert isinstance(late, Message)
    assert queries.application_to(db, call.id, person.id) is None


def test_cm_2_what_is_only_said_waits_and_nobody_answers_the_own_application(db: Session):
    call, person = _called(db), make.account(db)
    made = apply_as_assessor(db, person, call, is_hr=True, now=START)
    assert isinstance(made, AssessorApplication)
    assert made.match is Match.WAITING
    assert queries.assessor_of(db, person.id) is None
    own = answer_application(db, made.id, accepts=True, reason="", by=person.id, now=START)
    assert isinstance(own, Message)
    by = make.account(db).id
    assert isinstance(
        answer_application(db, made.id, accepts=False, reason=" ", by=by, now=START), Message
    )
    done = answer_application(db, made.id, accepts=False, reason="Дәлел жоқ", by=by, now=START)
    assert isinstance(done, AssessorApplication)
    again = apply_as_assessor(db, person, call, is_hr=True, now=START)
    assert isinstance(again, AssessorApplication)
    assert again.match is Match.MISMATCHED  # a person has answered: that stands


def test_a_commission_ends_with_its_competition(db: Session):
    play = Play(db, candidates=1)
    play.close()
    play.form()
    course = play.do("withdrew", "candidate", play.applications[0])
    assert course.state.state == "ended"
    assert _commission(play).state is CommissionState.FORMED  # a complaint can still come
    play.go_on(days=30)
    assert _commission(play).state is CommissionState.DISSOLVED
    refused = _replace(play, 1)
    assert isinstance(refused, Message)
    assert "is over" in refused.msgid
