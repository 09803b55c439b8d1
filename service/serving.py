"""Starting the service: the web processes, and the worker that dies with them."""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
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
RESTART_SECONDS: Final = 2.0
STOP_SECONDS: Final = 30


class NotMigrated(Exception):
    """The database does not have the newest tables; the text says what to do."""


def make_app() -> FastAPI:
    """Return the application as the environment says (uvicorn calls this in each process)."""
    if multiprocessing.parent_process() is not None:
        # one of several web processes; a single one is the service itself, whoever started it
        end_with_parent(os.getppid())
    return create_app(Settings())


def serve(host: str, port: int, *, workers: int, with_worker: bool) -> None:
    """Serve until stopped.

    Raises:
        NotMigrated: `synaq migrate` has to be run first.
    """
    check_migrated(Settings())
    worker = KeptProcess(worker_command()) if with_worker else None
    if worker is not None:
        worker.start()
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
            worker.end()


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


def worker_command() -> list[str]:
    """Return what starts the process that does due work and ends when this one does."""
    return [sys.executable, "-m", "service.cli", "work", f"--parent={os.getpid()}"]


class KeptProcess(threading.Thread):
    """A process that is started again when it ends by itself: without it nothing falls due."""

    def __init__(self, command: Sequence[str], *, pause: float = RESTART_SECONDS) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._command = command
        self._pause = pause
        self._ends = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Keep the process running until `end`; this thread is its parent to the kernel."""
        while not self._ends.is_set():
            self._process = subprocess.Popen(self._command)  # noqa: S603  # our own program
            code = self._process.wait()
            if not self._ends.is_set():
                structlog.get_logger().error("worker_ended", code=code)
                self._ends.wait(self._pause)

    def end(self) -> None:
        """Let the process finish the job at hand."""
        self._ends.set()
        if self._process is not None:
            self._process.terminate()
        self.join(timeout=STOP_SECONDS)


def work(parent: int | None = None) -> None:
    """Do due work until stopped, or until the process `parent` has ended."""
    if parent is not None:
        end_with_parent(parent)
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


def end_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when the one that started it dies, also by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            raise SystemExit("the process that started this one has ended")
