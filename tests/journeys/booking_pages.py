"""The pages on which a candidate books a test, as they are walked."""

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import expect

from service.booking import queries as bookings
from service.booking.models import Application, Slot
from tests.journeys.cast import Figure
from tests.journeys.visit import Visit

WORD = "Бәйтерек 2026"


@dataclass
class BookingPages:
    """The way of one candidate from the category of a post to a booked seat."""

    visit: Visit
    who: Figure

    def arrive(self) -> None:
        """Sign in for the first time, and consent."""
        visit = self.visit
        visit.goto("/")
        visit.link("Sign in").first.click()
        visit.sign_in(self.who, "/book")
        visit.is_at("/consent?next=%2Fbook")
        visit.tick("I have read the rules of the test and accept them")
        visit.tick("I consent to the collection and processing of my personal data")
        visit.button("Save the consent").click()
        visit.is_at("/book")

    def find_programme(self, category: str) -> None:
        """Go by a category that stands in several programmes; no legal education is required."""
        visit = self.visit
        visit.field("Category of the post").fill(category)
        visit.button("Find the programme").click()
        expect(visit.heading("Does the post require a legal education?")).to_be_visible()
        visit.tick("No, it does not", "radio")
        visit.button("Continue").click()
        expect(visit.text("Nothing stands against your application")).to_be_visible()

    def choose_seat(self, centre: str) -> None:
        """Take the first time of the next day with a free seat."""
        visit = self.visit
        visit.link("Go on to place and time").click()
        visit.page.get_by_role("link", name=centre, exact=True).click()
        visit.page.locator("a.time").first.click()
        expect(visit.heading("Check your application")).to_be_visible()

    def file(self) -> None:
        """Give an own word to the draw and file the application."""
        visit = self.visit
        summary = visit.says("Your own word for the draw of the questions (optional)")
        visit.page.locator("summary").filter(has_text=summary).click()
        visit.page.locator("#field-word").fill(WORD)
        visit.button("File the application and get the code").click()
        expect(visit.heading("Enter the code")).to_be_visible()

    def confirm(self) -> Application:
        """Confirm with the code from the phone; return the booked application."""
        visit = self.visit
        code = visit.theatre.newest_code(self.who.phone)
        visit.field("Code from the message").fill(code)
        visit.button("Confirm the application").click()
        expect(visit.text("You are booked. We have also sent you a message.")).to_be_visible()
        return visit.theatre.application(UUID(visit.page.url.rpartition("/")[2]))

    def slot_of(self, application: Application) -> Slot:
        """Return the slot that was booked."""
        with self.visit.theatre.house.database.reading() as db:
            return bookings.slot_of(db, application)
