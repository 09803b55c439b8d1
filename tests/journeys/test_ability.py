"""The ability test: texts and charts beside the questions, calculator, note pad, points."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from service.core.i18n import Language
from service.documents.queries import documents_about
from service.law.application import ApplicationState
from service.law.paper_draw import verify
from tests.conftest import KINDS
from tests.journeys.cast import ready, right_letters
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ALLOWED = (
    "Apart from blank paper, a calculator, a pencil and a pen you use no electronic, printed, "
    "handwritten or other aids."
)


def options(here: Visit) -> Locator:
    return here.page.locator("#options .option:visible")


def material(here: Visit) -> Locator:
    return here.page.locator("#material-body")


@pytest.mark.parametrize("kind", KINDS[:1])
@pytest.mark.parametrize(("language", "size"), [("ru", "wide"), ("kk", "phone")])
def test_both_tests_are_taken_and_give_points(
    theatre: Theatre, visit: Arrive, tmp_path: Path, language: Language, size: str
):
    candidate = ready(theatre, code="ABILITY", place="astana")
    here = visit(language, size)
    player = PlayerPage(here, candidate.attempt_id)
    answer = player.tap if size == "phone" else player.press
    here.sign_in(candidate.figure)
    here.goto(player.path)
    expect(here.text(ALLOWED)).to_be_visible()
    player.open()
    player.start()
    _texts(here)
    answer(right_letters(theatre, candidate.attempt_id, 0))
    player.all_saved(25)
    player.end_section()
    player.start()
    _numbers(here)
    answer(right_letters(theatre, candidate.attempt_id, 1))
    player.all_saved(25)
    player.finish()

    until(
        lambda: theatre.application(candidate.application_id).state is ApplicationState.PASSED,
        "the result is made",
    )
    here.goto(f"/cabinet/applications/{candidate.application_id}")
    points = here.says("%(correct)s correct answers of %(questions)s.", correct=50, questions=50)
    expect(here.page.get_by_text(points)).to_be_visible()
    total = here.page.locator(".score-total .figures")
    expect(total).to_have_text(["50", "10", "50"])
    with theatre.house.database.reading() as db:
        assert documents_about(db, "attempt", candidate.attempt_id) == []
    with here.page.expect_download() as coming:
        here.link("Download the record of the draw").click()
    coming.value.save_as(tmp_path / "draw.json")
    assert verify(json.loads((tmp_path / "draw.json").read_text())) == []


def _texts(here: Visit) -> None:
    """The text stays while its statements change; each has three answers."""
    expect(options(here)).to_have_count(3)
    text = material(here).inner_text()
    assert len(text) > 300
    here.page.keyboard.press("d")
    expect(here.page.locator("#options input:checked")).to_have_count(0)
    here.page.locator("#next").click()
    expect(here.page.locator("#question-number")).to_have_text(
        here.says("Question %(n)s of %(all)s", n=2, all=25)
    )
    assert material(here).inner_text() == text
    here.page.locator("#previous").click()


def _numbers(here: Visit) -> None:
    expect(options(here)).to_have_count(4)
    for _ in range(24):
        if material(here).locator("svg.exhibit-svg").count():
            break
        here.page.locator("#next").click()
    picture = material(here).get_by_role("img")
    assert re.search(r"\w{4}", picture.first.get_attribute("aria-label") or "")
    expect(material(here).get_by_role("table")).to_be_visible()
    while here.page.locator("#previous").is_enabled():
        here.page.locator("#previous").click()


def test_the_calculator_takes_the_keys_that_are_typed_into_it(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre, code="ABILITY")
    here = visit("ru", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    here.button("Calculator").click()
    line = here.page.locator("#calculator [data-line]")
    expect(line).to_be_focused()
    here.page.keyboard.type("1250*12%")
    here.page.keyboard.press("Enter")
    expect(here.page.locator("#calculator output")).to_have_text("= 150")
    here.page.keyboard.type("+1,5=")
    expect(here.page.locator("#calculator output")).to_have_text("= 151,5")
    expect(here.page.locator("#options input:checked")).to_have_count(0)
    for sign in ("2", "÷", "0", "equals"):
        here.page.locator(f'#calculator [data-key="{sign}"]').click()
    expect(here.page.locator("#calculator output")).to_have_text(
        here.says("Nothing can be divided by zero.")
    )
    here.page.keyboard.press("Escape")
    expect(here.page.locator("#calculator")).to_be_hidden()
    expect(here.button("Calculator")).to_be_focused()
    here.page.keyboard.press("b")
    player.all_saved(1)


def test_notes_stay_over_a_reload_and_are_wiped_at_the_end(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre, code="ABILITY")
    here = visit("kk", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    here.button("Note pad").click()
    pad = here.page.locator("#notes textarea")
    here.page.keyboard.type("abc 12 × 3")
    expect(here.page.locator("#options input:checked")).to_have_count(0)
    here.page.reload()
    player.is_on("question")
    here.button("Note pad").click()
    expect(pad).to_have_value("abc 12 × 3")
    player.end_section()
    player.start()
    expect(pad).to_have_value("abc 12 × 3")
    player.finish()
    assert "synaq-notes" not in here.page.evaluate("() => JSON.stringify(window.localStorage)")


def test_the_browser_never_holds_a_key(theatre: Theatre, visit: Arrive):
    candidate = ready(theatre, code="ABILITY")
    here = visit("ru", "wide")
    player = PlayerPage(here, candidate.attempt_id)
    player.begin(candidate.figure)
    state = here.page.evaluate(
        """async () => {
          const { token } = JSON.parse(document.getElementById("player-data").textContent);
          const reply = await fetch("/api/player/state",
                                    { headers: { authorization: `Bearer ${token}` } });
          return await reply.text();
        }"""
    )
    for secret in ("TXT-", "TXC-", "NUM-", '"key"', '"order"', "reason", "mistake", "seed"):
        assert secret not in state, secret
