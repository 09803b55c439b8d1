"""Live screens: sent anew when they change, with the server's time (server-sent events).

    @router.get("/events")
    def events(…) -> Response:
        return live(house, lambda db: screen_of(request, db, …))

A stream lasts some seconds; then the browser comes again by itself. So a server that stops does
not wait for screens, and whoever is signed out meanwhile sees nothing more. Where streams do not
get through (the page's module finds out) the same screen is asked for again and again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Final

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from sqlmodel import Session

from service.core.clock import Clock
from service.core.db import Database
from service.core.errors import Fault
from service.core.wiring import Wiring

Look = Callable[[Session], str]
Pause = Callable[[], Awaitable[None]]

PART: Final = "live"
LOOKS: Final = 15  # in one stream
EVERY: Final = 1.0  # seconds
TIME_EVERY: Final = 5  # looks
COME_AGAIN: Final = 500  # milliseconds
MOST: Final = 300  # streams of one process; who comes later asks again and again
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


def screen(house: Wiring, look: Look) -> Response:
    """Return the screen as it is now, for who asks again and again."""
    now, html = _looked(house.database, house.clock, look)
    return JSONResponse({"now": now, "html": html})


def live(house: Wiring, look: Look) -> Response:
    """Return the stream of screens; 503 where too many are open."""
    there = house.parts.setdefault(PART, set())
    if len(there) >= MOST:
        return Response(status_code=503, headers=HEADERS)
    pause = partial(asyncio.sleep, EVERY)
    stream = counted(there, screens(house.database, house.clock, look, pause))
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def counted(there: set[object], stream: AsyncIterator[str]) -> AsyncIterator[str]:
    """Count the stream among those that are open, until it ends or is left."""
    mark = object()
    there.add(mark)
    try:
        async for each in stream:
            yield each
    finally:
        there.discard(mark)


async def screens(
    database: Database, clock: Clock, look: Look, pause: Pause, *, looks: int = LOOKS
) -> AsyncIterator[str]:
    """Yield the events of one stream: the screen at first and on each change, the time between."""
    yield f"retry: {COME_AGAIN}\n\n"
    shown = None
    for number in range(looks):
        if number:
            await pause()
        try:
            async with database.queue:
                now, html = await run_in_threadpool(_looked, database, clock, look)
        except Fault:  # whoever looks may look no longer
            return
        if html != shown:
            shown = html
            yield event("screen", {"now": now, "html": html})
        elif number % TIME_EVERY == 0:
            yield event("time", {"now": now})


def event(name: str, said: dict[str, str]) -> str:
    """Return one event, its data as JSON in one line."""
    return f"event: {name}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"


def _looked(database: Database, clock: Clock, look: Look) -> tuple[str, str]:
    with database.reading() as db:
        html = look(db)
    return clock.now().isoformat(), html
