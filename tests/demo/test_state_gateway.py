"""The demo's state gateway keeps to the contract of docs/state-gateway.md."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.demo import state_gateway
from service.demo.people import demo_people
from service.demo.state_gateway import records_of
from service.gateways.egov import Records
from service.personal_files.codes import codes
from tests.clock import FixedClock
from tests.demo.serving import served

(ARUZHAN,) = (one for one in demo_people() if one.key == "aruzhan")
ASKED = {
    "iin": ARUZHAN.iin,
    "request_id": "0199f000-0000-7000-8000-000000000001",
    "consent": "2026-11-01",
}
HEADERS = {"Authorization": "Bearer the-token"}


@pytest.fixture
def gateway(clock: FixedClock) -> Iterator[str]:
    with served(lambda _: state_gateway.create_app("the-token", now=clock.now)) as address:
        yield address


def ask(gateway: str, body: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    answer = httpx.post(f"{gateway}/records", json=body, headers=headers or HEADERS)
    return answer.status_code, answer.json()


def test_it_answers_and_shows_who_was_asked_about(gateway: str):
    status, body = ask(gateway, ASKED)
    assert (status, body["identity"]["iin"]) == (200, ARUZHAN.iin)
    page = httpx.get(gateway, params={"ui_locales": "en"}).text
    for shown in (ARUZHAN.full_name, "consent version: 2026-11-01", "23.11.2026, 10:00:00"):
        assert shown in page


@pytest.mark.parametrize("person", demo_people(), ids=lambda person: person.key)
def test_what_it_knows_of_everybody_keeps_to_the_contract(person: Any):
    Records.model_validate(records_of(person))


@pytest.mark.parametrize("person", demo_people(), ids=lambda person: person.key)
def test_its_codes_stand_in_the_registers(person: Any):
    told = Records.model_validate(records_of(person))
    assert {code for one in told.education for code in one.fields} <= set(codes().education.names)
    assert {code for one in told.employment for code in one.fields} <= set(codes().work.names)
    assert {one.code for one in told.conditions} <= set(codes().conditions.names)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "malformed: iin, request_id, consent"),
        (ASKED | {"iin": "12"}, "malformed: iin"),
        (ASKED | {"consent": ""}, "malformed: consent"),
        ([], "malformed: body"),
    ],
)
def test_what_is_malformed_is_refused(gateway: str, body: object, error: str):
    assert ask(gateway, body) == (422, {"error": error})


def test_without_the_token_nobody_is_answered(gateway: str):
    assert ask(gateway, ASKED, {"Authorization": "Bearer x"}) == (401, {"error": "wrong token"})


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_goes_away_and_comes_back(gateway: str, language: str):
    query = {"ui_locales": language}
    there = httpx.get(gateway, params=query).text
    away = httpx.post(f"{gateway}/switch", params=query, follow_redirects=True)
    assert str(away.url) == f"{gateway}/?ui_locales={language}"
    assert away.text != there
    assert ask(gateway, ASKED)[0] == 503
    httpx.post(f"{gateway}/switch")
    assert ask(gateway, ASKED)[0] == 200
