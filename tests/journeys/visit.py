"""Somebody at a browser: one context, one language, one size; what the page says is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect

from service.core.edge import LANGUAGE_COOKIE
from service.core.i18n import Language, say, translators
from service.people import sign_in
from service.people.models import Account
from service.settings import ROOT
from tests.journeys.cast import Figure
from tests.journeys.polling import PATIENCE
from tests.journeys.theatre import Theatre

# not `is_mobile`: with it Chromium tells nothing of what jumps on a page
SIZES: Final[Mapping[str, dict[str, Any]]] = {
    "phone": {"viewport": {"width": 375, "height": 740}, "has_touch": True},
    "wide": {"viewport": {"width": 1280, "height": 900}},
}
LOCALES: Final = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
# the browser itself says these; whether they are faults is for the story to say
PARTS: Final = frozenset({"stylesheet", "script", "image", "font"})
OF_THE_NETWORK: Final = ("Failed to load resource", "net::ERR_")


@dataclass
class Visit:
    """A person at a browser; what goes wrong on the pages is written down."""

    theatre: Theatre
    context: BrowserContext
    page: Page
    language: Language
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)  # requests to other hosts
    missing: list[str] = field(default_factory=list)  # parts of pages that did not come

    def says(self, msgid: str, **values: object) -> str:
        """Return a text of the service in this person's language."""
        translator = translators(ROOT / "web" / "locales")[self.language]
        return translator.render(say(msgid, **values))

    def button(self, msgid: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.says(msgid, **values), exact=True)

    def link(self, msgid: str, **values: object) -> Locator:
        return self.page.get_by_role("link", name=self.says(msgid, **values), exact=True)

    def heading(self, msgid: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", name=self.says(msgid, **values), exact=True)

    def field(self, msgid: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.says(msgid), exact=True)

    def text(self, msgid: str, **values: object) -> Locator:
        return self.page.get_by_text(self.says(msgid, **values))

    def tick(self, msgid: str, kind: Literal["checkbox", "radio"] = "checkbox") -> None:
        """Tick a box or a choice by its words, as people do: the words are part of the target."""
        self.page.locator("label:visible").filter(has_text=self.says(msgid)).click()
        expect(self.page.get_by_role(kind, name=self.says(msgid))).to_be_checked()

    def goto(self, path: str) -> None:
        self.page.goto(self.theatre.address + path)

    def is_at(self, path: str) -> None:
        """Wait until the page of this path is there."""
        expect(self.page).to_have_url(self.theatre.address + path)

    def sign_in(self, who: Figure | str, wanted: str = "/") -> None:
        """Sign in through the provider, as one of the demo's people (by key) or as a figure."""
        self.goto(f"/sign-in?next={wanted}")
        self.button("Go to the single sign-on").click()
        if isinstance(who, str):
            self.page.locator(f"button[name=person][value={who}]").click()
            return
        for name in ("iin", "family_name", "given_name", "patronymic", "phone"):
            self.page.locator(f"#{name}").fill(getattr(who, name))
        self.page.locator("button[name=action][value=own]").click()

    def known_as(self, account_id: UUID) -> None:
        """Be signed in as this account without the way through the provider."""
        house = self.theatre.house
        with house.database.writing() as db:
            owner = db.get_one(Account, account_id)
            opened = sign_in.begin(db, owner, device="a journey", now=house.clock.now())
            token = sign_in.session_token(house.keys, opened, hours=house.session_hours)
        self.context.add_cookies(
            [
                {
                    "name": sign_in.COOKIE,
                    "value": token,
                    "url": self.theatre.address,
                    "httpOnly": True,
                    "secure": True,
                    "sameSite": "Lax",
                }
            ]
        )

    def another_tab(self) -> "Visit":
        """The same person with one more tab of the same browser."""
        return _watched(self.theatre, self.context, self.context.new_page(), self.language)


def arrive(
    browser: Browser,
    theatre: Theatre,
    language: Language,
    size: str,
    *,
    theme: str = "light",
    is_new: bool = False,
    java_script: bool = True,
) -> Visit:
    """Open a browser of this language and size, with nobody signed in.

    One that is new has never been here: only its own settings tell the language.
    """
    context = browser.new_context(
        locale=LOCALES[language],
        permissions=["camera", "microphone"],
        accept_downloads=True,
        java_script_enabled=java_script,
        color_scheme="dark" if theme == "dark" else "light",
        **SIZES[size],
    )
    if not is_new:
        context.add_cookies(
            [{"name": LANGUAGE_COOKIE, "value": language, "url": theatre.address, "secure": True}]
        )
    context.set_default_timeout(PATIENCE * 1000)
    return _watched(theatre, context, context.new_page(), language)


def _watched(theatre: Theatre, context: BrowserContext, page: Page, language: Language) -> Visit:
    visit = Visit(theatre, context, page, language)
    own = {urlsplit(theatre.address).netloc, urlsplit(theatre.settings.sso_issuer).netloc}

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc not in own:
            visit.strangers.append(request.url)

    def said(kind: str, text: str) -> None:
        if kind == "error" and not any(sign in text for sign in OF_THE_NETWORK):
            visit.faults.append(text)

    def came(response: Response) -> None:
        is_part = response.request.resource_type in PARTS
        if is_part and response.status >= HTTPStatus.BAD_REQUEST:
            visit.missing.append(f"{response.status} {response.url}")

    page.on("request", asked)
    page.on("response", came)
    page.on("console", lambda message: said(message.type, message.text))
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    return visit
