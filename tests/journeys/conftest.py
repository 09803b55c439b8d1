"""Whole stories in a real Chromium against real server processes."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from service.core.i18n import Language
from tests.conftest import POSTGRES
from tests.journeys.polling import PATIENCE
from tests.journeys.theatre import Theatre, opened
from tests.journeys.visit import Visit, arrive

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
LONGEST_LOG = 12_000

expect.set_options(timeout=PATIENCE * 1000)

Arrive = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def theatres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Theatre]]:
    """A function that opens the service on a kind of database, once for all stories.

    Its time goes on from story to story: each brings the people that it needs.
    """
    known: dict[str, Theatre] = {}
    with ExitStack() as stack:

        def on(kind: str) -> Theatre:
            # "later" is SQLite too, for stories that go on for months: what is booked would be over
            if kind not in known:
                folder = tmp_path_factory.mktemp(f"theatre-{kind}")
                url = f"sqlite:///{folder}/synaq.sqlite"
                if kind == "postgresql":
                    url = stack.enter_context(_postgres_database())
                known[kind] = stack.enter_context(opened(folder, url))
            return known[kind]

        yield on


@contextmanager
def _postgres_database() -> Iterator[str]:
    name = f"synaq_journeys_{os.getpid()}"
    url = make_url(POSTGRES)
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def kind() -> str:
    """Which database the story plays on; some stories say both."""
    return "sqlite"


@pytest.fixture
def theatre(theatres: Callable[[str], Theatre], kind: str) -> Theatre:
    """The service, running."""
    found = theatres(kind)
    if not found.running.is_up:  # the story before was broken off while it was down
        found.running.start()
    return found


@pytest.fixture
def visits() -> list[Visit]:
    """Everybody who is at a browser in this story."""
    return []


@pytest.fixture
def visit(browser: Browser, theatre: Theatre, visits: list[Visit]) -> Iterator[Arrive]:
    """A function that opens a browser: `visit("kk", "wide")`."""

    def come(language: Language, size: str, **options: Any) -> Visit:
        visits.append(arrive(browser, theatre, language, size, **options))
        return visits[-1]

    yield come
    for one in visits:
        one.context.close()
    assert [fault for one in visits for fault in (*one.faults, *one.missing)] == []
    assert [url for one in visits for url in one.strangers] == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Show with a failed story what the service wrote and what was on the screens."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        given: dict[str, Any] = item.funcargs
        for one in given.get("visits", []):
            if not one.page.is_closed():
                report.sections.append((f"the page {one.page.url}", _shown(one)))
        if "theatre" in given:
            log = given["theatre"].running.log.read_text(errors="replace")[-LONGEST_LOG:]
            report.sections.append(("the service's log", log))
    return report


def _shown(visit: Visit) -> str:
    try:
        return visit.page.locator("body").inner_text(timeout=2000)[:3000]
    except Exception as fault:  # noqa: BLE001  # whatever the page was doing, the test has failed
        return str(fault)
