"""Interviews when several people act at the same moment: nothing twice, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from sqlmodel import Session

from service.competitions.queries import candidacy
from service.core.db import Database
from service.core.i18n import Message
from service.law.interview import METHOD
from service.scoring import queries
from service.scoring.interviews import (
    enter_waiting_room,
    keep_signed_points,
    let_in,
    points_to_sign,
    schedule_interviews,
)
from service.scoring.models import Interview, InterviewScore, InterviewTurn
from service.signatures.matter import Matter
from service.signatures.models import Signature
from tests.make_competitions import Play
from tests.scoring.signing import signed
from tests.scoring.test_interviews import declare, hall, members, play, secretary

TALK = timedelta(minutes=15)
__all__ = ["play"]


def test_is_131_135_of_two_let_in_at_once_one_is_inside_and_all_points_signed_at_once_count(
    database: Database, db: Session, play: Play
):
    first, second, _ = play.applications
    for one in (first, second):
        enter_waiting_room(db, hall(play), one, now=play.now)
    declare(play)
    where, who, now = hall(play), secretary(play), play.now
    db.commit()

    def let(case: tuple[UUID, int]) -> object:
        one, seconds = case
        with database.writing() as own:
            return let_in(own, where, who, one, now=now + timedelta(seconds=seconds))

    cases = [(first, 1), (first, 2), (second, 3), (second, 4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(let, cases))
    turns = [each for each in done if isinstance(each, InterviewTurn)]
    assert len({each.application_id for each in turns}) == 1
    assert len({each.let_in_at for each in turns}) == 1
    assert sum(isinstance(each, Message) for each in done) == 2
    one = turns[0].application_id
    with database.reading() as own:
        let_in_at = [one.let_in_at for one, _ in queries.turns(own, where.announcement_id)]
        assert sum(each is not None for each in let_in_at) == 1

    signatures = []
    for mark, (_, _, person) in zip((5, 4, 4, 3, 4, 4), members(play), strict=True):
        points = dict.fromkeys(METHOD.criteria, mark)
        matter = points_to_sign(db, where, person.id, one, points)
        assert isinstance(matter, Matter)
        signatures.append(signed(db, person, matter, now=now + TALK).id)
    db.commit()

    def keep(signature_id: UUID) -> object:
        with database.writing() as own:
            signature = own.get_one(Signature, signature_id)
            return keep_signed_points(own, where, signature, now=now + TALK)

    with ThreadPoolExecutor(12) as pool:  # each of them twice, as by a double click
        kept = list(pool.map(keep, signatures * 2))
    assert all(isinstance(each, InterviewScore) for each in kept)
    with database.reading() as own:
        assert len(queries.interview_scores(own, one)) == 6
        row = candidacy(own, one)
        assert row is not None
        assert (row.state, Fraction(row.points["interview"])) == ("interviewed", Fraction(4))


def test_is_128_a_candidate_who_enters_while_hr_moves_the_day_does_not_wait_for_the_old_one(
    database: Database, db: Session, play: Play
):
    first, where, now, hr = play.applications[0], hall(play), play.now, play.hr.id
    later = now + timedelta(days=2)
    db.commit()

    def enter() -> object:
        with database.writing() as own:
            return enter_waiting_room(own, where, first, now=now)

    def move() -> object:
        with database.writing() as own:
            return schedule_interviews(own, where, later, "", by=hr, now=now)

    with ThreadPoolExecutor(2) as pool:
        entered, moved = pool.submit(enter), pool.submit(move)
    assert isinstance(moved.result(), Interview)
    assert isinstance(entered.result(), InterviewTurn | Message)
    with database.reading() as own:
        held, turn = queries.interview(own, where.announcement_id), queries.turn(own, first)
        assert held is not None
        assert held.begins_at == later
        assert turn is None or turn.waiting_at is None  # either way round
