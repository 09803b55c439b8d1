"""Pages open to everyone: start, help, statements, what search engines may read."""

import re
from typing import Any

import pytest

from service.core.wiring import Wiring
from service.law.booking import OPENS
from service.law.defaults import DEFAULTS
from service.pages.help import numbers
from tests.visitor import Visitor

PAGES = ["/", "/help", "/accessibility", "/privacy", "/fairness", "/style"]
GUIDE: list[dict[str, Any]] = [
    {
        "key": "aruzhan",
        "name": "Серікова Аружан",
        "roles": ["candidate"],
        "story": {"kk": "Жазылыңыз.", "ru": "Запишитесь.", "en": "Book a test."},
    },
    {
        "key": "gulnara",
        "name": "Бекенова Гүлнара",
        "roles": ["administrator", "unheard-of"],
        "story": {"kk": "Бақылаңыз.", "ru": "Следите.", "en": "Watch."},
    },
]


@pytest.fixture(autouse=True)
def english(client: Visitor):
    client.headers["accept-language"] = "en"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_opens_in_every_language(client: Visitor, path: str, language: str):
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_the_start_page_shows_three_ways(client: Visitor):
    text = client.get("/").text
    assert "<title>Synaq: tests for the public service</title>" in text
    ways = re.findall(r'class="card-title"><a href="([^"]+)"', text)
    assert ways[:3] == ["/book", "/cabinet", "/check"]


def test_outside_the_demonstration_nobody_is_offered_to_try(client: Visitor):
    assert "Try it" not in client.get("/").text


def test_the_demonstration_says_who_to_sign_in_as(client: Visitor, house: Wiring):
    house.parts["demo_people"] = GUIDE
    house.parts["demo_links"] = {"sms": "http://127.0.0.1:8002/"}
    text = client.get("/").text
    for said in ["Try it", "Серікова Аружан", "Book a test.", "Administrator", "Watch."]:
        assert said in text
    assert 'href="http://127.0.0.1:8002/"' in text
    assert "Its sign-in provider" not in text  # no link was given
    kazakh = client.get("/", headers={"accept-language": "kk"}).text
    assert "Жазылыңыз." in kazakh
    assert "Үміткер" in kazakh


def test_the_help_page_names_the_numbers_in_force(client: Visitor):
    text = client.get("/help").text
    for said in [
        f"within {DEFAULTS.result_within} minutes",
        f"open for {DEFAULTS.door_minutes} minutes",
        f"less than {DEFAULTS.loss_in_a_row // 60} minutes in a row",
        f"{OPENS:%H:%M}–13:00",
        "15 calendar days",
        "6 months",
        "25 %, 50 %, 100 %",
    ]:
        assert said in text


def test_every_entry_of_the_contents_leads_to_its_part(client: Visitor):
    text = client.get("/help").text
    linked = re.findall(r'<li><a href="#([a-z-]+)">', text)
    assert len(linked) == 13
    for anchor in linked:
        assert text.count(f'<h2 id="{anchor}">') == 1


def test_every_number_that_is_gathered_is_told(client: Visitor):
    text = client.get("/help").text + client.get("/privacy").text
    assert [name for name, value in numbers().items() if str(value) not in text] == []


def test_the_consent_of_the_day_stands_on_the_privacy_page(client: Visitor):
    assert "version of 1 November 2026" in client.get("/privacy").text
    assert "12 hours at most, 30 minutes without a step" in client.get("/privacy").text


def test_the_sample_form_keeps_what_was_typed_and_names_the_faults(client: Visitor):
    answer = client.submit("/style", {"iin": "123", "day": "soon"})
    assert answer.status_code == 422
    assert 'value="123"' in answer.text
    assert 'href="#field-day"' in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_in_production_there_is_no_style_page(client: Visitor, house: Wiring, method: str):
    house.environment = "production"
    answer = client.request(method, "/style", headers={"x-csrf-token": client.csrf})
    assert answer.status_code == 404


def test_search_engines_are_kept_from_documents_and_persons(client: Visitor):
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    for path in ["/check/", "/cabinet", "/administrator", "/bank", "/author"]:
        assert f"Disallow: {path}\n" in answer.text


def test_programs_that_ask_for_an_icon_find_it(client: Visitor):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 308
    assert client.get(answer.headers["location"]).status_code == 200
