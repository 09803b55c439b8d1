"""Every screen of the player, with its dialogs and cards: accessible, still, whole."""

import pytest
from playwright.sync_api import expect

from service.attempts import actions
from service.core.i18n import Language
from tests.journeys.cast import Ready, ready
from tests.journeys.conftest import Arrive
from tests.journeys.looks import LOOKS
from tests.journeys.player_page import PlayerPage
from tests.journeys.soundness import Soundness
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXT = "Үзіліс ұзартылды. Перерыв продлён."


@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_every_screen_of_a_test_is_sound(
    theatre: Theatre, visit: Arrive, language: Language, size: str, theme: str
):
    candidate = ready(theatre)
    here = visit(language, size, theme=theme)
    faults: list[str] = []
    sound = Soundness(here, faults)
    here.known_as(candidate.account_id)
    player = PlayerPage(here, candidate.attempt_id)
    player.open()
    sound.look("before the start")
    player.start()
    sound.look("the first question")
    player.press("abc")
    here.page.keyboard.press("f")
    player.all_saved(3)
    sound.look("answered and flagged")
    _dialogs(player, sound)
    _cards(theatre, candidate, player, sound)
    player.end_section()
    sound.look("the break")
    player.start()
    sound.look("the next section")
    _remarks(player, sound)
    assert "\n".join(faults) == ""


def _dialogs(player: PlayerPage, sound: Soundness) -> None:
    page = player.visit.page
    page.locator("header summary").click()
    sound.look("settings")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    sound.look("help")
    page.keyboard.press("Escape")
    if page.locator("#palette-open").is_visible():
        page.locator("#palette-open").click()
        sound.look("all questions")
        page.keyboard.press("Escape")


def _cards(theatre: Theatre, candidate: Ready, player: PlayerPage, sound: Soundness) -> None:
    """A message of the administrator, a lost connection, answers that wait."""
    page = player.visit.page
    with theatre.house.database.writing() as db:
        actions.send_message(
            db,
            [candidate.attempt_id],
            TEXT,
            sender_id=candidate.account_id,
            now=theatre.clock.now(),
        )
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#message-text")).to_have_text(TEXT)
    sound.look("a message")
    page.locator("#message-read").click()
    player.visit.context.set_offline(True)
    player.next()
    player.press("d")
    expect(player.lost).to_be_visible()
    sound.look("the connection is lost")
    player.visit.context.set_offline(False)
    expect(player.lost).to_be_hidden()
    player.all_saved(4)


def _remarks(player: PlayerPage, sound: Soundness) -> None:
    visit = player.visit
    player.ask_for_the_end()
    sound.look("finish?")
    visit.button("Finish with remarks").click()
    visit.button("Send and finish").click()
    expect(visit.page.locator("#remark-error")).to_be_visible()
    sound.look("remarks without words")


@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_every_screen_of_giving_way_is_sound(
    theatre: Theatre, visit: Arrive, language: Language, size: str, theme: str
):
    candidate = ready(theatre)
    first, other = (visit(language, size, theme=theme) for _ in range(2))
    faults: list[str] = []
    sound, sound_there = Soundness(first, faults), Soundness(other, faults)
    for one in (first, other):
        one.known_as(candidate.account_id)
    player = PlayerPage(first, candidate.attempt_id)
    player.open()
    player.start()
    player.press("a")
    player.all_saved(1)
    tab = PlayerPage(first.another_tab(), candidate.attempt_id)
    tab.visit.goto(tab.path)
    tab.is_on("elsewhere")
    Soundness(tab.visit, faults).look("another tab is live")
    tab.visit.page.close()
    first.context.set_offline(True)
    player.next()
    player.press("b")
    player.unsaved(1)
    other.goto(player.path)
    sound_there.look("another device is live")
    other.button("Continue here").click()
    PlayerPage(other, candidate.attempt_id).is_on("question")
    first.context.set_offline(False)
    player.is_on("device")
    sound.look("taken over, with an answer that is not delivered")
    assert "\n".join(faults) == ""


@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_the_practice_run_is_sound(
    theatre: Theatre, visit: Arrive, language: Language, size: str, theme: str
):
    candidate = ready(theatre)
    here = visit(language, size, theme=theme)
    faults: list[str] = []
    sound = Soundness(here, faults)
    here.known_as(candidate.account_id)
    player = PlayerPage(here, candidate.attempt_id)
    here.goto("/practice")
    player.is_on("question")
    player.press("abcda")
    player.all_saved(5)
    here.page.locator("#practice-message").click()
    expect(here.page.locator("#message")).to_be_visible()
    here.page.locator("#practice-cut").click()
    expect(player.lost).to_be_visible()
    sound.look("practice, connection cut")
    assert "\n".join(faults) == ""
