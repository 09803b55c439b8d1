"""Essays written by several hands at once: windows that save, a clock that runs out, members."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.core.db import Database
from service.core.i18n import Message
from service.scoring import queries
from service.scoring.essays import (
    GRACE,
    Newer,
    Saved,
    begin_essay,
    end_by_time,
    finish_essay,
    save_text,
)
from service.scoring.models import Essay
from tests.make_competitions import Play
from tests.scoring.test_essays import DESK, begun, play

__all__ = ["play"]  # the fixture

WINDOWS = 4


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each deed gives when all are done at the same moment."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [one.result() for one in [pool.submit(deed) for deed in deeds]]


def begin_and_hand_in(database: Database, one: UUID, now: datetime) -> None:
    def begin() -> object:
        with database.writing() as own:
            return begin_essay(own, one, "ru", desk=DESK, now=now)

    def finish() -> object:
        with database.writing() as own:
            return finish_essay(own, one, desk=DESK, now=now)

    for deed in (begin, finish):
        assert all(isinstance(each, Essay) for each in at_once([deed, deed]))
    with database.reading() as own:
        row = queries.essay(own, one)
    assert row is not None
    assert row.finished_at == now


def save_in_many_windows(database: Database, one: UUID, now: datetime) -> None:
    def save(window: int) -> Callable[[], object]:
        def deed() -> object:
            with database.writing() as own:
                return save_text(own, one, f"Терезе {window}", after=0, now=now)

        return deed

    found = at_once([save(window) for window in range(WINDOWS)])
    with database.reading() as own:
        (kept,) = queries.versions_of(own, one)
    newer = [each for each in found if isinstance(each, Newer)]
    assert [type(each) for each in found].count(Saved) == 1
    assert newer == [Newer(1, kept.text)] * (WINDOWS - 1)


def save_while_time_ends(database: Database, one: UUID, last: datetime) -> None:
    def save() -> object:
        with database.writing() as own:
            return save_text(own, one, "Жаңа мәтін бар", after=1, now=last)

    def end() -> object:
        with database.writing() as own:
            return end_by_time(own, one, desk=DESK, now=last + timedelta(seconds=1))

    saved, ended = at_once([save, end])
    assert isinstance(ended, Essay)
    with database.reading() as own:
        newest, row = queries.newest_version(own, one), queries.essay(own, one)
    assert newest is not None
    assert row is not None
    if isinstance(saved, Saved):
        assert (newest.text, row.words) == ("Жаңа мәтін бар", 3)
    else:
        assert isinstance(saved, Message)
        assert row.words == newest.words == 2


def test_st_3_nothing_is_lost_and_nothing_happens_twice(
    database: Database, db: Session, play: Play
):
    first, now = play.applications[0], play.now
    second, third = begun(play, 1), begun(play, 2)
    save_text(db, third.application_id, "Ескі мәтін", after=0, now=now)
    db.commit()
    begin_and_hand_in(database, first, now)
    save_in_many_windows(database, second.application_id, now)
    save_while_time_ends(database, third.application_id, third.deadline_at + GRACE)
