"""A whole assessment of personal qualities: marked, kept, concluded and checked by anyone."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from service.attempts.paper import section_items
from service.core.i18n import Language
from service.documents.models import Document
from service.documents.queries import documents_about
from service.documents.signature import verify
from service.law.application import ApplicationState
from service.law.document import DocumentKind
from service.qualities import queries as situations
from tests.conftest import KINDS
from tests.journeys.cast import Ready, ready
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import apart, until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SITUATIONS = 36
PLACE = "astana"


def begin(player: PlayerPage, person: Ready, language: Language) -> None:
    """Sign in, read on in one's own language, accept the terms and start."""
    player.visit.sign_in(person.figure)
    player.visit.goto(f"/language/{language}?next=/cabinet")
    player.open()
    player.start()


def marks(theatre: Theatre, attempt_id: UUID) -> list[tuple[str, str]]:
    """Both ends of each situation's order, as displayed."""
    attempt = theatre.attempt(attempt_id)
    with theatre.house.database.reading() as db:
        found = []
        for drawn in section_items(attempt, 0):
            order = situations.situation(db, drawn["item"]).order
            found.append(
                ("abcd"[drawn["order"].index(order[0])], "abcd"[drawn["order"].index(order[3])])
            )
    return found


def checked(here: Visit) -> tuple[list[str], list[str]]:
    """The letters that stand as most and as least effective."""
    chosen = "(all) => all.filter((one) => one.checked).map((one) => one.value)"
    most: list[str] = here.page.locator("#options [name=most]").evaluate_all(chosen)
    least: list[str] = here.page.locator("#options [name=least]").evaluate_all(chosen)
    return most, least


def mark_by_keys(here: Visit, wanted: list[tuple[str, str]]) -> None:
    keyboard = here.page.keyboard
    for place, (most, least) in enumerate(wanted):
        if place:
            keyboard.press("n")
        keyboard.press(most)
        keyboard.press(f"Shift+Key{least.upper()}")


def mark_by_touch(here: Visit, wanted: list[tuple[str, str]]) -> None:
    for place, (most, least) in enumerate(wanted):
        if place:
            here.page.locator("#next").tap()
        here.page.locator(f".course-mark-most:has([value={most}])").tap()
        here.page.locator(f".course-mark-least:has([value={least}])").tap()


@pytest.mark.parametrize("kind", KINDS[:1])
@pytest.mark.parametrize(("language", "size"), [("kk", "phone"), ("ru", "wide")])
def test_st_1_from_the_first_situation_to_the_conclusion(
    theatre: Theatre, visit: Arrive, tmp_path: Path, language: Language, size: str
):
    person = ready(theatre, "PQ-2", PLACE)
    here = visit(language, size, is_new=True)
    player = PlayerPage(here, person.attempt_id)
    begin(player, person, language)
    wanted = marks(theatre, person.attempt_id)
    assert len(wanted) == SITUATIONS
    half = SITUATIONS // 2
    mark = mark_by_touch if size == "phone" else mark_by_keys
    mark(here, wanted[:half])
    player.all_saved(half)
    _what_is_saved_is_there_after_a_reload(player, wanted[half - 1])
    here.page.locator("#next").click()
    mark(here, wanted[half:])
    player.all_saved(SITUATIONS)
    player.finish()

    paper = until(lambda: _paper(theatre, person.attempt_id), "the worker issues the conclusion")
    assert paper.kind is DocumentKind.CONCLUSION
    assert {each["tenths"] for each in paper.facts["qualities"]} == {100}
    assert theatre.application(person.application_id).state is ApplicationState.ASSESSED
    here.goto(f"/cabinet/applications/{person.application_id}")
    expect(here.heading("Profile of personal qualities")).to_be_visible()
    expect(here.page.locator(".profile-chart .chart-bar")).to_have_count(9)
    expect(here.page.locator(".profile-table tbody tr")).to_have_count(9)
    with here.page.expect_download() as coming:
        here.link("Download the PDF").click()
    coming.value.save_as(tmp_path / "conclusion.pdf")
    content = (tmp_path / "conclusion.pdf").read_bytes()
    verdict = apart(verify, content, theatre.house.parts["roots"], now=theatre.clock.now())
    assert (verdict.good, verdict.number) == (True, paper.number)
    other = visit(language, size)
    other.goto(str(here.link("Public check page").get_attribute("href")))
    expect(other.page.locator(".profile-table tbody tr")).to_have_count(9)
    expect(other.page.get_by_text(paper.number).first).to_be_visible()


def _what_is_saved_is_there_after_a_reload(player: PlayerPage, last: tuple[str, str]) -> None:
    here = player.visit
    here.page.reload()
    player.is_on("question")
    expect(here.page.locator("#options [name=most]:checked")).to_have_count(1)
    assert checked(here) == ([last[0]], [last[1]])


def _paper(theatre: Theatre, attempt_id: UUID) -> Document | None:
    with theatre.house.database.reading() as db:
        return next(iter(documents_about(db, "attempt", attempt_id)), None)


@pytest.mark.parametrize("kind", KINDS[:1])
def test_one_course_is_never_both_and_a_half_marked_situation_is_open(
    theatre: Theatre, visit: Arrive
):
    person = ready(theatre, "PQ-2", PLACE)
    here = visit("ru", "wide", is_new=True)
    player = PlayerPage(here, person.attempt_id)
    begin(player, person, "ru")
    state = here.page.locator("#answer-state-text")
    here.page.keyboard.press("b")
    expect(state).to_contain_text(here.says("Still to be marked: the least effective one."))
    player.all_saved(0)
    here.page.keyboard.press("Shift+KeyB")
    expect(state).to_contain_text(here.says("Still to be marked: the most effective one."))
    assert checked(here) == ([], ["b"])
    most = here.page.locator("#options [name=most]")
    course = here.page.locator("#course-a .course-text").inner_text()
    words = " ".join(course.split())
    named = f"{here.says('Most effective')} A {words}"
    expect(most.first).to_have_accessible_name(named)
    most.nth(2).focus()
    here.page.keyboard.press("Space")
    player.all_saved(1)
    assert checked(here) == (["c"], ["b"])
    here.page.keyboard.press("ArrowDown")
    assert checked(here) == (["d"], ["b"]), "arrows move within a column"
    here.button("Take the answer back").click()
    player.all_saved(0)
    assert checked(here) == ([], [])
    source = here.page.content()
    assert not re.search(r'"(order|why|key|quality)"', source), "the page holds no key"
