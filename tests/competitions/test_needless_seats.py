"""Whoever leaves a competition keeps no seat for the test of its stage, unless another needs it."""

from copy import copy
from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session

from service.admissions.actions import Applied, apply
from service.booking.models import Application, ApplicationState, Slot
from service.booking.queries import steps_of
from service.core.i18n import message_from_json
from service.law.calendar import at
from service.notices.queries import unread_notices
from service.people.models import Account
from tests import make_admissions as admissions
from tests.clock import START
from tests.make_competitions import CALENDAR, Play
from tests.make_stages import Stages

on_one_kind = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def play(db: Session) -> Play:
    return Play(db, candidates=2)


@pytest.fixture
def stages(db: Session, play: Play) -> Stages:
    return Stages(db, play)


def beside(play: Play) -> Play:
    """Another competition to which the same people have applied."""
    other = copy(play)
    other.round = admissions.announced(play.db, play.hr)
    other.round.stages = ["interview"]
    other.applications = []
    for person in play.people:
        who = admissions.caller(person)
        answer = apply(play.db, other.round.id, who, calendar=CALENDAR, now=START)
        assert isinstance(answer, Applied), answer
        other.applications.append(answer.application.id)
    return other


def morning(play: Play) -> datetime:
    course = play.go_on()
    return at(course.state.windows["personal-qualities"].opens_on, time(10))


def told(play: Play, person: Account) -> bool:
    found = [message_from_json(one.text).msgid for one in unread_notices(play.db, person.id)]
    return any("your test on %(at)s is cancelled" in one for one in found)


def is_released(play: Play, booked: Application) -> bool:
    """Tell whether the seat was given back, and that all of it was done then, or nothing."""
    last = steps_of(play.db, booked.id)[-1]
    gone = booked.state is ApplicationState.CANCELLED
    assert gone is (last.what == "released")
    assert gone is told(play, play.db.get_one(Account, booked.account_id))
    return gone


def test_st_1_who_withdraws_gives_the_seat_back_and_others_keep_theirs(stages: Stages):
    play = stages.play
    play.close()
    slot = stages.slot(morning(play))
    first, second = (stages.book(place, slot) for place in (0, 1))
    play.go_on()
    stages.db.refresh(slot)
    taken = slot.taken
    play.do("withdrew", "candidate", play.applications[0])
    assert is_released(play, first)
    assert not is_released(play, second)
    last = steps_of(stages.db, first.id)[-1]
    assert (last.rule, last.actor_id) == ("ST-1", None)
    assert last.facts == {"competition": play.round.number, "what": "withdrew"}
    stages.db.refresh(slot)
    assert slot.taken == taken - 1


def test_st_9_a_cancelled_competition_gives_every_seat_back(stages: Stages):
    play = stages.play
    play.close()
    booked = [stages.book(place, stages.slot(morning(play))) for place in (0,)]
    filed = stages.file(1, stages.db.get_one(Slot, booked[0].slot_id))  # and not confirmed yet
    play.do("complaint-filed", "candidate", complaint="C-1")
    assert not is_released(play, booked[0])
    play.do("complaint-upheld", "authorised-body", complaint="C-1")
    assert is_released(play, booked[0])
    assert is_released(play, filed.application)  # type: ignore[attr-defined]  # it is filed


@on_one_kind
def test_a_test_that_another_competition_needs_too_is_kept_until_that_is_left(stages: Stages):
    play = stages.play
    other = beside(play)
    play.close()
    other.close()
    booked = stages.book(0, stages.slot(morning(play)))
    play.do("withdrew", "candidate", play.applications[0])
    assert not is_released(play, booked)
    assert other.go_on().state.candidacy(str(other.applications[0])).slot_at is not None
    other.do("withdrew", "candidate", other.applications[0])
    assert is_released(other, booked)


@on_one_kind
def test_a_test_that_has_begun_or_was_booked_outside_of_a_competition_stays(stages: Stages):
    play = stages.play
    play.close()
    own = stages.book(1, stages.slot(morning(play) + timedelta(hours=1)))
    own.reason = {"msgid": "You have asked for it.", "values": {}}
    booked = stages.book(0, stages.slot(morning(play)))
    play.go_on()
    play.do("withdrew", "candidate", play.applications[1])
    assert not is_released(play, own)
    play.now = morning(play)  # the doors are open
    play.do("withdrew", "candidate", play.applications[0])
    assert not is_released(play, booked)
