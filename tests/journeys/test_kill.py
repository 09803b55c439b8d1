"""`kill -9` of the server and its worker in the middle of a test: no saved answer is missing."""

import json
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from service.attempts.receipts import file_faults
from service.law.application import ApplicationState
from tests.conftest import KINDS
from tests.journeys.cast import in_order, ready, saved_answers
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FIRST = "abcdabcdabcdabcdabcd"
SECOND = "dcbadcbadcbadcbadcbadcba"
TOO_LATE = 3  # keys after the end


@pytest.mark.parametrize("kind", KINDS)
def test_no_saved_answer_is_missing_after_kill_9(theatre: Theatre, visit: Arrive, tmp_path: Path):
    candidate = ready(theatre, "LE-3", "astana")
    here = visit("kk", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    here.page.evaluate("window.isTheSameTab = true")

    _press_while_the_service_dies(theatre, player, FIRST, after=6)
    _is_kept(theatre, player, FIRST)
    theatre.running.start()
    expect(player.lost).to_be_hidden()
    player.all_saved(len(FIRST))
    assert saved_answers(theatre, candidate.attempt_id) == in_order(FIRST)

    player.end_section()
    player.start()
    _press_while_the_service_dies(theatre, player, SECOND, after=len(FIRST) + 9)
    _is_kept(theatre, player, SECOND, section=1)
    theatre.running.start()
    expect(player.lost).to_be_hidden()
    player.all_saved(len(SECOND))
    both = in_order(FIRST) + in_order(SECOND, section=1, after=len(FIRST))
    assert saved_answers(theatre, candidate.attempt_id) == both

    assert here.page.evaluate("window.isTheSameTab")
    player.finish()
    with here.page.expect_download() as receipts:
        here.link("Download the receipts").click()
    receipts.value.save_as(tmp_path / "receipts.json")
    content = json.loads((tmp_path / "receipts.json").read_text())
    assert len(content["receipts"]) == len(both)
    assert file_faults(content, theatre.house.keys.receipt_public_key) == []
    until(
        lambda: (
            theatre.application(candidate.application_id).state is ApplicationState.BELOW_THRESHOLD
        ),
        "the worker that was started again makes the result",
    )


def _press_while_the_service_dies(
    theatre: Theatre, player: PlayerPage, letters: str, *, after: int
) -> None:
    """Answer by keys; once so many answers are in the database, the service is killed.

    The last keys are pressed while nothing runs, however fast the service was.
    """

    def kill() -> None:
        until(lambda: len(saved_answers(theatre, player.attempt_id)) >= after, "answers are saved")
        theatre.running.kill()

    killer = Thread(target=kill)
    killer.start()
    player.press(letters[:-TOO_LATE])
    killer.join()
    player.next()
    player.press(letters[-TOO_LATE:])
    expect(player.lost).to_be_visible()


def _is_kept(theatre: Theatre, player: PlayerPage, letters: str, *, section: int = 0) -> None:
    """Every answer that the page shows as saved is in the database, while nothing runs."""
    shown = player.shown()
    assert len(shown) == len(letters)
    saved = {position for position, is_saved in shown.items() if is_saved}
    assert saved, "nothing was saved before the end came"
    assert len(saved) < len(letters), "the end came too late to prove anything"
    stored = {
        position: choice
        for _, in_section, position, choice in saved_answers(theatre, player.attempt_id)
        if in_section == section
    }
    assert {position: stored.get(position) for position in saved} == {
        position: letters[position - 1] for position in saved
    }
