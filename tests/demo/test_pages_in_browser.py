"""The pages of the demo programs in a real browser: accessible, and alive."""

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.demo.signing_in import REDIRECT, Walk

pytestmark = pytest.mark.browser

SIZES = {"phone": (360, 740), "wide": (1280, 900)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def faults_of(tab: Page) -> list[str]:
    return [found["id"] for found in Axe().run(tab).response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_fits(
    browser: Browser, walk: Walk, receiver: str, size: str, scheme: str
):
    post(receiver, "Code 123456")
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    tab = context.new_page()
    pages = ["/", "/authorize", "/end_session", f"/authorize?{httpx.QueryParams(walk.asked)}"]
    for url in [*(walk.issuer + path for path in pages), f"{receiver}/"]:
        tab.goto(url)
        expect(tab.locator("header .mark")).to_be_visible()
        assert faults_of(tab) == [], url
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, url
    context.close()


def test_a_fault_is_met_at_once(tab: Page, walk: Walk):
    tab.goto(walk.url)
    tab.get_by_label("Individual identification number").fill("970101399202")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("alert")).to_be_focused()
    assert faults_of(tab) == []
    tab.get_by_role("link", name="The last digit of the IIN").click()
    expect(tab.get_by_label("Individual identification number")).to_be_focused()


def test_choosing_a_person_leads_back_to_the_client(tab: Page, walk: Walk):
    tab.goto(walk.url)
    with tab.expect_request(f"{REDIRECT}**") as came:
        tab.get_by_role("button", name="Sign in: Серікова Аружан Ерланқызы").click()
    assert "code=" in came.value.url


def test_a_new_message_shows_itself_unless_the_reader_wants_rest(tab: Page, receiver: str):
    tab.goto(f"{receiver}/")
    with tab.expect_response(f"{receiver}/list*"):
        pass
    post(receiver, "Code 123456")
    expect(tab.get_by_text("Code 123456")).to_be_visible()
    expect(tab.get_by_role("status")).to_contain_text("A new message has come.")
    tab.get_by_label("Update by itself").uncheck()
    post(receiver, "Code 654321", number=2)
    tab.get_by_role("link", name="Refresh").click()
    expect(tab.get_by_text("Code 654321")).to_be_visible()


def post(receiver: str, text: str, *, number: int = 1) -> None:
    key = f"0199f000-0000-7000-8000-{number:012d}"
    answer = httpx.post(
        f"{receiver}/messages",
        json={"message_id": key, "to": "+77000000001", "text": text},
        headers={"Authorization": "Bearer the-token", "Idempotency-Key": key},
    )
    assert answer.status_code == 202
