"""Starting the service: the web processes, and the worker that dies with them."""

import ctypes
import os
import signal
import subprocess
import sys
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI

from service.app import close, create_app, make_wiring
from service.core.due_work import Worker
from service.core.migrate import is_migrated
from service.jobs import HANDLERS, PERIODIC
from service.settings import Settings

PR_SET_PDEATHSIG: Final = 1
KEEP_ALIVE_SECONDS: Final = 75


class NotMigrated(Exception):
    """The database does not have the newest tables; the text says what to do."""


def make_app() -> FastAPI:
    """Return the application as the environment says (uvicorn calls this in each process)."""
    end_with_parent()
    return create_app(Settings())


def serve(host: str, port: int, *, workers: int, with_worker: bool) -> None:
    """Serve until stopped.

    Raises:
        NotMigrated: `synaq migrate` has to be run first.
    """
    check_migrated(Settings())
    worker = start_worker() if with_worker else None
    try:
        uvicorn.run(
            "service.serving:make_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            log_level="warning",
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            server_header=False,
            ws="none",
        )
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=30)


def check_migrated(settings: Settings) -> None:
    """Refuse a database that lacks a migration.

    Raises:
        NotMigrated: it lacks one.
    """
    house = make_wiring(settings)
    try:
        if not is_migrated(house.database):
            raise NotMigrated("the database is not up to date: run `synaq migrate` first")
    finally:
        close(house)


def start_worker() -> "subprocess.Popen[bytes]":
    """Start the process that does due work; it ends when this one does, even by kill -9."""
    return subprocess.Popen([sys.executable, "-m", "service.cli", "work"])  # our own program


def work() -> None:
    """Do due work until stopped."""
    end_with_parent()
    settings = Settings()
    check_migrated(settings)
    house = make_wiring(settings)
    worker = Worker(house.database, house.clock, house, HANDLERS, PERIODIC)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    signal.signal(signal.SIGINT, lambda *_: worker.stop())
    structlog.get_logger().info("worker_started", process=os.getpid())
    try:
        worker.run()
    finally:
        close(house)


def end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
