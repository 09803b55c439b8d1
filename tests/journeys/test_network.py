"""The connection drops in the middle of a test: nothing is lost, nothing is counted twice."""

import pytest
from playwright.sync_api import expect

from service.law.application import ApplicationState
from service.law.attempt import Phase
from tests.journeys.cast import in_order, ready, saved_answers
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOO_LONG = 185  # seconds; three minutes in a row are allowed (TT-4, DEFAULT)


def test_answers_given_without_a_connection_arrive_once(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    here = visit("kk", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.press("abc")
    player.all_saved(3)
    here.context.set_offline(True)
    player.next()
    player.press("dab")
    expect(player.lost).to_be_visible()
    player.unsaved(3)
    assert player.shown() == {1: True, 2: True, 3: True, 4: False, 5: False, 6: False}
    state = here.page.locator("#answer-state-text")
    expect(state).to_have_text(here.says("Not sent yet – kept on this device"))
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abc")
    here.context.set_offline(False)
    expect(player.lost).to_be_hidden()
    player.all_saved(6)
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcdab")
    # a short loss ends nothing: the candidate goes on
    player.next()
    player.press("c")
    player.all_saved(7)


def test_a_loss_longer_than_allowed_ends_on_the_server_tt_4(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    here = visit("ru", "phone")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.tap("ab")
    player.all_saved(2)
    here.context.set_offline(True)
    expect(player.lost).to_be_visible()
    theatre.clock.move(seconds=TOO_LONG)
    until(
        lambda: theatre.attempt(candidate.attempt_id).phase is Phase.BROKEN_OFF,
        "the server ends the test though nobody looks",
    )
    until(
        lambda: theatre.application(candidate.application_id).state is ApplicationState.NOT_PASSED,
        "the worker makes the result",
    )
    here.context.set_offline(False)
    here.is_at(f"{player.path}/finished")
    expect(here.heading("The test was broken off")).to_be_visible()
    assert saved_answers(theatre, candidate.attempt_id) == in_order("ab")
