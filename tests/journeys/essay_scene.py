"""A competition at the essay for the tour of all pages: everybody at another point of the way."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.actions import form_commission
from service.competitions.queries import candidacy
from service.law.calendar import local_day
from service.law.essay import METHOD
from service.people.models import Account
from service.scoring.essay_scores import Sheet, score_essay
from service.scoring.essays import begin_essay, save_text
from service.scoring.models import Essay, EssayScore
from tests import make_commissions
from tests.journeys.competition_scene import AGO, begun
from tests.make_competitions import CALENDAR, Play
from tests.make_essays import DESK, TEXT, declared, handed_in, members, reviewed

CORRECT = 30  # of 50, for everybody: all of them write
AHEAD = timedelta(days=2)


def set_essays(
    db: Session, hr: UUID, people: Mapping[str, UUID], *, now: datetime
) -> tuple[dict[str, str], UUID]:
    """Bring each to a point of the way; return what addresses need, and who leads the commission.

    `people` by what they do: to-begin, to-write, apart (the scores lie far apart), scored, reviewed
    (all that is left to do is the review).
    """
    writers = [db.get_one(Account, one) for one in people.values()]
    play = essays_under_way(db, db.get_one(Account, hr), writers, now)
    place = {name: number for number, name in enumerate(people)}
    one = {name: play.applications[number] for name, number in place.items()}
    for name in ("apart", "scored", "reviewed"):
        handed_in(play, place[name])
    declared(play)
    for name in ("apart", "scored"):
        reviewed(play, one[name])
    _score(play, one["apart"])
    db.get_one(Essay, one["apart"]).due_at = now + AHEAD  # else it is rated by itself
    for name in ("to-begin", "to-write"):
        reopen(play, one[name], now)
    play.now = now
    write(play, one["to-write"])
    (_, chair, _), *_ = members(play)
    things = {f"essay-{name}": str(key) for name, key in one.items()}
    codes = {f"essay-code-{name}": _code(db, one[name]) for name in ("apart", "scored")}
    return {"essays": play.round.number, **things, **codes}, chair.account_id


def essays_under_way(db: Session, hr: Account, people: Sequence[Account], now: datetime) -> Play:
    """A competition of these people that stands at the essay, some weeks ago."""
    play = begun(db, hr, people, now - AGO, essay_needed=True)
    play.tests(dict.fromkeys(play.applications, CORRECT))
    _form(play)
    play.go_on()
    play.first_day()
    return play


def reopen(play: Play, application_id: UUID, now: datetime) -> None:
    """After a failure of the service this one may write now (TT-5)."""
    closes_on = local_day(now + AHEAD).isoformat()
    play.do("technical-failure", "administrator", application_id, closes_on=closes_on)


def write(play: Play, application_id: UUID) -> None:
    """Begin an essay and save two versions of it."""
    row = begin_essay(play.db, application_id, "kk", desk=DESK, now=play.now)
    assert isinstance(row, Essay), row
    save_text(play.db, application_id, TEXT[:40], after=0, now=play.now)
    save_text(play.db, application_id, TEXT, after=1, now=play.now)


def _form(play: Play) -> None:
    commission = make_commissions.begun(play.db, play.round, play.hr)
    if not commissions.assessors(play.db):
        make_commissions.listed(play.db, 5)
    make_commissions.drawn(play.db, commission, play.hr)
    faults = form_commission(play.db, commission, candidates=(), by=play.hr.id, now=play.now)
    assert faults == []


def _score(play: Play, application_id: UUID) -> None:
    """Everybody gives marks, the chair others than the members."""
    row = play.db.get_one(Essay, application_id)
    for number, (_, _, person) in enumerate(members(play)):
        sheet = Sheet(dict.fromkeys(METHOD.criteria, 4 if number else 1))
        given = score_essay(play.db, row, person.id, sheet, calendar=CALENDAR, now=play.now)
        assert isinstance(given, EssayScore), given


def _code(db: Session, application_id: UUID) -> str:
    row = candidacy(db, application_id)
    assert row is not None
    return row.code
