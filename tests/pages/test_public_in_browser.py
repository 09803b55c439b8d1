"""The public pages in a real browser: accessible, within the screen, alone; checks done there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from service.core.wiring import Wiring
from service.settings import Settings
from tests.demo.serving import served
from tests.make_records import draw_record, receipts_content

pytestmark = [
    pytest.mark.browser,
    # one database will do: these pages hardly ask it
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
SIZES = {"phone": (375, 740), "wide": (1280, 900)}
PAGES = [
    *("/", "/help", "/accessibility", "/privacy", "/fairness", "/style", "/keys"),
    *("/check", "/check?document=nothing", "/check/7QK3M9TDPX2V", "/check/receipts", "/check/draw"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app: FastAPI, house: Wiring, settings: Settings) -> Iterator[str]:
    assert settings.environment == "test"

    def made(own: str) -> FastAPI:
        house.public_url = own
        return app

    with served(made) as own:
        yield own


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", base_url=address)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "size"), [("kk", "wide"), ("ru", "phone")])
def test_every_page_is_accessible_fits_and_asks_no_other_host(
    browser: Browser, address: str, language: str, size: str, scheme: str
):
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address,
        locale=language,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    tab = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    tab.on("request", note)
    for path in PAGES:
        tab.goto(path)
        for closed in tab.locator("main details").all():
            closed.evaluate("one => { one.open = true }")
        found = [fault["id"] for fault in Axe().run(tab).response["violations"]]
        assert found == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    assert [url for url in asked if not url.startswith((f"{address}/", "data:"))] == []
    context.close()


def _carries(request: Request) -> bool:
    """Whether more than a part of the page is asked for; such a part may still be on its way."""
    return request.method != "GET" or "/static/" not in request.url or "?" in request.url


def check_here(tab: Page, path: str, content: object, folder: Path) -> None:
    file = folder / "record.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    tab.goto(path)
    tab.locator("input[type=file]").set_input_files(file)
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url) if _carries(request) else None)
    tab.get_by_role("button", name="Check in this browser").click()
    expect(tab.locator("[data-result] .banner")).to_be_visible()
    assert sent == []


def test_the_browser_checks_receipts_without_sending_them(tab: Page, house: Wiring, tmp_path: Path):
    content = receipts_content(8, keys=house.keys)
    check_here(tab, "/check/receipts", content, tmp_path)
    expect(tab.get_by_role("status")).to_contain_text("All 8 receipts follow from one another")
    content["receipts"][3]["choice"] = None
    check_here(tab, "/check/receipts", content, tmp_path)
    expect(tab.get_by_role("status")).to_contain_text("Receipt 4: it does not follow")


def test_the_browser_repeats_a_draw_without_sending_it(tab: Page, tmp_path: Path):
    record = draw_record()
    check_here(tab, "/check/draw", record, tmp_path)
    expect(tab.get_by_role("status")).to_contain_text("All 50 questions")
    record["paper"][0]["items"][0]["order"] = "dcba"
    check_here(tab, "/check/draw", record, tmp_path)
    expect(tab.get_by_role("status")).to_contain_text("question 1: the record says")


def test_the_browser_says_when_there_is_nothing_to_read(tab: Page, tmp_path: Path):
    check_here(tab, "/check/draw", "{", tmp_path)
    expect(tab.get_by_role("status")).to_contain_text("This cannot be read as JSON.")


def test_a_file_above_the_limit_is_named_before_it_is_sent(tab: Page):
    tab.goto("/check/draw")
    tab.locator("input[type=file]").set_input_files(
        {"name": "draw.json", "mimeType": "application/json", "buffer": b" " * (2**21 + 1)}
    )
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url))
    tab.get_by_role("button", name="Repeat the draw").click()
    found = tab.locator("input[type=file]").evaluate("input => input.validationMessage")
    assert found == "The file is larger than 2 MB."
    assert sent == []


def test_a_fault_is_met_at_once(tab: Page):
    tab.goto("/check")
    tab.get_by_label("Check code or number of the document").fill("LE-2026-000123-0")
    tab.get_by_role("button", name="Check", exact=True).click()
    expect(tab.get_by_role("alert")).to_be_focused()
    tab.get_by_role("link", name="There is a slip in the number").click()
    expect(tab.get_by_label("Check code or number of the document")).to_be_focused()
