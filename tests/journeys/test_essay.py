"""An essay written with a connection that drops: nothing is lost, words are counted alike."""

from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect

from service.law.words import count_words
from service.people.models import Account
from service.scoring import queries
from service.scoring.models import EssayVersion
from tests.journeys.cast import enrolled, newcomer
from tests.journeys.conftest import Arrive
from tests.journeys.essay_scene import essays_under_way, reopen
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FIRST = "Бала-шаға, ата-ана: O'Neil айтқандай, 3,5 пайыз – көп емес."
MORE = " Менің ұсынысым: сағат 09:30-да есік ашық болсын — әр азаматқа!"
LAST = " Соңғы сөз."


def test_st_3_an_essay_survives_a_cut_network_and_a_closed_page(theatre: Theatre, visit: Arrive):
    candidate, application_id = _ready(theatre)
    here = visit("kk", "phone")
    here.known_as(candidate)
    begins(here, application_id)
    field = here.page.get_by_role("textbox")
    field.press_sequentially(FIRST)
    expect(saved(here)).to_be_visible()
    counts(here, FIRST)

    here.context.set_offline(True)
    field.press_sequentially(MORE)
    said = "No connection. Kept on this device; it is sent as soon as the connection is back."
    expect(here.page.locator("[data-part=state]")).to_have_text(here.says(said))
    counts(here, FIRST + MORE)
    here.page.close()
    assert newest(theatre, application_id).text == FIRST

    here.context.set_offline(False)
    there = here.another_tab()
    there.goto(f"/me/essays/{application_id}")
    field = there.page.get_by_role("textbox")
    expect(field).to_have_value(FIRST + MORE)
    expect(saved(there)).to_be_visible()
    there.page.reload()
    expect(field).to_have_value(FIRST + MORE)
    field.press("Control+End")
    field.press_sequentially(LAST)
    counts(there, FIRST + MORE + LAST)
    there.button("Save and go on to hand in").click()
    there.is_at(f"/me/essays/{application_id}/hand-in")
    there.button("Hand in").click()
    expect(there.text("Your essay is handed in.")).to_be_visible()
    expect(there.page.get_by_text(FIRST + MORE + LAST).first).to_be_visible()
    kept = newest(theatre, application_id)
    assert (kept.text, kept.words) == (FIRST + MORE + LAST, count_words(FIRST + MORE + LAST))
    assert there.page.evaluate("localStorage.length") == 0


def _ready(theatre: Theatre) -> tuple[UUID, UUID]:
    """Somebody who may begin the essay now."""
    now = theatre.clock.now()
    with theatre.house.database.writing() as db:
        people = [enrolled(theatre, db, newcomer()) for _ in range(3)]
        officer = enrolled(theatre, db, newcomer())
        play = essays_under_way(db, db.get_one(Account, officer.id), people, now)
        reopen(play, play.applications[0], now)
        return people[0].id, play.applications[0]


def begins(here: Visit, application_id: UUID) -> None:
    here.goto(f"/me/essays/{application_id}")
    here.tick("Kazakh", "radio")
    here.button("Go on").click()
    expect(here.heading("Begin to write now?")).to_be_visible()
    here.button("Begin to write").click()
    here.is_at(f"/me/essays/{application_id}")


def saved(here: Visit) -> Locator:
    """What is shown when the server has everything."""
    return here.page.locator("[data-part=state][data-kind=good]")


def counts(here: Visit, text: str) -> None:
    """The page counts the words as the service does."""
    said = here.says("%(n)s of %(most)s words", n=count_words(text), most=250)
    expect(here.page.locator("[data-part=words]")).to_have_text(said)


def newest(theatre: Theatre, application_id: UUID) -> EssayVersion:
    with theatre.house.database.reading() as db:
        found = queries.newest_version(db, application_id)
    assert found is not None
    return found
