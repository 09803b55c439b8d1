"""A vacancy: made by HR, agreed to by the authorised body, published, found by everybody."""

import re
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import expect

from service.demo.people import demo_people
from service.law.announcement import PARTS
from service.people.queries import account_by_iin
from service.vacancies import queries
from tests.journeys.conftest import Arrive
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MINISTRY, DUE = "ministry-of-justice", "117-119"
LOWEST = "/hr/vacancies/new/posts/117-105?body=ministry-of-justice"
TITLE = "Эксперт управления документационного обеспечения"
GROUNDS = "Екі ішкі конкурста да ешкім таңдалмады, бөлімде адам жетіспейді."
SITES = {
    "body": "The body's own web site",
    "authorised-body": "The web site of the authorised body",
}
REASON = "Екі ішкі конкурс та өткізілген."


def test_a_vacancy_is_made_published_and_found_by_everybody(theatre: Theatre, visit: Arrive):
    hr, anybody = visit("ru", "wide"), visit("kk", "phone")
    hr.known_as(account(theatre, "kuanysh"))
    number = makes(hr)
    hr.button("Write the announcement").click()
    publishes(hr)
    finds(anybody, f"{number}/1")
    is_for_programs(theatre, f"{number}/1")


def test_a_general_competition_is_agreed_to_before_it_is_published(theatre: Theatre, visit: Arrive):
    hr, authority, anybody = visit("ru", "wide"), visit("kk", "phone"), visit("en", "wide")
    hr.known_as(account(theatre, "kuanysh"))
    authority.known_as(account(theatre, "raushan"))
    with theatre.house.database.reading() as db:
        row = queries.last_vacancy_of_post(db, MINISTRY, DUE)
    assert row is not None

    # before it is agreed to, the draft cannot be published
    hr.goto(f"/hr/vacancies/{row.number}")
    hr.button("Write the announcement").click()
    fills(hr)
    hr.button("Save and publish").click()
    said = "The general competition needs the authorised body's agreement."
    expect(hr.text(said)).to_be_visible()

    hr.goto(f"/hr/vacancies/{row.number}")
    hr.link("Ask for agreement").click()
    hr.page.locator("[name=grounds]").fill(GROUNDS)
    hr.button("Send the question").click()
    agrees(authority)

    hr.goto(f"/hr/vacancies/{row.number}")
    hr.link("Go on with the draft").click()
    publishes(hr)
    anybody.goto(f"/vacancies/{row.number}")
    expect(anybody.text("General competition").first).to_be_visible()


def account(theatre: Theatre, key: str) -> UUID:
    """The account of somebody of the demo."""
    iin = next(one.iin for one in demo_people() if one.key == key)
    with theatre.house.database.reading() as db:
        found = account_by_iin(db, iin)
    assert found is not None
    return found.id


def makes(hr: Visit) -> str:
    """Make a vacancy of a lowest post; return its number."""
    hr.goto(LOWEST)
    expect(hr.page.locator("[name=is_lowest][value=true]")).to_be_checked()
    hr.page.locator("[name=title_ru]").fill(TITLE)
    hr.button("Make the vacancy").click()
    hr.page.wait_for_url("**/hr/vacancies/V-*")
    return hr.page.url.rsplit("/", 1)[-1]


def fills(hr: Visit) -> None:
    """Fill in what only HR knows; the register has filled in the rest."""
    assert "Юриспруденция" in hr.page.locator("[name=requirements_ru]").input_value()
    for part in PARTS:
        for language in ("kk", "ru"):
            field = hr.page.locator(f"[name={part}_{language}]")
            if not field.input_value().strip():
                field.fill("Мәтін" if language == "kk" else "Текст")
    for site, said in SITES.items():
        if not hr.page.locator(f"[name=sites][value={site}]").is_checked():
            hr.tick(said)


def publishes(hr: Visit) -> None:
    """Fill the draft in, publish it and say yes."""
    fills(hr)
    hr.button("Save and publish").click()
    expect(hr.heading("Publish this announcement?")).to_be_visible()
    hr.button("Publish").click()
    hr.page.wait_for_url("**/hr/vacancies/V-*")
    expect(hr.text("Documents are received").first).to_be_visible()


def agrees(authority: Visit) -> None:
    """Answer the question of the vacancy whose grounds are ours."""
    authority.goto("/authority")
    authority.page.get_by_role("link", name=re.compile("этикасын")).first.click()
    expect(authority.page.get_by_text(GROUNDS)).to_be_visible()
    authority.tick("Agree", "radio")
    authority.page.locator("[name=reason]").fill(REASON)
    authority.button("Continue").click()
    authority.button("Agree").click()
    expect(authority.text("The answer is sent.")).to_be_visible()


def finds(anybody: Visit, number: str) -> None:
    """Find the announcement without signing in, in Kazakh, on a phone."""
    anybody.goto("/vacancies?q=Құжаттамалық")
    anybody.page.locator(f"a[href='/vacancies/{number}']").click()
    for said in ("Who may apply", "What is asked, line by line", "Stages of the competition"):
        expect(anybody.heading(said)).to_be_visible()
    expect(anybody.page.locator(".address")).to_contain_text(f"/vacancies/{number}")


def is_for_programs(theatre: Theatre, number: str) -> None:
    """Its days are for a calendar, and the feed tells of it."""
    answer = httpx.get(f"{theatre.address}/vacancies/{number}/calendar.ics?lang=ru")
    titles = [str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert titles == [f"Последний день подачи: {TITLE}", f"Собеседование: {TITLE}"]
    feed = etree.fromstring(httpx.get(f"{theatre.address}/vacancies.atom?lang=ru").content)
    found = [one.text for one in feed.findall("a:entry/a:title", ATOM)]
    assert f"{TITLE} ({number})" in found
