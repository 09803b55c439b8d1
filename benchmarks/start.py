"""How long the server takes to start the sections of a 155-question test (LE-1), in one run.

    python -m benchmarks.start [--database URL] [--attempts 100]

Time is taken at the client on this machine, one request at a time: the server's own time and the
way there. The aim is 50 ms.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.answers import POSTGRES, SECRET, Server
from benchmarks.started import prepare_attempts
from service.settings import Settings


def run(url: str, how_many: int, folder: Path) -> None:
    environment = os.environ | {
        "SYNAQ_SECRET": SECRET,
        "SYNAQ_DATABASE_URL": url,
        "SYNAQ_DATA_FOLDER": str(folder),
        "SYNAQ_ENVIRONMENT": "production",
    }
    os.environ.update(environment)
    attempts = prepare_attempts(Settings(), how_many)
    server = Server(environment, 1)
    took: dict[str, list[float]] = {}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as client:
            for state in attempts:
                bearer = {"authorization": f"Bearer {state['token']}"}
                for name, order in (
                    ("start of the state language, 20 questions", {"start": 0}),
                    ("end of the state language", {"finish": 0}),
                    ("start of the legislation, 135 questions", {"start": 1}),
                ):
                    began = time.perf_counter()
                    reply = client.post("/api/player/section", json=order, headers=bearer)
                    took.setdefault(name, []).append((time.perf_counter() - began) * 1000)
                    reply.raise_for_status()
    finally:
        server.stop()
    table = Table(title=f"Starting an attempt, {make_url(url).get_backend_name()}")
    for column in ("", "p50 ms", "p95 ms", "worst ms"):
        table.add_column(column, justify="right" if column else "left")
    for name, times in took.items():
        p95 = statistics.quantiles(times, n=20)[18]
        table.add_row(name, f"{statistics.median(times):.1f}", f"{p95:.1f}", f"{max(times):.1f}")
    Console(width=90).print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=os.environ.get("SYNAQ_BENCH_DATABASE", POSTGRES))
    parser.add_argument("--attempts", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if given.database.startswith("sqlite"):
            run(f"sqlite:///{place}/bench.sqlite", given.attempts, Path(place))
            return
        url = make_url(given.database)
        name = f"synaq_start_{os.getpid()}"
        server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            mine = url.set(database=name).render_as_string(hide_password=False)
            run(mine, given.attempts, Path(place))
        finally:
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


if __name__ == "__main__":
    main()
