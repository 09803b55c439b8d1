"""The own key is tried with the signing program, in a browser, over the real protocol."""

import asyncio

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from service.demo.people import demo_people
from service.demo.signer import KEYS
from service.demo.signer_keys import load_demo_keys
from tests.journeys.conftest import Arrive
from tests.journeys.polling import apart, until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PEOPLE = {one.key: one for one in demo_people()}


class Program:
    """Whoever sits before the signing program."""

    def __init__(self, address: str) -> None:
        self.address = address

    def sign_with(self, key: str) -> None:
        self._decide(sign="true", key=key)

    def cancel(self) -> None:
        self._decide(cancel="true")

    def waiting(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = httpx.get(f"{self.address}/waiting.json").json()
        return found

    def _decide(self, **answer: str) -> None:
        waiting = until(self.waiting, "a page waits for a signature")
        httpx.post(f"{self.address}/answer", data={"id": waiting[-1]["id"], **answer})


@pytest.fixture
def at_the_program(theatre: Theatre) -> Program:
    return Program(theatre.signer)


def ready_to_sign(here: Visit, who: str) -> None:
    here.sign_in(who, "/me/signature")
    here.button("Begin the check").click()
    expect(here.heading("You sign this")).to_be_visible()


def faults_of(here: Visit) -> list[str]:
    return [found["id"] for found in Axe().run(here.page).response["violations"]]


@pytest.mark.parametrize(
    ("who", "language", "size", "algorithm"),
    [
        pytest.param("aruzhan", "kk", "phone", "RSA", id="RSA"),
        pytest.param("raushan", "ru", "wide", "ECDSA", id="ECDSA"),
    ],
)
def test_a_good_key_works(
    visit: Arrive, at_the_program: Program, who: str, language: str, size: str, algorithm: str
):
    here = visit(language, size)
    ready_to_sign(here, who)
    expect(here.page.locator(".sign-paper").get_by_text(PEOPLE[who].full_name)).to_be_visible()
    here.button("Sign").focus()
    here.page.keyboard.press("Enter")
    expect(
        here.text("Your signing program has opened: choose your key there and enter its password.")
    ).to_be_visible()
    assert faults_of(here) == []
    at_the_program.sign_with(f"{who}-good")
    expect(here.heading("Your e-signature works")).to_be_visible()
    expect(here.page.get_by_text(algorithm, exact=True)).to_be_visible()
    expect(here.text("not revoked, says the authority at this moment (OCSP)")).to_be_visible()


def test_keys_that_are_not_good_are_told_apart(visit: Arrive, at_the_program: Program):
    here = visit("ru", "wide")
    ready_to_sign(here, "asel")
    for key, words in (
        ("nurlan-good", "This is another person's key."),
        ("asel-revoked", "The certificate of this key has been revoked."),
        ("asel-signing-in", "This key is not for signing."),
    ):
        here.button("Sign").click()
        at_the_program.sign_with(key)
        expect(here.text(words)).to_be_visible()
        expect(here.page.get_by_role("alert")).to_be_focused()
    here.button("Sign").click()
    at_the_program.sign_with("asel-good")
    expect(here.heading("Your e-signature works")).to_be_visible()


def test_cancelling_and_giving_up_leave_the_way_open(visit: Arrive, at_the_program: Program):
    here = visit("kk", "phone")
    ready_to_sign(here, "zhanar")
    here.button("Sign").click()
    at_the_program.cancel()
    expect(here.text("You have cancelled signing")).to_be_visible()
    here.button("Sign").click()
    until(at_the_program.waiting, "the page waits")
    here.button("Stop waiting").click()
    expect(here.text("You have cancelled signing")).to_be_visible()
    until(lambda: not at_the_program.waiting(), "nothing waits any more")
    here.button("Sign").click()
    at_the_program.sign_with("zhanar-good")
    expect(here.heading("Your e-signature works")).to_be_visible()


def test_without_the_program_the_way_out_is_told(visit: Arrive, theatre: Theatre):
    here = visit("kk", "phone")
    ready_to_sign(here, "saule")
    here.page.route_web_socket("**/*", lambda line: line.close())
    here.page.reload()
    here.button("Sign").click()
    expect(here.text("Your signing program does not answer")).to_be_visible()
    expect(here.page.locator("[data-part=away]")).to_be_focused()
    expect(here.button("Sign")).to_be_enabled()
    assert faults_of(here) == []


def test_a_file_does_without_javascript(visit: Arrive, theatre: Theatre):
    here = visit("ru", "phone", java_script=False)
    key = load_demo_keys(theatre.settings.data_folder / "keys" / KEYS)["marat-good"]
    ready_to_sign(here, "marat")
    # Playwright looks for no text inside <noscript>
    assert here.says("JavaScript is switched off") in here.page.locator("form").last.inner_text()
    expect(here.button("Sign")).to_be_hidden()
    with here.page.expect_download() as coming:
        here.link("Save the data that are to be signed").click()
    content = coming.value.path().read_bytes()
    signature = apart(
        lambda: asyncio.run(key.sign(content, attached=True, now=theatre.clock.now()))
    )
    here.page.locator("#field-file").set_input_files(
        {"name": "signature.p7s", "mimeType": "application/octet-stream", "buffer": signature}
    )
    here.button("Hand in the file").click()
    expect(here.heading("Your e-signature works")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_the_programs_page_is_accessible(
    visit: Arrive, at_the_program: Program, scheme: str, width: int
):
    here = visit("en", "wide")
    ready_to_sign(here, "gulnara")
    here.button("Sign").click()
    until(at_the_program.waiting, "the page waits")
    page = here.context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{at_the_program.address}/?ui_locales=kk")
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    at_the_program.cancel()
