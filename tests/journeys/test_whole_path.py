"""From the sign-in to the check page: a test is booked and taken, its certificate is checked."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from service.core.i18n import Language
from service.documents.models import Document
from service.documents.queries import documents_about
from service.documents.signature import verify
from service.law.application import ApplicationState
from service.law.document import DocumentKind
from tests.conftest import KINDS
from tests.journeys.booking_pages import WORD, BookingPages
from tests.journeys.cast import newcomer, right_letters
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import apart, until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

CENTRES = {"kk": "Астана тестілеу орталығы", "ru": "Центр тестирования в Астане"}
CATEGORY = "с-gp-5"  # its first letter is Cyrillic, as people type it
QUESTIONS = (20, 75)


@pytest.mark.parametrize(
    ("language", "size", "kind"), [("kk", "wide", KINDS[-1]), ("ru", "phone", KINDS[0])]
)
def test_from_sign_in_to_certificate(
    theatre: Theatre, visit: Arrive, tmp_path: Path, language: Language, size: str
):
    here = visit(language, size, is_new=True)
    booking = BookingPages(here, newcomer())
    booking.arrive()
    booking.find_programme(CATEGORY)
    booking.choose_seat(CENTRES[language])
    booking.file()
    application = booking.confirm()
    assert (application.programme_code, application.draw_word) == ("LE-3", WORD)
    assert (application.category, application.legal_education) == ("C-GP-5", False)
    starts_at = booking.slot_of(application).starts_at
    event = Calendar.from_ical(_downloaded(here, "Add to the calendar", tmp_path)).events[0]
    assert event.start == starts_at

    attempt = theatre.attempt_of(application.id)
    theatre.clock.go_to(starts_at + timedelta(seconds=1))
    here.sign_in(booking.who, "/cabinet")
    here.link("Go to the test").click()
    here.is_at(f"/test/{attempt.id}/check")
    _check_equipment(here)
    here.button("Continue to the terms").click()
    here.tick("I have read the terms of this stage and accept them")
    here.button("Accept and go to the test").click()
    player = PlayerPage(here, attempt.id)
    _take_test(theatre, player, by_touch=size == "phone")

    here.link("To my cabinet").click()
    here.is_at(f"/cabinet/applications/{application.id}")
    paper = until(lambda: _paper(theatre, attempt.id), "the worker issues the certificate")
    assert paper.kind is DocumentKind.CERTIFICATE
    assert theatre.application(application.id).state is ApplicationState.PASSED
    here.page.reload()
    result = here.says("%(correct)s correct answers of %(questions)s.", correct=95, questions=95)
    expect(here.page.get_by_text(result)).to_be_visible()
    content = _downloaded(here, "Download the PDF", tmp_path)
    roots = theatre.house.parts["roots"]
    verdict = apart(verify, content, roots, now=theatre.clock.now())
    assert (verdict.good, verdict.number) == (True, paper.number)
    _anyone_can_check(here, visit(language, size), tmp_path)


def _check_equipment(here: Visit) -> None:
    here.button("Check the equipment").click()
    for name in ("screen", "camera", "microphone", "network"):
        expect(here.page.locator(f"[data-state={name}] [data-kind=good]")).to_be_visible()


def _take_test(theatre: Theatre, player: PlayerPage, *, by_touch: bool) -> None:
    answer = player.tap if by_touch else player.press
    player.is_on("start")
    for section, questions in enumerate(QUESTIONS):
        player.start()
        answer(right_letters(theatre, player.attempt_id, section))
        player.all_saved(questions)
        if section == 0:
            player.end_section()
    player.finish()
    expect(player.visit.heading("The test is finished")).to_be_visible()


def _paper(theatre: Theatre, attempt_id: UUID) -> Document | None:
    with theatre.house.database.reading() as db:
        return next(iter(documents_about(db, "attempt", attempt_id)), None)


def _anyone_can_check(here: Visit, other: Visit, folder: Path) -> None:
    """Somebody who is not signed in checks the paper, the receipts and the draw."""
    _downloaded(here, "Download the receipts", folder, "receipts.json")
    _downloaded(here, "Download the record of the draw", folder, "draw.json")
    other.goto(str(here.link("Public check page").get_attribute("href")))
    expect(other.heading("The certificate is valid")).to_be_visible()
    other.goto("/check/receipts")
    other.page.locator("input[type=file]").set_input_files(folder / "receipts.json")
    other.button("Check in this browser").click()
    expect(other.text("The chain is whole")).to_be_visible()
    other.goto("/check/draw")
    other.page.locator("input[type=file]").set_input_files(folder / "draw.json")
    other.button("Repeat the draw").click()
    expect(other.heading("The draw repeats exactly")).to_be_visible()


def _downloaded(here: Visit, link: str, folder: Path, name: str = "file") -> bytes:
    with here.page.expect_download() as coming:
        here.link(link).click()
    coming.value.save_as(folder / name)
    return (folder / name).read_bytes()
