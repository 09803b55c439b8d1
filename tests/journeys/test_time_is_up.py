"""What ends and begins by itself does so on the server; the screen follows."""

import pytest
from playwright.sync_api import expect

from service.attempts import queries as attempts
from service.law.attempt import Phase, Step, What
from tests.journeys.cast import in_order, ready, saved_answers
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MINUTE = 60
SECTION, BREAK = 20 * MINUTE, 5 * MINUTE


def test_the_section_closes_and_the_next_begins_with_nobody_clicking(
    theatre: Theatre, visit: Arrive
):
    candidate = ready(theatre)
    here = visit("ru", "phone")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.tap("ab")
    player.all_saved(2)
    player.stay(SECTION + 10)
    player.is_on("break")
    theatre.clock.move(seconds=BREAK)
    player.is_on("question")
    expect(here.page.locator("#question-number")).to_have_text(
        here.says("Question %(n)s of %(all)s", n=1, all=55)
    )
    player.tap("c")
    player.all_saved(1)
    both = [*in_order("ab"), *in_order("c", section=1, after=2)]
    assert saved_answers(theatre, candidate.attempt_id) == both
    steps = _steps(theatre, player)
    assert [(one.what, one.facts["how"]) for one in steps if "how" in one.facts] == [
        (What.SECTION_STARTED, "candidate"),
        (What.SECTION_ENDED, "time"),
        (What.SECTION_STARTED, "break over"),
    ]
    started, ended, again = [one.at for one in steps if "how" in one.facts]
    assert ((ended - started).total_seconds(), (again - ended).total_seconds()) == (SECTION, BREAK)


def test_the_server_ends_a_section_though_the_browser_is_closed(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre)
    here = visit("kk", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.stay(SECTION - 2 * MINUTE)
    here.page.close()
    theatre.clock.move(minutes=2, seconds=20)
    until(
        lambda: theatre.attempt(candidate.attempt_id).phase is Phase.BETWEEN,
        "the section ends by itself",
    )


def _steps(theatre: Theatre, player: PlayerPage) -> list[Step]:
    with theatre.house.database.reading() as db:
        return attempts.steps_of(db, player.attempt_id)
