"""The last resort: answers that cannot be delivered go into a sealed file, and it is loaded."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import in_order, ready, saved_answers
from tests.journeys.conftest import Arrive
from tests.journeys.player_page import PlayerPage
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

REASON = "Кандидат принёс файл после замены ноутбука, сеть в зале пропадала."


def test_unsent_answers_go_by_a_sealed_file(theatre: Theatre, visit: Arrive, tmp_path: Path):
    candidate = ready(theatre)
    laptop, other = visit("ru", "wide"), visit("ru", "wide")
    first = PlayerPage(laptop, candidate.attempt_id)
    first.begin(candidate.figure)
    first.press("ab")
    first.all_saved(2)
    laptop.context.set_offline(True)
    first.next()
    first.press("cda")
    first.unsaved(3)
    other.sign_in(candidate.figure, first.path)
    other.button("Continue here").click()
    second = PlayerPage(other, candidate.attempt_id)
    second.is_on("question")
    laptop.context.set_offline(False)
    first.is_on("device")

    file = tmp_path / "answers.json"
    with laptop.page.expect_download() as coming:
        laptop.button("Save the sealed answer file").and_(
            laptop.page.locator("#screen-device button")
        ).click()
    coming.value.save_as(file)
    sealed = json.loads(file.read_text())
    assert (sealed["format"], sealed["attempt"]) == ("synaq-sealed-1", str(candidate.attempt_id))

    office = visit("ru", "wide")
    office.sign_in("gulnara", "/administrator/sealed")
    office.page.locator("input[type=file]").set_input_files(file)
    office.button("Look at the file").click()
    expect(office.heading("Load these answers?")).to_be_visible()
    office.field("Reason").fill(REASON)
    office.button("Load the answers").click()
    expect(office.text("Answers loaded: %(n)s.", n=3)).to_be_visible()
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcda")
    # the other device goes on after them
    second.go(6)
    second.press("b")
    second.all_saved(6)
    assert saved_answers(theatre, candidate.attempt_id) == in_order("abcdab")


def test_a_changed_file_is_refused(theatre: Theatre, visit: Arrive, tmp_path: Path):
    candidate = ready(theatre)
    file = tmp_path / "answers.json"
    file.write_text(
        json.dumps(
            {
                "format": "synaq-sealed-1",
                "attempt": str(candidate.attempt_id),
                "iv": "AAAAAAAAAAAAAAAA",
                "data": "bm90aGluZyBvZiBvdXJz",
            }
        )
    )
    office = visit("kk", "phone")
    office.sign_in("gulnara", "/administrator/sealed")
    office.page.locator("input[type=file]").set_input_files(file)
    office.button("Look at the file").click()
    said = office.says("The seal is broken: the file was changed or cut short.")
    expect(office.page.get_by_role("alert").get_by_text(said)).to_be_visible()
