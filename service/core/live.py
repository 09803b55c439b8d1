"""Live screens: sent anew when they change, with the server's time (server-sent events).

    @router.get("/events")
    def events(…) -> Response:
        look, stamp = lambda db: screen_of(request, db, …), lambda db: stamp_of(db, …)
        return live(house, look, stamp, person.account_id)

Whether anything has changed is asked each second by the stamp, which is cheap; the screen is made
only then. A stream lasts some seconds; then the browser comes again by itself. So a server that
stops does not wait for screens, and whoever is signed out meanwhile sees nothing more. Where
streams do not get through (the page's module finds out) the screen is asked for again and again.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Final
from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from sqlmodel import Session

from service.core.clock import Clock
from service.core.db import Database
from service.core.errors import Fault
from service.core.wiring import Wiring

Look = Callable[[Session], str]
Stamp = Callable[[Session], object]
Pause = Callable[[], Awaitable[None]]

PART: Final = "live"
LOOKS: Final = 15  # in one stream
EVERY: Final = 1.0  # seconds
TIME_EVERY: Final = 5  # looks
COME_AGAIN: Final = 500  # milliseconds
MOST: Final = 300  # streams of one process; who comes later asks again and again
MOST_OF_ONE: Final = 6  # of one person: nobody takes the places of all others
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


def screen(house: Wiring, look: Look) -> Response:
    """Return the screen as it is now, for who asks again and again."""
    with house.database.reading() as db:
        now, html = house.clock.now().isoformat(), look(db)
    return JSONResponse({"now": now, "html": html})


def live(house: Wiring, look: Look, stamp: Stamp, viewer: UUID) -> Response:
    """Return the stream of screens; 503 where too many are open.

    Args:
        house: the parts of the service.
        look: the screen as HTML; it raises a Fault for who may not look any more.
        stamp: another value each time when something that the screen shows has changed.
        viewer: whose stream it is.
    """
    there: Counter[UUID] = house.parts.setdefault(PART, Counter())
    if there.total() >= MOST or there[viewer] >= MOST_OF_ONE:
        return Response(status_code=503, headers=HEADERS)
    pause = partial(asyncio.sleep, EVERY)
    stream = counted(there, viewer, screens(house.database, house.clock, Sight(look, stamp), pause))
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def counted(
    there: Counter[UUID], viewer: UUID, stream: AsyncIterator[str]
) -> AsyncIterator[str]:
    """Count the stream among those that the viewer has open, until it ends or is left."""
    there[viewer] += 1
    try:
        async for each in stream:
            yield each
    finally:
        there[viewer] -= 1
        if not there[viewer]:
            del there[viewer]


class Sight:
    """What one stream looks at: the screen is made where the stamp is another one."""

    def __init__(self, look: Look, stamp: Stamp) -> None:
        self._look, self._stamp = look, stamp
        self._known: object = None
        self._html: str | None = None

    def changed(self, database: Database) -> str | None:
        """Return the screen if it is another one than before."""
        with database.reading() as db:
            stamp = self._stamp(db)
            if self._html is not None and stamp == self._known:
                return None
            html = self._look(db)
        before, self._known, self._html = self._html, stamp, html
        return None if html == before else html


async def screens(
    database: Database, clock: Clock, sight: Sight, pause: Pause, *, looks: int = LOOKS
) -> AsyncIterator[str]:
    """Yield the events of one stream: the screen at first and on each change, the time between."""
    yield f"retry: {COME_AGAIN}\n\n"
    for number in range(looks):
        if number:
            await pause()
        try:
            async with database.queue:
                html = await run_in_threadpool(sight.changed, database)
        except Fault:  # whoever looks may look no longer
            return
        now = clock.now().isoformat()
        if html is not None:
            yield event("screen", {"now": now, "html": html})
        elif number % TIME_EVERY == 0:
            yield event("time", {"now": now})


def event(name: str, said: dict[str, str]) -> str:
    """Return one event, its data as JSON in one line."""
    return f"event: {name}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"
