"""The player as a candidate sees and uses it."""

import re
from dataclasses import dataclass
from uuid import UUID

import httpx
from playwright.sync_api import Locator, expect

from tests.journeys.cast import Figure
from tests.journeys.visit import Visit

# what the palette shows as answered, and as saved: {position: is it saved?}
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("#palette [data-position]")]
  .filter((cell) => cell.dataset.answered === "true")
  .map((cell) => [cell.dataset.position, cell.dataset.unsaved === "false"]))"""
DEADLINE = """() => JSON.parse(document.getElementById("player-data").textContent)
  .sections.find((section) => section.status === "open").deadline_ms"""
TOKEN = """() => JSON.parse(document.getElementById("player-data").textContent).token"""
STEP = 20  # seconds; a longer silence would count as a lost connection (TT-4)


@dataclass
class PlayerPage:
    """One page of a player; the visitor is signed in."""

    visit: Visit
    attempt_id: UUID

    @property
    def path(self) -> str:
        return f"/test/{self.attempt_id}"

    def open(self) -> None:
        """Accept the terms and come to the first section's door."""
        visit = self.visit
        visit.goto(self.path)
        visit.is_at(f"{self.path}/terms")
        visit.tick("I have read the terms of this stage and accept them")
        visit.button("Accept and go to the test").click()
        visit.is_at(self.path)
        self.is_on("start")

    def begin(self, who: Figure) -> None:
        """Sign in, accept the terms and start the first section."""
        self.visit.sign_in(who)
        self.open()
        self.start()

    def start(self) -> None:
        """Start the section that waits."""
        self.visit.page.locator("[data-start]:visible").click()
        self.is_on("question")

    def is_on(self, screen: str) -> None:
        """Wait until this screen is shown."""
        expect(self.visit.page.locator("body")).to_have_attribute("data-screen", screen)

    def press(self, letters: str) -> None:
        """Answer question after question from the present one on, by keys."""
        keyboard = self.visit.page.keyboard
        for place, letter in enumerate(letters):
            if place:
                keyboard.press("n")
            keyboard.press(letter)

    def next(self) -> None:
        """Go to the next question by its key."""
        self.visit.page.keyboard.press("n")

    def tap(self, letters: str) -> None:
        """Answer question after question from the present one on, by touch."""
        page = self.visit.page
        for place, letter in enumerate(letters):
            if place:
                page.locator("#next").tap()
            page.locator(f".option:has(input[value={letter}])").tap()

    def go(self, position: int) -> None:
        """Go to a question by the palette of a wide screen."""
        self.visit.page.locator(f"#palette [data-position='{position}']").click()

    def shown(self) -> dict[int, bool]:
        """Return the answered positions, each with whether it is shown as saved."""
        found: dict[str, bool] = self.visit.page.evaluate(SHOWN)
        return {int(position): saved for position, saved in found.items()}

    def all_saved(self, count: int) -> None:
        """Wait until so many answers are given and every one is shown as saved."""
        page = self.visit.page
        expect(page.locator("#palette-counts")).to_have_text(re.compile(rf"\b{count}\b"))
        expect(page.locator("#palette-unsaved")).to_have_text(
            self.visit.says("Every answer is saved")
        )

    def unsaved(self, count: int) -> None:
        """Wait until so many answers are shown as not yet saved."""
        text = self.visit.says("Not yet saved: %(n)s", n=count)
        expect(self.visit.page.locator("#palette-unsaved")).to_have_text(text)

    @property
    def lost(self) -> Locator:
        """The card that says that the connection is lost."""
        return self.visit.page.locator("#connection")

    def deadline_ms(self) -> int:
        """When the open section ends, as the server told this page when it was loaded."""
        ended: int = self.visit.page.evaluate(DEADLINE)
        return ended

    def ask_for_the_end(self) -> None:
        """Open the dialog that asks whether to finish."""
        page = self.visit.page
        if page.locator("#palette-open").is_visible():
            page.locator("#palette-open").click()
        page.locator("[data-finish]:visible").last.click()

    def end_section(self) -> None:
        """Finish the open section, which is not the last."""
        self.ask_for_the_end()
        self.visit.button("Finish the section").click()
        self.is_on("break")

    def finish(self) -> None:
        """Finish the test without remarks."""
        self.ask_for_the_end()
        self.visit.button("Finish without remarks").click()
        self.visit.is_at(f"{self.path}/finished")

    def finish_with(self, kind: str, text: str) -> None:
        """Finish the test with a remark of this kind (A remark, A suggestion, A complaint)."""
        self.ask_for_the_end()
        visit = self.visit
        visit.button("Finish with remarks").click()
        visit.tick(kind, "radio")
        visit.field("Your words").fill(text)
        visit.button("Send and finish").click()
        visit.is_at(f"{self.path}/finished")

    def stay(self, seconds: int) -> None:
        """Let time pass while the candidate is there: the server hears the player all the while."""
        theatre = self.visit.theatre
        token = self.visit.page.evaluate(TOKEN)
        with httpx.Client(headers={"authorization": f"Bearer {token}"}) as player:
            while seconds > 0:
                theatre.clock.move(seconds=min(seconds, STEP))
                seconds -= STEP
                player.post(f"{theatre.address}/api/player/heartbeat", json={}).raise_for_status()
        self.visit.page.evaluate("window.dispatchEvent(new Event('online'))")
