"""TT-3: who finishes with remarks gets an answer from the administrator."""

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import ready
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

COMPLAINT = "В задании 7 два верных ответа: прошу проверить."
ANSWER = "Задание проверено: верен один ответ, второй относится к другой статье."


def test_remarks_are_answered_and_the_answer_is_read_tt_3(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre, "AD-1", "astana")
    here = visit("ru", "phone")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    player.end_section()
    player.start()
    player.finish_with("A complaint", COMPLAINT)

    office = visit("ru", "wide")
    office.sign_in("gulnara", "/administrator/remarks")
    office.page.get_by_role("link", name=candidate.figure.family_name).click()
    expect(office.page.get_by_text(COMPLAINT)).to_be_visible()
    office.field("Your answer").fill(ANSWER)
    office.button("Continue").click()
    office.button("Send the answer").click()
    expect(office.text("The answer is in the candidate's cabinet.")).to_be_visible()

    here.goto("/cabinet")
    expect(here.page.get_by_text(ANSWER)).to_be_visible()
