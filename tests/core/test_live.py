"""Live screens: sent when they change, with the server's time between, for some seconds."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from sqlmodel import Session

from service.core.db import Database
from service.core.errors import NotFound
from service.core.ids import new_id
from service.core.live import MOST, MOST_OF_ONE, PART, TIME_EVERY, Sight, counted, live, screens
from service.core.wiring import Wiring
from tests.clock import FixedClock


def streamed(
    database: Database,
    clock: FixedClock,
    look: Callable[[Session], str],
    looks: int,
    stamp: Callable[[Session], object] = lambda _: object(),
) -> list[str]:
    """Every event of a stream between whose looks a second passes on the test's clock."""

    sight = Sight(look, stamp)

    async def pause() -> None:
        clock.move(seconds=1)

    async def all_of_it() -> list[str]:
        return [each async for each in screens(database, clock, sight, pause, looks=looks)]

    return asyncio.run(all_of_it())


def data(event: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(event.split("data: ", 1)[1])
    return found


def test_a_screen_is_sent_when_it_changes_and_the_time_between(
    database: Database, clock: FixedClock
):
    began = clock.now()
    shown = ["one"] * 3 + ["two\nlines"] * 6
    events = streamed(database, clock, lambda _: shown.pop(0), 9)
    kinds = [each.split("\n")[0] for each in events]
    assert kinds == ["retry: 500", "event: screen", "event: screen", "event: time"]
    assert all(each.endswith("\n\n") and each.count("\n\n") == 1 for each in events)
    assert data(events[1]) == {"now": began.isoformat(), "html": "one"}
    assert data(events[2])["html"] == "two\nlines"
    gone = clock.now() - began
    assert gone.total_seconds() == 8
    assert TIME_EVERY == 5


def test_a_screen_is_made_only_where_the_stamp_is_another_one(
    database: Database, clock: FixedClock
):
    stamps = [1, 1, 1, 2, 2, 3]
    made: list[int] = []

    def look(_: Session) -> str:
        made.append(len(made))
        return "one" if len(made) < 3 else "two"

    events = streamed(database, clock, look, 6, lambda _: stamps.pop(0))
    assert len(made) == 3
    assert [data(each)["html"] for each in events if each.startswith("event: s")] == ["one", "two"]


def test_who_may_look_no_longer_gets_no_more(database: Database, clock: FixedClock):
    shown = ["one"]

    def look(_: Session) -> str:
        if not shown:
            raise NotFound
        return shown.pop()

    assert len(streamed(database, clock, look, 9)) == 2


def test_too_many_streams_are_refused_and_one_that_ends_makes_room(house: Wiring):
    there: Counter[UUID] = house.parts.setdefault(PART, Counter())
    one, other = new_id(), new_id()

    def answer() -> int:
        return live(house, lambda _: "", lambda _: 0, one).status_code

    there[other] = MOST
    assert answer() == 503
    there.clear()
    there[other] = MOST_OF_ONE  # another one's take nobody's place
    assert answer() == 200
    there[one] = MOST_OF_ONE
    assert answer() == 503
    there.clear()

    async def left_early() -> int:
        async def endless() -> AsyncIterator[str]:
            while True:
                yield "x"

        stream = counted(there, one, endless())
        await anext(stream)
        open_now = there[one]
        await stream.aclose()  # type: ignore[attr-defined]  # a generator
        return open_now

    assert asyncio.run(left_early()) == 1
    assert not there
