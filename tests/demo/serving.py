"""Serves a program over real HTTP in a thread, on a free port."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread
from typing import Literal

import uvicorn
from fastapi import FastAPI

from tests.clock import FixedClock


class BorrowedClock:
    """The clock of whichever test is running: a server takes a while to start and to stop."""

    lent = FixedClock()

    def now(self) -> datetime:
        return self.lent.now()


@contextmanager
def served(
    make: Callable[[str], FastAPI], *, ws: Literal["none", "auto"] = "none"
) -> Iterator[str]:
    """Serve what `make(address)` returns while the block runs; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # it listens already: who comes before the server is up waits in the queue
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(make(address), log_level="warning", ws=ws, lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()
