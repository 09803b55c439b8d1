"""Reload, back button, second tab, another device: no answer lost or doubled, no more time."""

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.journeys.cast import in_order, ready, saved_answers
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ANSWERS = "**/api/player/answers"


def _refuse(context: BrowserContext) -> None:
    """Let no answer through from now on; everything else is."""

    def cut(route: Route) -> None:
        route.abort()

    context.route(ANSWERS, cut)


def test_a_reload_and_the_back_button_lose_nothing(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    here = visit("kk", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.press("ab")
    player.all_saved(2)
    _refuse(here.context)
    player.next()
    player.press("cd")
    player.unsaved(2)
    here.page.on("dialog", lambda dialog: dialog.accept())  # "leave the page?"
    here.page.reload()
    player.is_on("question")
    player.unsaved(2)
    deadline = player.deadline_ms()
    # what the page sent while it was left may have arrived: it is sent again all the same
    here.context.unroute(ANSWERS)
    player.all_saved(4)
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcd")

    here.page.go_back()
    here.page.go_forward()
    player.is_on("question")
    player.all_saved(4)
    # where one was: the fifth question is the next
    player.next()
    player.press("a")
    player.all_saved(5)
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcda")
    assert player.deadline_ms() == deadline


def test_a_second_tab_goes_on_only_when_it_is_told_to(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    here = visit("ru", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.press("abc")
    player.all_saved(3)
    second = PlayerPage(here.another_tab(), candidate.attempt_id)
    second.visit.goto(second.path)
    second.is_on("elsewhere")
    deadline = second.deadline_ms()
    # the first one goes on, unhindered
    here.page.bring_to_front()
    player.next()
    player.press("d")
    player.all_saved(4)
    _refuse(here.context)
    player.next()
    player.press("ab")
    player.unsaved(2)
    second.visit.page.bring_to_front()
    second.visit.button("Continue here").and_(second.visit.page.locator("#take-tab")).click()
    second.is_on("question")
    player.is_on("elsewhere")
    second.unsaved(2)
    here.context.unroute(ANSWERS)
    second.all_saved(6)
    second.go(7)
    second.press("c")
    second.all_saved(7)
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcdabc")
    assert second.deadline_ms() == deadline


def test_another_device_takes_over_knowingly(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    laptop, phone = visit("kk", "wide"), visit("kk", "phone")
    first = PlayerPage(laptop, candidate.attempt_id)
    first.begin(candidate.figure)
    first.press("abcd")
    first.all_saved(4)
    laptop.page.reload()
    first.is_on("question")
    deadline = first.deadline_ms()

    phone.sign_in(candidate.figure, first.path)
    expect(phone.heading("The test is open on another device")).to_be_visible()
    assert theatre.attempt(candidate.attempt_id).generation == 0
    phone.button("Continue here").click()
    second = PlayerPage(phone, candidate.attempt_id)
    second.is_on("question")
    second.all_saved(4)
    assert second.deadline_ms() == deadline
    second.tap("a")
    second.all_saved(5)

    # the laptop learns it with its next answer, and saves nothing any more
    first.next()
    first.press("b")
    first.is_on("device")
    expect(laptop.heading("The test is open on another device")).to_be_visible()
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcda")
    # and may take the test back, as knowingly; its answer comes along
    laptop.button("Continue here").and_(laptop.page.locator("#screen-device button")).click()
    first.is_on("question")
    first.all_saved(5)
    assert first.deadline_ms() == deadline
    assert theatre.attempt(candidate.attempt_id).generation == 2
