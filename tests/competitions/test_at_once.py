"""Many people act in one competition at the same moment: each step once, none lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from sqlmodel import Session

from service.competitions import queries
from service.competitions.acting import act
from service.competitions.complaints import (
    ANSWERED,
    Against,
    Decision,
    answer_complaint,
    file_complaint,
)
from service.competitions.course import Course
from service.competitions.models import Complaint
from service.competitions.work import bring_on
from service.core.db import Database
from service.law.machine import Actor, Illegal
from tests.make_competitions import CALENDAR, Play

MANY = 6


def test_steps_of_many_people_at_once_stand_one_after_another(database: Database, db: Session):
    play = Play(db, candidates=MANY)
    play.close()
    play.first_day()
    now, round_id = play.now, play.round.id
    db.commit()

    def start(one: UUID) -> bool:
        with database.writing() as own:
            after = act(own, round_id, "started", by="candidate", now=now, calendar=CALENDAR,
                        application_id=one)  # fmt: skip
            return isinstance(after, Course)

    with ThreadPoolExecutor(MANY) as pool:
        assert all(pool.map(start, play.applications))
    with database.reading() as own:
        steps = queries.steps_of(own, round_id)
        assert [one.ordinal for one in steps] == list(range(1, len(steps) + 1))
        started = {one.application_id for one in steps if one.what == "started"}
        assert started == set(play.applications)


def test_st_9_of_a_complaint_and_an_end_at_once_one_comes_first(database: Database, db: Session):
    play = Play(db)
    play.close()
    now, round_id = play.now, play.round.id
    db.commit()
    deeds: list[tuple[str, Actor, dict[str, str]]] = [
        ("complaint-filed", "candidate", {"complaint": "C-1"}),
        ("body-reorganised", "hr", {}),
    ]

    def do(deed: tuple[str, Actor, dict[str, str]]) -> Course | Illegal:
        what, by, facts = deed
        with database.writing() as own:
            return act(own, round_id, what, by=by, now=now, calendar=CALENDAR, facts=facts)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, deeds))
    with database.reading() as own:
        row = queries.competition(own, round_id)
        assert row is not None
        assert row.state == "cancelled"  # either way round


def test_two_workers_begin_a_competition_once(database: Database, db: Session):
    play = Play(db)
    play.close()
    round_id, now = play.round.id, play.now
    db.commit()

    def bring(_: int) -> int:
        with database.writing() as own:
            return bring_on(own, round_id, calendar=CALENDAR, now=now).row.steps

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(bring, range(4)))) == 1


def test_st_9_of_two_answers_to_a_complaint_at_once_one_stands(database: Database, db: Session):
    play = Play(db, candidates=2)
    play.close()
    one = queries.candidacy(db, play.applications[0])
    assert one is not None
    filed = file_complaint(db, one, Against.HR, "Why?", calendar=CALENDAR, now=play.now)
    assert isinstance(filed, Complaint), filed
    now, by, complaint_id, round_id = play.now, play.hr.id, filed.id, play.round.id
    db.commit()
    at_once = Barrier(2)

    def answer(decision: Decision) -> Decision | None:
        at_once.wait(timeout=30)
        with database.writing() as own:
            given = answer_complaint(
                own, complaint_id, decision, "So.", by=by, calendar=CALENDAR, now=now
            )
            assert isinstance(given, Complaint) or given == ANSWERED, given
            return decision if isinstance(given, Complaint) else None

    with ThreadPoolExecutor(2) as pool:
        given = [one for one in pool.map(answer, Decision) if one is not None]
    assert len(given) == 1
    with database.reading() as own:
        row, kept = queries.competition(own, round_id), queries.complaint(own, complaint_id)
        assert row is not None
        assert kept is not None
        assert kept.answer == given[0]
        assert (row.state == "cancelled") == (given[0] is Decision.CANCEL)
        assert not row.is_suspended
