"""Fixtures for all tests: a migrated database of its own for each, the house on it, a visitor.

With SYNAQ_TEST_POSTGRES=postgresql+psycopg://user:password@host:port/ (a superuser) every test
that touches the database runs on both, else on SQLite alone.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from jinja2 import Environment
from sqlalchemy import Engine, NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlmodel import Session
from starlette.routing import BaseRoute, Mount

from service.app import close, create_app, make_wiring
from service.attempts import outage
from service.attempts.outage import beat, is_away
from service.core.db import Database
from service.core.due_work import Worker
from service.core.migrate import migrate
from service.core.render import make_templates
from service.core.wiring import Wiring
from service.gateways import sms
from service.settings import ROOT, Settings
from tests.clock import FixedClock
from tests.outbox import Outbox
from tests.visitor import Visitor

POSTGRES = os.environ.get("SYNAQ_TEST_POSTGRES", "")
KINDS = ("sqlite", "postgresql") if POSTGRES else ("sqlite",)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that the migrations have built; tests get a copy."""
    file = tmp_path_factory.mktemp("template") / "synaq.sqlite"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL database of this process alone, built by the migrations."""
    name = f"synaq_test_{os.getpid()}"
    url = make_url(POSTGRES)
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    mine = url.set(database=name).render_as_string(hide_password=False)
    database = Database(mine)
    migrate(database)
    database.dispose()
    yield mine
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Test the pages on one database: what they call is tested on both in its own room."""
    pages = Path(__file__).parent / "pages"
    left = [item for item in items if pages in item.path.parents and "[postgresql" in item.nodeid]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database, on each kind in turn."""
    if request.param == "sqlite":
        file = tmp_path / "synaq.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("postgres_url")
        yield url
        _empty(url)


def _empty(url: str) -> None:
    """Delete every row; the triggers that forbid it are off for this connection."""
    with _for_emptying(url).begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(_deletes(url)))


@lru_cache
def _for_emptying(url: str) -> Engine:
    # a connection of its own each time: a test may have dropped what a kept one knows
    return create_engine(url, poolclass=NullPool)


@lru_cache
def _deletes(url: str) -> str:
    tables = inspect(_for_emptying(url)).get_table_names()
    return ";".join(f'DELETE FROM "{name}"' for name in tables if name != "alembic_version")  # noqa: S608  # names of tables


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        environment="test",
        data_folder=tmp_path,
        database_url=database_url,
        public_url="https://testserver",
        secret="a secret of the tests, long enough",
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@lru_cache
def _templates() -> Environment:
    # compiled once for all tests: the same environment as make_wiring makes
    return make_templates(ROOT / "web" / "templates")


@pytest.fixture
def house(settings: Settings, clock: FixedClock) -> Iterator[Wiring]:
    """The parts of the application, with the clock of the tests."""
    made = make_wiring(settings, clock)
    made.templates = _templates()
    yield made
    close(made)


@pytest.fixture
def database(house: Wiring) -> Database:
    return house.database


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """A session of the test's own; what it holds is rolled back unless the test commits.

    Commit before other threads or `database.writing()` need the write lock or are to see your
    rows; `client` and `run_due` do it for you.
    """
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


_first_routes: list[BaseRoute] = []  # in these objects FastAPI keeps what it found out


@pytest.fixture
def app(settings: Settings, house: Wiring) -> FastAPI:
    made = create_app(settings, house)
    # FastAPI reads the signatures of a room's routes at its first request: half a second each test
    if not _first_routes:
        _first_routes.extend(made.router.routes)
    made.router.routes[:] = [
        own if isinstance(own, Mount) else first
        for own, first in zip(made.router.routes, _first_routes, strict=True)
    ]
    return made


@pytest.fixture
def client(app: FastAPI, db: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """A visitor whom nobody knows; `client.sign_in_as(account)` changes that."""
    # The service's heart beats once at the start and then rests: on SQLite a beat between what a
    # test's session reads and what it then writes would lock the test out.
    monkeypatch.setattr(outage, "BEAT_EVERY", timedelta(days=1))
    with Visitor(app, db) as visitor:
        yield visitor
        db.close()  # before the application closes its connections


@pytest.fixture
def outbox(house: Wiring, run_due: Callable[[], int]) -> Iterator[Outbox]:
    """The text messages that the house sends; `outbox.newest_code()` is the newest password."""
    box = Outbox()
    box.run_due = run_due
    with httpx.Client(transport=httpx.MockTransport(box.answer)) as http:
        house.parts["sms"] = partial(sms.send, "https://sms.test/messages", "", http=http)
        yield box


@pytest.fixture
def run_due(house: Wiring, db: Session) -> Callable[[], int]:
    """A function that does all work due at the clock's moment; returns how many jobs it did."""

    # not above: a fault in one handler's module should not stop every other test
    from service.jobs import HANDLERS, PERIODIC

    def run() -> int:
        db.commit()
        with house.database.writing() as own:
            if is_away(own, now=house.clock.now()):
                # the clock was moved with the service there: to it that is a clock that jumps
                beat(own, now=house.clock.now(), was_alive=True)
        done = Worker(house.database, house.clock, house, HANDLERS, PERIODIC).run_all()
        db.expire_all()
        return done

    return run
