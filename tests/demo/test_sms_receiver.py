"""The demo receiver keeps to the contract of service.gateways.sms."""

import uuid
from typing import Any

import httpx
import pytest

from tests.clock import FixedClock

ID = "0199f000-0000-7000-8000-000000000001"
SMS = {"message_id": ID, "to": "+77000000001", "text": "Code 123456"}
HEADERS = {"Authorization": "Bearer the-token", "Idempotency-Key": ID}


def post(
    receiver: str, sms: object, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    answer = httpx.post(f"{receiver}/messages", json=sms, headers=HEADERS | (headers or {}))
    return answer.status_code, answer.json()


def shown(receiver: str, to: str = "") -> list[dict[str, str]]:
    listed: list[dict[str, str]] = httpx.get(
        f"{receiver}/messages.json", params={"to": to} if to else None
    ).json()["messages"]
    return listed


def test_a_message_is_taken_in_and_shown(receiver: str, clock: FixedClock):
    status, body = post(receiver, SMS)
    assert status == 202
    received_at = clock.now().isoformat()
    assert shown(receiver) == [{"id": body["id"], **SMS, "received_at": received_at}]
    page = httpx.get(f"{receiver}/", params={"to": "+77000000001"}).text
    assert "Code 123456" in page
    assert "23.11.2026, 10:00:00" in page


def test_the_same_message_is_taken_in_once(receiver: str):
    first = post(receiver, SMS)
    assert post(receiver, SMS) == (200, first[1])
    assert len(shown(receiver)) == 1


def test_an_id_cannot_stand_for_two_messages(receiver: str):
    post(receiver, SMS)
    assert post(receiver, SMS | {"text": "Another"})[0] == 409
    assert [one["text"] for one in shown(receiver)] == ["Code 123456"]


def test_the_newest_stands_first_and_a_number_has_its_own_list(receiver: str):
    for number in (1, 2, 3):
        key = str(uuid.UUID(int=number))
        sms = {"message_id": key, "to": f"+7700000000{number % 2 + 1}", "text": str(number)}
        post(receiver, sms, {"Idempotency-Key": key})
    assert [one["text"] for one in shown(receiver)] == ["3", "2", "1"]
    assert [one["text"] for one in shown(receiver, "+77000000002")] == ["3", "1"]
    assert [one["text"] for one in shown(receiver, " 77000000001")] == ["2"]


@pytest.mark.parametrize(
    ("sms", "headers", "status"),
    [
        (SMS, {"Authorization": "Bearer another"}, 401),
        (SMS, {"Idempotency-Key": "another"}, 400),
        (SMS | {"to": "87000000001"}, {}, 422),
        (SMS | {"text": ""}, {}, 422),
        (SMS | {"message_id": "7"}, {}, 422),
        ([], {}, 422),
        (SMS | {"to": "+77000000422"}, {}, 422),
    ],
    ids=[
        "wrong token",
        "wrong key",
        "number without +",
        "no text",
        "no id",
        "no object",
        "the number that is never reached",
    ],
)
def test_what_is_wrong_is_refused(receiver: str, sms: object, headers: dict[str, str], status: int):
    assert post(receiver, sms, headers)[0] == status
    assert shown(receiver) == []


def test_the_busy_number_takes_the_second_try(receiver: str):
    sms = SMS | {"to": "+77000000503"}
    assert [post(receiver, sms)[0] for _ in range(3)] == [503, 202, 200]


def test_a_message_is_shown_as_text(receiver: str):
    post(receiver, SMS | {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in httpx.get(f"{receiver}/list").text
