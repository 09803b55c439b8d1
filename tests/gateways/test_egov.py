"""What the state knows, asked of the demo's gateway over real HTTP; every fault is a value."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from service.core.ids import new_id
from service.demo.people import demo_people
from service.gateways.egov import Ground, NoRecords, Records, StateGateway
from tests.gateways.crooked import Crooked

(YERLAN,) = (one for one in demo_people() if one.key == "yerlan")
NOBODY = "850101300013"
PATH = "/records"


@pytest.fixture
def gateway(state_url: str, http: httpx.Client) -> StateGateway:
    return StateGateway(state_url, "the-token", http)


def ask(gateway: StateGateway, iin: str = YERLAN.iin) -> Records | NoRecords:
    return gateway.ask(iin, request_id=new_id(), consent="2026-11-01")


def test_id_4_the_state_tells_identity_education_and_work(gateway: StateGateway):
    known = ask(gateway)
    assert isinstance(known, Records)
    assert (known.identity.iin, known.identity.birth_on) == (YERLAN.iin, YERLAN.birth_on)
    assert known.identity.family_name == YERLAN.family_name
    assert [(one.level, one.ended_in) for one in known.education] == [
        ("specialist", 2010),
        ("master", 2015),
    ]
    newest = known.employment[-1]
    assert (newest.level, newest.service) == ("unit-head", "civil")
    assert (newest.began_on, newest.ended_on) == (date(2019, 3, 16), None)


def test_ids_are_the_same_at_every_asking(gateway: StateGateway):
    first, again = ask(gateway), ask(gateway)
    assert first == again


def test_nobody_of_this_iin_is_a_value(gateway: StateGateway):
    assert ask(gateway, NOBODY) == NoRecords(Ground.UNKNOWN, "status 404")


@pytest.mark.parametrize("token", ["", "another"])
def test_a_wrong_token_is_a_refusal(state_url: str, http: httpx.Client, token: str):
    answer = ask(StateGateway(state_url, token, http))
    assert answer == NoRecords(Ground.REFUSED, "status 401")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_not_now_means_away(gateway: StateGateway, wire: Crooked, status: int):
    wire.statuses[PATH] = status
    assert ask(gateway) == NoRecords(Ground.AWAY, f"status {status}")


def test_a_lost_answer_means_away(gateway: StateGateway, wire: Crooked):
    wire.lost.add(PATH)
    assert ask(gateway) == NoRecords(Ground.AWAY, "ReadTimeout")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/records", "http://nowhere.invalid/"])
def test_nobody_at_the_address_means_away(http: httpx.Client, url: str):
    answer = ask(StateGateway(url, "", http))
    assert isinstance(answer, NoRecords)
    assert answer.ground is Ground.AWAY


def test_the_switch_of_the_demo_sends_it_away_and_says_when_to_ask_again(
    gateway: StateGateway, state_url: str
):
    switch = state_url.replace(PATH, "/switch")
    httpx.post(switch)
    try:
        assert ask(gateway) == NoRecords(Ground.AWAY, "status 503", timedelta(seconds=5))
    finally:
        httpx.post(switch)
    assert isinstance(ask(gateway), Records)


def another_person(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"identity": body["identity"] | {"iin": NOBODY}}


def backwards(body: dict[str, Any]) -> dict[str, Any]:
    work = body["employment"][0] | {"began_on": "2020-01-01", "ended_on": "2019-01-01"}
    return body | {"employment": [work]}


def twice(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"education": [body["education"][0]] * 2}


def for_ever(body: dict[str, Any]) -> dict[str, Any]:
    ban = {"id": "1", "number": 3, "applies": True, "until_on": "9999-12-31"}
    return body | {"findings": [ban]}


@pytest.mark.parametrize(
    ("bend", "detail"),
    [
        (another_person, "the records of another person"),
        (lambda _: {}, "outside the contract: identity, education, employment"),
        (backwards, "outside the contract: employment.0"),
        (lambda body: body | {"education": [{"id": "1"}]}, "outside the contract: education.0"),
        (twice, "outside the contract: body"),
        (lambda body: body | {"findings": [{"id": "1"}]}, "outside the contract: findings.0"),
        (for_ever, "outside the contract: findings.0.until_on"),
        (lambda body: body | {"more": "x" * 1_100_000}, "more than 1048576 bytes"),
    ],
)
def test_what_is_outside_the_contract_is_not_used(
    gateway: StateGateway, wire: Crooked, bend: Any, detail: str
):
    wire.bends[PATH] = bend
    answer = ask(gateway)
    assert isinstance(answer, NoRecords)
    assert answer.ground is Ground.REFUSED
    assert answer.detail.startswith(detail)
    assert YERLAN.iin not in answer.detail


def test_what_a_later_contract_adds_is_left_aside(gateway: StateGateway, wire: Crooked):
    wire.bends[PATH] = lambda body: body | {"pension": {"from": "2050-01-01"}}
    assert isinstance(ask(gateway), Records)


def test_the_token_stands_in_no_text_of_the_gateway(gateway: StateGateway):
    assert "the-token" not in repr(gateway)
