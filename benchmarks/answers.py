"""How fast answers are saved through HTTP, beside an empty POST and the bare driver, in one run.

    python -m benchmarks.answers [--database URL] [--seconds 5] [--connections 64]

Every save is durable before its reply (PostgreSQL with fsync on, SQLite with synchronous=FULL).
The server, the database and the load share this machine's cores in every row alike. The last line
is the rate of saves by the rate of empty POSTs, the lower one of 1 and 2 workers.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pysqlite3.dbapi2 as sqlite
import uvloop
from fastapi import FastAPI
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.started import start_attempts
from service.app import create_app
from service.settings import ROOT, Settings

SECRET = "a secret of the benchmark, long enough"  # noqa: S105  # guards nothing
POSTGRES = "postgresql+psycopg://synaq:synaq@127.0.0.1:5432/postgres"
POSITIONS = 20


@dataclass(frozen=True)
class Row:
    name: str
    workers: int | None
    latencies: Sequence[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        return statistics.quantiles(self.latencies, n=1000)[round(share * 1000) - 1] * 1000


def make_app() -> FastAPI:
    """The product's application, and an empty POST beside it."""
    app = create_app(Settings())

    @app.post("/empty")
    async def empty(body: dict[str, Any]) -> dict[str, Any]:
        return {"ok": len(body)}

    return app


class Server:
    """The application in processes of its own."""

    def __init__(self, environment: dict[str, str], workers: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            sys.executable, "-m", "uvicorn", "benchmarks.answers:make_app", "--factory",
            "--port", str(self.port), "--workers", str(workers), "--no-access-log",
            "--log-level", "warning", "--loop", "uvloop", "--http", "httptools",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, cwd=ROOT)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def memory(self) -> list[int]:
        """The resident memory of each process, MB."""
        group = os.getpgid(self.process.pid)
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.getpgid(int(entry.name)) != group:
                        continue
                    status = (entry / "status").read_text()
                except OSError:
                    continue
                found += [
                    int(line.split()[1]) // 1024
                    for line in status.splitlines()
                    if line.startswith("VmRSS")
                ]
        return sorted(found, reverse=True)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=30)


async def one_line(
    port: int, body_of: Callable[[bytes | None], tuple[bytes, bytes]], until: float
) -> list[float]:
    """Send request after request on one connection; return how long each took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[float] = []
    answer: bytes | None = None
    while time.perf_counter() < until:
        head, body = body_of(answer)
        began = time.perf_counter()
        writer.write(head + body)
        header = await reader.readuntil(b"\r\n\r\n")
        length = int(header.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        answer = await reader.readexactly(length)
        took.append(time.perf_counter() - began)
        if not header.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{header!r} {answer!r}")
    body_of(answer)  # so that the next run goes on from the last receipt
    writer.close()
    return took


def request(path: str, body: bytes, token: str = "") -> tuple[bytes, bytes]:
    bearer = f"authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"{bearer}content-length: {len(body)}\r\n\r\n"
    )
    return head.encode(), body


class Candidate:
    """Answers question after question, each on the receipt before."""

    def __init__(self, attempt: dict[str, Any]) -> None:
        self.token, self.head = attempt["token"], attempt["head"]

    def next(self, answer: bytes | None) -> tuple[bytes, bytes]:
        if answer is not None:
            self.head = json.loads(answer)["head"]
        seq = self.head["seq"] + 1
        given = {
            "seq": seq, "section": 0, "position": seq % POSITIONS + 1,
            "choice": "abcd"[seq % 4], "flagged": False, "answered_ms": int(time.time() * 1000),
        }  # fmt: skip
        body = json.dumps({"head": self.head, "answers": [given]}).encode()
        return request("/api/player/answers", body, self.token)


async def load(
    port: int, makers: Sequence[Callable[[bytes | None], tuple[bytes, bytes]]], seconds: float
) -> list[float]:
    until = time.perf_counter() + seconds
    lines = await asyncio.gather(*(one_line(port, maker, until) for maker in makers))
    return [each for line in lines for each in line]


def measure(name: str, workers: int, port: int, makers: Sequence[Any], seconds: float) -> Row:
    uvloop.run(load(port, makers, 1))  # warm
    began = time.perf_counter()
    took = uvloop.run(load(port, makers, seconds))
    return Row(name, workers, took, time.perf_counter() - began)


def bare_upserts(url: str, connections: int, seconds: float) -> Row:
    """The driver alone: one upsert and one commit at a time on each connection."""
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    took: list[float] = []

    def connect() -> Any:
        if is_sqlite:
            made = sqlite.connect(str(parsed.database), timeout=60, isolation_level=None)
            made.execute("PRAGMA synchronous=FULL")
            return made
        plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)

    mark = "?" if is_sqlite else "%s"
    table = connect()
    table.execute(
        "CREATE TABLE bare"
        " (attempt INT, position INT, choice TEXT, PRIMARY KEY (attempt, position))"
    )
    statement = (
        f"INSERT INTO bare VALUES ({mark},{mark},{mark}) "  # noqa: S608  # fixed
        "ON CONFLICT (attempt, position) DO UPDATE SET choice = excluded.choice"
    )
    until = time.perf_counter() + seconds

    def line(number: int) -> None:
        connection, place, mine = connect(), 0, []
        while time.perf_counter() < until:
            place += 1
            began = time.perf_counter()
            connection.execute(statement, (number, place % POSITIONS, "abcd"[place % 4]))
            mine.append(time.perf_counter() - began)
        took.extend(mine)
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=line, args=(i,)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    table.execute("DROP TABLE bare")
    table.close()
    return Row(f"bare driver, {connections} connections", None, took, spent)


def run(url: str, given: argparse.Namespace, folder: Path) -> float:
    environment = os.environ | {
        "SYNAQ_SECRET": SECRET,
        "SYNAQ_DATABASE_URL": url,
        "SYNAQ_DATA_FOLDER": str(folder),
        "SYNAQ_ENVIRONMENT": "production",
    }
    os.environ.update(environment)
    attempts = start_attempts(Settings(), given.connections)
    rows = [
        bare_upserts(url, 1, given.seconds / 2),
        bare_upserts(url, 8, given.seconds / 2),
    ]
    ratios, memory = [], []
    for workers in (1, 2):
        server = Server(environment, workers)
        try:
            body = json.dumps({"seq": 1, "section": 0, "position": 1, "choice": "a"}).encode()
            empty = request("/empty", body)
            makers = [lambda _, empty=empty: empty] * given.connections
            rows.append(measure("empty POST", workers, server.port, makers, given.seconds))
            candidates = [Candidate(attempt).next for attempt in attempts]
            rows.append(measure("save an answer", workers, server.port, candidates, given.seconds))
            attempts = start_attempts(Settings(), given.connections)
            memory.append(server.memory()[0])
        finally:
            server.stop()
        ratios.append(rows[-1].rate / rows[-2].rate)
    show(url, rows, ratios, memory)
    return min(ratios)


def show(url: str, rows: Sequence[Row], ratios: Sequence[float], memory: Sequence[int]) -> None:
    table = Table(title=f"Saving answers, {make_url(url).get_backend_name()}")
    for column in ("", "workers", "per second", "p50 ms", "p95 ms", "p99 ms"):
        table.add_column(column, justify="right" if column else "left")
    for row in rows:
        table.add_row(
            row.name,
            str(row.workers or ""),
            f"{row.rate:,.0f}",
            *(f"{row.percentile(share):.2f}" for share in (0.5, 0.95, 0.99)),
        )
    console = Console(width=90)
    console.print(table)
    console.print(
        f"saves by empty POSTs: {ratios[0]:.2f} (1 worker), {ratios[1]:.2f} (2 workers); "
        f"memory of the largest process {max(memory)} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=os.environ.get("SYNAQ_BENCH_DATABASE", POSTGRES))
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=64)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if given.database.startswith("sqlite"):
            ratio = run(f"sqlite:///{place}/bench.sqlite", given, Path(place))
        else:
            url = make_url(given.database)
            name = f"synaq_bench_{os.getpid()}"
            server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
            with server.connect() as connection:
                fsync = connection.execute(text("SHOW fsync")).scalar()
                print(f"PostgreSQL {connection.dialect.server_version_info}, fsync {fsync}")
                connection.execute(text(f"CREATE DATABASE {name}"))
            try:
                mine = url.set(database=name).render_as_string(hide_password=False)
                ratio = run(mine, given, Path(place))
            finally:
                with server.connect() as connection:
                    connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    print(f"ratio: {ratio:.2f}")


if __name__ == "__main__":
    main()
