"""A remote result is provisional until a proctor publishes the review of its recording."""

from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from service.documents.models import Document
from service.documents.queries import documents_about
from service.law.application import ApplicationState
from service.law.document import DocumentKind
from tests.journeys.cast import Ready, ready
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SEEN = "Рядом с экраном лежит телефон, кандидат дважды смотрит на него."


def test_a_clean_review_makes_the_result_final(theatre: Theatre, visit: Arrive, tmp_path: Path):
    here, candidate = _take(theatre, visit("kk", "wide"))
    here.link("To my cabinet").click()
    _waits_for_review(theatre, here, candidate)
    proctor = _review(visit, "asel", candidate)
    proctor.button("No breaches found").click()
    proctor.button("Publish without breaches").click()
    expect(proctor.text("The review is published: the result is final.")).to_be_visible()

    paper = until(lambda: _paper(theatre, candidate.attempt_id), "the statement is issued")
    assert paper.kind is DocumentKind.STATEMENT
    assert _state(theatre, candidate) is ApplicationState.BELOW_THRESHOLD
    here.page.reload()
    expect(here.heading("Result")).to_be_visible()
    with here.page.expect_download() as coming:
        here.link("Download the PDF").click()
    coming.value.save_as(tmp_path / "statement.pdf")
    assert (tmp_path / "statement.pdf").read_bytes().startswith(b"%PDF-")


def test_a_list_of_breaches_ends_in_not_passed_pr_1(theatre: Theatre, visit: Arrive):
    here, candidate = _take(theatre, visit("ru", "phone"))
    here.link("To my cabinet").click()
    _waits_for_review(theatre, here, candidate)
    proctor = _review(visit, "nurlan", candidate)
    proctor.link("List breaches").click()
    proctor.page.locator("#field-code-1").select_option(index=3)
    proctor.page.locator("#field-at-1").fill("0:00")
    proctor.page.locator("#field-seen-1").fill(SEEN)
    proctor.button("Continue").click()
    proctor.button("Publish the list").click()
    expect(proctor.text("The review is published with a list of breaches.")).to_be_visible()

    paper = until(lambda: _paper(theatre, candidate.attempt_id), "the list is issued")
    assert paper.kind is DocumentKind.BREACH_LIST
    assert _state(theatre, candidate) is ApplicationState.NOT_PASSED
    here.page.reload()
    expect(here.text("Result: not passed")).to_be_visible()


def _take(theatre: Theatre, here: Visit) -> tuple[Visit, Ready]:
    """Take a test at home, with some answers only."""
    candidate = ready(theatre)
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.press("abc")
    player.all_saved(3)
    player.end_section()
    player.start()
    player.finish()
    return here, candidate


def _waits_for_review(theatre: Theatre, here: Visit, candidate: Ready) -> None:
    """The cabinet says so, and until when."""
    until(
        lambda: _state(theatre, candidate) is ApplicationState.UNDER_REVIEW,
        "the provisional result is made",
    )
    here.page.reload()
    expect(here.heading("Provisional result")).to_be_visible()
    expect(here.text("A proctor reviews the recording")).to_be_visible()


def _review(visit: Arrive, key: str, candidate: Ready) -> Visit:
    """A proctor opens the review of this candidate."""
    proctor: Visit = visit("ru", "wide")
    proctor.sign_in(key, "/proctor")
    proctor.page.get_by_role("link", name=candidate.figure.family_name).click()
    return proctor


def _state(theatre: Theatre, candidate: Ready) -> ApplicationState:
    return theatre.application(candidate.application_id).state


def _paper(theatre: Theatre, attempt_id: UUID) -> Document | None:
    with theatre.house.database.reading() as db:
        return next(iter(documents_about(db, "attempt", attempt_id)), None)
