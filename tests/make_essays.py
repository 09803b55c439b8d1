"""Builders of essays on their way: a competition at the essay, with members who have declared."""

from uuid import UUID

from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.people.models import Account
from service.scoring.essays import Desk, begin_essay, finish_essay, publish_review, save_text
from service.scoring.models import Essay
from service.scoring.topics import load_topics
from service.settings import ROOT
from tests import make
from tests.make_competitions import CALENDAR, Play

DESK = Desk(CALENDAR, load_topics(ROOT / "question_bank"))
TEXT = "Азамат мемлекетке бір қызметші арқылы қарайды. Сондықтан сенім осы жерден басталады."


def at_essay(db: Session) -> Play:
    """A competition of three candidates that stands at the essay, on its first day."""
    play = Play(db, stages=("essay", "interview"))
    play.close()
    play.tests(dict.fromkeys(play.applications, 30))
    play.form()
    play.go_on()
    play.first_day()
    return play


def handed_in(play: Play, number: int = 0, text: str = TEXT) -> Essay:
    """The essay of one of the candidates, handed in."""
    one = play.applications[number]
    assert isinstance(begin_essay(play.db, one, "kk", desk=DESK, now=play.now), Essay)
    save_text(play.db, one, text, after=0, now=play.now)
    done = finish_essay(play.db, one, desk=DESK, now=play.now)
    assert isinstance(done, Essay), done
    return done


def members(play: Play) -> list[tuple[CommissionSeat, SeatHolder, Account]]:
    """Who scores: the chair first."""
    there = commissions.commission_of(play.db, play.round.id)
    assert there is not None
    found = commissions.holders(play.db, there.id)
    return [each for each in found if each[0].part is not Part.SECRETARY]


def declared(play: Play) -> None:
    """Nobody on the commission has a conflict of interest."""
    clear = dict.fromkeys(play.applications, (frozenset[str](), ""))
    for _, holder, _ in members(play):
        declare_conflicts(play.db, holder, clear, now=play.now)  # type: ignore[arg-type]  # no ties


def reviewed(play: Play, application_id: UUID) -> None:
    """A proctor has published the review."""
    proctor = make.account(play.db).id
    found = publish_review(play.db, application_id, by=proctor, desk=DESK, now=play.now)
    assert isinstance(found, Essay), found
