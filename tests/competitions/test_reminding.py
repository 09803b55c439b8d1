"""HR and the commission are reminded of what they owe: on the last day, and once when late."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from service.commissions import queries as commissions
from service.commissions.models import Part
from service.competitions import reminding
from service.core.due_work import Doing, Job
from service.core.i18n import message_from_json
from service.law.calendar import at, local_day
from service.law.vacancy import Round
from service.notices.queries import unread_notices
from service.people.models import Account
from tests.make_competitions import CALENDAR, Play

# what is asked of the database is asked by its neighbours on both kinds
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def play(db: Session) -> Play:
    """An internal competition of two before the re-check, with its commission."""
    play = Play(db, candidates=2)
    play.round.round = Round.INTERNAL_ALL
    play.close()
    play.form()
    play.go_on()
    return play


def remind(play: Play, until: datetime) -> None:
    """Do the reminders that are due, each once, at the moment when somebody looks again."""
    found = select(Job).where(Job.kind == reminding.KIND, col(Job.done_at).is_(None))
    house = SimpleNamespace(parts={"calendar": CALENDAR})
    for job in play.db.exec(found.where(Job.due_at <= until).order_by(col(Job.due_at))).all():
        reminding.remind(Doing(lambda: play.db, until, house), job.payload)
        job.done_at = until
        play.db.add(job)
        play.db.flush()


def told(db: Session, person: Account | UUID) -> list[str]:
    whose = person if isinstance(person, UUID) else person.id
    messages = [message_from_json(one.text) for one in unread_notices(db, whose)]
    return [
        f"{one.values['duty'].msgid}: {'late' if 'late' in one.msgid else 'due'}"  # type: ignore[attr-defined]  # a message within
        for one in messages
        if "duty" in one.values
    ]


def due(play: Play, event: str) -> datetime:
    found = [one.due_at for one in play.go_on().todos if one.event == event and one.due_at]
    return max(found)


FILES = "to answer about the files of the best"


def test_st_4_hr_is_reminded_on_the_last_day_and_once_when_it_is_late(db: Session, play: Play):
    last = due(play, "file-confirmed")
    remind(play, last - timedelta(days=1))
    assert told(db, play.hr) == []
    remind(play, last - timedelta(hours=2))
    assert told(db, play.hr) == [f"{FILES}: due"]
    remind(play, last + timedelta(days=1))
    remind(play, last + timedelta(days=2))
    assert sorted(told(db, play.hr)) == [f"{FILES}: due", f"{FILES}: late"]


def test_after_a_pause_of_the_worker_only_that_it_is_late_is_said(db: Session, play: Play):
    last = due(play, "file-confirmed")
    remind(play, last + timedelta(days=3))
    assert told(db, play.hr) == [f"{FILES}: late"]


def test_st_9_what_is_done_or_stands_still_is_not_spoken_of(db: Session, play: Play):
    last = due(play, "file-confirmed")
    first, second = play.applications
    play.do("file-confirmed", "hr", first)
    play.do("complaint-filed", "candidate", complaint="C-1")
    remind(play, last - timedelta(hours=2))
    assert told(db, play.hr) == []
    play.do("complaint-dismissed", "authorised-body", complaint="C-1")
    play.do("file-confirmed", "hr", second)
    remind(play, last + timedelta(days=9))
    assert told(db, play.hr) == []


SIGN = "to score the interview and sign"


def test_st_5_a_member_whose_signature_is_missing_is_reminded_that_evening_and_once_when_late(
    db: Session, play: Play
):
    course = play.go_on()
    for one in play.applications:
        play.do("file-confirmed", "hr", one)
    begins = at(local_day(play.now) + timedelta(days=1), time(10))
    play.do("interview-scheduled", "hr", starts_at=begins.isoformat())
    play.until(begins)
    commission = commissions.commission_of(db, play.round.id)
    assert commission is not None
    seats = course.state.seats
    found = commissions.holders(db, commission.id)
    done, owing = (
        next(who for place, _, who in found if str(place.id) == seat) for seat in seats[:2]
    )
    secretary = next(who for place, _, who in found if place.part is Part.SECRETARY)
    for one in play.applications:
        play.do("let-in", "secretary", one, present=list(seats))
        play.do("interview-signed", "member", one, seat=seats[0])
    remind(play, play.now)
    assert told(db, owing) == []  # the interview has only begun
    last = due(play, "interview-signed")
    remind(play, last - timedelta(hours=2))
    assert told(db, owing) == [f"{SIGN}: due"]
    remind(play, last + timedelta(hours=10))
    remind(play, last + timedelta(days=2))
    assert sorted(told(db, owing)) == [f"{SIGN}: due", f"{SIGN}: late"]
    assert not {f"{SIGN}: due", f"{SIGN}: late"} & {*told(db, done), *told(db, secretary)}
